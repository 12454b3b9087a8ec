# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python"]
#
# [tool.limner]
# name = "Attributes from pixels"
# namespace = "limner"
# version = "1.0.0"
# description = "Fills empty attributes of shapes with their colour, size, sharpness and what covers them."
# places = ["browser", "server"]
# grants = ["image:read", "instances:read", "instances:write", "ask"]
# timeout = 60.0
#
# [tool.limner.commands.describe]
# description = "Fills what is empty, of the selected shape or of all shapes of the file."
# hotkey = "Shift+A"
# kinds = ["box", "polygon", "ellipse", "mask"]
#
# [tool.limner.params.colour]
# type = "string"
# default = "colour"
# title = "Colour"
# description = "Attribute for the name of the colour most pixels have; empty: none."
#
# [tool.limner.params.hex]
# type = "string"
# default = "hex"
# title = "Hex colour"
# description = "Attribute for the mean of those pixels as #rrggbb; empty: none."
#
# [tool.limner.params.size]
# type = "string"
# default = "size"
# title = "Size"
# description = "Attribute for small, medium or large; empty: none."
#
# [tool.limner.params.sharpness]
# type = "string"
# default = "sharpness"
# title = "Sharpness"
# description = "Attribute for sharp, soft or blurred; empty: none."
#
# [tool.limner.params.occluded]
# type = "string"
# default = "occluded"
# title = "Occluded"
# description = "Attribute for the share covered by shapes above, on the command only; empty: none."
#
# [tool.limner.params.small_below]
# type = "integer"
# default = 1024
# minimum = 1
# maximum = 1000000
# unit = "px²"
# title = "Small below"
# description = "COCO: 32²."
#
# [tool.limner.params.large_from]
# type = "integer"
# default = 9216
# minimum = 1
# maximum = 1000000
# unit = "px²"
# title = "Large from"
# description = "COCO: 96²."
#
# [tool.limner.params.sharp_from]
# type = "number"
# default = 0.03
# minimum = 0.0
# maximum = 0.2
# step = 0.001
# title = "Sharp from"
# description = "Variance of the Laplacian as a share of the variance of the brightness."
#
# [tool.limner.params.blurred_below]
# type = "number"
# default = 0.008
# minimum = 0.0
# maximum = 0.2
# step = 0.001
# title = "Blurred below"
# description = "The same measure."
# ///
"""Describe shapes by the pixels inside them, and fill in only what nobody has.

- Colour: every pixel votes for the nearest shade of PALETTE in CIELAB; the names are the eleven basic
  colour terms of English (Berlin and Kay, Basic Color Terms, 1969).
- Size: COCO's classes by area, small below 32² px and large from 96² (Lin et al., ECCV 2014, evaluation).
- Sharpness: the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000) within the shape, divided by that
  of the brightness so that contrast cancels, on a shape shrunk to one size so that resolution does.
- Occlusion: the share of the shape that later shapes of the file cover.
"""

import math

import cv2
import numpy as np

from limner import area, on

PALETTE = {
    "black": ("0a0a0a", "262626"),
    "grey": ("4d4d4d", "808080", "b0b0b0"),
    "white": ("e0e0e0", "ffffff"),
    "red": ("c81e1e", "e63c32", "7d1216"),
    "orange": ("f07814", "f59b3c", "d25a1e"),
    "yellow": ("f5dc1e", "fff08c", "c8aa1e"),
    "green": ("1e8c32", "78c85a", "14501e", "6e7d28", "50b4a0"),
    "blue": ("1e46c8", "4696dc", "0f1e5a", "96c8eb", "466482"),
    "purple": ("78288c", "a078d2", "46145a"),
    "pink": ("f5a0be", "e646a0", "ffc8d2"),
    "brown": ("784b1e", "a5734b", "4b2d14", "c8a078"),
}
NAMES = list(PALETTE)
INSIDE = ("box", "polygon", "ellipse", "mask")
MEASURED = 96  # px: the square root of a shape's area where its sharpness is measured, unless it is smaller
LEAST = 12  # px: below this sharpness means nothing
FLAT = 9.0  # variance of the brightness below which there is nothing to be sharp

_described: set[str] = set()  # shapes that an earlier run of this cell took along
_answers: dict[str, str | None] = {}


@on("create_instance", kind=INSIDE, when=lambda event: event.instance.id not in _described)
async def describe_new(event, canvas):
    """Describe a new shape, and in the same go all that came after it: a thousand cost one look at the image."""
    there = await canvas.instances()
    places = [i for i, one in enumerate(there) if one.id == event.instance.id]
    fresh = [one for one in there[places[0] + 1 :] if one.geometry.kind in INSIDE] if places else []
    if len(_described) > 100_000:
        _described.clear()
    _described.update(one.id for one in fresh)
    await describe([event.instance, *fresh], [], event.file, canvas)


