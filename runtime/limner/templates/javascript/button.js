// /// script
// [tool.limner]
// name = "Button"
// version = "0.1.0"
// description = "Deletes all boxes smaller than a size, when its button is pressed and the question is answered."
// grants = ["instances:read", "instances:write", "ask"]
//
// [tool.limner.params.smallest]
// type = "number"
// default = 20.0
// minimum = 1.0
// title = "Smallest area"
// unit = "px²"
// ///
import { on } from "limner";

on("command", async (event, canvas) => {
  const boxes = await canvas.instances({ kind: "box" });
  const specks = boxes.filter(({ geometry }) => geometry.width * geometry.height < canvas.params.smallest);
  if (specks.length === 0) {
    canvas.notify("No box is smaller than that.");
  } else if ((await canvas.ask(`Delete ${specks.length} small boxes?`, ["Delete", "Keep"])) === "Delete") {
    for (const one of specks) canvas.delete(one);
  }
});
