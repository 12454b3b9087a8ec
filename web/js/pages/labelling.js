// What the ontology does on the annotation page: its actions, which tools the active label takes, relations.

/** @type {(parts: import("../../types/local.d.ts").PageParts) => import("../../types/local.d.ts").Feature} */
export function createLabelling({ work, bench, toolbox, notices, labelling: { labels, relating } }) {
  let looked = "";
  let told = () => {};

  /** Say why a tool makes nothing that the active label takes, or null. @param {string} tool */
  const against = (tool) => bench.limits.against(tool)?.what ?? null;

  /** Say once, when tool or label change, that they do not go together. */
  function look() {
    const now = `${toolbox.name()} ${work.activeLabel()?.name}`;
    if (now === looked) return;
    looked = now;
    told();
    told = () => {};
    const wrong = against(toolbox.name());
    if (wrong) told = notices.add("warning", `${wrong}.`);
  }

  return {
    actions: [
      { id: "label.find", title: "Find a label", section: "Labels", keys: "/", run: labels.find },
      ...relating.actions,
    ],
    tools: { link: relating.tool },
    panels: [
      {
        draw() {
          for (const button of document.querySelectorAll("[data-tool]")) {
            if (!(button instanceof HTMLElement)) continue;
            const wrong = against(button.dataset.tool ?? "");
            button.dataset.usual ??= button.title;
            button.title = wrong ?? button.dataset.usual;
            button.setAttribute("aria-disabled", String(wrong !== null));
          }
        },
      },
    ],
    draw(context) {
      look();
      relating.draw(context);
    },
    shown: relating.shown,
  };
}
