// Pages without a browser: documents that a test in another process drives, one command a line, one answer a line.

import { createInterface } from "node:readline";

import { createDocument } from "../../web/js/store/document.js";

const REMOTE = { actor: "remote", title: "Elsewhere", hosted: true };
const pages = new Map();

/** Open the file on a page, with what it has not sent on top. */
function open({ page, file, instances, revision, unsent }) {
  const sent = [];
  const document = createDocument({ file, instances, revision, unsent, send: (post) => sent.push(post) });
  pages.set(page, { document, sent });
}

const turns = {
  open,
  commit: ({ document }, { change }) => void document.commit(change, { actor: "human", title: "Edit" }),
  undo: ({ document }) => void document.undo(),
  redo: ({ document }) => void document.redo(),
  reply: ({ document }, { key, reply }) => void document.acknowledge(key, reply),
  refused: ({ document }, { key }) => void document.refused(key),
  news: ({ document }, { news }) => void document.receive(news, REMOTE),
  reread: ({ document }, { items, revision }) => void document.reread(items, revision, REMOTE),
  remember: ({ document }, { log }) => void document.remember(log),
  look: () => {},
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.do === "open") open(command);
  else turns[command.do](pages.get(command.page), command);
  const { document, sent } = pages.get(command.page);
  const answer = { sent: sent.splice(0), instances: document.all(), undo: document.undoTitle(), redo: document.redoTitle() };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
