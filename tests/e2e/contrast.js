// Which states of controls look like their opposites on the page as it is, in words.
() => {
  const found = [];
  const isShown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.getBoundingClientRect().width > 2;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const name = (one) => `${one.localName}.${one.className} ${one.ariaLabel ?? one.textContent.trim().slice(0, 20)}`;
  const kind = (one) => [one.localName, ...[...one.classList].slice(0, 1)].join(".");
  function look(one) {
    const { color, backgroundColor, borderBottomColor, outlineStyle, outlineColor, textDecorationLine } = getComputedStyle(one);
    return [color, backgroundColor, borderBottomColor, outlineStyle, outlineColor, textDecorationLine].join();
  }

  document.activeElement?.blur();
  for (const state of ["aria-pressed", "aria-selected", "aria-checked"]) {
    for (const on of all(`[${state}="true"]`)) {
      const off = all(`${kind(on)}[${state}="false"]`)[0];
      if (off && look(on) === look(off)) found.push(`${name(on)} looks the same with ${state} and without`);
    }
  }
  for (const one of all("button:disabled, [aria-disabled=true]")) {
    const able = all(`${kind(one)}:not(:disabled, [aria-disabled=true], [aria-pressed=true], [aria-selected=true])`)[0];
    if (able && getComputedStyle(one).color === getComputedStyle(able).color) found.push(`${name(one)} looks as if it could be used`);
  }
  for (const one of all(".primary, .field, select")) if (parseFloat(getComputedStyle(one).borderTopWidth) < 1) found.push(`${name(one)} has no edge`);
  for (const one of all(".sw, .dot, .pot")) {
    if (getComputedStyle(one).forcedColorAdjust !== "none") found.push(`${name(one)} has lost its colour`);
  }
  for (const one of all("button:not(:disabled), a.ghostb, input, select, #stage, #grid").slice(0, 80)) {
    const rest = look(one);
    one.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement === one && look(one) === rest) found.push(`${name(one)} does not show that it has the keyboard`);
    one.blur();
  }
  return [...new Set(found)];
}
