// Ask synchronously, as old code does.
async ({ url, method = "GET", body = null, withCredentials = true }) => {
  const request = new XMLHttpRequest();
  try {
    request.open(method, url, false);
    request.withCredentials = withCredentials;
    request.send(body);
    return { status: request.status, text: request.responseText.slice(0, 80) };
  } catch (error) {
    return { refused: error.name };
  }
}
