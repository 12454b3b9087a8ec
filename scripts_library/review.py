# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy"]
#
# [tool.limner]
# name = "Review"
# namespace = "limner"
# version = "1.0.0"
# description = "A checklist before a file is complete: each finding leads to its place."
# places = ["browser", "server"]
# grants = ["instances:read"]
# timeout = 20.0
# hotkey = "r"
#
# [tool.limner.params.hold]
# type = "string"
# default = "warn once"
# enum = ["warn once", "always", "never"]
# title = "Hold"
# description = "Whether findings keep a file from being complete: once, until they are mended, or never."
#
# [tool.limner.params.required]
# type = "string"
# default = ""
# title = "Required"
# description = "Attributes that labels must have, as in `person: pose, on_phone; car: plate`; `*` is every label."
#
# [tool.limner.params.smallest]
# type = "number"
# default = 4.0
# minimum = 0.0
# maximum = 64.0
# step = 1.0
# unit = "px"
# title = "Smallest"
# description = "A shape whose area is below the square of this, or a line shorter than it, counts as tiny."
#
# [tool.limner.params.overlap]
# type = "number"
# default = 0.8
# minimum = 0.3
# maximum = 1.0
# step = 0.05
# title = "Overlap"
# description = "Intersection over union from which two shapes of one label count as the same thing twice."
#
# [tool.limner.params.crossings]
# type = "boolean"
# default = true
# title = "Crossings"
# description = "Look for outlines that cross themselves."
#
# [tool.limner.params.unlabelled]
# type = "boolean"
# default = true
# title = "No label"
# description = "Look for shapes without a label."
#
# [tool.limner.params.empty]
# type = "boolean"
# default = true
# title = "Empty file"
# description = "A file without any shape is a finding."
# ///
"""Go through a file's shapes before it is complete, and list what is likely to be a slip.

Shapes that are too small, outlines that cross themselves, attributes that are missing, the same thing
drawn twice, shapes beyond the image, shapes without a label, a file without shapes. Pairs of shapes and
of edges are swept along one axis, so that ten thousand of either take a fraction of a second.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from limner import Bounds, Finding, area, iou, on

_CHUNK = 500_000  # pairs looked at together
_MOST_PAIRS = 40_000_000  # what a crowd may cost before the rest of it is left alone
_MOST_OVERLAPS = 1_000
_DIRECTIONS = np.pi * np.arange(8) / 8  # a comb lies well along one of these
_KEPT = 20_000  # shapes whose measures are remembered, so that an edit measures one
_SLACK = 0.5  # pixels beyond the image that rounding may bring

_warned = {}  # file -> the revision on which it was held
_listed = {}  # file -> when the shapes of the list on show were read


@on("before_save", when=lambda event: event.reason == "complete")
async def hold(event, canvas):
    """Hold a file that has findings; pressing Complete again goes through, where that is how it is set."""
    found = await review(event, canvas)
    hold = canvas.params.hold
    if not found or hold == "never":
        return
    if hold == "warn once" and _warned.get(event.file.id) == event.revision:
        return
    _warned[event.file.id] = event.revision
    again = " Press Complete again to leave it so." if hold == "warn once" else ""
    canvas.veto(f"{_count(found)} on this file.{again}")


@on("command")
async def check(event, canvas):
    """Check at any time."""
    found = await review(event, canvas)
    canvas.notify(f"{_count(found)}: F8 goes through them." if found else "Nothing to mend was found.")


@on(
    *("create_instance", "update_instance", "delete_instance", "restore_instance"),
    schedule="latest",
    when=lambda event: event.at >= _listed.get(event.file.id, "~"),
)
async def refresh(event, canvas):
    """Keep a list that is on show true to what is on the file now."""
    await review(event, canvas)


@on("leave_file")
def forget(event):
    """The list goes with the file."""
    _listed.pop(event.file.id, None)


async def review(event, canvas):
    """Read the shapes, list what is found, and give it."""
    _listed[event.file.id] = _now()
    shapes = await canvas.instances()
    found = list(findings(shapes, event.file, canvas.params))
    canvas.report(found, checked=f"{len(shapes):,} {'shape' if len(shapes) == 1 else 'shapes'} checked")
    return found


def findings(shapes, file, params):
    """Give what is found on the shapes of a file, the graver things first."""
    required, unread = requirements(params.required)
    if unread:
        yield Finding(f"The setting Required cannot be read at “{unread}”: write label: attribute, attribute; …")
    if params.empty and not shapes:
        yield Finding("The file has no shapes")
    if params.unlabelled:
        yield from (Finding("No label", one, level="error") for one in shapes if not one.label)
    for check in (_incomplete(shapes, required), _beyond(shapes, file)):
        yield from check
    if params.crossings:
        yield from _crossing(shapes)
    yield from _tiny(shapes, params.smallest)
    yield from _doubled(shapes, params.overlap)


def requirements(text):
    """Read `person: pose, on_phone; car: plate`. Gives the attributes by label, and the first part that is none."""
    required = defaultdict(list)
    for part in filter(str.strip, text.split(";")):
        label, colon, names = part.partition(":")
        wanted = [name.strip() for name in names.split(",") if name.strip()]
        if not colon or not label.strip() or not wanted:
            return {}, part.strip()
        required[label.strip()] += wanted
    return required, ""


def _incomplete(shapes, required):
    for one in shapes if required else ():
        wanted = dict.fromkeys([*required.get(one.label, ()), *required.get("*", ())])
        missing = [name for name in wanted if one.attributes.get(name) in (None, "")]
        if missing:
            yield Finding(f"Lacks {', '.join(missing)}", one, level="error")


def _beyond(shapes, file):
    for one in shapes:
        if one.geometry.kind == "tag":
            continue
        x, y, width, height = one.bounds
        if x > file.width or y > file.height or x + width < 0 or y + height < 0:
            yield Finding("Lies outside the image", one, level="error")
            continue
        excess = max(-x, -y, x + width - file.width, y + height - file.height)
        if excess > _SLACK:
            yield Finding(f"Reaches {excess:.0f} px beyond the image", one)


def _tiny(shapes, smallest):
    for one in shapes:
        kind, (_, _, width, height) = one.geometry.kind, one.bounds
        if kind in ("point", "keypoints", "tag", "cuboid") or (kind == "polygon" and _first_crossing(one.geometry)):
            continue  # without an inside, or with one that has no area of its own
        size = max(width, height) if kind == "polyline" else _measures(one.geometry)[0] ** 0.5
        if size < smallest:
            yield Finding(f"Tiny: {width:.3g} x {height:.3g} px", one)


def _crossing(shapes):
    for one in shapes:
        if one.geometry.kind != "polygon":
            continue
        place = _first_crossing(one.geometry)
        if place:
            x, y = place
            yield Finding("The outline crosses itself", one, Bounds(x - 6, y - 6, 12, 12), level="error")


@lru_cache(_KEPT)
def _first_crossing(polygon):
    places = (crossing(np.array(ring)) for ring in polygon.rings)
    return next((place for place in places if place), None)


def crossing(ring):
    """Give a place (x, y) where the edges of a ring (N x 2) cross, or None; edges that only touch do not cross.

    The edges are swept along the direction in which they overlap least.
    """
    if len(ring) < 4:
        return None
    start, end = ring, np.roll(ring, -1, axis=0)
    turns = [_turned(start, end, angle) for angle in (_DIRECTIONS if len(ring) > 64 else _DIRECTIONS[:1])]
    for one, other in _meeting(*min(turns, key=lambda turn: _crowd(turn[0][:, 0], turn[1][:, 0]))):
        a, b, c, d = start[one], end[one], start[other], end[other]
        hit = np.flatnonzero((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))
        if len(hit):
            a, b, c, d = (points[hit[0]] for points in (a, b, c, d))
            return tuple((a + (b - a) * _side(c, d, a) / (_side(c, d, a) - _side(c, d, b))).tolist())
    return None


def _turned(start, end, angle):
    """Give the bounds of edges (low N x 2, high N x 2) as seen turned by an angle."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.minimum(start @ turn, end @ turn), np.maximum(start @ turn, end @ turn)


