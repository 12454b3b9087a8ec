// /// script
// [tool.limner]
// name = "Interactive prompt"
// version = "0.1.0"
// description = "Suggests a box round the region of like colour at the first click of the prompt tool."
// grants = ["image:read", "instances:suggest"]
//
// [tool.limner.params.tolerance]
// type = "integer"
// default = 24
// minimum = 0
// maximum = 128
// title = "Tolerance"
// description = "How far a colour may be from the one clicked, per channel."
// ///
import { Box, on } from "limner";

on("prompt", async (event, canvas) => {
  const point = event.points.find(({ positive }) => positive !== false);
  if (!point) return;
  const pixels = await canvas.image(); // an ImageData
  const { left, top, right, bottom } = flood(pixels, Math.floor(point.x), Math.floor(point.y), canvas.params.tolerance);
  canvas.suggest(Box(left, top, right - left + 1, bottom - top + 1));
});

/** Give the bounds of where the colour is like that at (x, y), without a gap. */
function flood({ data, width, height }, x, y, tolerance) {
  const first = y * width + x;
  const seen = new Uint8Array(width * height);
  const found = { left: x, top: y, right: x, bottom: y };
  const like = (at) => [0, 1, 2].every((channel) => Math.abs(data[4 * at + channel] - data[4 * first + channel]) <= tolerance);
  for (const waiting = [first]; waiting.length > 0; ) {
    const at = waiting.pop();
    if (seen[at] || !like(at)) continue;
    seen[at] = 1;
    const [column, row] = [at % width, Math.floor(at / width)];
    found.left = Math.min(found.left, column);
    found.right = Math.max(found.right, column);
    found.top = Math.min(found.top, row);
    found.bottom = Math.max(found.bottom, row);
    if (column > 0) waiting.push(at - 1);
    if (column < width - 1) waiting.push(at + 1);
    if (row > 0) waiting.push(at - width);
    if (row < height - 1) waiting.push(at + width);
  }
  return found;
}
