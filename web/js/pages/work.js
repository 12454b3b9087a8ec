// What the annotator has in hand: the open document, the selection, the active label, and the gestures
// that change them. It knows neither canvas nor panels.

import { defaultsOf, labelOf, leafLabels } from "../ontology/ontology.js";
import { verbsOf } from "../shapes/registry.js";
import { call } from "../store/api.js";
import { newId } from "../store/document.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").Label} Label */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {ReturnType<typeof createWork>} Work */

const NO_LABEL = "#b8c2cf";

/**
 * @param {object} page
 * @param {import("../../types/data.d.ts").Project} page.project
 * @param {(document: FileDocument, origin: Origin, happened: {name: import("../../types/data.d.ts").Event["name"], instance: Instance}) => void} page.publish
 * @param {import("../store/ghosts.js").Ghosts} page.ghosts
 * @param {() => void} page.onChange
 */
export function createWork({ project, publish, ghosts, onChange }) {
  /** @type {import("../ontology/ontology.js").Ontology} */
  let ontology = project;
  let active = leafLabels(ontology.labels)[0]?.name ?? null;
  /** @type {FileDocument | null} */
  let document = null;
  /** @type {string | null} */
  let picked = null;
  /** @type {{id: string, geometry: Geometry} | null} */
  let preview = null;
  /** @type {string | null} the id that the shape in hand will have */
  let draft = null;

  function opened() {
    if (!document) throw new Error("no file is open");
    return document;
  }

  /** The selected instance, as it is under the pointer while it is dragged. @returns {Instance | null} */
  function selected() {
    const instance = (picked && document?.get(picked)) || ghosts.get(document, picked)?.instance || null;
    return instance && preview?.id === instance.id ? { ...instance, geometry: preview.geometry } : instance;
  }

  /** @param {string | null} id @param {number} [at] when the gesture happened, in the page's clock */
  function select(id, at) {
    if (id === picked) return;
    const before = selected();
    picked = id;
    const now = selected();
    if (document && before && document.get(before.id)) publish(document, human("Deselect", at), { name: "deselect_instance", instance: before });
    if (document && now && document.get(now.id)) publish(document, human("Select", at), { name: "select_instance", instance: now });
    onChange();
  }

  /**
   * @param {string} id
   * @param {import("../../types/local.d.ts").Fields} fields
   * @param {string} title
   * @param {number} [at]
   */
  function update(id, fields, title, at) {
    const { width, height } = opened().file;
    const geometry = fields.geometry && verbsOf(fields.geometry).clamp(fields.geometry, width, height);
    const wrong = geometry && verbsOf(geometry).problem(geometry);
    if (wrong) return;
    if (ghosts.get(document, id)) ghosts.edit(opened(), id, shownFields(geometry ? { ...fields, geometry } : fields));
    else opened().commit({ updated: [{ id, fields: geometry ? { ...fields, geometry } : fields }] }, human(title, at));
  }

  return {
    opened,
    document: () => document,
    selected,
    select,
    update,
    ontology: () => ontology,
    labels: () => ontology.labels,
    /** The labels that shapes can have, in the order of the tree. */
    leaves: () => leafLabels(ontology.labels),
    activeLabel: () => labelOf(ontology, active),
    activeColor: () => labelOf(ontology, active)?.color ?? NO_LABEL,
    /** @param {string | null | undefined} label */
    color: (label) => labelOf(ontology, label)?.color ?? NO_LABEL,
    /** Put another document in hand, or none. @param {FileDocument | null} next */
    take(next) {
      document = next;
      picked = preview = null;
    },
    /** Show a shape before it is stored. @param {string} id @param {Geometry} geometry */
    preview(id, geometry) {
      preview = { id, geometry };
    },
    endPreview() {
      preview = null;
    },
    /** Give the instance that a shape being drawn would be. @param {Geometry} geometry */
    drafted(geometry) {
      draft ??= newId();
      return newInstance(opened().file.id, geometry, active, draft, defaultsOf(ontology, active));
    },
    /** Give an instance as it would be with another shape, or null where it cannot be. @param {string} id @param {Geometry} geometry */
    reshaped(id, geometry) {
      const { file, get } = opened();
      const [before, clamped] = [get(id), verbsOf(geometry).clamp(geometry, file.width, file.height)];
      return before && !verbsOf(clamped).problem(clamped) ? { before, instance: { ...before, geometry: clamped } } : null;
    },
    /** @param {Geometry} geometry @param {number} [at] */
    create(geometry, at) {
      const instance = newInstance(opened().file.id, geometry, active, draft ?? newId(), defaultsOf(ontology, active));
      draft = null;
      opened().commit({ created: [instance] }, human(`Draw ${geometry.kind}`, at));
      if (opened().get(instance.id)) select(instance.id, at);
    },
    /** @param {string} id */
    remove(id) {
      const instance = document?.get(id);
      const ghost = ghosts.get(document, id);
      if (ghost) ghosts.reject(opened(), [ghost]);
      if (instance && !instance.locked) document?.commit({ deleted: [id] }, human(`Delete ${instance.geometry.kind}`));
    },
    /**
     * Make a label the active one, and give it to the selected instance.
     * @param {string} name
     * @param {boolean} relabel
     */
    chooseLabel(name, relabel) {
      active = name;
      const instance = selected();
      if (relabel && instance && !instance.locked && instance.label !== name) update(instance.id, { label: name }, "Change label");
      onChange();
    },
    /** Add a label to the project. Rejects with a message. @param {Label} label */
    async addLabel(label) {
      ontology = await call("PATCH", `/api/projects/${project.id}`, { labels: [...ontology.labels, label] });
      active = label.name;
      onChange();
    },
    /** Take over labels, attributes and rules as the server has them now. Rejects with a message. */
    async readLabels() {
      ontology = await call("GET", `/api/projects/${project.id}`);
      const leaves = leafLabels(ontology.labels);
      if (!leaves.some(({ name }) => name === active)) active = leaves[0]?.name ?? null;
      onChange();
    },
    /** @param {"undo" | "redo"} which */
    turn(which) {
      if (!document?.[which]()) return;
      if (picked && !selected()) picked = null;
      onChange();
    },
    /** What was selected may be gone, by the hand of others. */
    settle() {
      if (picked && !selected()) picked = null;
      onChange();
    },
    /** The picked suggestion, if one is. */
    ghost: () => ghosts.get(document, picked),
    /** Give the instance `by` places after the selected one, round and round. @param {number} by */
    neighbour(by) {
      const all = document?.all() ?? [];
      const at = all.findIndex(({ id }) => id === picked);
      return all[(Math.max(at, by < 0 ? 0 : -1) + by + all.length) % all.length] ?? null;
    },
    /**
     * Keep the selection where a script put something in the selected instance's place.
     * @param {import("../../types/local.d.ts").Change} change
     * @param {import("../host/schedule.js").Job} job
     */
    follow({ created, deleted }, job) {
      const trigger = "instance" in job.event ? job.event.instance?.id : null;
      if (!picked || job.document !== document) return;
      const replaced = picked === trigger && deleted?.includes(trigger);
      const remade = job.rerun && !document?.get(picked); // what another value of a parameter made gives way to what this one makes
      if ((replaced || remade) && created?.length) select(created[0].id);
    },
  };
}

/**
 * Give the fields of a suggestion as an instance has them.
 * @param {import("../../types/local.d.ts").Fields} fields
 */
function shownFields({ label, attributes, ...rest }) {
  return { ...rest, ...(label !== undefined && { label: label || null }), ...(attributes && { attributes }) };
}

/**
 * @param {string} title
 * @param {number} [at]
 * @returns {Origin}
 */
export function human(title, at) {
  return { actor: "human", title, at };
}

/**
 * @param {string} file
 * @param {Geometry} geometry
 * @param {string | null} label
 * @param {string} id
 * @param {Record<string, unknown>} attributes
 * @returns {Instance}
 */
function newInstance(file, geometry, label, id, attributes) {
  const provenance = { actor: /** @type {const} */ ("human"), actor_id: "local", edited_by: [] };
  return { id, file, geometry, label, frame: 0, attributes, score: null, locked: false, hidden: false, group: null, order: 0, links: [], version: 1, provenance };
}
