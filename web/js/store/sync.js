// What others do to the project, told by the server as it happens.

/** @typedef {{type: string, [field: string]: any}} News */

const NO_PROJECT = 4404;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/**
 * Listen for as long as the page lives.
 * @param {string} project
 * @param {(news: News) => void} onNews
 * @param {() => void} onBack the line was down and is up again, so something may have been missed
 * @param {() => void} [onHello] the line is up, for the first time or again
 */
export function listenToServer(project, onNews, onBack, onHello = () => {}) {
  let wait = FIRST_WAIT;
  let lost = false;
  /** @type {WebSocket | null} */
  let line = null;

  function connect() {
    const socket = (line = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/projects/${encodeURIComponent(project)}/sync`));
    socket.onmessage = ({ data }) => {
      const news = parsed(data);
      if (news?.type === "hello") {
        if (lost) onBack();
        lost = false;
        wait = FIRST_WAIT;
        onHello();
      } else if (news) onNews(news);
    };
    socket.onclose = ({ code }) => {
      if (code === NO_PROJECT) return;
      lost = true;
      setTimeout(connect, wait * (0.75 + Math.random() / 2));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    };
  }

  connect();

  return {
    /** Say something while the line is up; what is said while it is down is lost. @param {object} message */
    say(message) {
      if (line?.readyState === WebSocket.OPEN) line.send(JSON.stringify(message));
    },
  };
}

/** @param {unknown} data @returns {News | null} */
function parsed(data) {
  try {
    const news = JSON.parse(String(data));
    return typeof news?.type === "string" ? news : null;
  } catch {
    return null;
  }
}
