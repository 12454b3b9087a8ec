// Open a connection of some kind; tell whether it opened and which policy was violated.
async ({ kind, url }) => {
  const violated = [];
  const note = ({ effectiveDirective }) => violated.push(effectiveDirective);
  self.addEventListener("securitypolicyviolation", note);
  const opened = new Promise((resolve, reject) => {
    if (kind === "WebSocketStream") {
      new WebSocketStream(url).opened.then(resolve, reject);
      return;
    }
    const connection = new self[kind](url);
    connection.onopen = resolve;
    connection.onerror = reject;
  });
  const outcome = await opened.then(() => "open", () => "refused");
  self.removeEventListener("securitypolicyviolation", note);
  return { outcome, violated };
}
