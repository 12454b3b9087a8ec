// A WebSocket that comes back: messages with their binary frames, and a jittered wait before each new attempt.

import { read } from "./cell.js";

/** @typedef {import("./cell.js").CellMessage} CellMessage */

const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
const POLICY = 1008;

/**
 * Keep a line to an address of the server until it is closed here, or the server ends it with a reason.
 * @param {string} path
 * @param {object} host
 * @param {(message: CellMessage, buffers: ArrayBuffer[]) => void} host.onMessage
 * @param {() => void} host.onLost it is being drawn again
 * @param {(reason: string) => void} host.onEnd the server will have none of it
 */
export function createLine(path, { onMessage, onLost, onEnd }) {
  let wait = FIRST_WAIT;
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let isClosed = false;

  function connect() {
    const mine = (socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`));
    mine.binaryType = "arraybuffer";
    /** @type {{text: string, frames: number, buffers: ArrayBuffer[]} | null} a message whose frames are on their way */
    let half = null;
    mine.onmessage = ({ data }) => {
      if (typeof data === "string" && half) return end("the server sent a message before the frames of the last");
      if (typeof data !== "string" && !half) return end("the server sent a frame that nothing announced");
      if (typeof data === "string") half = { text: data, frames: announced(data), buffers: [] };
      else half?.buffers.push(data);
      if (!half || half.buffers.length < half.frames) return undefined;
      const { text, buffers } = half;
      half = null;
      return take(read([text, ...buffers]), buffers);
    };
    mine.onclose = ({ code, reason }) => {
      if (isClosed || mine !== socket) return;
      if (code === POLICY || (code >= 4000 && code < 5000)) {
        end(reason || `the server closed the connection (${code})`);
        return;
      }
      onLost();
      waiting = setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    };
  }

  /** @param {CellMessage | string} message @param {ArrayBuffer[]} buffers */
  function take(message, buffers) {
    if (isClosed) return undefined;
    if (typeof message === "string") return end(message);
    if (message.type === "initialized") wait = FIRST_WAIT;
    return onMessage(message, buffers);
  }

  /** @param {string} reason */
  function end(reason) {
    close();
    onEnd(reason);
  }

  function close() {
    isClosed = true;
    clearTimeout(waiting);
    socket?.close();
  }

  connect();
  return {
    /** Send a message where the line is open; else it is gone. @param {object} message @param {ArrayBuffer[]} [buffers] */
    send(message, buffers = []) {
      if (socket?.readyState !== WebSocket.OPEN) return;
      socket.send(JSON.stringify(message));
      for (const buffer of buffers) socket.send(buffer);
    },
    close,
  };
}

/** Say how many frames follow. @param {string} text */
function announced(text) {
  if (!text.includes('"binary"')) return 0;
  try {
    const { binary = 0 } = JSON.parse(text);
    return Number.isInteger(binary) && binary > 0 ? binary : 0;
  } catch {
    return 0;
  }
}
