# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python"]
#
# [tool.limner]
# name = "Box to polygon"
# namespace = "limner"
# version = "2.0.0"
# description = "Traces the object inside a box with GrabCut, while you drag it; strokes of the prompt tool correct it."
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
# description = "Rounds of GrabCut: the last one on the larger picture, those before on the smallest."
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
#
# [tool.limner.params.prompt_boxes]
# type = "boolean"
# default = false
# title = "Prompt boxes"
# description = "Answer a box of the prompt tool too, with a suggestion; leave it off beside a script for that tool."
# ///
"""Trace the object inside a box: colour seeds, GrabCut on two small pictures, then a sharp matte.

1. The box and a margin around it are shrunk to `working_size` pixels, and again to about half of that.
2. GrabCut (Rother, Kolmogorov and Blake, SIGGRAPH 2004) runs on the smallest picture from seeds:
   colours found mostly outside the box begin as ground. On the larger one only a band along the outline
   is still open (banded graph cuts: Lombaert, Sun, Grady and Xu, ICCV 2005), which costs milliseconds.
3. Its mask is brought to a finer picture by projecting every pixel near the boundary on the line between
   the local object colour and the local ground colour.
4. The 0.5 level is followed along pixel edges and simplified.

While the box is dragged, the outline on the smallest picture is shown. Strokes are hard constraints on the
larger one, cut again with the colour models of the shape they are about, which are kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from limner import Bounds, Part, Polygon, Stroke, on

Ring = np.ndarray  # N x 2 float64, (x, y) in pixels of the crop; integers are pixel edges
Rings = tuple[Ring, list[Ring]]  # outer ring, rings of its holes
Models = tuple[np.ndarray, np.ndarray]  # of the ground's and the object's colours, as OpenCV keeps them

IDENTITY = "limner/box-to-polygon"
_BINS = 16  # per channel of the seed histogram
_SEED_RATIO = 0.9  # a colour with less than this share inside, relative to outside, begins as ground
_SEED_RATIO_CORNERS = 1.2  # the same where only the box's corners are known of the outside
_SMOOTH = 1.0  # standard deviation of the matte's final blur, in its pixels
_SAME_COLOUR = 400.0  # squared RGB distance below which the matte trusts the mask, not the colours
_SLACK = 0.12  # how far the object may reach beyond the box, as a share of it
_FAR = 0.25  # the same once strokes say what is meant
_FIELD = 512  # long side of the picture the matte is made on, about
_MEANS = 2.0  # from how many pixels for one on their means are taken
_COARSE = 64  # long side of the smallest picture
_BAND = 3  # half the width of what is open on the larger one, in pixels of the smallest
_NEAR = 31  # pixels across that a stroke leaves open around itself and what is coloured as it
_AROUND = 6  # pixels around the mask that the matte looks at
_OVERVIEW = 1024  # long side of the picture that is kept of a whole file
_KEPT = 8  # shapes whose models stay warm


@dataclass(frozen=True)
class Cut:
    """A place in a photo and what GrabCut made of it; the mask is 0 or 1, the models fit it."""

    field: np.ndarray  # H x W x 3 uint8, a whole multiple of the next
    small: np.ndarray  # the same place, h x w x 3 uint8
    box: np.ndarray  # (x, y, w, h) in pixels of `small`
    mask: np.ndarray  # h x w uint8
    models: Models


_overviews: dict[tuple, np.ndarray] = {}  # the last file's, by file and frame
_coarse: dict[tuple, Cut | None] = {}  # what the last preview found, by all it depends on
_works: dict[str, tuple[Polygon, Bounds, Cut]] = {}  # by the shape it became, the latest last


@on("draw_instance", kind="box", when=lambda event: event.before is None)
async def preview(event, canvas):
    """Show a quick outline while the box is dragged."""
    region, found = await coarse(event, canvas, event.instance.bounds, quick=True)
    polygon = found and polygon_of(found, region, canvas.params, finer=2)
    if polygon:
        canvas.suggest(polygon)


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
    region, found = await coarse(event, canvas, box.bounds)
    found = found and sharpened(found)
    polygon = found and polygon_of(found, region, canvas.params)
    if not polygon:
        canvas.notify("No object stands out in the box, so it stays as it is.", level="warning")
    elif canvas.params.keep_box:
        keep(canvas.create(polygon, label=box.label, attributes=box.attributes), polygon, region, found)
    else:
        keep(canvas.replace(box, polygon)[0], polygon, region, found)


@on("prompt", when=lambda event: bool(event.strokes or event.box) and not event.points)
async def correct(event, canvas):
    """Correct an outline of ours by strokes, or trace a box of the prompt tool; suggest what comes of it."""
    shape = event.instance
    if shape is not None and not event.box and shape.geometry.kind == "polygon" and shape.provenance.script == IDENTITY:
        region, found = await work_of(event, canvas, shape)
    elif shape is None and event.box and canvas.params.prompt_boxes:
        region, found = await coarse(event, canvas, event.box, strokes=event.strokes)
        found = found and sharpened(found)
    else:
        return  # for another script
    if found and event.strokes:
        found = corrected(found, event.strokes, region)
    polygon = found and polygon_of(found, region, canvas.params)
    if not polygon:
        canvas.notify("Nothing is left of the object after these strokes. Backspace takes the last one back.")
        return
    given = {"label": shape.label, "attributes": shape.attributes, "replaces": shape} if shape else {}
    keep(canvas.suggest(polygon, **given), polygon, region, found)


async def coarse(event, canvas, box, quick=False, strokes=()):
    """Give the region around a box, and the cut on the smallest picture of it or None; the last is kept."""
    file, params = event.file, canvas.params
    region = _reaching(box, strokes).expand(params.margin, within=file)
    crop = await pixels_of(event, canvas, region, quick)
    key = (file.id, file.frame, region, tuple(box), crop.shape, params.working_size, params.iterations)
    if key not in _coarse:
        found = rough(crop, _within(box, region), params.working_size, max(1, params.iterations - 1))
        _coarse.clear()
        _coarse[key] = found
    return region, _coarse[key]


async def pixels_of(event, canvas, region, quick=False):
    """Give the pixels of a region, from a picture of the whole file where that is as good or `quick` will do."""
    file = event.file
    scale = min(1.0, _OVERVIEW / max(file.width, file.height))
    if region.width < 1 or region.height < 1 or (scale < 1 and not quick):
        return await canvas.image(region)
    if (file.id, file.frame) not in _overviews:
        whole = await canvas.image(scale=scale)
        _overviews.clear()
        _overviews[file.id, file.frame] = whole
    whole = _overviews[file.id, file.frame]
    down, across = whole.shape[0] / file.height, whole.shape[1] / file.width
    left, top = int(region.x * across), int(region.y * down)
    right, bottom = round((region.x + region.width) * across), round((region.y + region.height) * down)
    return whole[top : max(bottom, top + 1), left : max(right, left + 1)]


async def work_of(event, canvas, shape):
    """Give the region and the cut behind a shape of ours: as kept, or made anew from its outline."""
    reach = _reaching(shape.bounds, event.strokes)
    room = 0 if reach == shape.bounds else _SLACK  # where a stroke leads out of the shape, more may belong to it
    polygon, region, cut = _works.get(shape.id, (None, None, None))
    if polygon != shape.geometry or not _holds(region, reach.expand(room, within=event.file)):
        region = reach.expand(canvas.params.margin, within=event.file)
        crop = await pixels_of(event, canvas, region)
        cut = relearned(crop, _within(shape.bounds, region), shape.geometry, region, canvas.params.working_size)
    if cut:
        keep(shape.id, shape.geometry, region, cut)
    return region, cut


def keep(shape, polygon, region, cut):
    """Keep what is behind a shape warm, in the place of what was not asked for longest."""
    _works.pop(shape, None)
    _works[shape] = polygon, region, cut
    while len(_works) > _KEPT:
        del _works[next(iter(_works))]


def polygon_of(cut: Cut, region: Bounds, params, finer: int | None = None) -> Polygon | None:
    """Give the polygon of a cut in pixels of the file, or None where nothing is left."""
    kept = {"parts": "all" if params.all_parts else "largest", "holes": params.holes, "detail": params.detail}
    found = rings_of(cut, region, finer=finer, **kept)
    parts = [Part(outer.tolist(), tuple(hole.tolist() for hole in holes)) for outer, holes in found]
    return Polygon(parts=parts) if parts else None


def outline(pixels: np.ndarray, box: Sequence[float], *, working_size: int = 112, iterations: int = 2) -> list[Rings]:
    """Outline the object in `box`, largest part first; [] if no object stands out.

    `pixels` is an H x W x 3 array of uint8, RGB: the box and a margin of photo around it. `box` is
    `(x, y, width, height)` in those pixels. Deterministic: it seeds OpenCV's random generator.
    """
    cut = rough(pixels, np.asarray(box, float), working_size, max(1, iterations - 1))
    region = Bounds(0, 0, pixels.shape[1], pixels.shape[0])
    return rings_of(sharpened(cut), region) if cut else []


def rough(pixels: np.ndarray, box: np.ndarray, working_size: int, rounds: int) -> Cut | None:
    """Cut the object in `box` out of the smallest picture of `pixels`; None if no object stands out.

    The object may reach a little beyond the box, so that a hastily drawn one does not cut it.
    """
    field, small = _pictures(pixels, working_size)
    box = box * (np.tile(small.shape[1::-1], 2) / np.tile(pixels.shape[1::-1], 2))
    smallest = _resized(small, _fitting(small.shape, _COARSE))
    shrunk = box * (np.tile(smallest.shape[1::-1], 2) / np.tile(small.shape[1::-1], 2))
    found = _segment(smallest, _inside(smallest.shape[:2], shrunk), rounds)
    return found and Cut(field, small, box, _enlarged(found[0], small.shape), found[1])


def sharpened(cut: Cut) -> Cut:
    """Cut once more on the larger picture, where only a band along the outline is open."""
    if max(cut.small.shape) <= _COARSE:
        return cut
    trimap = _banded(cut)
    trimap[~_inside(cut.mask.shape, cut.box)] = cv2.GC_BGD
    return _again(cut, trimap) or cut


def _banded(cut: Cut) -> np.ndarray:
    """Give the trimap of a cut with only a band along its outline open."""
    kernel = np.ones((2 * round(_BAND * max(1.0, max(cut.small.shape) / _COARSE)) + 1,) * 2, np.uint8)
    likely, sure = cv2.dilate(cut.mask, kernel), cv2.erode(cut.mask, kernel)
    return np.where(likely > sure, cv2.GC_PR_BGD | cut.mask, cut.mask).astype(np.uint8)


def relearned(pixels: np.ndarray, box: np.ndarray, polygon: Polygon, region: Bounds, working_size: int) -> Cut | None:
    """Make the cut that a polygon in pixels of the file would be, its colour models learned from its inside."""
    field, small = _pictures(pixels, working_size)
    mask = np.zeros(small.shape[:2], np.uint8)
    for part in polygon.parts:
        rings = [(_on(ring, small, region) * 16).astype(np.int32) for ring in (part.outer, *part.holes)]
        cv2.fillPoly(mask, rings, 1, shift=4)
    if not mask.any() or mask.all():
        return None
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    cv2.grabCut(small, mask | cv2.GC_PR_BGD, None, *models, 0, cv2.GC_INIT_WITH_MASK)
    return Cut(field, small, box * (np.tile(small.shape[1::-1], 2) / np.tile(pixels.shape[1::-1], 2)), mask, models)


def corrected(cut: Cut, strokes, region: Bounds) -> Cut | None:
    """Cut again where strokes say what is the object and what is ground; None where nothing is left of it."""
    within = [replace(stroke, points=_on(stroke.points, cut.small, region)) for stroke in strokes]
    inside = _inside(cut.mask.shape, _reaching(cut.box, within), _FAR)
    painted = np.full(inside.shape, cv2.GC_PR_BGD, np.uint8)
    for stroke in within:
        width = max(1, round(stroke.width * cut.small.shape[1] / region.width))
        value = cv2.GC_FGD if stroke.positive else cv2.GC_BGD
        cv2.polylines(painted, [(stroke.points * 16).round().astype(np.int32)], False, value, width, shift=4)
    over, beside, mask = painted == cv2.GC_FGD, painted == cv2.GC_BGD, cut.mask.astype(bool)
    likely = mask.copy()
    if over.any():  # what is coloured as the strokes over the object rather than as the ground
        likely |= ~_ground_coloured(cut.small, over, inside & ~mask & ~over, 1.0)
    if beside.any():
        likely &= _ground_coloured(cut.small, beside, mask & ~beside, 1.0)
    band = _banded(cut)
    open_ = cv2.dilate(((likely != mask) | over | beside).astype(np.uint8), np.ones((_NEAR, _NEAR), np.uint8)) | (
        band & 2
    )
    trimap = np.where(open_, cv2.GC_PR_BGD | likely, cut.mask).astype(np.uint8)
    trimap[~inside] = cv2.GC_BGD
    return _again(cut, np.where(over | beside, painted, trimap).astype(np.uint8))


def _again(cut: Cut, trimap: np.ndarray) -> Cut | None:
    """Cut once more from the models of a cut, which stay as they are; None where nothing is left of the object."""
    if not (trimap & 1).any() or (trimap & 1).all():
        return None
    models = cut.models[0].copy(), cut.models[1].copy()
    cv2.grabCut(cut.small, trimap, None, *models, 1, cv2.GC_EVAL)
    return replace(cut, mask=trimap & 1, models=models) if (trimap & 1).any() else None


def _within(box: Sequence[float], region: Bounds) -> np.ndarray:
    return np.asarray(box, float) - (region.x, region.y, 0, 0)


def _on(points: Sequence[Sequence[float]], small: np.ndarray, region: Bounds) -> np.ndarray:
    """Bring points of the file to a small picture of the region, N x 2; there integers are pixel centres."""
    scale = small.shape[1] / region.width, small.shape[0] / region.height
    return (np.asarray(points, float) - (region.x, region.y)) * scale - 0.5


def _reaching(box: Sequence[float], strokes) -> Bounds:
    """Give the bounds of a box and of the strokes over the object."""
    x, y, width, height = box
    points = [(x, y), (x + width, y + height), *(point for one in strokes if one.positive for point in one.points)]
    left, top, right, bottom = *np.min(points, 0).tolist(), *np.max(points, 0).tolist()
    return Bounds(left, top, right - left, bottom - top)


def _holds(outer: Bounds, inner: Bounds) -> bool:
    ends = [(one.x + one.width, one.y + one.height) for one in (outer, inner)]
    return outer.x <= inner.x and outer.y <= inner.y and ends[0][0] >= ends[1][0] and ends[0][1] >= ends[1][1]


def _pictures(pixels: np.ndarray, working_size: int) -> tuple[np.ndarray, np.ndarray]:
    """Give `pixels` at the size of the matte and at that of GrabCut, the one a whole multiple of the other."""
    height, width = shape = _fitting(pixels.shape, working_size)
    finest = max(1, _FIELD // max(shape))
    field = _resized(np.ascontiguousarray(pixels), (height * finest, width * finest))
    return field, _resized(field, shape)


def _fitting(shape: Sequence[int], size: int, least: int = 24) -> tuple[int, int]:
    """Give (height, width) with a long side of `size` at most, but neither below `least`: slivers are widened."""
    factor = min(1.0, size / max(shape[:2]))
    return max(least, round(shape[0] * factor)), max(least, round(shape[1] * factor))


def _resized(image: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """Give the image at (height, width); where it shrinks a lot, as means of its pixels."""
    if image.shape[:2] == tuple(shape[:2]):
        return image
    shrinks = min(image.shape[0] / shape[0], image.shape[1] / shape[1]) >= _MEANS
    return cv2.resize(image, (shape[1], shape[0]), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def _enlarged(mask: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """Give a mask of 0 and 1 at another size, its outline smooth."""
    return (_resized(mask * np.uint8(255), shape) > 127).astype(np.uint8)


def _inside(shape: tuple[int, int], box: np.ndarray, slack: float = _SLACK) -> np.ndarray:
    """Mask (`shape`, bool) of the box (x, y, w, h) grown by `slack`: where the object may be."""
    x, y, w, h = box
    left, right = np.clip(np.round([x - slack * w, x + w + slack * w]), 0, shape[1]).astype(int)
    top, bottom = np.clip(np.round([y - slack * h, y + h + slack * h]), 0, shape[0]).astype(int)
    inside = np.zeros(shape, bool)
    inside[min(top, shape[0] - 1) : max(bottom, top + 1), min(left, shape[1] - 1) : max(right, left + 1)] = True
    return inside


def _segment(image: np.ndarray, inside: np.ndarray, rounds: int) -> tuple[np.ndarray, Models] | None:
    """The object's mask (h x w uint8, 0 or 1) by GrabCut and its models, or None where two attempts find nothing.

    The first attempt starts from colours; the second takes the middle of the box for granted.
    Without a ring of photo around the box the corners of the box stand in for the ground.
    """
    if image.std((0, 1)).max() < 1:
        return None
    room = np.count_nonzero(inside)
    for likely, sure in _seeds(image, inside):
        if np.count_nonzero(likely) < 0.02 * room or likely.all():
            continue
        trimap = np.where(likely, cv2.GC_PR_FGD, np.where(inside, cv2.GC_PR_BGD, cv2.GC_BGD)).astype(np.uint8)
        trimap[sure] = cv2.GC_FGD
        cv2.setRNGSeed(0)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(image, trimap, None, *models, rounds, cv2.GC_INIT_WITH_MASK)
        mask = trimap & 1
        if np.count_nonzero(mask[~sure]) > 0.02 * room and np.count_nonzero(mask) < 0.97 * room:
            return mask, models
    return None


def _seeds(image: np.ndarray, inside: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What is likely the object and what surely, each h x w bool, for one attempt after another."""
    oval = _oval(inside, 1.0)
    ground, ratio = (~inside, _SEED_RATIO) if inside.mean() < 0.95 else (~oval, _SEED_RATIO_CORNERS)
    yield inside & ~_ground_coloured(image, inside & ~ground, ground, ratio), np.zeros_like(oval)
    yield oval, _oval(inside, 0.4)


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


