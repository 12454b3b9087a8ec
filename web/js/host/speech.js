// What a script says while it runs: calls, progress, notices, findings, parts of its result, settings, overlays, lines.

import { answer } from "./calls.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("./cell.js").CellMessage} CellMessage */
/** @typedef {import("./schedule.js").Job} Job */

/**
 * @typedef {object} Speaker the run that speaks
 * @property {ScriptView} script
 * @property {Job} job
 * @property {() => boolean} isOver it has ended or was told to stop, so no more of it is shown
 * @property {(progress: {fraction: number, text: string}) => void} progress
 * @property {<T>(answered: Promise<T>) => Promise<T>} whileAsking keeps the run's time standing still
 * @property {(message: object, buffers?: ArrayBuffer[]) => void} reply
 */

/** @param {import("../../types/local.d.ts").RunnerHost} host */
export function createSpeech(host) {
  /**
   * @param {import("../../types/data.d.ts").Call} message
   * @param {Speaker} speaker
   * @param {ArrayBuffer[]} given
   */
  async function called(message, { script, job, isOver, whileAsking, reply }, given) {
    const { run, call } = message;
    const document = job.rerun && !job.began ? job.document.without(job.step) : job.document;
    /** @type {import("./calls.js").Place["ask"]} */
    const ask = async (question, choices, about) => (isOver() ? null : whileAsking(host.ask(script, question, choices, about, job.document)));
    /** @type {import("./calls.js").Place["compare"]} */
    const compare = async (file, text, choices) => (isOver() ? null : whileAsking(host.compare(script, file, text, choices, job.document)));
    try {
      const { value, buffers = [] } = await answer(message, { script, document, picture: host.pictureOf(job.document), ask, compare }, given);
      reply({ type: "reply", run, call, value, binary: buffers.length }, buffers);
    } catch (error) {
      reply({ type: "reply", run, call, error: /** @type {Error} */ (error).message });
    }
  }

  return {
    /**
     * @param {CellMessage} message
     * @param {ArrayBuffer[]} buffers
     * @param {Speaker} speaker
     */
    hear(message, buffers, speaker) {
      const { script, job } = speaker;
      /** @param {string} grant */
      const has = (grant) => script.confirmed_grants.includes(grant);
      if (message.type === "call") called(message, speaker, buffers);
      else if (message.type === "progress") speaker.progress({ fraction: message.fraction, text: message.text });
      else if (message.type === "notify" && job.event.name === "draw_instance") host.onLine(script, message.level, message.text);
      else if (message.type === "notify") host.onNotice(script, message.level, message.text, job);
      else if (message.type === "report" && !speaker.isOver()) host.onReport(script, job, message);
      else if (message.type === "flush" && !speaker.isOver()) host.landing.flush(script, job, message.changes);
      else if (message.type === "settings" && has("settings")) host.onSettings(script, job, message.values);
      else if (message.type === "overlay" && has("overlay")) host.onOverlay(script, job, message, buffers[0]);
    },
    /** @param {ScriptView} script @param {import("../../types/data.d.ts").Log} message */
    lines(script, { lines, dropped }) {
      for (const { text, level, values } of lines) host.onLine(script, level, text, values);
      if (dropped) host.onLine(script, "warning", `… ${dropped.toLocaleString("en")} more lines were left out`);
    },
  };
}
