# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python"]
#
# [tool.limner]
# name = "Box to polygon"
# namespace = "limner"
# version = "1.0.0"
# description = "Traces the object inside a box with GrabCut."
# places = ["browser", "server"]
# grants = ["image:read", "instances:write"]
# timeout = 10.0
# hotkey = "g"
#
# [tool.limner.params.detail]
# type = "number"
# default = 1.0
# minimum = 0.2
# maximum = 10.0
# step = 0.1
# unit = "px"
# title = "Detail"
# description = "How far the polygon may deviate from the outline found, in pixels."
#
# [tool.limner.params.margin]
# type = "number"
# default = 0.25
# minimum = 0.05
# maximum = 1.0
# step = 0.05
# title = "Margin"
# description = "How much of the photo around the box is looked at, as a share of the box."
#
# [tool.limner.params.iterations]
# type = "integer"
# default = 2
# minimum = 1
# maximum = 20
# title = "Iterations"
# description = "Rounds of GrabCut."
#
# [tool.limner.params.working_size]
# type = "integer"
# default = 112
# minimum = 64
# maximum = 512
# step = 16
# unit = "px"
# title = "Working size"
# description = "Long side of the picture GrabCut works on; larger finds finer things, more slowly."
#
# [tool.limner.params.all_parts]
# type = "boolean"
# default = true
# title = "All parts"
# description = "Keep every part found, not only the largest."
#
# [tool.limner.params.holes]
# type = "boolean"
# default = true
# title = "Holes"
# description = "Keep holes inside the object."
#
# [tool.limner.params.keep_box]
# type = "boolean"
# default = false
# title = "Keep the box"
# description = "Leave the box beside the polygon instead of replacing it."
# ///
"""Trace the object inside a box: colour seeds, a small GrabCut, then a sharp matte.

1. The box and a margin around it are shrunk to about `working_size` pixels, where GrabCut
   (Rother, Kolmogorov and Blake, SIGGRAPH 2004) costs milliseconds.
2. GrabCut starts from seeds: colours found mostly outside the box begin as background.
3. Its coarse mask is brought to a finer picture by projecting every pixel near the boundary on the
   line between the local object colour and the local ground colour.
4. The 0.5 level is followed along pixel edges and simplified.
"""

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np

from limner import Part, Polygon, on

Ring = np.ndarray  # N x 2 float64, (x, y) in pixels of the crop; integers are pixel edges
Rings = tuple[Ring, list[Ring]]  # outer ring, rings of its holes

_BINS = 16  # per channel of the seed histogram
_SEED_RATIO = 0.9  # a colour with less than this share inside, relative to outside, begins as ground
_SEED_RATIO_CORNERS = 1.2  # the same where only the box's corners are known of the outside
_SMOOTH = 1.0  # standard deviation of the matte's final blur, in its pixels
_SAME_COLOUR = 400.0  # squared RGB distance below which the matte trusts the mask, not the colours


@on("create_instance", kind="box", actor=("human", "import"))
async def trace(event, canvas):
    """Replace a box that was just drawn by the outline of what is in it."""
    await trace_box(event, canvas, event.instance)


@on("command")
async def trace_selected(event, canvas):
    """Trace the selected box when the button is pressed."""
    if event.instance is None or event.instance.geometry.kind != "box":
        canvas.notify("Select a box first, then press the button.", level="warning")
        return
    await trace_box(event, canvas, event.instance)


async def trace_box(event, canvas, box):
    """Trace what is in `box`; where nothing stands out, keep the box and say so."""
    params = canvas.params
    region = box.bounds.expand(params.margin, within=event.file)
    pixels = await canvas.image(region)
    x, y, width, height = box.bounds
    found = outline(
        pixels,
        (x - region.x, y - region.y, width, height),
        working_size=params.working_size,
        iterations=params.iterations,
        detail=params.detail,
        parts="all" if params.all_parts else "largest",
        holes=params.holes,
    )
    if not found:
        canvas.notify("No object stands out in the box, so it stays as it is.", level="warning")
        return
    polygon = Polygon(parts=[placed(outer, holes, region) for outer, holes in found])
    if params.keep_box:
        canvas.create(polygon, label=box.label, attributes=box.attributes)
    else:
        canvas.replace(box, polygon)


def placed(outer, holes, region):
    """Give rings of the crop as a part in pixels of the file."""
    origin = (region.x, region.y)
    return Part((outer + origin).tolist(), tuple((hole + origin).tolist() for hole in holes))


