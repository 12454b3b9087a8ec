export * from "@codemirror/state";
export * from "@codemirror/view";
export * from "@codemirror/commands";
export * from "@codemirror/language";
export * from "@codemirror/autocomplete";
export * from "@codemirror/lint";
export { goToNextChunk, goToPreviousChunk, unifiedMergeView } from "@codemirror/merge";
export { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
export {
  globalCompletion as pythonGlobals,
  localCompletionSource as pythonLocals,
  python,
  pythonLanguage,
} from "@codemirror/lang-python";
export {
  autoCloseTags,
  completionPath,
  esLint,
  javascript,
  javascriptLanguage,
  localCompletionSource as javascriptLocals,
  scopeCompletionSource,
  snippets,
  typescriptLanguage,
} from "@codemirror/lang-javascript";
export { tags } from "@lezer/highlight";
