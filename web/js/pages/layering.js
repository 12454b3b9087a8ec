// What can be done to layers: out of sight, locked, alone; from the list beside the picture and from the palette.

import { createLayersPanel } from "../panels/layers.js";
import { makerOf, titleOfMaker } from "../store/makers.js";
import { author, onAuthor } from "../store/me.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const SECTION = "Layers";

/** @param {Pick<PageParts, "element" | "work" | "tint" | "notices" | "changed" | "refresh">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createLayering({ element, work, tint, notices, changed, refresh }) {
  const { layers } = work;
  let unfollow = () => {};

  /** What went out of sight is let go of, so that nothing unseen is changed. */
  function seen() {
    const all = work.selection();
    const left = all.filter((one) => !layers.veils(one));
    if (left.length < all.length) work.selectAll(left.map(({ id }) => id));
    changed();
  }

  /** @param {string} maker @param {boolean} on */
  function hide(maker, on) {
    layers.hide(maker, on);
    seen();
  }

  /** @param {string} maker @param {boolean} on */
  function lock(maker, on) {
    layers.lock(maker, on);
    changed();
  }

  /** @param {string} maker */
  function only(maker) {
    if (layers.isOnly(maker)) layers.showAll();
    else layers.only(maker);
    seen();
  }

  /** @param {(maker: string) => void} act */
  const ofSelected = (act) => () => {
    const one = work.selected();
    if (one) act(makerOf(one.provenance));
  };
  const any = () => work.selected() !== null;
  /** @param {string} maker */
  const rowOf = (maker) => layers.rows().find((one) => one.maker === maker);

  /** What is drawn, or made by a script here, is seen. @param {Instance[]} created */
  function reveal(created) {
    const one = created.find(layers.veils);
    if (!one) return;
    const maker = makerOf(one.provenance);
    notices.add("info", `The layer “${titleOfMaker(maker, author())}” is shown again: there is something new in it.`);
    hide(maker, false);
  }

  const panel = createLayersPanel(element("layers"), { rows: layers.rows, tint, hide, lock, only, isOnly: layers.isOnly });
  onAuthor(() => {
    layers.read();
    seen();
  });

  return {
    panels: [panel],
    actions: [
      { id: "layers", title: "Layers: to the list", section: SECTION, run: panel.focus, enabled: panel.isOpen },
      { id: "layers.hide", title: "Hide the layer of the selected shape", section: SECTION, run: ofSelected((maker) => hide(maker, true)), enabled: any },
      { id: "layers.lock", title: "Lock or unlock the layer of the selected shape", section: SECTION, run: ofSelected((maker) => lock(maker, !rowOf(maker)?.locked)), enabled: any },
      { id: "layers.only", title: "Show only the layer of the selected shape, or all again", section: SECTION, run: ofSelected(only), enabled: any },
      {
        id: "layers.all",
        title: "Show all layers",
        section: SECTION,
        run() {
          layers.showAll();
          changed();
        },
        enabled: () => layers.rows().some(({ hidden }) => hidden),
      },
    ],
    shown(document) {
      unfollow();
      layers.show(document);
      unfollow = document?.listen(({ created }, { actor }) => (actor === "human" || actor === "script") && reveal(created)) ?? (() => {});
      refresh();
    },
  };
}
