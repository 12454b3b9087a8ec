// The comments on a file as a person left them: what the server has, with what waits to be sent on top.

/** @typedef {import("../../types/data.d.ts").Comment} Comment */
/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {Comment & {waits?: boolean}} Said `waits` where the server has not heard of it */

/**
 * @param {Comment[]} comments
 * @param {Entry[]} waiting what waits for the file, in order
 * @returns {Said[]}
 */
export function withWaiting(comments, waiting) {
  return waiting.reduce(turned, comments);
}

/** @param {Said[]} comments @param {Entry} entry @returns {Said[]} */
function turned(comments, { kind, file, of, body, at = 0 }) {
  if (kind === "comment.delete") return comments.filter(({ id }) => id !== of);
  if (kind === "comment.change") return comments.map((one) => (one.id === of ? { ...one, ...JSON.parse(body), waits: true } : one));
  if (kind === "files") return comments; // its ids are the server's
  const { id, text, author, x = null, y = null } = made(kind, JSON.parse(body));
  if (!text || comments.some((one) => one.id === id)) return comments;
  return [...comments, { id, file, text, author, x, y, at: new Date(at).toISOString(), resolved: false, waits: true }];
}

/** A rejection brings a comment with it. @param {Entry["kind"]} kind @param {any} body */
function made(kind, body) {
  return kind === "comment" ? body : { id: body.comment_id, text: body.comment, author: body.author };
}
