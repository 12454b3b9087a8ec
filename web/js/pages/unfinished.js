// Shapes that were begun and left, by another tool, another file or a reload: they are kept for the tab, and taken up
// again with their tool.

const KEPT = "limner.unfinished";
const MOST = 50;

/** @typedef {ReturnType<typeof createUnfinished>} Unfinished */
/** @typedef {Record<string, Record<string, unknown>>} Kept by the id of a file, then by tool */

/**
 * @param {() => string | null} file
 * @param {import("../store/pockets.js").Kept} storage
 */
export function createUnfinished(file, storage) {
  const kept = read(storage);
  /** @type {(file: string, tool: string) => void} */
  let tell = () => {};

  function write() {
    const old = Object.keys(kept).slice(0, -MOST);
    for (const id of old) delete kept[id];
    try {
      storage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      // too much to keep: it is there for this page
    }
  }

  return {
    /** Keep what a tool has begun on the file, or forget it. @param {string} tool @param {unknown} begun null where there is nothing */
    note(tool, begun) {
      const id = file();
      if (id === null || (begun === null && !kept[id])) return;
      const { [tool]: _, ...others } = kept[id] ?? {};
      const now = begun === null ? others : { ...others, [tool]: begun };
      delete kept[id];
      if (Object.keys(now).length) kept[id] = now; // the last one noted stands last
      write();
    },
    /** Say that a tool was put away with something begun. @param {string} tool */
    left(tool) {
      const id = file();
      if (id !== null && kept[id]?.[tool]) tell(id, tool);
    },
    /** Give what a tool has begun on the file, or null. @param {string} tool */
    of: (tool) => kept[file() ?? ""]?.[tool] ?? null,
    /** The tools with something begun on the file. */
    tools: () => Object.keys(kept[file() ?? ""] ?? {}),
    /** @param {(file: string, tool: string) => void} listener is told of what was left */
    listen: (listener) => void (tell = listener),
  };
}

/** Say what was left, and lead back to it. @param {import("../../types/local.d.ts").PageParts} parts @returns {import("../../types/local.d.ts").Feature} */
export function createContinuing({ bench, toolbox, work, files, notices }) {
  /** @param {string} file @param {string} tool @param {string} words */
  function offer(file, tool, words) {
    notices.add("info", `${words} ${tool === "keypoints" ? "figure" : tool} is kept.`, undefined, {
      title: "Go on with it",
      run() {
        toolbox.choose(tool);
        if (work.document()?.file.id !== file) files.go(file);
      },
    });
  }

  bench.unfinished.listen((file, tool) => offer(file, tool, "The unfinished"));
  return {
    shown(document) {
      if (!document) return;
      toolbox.current().resume?.();
      for (const tool of bench.unfinished.tools()) if (tool !== toolbox.name() && toolbox.has(tool)) offer(document.file.id, tool, "An unfinished");
    },
  };
}

/** @param {Pick<import("../store/pockets.js").Kept, "getItem">} storage @returns {Kept} */
function read(storage) {
  try {
    const found = JSON.parse(storage.getItem(KEPT) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {}; // what somebody else wrote there costs nobody the page
  }
}
