// Filling in attributes with the keyboard alone: to the form, to what is missing, and back to the picture.

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const CONTROLS = "input:not(:disabled), select:not(:disabled)";

/** @param {Pick<PageParts, "element" | "labelling" | "actions" | "refresh">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createFilling({ element, labelling: { requirements }, actions, refresh }) {
  /** The form is to be entered once it is drawn. */
  let wanted = false;
  const panel = () => element(element("several").hidden ? "inspector" : "several");

  const rows = () => [...panel().querySelectorAll(".attr")];
  /** @param {Element} row */
  const isOpen = (row) => row.querySelector(".must.open") !== null;

  /** Into the first field that has to be filled in, or the first of all. */
  function enter(row = rows().find(isOpen) ?? rows().find((one) => one.querySelector(CONTROLS)) ?? panel().querySelector(".form")) {
    wanted = false;
    const field = row?.querySelector(":checked:not(:disabled, option)") ?? row?.querySelector(CONTROLS);
    if (!(field instanceof HTMLElement)) return;
    field.focus();
    field.scrollIntoView({ block: "nearest" });
  }

  function leave() {
    const field = document.activeElement;
    if (field instanceof HTMLElement) field.blur(); // which stores what was typed
    element("stage").focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const isDone = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (event.key !== "Escape" && !isDone) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
    if (isDone) actions.run("complete");
  }

  for (const id of ["several", "inspector"]) element(id).addEventListener("keydown", onKey);

  /** From field to field of the form one is in, then to the next shape. */
  function goOn() {
    const row = document.activeElement?.closest(".attr");
    const other = row && rows().find((one) => one !== row && isOpen(one));
    leave();
    if (other) enter(other);
    else if (requirements.next()) begin();
  }

  function begin() {
    wanted = true;
    refresh();
  }

  return {
    actions: [
      { id: "attributes.fill", title: "Fill in the attributes of what is selected, or of the file; Escape leads back", section: "Labels", keys: "F2", run: begin },
      {
        id: "lacking.next",
        title: "Next shape that lacks what is required, and into its first empty field",
        section: "Shapes",
        keys: "F9",
        everywhere: true,
        repeats: true,
        run: goOn,
      },
    ],
    panels: [{ draw: () => void (wanted && enter()) }],
  };
}