def _side(a, b, c):
    """On which side of the line from a to b the point c lies: above 0, below 0, or 0 on it."""
    ab, ac = b - a, c - a
    return ab[..., 0] * ac[..., 1] - ab[..., 1] * ac[..., 0]


def _doubled(shapes, threshold):
    """Find shapes of one label and sort that cover the same place; the later drawn is the one named."""
    groups = defaultdict(list)
    for one in shapes:
        groups[one.label, one.geometry.kind].append(one)
    count = 0
    for members in groups.values():
        for one, other, share in overlaps(members, threshold):
            count += 1
            yield Finding(f"Covers another {other.label or one.geometry.kind} by {share:.0%}", one, _common(one, other))
            if count == _MOST_OVERLAPS:
                return


def overlaps(members, threshold):
    """Give the pairs of instances whose intersection over union is at least `threshold`, each with it.

    Two bounds keep most pairs from being measured. Shapes share no more than their bounds and the smaller
    area; and what belongs to one alone is too little to move the middle of the other by much.
    """
    if len(members) < 2 or members[0].geometry.kind == "tag":
        return
    inside, *moments = np.array([_measures(one.geometry) for one in members]).T
    moments = np.stack(moments, 1)
    bounds = np.array([one.bounds for one in members])
    low, high = bounds[:, :2], bounds[:, :2] + bounds[:, 2:]
    for one, other in _meeting(low, high):
        both = inside[one] + inside[other]
        least = threshold * both / (1 + threshold)  # what they must share
        sides = np.minimum(high[one], high[other]) - np.maximum(low[one], low[other])
        common = np.minimum(sides.clip(0).prod(1), np.minimum(inside[one], inside[other]))
        same = (bounds[one] == bounds[other]).all(1)
        likely = (common >= least) & ((common > 0) | same)
        one, other, alone = one[likely], other[likely], (both - 2 * least)[likely]
        reach = (np.maximum(high[one], high[other]) - np.minimum(low[one], low[other])) / 2
        origin = np.minimum(low[one], low[other]) + reach
        turn = moments[one] - moments[other] - origin * (inside[one] - inside[other])[:, None]
        near = ~(np.abs(turn) > reach * alone[:, None] + 1e-6 * inside[one][:, None]).any(1)
        for i, j in zip(one[near].tolist(), other[near].tolist(), strict=True):
            first, second = members[min(i, j)], members[max(i, j)]
            share = iou(first.geometry, second.geometry)
            if share >= threshold:
                yield second, first, share


