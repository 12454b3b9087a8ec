# /// script
# requires-python = ">=3.11"
#
# [tool.limner]
# name = "Duplicate shapes"
# namespace = "limner"
# version = "1.0.0"
# description = "Asks which one stays where a shape lies on another one of its kind and label."
# places = ["browser", "server"]
# grants = ["instances:read", "instances:write", "ask", "storage"]
# timeout = 10.0
#
# [tool.limner.params.overlap]
# type = "number"
# default = 0.7
# minimum = 0.3
# maximum = 1.0
# step = 0.05
# title = "Overlap"
# description = "From which share of intersection over union two shapes are duplicates."
#
# [tool.limner.params.near]
# type = "number"
# default = 4.0
# minimum = 0.0
# maximum = 50.0
# step = 0.5
# unit = "px"
# title = "Near"
# description = "How far apart points, keypoints and lines may lie that are duplicates."
#
# [tool.limner.params.scripts]
# type = "boolean"
# default = false
# title = "Scripts too"
# description = "Ask about shapes that other scripts make too."
#
# [tool.limner.params.refuse]
# type = "boolean"
# default = false
# title = "Refuse to save"
# description = "Let a file with duplicates be neither saved nor completed until each pair is answered."
#
# [tool.limner.commands.check]
# title = "Check the file"
# description = "Asks about every pair of duplicates on the file."
# hotkey = "Shift+U"
# ///
"""Ask about shapes drawn twice: keep the first, the new one, or both, and remember which pairs are both meant.

Two shapes are duplicates where their labels and kinds are equal and
- boxes, polygons, ellipses, masks and cuboids overlap by at least `overlap` (intersection over union);
- points, keypoints and lines lie at most `near` pixels apart on the average;
- tags are both there.
Only what touches the new shape's bounds is asked for, so a crowded file costs no more than an empty one.
"""

import math
from itertools import pairwise
from typing import NamedTuple

from limner import Finding, HostError, Instance, area, iou, on

FIRST, NEW, BOTH = "Keep first", "Keep new", "Keep both"
SHOWN = 5  # pairs named in a refusal
LINES = ("point", "keypoints", "polyline")


class Twin(NamedTuple):
    """Another shape that says the same; `nearness` is 1 for the very same and falls to 0 at the threshold."""

    other: Instance
    nearness: float
    how: str


@on("create_instance", "update_instance", actor=("human", "import", "script"), schedule="latest")
async def ask_about(event, canvas):
    """Ask about the shape that was just drawn, pasted, duplicated, reshaped or labelled anew."""
    if event.actor.kind == "script" and not canvas.params.scripts:
        return
    if event.name == "update_instance" and not {"geometry", "label"} & set(event.changed):
        return
    new = event.instance
    twins = twins_of(new, await around(new, canvas), canvas.params)
    kept = await kept_pairs(canvas, event.file) if twins else ()
    for twin in twins:
        if pair(new, twin.other) not in kept and not await settled(event, canvas, new, twin):
            return


@on("change_params")
def take_over():
    """Use the new settings from the next shape on: a moved slider must not ask again what was answered."""


@on("command", command="check")
async def check(event, canvas):
    """Ask about every pair that is left on the file."""
    pairs = await pairs_left(event, canvas)
    gone = set()
    for first, new, how in pairs:
        if not {first.id, new.id} & gone:
            answer = await ask(canvas, first, new, how)
            if answer is None:
                return
            gone |= await carry_out(event, canvas, answer, first, new)
    if not pairs:
        canvas.notify("No shapes on this file are duplicates.")


@on("before_save")
async def refuse(event, canvas):
    """List the pairs that are left, and refuse where the annotator wants that."""
    if not canvas.params.refuse:
        return
    pairs = await pairs_left(event, canvas)
    canvas.report([Finding(f"{named(new)} is there twice: {how}", new) for _, new, how in pairs])
    if pairs:
        listed = "; ".join(f"{named(new)}, {how}" for _, new, how in pairs[:SHOWN])
        more = f"; {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
        canvas.veto(f"{count(pairs)} of duplicates: {listed}{more}. Shift+U asks which ones stay.")


async def settled(event, canvas, new, twin):
    """Ask about one pair, do what was answered, and say whether the new shape is still there."""
    answer = await ask(canvas, twin.other, new, twin.how)
    there = {one.id for one in await around(twin.other, canvas)}
    if answer is None or twin.other.id not in there:
        return answer is not None
    return new.id not in await carry_out(event, canvas, answer, twin.other, new)


async def ask(canvas, first, new, how):
    question = f"{named(first)} is there twice, {how}. Which one stays?"
    return await canvas.ask(question, [FIRST, NEW, BOTH], about=[first, new])


async def carry_out(event, canvas, answer, first, new):
    """Delete or remember, as answered; give the ids that are gone."""
    if answer == BOTH:
        await keep_pair(canvas, event.file, first, new)
        return set()
    loser = new if answer == FIRST else first
    canvas.delete(loser)
    await canvas.flush()
    return {loser.id}