def outline(
    pixels: np.ndarray,
    box: Sequence[float],
    *,
    working_size: int = 112,
    iterations: int = 2,
    field_size: int = 512,
    slack: float = 0.12,
    detail: float = 1.0,
    speck: float = 0.01,
    parts: Literal["largest", "all"] = "largest",
    holes: bool = True,
) -> list[Rings]:
    """Outline the object in `box`, largest part first; [] if no object stands out.

    `pixels` is an H x W x 3 array of uint8, RGB: the box and a margin of photo around it. `box` is
    `(x, y, width, height)` in those pixels. The object may reach `slack` of the box's size beyond
    it, so that a hastily drawn box does not cut it. `detail` is the largest deviation of the
    simplified rings in pixels; parts below `speck` of the largest part's area, and holes below that
    share of their part's, are dropped. Deterministic: it seeds OpenCV's random generator.
    """
    height, width = pixels.shape[:2]
    field_image = _fit(np.ascontiguousarray(pixels), field_size)
    small = _fit(field_image, working_size)
    scale = np.array([small.shape[1] / width, small.shape[0] / height])
    inside = _inside(small.shape[:2], np.asarray(box, float) * np.tile(scale, 2), slack)
    mask = _segment(small, inside, iterations)
    if mask is None:
        return []
    field = _matte(field_image, small, mask)
    finer = max(1, field_size // max(field.shape))  # small crops: a ring finer than their pixels
    field = cv2.resize(field, None, fx=finer, fy=finer, interpolation=cv2.INTER_LINEAR)
    pixel = np.array([width / field.shape[1], height / field.shape[0]])
    return _parts(field > 0.5, pixel, detail, speck, parts, holes)


def _fit(image: np.ndarray, size: int, least: int = 24) -> np.ndarray:
    """Shrink to a long side of `size`, but neither side below `least`: slivers are widened."""
    height, width = image.shape[:2]
    factor = min(1.0, size / max(height, width))
    shape = max(least, round(width * factor)), max(least, round(height * factor))
    if shape == (width, height):
        return image
    grows = shape[0] > width or shape[1] > height
    return cv2.resize(image, shape, interpolation=cv2.INTER_LINEAR if grows else cv2.INTER_AREA)


def _inside(shape: tuple[int, int], box: np.ndarray, slack: float) -> np.ndarray:
    """Mask (`shape`, bool) of the box (x, y, w, h) grown by `slack`: where the object may be."""
    x, y, w, h = box
    left, right = np.clip(np.round([x - slack * w, x + w + slack * w]), 0, shape[1]).astype(int)
    top, bottom = np.clip(np.round([y - slack * h, y + h + slack * h]), 0, shape[0]).astype(int)
    inside = np.zeros(shape, bool)
    inside[min(top, shape[0] - 1) : max(bottom, top + 1), min(left, shape[1] - 1) : max(right, left + 1)] = True
    return inside


def _segment(image: np.ndarray, inside: np.ndarray, iterations: int) -> np.ndarray | None:
    """The object's mask (h x w uint8, 0 or 1) by GrabCut, or None where two attempts find nothing.

    The first attempt starts from colours; the second takes the middle of the box for granted.
    Without a ring of photo around the box the corners of the box stand in for the ground.
    """
    if image.std((0, 1)).max() < 1:
        return None
    oval, core = _oval(inside, 1.0), _oval(inside, 0.4)
    ground, ratio = (~inside, _SEED_RATIO) if inside.mean() < 0.95 else (~oval, _SEED_RATIO_CORNERS)
    by_colour = inside & ~_ground_coloured(image, inside & ~ground, ground, ratio)
    for likely, sure in ((by_colour, np.zeros_like(core)), (oval, core)):
        trimap = np.where(likely, cv2.GC_PR_FGD, np.where(inside, cv2.GC_PR_BGD, cv2.GC_BGD)).astype(np.uint8)
        trimap[sure] = cv2.GC_FGD
        if likely.sum() < 0.02 * inside.sum() or likely.all():
            continue
        cv2.setRNGSeed(0)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(image, trimap, None, *models, iterations, cv2.GC_INIT_WITH_MASK)
        mask = trimap & 1
        if mask[~sure].sum() > 0.02 * inside.sum() and mask.sum() < 0.97 * inside.sum():
            return mask
    return None


def _oval(inside: np.ndarray, share: float) -> np.ndarray:
    """The ellipse with `share` of the axes of the one inscribed in the rectangle `inside`."""
    x, y, w, h = cv2.boundingRect(inside.astype(np.uint8))
    ys, xs = np.ogrid[: inside.shape[0], : inside.shape[1]]
    return ((xs - x - (w - 1) / 2) * 2 / w) ** 2 + ((ys - y - (h - 1) / 2) * 2 / h) ** 2 < share**2


def _ground_coloured(image: np.ndarray, inside: np.ndarray, ground: np.ndarray, ratio: float) -> np.ndarray:
    """Where (h x w bool) a pixel's colour is rarer in `inside` than `ratio` times in `ground`.

    These seeds keep holes and the gaps between parts out of GrabCut's first object model.
    """
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB).astype(np.int32) * _BINS >> 8
    index = (lab[..., 0] * _BINS + lab[..., 1]) * _BINS + lab[..., 2]

    def share(where: np.ndarray) -> np.ndarray:
        counts = np.bincount(index[where], minlength=_BINS**3).astype(np.float32)
        for _ in range(3):  # smooth one axis, then turn the cube to the next
            counts = cv2.GaussianBlur(counts.reshape(_BINS, -1), (1, 3), 0.7).T.copy()
        return counts.ravel() / max(1, where.sum())

    return (share(inside) < ratio * share(ground))[index]


