// The metadata block reads as what it is: TOML behind comment marks.

import { Decoration, ViewPlugin } from "../../vendor/codemirror.js";
import { blockOf } from "./block.js";

/** @typedef {import("../../vendor/codemirror.js").EditorView} EditorView */
/** @typedef {import("../../vendor/codemirror.js").DecorationSet} DecorationSet */

const row = Decoration.line({ class: "cm-block" });
// Tables and keys stand at the start of a line; texts are read whole, so that nothing inside them counts.
const WORDS = /(?<=^(?:#|\/\/) )(?<table>\[[\w.-]+\](?=\s*$))|(?<=^(?:#|\/\/) )(?<key>[\w-]+(?=\s*=))|(?<text>"(?:[^"\\]|\\.)*"|'[^']*')|(?<=[=[,]\s*)(?<value>true|false|-?\d[\d._e]*)\b/g;

/** @param {import("./known.js").Language} language */
export function blockLook(language) {
  /** @param {EditorView} view */
  const drawn = ({ state }) => {
    const block = blockOf(state.doc.toString(), language);
    if (!block) return Decoration.none;
    const found = [];
    for (let number = block.first; number <= block.last; number += 1) {
      const { from, text } = state.doc.line(number);
      found.push(row.range(from));
      for (const { index, 0: word, groups } of text.matchAll(WORDS)) {
        const kind = Object.keys(groups ?? {}).find((name) => groups?.[name] !== undefined);
        found.push(Decoration.mark({ class: `cm-block-${kind}` }).range(from + index, from + index + word.length));
      }
    }
    return Decoration.set(found, true);
  };
  return ViewPlugin.define((view) => ({ decorations: drawn(view), update(update) { if (update.docChanged) this.decorations = drawn(update.view); } }), { decorations: ({ decorations }) => decorations });
}
