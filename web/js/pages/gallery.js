// The files of a project: add images, with progress, a way to stop, and what was not taken.

const REFUSED = "limner-refused";
const drop = /** @type {HTMLElement} */ (document.getElementById("drop"));
const pick = /** @type {HTMLInputElement} */ (document.getElementById("pick"));
const uploading = /** @type {HTMLElement} */ (document.getElementById("uploading"));
const wrong = /** @type {HTMLElement} */ (document.getElementById("wrong"));
const cancel = /** @type {HTMLButtonElement} */ (document.getElementById("cancel"));
const { project } = JSON.parse(document.getElementById("page")?.textContent ?? "{}");

/**
 * Send one image; resolves with a message where it was not taken, else with null.
 * @param {File} file
 * @param {(share: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 */
function send(file, onProgress, signal) {
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

/** @param {File[]} files */
async function take(files) {
  if (!files.length) return;
  const stop = new AbortController();
  cancel.onclick = () => stop.abort();
  const bar = /** @type {HTMLProgressElement} */ (uploading.querySelector("progress"));
  const words = /** @type {HTMLElement} */ (uploading.querySelector("span"));
  uploading.hidden = false;
  wrong.hidden = true;
  const refused = [];
  for (const [index, file] of files.entries()) {
    if (stop.signal.aborted) break;
    words.textContent = `${index + 1} of ${files.length}`;
    const message = await send(file, (share) => (bar.value = (index + share) / files.length), stop.signal);
    if (message) refused.push(message);
  }
  if (refused.length) sessionStorage.setItem(REFUSED, refused.join("  "));
  if (refused.length < files.length) return location.reload();
  uploading.hidden = true;
  return showRefused();
}

/** Show what was not taken, also after the page was loaded anew to show what was. */
function showRefused() {
  const said = sessionStorage.getItem(REFUSED);
  sessionStorage.removeItem(REFUSED);
  wrong.hidden = said === null;
  wrong.textContent = said;
}

showRefused();

pick.addEventListener("change", () => take([...(pick.files ?? [])]));
for (const name of ["dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
  });
}
addEventListener("drop", (event) => take([...(event.dataTransfer?.files ?? [])]));
