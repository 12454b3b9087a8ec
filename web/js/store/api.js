// The server's API, with errors that say what it said.

const LONG = 1_000_000;

/** A refusal: `status` is 0 where the server was not reached. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {Record<string, unknown>} [detail]
   */
  constructor(status, code, message, detail = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Call the API and give the JSON of the answer, null where it has no body. Throws `ApiError`.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] a form, JSON already as a text, or anything that becomes JSON
 * @returns {Promise<any>}
 */
export async function call(method, path, body) {
  const isForm = body instanceof FormData;
  const response = await fetch(path, {
    method,
    headers: body && !isForm ? { "Content-Type": "application/json" } : {},
    body: isForm ? body : body ? blobOf(typeof body === "string" ? body : JSON.stringify(body)) : undefined,
  }).catch((error) => {
    throw new ApiError(0, "offline", `the server was not reached: ${error.message}`);
  });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return null;
  return response.json().catch((error) => {
    throw new ApiError(0, "offline", `the server's answer did not arrive: ${error.message}`);
  });
}

/** A long text goes as a blob, which the browser does not copy on the page's thread. @param {string} text */
function blobOf(text) {
  return text.length > LONG ? new Blob([text]) : text;
}

/** @param {Response} response */
async function refusal(response) {
  const { error } = await response.json().catch(() => ({ error: null }));
  const message = error?.message ?? `the server answered ${response.status}`;
  return new ApiError(response.status, error?.code ?? "unknown", message, error?.detail);
}
