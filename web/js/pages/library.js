// The library: find a bundled script, try it on a photo, add it to a project, read its source.

import { html } from "../../vendor/lit.js";
import { ask } from "../panels/dialogs.js";
import { call } from "../store/api.js";

/** @typedef {import("../../types/data.d.ts").Project} Project */
/** @typedef {{slug: string, identity: string, name: string, description: string, grants: string[], connect: string[], projects: string[], version: string}} Bundled */

/** @type {{scripts: Bundled[], grants: Record<string, string>, trials: string[]}} `trials` are projects where scripts are tried */
const { scripts, grants, trials } = JSON.parse(document.getElementById("page")?.textContent ?? "{}");
const dialogs = /** @type {HTMLElement} */ (document.getElementById("dialogs"));
const wrong = /** @type {HTMLElement} */ (document.getElementById("wrong"));
const filter = /** @type {HTMLInputElement | null} */ (document.getElementById("filter"));

/** @param {Bundled} script */
async function tryIt({ slug }) {
  const { file } = await call("POST", `/api/library/${slug}/trial`, {});
  location.assign(`/files/${file}`);
}

/** @param {Bundled} script */
async function source({ slug, name }) {
  const { source: text } = await call("GET", `/api/library/${slug}`);
  await ask(dialogs, `Source of ${name}`, html`<div class="source" tabindex="0" role="region" aria-label="Source">${text}</div>`);
}

/** Every project, also where they come in several pages. */
async function allProjects() {
  /** @type {Project[]} */
  const found = [];
  for (let next = "0"; next !== null; ) {
    const page = await call("GET", `/api/projects?limit=1000&cursor=${next}`);
    found.push(...page.items);
    next = page.next;
  }
  return found;
}

/** @param {Bundled} script */
async function add(script) {
  const projects = (await allProjects()).filter(({ name }) => !trials.includes(name));
  if (!projects.length) throw new Error("There is no project yet: make one under Projects, then add the script.");
  let chosen = projects.find(({ id }) => !script.projects.includes(id))?.id ?? projects[0].id;
  const asks = script.grants.map((grant) => html`<li><code>${grant}</code><span>${grants[grant] ?? ""}${grant === "network" ? html`: <b>${script.connect.join(", ")}</b>` : ""}</span></li>`);
  const body = html`<div class="choose">
    <label>Project <select class="field" autofocus @change=${(/** @type {Event} */ event) => (chosen = /** @type {HTMLSelectElement} */ (event.target).value)}>
      ${projects.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}${script.projects.includes(id) ? " (has it)" : ""}</option>`)}
    </select></label>
    ${asks.length ? html`<p>It runs in a sandbox in the browser, and asks to:</p><ul class="grants">${asks}</ul>` : html`<p>It runs in a sandbox in the browser, and asks for nothing.</p>`}
    <p class="dim">A project that has the script gets this version of it; your settings stay.</p></div>`;
  const answer = await ask(
    dialogs,
    `Add ${script.name}`,
    body,
    (close) => html`<footer><button class="ghostb line" @click=${() => close("")}>Cancel</button><button class="ghostb line" @click=${() => close("add")}>Add, turned off</button><button class="primary" @click=${() => close("on")}>Allow and turn on</button></footer>`,
  );
  if (!answer) return;
  const added = await call("POST", `/api/library/${script.slug}/install`, { project: chosen });
  if (answer === "on") await call("PATCH", `/api/scripts/${added.id}`, { enabled: true, confirmed_grants: added.grants });
  location.assign(`/projects/${chosen}/scripts`);
}

const actions = { try: tryIt, add, source };

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  const slug = button?.closest("[data-slug]")?.getAttribute("data-slug");
  const script = scripts.find((one) => one.slug === slug);
  if (!(button instanceof HTMLButtonElement) || !script) return;
  button.disabled = true;
  wrong.hidden = true;
  try {
    await actions[/** @type {keyof typeof actions} */ (button.dataset.do)](script);
  } catch (error) {
    wrong.hidden = false;
    wrong.textContent = /** @type {Error} */ (error).message;
    wrong.scrollIntoView({ block: "nearest" });
  } finally {
    button.disabled = false;
  }
});

filter?.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const group of document.querySelectorAll("[data-group]")) {
    const books = [...group.querySelectorAll("[data-words]")].filter((book) => {
      const fits = words.every((word) => book.getAttribute("data-words")?.includes(word));
      book.toggleAttribute("hidden", !fits);
      return fits;
    });
    group.toggleAttribute("hidden", !books.length);
    left += books.length;
  }
  document.getElementById("none")?.toggleAttribute("hidden", left > 0);
});

addEventListener("keydown", (event) => {
  if (event.key !== "/" || !filter || event.target instanceof HTMLInputElement || dialogs.querySelector("dialog")) return;
  event.preventDefault();
  filter.focus();
});