def _matte(field: np.ndarray, small: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Object coverage (H x W float32, about 0 to 1) of `field` from the coarse `mask` of `small`.

    Near the boundary coverage is (I - G) . (O - G) / |O - G|^2 for a pixel's colour I and the local
    mean colours O of the object and G of the ground; where those are alike it leans on the mask.
    """
    coverage = mask.astype(np.float32)[..., None]
    planes = np.concatenate([small * coverage, small, coverage], 2, dtype=np.float32)
    blurred = cv2.GaussianBlur(planes, (0, 0), 2.0)
    part, whole, weight = blurred[..., :3], blurred[..., 3:6], blurred[..., 6:]
    ground = (whole - part) / (1 + 1e-3 - weight)
    across = part / (weight + 1e-3) - ground
    contrast = (across**2).sum(2, keepdims=True) + _SAME_COLOUR
    soft = cv2.GaussianBlur(coverage, (0, 0), 0.7)[..., None]
    offset = (_SAME_COLOUR * soft - (across * ground).sum(2, keepdims=True)) / contrast
    edge = cv2.morphologyEx(coverage, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))[..., None]
    size = field.shape[1::-1]
    slope = cv2.resize(across / contrast, size, interpolation=cv2.INTER_LINEAR)
    rest = cv2.resize(np.concatenate([offset, coverage, edge], 2), size, interpolation=cv2.INTER_LINEAR)
    offset, coverage, edge = cv2.split(rest)
    matte = cv2.transform(cv2.multiply(field, slope, dtype=cv2.CV_32F), np.ones((1, 3), np.float32)) + offset
    matte = np.where(edge > 0, np.clip(matte, 0, 1), coverage)
    return cv2.GaussianBlur(matte, (5, 5), _SMOOTH)


def rings_of(
    cut: Cut,
    region: Bounds,
    *,
    finer: int | None = None,
    detail: float = 1.0,
    speck: float = 0.01,
    parts: Literal["largest", "all"] = "all",
    holes: bool = True,
) -> list[Rings]:
    """Follow the outline of a cut in pixels of the file, largest part first.

    `finer` is how many times finer than its small picture, by default as fine as its field. `detail` is the
    largest deviation of the simplified rings in pixels; parts below `speck` of the largest part's area,
    and holes below that share of their part's, are dropped.
    """
    height, width = cut.small.shape[:2]
    finest = cut.field.shape[0] // height
    x, y, w, h = cv2.boundingRect(cut.mask)
    left, top = max(0, x - _AROUND), max(0, y - _AROUND)
    here = slice(top, min(height, y + h + _AROUND)), slice(left, min(width, x + w + _AROUND))
    there = tuple(slice(one.start * finest, one.stop * finest) for one in here)
    small, mask, field = cut.small[here], cut.mask[here], cut.field[there]
    finer = min(finer or finest, finest)
    field = _resized(field, (small.shape[0] * finer, small.shape[1] * finer))
    scale = np.array([region.width / width, region.height / height])
    found = _parts(_matte(field, small, mask) > 0.5, scale / finer, detail, speck, parts, holes)
    origin = (region.x, region.y) + scale * (left, top)
    return [(outer + origin, [hole + origin for hole in rings]) for outer, rings in found]


def _parts(mask: np.ndarray, pixel: np.ndarray, detail: float, speck: float, parts: str, holes: bool) -> list[Rings]:
    """Rings of a bool mask along its pixel edges, times `pixel` (x, y: crop pixels per mask pixel)."""
    # Doubled and smeared by one, a contour through pixel centres runs along the mask's pixel edges.
    doubled = cv2.resize(mask.astype(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    doubled = cv2.copyMakeBorder(doubled, 0, 1, 0, 1, cv2.BORDER_CONSTANT, value=0)
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
    """Trace and correct a bright square: the first call of an OpenCV function compiles it, which takes a moment."""
    pixels = np.full((48, 48, 3), 40, np.uint8)
    pixels[16:32, 16:32] = 200
    pixels[::3, ::5] += 9
    cut = rough(pixels, np.array([14.0, 14, 20, 20]), 112, 1)
    if cut:
        region = Bounds(0, 0, 48, 48)
        rings_of(sharpened(cut), region)
        corrected(cut, [Stroke(((18, 18), (20, 24)), 3.0), Stroke(((8, 8), (8, 24)), 3.0, False)], region)


_warm_up()  # while the script loads, not while somebody waits
