// Who else is here: what this page says of itself, and what is heard of the others.

import { createPeople } from "../panels/people.js";
import { BROWSER_ID, PAGE, author, onAuthor, setAuthor } from "../store/me.js";

const PAUSE_MS = 600;

/** @typedef {import("../../types/data.d.ts").Person} Person */

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createTogether({ line, element, work }) {
  /** @type {Person[]} */
  let people = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let saying;
  const panel = createPeople(element("people"), element("people-panel"), {
    others: () => others(people, work.document()?.file.id ?? null),
    name: author,
    rename: setAuthor,
  });

  /** Who leafs through files says once where they stopped. */
  function say() {
    clearTimeout(saying);
    saying = setTimeout(sayNow, PAUSE_MS);
  }

  function sayNow() {
    line.say({ type: "present", page: PAGE, name: author(), file: work.document()?.file.id ?? null });
  }

  line.greet(say);
  onAuthor(say);

  return {
    news({ type, people: told }) {
      if (type !== "people") return;
      people = told;
      panel.draw();
    },
    shown() {
      say();
      panel.draw();
    },
    actions: [{ id: "people", title: "Who is here, and your name", section: "Page", run: panel.toggle }],
  };
}

/**
 * Give the people beside this one, each once, those on the same file first.
 * @param {Person[]} people
 * @param {string | null} file
 */
export function others(people, file) {
  /** @type {Map<string, Person & {here: boolean}>} */
  const found = new Map();
  for (const person of people) {
    const browser = person.page.split("-")[0];
    const here = file !== null && person.file === file;
    if (browser !== BROWSER_ID && (here || !found.has(browser))) found.set(browser, { ...person, here });
  }
  return [...found.values()].sort((one, other) => Number(other.here) - Number(one.here) || one.name.localeCompare(other.name));
}
