// Load code from an address, as a module or as a classic script.
async ({ url, how }) => {
  try {
    if (how === "import") return { loaded: Object.keys(await import(url)) };
    importScripts(url);
    return { loaded: [] };
  } catch (error) {
    return { refused: error.name };
  }
}
