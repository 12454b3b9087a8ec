// Which hooks an event is for: by event, kind, label, actor, command and attributes. Predicates run in the cell.

/**
 * @param {import("../../types/data.d.ts").Hook} hook
 * @param {import("../../types/data.d.ts").Event} event
 * @param {boolean} [hosted] another page has run its scripts on it: only hooks that ask for `remote` hear of it
 */
export function matches(hook, event, hosted = false) {
  if (hosted && !hook.actors?.includes("remote")) return false;
  if (hook.event !== event.name || !among(hook.actors, event.actor.kind)) return false;
  if (!among(hook.commands, "command" in event ? event.command : null)) return false;
  const instance = "instance" in event ? event.instance : null;
  const kinds = among(hook.kinds, instance?.geometry.kind);
  return kinds && among(hook.labels, instance?.label) && hasAttributes(hook.attributes, instance?.attributes);
}

/**
 * Give a job for each hook an event is for; `settle` hears of the first veto, or that all are over.
 * @param {readonly import("../../types/data.d.ts").Hook[]} hooks
 * @param {import("../../types/data.d.ts").Event} event
 * @param {import("./intake.js").Offer} offer
 * @returns {import("./schedule.js").Job[]}
 */
export function jobsOf(hooks, event, { settle, ...offer }) {
  const matching = hooks.filter((hook) => matches(hook, event, offer.hosted));
  let left = matching.length;
  /** @param {string | null} veto */
  const ended = (veto) => {
    left -= 1;
    if (veto !== null || left === 0) settle?.(veto);
  };
  if (!left) settle?.(null);
  return matching.map((hook) => {
    const id = crypto.randomUUID();
    return { ...offer, hook, event, id, step: id, settle: ended };
  });
}

/**
 * @param {string[] | undefined} allowed nothing filters nothing
 * @param {string | null | undefined} value
 */
function among(allowed, value) {
  return !allowed?.length || (typeof value === "string" && allowed.includes(value));
}

/**
 * @param {Record<string, unknown> | null | undefined} wanted
 * @param {Record<string, unknown> | undefined} has
 */
export function hasAttributes(wanted, has) {
  return Object.entries(wanted ?? {}).every(([name, value]) => has !== undefined && Object.hasOwn(has, name) && same(has[name], value));
}

/**
 * Compare two values of JSON, as deep as both go.
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
function same(one, other) {
  if (!one || !other || typeof one !== "object" || typeof other !== "object") return one === other;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  const alike = names.length === others.length && Array.isArray(one) === Array.isArray(other);
  return alike && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}