def _matte(image: np.ndarray, small: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Object coverage (H x W float32, about 0 to 1) of `image` from the coarse `mask` of `small`.

    Near the boundary coverage is (I - G) . (O - G) / |O - G|^2 for a pixel's colour I and the local
    mean colours O of the object and G of the ground; where those are alike it leans on the mask.
    """
    size = image.shape[1::-1]
    coverage, colour = mask.astype(np.float32), small.astype(np.float32)

    def local(weight: np.ndarray) -> np.ndarray:
        spread = cv2.GaussianBlur(weight, (0, 0), 2.0)[..., None] + 1e-3
        return cv2.GaussianBlur(colour * weight[..., None], (0, 0), 2.0) / spread

    def enlarge(plane: np.ndarray) -> np.ndarray:
        return cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR)

    ground = local(1 - coverage)
    across = local(coverage) - ground
    contrast = (across**2).sum(2) + _SAME_COLOUR
    slope = across / contrast[..., None]
    offset = (_SAME_COLOUR * cv2.GaussianBlur(coverage, (0, 0), 0.7) - (across * ground).sum(2)) / contrast
    matte = np.einsum("yxc,yxc->yx", image.astype(np.float32), enlarge(slope)) + enlarge(offset)
    edge = cv2.morphologyEx(coverage, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    matte = np.where(enlarge(edge) > 0, np.clip(matte, 0, 1), enlarge(coverage))
    return cv2.GaussianBlur(matte, (0, 0), _SMOOTH)


def _parts(mask: np.ndarray, pixel: np.ndarray, detail: float, speck: float, parts: str, holes: bool) -> list[Rings]:
    """Rings of a bool mask along its pixel edges, times `pixel` (x, y: crop pixels per mask pixel)."""
    # Doubled and smeared by one, a contour through pixel centres runs along the mask's pixel edges.
    doubled = np.zeros((2 * mask.shape[0] + 1, 2 * mask.shape[1] + 1), np.uint8)
    for dy, dx in ((0, 0), (0, 1), (1, 0), (1, 1)):
        doubled[dy : dy + 2 * mask.shape[0] : 2, dx : dx + 2 * mask.shape[1] : 2] = mask
    doubled = cv2.dilate(doubled, np.ones((2, 2), np.uint8), anchor=(1, 1))
    contours, tree = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    areas = [cv2.contourArea(contour) for contour in contours]
    outers = sorted((i for i in range(len(contours)) if tree[0, i, 3] < 0), key=lambda i: -areas[i])
    tolerance = max(detail, 0.75 * float(pixel.max()))  # below that, rings would be staircases

    def ring(i: int) -> Ring:
        points = (contours[i].reshape(-1, 2) * (pixel / 2)).astype(np.float32)
        return cv2.approxPolyDP(points[:, None], tolerance, True).reshape(-1, 2).astype(float)

    found: list[Rings] = []
    for i in outers[:1] if parts == "largest" else outers:
        if areas[i] < speck * areas[outers[0]] or len(outer := ring(i)) < 3:
            continue
        inner = [j for j in range(len(contours)) if holes and tree[0, j, 3] == i and areas[j] >= speck * areas[i]]
        found.append((outer, [hole for j in inner if len(hole := ring(j)) >= 3]))
    return found


def _warm_up():
    """Trace a bright square: the first call of an OpenCV function compiles it, which takes a moment."""
    pixels = np.full((48, 48, 3), 40, np.uint8)
    pixels[16:32, 16:32] = 200
    pixels[::3, ::5] += 9
    outline(pixels, (14, 14, 20, 20))


_warm_up()  # while the script loads, not while somebody waits
