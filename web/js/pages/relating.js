// Relations between shapes: a tool that ties one to another, arrows on the picture, and a list in the inspector.

import { html, nothing } from "../../vendor/lit.js";
import { arrowsOf, drawArrow } from "../canvas/arrows.js";
import { labelOf } from "../ontology/ontology.js";
import { verbsOf } from "../shapes/registry.js";
import { icon } from "../panels/icon.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../../types/local.d.ts").Bench} page.bench
 * @param {import("./toolbox.js").Toolbox} page.toolbox
 * @param {(level: string, text: string) => () => void} page.notify gives what takes the notice away
 * @param {(id: string) => void} page.goTo
 */
export function createRelating({ work, bench, toolbox, notify, goTo }) {
  let name = "";
  /** @type {string | null} the shape the link begins at */
  let source = null;
  /** @type {Pointed | null} */
  let over = null;
  /** @type {string | null} the shape that the keyboard would end it at */
  let target = null;
  /** @type {FileDocument | null} */
  let document = null;
  /** @type {Set<string> | null} the shapes that have links */
  let linked = null;
  let told = () => {};

  const names = () => work.ontology().rules.relations;
  const chosen = () => (names().includes(name) ? name : (names()[0] ?? ""));

  /** @param {Instance} instance */
  const wordOf = ({ label, geometry }) => labelOf(work.ontology(), label)?.title || label || geometry.kind;

  function begin() {
    const instance = work.selected();
    if (!names().length) return bench.say("This project has no relations yet: name them under Labels, Rules and relations.");
    if (!instance || work.ghost()) return bench.say("Select the shape that the link begins at.");
    const why = work.held(instance);
    if (why) return bench.say(`${why}.`);
    toolbox.choose("link");
    source = instance.id;
    globalThis.document.getElementById("stage")?.focus({ preventScroll: true });
    told = notify("info", `Click the shape that ${wordOf(instance)} ${chosen()}, or choose it with Tab and Enter. Escape leaves it.`);
    return undefined;
  }

  /** Go on to another shape that the link could end at. @param {number} by */
  function seek(by) {
    const all = (work.document()?.all() ?? []).filter(({ id, hidden }) => id !== source && !hidden);
    const at = all.findIndex(({ id }) => id === target);
    const next = all[(Math.max(at, by < 0 ? 0 : -1) + by + all.length) % all.length];
    if (!next) return bench.say("There is no other shape on this file.");
    target = next.id;
    over = null;
    bench.view.reveal(verbsOf(next.geometry).bounds(next.geometry));
    return bench.redraw();
  }

  /** @param {Instance} instance @param {{to: string, name: string}[]} links @param {string} title */
  const put = (instance, links, title) => work.update(instance.id, { links }, title);

  /** @param {Instance | null | undefined} to */
  function end(to) {
    const from = source ? work.document()?.get(source) : null;
    if (!from || !to) return;
    if (from.id === to.id) return bench.say("A shape is not tied to itself. Click another one, or Escape.");
    const links = from.links ?? [];
    toolbox.choose("select");
    if (links.some((link) => link.to === to.id && link.name === chosen())) return;
    put(from, [...links, { to: to.id, name: chosen() }], `Link ${chosen()}`);
  }

  const tool = {
    name: "link",
    cursor: "crosshair",
    seeks: true,
    /** @param {Pointed} pointed */
    down: ({ x, y }) => end(bench.pick(x, y)),
    /** @param {Pointed} pointed */
    move(pointed) {
      [over, target] = [pointed, null];
      bench.redraw();
    },
    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape") toolbox.choose("select");
      else if (event.key === "Tab") seek(event.shiftKey ? -1 : 1);
      else if (event.key === "Enter" && target) end(work.document()?.get(target));
      else return false;
      return true;
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      const from = source ? work.document()?.get(source) : null;
      const to = target ? work.document()?.get(target) : null;
      if (from && to) drawArrow(context, arrowsOf(from, to, bench.view), chosen());
      else if (from && over) drawArrow(context, arrowsOf(from, null, bench.view, [over.sx, over.sy]), chosen());
    },
    busy: () => source !== null,
    cancel() {
      source = target = null;
      over = null;
      told();
    },
  };

  /** @param {FileDocument} of */
  function withLinks(of) {
    linked ??= new Set(of.all().flatMap(({ id, links }) => (links?.length ? [id] : [])));
    return [...linked].flatMap((id) => of.get(id) ?? []);
  }

  /** @param {Instance} instance @param {{to: string, name: string}} link */
  function row(instance, link) {
    const other = work.document()?.get(link.to);
    const words = other ? wordOf(other) : "a shape that is gone";
    return html`<div class="link">${icon("spline", 12)}<button class="ghostb s cut grow" ?disabled=${!other} @click=${() => goTo(link.to)} title="Go there">${link.name} <b>${words}</b></button>
      <button class="ghostb s" aria-label=${`Untie ${link.name} ${words}`} title="Untie" ?disabled=${instance.locked || work.held(instance) !== null} @click=${() => put(instance, (instance.links ?? []).filter((one) => one !== link), "Untie")}>${icon("x", 12)}</button></div>`;
  }

  /** @param {Instance} instance */
  function incoming(instance) {
    const of = work.document();
    const from = of ? withLinks(of).filter(({ links }) => links?.some(({ to }) => to === instance.id)) : [];
    return from.flatMap((one) => (one.links ?? []).filter(({ to }) => to === instance.id).map((link) => html`<div class="link dim">${icon("spline", 12)}<button class="ghostb s cut grow" @click=${() => goTo(one.id)} title="Go there"><b>${wordOf(one)}</b> ${link.name} this</button></div>`));
  }

  return {
    tool,
    actions: [{ id: "relation.link", title: "Link the selected shape to another", section: "Shapes", keys: "Shift+R", run: begin, enabled: () => names().length > 0 }],
    /** @param {Instance} instance */
    body(instance) {
      const links = instance.links ?? [];
      const from = incoming(instance);
      if (!names().length && !links.length && !from.length) return nothing;
      return html`<div class="relations">
        ${links.map((link) => row(instance, link))}${from}
        ${names().length ? html`<div class="link"><select aria-label="Relation" .value=${chosen()} @change=${(/** @type {Event} */ { target }) => (name = /** @type {HTMLSelectElement} */ (target).value)}>${names().map((one) => html`<option value=${one} ?selected=${one === chosen()}>${one}</option>`)}</select><button class="ghostb s line" ?disabled=${instance.locked || work.held(instance) !== null} @click=${begin}>Link to… <kbd>Shift R</kbd></button></div>` : nothing}
      </div>`;
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (!document) return;
      const selected = work.selected();
      for (const from of withLinks(document)) {
        for (const { to, name: relation } of from.links ?? []) {
          const target = document.get(to);
          if (!target || from.hidden || target.hidden) continue;
          const lit = selected?.id === from.id || selected?.id === to;
          drawArrow(context, arrowsOf(from, target, bench.view), lit ? relation : "", lit);
        }
      }
    },
    /** @param {FileDocument | null} next */
    shown(next) {
      [document, linked] = [next, null];
      next?.listen(({ created, updated, deleted }) => {
        if (next !== document) return;
        const touched = [...created, ...deleted, ...updated.flatMap(({ before, after }) => (before.links === after.links ? [] : [before, after]))];
        if (touched.some(({ links }) => links?.length)) linked = null;
      });
    },
  };
}