@on("command", command="describe")
async def describe_chosen(event, canvas):
    """Describe the selected shape, or all once that is confirmed, and say what was filled in."""
    there = await canvas.instances()
    one = event.instance
    chosen = [one] if one else [each for each in there if each.geometry.kind in INSIDE and not each.locked]
    if one and (one.locked or one.geometry.kind not in INSIDE):
        canvas.notify(f"The selected {one.geometry.kind} is locked or has no inside.", level="warning")
    elif not chosen:
        canvas.notify("There is no shape with an inside on this file.", level="warning")
    elif one or await confirmed(event.id, len(chosen), canvas):
        filled = await describe(chosen, there, event.file, canvas)
        shapes = "1 shape" if len(chosen) == 1 else f"{len(chosen):,} shapes"
        canvas.notify(f"Filled {filled:,} attributes of {shapes}." if filled else "Nothing is empty.")


async def confirmed(event, count, canvas):
    """Ask once, however often a slider runs the same command again."""
    if event not in _answers:
        answer = await canvas.ask(f"Describe all {count:,} shapes?", ["Yes", "No"])
        _answers.clear()
        _answers[event] = answer
    return _answers[event] == "Yes"


async def describe(shapes, above, file, canvas):
    """Fill the empty attributes of shapes; `above` is the whole pile, where it matters. Gives how many were filled."""
    params, filled = canvas.params, 0
    wanted = {what: params[what] for what in ("colour", "hex", "size", "sharpness", "occluded") if params[what]}
    empty = {one.id: [w for w in wanted if one.attributes.get(wanted[w]) in (None, "")] for one in shapes}
    shapes = [one for one in shapes if empty[one.id]]
    pile = {one.id: one.geometry for one in (*shapes, *above) if one.geometry.kind in INSIDE}
    cells = {id: Cell(shape, file) for id, shape in pile.items()}
    shapes = [one for one in shapes if cells[one.id].mask.any()]
    if not shapes:
        return 0
    look = Look(await canvas.image(union(cells[one.id].bounds for one in shapes)), [cells[one.id] for one in shapes])
    covered = occlusion([one for one in above if one.id in cells], cells, file) if "occluded" in wanted else {}
    for one in shapes:
        found = {**look.at(cells[one.id], params), "occluded": covered.get(one.id)}
        given = {wanted[what]: found[what] for what in empty[one.id] if found[what] is not None}
        if given:
            canvas.set_attributes(one, **given)
            filled += len(given)
    return filled


class Cell:
    """A shape's pixels: those whose centres lie inside, within the file; of the tiniest the one it lies in."""

    def __init__(self, shape, file):
        bounds = shape.bounds
        x, y, width, height = map(int, bounds.expand(within=file))
        self.whole = area(shape)
        if shape.kind == "mask":
            given = np.repeat(np.arange(len(shape.rle)) % 2 == 1, shape.rle).reshape(int(bounds.height), -1)
            left, top = x - int(bounds.x), y - int(bounds.y)
            self.mask = given[top : top + height, left : left + width]
        elif shape.kind == "box" and not shape.rotation:
            rows, columns = y + 0.5 + np.arange(height), x + 0.5 + np.arange(width)
            level = (rows >= bounds.y) & (rows < bounds.y + bounds.height)
            self.mask = level[:, None] & (columns >= bounds.x) & (columns < bounds.x + bounds.width)
        else:
            self.mask = inside(rings_of(shape), x, y, width, height)
        if not self.mask.any() and width > 0 and height > 0 and self.whole > 0:
            self.mask = np.zeros((height, width), bool)
            self.mask[height // 2, width // 2] = True
        self.bounds = (x, y, x + width, y + height)
        self.cut = bounds.x < 0 or bounds.y < 0 or bounds.x + bounds.width > file.width
        self.cut = self.cut or bounds.y + bounds.height > file.height

    @property
    def area(self):
        """Its exact area, or where the image cuts it the pixels that are left."""
        return float(self.mask.sum()) if self.cut else self.whole

    def within(self, left=0, top=0):
        x, y, right, bottom = self.bounds
        return slice(y - top, bottom - top), slice(x - left, right - left)


class Look:
    """The part of the image that holds the shapes, every pixel's colour named once for all of them."""

    def __init__(self, pixels, cells):
        self.left, self.top = union(cell.bounds for cell in cells)[:2]
        self.pixels = pixels
        bits = (pixels >> 3).astype(np.uint16)
        self.names = SHADES[(bits[..., 0] << 10) | (bits[..., 1] << 5) | bits[..., 2]]
        self.gray = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)

    def at(self, cell, params):
        where = cell.within(self.left, self.top)
        names, pixels = self.names[where][cell.mask], self.pixels[where][cell.mask]
        most = int(np.bincount(names, minlength=len(NAMES)).argmax())
        red, green, blue = np.round(pixels[names == most].mean(0)).astype(int)
        measured = sharpness(self.gray[where], cell.mask)
        sharp = None if measured is None else "sharp" if measured >= params.sharp_from else "soft"
        return {
            "colour": NAMES[most],
            "hex": f"#{red:02x}{green:02x}{blue:02x}",
            "size": "small"
            if cell.area < params.small_below
            else "large"
            if cell.area >= params.large_from
            else "medium",
            "sharpness": "blurred" if measured is not None and measured < params.blurred_below else sharp,
        }


