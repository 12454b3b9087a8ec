// What does not fit on the page as it is, in words: text that is cut, lies over other text, or cannot be reached.
async () => {
  const found = [];
  const root = document.querySelector("dialog:modal") ?? document.body;
  const LAYERS = ".over, .pins, .history, .comments, .display, .minimap, #people-panel, [popover]";
  const BOXES = "button, .field, .chip, .entry, .row, .what, .tab, .top";
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn))));

  const name = (one) => [one.localName, ...(one.id ? [`#${one.id}`] : []), ...[...one.classList].map((each) => `.${each}`)].join("");
  const isShown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest(".sr, [inert]") && getComputedStyle(one).clipPath === "none";
  const scrolls = (value) => value === "auto" || value === "scroll";
  const isFixed = (one) => one === document.body || getComputedStyle(one).position === "fixed";

  /** Give what is in sight of a box within an element, null where it is scrolled away, or what is wrong. */
  function inSight(one, { left, top, right, bottom }) {
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(at);
      const edge = at.getBoundingClientRect();
      const isCutAside = left < edge.left - 1 || right > edge.right + 1;
      const isCutBelow = top < edge.top - 2 || bottom > edge.bottom + 2;
      if (overflowX !== "visible" && isCutAside && !scrolls(overflowX) && textOverflow !== "ellipsis") return `is cut by ${name(at)} at its side`;
      if (overflowY !== "visible" && isCutBelow && !scrolls(overflowY)) return `is cut by ${name(at)} above or below`;
      if (overflowX !== "visible") [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      if (overflowY !== "visible") [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
      if (right <= left || bottom <= top) return null;
      if (isFixed(at)) break;
    }
    const end = getComputedStyle(document.body).overflowY === "hidden" ? innerHeight : document.documentElement.scrollHeight - scrollY;
    if (right > innerWidth + 1 || left < -1) return "lies beside the window";
    if (bottom > end + 1 || top + scrollY < -1) return "lies above or below the window";
    return { left, top, right, bottom };
  }

  const things = [];
  /** Note a thing with its box. */
  function note(one, box, words, within = one.parentElement) {
    const part = inSight(within, box);
    if (typeof part === "string") found.push(`${words} ${part}`);
    else if (part) things.push({ one, part, words, layer: one.closest(LAYERS) });
  }

  function noteText(node) {
    const one = node.parentElement;
    if (!node.data.trim() || !one || one.closest("script, style, option, title, .cm-editor") || !isShown(one)) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const words = `"${node.data.trim().slice(0, 24)}" in ${name(one)}`;
    const [box, cut] = [one.closest(BOXES), one.closest(".cut")];
    const edge = box?.getBoundingClientRect();
    for (const line of [...range.getClientRects()].filter(({ width, height }) => width >= 1 && height >= 1)) {
      note(one, line, words, one);
      if (edge && (line.top < edge.top - 2 || line.bottom > edge.bottom + 2)) found.push(`${words} is higher than ${name(box)}`);
    }
    if (cut && cut.clientWidth < cut.scrollWidth && cut.clientWidth < 2 * parseFloat(getComputedStyle(cut).fontSize)) found.push(`${words} is cut to nothing`);
  }

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) noteText(walker.currentNode);
  for (const one of root.querySelectorAll("button, a.ghostb, input, select, textarea")) {
    const box = one.getBoundingClientRect();
    if (isShown(one) && !one.closest(".pins") && box.width >= 2 && box.height >= 2) note(one, box, `${name(one)} ${one.ariaLabel ?? one.textContent.trim().slice(0, 20)}`);
  }

  for (const [at, a] of things.entries()) {
    for (const b of things.slice(at + 1)) {
      const wide = Math.min(a.part.right, b.part.right) - Math.max(a.part.left, b.part.left);
      const tall = Math.min(a.part.bottom, b.part.bottom) - Math.max(a.part.top, b.part.top);
      if (wide < 2 || tall < 4 || a.layer !== b.layer || a.one.contains(b.one) || b.one.contains(a.one)) continue;
      const isOneThing = (a.one.closest("svg") && b.one.closest("svg")) || (a.one.closest(".search") && b.one.closest(".search"));
      if (!isOneThing) found.push(`${a.words} lies over ${b.words}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider than the window");
  return [...new Set(found)];
}
