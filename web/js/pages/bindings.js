// The actions of the page itself; every other feature brings its own.

/** @typedef {import("../../types/local.d.ts").Action} Action */

/**
 * @typedef {object} Deeds
 * @property {import("../canvas/viewport.js").Viewport} view
 * @property {(index: number) => void} label
 * @property {() => void} cancel
 * @property {() => void} accept
 * @property {() => void} question
 * @property {() => void} remove
 * @property {(which: "undo" | "redo") => void} turn
 * @property {(by: number) => void} cycle
 * @property {() => void} hide
 * @property {(by: number) => void} finding
 * @property {(by: number) => void} step
 * @property {() => void} save
 * @property {() => void} complete
 */

/** The tools of the rail: name, title, key. */
const TOOLS = [
  ["select", "Select", "V"],
  ["box", "Box", "B"],
  ["polygon", "Polygon", "P"],
  ["polyline", "Polyline", "L"],
  ["point", "Point", "O"],
  ["keypoints", "Keypoints", "K"],
  ["ellipse", "Ellipse", "E"],
  ["cuboid", "Cuboid", "U"],
  ["brush", "Brush: paint a mask, with Alt or the right button erase", "M"],
  ["eraser", "Eraser: take pixels out of masks", "Shift+Q"],
  ["prompt", "Prompt: point and let a script outline it", "S"],
];

/**
 * Give the actions that take a tool in hand.
 * @param {(name: string) => void} choose
 * @returns {Action[]}
 */
export function toolActions(choose) {
  return [
    ...TOOLS.map(([name, title, keys]) => ({ id: `tool.${name}`, title, section: "Tools", keys, run: () => choose(name) })),
    { id: "tool.pan", title: "Pan, while held", section: "Tools", keys: "Space", held: true, run: () => choose("pan") },
    { id: "brush.size", title: "Smaller or larger brush and eraser, or Alt and the wheel", section: "Tools", keys: "[ ]" },
  ];
}

/**
 * @param {Deeds} deeds
 * @returns {Action[]}
 */
export function pageActions({ view, label, cancel, accept, question, remove, turn, cycle, hide, finding, step, save, complete }) {
  const labels = Array.from({ length: 9 }, (_, index) => ({ id: `label.${index + 1}`, title: `Label ${index + 1}`, section: "Labels", keys: `${index + 1}`, run: () => label(index) }));
  return [
    { id: "shape.accept", title: "Finish the shape, accept suggestions", section: "Shapes", keys: "Enter", run: accept },
    { id: "shape.cancel", title: "Cancel, reject suggestions, deselect", section: "Shapes", keys: "Escape", run: cancel },
    { id: "shape.delete", title: "Delete shape or vertex", section: "Shapes", keys: "Delete Backspace", run: remove },
    { id: "undo", title: "Undo", section: "Shapes", keys: "Ctrl+Z", repeats: true, run: () => turn("undo") },
    { id: "redo", title: "Redo", section: "Shapes", keys: "Ctrl+Shift+Z Ctrl+Y", repeats: true, run: () => turn("redo") },
    { id: "shape.hide", title: "Hide or show", section: "Shapes", keys: "H", run: hide },
    { id: "instance.next", title: "Next instance", section: "Shapes", keys: "Tab", repeats: true, run: () => cycle(1) },
    { id: "instance.previous", title: "Previous instance", section: "Shapes", keys: "Shift+Tab", repeats: true, run: () => cycle(-1) },
    ...labels,
    { id: "fit", title: "Fit the image", section: "View", keys: "F", run: () => view.fit() },
    { id: "zoom.in", title: "Zoom in", section: "View", keys: "+ =", repeats: true, run: () => view.zoomBy(1.25) },
    { id: "zoom.out", title: "Zoom out", section: "View", keys: "-", repeats: true, run: () => view.zoomBy(0.8) },
    { id: "zoom.actual", title: "Zoom to 100 %", section: "View", keys: "0", run: () => view.zoomTo(1) },
    { id: "question", title: "Answer a script's question", section: "Scripts", keys: "Q", run: question },
    { id: "finding.next", title: "Next finding", section: "Scripts", keys: "F8", repeats: true, run: () => finding(1) },
    { id: "finding.previous", title: "Previous finding", section: "Scripts", keys: "Shift+F8", repeats: true, run: () => finding(-1) },
    { id: "previous", title: "Previous file", section: "Files", keys: "A", repeats: true, run: () => step(-1) },
    { id: "next", title: "Next file", section: "Files", keys: "D", repeats: true, run: () => step(1) },
    { id: "save", title: "Save now", section: "Files", keys: "Ctrl+S", run: save },
    { id: "complete", title: "Complete", section: "Files", keys: "Ctrl+Enter", run: complete },
  ];
}
