# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy"]
#
# [tool.limner]
# name = "On opening an image"
# version = "0.1.0"
# description = "Shows dark images brighter. The image itself stays as it is."
# grants = ["image:read", "settings"]
#
# [tool.limner.params.target]
# type = "integer"
# default = 110
# minimum = 1
# maximum = 255
# title = "Brightness"
# description = "The mean that images are brought to, from 1 to 255."
# ///
from limner import on


@on("open_file")
async def answer(event, canvas):
    pixels = await canvas.image(scale=0.25)  # H x W x 3, RGB, from 0 to 255
    mean = float(pixels.mean())
    factor = max(1.0, min(4.0, canvas.params.target / max(mean, 1.0)))
    canvas.settings.brightness = factor
    canvas.log(f"{event.file.name}: mean {mean:.0f}, shown {factor:.1f} times as bright")
