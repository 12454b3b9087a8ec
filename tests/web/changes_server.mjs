// A server of the changes endpoint for the tests: it answers as it is told to, and remembers what it took.

import { createServer } from "node:http";

/**
 * Start it and make `fetch` and `addEventListener` what they are on a page it served.
 * `answers` are taken one by one: a status, "lost" (taken, but the answer never comes), "cut" (taken, the
 * answer breaks off), "html" (a proxy's page), "down" (not even taken); 200 where none is left.
 */
export async function serving() {
  const server = createServer(respond);
  const at = { answers: [], requests: [], taken: new Map(), held: null, online: () => {}, close };

  async function respond(request, response) {
    response.shouldKeepAlive = false; // the clock of a connection that nobody needs goes on in Node, and fails once it is collected
    const text = (await request.toArray()).join("");
    const answer = at.answers.shift() ?? 200;
    const post = text ? JSON.parse(text) : {};
    at.requests.push({ method: request.method, path: request.url, type: request.headers["content-type"], post, answer });
    await at.held;
    if (answer === "down") return request.socket.destroy();
    if (answer === 200 || answer === "lost" || answer === "cut") at.taken.set(post.key, post);
    if (answer === "lost") return request.socket.destroy();
    if (answer === "cut") {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "500" });
      return response.write('{"revision":', () => request.socket.destroy());
    }
    if (answer === "html") return response.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Sign in to the hotel's network</h1>");
    const body = answer === 200 ? { revision: at.taken.size, instances: [], deleted: [] } : { error: { code: "refused", message: `no, ${answer}`, detail: {} } };
    return response.writeHead(answer, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const real = globalThis.fetch;
  const origin = `http://127.0.0.1:${server.address().port}`;
  globalThis.fetch = (path, options) => real(origin + path, { ...options, keepalive: false });
  globalThis.addEventListener = (name, listener) => name === "online" && (at.online = listener);

  async function close() {
    globalThis.fetch = real;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return at;
}
