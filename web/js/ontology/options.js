// Options as people type them: one a line, `value = what people read`, two spaces deeper for those below.

/** @typedef {import("../../types/data.d.ts").Option} Option */

const DEEPER = 2;

/** @param {Option[]} options @param {number} [depth] @returns {string} */
export function textOf(options, depth = 0) {
  return options
    .flatMap(({ value, title, children = [] }) => [
      `${" ".repeat(DEEPER * depth)}${value}${title && title !== value ? ` = ${title}` : ""}`,
      ...(children.length ? [textOf(children, depth + 1)] : []),
    ])
    .join("\n");
}

/**
 * Read options; a line that lies deeper than the one above belongs below it.
 * @param {string} text
 * @param {boolean} [nested] whether there may be options below others
 * @returns {Option[]}
 */
export function optionsOf(text, nested = false) {
  /** @type {Option[]} */
  const top = [];
  /** @type {{indent: number, children: Option[]}[]} */
  const open = [{ indent: -1, children: top }];
  for (const line of text.replaceAll("\t", "  ").split("\n").filter((one) => one.trim())) {
    const indent = nested ? line.length - line.trimStart().length : 0;
    while (open.length > 1 && open[open.length - 1].indent >= indent) open.pop();
    const [value, ...rest] = line.split("=");
    const title = rest.join("=").trim();
    /** @type {Option} */
    const option = { value: value.trim(), title: title || null, children: [] };
    open[open.length - 1].children.push(option);
    if (nested) open.push({ indent, children: option.children });
  }
  return top;
}