def sharpness(gray, mask):
    """Give the variance of the Laplacian within the mask, as a share of that of the brightness; None of flat things."""
    side = math.sqrt(mask.sum())
    if side < LEAST:
        return None
    if side > MEASURED:
        size = [max(3, round(length * MEASURED / side)) for length in gray.shape[::-1]]
        gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    calm = cv2.GaussianBlur(gray.astype(np.float32), (0, 0), 0.8)  # grain is not sharpness
    contrast = calm[mask].var() if mask.any() else 0.0
    return float(cv2.Laplacian(calm, cv2.CV_32F)[mask].var() / contrast) if contrast >= FLAT else None


def occlusion(pile, cells, file):
    """Give the share of each shape that is not seen where all are laid on each other in their order."""
    top = np.full((file.height, file.width), -1, np.int32)
    for i, one in enumerate(pile):
        if not one.hidden:
            top[cells[one.id].within()][cells[one.id].mask] = i
    shares = {}
    for i, one in enumerate(pile):
        seen = top[cells[one.id].within()][cells[one.id].mask]
        shares[one.id] = round(float((seen > i).mean()), 2) if len(seen) else None
    return shares


def union(bounds):
    lefts, tops, rights, bottoms = zip(*bounds, strict=True)
    return min(lefts), min(tops), max(rights) - min(lefts), max(bottoms) - min(tops)


def rings_of(shape):
    """Give the rings that bound a polygon, a turned box or an ellipse."""
    if shape.kind == "polygon":
        return [np.array(ring) for ring in shape.rings]
    turn, middle = math.radians(shape.rotation), np.array([shape.x, shape.y])
    if shape.kind == "box":
        half = np.array([shape.width, shape.height]) / 2
        middle, ring = middle + half, np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    else:
        round_it = np.linspace(0, 2 * np.pi, 129)[:-1]
        ring = np.column_stack([np.cos(round_it) * shape.rx, np.sin(round_it) * shape.ry])
    return [middle + ring @ np.array([(math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))])]


def inside(rings, left, top, width, height):
    """Say of each pixel whether its centre lies in the rings, by the even-odd rule."""
    turns = np.zeros((height, width + 1), np.int32)
    for ring in rings:
        a = ring - (left + 0.5, top + 0.5)
        b = np.roll(a, -1, 0)
        first, last = (np.clip(np.ceil(y), 0, height).astype(int) for y in np.sort((a[:, 1], b[:, 1]), 0))
        edge = np.repeat(np.arange(len(a)), last - first)
        row = np.arange(len(edge)) - np.repeat(np.cumsum(last - first) - last, last - first)
        across = (b - a)[edge]
        x = a[edge, 0] + (row - a[edge, 1]) * across[:, 0] / across[:, 1]
        np.add.at(turns, (row, np.clip(np.ceil(x), 0, width).astype(int)), 1)
    return np.cumsum(turns, 1)[:, :-1] % 2 == 1


def shades():
    """Give the number of the nearest name for each colour of five bits a channel."""
    levels = np.arange(32, dtype=np.float32) * 8 + 4
    colours = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1).reshape(1, -1, 3) / 255
    tones = [(NAMES.index(name), bytes.fromhex(shade)) for name, some in PALETTE.items() for shade in some]
    wanted = np.array([[list(shade) for _, shade in tones]], np.float32) / 255
    lab, tone = (cv2.cvtColor(each, cv2.COLOR_RGB2LAB)[0] for each in (colours, wanted))
    nearest = np.argmin(((lab[:, None] - tone) ** 2).sum(2), 1)
    return np.array([number for number, _ in tones], np.uint8)[nearest]


SHADES = shades()


def warm_up():
    """Look at a few pixels while the script loads: the first call of an OpenCV function takes a moment."""
    gray = np.arange(128 * 128, dtype=np.uint8).reshape(128, 128)
    sharpness(cv2.cvtColor(np.dstack([gray] * 3), cv2.COLOR_RGB2GRAY), np.ones((128, 128), bool))


warm_up()
