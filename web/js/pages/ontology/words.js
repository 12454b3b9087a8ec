// What saving an ontology would do, in a sentence for each thing.

/** @typedef {{name: string, count: number}} Use */

/** @param {import("../../../types/data.d.ts").OntologyChange} change */
export function effects({ added, removed, renamed, added_attributes, removed_attributes, renamed_attributes, readonly, released }) {
  const said = [
    added.length ? `Adds ${listed(added)}.` : "",
    renamed.length ? `Renames ${listed(renamed.map(({ name, count }) => `${name} on ${shapes(count)}`))}.` : "",
    kept("label", removed),
    added_attributes.length ? `Adds the ${many("attribute", added_attributes)} ${listed(added_attributes)}.` : "",
    renamed_attributes.length ? `Renames the ${many("attribute", renamed_attributes)} ${listed(renamed_attributes.map(({ name, count }) => `${name} on ${shapes(count)}`))}.` : "",
    kept("attribute", removed_attributes),
    ...readonly.map(({ name, count }) => `Makes ${made(name, count)} read-only.`),
    ...released.map(({ name, count }) => `Lets ${made(name, count)} be changed again.`),
  ].filter(Boolean);
  return said.length ? said.join(" ") : "Changes what is there; nothing is added or taken away.";
}

/** @param {string} maker @param {number} count */
function made(maker, count) {
  return `${shapes(count)} ${maker === "import" ? "that came with an import" : "that scripts made"}`;
}

/** @param {string} what @param {Use[]} removed */
function kept(what, removed) {
  if (!removed.length) return "";
  const used = removed.filter(({ count }) => count);
  const stays = used.length ? ` What has it keeps it: ${listed(used.map(({ name, count }) => `${name} on ${shapes(count)}`))}.` : " Nothing has it.";
  return `Takes the ${many(what, removed)} ${listed(removed.map(({ name }) => name))} away.${stays}`;
}

/** @param {string} word @param {unknown[]} items */
function many(word, items) {
  return items.length === 1 ? word : `${word}s`;
}

/** @param {number} count */
function shapes(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "shape" : "shapes"}`;
}

/** @param {string[]} names */
function listed(names) {
  const few = names.length > 6 ? [...names.slice(0, 6), `${names.length - 6} more`] : names;
  return few.length < 2 ? few.join("") : `${few.slice(0, -1).join(", ")} and ${few.at(-1)}`;
}
