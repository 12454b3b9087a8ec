// The keys of the annotation page: one table, which `?` shows.

/**
 * @typedef {object} Deeds
 * @property {(name: string) => void} tool
 * @property {import("../canvas/viewport.js").Viewport} view
 * @property {(index: number) => void} label
 * @property {() => void} cancel
 * @property {() => void} accept
 * @property {(which: "copy" | "paste" | "duplicate") => void} clip
 * @property {() => void} question
 * @property {() => void} display
 * @property {() => void} remove
 * @property {(which: "undo" | "redo") => void} turn
 * @property {(by: number) => void} cycle
 * @property {() => void} hide
 * @property {(by: number) => void} finding
 * @property {(by: number) => void} step
 * @property {() => void} save
 * @property {() => void} complete
 * @property {() => void} help
 */

/**
 * @param {Deeds} deeds
 * @returns {import("./keys.js").Binding[]}
 */
export function bindingsOf({ tool, view, label, cancel, accept, clip, question, display, remove, turn, cycle, hide, finding, step, save, complete, help }) {
  const labels = Array.from({ length: 9 }, (_, index) => ({ keys: `${index + 1}`, what: "", run: () => label(index) }));
  return [
    { keys: "V", what: "Select", run: () => tool("select") },
    { keys: "B", what: "Box", run: () => tool("box") },
    { keys: "P", what: "Polygon", run: () => tool("polygon") },
    { keys: "L", what: "Polyline", run: () => tool("polyline") },
    { keys: "O", what: "Point", run: () => tool("point") },
    { keys: "E", what: "Ellipse", run: () => tool("ellipse") },
    { keys: "U", what: "Cuboid", run: () => tool("cuboid") },
    { keys: "M", what: "Brush: paint a mask, with Alt or the right button erase", run: () => tool("brush") },
    { keys: "[ ]", what: "Smaller or larger brush, or Alt and the wheel" },
    { keys: "S", what: "Prompt: point and let a script outline it", run: () => tool("prompt") },
    { keys: "Space", what: "Pan while held" },
    { keys: "F", what: "Fit the image", run: () => view.fit() },
    { keys: "+ =", what: "Zoom in", run: () => view.zoomBy(1.25) },
    { keys: "-", what: "Zoom out", run: () => view.zoomBy(0.8) },
    { keys: "0", what: "Zoom to 100 %", run: () => view.zoomTo(1) },
    { keys: "1–9", what: "Label" },
    ...labels, // one line in the list of keys stands for all nine
    { keys: "Enter", what: "Finish the shape, accept suggestions", run: accept },
    { keys: "Escape", what: "Cancel, reject suggestions, deselect", run: cancel },
    { keys: "Delete Backspace", what: "Delete shape or vertex", run: remove },
    { keys: "Ctrl+Z", what: "Undo", run: () => turn("undo") },
    { keys: "Ctrl+Shift+Z Ctrl+Y", what: "Redo", run: () => turn("redo") },
    { keys: "Ctrl+C", what: "Copy", run: () => clip("copy") },
    { keys: "Ctrl+V", what: "Paste", run: () => clip("paste") },
    { keys: "Ctrl+D", what: "Duplicate", run: () => clip("duplicate") },
    { keys: "Q", what: "Answer a script's question", run: question },
    { keys: "I", what: "Display: brightness, contrast, gamma, even out", run: display },
    { keys: "Tab", what: "Next instance", run: () => cycle(1) },
    { keys: "Shift+Tab", what: "Previous instance", run: () => cycle(-1) },
    { keys: "H", what: "Hide or show", run: hide },
    { keys: "F8", what: "Next finding", run: () => finding(1) },
    { keys: "Shift+F8", what: "Previous finding", run: () => finding(-1) },
    { keys: "A", what: "Previous file", run: () => step(-1) },
    { keys: "D", what: "Next file", run: () => step(1) },
    { keys: "Ctrl+S", what: "Save now", run: save },
    { keys: "Ctrl+Enter", what: "Complete", run: complete },
    { keys: "?", what: "All keys", run: help },
  ];
}