@lru_cache(_KEPT)
def _measures(shape):
    """Area, and area times middle (Green's theorem) of a polygon; the middle of other shapes is not asked."""
    if shape.kind != "polygon":
        return area(shape), np.nan, np.nan
    total = np.zeros(2)
    for part in shape.parts:
        for ring in part.rings:
            here = np.array(ring) - ring[0]
            there = np.roll(here, -1, axis=0)
            twice = here[:, 0] * there[:, 1] - there[:, 0] * here[:, 1]
            moment = ((here + there) * twice[:, None]).sum(0) / 6 + twice.sum() / 2 * np.array(ring[0])
            total += moment * np.sign(twice.sum()) * (1 if ring is part.outer else -1)
    return area(shape), *total


def _common(one, other):
    (ax, ay, aw, ah), (bx, by, bw, bh) = one.bounds, other.bounds
    x, y = max(ax, bx), max(ay, by)
    return Bounds(x, y, min(ax + aw, bx + bw) - x, min(ay + ah, by + bh) - y)


def _meeting(low: np.ndarray, high: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give the pairs of rectangles (low N x 2, high N x 2) that meet, as chunks of indices (i, j).

    A sweep along the first axis; the second sorts out what meets only in that one.
    """
    order = np.argsort(low[:, 0], kind="stable")
    low, high = low[order], high[order]
    counts = _followers(low[:, 0], high[:, 0])
    ends = np.cumsum(counts)
    for first in range(0, min(int(ends[-1]), _MOST_PAIRS), _CHUNK):
        pairs = np.arange(first, min(first + _CHUNK, int(ends[-1])))
        one = np.searchsorted(ends, pairs, side="right")
        other = one + 1 + pairs - (ends[one] - counts[one])
        meet = (low[one, 1] <= high[other, 1]) & (low[other, 1] <= high[one, 1])
        yield order[one[meet]], order[other[meet]]


def _followers(low, high):
    """Say for each of the intervals, sorted by their low ends, how many that follow begin before it ends."""
    return np.maximum(np.searchsorted(low, high, side="right") - np.arange(len(low)) - 1, 0)


def _crowd(low, high):
    order = np.argsort(low, kind="stable")
    return int(_followers(low[order], high[order]).sum())


def _count(found):
    return f"{len(found):,} {'finding' if len(found) == 1 else 'findings'}"


def _now():
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
