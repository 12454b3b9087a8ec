// The place `auto`: a script on the server and in the browser at once, and a choice for every event, with its reason.

/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("./cell.js").CellMessage} CellMessage */
/** @typedef {import("../../types/local.d.ts").Ran} Ran */
/** @typedef {"server" | "browser"} Name */

/**
 * @typedef {object} Room
 * @property {Name} name
 * @property {Cell | null} cell
 * @property {"starting" | "loaded" | "out"} state
 * @property {string} why it is out
 * @property {import("../../types/data.d.ts").Initialized | null} said what it made of the script
 */

/** Above this many pixels the server cuts the image: a page that holds it whole would be short of memory. */
export const LARGE = 24_000_000;

/**
 * @param {object} host
 * @param {() => Cell & {isLost: () => boolean}} host.remote opens the cell on the server
 * @param {() => Promise<Cell>} host.browser
 * @param {(cell: Cell, reason?: string) => void} host.drop gives a cell of the browser back
 * @param {() => void} host.onChange another place is there
 * @returns {Cell & {isLost: () => boolean, next: () => Ran}}
 */
export function openAuto({ remote, browser, drop, onChange }) {
  /** @type {(message: CellMessage, buffers: ArrayBuffer[]) => void} */
  let listener = () => {};
  /** @type {(reason: string) => void} */
  let watcher = () => {};
  /** @type {Record<Name, Room>} */
  const rooms = { server: room("server"), browser: room("browser") };
  /** @type {Map<string, {room: Room, why: string}>} by run */
  const runs = new Map();
  /** @type {object | null} */
  let init = null;
  let isTold = false; // the runner knows what the script is
  let alive = true;

  let line = remote();
  const ready = Promise.any([enterServer(), enter(rooms.browser, browser())]).catch(() => {
    throw new Error(`on the server: ${rooms.server.why}; in the browser: ${rooms.browser.why}`);
  });
  ready.catch(() => {});

  function enterServer() {
    const mine = line;
    return enter(rooms.server, mine.ready.then(() => mine));
  }

  /** @param {Room} mine @param {Promise<Cell>} opened */
  async function enter(mine, opened) {
    try {
      mine.cell = await opened;
    } catch (error) {
      out(mine, /** @type {Error} */ (error).message);
      throw error;
    }
    if (!alive) return leave(mine);
    mine.cell.listen((message, buffers) => take(mine, message, buffers));
    mine.cell.watch((reason) => left(mine, reason));
    if (init) mine.cell.send(init);
    return undefined;
  }

  /** @param {Room} mine @param {string} [reason] */
  function leave(mine, reason) {
    const { cell } = mine;
    mine.cell = null;
    if (cell && mine.name === "browser") drop(cell, reason);
    else cell?.close(reason);
  }

  /** @param {Room} mine @param {string} why */
  function out(mine, why) {
    mine.state = "out";
    mine.why = why;
    settle();
    onChange();
  }

  /** A place is gone. With it goes what runs there, so a fresh start is due. @param {Room} mine @param {string} reason */
  function left(mine, reason) {
    const isBusy = [...runs.values()].some(({ room }) => room === mine);
    const other = rooms[mine.name === "server" ? "browser" : "server"];
    if (isBusy || other.state === "out") return close(reason);
    leave(mine);
    return out(mine, reason);
  }

  /** @param {Room} mine @param {CellMessage} message @param {ArrayBuffer[]} buffers */
  function take(mine, message, buffers) {
    if (message.type === "initialized") return initialized(mine, message);
    const run = "run" in message ? message.run : null;
    if (run != null && runs.get(run)?.room !== mine) return undefined;
    if (run != null && (message.type === "result" || message.type === "error")) runs.delete(run);
    return listener(message, buffers);
  }

  /** @param {Room} mine @param {import("../../types/data.d.ts").Initialized} message */
  function initialized(mine, message) {
    mine.said = message;
    const { error } = message;
    if (error) return out(mine, `it does not load there: ${error.type}: ${error.message}`);
    mine.state = "loaded";
    settle();
    return onChange();
  }

  /** Say what the script is as soon as one place has it, and what is wrong with it once none will. */
  function settle() {
    if (isTold || !alive) return;
    const both = [rooms.browser, rooms.server];
    const found = both.find(({ state }) => state === "loaded") ?? (both.every(({ state }) => state === "out") && both.find(({ said }) => said));
    if (!found || !found.said) return;
    isTold = true;
    listener(found.said, []);
  }

  /** @param {{width: number, height: number}} file @returns {{room: Room, why: string}} */
  function choose({ width, height }) {
    const { server, browser: here } = rooms;
    if (server.state !== "loaded") return { room: here, why: server.state === "out" ? `not on the server: ${server.why}` : "the server is still starting it" };
    if (line.isLost()) return { room: here, why: "the server is not reached" };
    if (here.state !== "loaded") return { room: server, why: here.state === "out" ? `not in the browser: ${here.why}` : "the browser's cell is still loading" };
    const pixels = width * height;
    if (pixels > LARGE) return { room: server, why: `the image has ${Math.round(pixels / 1e6)} million pixels, more than ${LARGE / 1e6}` };
    return { room: here, why: "the browser's cell is warm" };
  }

  /** @param {string} [reason] */
  function close(reason) {
    if (!alive) return;
    alive = false;
    line.close();
    Object.values(rooms).forEach((mine) => leave(mine));
    if (reason) watcher(reason);
  }

  /** Another version: whoever is there takes it, and the server is asked anew where it would not have the last. @param {object} message */
  function restart(message) {
    [init, isTold] = [message, false];
    for (const mine of Object.values(rooms)) if (mine.cell) [mine.state, mine.said] = ["starting", null];
    if (rooms.server.state !== "out" || rooms.server.cell) return;
    rooms.server = room("server");
    line = remote();
    enterServer().catch(() => {});
  }

  /** @param {any} message @param {ArrayBuffer[]} buffers */
  function begin(message, buffers) {
    const chosen = choose(message.event.file);
    runs.set(message.run, chosen);
    chosen.room.cell?.send(message, buffers);
  }

  return {
    packages: [],
    ready,
    isLost: () => line.isLost() && rooms.browser.state !== "loaded",
    next() {
      const { room: one, why } = choose({ width: 0, height: 0 });
      return { place: one.name, why };
    },
    placeOf(run) {
      const chosen = runs.get(run);
      return { place: chosen?.room.name ?? "browser", why: chosen?.why ?? "" };
    },
    /** @param {any} message @param {ArrayBuffer[]} [buffers] */
    send(message, buffers = []) {
      if (!alive) return undefined;
      if (message.type === "event") return begin(message, buffers);
      if ("run" in message) return runs.get(message.run)?.room.cell?.send(message, buffers);
      if (message.type === "params") init = { ...init, params: message.params };
      if (message.type === "init") restart(message);
      return Object.values(rooms).forEach(({ cell }) => cell?.send(message, buffers));
    },
    listen(next) {
      listener = next;
    },
    watch(next) {
      watcher = next;
    },
    interrupt: (run) => runs.get(run)?.room.cell?.interrupt(run) ?? false,
    close,
  };
}

/** @param {Name} name @returns {Room} */
function room(name) {
  return { name, cell: null, state: "starting", why: "", said: null };
}