async def around(one, canvas):
    """Give the shapes of the same kind and label whose bounds come near a shape's."""
    if one.geometry.kind == "tag":
        return await canvas.instances(kind="tag", label=one.label)
    x, y, width, height = one.bounds
    reach = canvas.params.near if one.geometry.kind in LINES else 0.0
    place = (x - reach, y - reach, width + 2 * reach, height + 2 * reach)
    return await canvas.instances(kind=one.geometry.kind, label=one.label, within=place)


async def pairs_left(event, canvas):
    """Give the pairs nobody has said are both meant: the earlier shape, the later one, how near they are."""
    kept = await kept_pairs(canvas, event.file)
    shapes = await canvas.instances()
    order = {one.id: place for place, one in enumerate(shapes)}
    groups: dict[tuple[str, str | None], list[Instance]] = {}
    for one in shapes:
        groups.setdefault((one.geometry.kind, one.label), []).append(one)
    found = []
    for (kind, _), group in groups.items():
        for one, others in touching(group, canvas.params.near if kind in LINES else 0.0):
            for twin in twins_of(one, others, canvas.params):
                first, new = sorted((one, twin.other), key=lambda shape: order[shape.id])
                found.append((first, new, twin.how))
    found.sort(key=lambda item: (order[item[0].id], order[item[1].id]))
    return [item for item in found if pair(*item[:2]) not in kept]


def touching(group, reach):
    """Sweep from left to right: give each shape with those begun before it that its bounds may touch."""
    begun: list[Instance] = []
    for one in sorted(group, key=lambda shape: shape.bounds.x):
        x, y, _, height = one.bounds
        begun = [other for other in begun if other.bounds.x + other.bounds.width + reach >= x]
        yield one, [other for other in begun if apart(y, height, other.bounds) <= reach]
        begun.append(one)


def apart(y, height, bounds):
    return max(bounds.y - (y + height), y - (bounds.y + bounds.height))


def twins_of(one, others, params):
    """Give the duplicates of a shape among others, the nearest first."""
    rated = (rate(one, other, params) for other in others if other.id != one.id and other.label == one.label)
    return sorted((twin for twin in rated if twin), key=lambda twin: -twin.nearness)


def rate(one, other, params):
    """Say how far another shape is a duplicate, or None where it is not."""
    a, b = one.geometry, other.geometry
    if a.kind != b.kind:
        return None
    if a.kind == "tag":
        return Twin(other, 1.0, "the same tag")
    if a.kind in LINES:
        gap = distance(a, b)
        return Twin(other, 1 - gap / (params.near + 1), f"{gap:.1f} px apart") if gap <= params.near else None
    sizes = sorted((area(a), area(b)))
    if sizes[0] < params.overlap * sizes[1]:
        return None  # the overlap cannot reach more than the share of the areas
    share = iou(a, b)
    return Twin(other, share, f"{100 * share:.0f} % overlap") if share >= params.overlap else None


def distance(a, b):
    """Give the mean distance of two points, of keypoints of one name, or of two lines from each other."""
    if a.kind == "point":
        return math.dist((a.x, a.y), (b.x, b.y))
    if a.kind == "keypoints":
        placed = {point.name: (point.x, point.y) for point in b.points if point.visible}
        gaps = [math.dist((p.x, p.y), placed[p.name]) for p in a.points if p.visible and p.name in placed]
        known = max(sum(1 for point in a.points if point.visible), len(placed))
        return sum(gaps) / len(gaps) if gaps and len(gaps) >= known / 2 else math.inf
    return max(to_line(a.points, b.points), to_line(b.points, a.points))


def to_line(points, line):
    """Give the mean distance of points from a line; of a line, its middles count beside its corners."""
    along = [*points, *(((px + qx) / 2, (py + qy) / 2) for (px, py), (qx, qy) in pairwise(points))]
    return sum(min(to_segment(p, a, b) for a, b in pairwise(line)) for p in along) / len(along)


def to_segment(p, a, b):
    (px, py), (ax, ay), (bx, by) = p, a, b
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = min(1.0, max(0.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) if length else 0.0
    return math.dist(p, (ax + share * (bx - ax), ay + share * (by - ay)))


def named(one):
    return f"{one.label or 'no label'} ({one.geometry.kind})"


def count(pairs):
    return "1 pair" if len(pairs) == 1 else f"{len(pairs)} pairs"


def pair(one, other):
    """Name a pair whichever way round; the heads of the ids are enough within a file."""
    return "-".join(sorted((one.id[:12], other.id[:12])))


def shelf(file):
    return f"both {file.id[:2]}"  # some files share a key: there may be a thousand keys, and more files


async def kept_pairs(canvas, file):
    return set((await canvas.storage.get(shelf(file), {})).get(file.id, ()))


async def keep_pair(canvas, file, one, other):
    """Remember that both shapes are meant."""
    kept = dict(await canvas.storage.get(shelf(file), {}))
    kept[file.id] = sorted({*kept.get(file.id, ()), pair(one, other)})
    try:
        await canvas.storage.set(shelf(file), kept)
    except HostError as error:
        canvas.notify(f"It cannot be remembered that both are meant: {error}", level="warning")
