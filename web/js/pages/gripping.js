// Reshaping without a mouse: from handle to handle of the selected shape by key. The arrows then move what is picked.

import { isGrip, placeOfVertices } from "../shapes/numbers.js";

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const SECTION = "Vertices";

/** @param {Pick<PageParts, "element" | "bench" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createGripping({ element, bench, toolbox }) {
  /** What was picked last by key, and not with the mouse. */
  let gripped = "";
  let told = "";

  const vertices = () => toolbox.current().vertices;
  const grips = () => (vertices() ? bench.handles().filter(isGrip) : []);
  const isGripped = () => gripped !== "" && vertices()?.picked().includes(gripped) === true;

  /** @param {1 | -1} by @param {boolean} keeps what is picked already */
  function step(by, keeps) {
    const [all, tool] = [grips(), vertices()];
    if (!all.length || !tool) return;
    const from = all.findIndex(({ id }) => id === (isGripped() ? gripped : tool.picked()[0]));
    const { id, x, y, role } = all[((from < 0 && by < 0 ? 0 : from) + by + all.length) % all.length];
    if (!keeps || role !== "vertex" || !tool.extend(id)) tool.pick(id);
    gripped = id;
    bench.view.reveal([x, y, 0, 0]);
    bench.redraw();
  }

  /** Say what is picked, and where it is now. */
  function tell() {
    const one = isGripped() ? bench.handled() : null;
    const found = one && placeOfVertices(one.geometry, [gripped]);
    const count = vertices()?.picked().length ?? 0;
    const text = found ? `${found.name}${count > 1 ? ` and ${count - 1} more` : ""}, ${found.place.map(Math.round).join(", ")}` : "";
    if (text !== told) element("told").textContent = told = text;
  }

  toolbox.listen(({ key }) => {
    if (key !== "Escape" || !isGripped()) return false;
    vertices()?.drop();
    return true;
  });

  const enabled = () => grips().length > 0;
  return {
    panels: [{ draw: tell }],
    actions: [
      { id: "vertex.next", title: "Next vertex or handle of the selected shape; the arrows then move it", section: SECTION, keys: "Ctrl+ArrowRight", repeats: true, run: () => step(1, false), enabled },
      { id: "vertex.previous", title: "Previous vertex or handle", section: SECTION, keys: "Ctrl+ArrowLeft", repeats: true, run: () => step(-1, false), enabled },
      { id: "vertex.next.too", title: "Pick vertices up to the next one", section: SECTION, keys: "Ctrl+Shift+ArrowRight", repeats: true, run: () => step(1, true), enabled },
      { id: "vertex.previous.too", title: "Pick vertices up to the previous one", section: SECTION, keys: "Ctrl+Shift+ArrowLeft", repeats: true, run: () => step(-1, true), enabled },
    ],
    shown: () => void (gripped = ""),
  };
}
