// How the text looks: the page's own tokens, so both themes come from one table.

import { EditorView, HighlightStyle, syntaxHighlighting, tags } from "../../vendor/codemirror.js";

const MONO = ".78125rem/1.6 var(--mono)";
const FLOATING = { backgroundColor: "var(--bg-1)", color: "var(--fg)", border: "1px solid var(--line)", borderRadius: "var(--radius)", boxShadow: "var(--shadow)" };
const tint = (/** @type {string} */ color, /** @type {number} */ share) => `color-mix(in srgb, ${color} ${share}%, transparent)`;

const surface = EditorView.theme({
  "&": { height: "100%", color: "var(--fg)", backgroundColor: "var(--bg-1)", fontSize: ".78125rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: MONO, overflow: "auto", scrollbarWidth: "thin", scrollbarColor: "var(--bg-3) transparent" },
  ".cm-content": { caretColor: "var(--accent)", padding: "6px 0 40px" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: tint("var(--accent)", 26) },
  ".cm-activeLine": { backgroundColor: tint("var(--fg)", 4) },
  ".cm-block": { backgroundColor: tint("var(--fg)", 3) },
  ".cm-block-table, .cm-block-table span": { color: "var(--accent)" },
  ".cm-block-key, .cm-block-key span": { color: "var(--fg-2)" },
  ".cm-block-text, .cm-block-text span": { color: "var(--ok)" },
  ".cm-block-value, .cm-block-value span": { color: "var(--warn)" },
  ".cm-gutters": { backgroundColor: "var(--bg-1)", color: "var(--fg-3)", border: "0", paddingLeft: "4px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--fg)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "1.875rem", padding: "0 6px 0 0" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0" },
  ".cm-lint-marker": { width: "8px", height: "8px", margin: "6px 3px", borderRadius: "50%", content: "none", backgroundColor: "var(--warn)" },
  ".cm-lint-marker-error": { backgroundColor: "var(--bad)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--bg-3)", border: "0", color: "var(--fg-2)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: tint("var(--accent)", 22), color: "inherit" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: tint("var(--bad)", 25), color: "inherit" },
  ".cm-selectionMatch": { backgroundColor: tint("var(--accent)", 14) },
  ".cm-searchMatch": { backgroundColor: tint("var(--warn)", 28), outline: "0" },
  ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: tint("var(--warn)", 55) },
});

const problems = EditorView.theme({
  ".cm-lintRange": { backgroundImage: "none !important", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--bad) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { textDecoration: "underline wavy var(--warn) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-active": { backgroundColor: tint("var(--warn)", 16) },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-diagnostic": { font: "var(--text)/1.45 var(--font)", padding: "5px 9px", borderLeftWidth: "3px", maxWidth: "52ch", whiteSpace: "pre-wrap", overflowWrap: "anywhere" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnosticSource": { fontSize: "var(--text-s)", color: "var(--fg-3)", opacity: "1" },
});

const floating = EditorView.theme({
  ".cm-tooltip": FLOATING,
  ".cm-tooltip .cm-tooltip-arrow": { display: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: ".75rem/1.5 var(--mono)", maxHeight: "240px", maxWidth: "min(26.25rem, 90vw)", scrollbarWidth: "thin", borderRadius: "var(--radius)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px", display: "flex", gap: "10px", alignItems: "baseline" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-bg)", color: "var(--fg)" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionDetail": { marginLeft: "auto", fontStyle: "normal", color: "var(--fg-3)", fontSize: "var(--text-s)", overflow: "hidden", textOverflow: "ellipsis", maxWidth: "22ch" },
  ".cm-completionIcon": { display: "none" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 10px", maxWidth: "min(22.5rem, 90vw)", font: "var(--text)/1.45 var(--font)", maxHeight: "260px", overflow: "auto" },
  ".cm-tooltip-hover": { maxHeight: "280px", overflow: "auto" },
  ".cm-doc": { maxWidth: "52ch", font: "var(--text)/1.45 var(--font)", color: "var(--fg-2)" },
  ".cm-tooltip-hover .cm-doc": { padding: "8px 10px" },
  ".cm-doc-head": { display: "block", color: "var(--fg)", font: ".75rem/1.5 var(--mono)", overflowWrap: "anywhere" },
  ".cm-doc p": { margin: "5px 0 0" },
  ".cm-doc p code": { font: ".75rem/1 var(--mono)", color: "var(--fg)" },
  ".cm-doc .cm-doc-note": { color: "var(--warn)" },
});

const field = { font: "var(--text)/1.4 var(--font)", color: "var(--fg)", backgroundColor: "var(--bg-2)", backgroundImage: "none", border: "1px solid var(--line)", borderRadius: "var(--radius-s)", margin: "0" };
const searching = EditorView.theme({
  ".cm-panels": { backgroundColor: "var(--bg-2)", color: "var(--fg-2)", font: "var(--text)/1.4 var(--font)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "7px 26px 7px 8px", display: "flex", flexWrap: "wrap", gap: "5px", alignItems: "center" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search label": { fontSize: "var(--text-s)", display: "inline-flex", gap: "3px", alignItems: "center" },
  ".cm-panel.cm-search [name=close]": { color: "var(--fg-2)", fontSize: "1rem", padding: "0 7px", top: "6px" },
  ".cm-textfield": { ...field, height: "1.625rem", padding: "0 7px", width: "9.375rem" },
  ".cm-button": { ...field, height: "1.625rem", padding: "0 8px", cursor: "pointer" },
  ".cm-button:active": { backgroundImage: "none" },
  ".cm-button:hover": { backgroundColor: "var(--bg-3)" },
  ".cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panel.cm-search [name=close]:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-panel.cm-panel-lint ul": { maxHeight: "140px" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-bg)" },
});

const comparing = EditorView.theme({
  ".cm-changedLine, &.cm-merge-b .cm-changedLine": { backgroundColor: tint("var(--ok)", 10) },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: tint("var(--ok)", 26) },
  ".cm-deletedChunk": { backgroundColor: tint("var(--bad)", 10), paddingLeft: "6px", position: "relative" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedText": { background: tint("var(--bad)", 26) },
  ".cm-deletedChunk .cm-chunkButtons": { insetInlineEnd: "8px", top: "1px" },
  ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  "&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter": { background: "var(--ok)" },
  ".cm-deletedLineGutter": { background: "var(--bad)" },
  ".cm-changeGutter": { width: "3px", paddingLeft: "0" },
  ".cm-collapsedLines": { color: "var(--fg-2)", background: "var(--bg-2)", padding: "3px 12px", fontFamily: "var(--font)" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
  ".cm-takeback": { ...field, font: "var(--text-s)/1.125rem var(--font)", padding: "0 6px", cursor: "pointer" },
});

const { function: called } = tags;
const words = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword, tags.moduleKeyword], color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null, tags.self, tags.atom, tags.escape], color: "var(--warn)" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--fg-3)" },
  { tag: [called(tags.definition(tags.variableName)), tags.definition(tags.className), tags.className], color: "var(--fg)", fontWeight: "600" },
  { tag: [tags.meta, tags.annotation], color: "var(--accent)" },
  { tag: [tags.operator, tags.punctuation, tags.bracket, tags.separator], color: "var(--fg-2)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

export const look = [surface, problems, floating, searching, comparing, syntaxHighlighting(words)];

/** Whether the page is dark now. */
export function isDark() {
  return document.documentElement.dataset.theme !== "light";
}
