// How what a run gives back comes into its document: at the end or piece by piece, in the place of an
// earlier result, as shapes or as suggestions.

import { accepted, Rejected } from "./results.js";
import { lateness, provenanceOf } from "./verdicts.js";

/** @typedef {import("./results.js").Instances} Instances */

/** @typedef {import("./schedule.js").Job} Job */
/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/data.d.ts").ChangeSet} ChangeSet */
/** @typedef {ReturnType<typeof createLanding>} Landing */
/** @typedef {"applied" | "empty" | "rejected" | "dropped"} Outcome */

/**
 * @param {object} host
 * @param {() => string[]} host.labels
 * @param {() => string | null} host.activeLabel
 * @param {import("../store/ghosts.js").Ghosts} host.ghosts
 * @param {(script: ScriptView, job: Job, instances: import("../../types/data.d.ts").Instance[]) => void} host.onDrawn what is only to be shown
 * @param {(script: ScriptView, change: import("../../types/local.d.ts").Change, job: Job) => void} host.onApplied
 */
export function createLanding({ labels, activeLabel, ghosts, onDrawn, onApplied }) {
  /** @param {ScriptView} script @param {Job} job @param {ChangeSet | undefined} changes @param {number} ms */
  function checked(script, job, changes, ms) {
    const provenance = provenanceOf(script, job, ms);
    const document = aroundOf(job);
    const result = accepted(changes, { document, labels: labels(), grants: script.confirmed_grants, provenance });
    return job.event.name === "prompt" ? labelled(result, activeLabel()) : result;
  }

  /** @param {ScriptView} script @param {Job} job @param {import("./results.js").Accepted} result */
  function apply(script, job, { suggested, ...change }) {
    const made = { title: script.name, script: script.identity, run: job.id, step: job.step };
    const origin = { ...made, actor: /** @type {const} */ ("script"), chain: [...job.chain, script.identity] };
    if (job.rerun && !job.began) job.document.replace(job.step, change, origin);
    else job.document.commit(change, origin);
    suggest(script, job, suggested);
    job.began = true;
    onApplied(script, change, job);
    return Boolean(change.created?.length || change.updated?.length || change.deleted?.length || suggested.length);
  }

  /**
   * Show what was made of a shape in hand: nothing of it lands.
   * @param {ScriptView} script
   * @param {Job} job
   * @param {ChangeSet | undefined} changes
   */
  function drawn(script, job, changes) {
    const pieces = [...(job.given ?? []), ...(changes ? [changes] : [])].map((piece) => checked(script, job, piece, 0));
    const made = pieces.flatMap(({ created = [], suggested }) => [...created, ...suggested.map(({ instance }) => instance)]);
    onDrawn(script, job, made);
    return made.length ? "applied" : "empty";
  }

  /** @param {ScriptView} script @param {Job} job @param {import("./results.js").Suggestion[]} suggested */
  function suggest(script, job, suggested) {
    const key = keyOf(job);
    const made = suggested.map(({ instance, replaces }) => ({ instance, replaces, returned: instance.geometry, run: job.id, script, key }));
    const before = job.began ? ghosts.ofRun(job.document, job.id) : [];
    ghosts.offer(job.document, script.identity, key, [...before, ...made]);
    job.suggested = (job.suggested ?? 0) + made.length;
  }

  return {
    /**
     * Show what a run has so far. A part that cannot be applied spoils the whole run.
     * @param {ScriptView} script
     * @param {Job} job
     * @param {ChangeSet} changes
     */
    flush(script, job, changes) {
      if (job.spoilt || lateness(job)) return;
      try {
        job.given = [...(job.given ?? []), changes];
        if (job.event.name === "draw_instance") return;
        apply(script, job, checked(script, job, changes, 0));
      } catch (error) {
        if (!(error instanceof Rejected)) throw error;
        job.spoilt = error.message;
      }
    },
    /**
     * Apply a result, or say why not.
     * @param {ScriptView} script
     * @param {Job} job
     * @param {{changes?: ChangeSet, ms: number}} message
     * @returns {[Outcome, string]}
     */
    land(script, job, { changes, ms }) {
      const late = lateness(job);
      if (late) return ["dropped", late];
      try {
        if (job.spoilt) throw new Rejected(job.spoilt);
        if (job.event.name === "draw_instance") return [drawn(script, job, changes), ""];
        if (changes) job.given = [...(job.given ?? []), changes];
        const more = apply(script, job, checked(script, job, changes, ms));
        return [more || job.document.hasStep(job.step) ? "applied" : "empty", ""];
      } catch (error) {
        if (!(error instanceof Rejected)) throw error;
        this.takeBack(script, job);
        return ["rejected", error.message];
      }
    },
    /** Take back what a run that came to nothing had shown. @param {ScriptView} script @param {Job} job */
    takeBack(script, job) {
      if (!job.began) return;
      const origin = { actor: /** @type {const} */ ("script"), title: script.name, script: script.identity, run: job.id };
      job.document.revoke(job.step, { ...origin, chain: [...job.chain, script.identity] });
      ghosts.offer(job.document, script.identity, keyOf(job), []);
    },
  };
}

/**
 * Give the instances a result is about: without those it takes the place of, and with the one in hand.
 * @param {Job} job
 * @returns {Instances}
 */
function aroundOf({ event, document, rerun, began, step }) {
  if (event.name === "draw_instance") {
    const { instance } = event;
    return { file: document.file, get: (id) => (id === instance.id ? instance : document.get(id)) };
  }
  return rerun && !began ? document.without(step) : document;
}

/**
 * What is pointed at has no instance whose label it could take, so it takes the active one.
 * @param {import("./results.js").Accepted} result
 * @param {string | null} label
 * @returns {import("./results.js").Accepted}
 */
function labelled({ created = [], suggested, ...rest }, label) {
  /** @param {import("../../types/data.d.ts").Instance} one */
  const given = (one) => ({ ...one, label: one.label ?? label });
  return { ...rest, created: created.map(given), suggested: suggested.map((one) => ({ ...one, instance: given(one.instance) })) };
}

/** Say what a run's suggestions are for: newer ones for the same take the place of older. @param {Job} job */
function keyOf({ hook, event }) {
  if (event.name === "prompt") return event.session;
  return `${hook.id} ${"instance" in event ? (event.instance?.id ?? "") : ""}`;
}
