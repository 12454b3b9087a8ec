// What a name means, shown where the pointer rests and beside the completions.

import { hoverTooltip } from "../../vendor/codemirror.js";
import { blockOf } from "./block.js";
import { hookAt } from "./hooks.js";
import { known, namesOf } from "./known.js";
import { after, chainBefore } from "./typing.js";

/** @typedef {import("./known.js").Language} Language */
/** @typedef {import("./known.js").Known} Known */

/**
 * @param {Language} language
 */
export function explanations(language) {
  return hoverTooltip((view, position) => {
    const found = wordAt(view.state.doc.lineAt(position), position);
    const dom = found ? explained(view.state, found, language) : null;
    return found && dom ? { pos: found.from, end: found.to, above: true, create: () => ({ dom }) } : null;
  });
}

/**
 * @param {{from: number, text: string}} line
 * @param {number} position
 * @returns {{from: number, to: number, word: string} | null}
 */
export function wordAt(line, position) {
  for (const found of line.text.matchAll(/[A-Za-z_][\w:]*/g)) {
    const [from, to] = [line.from + found.index, line.from + found.index + found[0].length];
    if (from <= position && position <= to) return { from, to, word: found[0] };
  }
  return null;
}

/**
 * @param {import("../../vendor/codemirror.js").EditorState} state
 * @param {{from: number, to: number, word: string}} found
 * @param {Language} language
 */
function explained(state, { from, to, word }, language) {
  const line = state.doc.lineAt(from).number;
  const block = blockOf(state.doc.toString(), language);
  if (block && line >= block.first && line <= block.last) return inBlock(word);
  const before = state.sliceDoc(Math.max(0, from - 2_000), to);
  const dotted = chainBefore(before);
  if (dotted) {
    const member = after(dotted.chain, hookAt(state, from, language), language, before).find(({ name }) => name === word);
    return member ? docOf(member, language) : null;
  }
  if (/["']\w*$/.test(before) && Object.hasOwn(known.events, word)) return plain(word, known.events[word].doc);
  const name = /\.\w*$/.test(before) ? null : namesOf(language).find((one) => one.name === word);
  return name ? docOf(name, language) : null;
}

/** @param {string} word */
function inBlock(word) {
  if (Object.hasOwn(known.grants, word)) return plain(word, `May ${known.grants[word]}.`);
  return Object.hasOwn(known.block, word) ? plain(word, known.block[word]) : null;
}

/** @param {string} title @param {string} doc */
function plain(title, doc) {
  return card(title, doc, []);
}

/**
 * Give what is known of a name as an element.
 * @param {Known} one
 * @param {Language} language
 */
export function docOf({ name, signature, doc, call, hint, grant, awaited }, language) {
  const title = call ? `${awaited ? "await " : ""}${signature}` : `${name}${hint ? `: ${hint}` : ""}`;
  return card(title, doc, grant ? [`Needs the grant "${grant}"${language === "python" ? "" : " in the block"}.`] : []);
}

/** @param {string} title @param {string} doc @param {string[]} notes */
function card(title, doc, notes) {
  const box = document.createElement("div");
  box.className = "cm-doc";
  const head = document.createElement("code");
  head.className = "cm-doc-head";
  head.textContent = title;
  box.append(head, ...doc.split("\n\n").filter(Boolean).map(paragraph));
  for (const note of notes) box.append(Object.assign(document.createElement("p"), { className: "cm-doc-note", textContent: note }));
  return box;
}

/** Words between backticks are code. @param {string} text */
function paragraph(text) {
  const box = document.createElement("p");
  text.replaceAll("\n", " ").split("`").forEach((piece, index) => {
    if (index % 2 === 0) return box.append(piece);
    return box.append(Object.assign(document.createElement("code"), { textContent: piece }));
  });
  return box;
}
