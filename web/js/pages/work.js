// What the annotator has in hand: the open document, the selection, the active label, and the gestures
// that change them. It knows neither canvas nor panels.

import { rounded } from "../ontology/fitting.js";
import { either } from "../canvas/look.js";
import { held as heldByRule } from "../ontology/holding.js";
import { defaultsOf, labelOf, leafLabels, wholeOntology } from "../ontology/ontology.js";
import { verbsOf } from "../shapes/registry.js";
import { call } from "../store/api.js";
import { isEmpty } from "../store/applied.js";
import { newId } from "../store/document.js";
import { author } from "../store/me.js";
import { createLayers } from "./layers.js";
import { FEW, createOnce, createSelection } from "./selection.js";
import { createSolo } from "./solo.js";

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
  let ontology = wholeOntology(project);
  let active = leafLabels(ontology.labels)[0]?.name ?? null;
  /** @type {FileDocument | null} */
  let document = null;
  /** Shapes as they are under the pointer, by the id of their instances. @type {Map<string, Geometry>} */
  const previews = new Map();
  const selection = createSelection(shown, stamped);
  const solo = createSolo();
  const layers = createLayers({ project: project.id });
  /** @type {unknown[]} */
  let stamp = [];
  /** @type {string | null} the id that the shape in hand will have */
  let draft = null;

  /** Give another value once the selection or a shape is another, or what may be changed. */
  function stamped() {
    const now = [selection.state(), document, document?.revision(), ontology, layers.state()];
    if (now.some((one, at) => one !== stamp[at])) stamp = now;
    return stamp;
  }

  function opened() {
    if (!document) throw new Error("no file is open");
    return document;
  }

  /** Give an instance or a suggestion, as it is under the pointer while it is dragged. @param {string} id @returns {Instance | null} */
  function shown(id) {
    const instance = document?.get(id) ?? ghosts.get(document, id)?.instance ?? null;
    const geometry = previews.get(id);
    return instance && geometry ? { ...instance, geometry } : instance;
  }

  /** The one selected above all. */
  function selected() {
    const id = selection.primary();
    return id === null ? null : shown(id);
  }

  /** Scripts hear of the one selected above all. @param {Iterable<string>} ids the one above all last @param {number} [at] when the gesture happened, in the page's clock */
  function selectAll(ids, at) {
    const before = selected();
    selection.set(ids);
    const now = selected();
    if (before?.id !== now?.id) {
      if (document && before && document.get(before.id)) publish(document, human("Deselect", at), { name: "deselect_instance", instance: before });
      if (document && now && document.get(now.id)) publish(document, human("Select", at), { name: "select_instance", instance: now });
    }
    onChange();
  }

  /** @param {string | null} id @param {number} [at] */
  function select(id, at) {
    if (id === selection.primary() && selection.count() <= 1) return;
    selectAll(id === null ? [] : [id], at);
  }

  /** Say why an instance is read-only, by the rules of the project or since its layer is locked; or null. @param {Instance} instance */
  function held(instance) {
    return document?.get(instance.id) ? (layers.why(instance) ?? heldByRule(instance, ontology)) : null;
  }

  /** Those of some that are not read-only; all where all are, so that who tries is told why. @param {Instance[]} some */
  function free(some) {
    const left = some.filter((one) => held(one) === null);
    return left.length ? left : some;
  }

  const findUnlocked = () => selection.all().filter(({ id, locked }) => !locked && document?.get(id));
  const findUnlockedOnce = createOnce(stamped, findUnlocked);
  const unlocked = () => (selection.count() > FEW ? findUnlockedOnce() : findUnlocked());

  /** The selected instances, without those that are read-only beside others. */
  const stored = () => free(selection.all().filter(({ id }) => document?.get(id)));

  const editableOnce = createOnce(stamped, () => free(unlocked()));

  /** Those of them that are not locked. */
  const editable = () => (selection.count() > FEW ? editableOnce() : free(unlocked()));

  /** Give a shape as it can be in the file, or null where it cannot be. @param {Geometry} geometry @returns {Geometry | null} */
  function fitted(geometry) {
    const { width, height } = opened().file;
    const clamped = verbsOf(geometry).clamp(geometry, width, height);
    return verbsOf(clamped).problem(clamped) ? null : clamped;
  }

  /**
   * Change several instances in one step. Shapes that cannot be are left as they were.
   * @param {{id: string, fields: import("../../types/local.d.ts").Fields}[]} changes
   * @param {string} title
   * @param {number} [at]
   * @param {string} [step] makes it one with the last change of the same step
   */
  function updateAll(changes, title, at, step) {
    const updated = changes.flatMap(({ id, fields }) => {
      const geometry = fields.geometry && fitted(fields.geometry);
      return geometry === null ? [] : [{ id, fields: geometry ? { ...fields, geometry } : fields }];
    });
    opened().commit({ updated }, { ...human(title, at), step });
  }

  /**
   * Put shapes in the place of others in one step, and select them. Each takes label, attributes and place in the
   * order of the instance it comes from.
   * @param {{from: Instance, geometry: Geometry}[]} made the first of an instance changes it, the others are new
   * @param {string[]} gone
   * @param {string} title
   * @param {number} [at]
   */
  function remake(made, gone, title, at) {
    /** @type {Map<string, import("../../types/local.d.ts").Fields>} */
    const updated = new Map();
    /** @type {Instance[]} */
    const created = [];
    for (const { from, geometry: wanted } of made) {
      const geometry = fitted(wanted);
      if (!geometry) continue;
      if (updated.has(from.id) || gone.includes(from.id)) created.push(copyOf(from, { geometry }));
      else updated.set(from.id, { geometry });
    }
    const applied = opened().commit({ created, updated: [...updated].map(([id, fields]) => ({ id, fields })), deleted: gone }, human(title, at));
    if (!isEmpty(applied)) selectAll([...created.map(({ id }) => id), ...updated.keys()], at);
  }

  /**
   * @param {string} id
   * @param {import("../../types/local.d.ts").Fields} fields
   * @param {string} title
   * @param {number} [at]
   */
  function update(id, fields, title, at) {
    const geometry = fields.geometry && fitted(fields.geometry);
    if (geometry === null) return;
    if (ghosts.get(document, id)) ghosts.edit(opened(), id, shownFields(geometry ? { ...fields, geometry } : fields));
    else opened().commit({ updated: [{ id, fields: geometry ? { ...fields, geometry } : fields }] }, human(title, at));
  }

  /**
   * Add instances in one step and select them; one whose shape cannot be in the file is left out, and a label that
   * the project does not have gives way to the active one.
   * @param {(Partial<Instance> & Pick<Instance, "geometry">)[]} wanted
   * @param {string} title
   * @returns {Instance[]}
   */
  function createAll(wanted, title) {
    const made = wanted.flatMap(({ geometry: shape, ...rest }) => {
      const geometry = fitted(shape);
      if (!geometry) return [];
      const label = rest.label && !labelOf(ontology, rest.label) ? active : (rest.label ?? null);
      const blank = newInstance(opened().file.id, geometry, label, newId(), rest.label === label ? {} : defaultsOf(ontology, label));
      return [{ ...blank, ...(rest.label === label ? rest : { id: rest.id ?? blank.id, group: rest.group ?? null }) }];
    });
    const { created } = opened().commit({ created: made }, human(title));
    if (created.length) selectAll(created.map(({ id }) => id));
    return created;
  }

  return {
    opened,
    document: () => document,
    selected,
    /** All selected ones, the one above all last; as they are under the pointer while they are dragged. */
    selection: selection.all,
    isSelected: selection.has,
    count: selection.count,
    marks: selection,
    stamp: stamped,
    select,
    selectAll,
    /** Select some beside the others, or let go of them. @param {string[]} ids @param {number} [at] */
    toggle: (ids, at) => selectAll(selection.toggled(ids), at),
    editable,
    stored,
    /** Those that are not locked, read-only ones too. */
    unlocked,
    /** Those that can really be changed. */
    changeable: () => editable().filter((one) => held(one) === null),
    held,
    layers,
    /** What is out of sight for a while, and what the pointer goes through where there is something else. */
    sight: { veils: (/** @type {Instance} */ one) => solo.veils(one.id) || layers.veils(one), mark: either(solo.mark, layers.mark), passes: (/** @type {Instance} */ one) => held(one) !== null },
    /** Those that the layer of the shape in hand draws, the one above all last. */
    lifted: () => selection.lifted().flatMap((id) => shown(id) ?? []),
    update,
    ontology: () => ontology,
    labels: () => ontology.labels,
    /** Give a label as people read it. @param {string | null | undefined} label */
    title: (label) => labelOf(ontology, label)?.title || label || null,
    /** The labels that shapes can have, in the order of the tree. */
    leaves: () => leafLabels(ontology.labels),
    activeLabel: () => labelOf(ontology, active),
    activeColor: () => labelOf(ontology, active)?.color ?? NO_LABEL,
    updateAll,
    remake,
    createAll,
    solo,
    /** @param {string | null | undefined} label */
    color: (label) => labelOf(ontology, label)?.color ?? NO_LABEL,
    /** Put another document in hand, or none. @param {FileDocument | null} next */
    take(next) {
      document = next;
      previews.clear();
      selection.set([]);
    },
    /** Show a shape before it is stored. @param {string} id @param {Geometry} geometry */
    preview(id, geometry) {
      const isWhole = labelOf(ontology, shown(id)?.label)?.limits?.integer;
      previews.set(id, isWhole ? rounded(geometry) : geometry);
    },
    /** Those that are shown before they are stored. */
    previewed: () => [...previews.keys()].flatMap((id) => shown(id) ?? []),
    endPreview: () => previews.clear(),
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
    /** Delete what is selected, in one step; locked ones stay. */
    removeSelected() {
      const all = editable();
      const ghost = ghosts.get(document, selection.primary());
      if (ghost) ghosts.reject(opened(), [ghost]);
      if (all.length) document?.commit({ deleted: all.map(({ id }) => id) }, human(`Delete ${counted(all)}`));
      selection.settle();
      onChange();
    },
    /** Hide what is selected, or show it where all of it is hidden. */
    hideSelected() {
      const all = free(selection.all());
      const hidden = all.some((one) => !one.hidden);
      if (all.length === 1) update(all[0].id, { hidden }, hidden ? "Hide" : "Show");
      else if (all.length) updateAll(all.map(({ id }) => ({ id, fields: { hidden } })), `${hidden ? "Hide" : "Show"} ${counted(all)}`);
    },
    /**
     * Make a label the active one, and give it to the selected instance.
     * @param {string} name
     * @param {boolean} relabel
     */
    chooseLabel(name, relabel) {
      active = name;
      const instance = selected();
      if (relabel && selection.count() > 1) updateAll(editable().map(({ id }) => ({ id, fields: { label: name } })), "Change label");
      else if (relabel && instance && !instance.locked && instance.label !== name) update(instance.id, { label: name }, "Change label");
      onChange();
    },
    /** Add a label to the project. Rejects with a message. @param {Label} label */
    async addLabel(label) {
      ontology = wholeOntology(await call("PATCH", `/api/projects/${project.id}`, { labels: [...ontology.labels, label] }));
      active = label.name;
      onChange();
    },
    /** Take over labels, attributes and rules as the server has them now. Rejects with a message. */
    async readLabels() {
      ontology = wholeOntology(await call("GET", `/api/projects/${project.id}`));
      const leaves = leafLabels(ontology.labels);
      if (!leaves.some(({ name }) => name === active)) active = leaves[0]?.name ?? null;
      onChange();
    },
    /** @param {"undo" | "redo"} which */
    turn(which) {
      if (!document?.[which]()) return;
      selection.settle();
      onChange();
    },
    /** What was selected may be gone, by the hand of others. */
    settle() {
      selection.settle();
      onChange();
    },
    /** The picked suggestion, if one is. */
    ghost: () => ghosts.get(document, selection.primary()),
    /** Give the instance `by` places after the selected one, round and round. @param {number} by */
    neighbour(by) {
      const all = (document?.all() ?? []).filter((one) => !layers.veils(one));
      const picked = selection.primary();
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
      const picked = selection.primary();
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

/** Say how many there are, or what the one is. @param {Instance[]} some */
export function counted(some) {
  return some.length === 1 ? some[0].geometry.kind : `${some.length} shapes`;
}

/**
 * Give another instance like one, drawn by hand.
 * @param {Instance} from
 * @param {Partial<Instance>} fields
 * @returns {Instance}
 */
export function copyOf(from, fields) {
  const made = newInstance(from.file, from.geometry, from.label ?? null, newId(), from.attributes ?? {});
  return { ...made, frame: from.frame, order: from.order, group: from.group, ...fields };
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
  const provenance = { actor: /** @type {const} */ ("human"), actor_id: author(), edited_by: [] };
  return { id, file, geometry, label, frame: 0, attributes, score: null, locked: false, hidden: false, group: null, order: 0, links: [], version: 1, provenance };
}
