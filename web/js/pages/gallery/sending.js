// What was left unsent on other pages is sent from here too; it is seen only where it has to wait.

import { drawSaved } from "../../panels/bars.js";
import { createOutbox } from "../../store/outbox.js";

/**
 * @param {HTMLElement} element says what is unsaved
 * @param {(message: string) => void} onWrong
 */
export function sendWhatWaits(element, onWrong) {
  const outbox = createOutbox({
    onSaved: () => {},
    onRejected: (_, { message }) => onWrong(`The server refused a change made before: ${message}. It is kept in this browser: open its file to see it.`),
    onState(state, standing) {
      element.hidden = state === "saved";
      drawSaved(element, state, standing);
    },
  });
  void outbox.resume();
}
