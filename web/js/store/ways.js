// Where each thing goes that waits to be sent.

/** @typedef {"file" | "comment" | "comment.change" | "comment.delete" | "files"} Kind of what is no change set; `files` of several at once */

/** @type {Record<Kind, (id: {file: string, of: string}) => [method: string, path: string]>} */
const WAYS = {
  file: ({ file }) => ["PATCH", `/api/files/${file}`],
  files: ({ of }) => ["PATCH", `/api/projects/${of}/files`],
  comment: ({ file }) => ["POST", `/api/files/${file}/comments`],
  "comment.change": ({ of }) => ["PATCH", `/api/comments/${of}`],
  "comment.delete": ({ of }) => ["DELETE", `/api/comments/${of}`],
};

/**
 * Give the method and the path by which something is sent.
 * @param {import("./outbox.js").Entry} entry
 * @returns {[method: string, path: string]}
 */
export function wayOf({ kind, file, of = "" }) {
  const id = { file: encodeURIComponent(file), of: encodeURIComponent(of) };
  return kind ? WAYS[kind](id) : ["POST", `/api/files/${id.file}/changes`];
}

/** Say whether something holds what somebody drew or wrote, so that it is kept where the server refuses it. @param {import("./outbox.js").Entry} entry */
export function isWork({ kind, body }) {
  if (!kind || kind === "comment") return true;
  return (kind === "file" || kind === "files") && ["attributes", "comment"].some((name) => Object.hasOwn(JSON.parse(body), name));
}
