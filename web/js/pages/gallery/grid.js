// The grid of tiles: only those in sight are in the page, and one of them has the keyboard.

import { html, nothing, render, repeat } from "../../../vendor/lit.js";
import { readTextScale } from "../../canvas/letters.js";
import { icon } from "../../panels/icon.js";
import { stateName } from "./filter.js";
import { inSight, layoutOf, led, placeOf } from "./layout.js";

/** @typedef {import("../../../types/data.d.ts").FileView} FileView */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {ReturnType<typeof import("./listing.js").createListing>} page.listing
 * @param {ReturnType<typeof import("./picks.js").createPicks>} page.picks
 * @param {(id: string) => string} page.address
 * @param {() => unknown} page.empty what stands there where there is no file
 */
export function createGrid(element, { listing, picks, address, empty }) {
  let cursor = "";
  let asked = false;

  function index() {
    return Math.max(0, listing.ids().indexOf(cursor));
  }

  function layout() {
    return layoutOf(element.clientWidth - 32, listing.ids().length, readTextScale());
  }

  /** @param {number} at @param {boolean} [extend] */
  function moveTo(at, extend = false) {
    const id = listing.ids()[at];
    if (!id) return;
    if (extend) picks.extend(id);
    else picks.anchorAt(id);
    cursor = id;
    const { y, height } = placeOf(layout(), at);
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y + height + 24 > element.scrollTop + element.clientHeight) element.scrollTop = y + height + 24 - element.clientHeight;
    draw();
  }

  /** Say whether the key was for the grid. @param {KeyboardEvent} event */
  function key({ key: struck, shiftKey }) {
    const at = led(layout(), listing.ids().length, index(), struck, Math.max(1, Math.floor(element.clientHeight / layout().height)));
    if (at === null) return false;
    if (shiftKey && !picks.count()) picks.anchorAt(listing.ids()[index()]);
    moveTo(at, shiftKey);
    return true;
  }

  /** @param {MouseEvent} event @param {string} id */
  function clicked(event, id) {
    const isBox = event.target instanceof Element && event.target.closest(".tick");
    const at = listing.ids().indexOf(id);
    if (event.shiftKey) moveTo(at, true);
    else if (isBox || event.ctrlKey || event.metaKey) {
      cursor = id;
      picks.toggle(id);
    } else return;
    event.preventDefault();
    element.focus({ preventScroll: true });
  }

  /** @param {string} id @param {number} at */
  function tile(id, at) {
    const [file, place, picked] = [listing.file(id), placeOf(layout(), at), picks.has(id)];
    const where = `transform:translate(${place.x}px,${place.y}px);width:${place.width}px;height:${place.height}px`;
    const many = listing.ids().length;
    return html`<a class="file ${file?.state ?? ""}" id="file-${id}" role="option" tabindex="-1" href=${address(id)} aria-selected=${picked} aria-posinset=${at + 1} aria-setsize=${many} ?data-cursor=${id === cursor} .style=${where} @click=${(/** @type {MouseEvent} */ event) => clicked(event, id)} draggable="false">
      ${file ? html`<img src=${file.thumbnail} alt="" loading="lazy" decoding="async" draggable="false" />` : html`<span class="blank"></span>`}
      <span class="tick" aria-hidden="true">${picked ? icon("check") : nothing}</span>
      <span class="what"><i class="dot ${file?.state ?? ""}" title=${stateName(file?.state)} aria-hidden="true"></i><b class="cut grow">${file?.name ?? ""}</b><span class="sr">${file ? described(file) : "Loading"}</span><span class="foot" aria-hidden="true">${file ? foot(file) : nothing}</span></span>
    </a>`;
  }

  function draw() {
    const ids = listing.ids();
    if (!ids.includes(cursor)) cursor = ids[0] ?? "";
    const placed = layout();
    const sight = inSight(placed, ids.length, element.scrollTop, element.clientHeight);
    const shown = ids.slice(sight.first, sight.end);
    render(
      html`<div class="sheet" .style=${`height:${placed.rows * placed.height}px`}>
          ${repeat(shown, (id) => id, (id, offset) => tile(id, sight.first + offset))}
        </div>
        ${ids.length ? nothing : empty()}`,
      element,
    );
    element.setAttribute("role", ids.length ? "listbox" : "region");
    if (ids.length) element.setAttribute("aria-multiselectable", "true");
    else element.removeAttribute("aria-multiselectable");
    if (cursor) element.setAttribute("aria-activedescendant", `file-${cursor}`);
    else element.removeAttribute("aria-activedescendant");
    listing.look(sight);
  }

  /** Once a frame, however often it is asked for. */
  function redraw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  }

  element.addEventListener("scroll", redraw, { passive: true });
  new ResizeObserver(redraw).observe(element);

  return {
    redraw,
    key,
    cursor: () => (listing.ids().includes(cursor) ? cursor : (listing.ids()[0] ?? "")),
    /** Put the keyboard on a file and bring it into sight. @param {string} id */
    show(id) {
      const at = listing.ids().indexOf(id);
      if (at >= 0) moveTo(at);
    },
    focus: () => element.focus({ preventScroll: true }),
  };
}

/** @param {FileView} file */
function foot({ assignee, comments, instances }) {
  return html`${assignee ? html`<span class="who" title="${assignee} has it">${initials(assignee)}</span>` : nothing}${comments ? html`<span class="mono dim" title="Open comments">${icon("message-square", 12)}${comments}</span>` : nothing}<span class="mono dim" title="Instances">${instances.toLocaleString("en")}</span>`;
}

/** @param {FileView} file */
function described({ state, assignee, instances, comments }) {
  const more = [stateName(state), assignee && `${assignee} has it`, `${instances} instances`, comments && `${comments} open comments`];
  return `, ${more.filter(Boolean).join(", ")}`;
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/u);
  return (words.length > 1 ? [words[0], words.at(-1) ?? ""] : [name]).map((word) => [...word][0] ?? "").join("").toUpperCase();
}
