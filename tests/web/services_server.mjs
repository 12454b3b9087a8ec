// A server of what scripts keep and fetch, for the tests: it keeps values in memory and remembers what it is asked.

import { createServer } from "node:http";

const REFUSED = { error: { code: "quota", message: "the script keeps 1,048,576 bytes", detail: { used: 1_048_576, limit: 1_048_576 } } };

/** Start it and make `fetch` what it is on a page it served. `refuse` is the status of the next answer. */
export async function serving() {
  const at = { values: new Map(), requests: [], refuse: 0, fetched: null, close };
  const server = createServer(respond);

  async function respond(request, response) {
    const text = (await request.toArray()).join("");
    const body = text ? JSON.parse(text) : null;
    const [path, query] = request.url.split("?");
    at.requests.push({ method: request.method, path: request.url, body });
    const say = (status, value) => response.writeHead(status, { "Content-Type": "application/json" }).end(value === null ? "" : JSON.stringify(value));
    if (at.refuse) return say(at.refuse, REFUSED);
    if (request.url.endsWith("/fetch")) return say(200, at.fetched);
    const key = decodeURIComponent(path.split("/storage/")[1] ?? "");
    if (!key) return say(200, { items: [...at.values.keys()].map((name) => ({ key: name })), next: null });
    if (request.method === "PUT") at.values.set(key, body.value);
    if (request.method === "PUT") return say(200, { key });
    if (!at.values.has(key) && query === "missing=null") return say(200, { key, value: null });
    if (!at.values.has(key)) return say(404, { error: { code: "not_found", message: `no value ${key}`, detail: {} } });
    if (request.method === "GET") return say(200, { key, value: at.values.get(key) });
    at.values.delete(key);
    return response.writeHead(204).end();
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const real = globalThis.fetch;
  const origin = `http://127.0.0.1:${server.address().port}`;
  globalThis.fetch = (path, options) => real(new URL(path, origin), options);

  async function close() {
    globalThis.fetch = real;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return at;
}
