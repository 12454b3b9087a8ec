// What is read out to those who do not see the picture: the file, the tool, the label and the selection that the keyboard
// has come to. Where something else has the keyboard, the selection is in that and not said twice.

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

/** @param {Pick<PageParts, "element" | "work" | "toolbox" | "actions">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createTelling({ element, work, toolbox, actions }) {
  /** @type {Record<string, string>} */
  let known = {};
  let tool = "";

  function toolName() {
    const title = actions.all().find(({ id }) => id === `tool.${toolbox.name()}`)?.title;
    return title?.split(":")[0].split(",")[0] ?? "";
  }

  function selection() {
    const [one, count] = [work.selected(), work.count()];
    if (count > 1) return `${count.toLocaleString("en")} selected`;
    if (!one) return "Nothing selected";
    const state = [one.locked && "locked", one.hidden && "hidden", work.ghost() && "suggested"].filter(Boolean);
    return [work.title(one.label) ?? "No label", one.geometry.kind, ...state].join(", ");
  }

  function tell() {
    const file = work.document()?.file;
    tool = toolbox.name();
    if (!file) return;
    const label = work.activeLabel();
    /** @type {Record<string, string>} */
    const now = { file: file.name, tool: toolName(), label: label ? `Label ${work.title(label.name)}` : "No label", selection: selection() };
    const changed = Object.keys(now).filter((part) => known[part] !== now[part]);
    const isNew = known.file !== now.file;
    known = now;
    const said = isNew ? ["file"] : changed;
    if (said.length && isOnPicture()) element("telling").textContent = said.map((part) => now[part]).join(". ");
  }

  const isOnPicture = () => [element("stage"), document.body].some((one) => one === document.activeElement);
  return { panels: [{ draw: tell }], draw: () => void (tool !== toolbox.name() && tell()) };
}
