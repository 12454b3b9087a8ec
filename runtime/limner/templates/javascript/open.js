// /// script
// [tool.limner]
// name = "On opening an image"
// version = "0.1.0"
// description = "Shows dark images brighter. The image itself stays as it is."
// grants = ["image:read", "settings"]
//
// [tool.limner.params.target]
// type = "integer"
// default = 110
// minimum = 1
// maximum = 255
// title = "Brightness"
// description = "The mean that images are brought to, from 1 to 255."
// ///
import { on } from "limner";

on("open_file", async (event, canvas) => {
  const pixels = await canvas.image(null, { scale: 0.25 }); // an ImageData
  let sum = 0;
  for (let i = 0; i < pixels.data.length; i += 4) sum += pixels.data[i] + pixels.data[i + 1] + pixels.data[i + 2];
  const mean = sum / (3 * pixels.width * pixels.height);
  const factor = Math.max(1, Math.min(4, canvas.params.target / Math.max(mean, 1)));
  canvas.settings.brightness = factor;
  canvas.log(`${event.file.name}: mean ${mean.toFixed()}, shown ${factor.toFixed(1)} times as bright`);
});
