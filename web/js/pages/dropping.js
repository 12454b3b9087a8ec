// A file that is dropped on the page would take its place in the tab: it is said where files are added instead.

/** @param {import("../../types/local.d.ts").PageParts} parts @returns {import("../../types/local.d.ts").Feature} */
export function createDropping({ files, notices }) {
  /** @param {DragEvent} event */
  const isOurs = (event) => !event.defaultPrevented && Boolean(event.dataTransfer?.types.includes("Files"));

  addEventListener("dragover", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  });
  addEventListener("drop", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    notices.add("info", "Images are added on the page of the project: drop them there.", undefined, { title: "Back to the files", run: files.leave });
  });
  return {};
}
