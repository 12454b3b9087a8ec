// Who made an instance: a person, a script in all its versions, an import. All that one made is a layer.

import { NOBODY } from "./me.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

export const IMPORTED = "import:";
export const UNNAMED = "person:";

/** Name who made an instance; those who have not said who they are all have one name. @param {Instance["provenance"] | null | undefined} provenance */
export function makerOf(provenance) {
  const { actor, actor_id: person, script } = provenance ?? {};
  if (actor === "script") return scriptMaker(script ?? "");
  if (actor === "import") return IMPORTED;
  return actor === "human" && person ? personMaker(person) : UNNAMED;
}

/** @param {string} identity */
export const scriptMaker = (identity) => `script:${identity}`;

/** @param {string} name */
export const personMaker = (name) => (name === NOBODY ? UNNAMED : `person:${name}`);

/** Give a maker as people read it. @param {string} maker @param {string} me the name of the person who reads it */
export function titleOfMaker(maker, me) {
  if (maker === personMaker(me)) return "You";
  if (maker === UNNAMED) return "Without a name";
  if (maker === IMPORTED) return "Imported";
  const name = maker.slice(maker.indexOf(":") + 1);
  if (!maker.startsWith("script:")) return name;
  const word = (name.split("/").at(-1) || "A script").replaceAll("-", " ");
  return word[0].toUpperCase() + word.slice(1);
}
