// The text of a script: CodeMirror in a shadow root, where its styles are adopted sheets that the policy allows.

import {
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  Compartment,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  dropCursor,
  EditorState,
  EditorView,
  forEachDiagnostic,
  goToNextChunk,
  goToPreviousChunk,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSelectionMatches,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  javascript,
  javascriptLanguage,
  keymap,
  lineNumbers,
  lintGutter,
  lintKeymap,
  nextDiagnostic,
  Prec,
  python,
  pythonLanguage,
  search,
  searchKeymap,
  setDiagnostics,
  unifiedMergeView,
} from "../../vendor/codemirror.js";
import { blockLook } from "./blocklook.js";
import { explanations } from "./explaining.js";
import { languageOf } from "./known.js";
import { CHECK, diagnosticsOf, failureMark, RUN } from "./marks.js";
import { suggestions } from "./suggesting.js";
import { isDark, look } from "./theme.js";

/** @typedef {import("../../vendor/codemirror.js").Diagnostic} Diagnostic */
/** @typedef {import("../../vendor/codemirror.js").ViewUpdate} ViewUpdate */
/** @typedef {ReturnType<typeof createText>} Text */

const LANGUAGES = {
  python: { support: python, language: pythonLanguage, unit: "    ", title: "Python" },
  javascript: { support: javascript, language: javascriptLanguage, unit: "  ", title: "JavaScript" },
};

const FOLDED = { margin: 6, minSize: 30 }; // lines that did not change
const PHRASES = { next: "Next", previous: "Previous", all: "All", replace: "Replace", "replace all": "Replace all", "match case": "Match case", regexp: "Pattern", "by word": "Whole words" };

/**
 * @param {HTMLElement} host
 * @param {object} page
 * @param {() => void} page.onChange the text changed
 * @param {() => void} page.onMove the cursor or the marks changed
 * @param {import("../../vendor/codemirror.js").KeyBinding[]} page.keys
 */
export function createText(host, { onChange, onMove, keys }) {
  const root = host.attachShadow({ mode: "open" });
  const [comparison, theme] = [new Compartment(), new Compartment()];
  const view = new EditorView({ root, parent: root });
  new MutationObserver(() => view.dispatch({ effects: theme.reconfigure(EditorView.darkTheme.of(isDark())) })).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  /** @param {string} source @param {string} filename */
  function stateOf(source, filename) {
    const name = languageOf(filename);
    const { support, language, unit } = LANGUAGES[name];
    const extensions = [
      Prec.highest(keymap.of(keys)),
      ...[lintGutter(), lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), dropCursor()],
      ...[indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(), search({ top: true })],
      ...[indentUnit.of(unit), EditorState.tabSize.of(unit.length), support(), look, comparison.of([]), theme.of(EditorView.darkTheme.of(isDark())), EditorState.phrases.of(PHRASES)],
      ...[autocompletion({ icons: false }), language.data.of({ autocomplete: suggestions(name) }), explanations(name), blockLook(name)],
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ "aria-label": `Source of ${filename}`, spellcheck: "false" }),
      EditorView.updateListener.of(updated),
    ];
    return EditorState.create({ doc: source, extensions });
  }

  /** @param {ViewUpdate} update */
  function updated(update) {
    if (update.docChanged) forgetTouched(update);
    if (update.docChanged) onChange();
    if (update.docChanged || update.selectionSet || update.transactions.length) onMove();
  }

  /** An edit of the line where the run failed takes its mark away. @param {ViewUpdate} update */
  function forgetTouched({ changes, startState }) {
    const lines = marks(startState).filter(({ source }) => source === RUN).map(({ from }) => startState.doc.lineAt(from));
    if (lines.some(({ from, to }) => changes.touchesRange(from, to))) queueMicrotask(() => mark(RUN, []));
  }

  /** @param {EditorState} [state] @returns {Diagnostic[]} */
  function marks(state = view.state) {
    /** @type {Diagnostic[]} */
    const found = [];
    forEachDiagnostic(state, (diagnostic, from, to) => found.push({ ...diagnostic, from, to }));
    return found;
  }

  /** Put marks in the place of those of the same source. @param {string | undefined} source @param {Diagnostic[]} fresh */
  function mark(source, fresh) {
    const others = marks().filter((one) => one.source !== source);
    const all = [...others, ...fresh].sort((one, other) => one.from - other.from);
    view.dispatch(setDiagnostics(view.state, all));
  }

  function cursor() {
    const { head } = view.state.selection.main;
    const line = view.state.doc.lineAt(head);
    return { line: line.number, column: head - line.from + 1, here: marks().filter(({ from, to }) => from <= line.to && to >= line.from) };
  }

  return {
    marks,
    cursor,
    value: () => view.state.doc.toString(),
    focus: () => view.focus(),
    /** Begin with another script: no history, no marks. @param {string} source @param {string} filename */
    show: (source, filename) => view.setState(stateOf(source, filename)),
    /** Put another text in the place of this one, as a step that can be undone. @param {string} source */
    replace(source) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: source }, selection: { anchor: 0 }, scrollIntoView: true, userEvent: "input.restore" });
    },
    /** @param {import("./marks.js").Problem[]} problems */
    problems: (problems) => mark(CHECK, diagnosticsOf(view.state.doc, problems)),
    /** @param {import("./marks.js").Failure | null} failure @param {string} ran the source that ran */
    failed(failure, ran) {
      const found = failure && failureMark(view.state.doc, failure, ran);
      mark(RUN, found ? [found] : []);
    },
    nextProblem() {
      view.focus();
      nextDiagnostic(view);
    },
    /** @param {number} line from 1 */
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    /** Show what differs from another text, or no longer. @param {string | null} original */
    compare(original) {
      const folded = original === view.state.doc.toString() ? undefined : FOLDED;
      const shown = original === null ? [] : unifiedMergeView({ original, mergeControls: takeBack, collapseUnchanged: folded });
      view.dispatch({ effects: comparison.reconfigure(shown) });
    },
    nextChange: () => goToNextChunk(view),
    previousChange: () => goToPreviousChunk(view),
  };
}

/** @param {string} filename */
export function titleOf(filename) {
  return LANGUAGES[languageOf(filename)].title;
}

/** @param {"reject" | "accept"} type @param {(event: MouseEvent) => void} action */
function takeBack(type, action) {
  if (type === "accept") return document.createElement("span");
  const button = Object.assign(document.createElement("button"), { className: "cm-takeback", textContent: "Take this back", onmousedown: action });
  button.title = "Put what stood here in that version";
  return button;
}
