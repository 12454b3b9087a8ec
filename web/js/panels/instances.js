// The list of instances: only the rows in sight are in the page, so 100,000 cost as much as 20.

import { html, nothing, render } from "../../vendor/lit.js";
import { verbsOf } from "../shapes/registry.js";
import { makerOf, titleOfMaker } from "../store/makers.js";
import { author } from "../store/me.js";
import { icon, KIND_ICONS } from "./icon.js";
import { swatch } from "./swatch.js";
import { readTextScale, textScale } from "../canvas/letters.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

/** The height of a row. */
const tall = () => 28 * textScale();
const SPARE = 6;

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Instance[]} page.instances
 * @param {(label: string | null | undefined) => string | null} page.title of a label, as people read it
 * @param {() => string | null} page.selected
 * @param {(instance: Instance) => string} page.color
 * @param {(id: string) => boolean} page.isSelected
 * @param {(instance: Instance) => boolean} page.isVeiled whether it is out of sight for a while
 * @param {(id: string) => void} page.select
 * @param {(ids: string[]) => void} page.selectAll
 * @param {(id: string) => void} page.toggle
 * @param {(id: string, hidden: boolean) => void} page.hide
 */
export function createInstancesPanel(element, page) {
  /** @type {string | null} */
  let revealed = null;

  function list() {
    return /** @type {HTMLElement | null} */ (element.querySelector(".insts"));
  }

  /** @param {Instance[]} all */
  function inSight(all) {
    const box = list();
    const first = Math.max(0, Math.floor((box?.scrollTop ?? 0) / tall()) - SPARE);
    const count = Math.ceil((box?.clientHeight || 600) / tall()) + 2 * SPARE;
    return { first, shown: all.slice(first, first + count) };
  }

  /** Shift takes all from the selected one on, Ctrl one more or less. @param {string} id @param {MouseEvent} event */
  function choose(id, event) {
    if (event.ctrlKey || event.metaKey) return page.toggle(id);
    const all = page.instances();
    const [from, to] = [all.findIndex((one) => one.id === page.selected()), all.findIndex((one) => one.id === id)];
    if (!event.shiftKey || from < 0) return page.select(id);
    const taken = all.slice(Math.min(from, to), Math.max(from, to) + 1).map((one) => one.id);
    return page.selectAll(from < to ? taken.toReversed() : taken); // the next stretch begins where this one did
  }

  /** @param {Instance} instance */
  function row(instance) {
    const { id, geometry, label, provenance, hidden } = instance;
    const by = provenance?.actor === "script" ? "bot" : provenance?.actor === "import" ? "download" : "user";
    const who = `Layer: ${titleOfMaker(makerOf(provenance), author())}`;
    return html`<li role="presentation">
      <button class="inst ${hidden || page.isVeiled(instance) ? "hid" : ""}" role="option" data-id=${id} aria-selected=${page.isSelected(id)} @click=${(/** @type {MouseEvent} */ event) => choose(id, event)} @dblclick=${() => page.hide(id, !hidden)}>
        ${swatch(page.color(instance))}${icon(KIND_ICONS[geometry.kind])}<b class="cut">${page.title(label) ?? "no label"}</b>
        <span class="meta">${verbsOf(geometry).measure(geometry)}</span><span class="by" title=${who}>${icon(by)}</span>
      </button>
    </li>`;
  }

  function draw() {
    const all = page.instances();
    const { first, shown } = inSight(all);
    render(
      html`<h2>Instances <span class="count">${all.length.toLocaleString("en")}</span></h2>
        ${all.length ? nothing : html`<p class="hint">Nothing here yet. Press <kbd>B</kbd> and drag a box round something.</p>`}
        <ul class="insts" role="listbox" aria-label="Instances" aria-multiselectable="true" @scroll=${draw}>
          <li class="pad" role="presentation" .style=${`height:${first * tall()}px`}></li>
          ${shown.map(row)}
          <li class="pad" role="presentation" .style=${`height:${Math.max(0, all.length - first - shown.length) * tall()}px`}></li>
        </ul>`,
      element,
    );
    reveal(all);
  }

  /** Scroll to an instance when it becomes the selected one. @param {Instance[]} all */
  function reveal(all) {
    const id = page.selected();
    if (id === revealed) return;
    revealed = id;
    const [index, box] = [all.findIndex((one) => one.id === id), list()];
    if (index < 0 || !box) return;
    const [top, bottom] = [index * tall(), (index + 1) * tall()];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  }

  new ResizeObserver(() => {
    readTextScale();
    draw();
  }).observe(element);
  return { draw };
}
