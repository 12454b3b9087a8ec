// Adding images to a project, with progress, a way to stop, and what was not taken.

import { dropped } from "./dropped.js";
import { STOPPED, TAKEN, UNREACHED, told } from "./untaken.js";

const AS_COUNTED = new Intl.Collator(undefined, { numeric: true });

/**
 * Send one image.
 * @param {string} project
 * @param {File} file
 * @param {(share: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<{ended: string | null, message?: string}>} how it ended, with a message where it was not taken
 */
function send(project, file, onProgress, signal) {
  // XMLHttpRequest, because fetch does not tell how far an upload is.
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("files", file);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => resolve(request.status < 300 ? { ended: TAKEN } : { ended: "refused", message: request.response?.error?.message ?? `${file.name}: the server answered ${request.status}` });
    request.onerror = () => resolve({ ended: UNREACHED });
    request.onabort = () => resolve({ ended: STOPPED });
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", `/api/projects/${project}/files`);
    request.send(body);
  });
}

/**
 * @param {object} page
 * @param {string} page.project
 * @param {(id: string) => HTMLElement} page.element `drop`, `pick`, `uploading` and `cancel`
 * @param {ReturnType<typeof import("./refusals.js").createRefusals>} page.refuse
 * @param {() => void} page.onTaken
 */
export function createUploading({ project, element, refuse, onTaken }) {
  const [drop, uploading] = ["drop", "uploading"].map(element);
  const pick = /** @type {HTMLInputElement} */ (element("pick"));
  let busy = Promise.resolve();

  /** @param {string[]} lines @param {string} [title] */
  const say = (lines, title = "") => refuse(lines.map((text) => ({ text })), title);

  /** @param {import("./dropped.js").Dropped} given */
  async function take({ files, others }) {
    if (!files.length && !others.length) return;
    files.sort((one, other) => AS_COUNTED.compare(one.name, other.name));
    const stop = new AbortController();
    element("cancel").onclick = () => stop.abort();
    const bar = /** @type {HTMLProgressElement} */ (uploading.querySelector("progress"));
    const words = /** @type {HTMLElement} */ (uploading.querySelector("span"));
    say([]);
    uploading.hidden = false;
    /** @type {string[]} */
    const refused = [];
    /** @type {string | null} */
    let ended = TAKEN;
    let taken = 0;
    let at = 0;
    for (; at < files.length && ended !== STOPPED && ended !== UNREACHED; at++) {
      words.textContent = `${at + 1} of ${files.length}`;
      const sent = await send(project, files[at], (share) => (bar.value = (at + share) / files.length), stop.signal);
      ended = sent.ended;
      if (sent.message) refused.push(sent.message);
      if (ended === TAKEN) taken++;
    }
    uploading.hidden = true;
    const unsent = ended === STOPPED || ended === UNREACHED ? files.slice(at - 1).map(({ name }) => name) : [];
    say(told(refused, unsent, ended, others), `${(files.length - taken).toLocaleString("en")} of ${files.length.toLocaleString("en")} images were not added`);
    if (taken) onTaken();
  }

  /** One lot after the other. @param {() => Promise<import("./dropped.js").Dropped>} given */
  function queue(given) {
    const lot = given();
    busy = busy.then(async () => take(await lot)).catch((error) => say([`${error.message || error.name}. Add the images themselves.`], "What was dropped could not be read"));
  }

  pick.addEventListener("change", () => {
    const files = [...(pick.files ?? [])];
    pick.value = "";
    queue(async () => ({ files, others: [] }));
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
    });
  }
  addEventListener("drop", ({ dataTransfer }) => dataTransfer && queue(() => dropped(dataTransfer)));
}
