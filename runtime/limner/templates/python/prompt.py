# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python"]
#
# [tool.limner]
# name = "Interactive prompt"
# version = "0.1.0"
# description = "Suggests the region of like colour round the clicks of the prompt tool."
# grants = ["image:read", "instances:suggest"]
#
# [tool.limner.params.tolerance]
# type = "integer"
# default = 24
# minimum = 0
# maximum = 128
# title = "Tolerance"
# description = "How far a colour may be from the one clicked, per channel."
# ///
import cv2
import numpy as np

from limner import Mask, on


@on("prompt")
async def answer(event, canvas):
    pixels = await canvas.image()
    region = np.zeros(pixels.shape[:2], bool)
    for point in sorted(event.points, key=lambda point: not point.positive):  # what is clicked away goes last
        like = flood(pixels, point, canvas.params.tolerance)
        region = region | like if point.positive else region & ~like
    if region.any():
        x, y, width, height = cv2.boundingRect(region.astype(np.uint8))
        canvas.suggest(Mask((x, y, width, height), region[y : y + height, x : x + width]))


def flood(pixels, point, tolerance):
    """Give where (H x W bool) the colour is like that at the point, without a gap."""
    height, width = pixels.shape[:2]
    seed = min(max(int(point.x), 0), width - 1), min(max(int(point.y), 0), height - 1)
    found = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | 255 << 8 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE
    cv2.floodFill(pixels, found, seed, 0, (tolerance,) * 3, (tolerance,) * 3, flags)
    return found[1:-1, 1:-1] > 0
