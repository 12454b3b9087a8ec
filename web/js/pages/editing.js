// The script editor in the annotation page: what it opens, and how what it saves runs at once.

import { createEditor } from "../editor/editor.js";
import { createScriptServer } from "../editor/server.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {string} page.project
 * @param {import("../host/host.js").Host} page.host
 * @param {import("./work.js").Work} page.work
 * @param {(level: string, text: string) => void} page.notify
 * @param {() => void} page.onClose
 */
export function createEditing(element, { project, host, work, notify, onClose }) {
  const scripts = createScriptServer(project);

  /** The host has a version before anybody can ask for a run of it. @param {ScriptView} script */
  function taken(script) {
    host.put(script);
    return script;
  }

  const editor = createEditor(element, {
    project,
    ...scripts,
    save: async (id, post) => taken(await scripts.save(id, post)),
    create: async (post) => taken(await scripts.create(post)),
    runLast: (id) =>
      whenReady(id, (runner) => {
        if (!host.runLast(runner)) notify("info", "Nothing has happened on this file yet that the script has a hook for.");
      }),
    runSelected: (id) =>
      whenReady(id, (runner) => {
        const [document, instance] = [work.document(), work.selected()];
        if (!document || !instance || !document.get(instance.id)) notify("info", "Select an instance to run the script on.");
        else if (!host.runSelected(runner, document, instance)) notify("info", "The script has no hook for an instance like the selected one.");
      }),
    failure: (id) => host.runner(id)?.view.failure ?? null,
    notify,
    onOpen: (id) => history.replaceState(history.state, "", `${location.pathname}?edit=${encodeURIComponent(id ?? "new")}`),
    onClose() {
      history.replaceState(history.state, "", location.pathname);
      onClose();
    },
  });

  /**
   * Run once the version that was saved has loaded.
   * @param {string} id
   * @param {(runner: import("../host/runner.js").Runner) => void} run
   */
  async function whenReady(id, run) {
    await host.settled();
    const runner = host.runner(id);
    if (runner?.view.state === "off") notify("info", `“${runner.script().name}” is off: turn it on to run it.`);
    else if (runner) run(runner);
  }

  return {
    /** @param {import("../host/runner.js").Runner} runner */
    open: (runner) => editor.open(runner.script()),
    create: () => editor.create(),
    draw: editor.draw,
    /** What the server has is shown, or asked about where the author has written on. */
    follow() {
      for (const runner of host.runners()) editor.take(runner.script());
    },
    /** Open what the address asks for, and say what an earlier visit left unsaved. */
    begin() {
      const wanted = new URLSearchParams(location.search).get("edit");
      const runner = wanted ? host.runner(wanted) : null;
      const kept = editor.kept().flatMap((id) => host.runner(id)?.script().name ?? []);
      if (runner) editor.open(runner.script());
      else if (wanted === "new") editor.create();
      else if (kept.length) notify("warning", `Unsaved text of ${kept.map((name) => `“${name}”`).join(", ")} is kept: open it to take it back.`);
    },
  };
}
