// Fetch an address with each of the options, which may name another, and tell how each went.
async ({ url, options }) => {
  const attempt = async (one) => {
    try {
      const response = await fetch(one.url ?? url, one);
      return { type: response.type, status: response.status, text: (await response.text()).slice(0, 80) };
    } catch (error) {
      return { refused: error.name };
    }
  };
  const outcomes = [];
  for (const one of options) outcomes.push(await attempt(one));
  return outcomes;
}
