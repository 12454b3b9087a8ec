// Adding images to a project, with progress, a way to stop, and what was not taken.

const AS_COUNTED = new Intl.Collator(undefined, { numeric: true });

/**
 * Send one image; resolves with a message where it was not taken, else with null.
 * @param {string} project
 * @param {File} file
 * @param {(share: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 */
function send(project, file, onProgress, signal) {
  // XMLHttpRequest, because fetch does not tell how far an upload is.
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("files", file);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => resolve(request.status < 300 ? null : (request.response?.error?.message ?? `${file.name}: the server answered ${request.status}`));
    request.onerror = () => resolve(`${file.name}: the server was not reached`);
    request.onabort = () => resolve(`${file.name}: cancelled`);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", `/api/projects/${project}/files`);
    request.send(body);
  });
}

/**
 * @param {object} page
 * @param {string} page.project
 * @param {(id: string) => HTMLElement} page.element `drop`, `pick`, `uploading`, `wrong` and `cancel`
 * @param {() => void} page.onTaken
 */
export function createUploading({ project, element, onTaken }) {
  const [drop, uploading, wrong] = ["drop", "uploading", "wrong"].map(element);
  const pick = /** @type {HTMLInputElement} */ (element("pick"));

  /** @param {File[]} files */
  async function take(files) {
    if (!files.length) return;
    files.sort((one, other) => AS_COUNTED.compare(one.name, other.name));
    const stop = new AbortController();
    element("cancel").onclick = () => stop.abort();
    const bar = /** @type {HTMLProgressElement} */ (uploading.querySelector("progress"));
    const words = /** @type {HTMLElement} */ (uploading.querySelector("span"));
    uploading.hidden = false;
    wrong.hidden = true;
    const refused = [];
    for (const [index, file] of files.entries()) {
      if (stop.signal.aborted) break;
      words.textContent = `${index + 1} of ${files.length}`;
      const message = await send(project, file, (share) => (bar.value = (index + share) / files.length), stop.signal);
      if (message) refused.push(message);
    }
    uploading.hidden = true;
    wrong.hidden = !refused.length;
    wrong.textContent = refused.join("  ");
    pick.value = "";
    if (refused.length < files.length) onTaken();
  }

  pick.addEventListener("change", () => take([...(pick.files ?? [])]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
    });
  }
  addEventListener("drop", (event) => take([...(event.dataTransfer?.files ?? [])]));
}
