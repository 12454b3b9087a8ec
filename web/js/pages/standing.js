// What becomes of the open file: its state, who has it, and the way back to the others.

import { html, render } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";
import { call } from "../store/api.js";
import { ownName } from "../store/me.js";
import { askWho, askWhy } from "./gallery/asking.js";
import { STATES, stateName } from "./gallery/filter.js";

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createStanding({ page, line, element, files, outbox, patches, notices, attempt, changed }) {
  const place = element("file-state");
  let isOpen = false;
  let owed = false;

  /** Others may have changed what is known of the file. */
  function reread() {
    const file = files.file();
    if (file) call("GET", `/api/files/${encodeURIComponent(file.id)}`).then(files.take).then(changed).catch(() => {});
  }

  /** @param {import("../store/patches.js").Patch} patch */
  async function change(patch) {
    const file = files.file();
    if (!file) return;
    const sent = patches.put(file, patch);
    files.take(file);
    draw();
    return sent;
  }

  /** @param {import("../../types/data.d.ts").FileView["state"]} state */
  async function become(state) {
    if (state !== "rejected") return void change({ state });
    const comment = await askWhy(element("dialogs"), files.file()?.name ?? "the file");
    if (!comment) return;
    const { error } = (await change({ state, comment })) ?? {};
    if (!error) files.goOn(notices);
  }

  async function assign() {
    const { shares } = await call("GET", `/api/projects/${encodeURIComponent(page.project.id)}/progress`).catch(() => ({ shares: [] }));
    const people = shares.map((/** @type {{assignee: string | null}} */ share) => share.assignee);
    const name = await askWho(element("dialogs"), files.file()?.name ?? "the file", [...new Set([ownName(), ...people])].filter(Boolean));
    if (name !== null) void change({ assignee: name });
  }

  /** @param {() => Promise<unknown>} deed */
  function chosen(deed) {
    isOpen = false;
    draw();
    attempt(deed);
    element("stage").focus({ preventScroll: true });
  }

  function toggle() {
    isOpen = !isOpen;
    draw();
    if (isOpen) /** @type {HTMLElement | null} */ (place.querySelector(".menu button"))?.focus();
  }

  /** @param {KeyboardEvent} event */
  function struck(event) {
    const items = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".menu button")]);
    const at = items.findIndex((item) => item === document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) items[(at + by + items.length) % items.length].focus();
    else if (event.key === "Escape") chosen(async () => {});
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function draw() {
    const file = files.file();
    render(
      html`<button class="ghostb s" type="button" aria-haspopup="menu" aria-expanded=${isOpen} title="State, and who has it" ?disabled=${!file} @click=${toggle}><i class="dot ${file?.state ?? ""}"></i><span class="word">${stateName(file?.state)}</span>${file?.assignee ? html`<span class="who">${file.assignee}</span>` : ""}${icon("chevron-down", 12)}</button>
        <div class="menu" role="menu" aria-label="The file" ?hidden=${!isOpen} @keydown=${struck}>
          ${STATES.map(([state, name]) => html`<button role="menuitemradio" data-state=${state} aria-checked=${state === file?.state} @click=${() => chosen(() => become(state))}><i class="dot ${state}"></i>${name}${state === "rejected" ? "…" : ""}</button>`)}
          <button role="menuitem" data-state="assignee" @click=${() => chosen(assign)}>${icon("user", 12)}Assign…</button>
        </div>`,
      place,
    );
  }

  addEventListener("pointerdown", (event) => {
    if (!isOpen || (event.target instanceof Node && place.contains(event.target))) return;
    isOpen = false;
    draw();
  });

  line.missed(reread);
  outbox.listen({ refused: ({ kind, file }) => kind === "file" && file === files.file()?.id && reread() });

  const section = "Files";
  const states = STATES.filter(([state]) => state !== "rejected" && state !== "done");
  return {
    panels: [{ draw }],
    actions: [
      { id: "file.reject", title: "Reject the file, saying why, and go on", section, keys: "Ctrl+Shift+Enter", run: () => void attempt(() => become("rejected")) },
      { id: "file.assign", title: "Say who has the file", section, run: () => void attempt(assign) },
      ...states.map(([state, name]) => ({ id: `file.${state}`, title: `Mark the file: ${name.toLowerCase()}`, section, run: () => void attempt(() => become(state)) })),
      { id: "file.gallery", title: "Back to the files", section, keys: "Alt+ArrowUp", run: files.leave },
    ],
    shown() {
      draw();
      if (files.file()?.id !== files.wanted() || !owed) return;
      owed = false;
      reread();
    },
    /** What is said of a file that is on its way may not be in the answer yet. */
    news(news) {
      const about = { files: news.files, file: [news.file], project: [files.wanted()] }[news.type];
      if (!about?.includes(files.wanted())) return;
      if (files.file()?.id === files.wanted()) reread();
      else owed = true;
    },
  };
}
