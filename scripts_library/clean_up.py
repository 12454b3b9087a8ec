# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python"]
#
# [tool.limner]
# name = "Clean up"
# namespace = "limner"
# version = "1.0.0"
# description = "Simplifies, smooths, fills, splits, snaps or clips the selected shape, or all shapes of the file."
# places = ["browser", "server"]
# grants = ["instances:read", "instances:write", "ask"]
# timeout = 60.0
#
# [tool.limner.commands.simplify]
# description = "Drops vertices that change the outline by less than the tolerance."
# hotkey = "Shift+S"
# kinds = ["polygon", "polyline"]
#
# [tool.limner.commands.smooth]
# description = "Rounds off wiggles of the outline shorter than the smoothing."
# hotkey = "Shift+M"
# kinds = ["polygon", "polyline", "mask"]
#
# [tool.limner.commands.fill_holes]
# description = "Fills all holes."
# hotkey = "Shift+F"
# kinds = ["polygon", "mask"]
#
# [tool.limner.commands.remove_specks]
# description = "Takes away parts, and fills holes, smaller than the speck size."
# kinds = ["polygon", "mask"]
#
# [tool.limner.commands.convex_hull]
# description = "Puts the smallest convex shape round all parts in its place."
# kinds = ["polygon", "mask"]
#
# [tool.limner.commands.split_parts]
# description = "Makes a shape of its own of every part."
# kinds = ["polygon", "mask"]
#
# [tool.limner.commands.snap_neighbours]
# description = "Lets polygons closer than the snap distance share one border, vertex for vertex."
# hotkey = "Shift+N"
# kinds = ["polygon"]
#
# [tool.limner.commands.clip_to_image]
# description = "Cuts off what lies outside the image."
# kinds = ["polygon", "mask"]
#
# [tool.limner.params.tolerance]
# type = "number"
# default = 1.0
# minimum = 0.1
# maximum = 20.0
# step = 0.1
# unit = "px"
# title = "Tolerance"
# description = "Simplify: how far the outline may move."
#
# [tool.limner.params.smoothing]
# type = "number"
# default = 3.0
# minimum = 0.5
# maximum = 30.0
# step = 0.5
# unit = "px"
# title = "Smoothing"
# description = "Smooth: standard deviation of the Gaussian along the outline."
#
# [tool.limner.params.speck]
# type = "number"
# default = 25.0
# minimum = 1.0
# maximum = 2000.0
# step = 1.0
# unit = "px²"
# title = "Speck size"
# description = "Remove specks: parts and holes of a smaller area go; the largest part stays."
#
# [tool.limner.params.reach]
# type = "number"
# default = 4.0
# minimum = 0.5
# maximum = 30.0
# step = 0.5
# unit = "px"
# title = "Snap distance"
# description = "Snap neighbours: how far a border may move to meet another."
# ///
"""Tidy shapes on request; every polygon that comes out is valid: no ring meets itself or another.

Vertices are dropped as Douglas and Peucker (1973) do it, but put back where an edge would cross another.
Outlines are smoothed by a Gaussian applied twice, 2G - GG, which hardly shrinks them. Borders are
shared by following the neighbour's own vertices. What comes in invalid is painted finely and traced anew.
"""

from collections.abc import Sequence

import cv2
import numpy as np

import limner
from limner import Mask, Part, Polygon, Polyline, area, on, to_mask

Ring = np.ndarray  # N x 2 float64, closed by itself
Parts = list[list[Ring]]  # each part its outer ring, then its holes
Pair = tuple[float, float]

FINER = 4  # what is painted to be mended has this many pixels a pixel
PAIRS = 1_000_000  # compared at once
_answers: dict[str, str | None] = {}  # a slider runs the last command again: it is asked about once


@on(
    "command",
    command=["simplify", "smooth", "fill_holes", "remove_specks", "convex_hull", "split_parts", "clip_to_image"],
)
async def tidy(event, canvas):
    """Do what was asked to the selected shape, or to all that fit once that is confirmed; say what changed."""
    _, kinds, unit = TOOLS[event.command]
    title = event.command.replace("_", " ").capitalize()
    shapes, after = await chosen(event, canvas, title, kinds), []
    for one in shapes:
        first, *more = worked(event.command, one.geometry, canvas.params, event.file)
        if first != one.geometry:
            canvas.update(one, geometry=first)
        for piece in more:
            canvas.create(piece, label=one.label, attributes=one.attributes)
        after += [first, *more]
    if not shapes:
        return
    before = [one.geometry for one in shapes]
    unit = "px²" if unit == "vertices" and all(shape.kind == "mask" for shape in before) else unit
    old, new = (sum(map(COUNTS[unit], given)) for given in (before, after))
    canvas.notify(f"{title}: " + ("nothing to do." if before == after else f"{old:,.0f} → {new:,.0f} {unit}"))


@on("command", command="snap_neighbours")
async def snap(event, canvas):
    """Snap the selected polygon to the others, or each to those drawn before it."""
    moving = [one for one in await chosen(event, canvas, "Snap neighbours", ("polygon",)) if sound(one.geometry)]
    taken = {one.id for one in moving}
    there = await canvas.instances(kind="polygon") if moving else []
    walls = [one for one in there if one.id not in taken and sound(one.geometry)]
    fixed = [sound(one.geometry) for one in walls]
    moved = 0
    for one in moving:
        parts, fixed = attached(sound(one.geometry), fixed, canvas.params.reach)
        moved += polygon_of(parts) != one.geometry
        fixed.append(parts)
    for one, parts in zip([*walls, *moving], fixed, strict=True):
        if not one.locked and polygon_of(parts) != one.geometry:
            canvas.update(one, geometry=polygon_of(parts))
    if moving:
        told = f"{moved} of {len(moving)} shapes moved onto a border." if moved else "no other border is in reach."
        canvas.notify(f"Snap neighbours: {told}")


def worked(command, shape, params, file):
    """Give what a command makes of a shape; one with nothing inside stays as it is."""
    return [shape] if shape.kind == "polygon" and not sound(shape) else TOOLS[command][0](shape, params, file)


async def chosen(event, canvas, title, kinds):
    """Give the instances to work on; none where there is nothing to do or a person says no."""
    one = event.instance
    if one is not None:
        wrong = "is locked" if one.locked else "" if one.geometry.kind in kinds else f"is a {one.geometry.kind}"
        if wrong:
            canvas.notify(f"{title}: what is selected {wrong}.", level="warning")
        return [] if wrong else [one]
    fitting = [one for one in await canvas.instances() if one.geometry.kind in kinds and not one.locked]
    if not fitting:
        canvas.notify(f"{title}: there is no {' or '.join(kinds)} on this file.", level="warning")
    elif event.id not in _answers:
        answer = await canvas.ask(f"{title}: all {len(fitting)} shapes?", ["Yes", "No"])
        _answers.clear()
        _answers[event.id] = answer
    return fitting if _answers.get(event.id) == "Yes" else []


# Polygons


def parts_of(polygon: Polygon) -> Parts:
    return [[distinct(np.array(ring)) for ring in part.rings] for part in polygon.parts]


def polygon_of(parts: Parts) -> Polygon:
    return Polygon(parts=[Part(outer.tolist(), tuple(hole.tolist() for hole in holes)) for outer, *holes in parts])


def distinct(ring: Ring) -> Ring:
    """Drop points that repeat the one before."""
    return ring[(ring != np.roll(ring, 1, 0)).any(1)] if len(ring) > 1 else ring


def sound(polygon: Polygon) -> Parts:
    """Give the parts as they are where they are valid, else painted and traced; none where nothing is inside."""
    parts = [[ring for ring in part if len(ring) > 2] for part in parts_of(polygon) if len(part[0]) > 2]
    return parts if not parts or is_valid(parts) else mended(parts)


def is_valid(parts: Parts) -> bool:
    """Say whether no ring meets itself or another, and holes lie in their parts and nowhere else."""
    rings = [ring for part in parts for ring in part]
    if not rings or min(map(len, rings)) < 3 or any(wrong.any() for wrong in meetings(rings)):
        return False
    given, found = ({(id(part[0]), frozenset(map(id, part))) for part in some} for some in (parts, nested(rings)))
    return given == found


def meetings(rings: list[Ring]) -> list[np.ndarray]:
    """Say of every edge (from each point to the next) whether it meets one it does not follow."""
    a, b = np.concatenate(rings), np.concatenate([np.roll(ring, -1, 0) for ring in rings])
    sizes = np.array([len(ring) for ring in rings])
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    after = first + (np.arange(len(a)) - first + 1) % np.repeat(sizes, sizes)
    low, high = np.minimum(a, b), np.maximum(a, b)
    wrong = (cross(b - a, b[after] - b) == 0) & (((b - a) * (b[after] - b)).sum(1) <= 0)  # it turns back on itself
    order = np.argsort(low[:, 0], kind="stable")
    counts = np.searchsorted(low[order, 0], high[order, 0], side="right") - np.arange(len(a)) - 1
    total = np.concatenate([[0], np.cumsum(counts)])
    start = 0
    while start < len(a):
        stop = max(start + 1, int(np.searchsorted(total, total[start] + PAIRS, side="right")) - 1)
        one = np.repeat(np.arange(start, stop), counts[start:stop])
        two = order[one + 1 + np.arange(len(one)) - (total[one] - total[start])]
        one = order[one]
        near = (low[one, 1] <= high[two, 1]) & (low[two, 1] <= high[one, 1]) & (after[one] != two) & (after[two] != one)
        one, two = one[near], two[near]
        u, v = side(a[one], b[one], a[two], b[two]), side(a[two], b[two], a[one], b[one])
        met = (u <= 0) & (v <= 0)
        wrong[one[met]] = wrong[two[met]] = True
        start = stop
    return np.split(wrong, np.cumsum(sizes)[:-1])


def side(a, b, c, d):
    """Give less than 0 where c and d lie on two sides of the line through a and b, 0 where one lies on it."""
    return np.sign(cross(b - a, c - a)) * np.sign(cross(b - a, d - a))


def cross(a, b):
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def ring_area(ring: Ring) -> float:
    return abs(float(cross(ring, np.roll(ring, -1, 0)).sum())) / 2


def is_inside(ring: Ring, point) -> bool:
    """Say whether a point lies in a ring, by the even-odd rule."""
    (x, y), last = point, np.roll(ring, 1, 0)
    spans = (ring[:, 1] > y) != (last[:, 1] > y)
    here, there = ring[spans], last[spans]
    return bool((x < here[:, 0] + (y - here[:, 1]) * (there - here)[:, 0] / (there - here)[:, 1]).sum() % 2)


def nested(rings: list[Ring]) -> Parts:
    """Sort rings that do not meet into parts: one in an odd number of others is a hole of the innermost."""
    falling = sorted(rings, key=ring_area, reverse=True)
    boxes = [(*ring.min(0), *ring.max(0)) for ring in falling]
    parts: dict[int, list[Ring]] = {}
    for i, ring in enumerate(falling):
        x, y = ring[0]
        near = [j for j in range(i) if boxes[j][0] <= x <= boxes[j][2] and boxes[j][1] <= y <= boxes[j][3]]
        round_it = [j for j in near if is_inside(falling[j], ring[0])]
        if len(round_it) % 2:
            parts[round_it[-1]].append(ring)
        else:
            parts[i] = [ring]
    return list(parts.values())


def mended(parts: Parts) -> Parts:
    """Paint the rings finely by the even-odd rule, and trace what was painted."""
    points = np.concatenate([ring for part in parts for ring in part])
    origin = np.floor(points.min(0)) - 1
    size = np.ceil(points.max(0)) + 1 - origin
    finer = min(FINER, 4096 / size.max())
    canvas = np.zeros(np.ceil(size[::-1] * finer).astype(int), np.uint8)
    drawn = [np.round(((ring - origin) * finer - 0.5) * 16).astype(np.int32) for part in parts for ring in part]
    cv2.fillPoly(canvas, drawn, 1, shift=4)
    found = straightened(traced(canvas), 0.75) if canvas.any() else []
    return [[ring / finer + origin for ring in part] for part in found]


def traced(mask: np.ndarray) -> Parts:
    """Give the rings along the pixel edges of a mask, once pixels that only meet at corners are joined."""
    mask = np.pad(mask.astype(bool), 1)
    while (both := (mask[:-1, :-1] & mask[1:, 1:] & ~mask[:-1, 1:] & ~mask[1:, :-1])).any():
        mask[:-1, 1:] |= both
    while (both := (mask[:-1, 1:] & mask[1:, :-1] & ~mask[:-1, :-1] & ~mask[1:, 1:])).any():
        mask[:-1, :-1] |= both
    if (mask[:-1, :-1] & mask[1:, 1:] & ~mask[:-1, 1:] & ~mask[1:, :-1]).any():
        return traced(mask[1:-1, 1:-1])
    doubled = cv2.resize(mask.astype(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    doubled = cv2.dilate(doubled, np.ones((2, 2), np.uint8), anchor=(1, 1))
    contours, _ = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    return nested([ring.reshape(-1, 2) / 2.0 - 1 for ring in contours])


def straightened(parts: Parts, tolerance: float) -> Parts:
    """Drop vertices of valid parts, and put back those whose loss lets rings meet."""
    rings = [ring for part in parts for ring in part]
    kept = [essential(ring, tolerance) for ring in rings]
    while True:
        shown = [ring[keep] for ring, keep in zip(rings, kept, strict=True)]
        back = [restored(*given) for given in zip(rings, kept, meetings(shown), strict=True)]
        if not any(back):
            break
    of = iter(shown)
    simple = [[next(of) for _ in part] for part in parts]
    return simple if is_valid(simple) else straightened(parts, tolerance / 2) if tolerance > 0.05 else parts


def essential(ring: Ring, tolerance: float) -> np.ndarray:
    """Say which points stay, at least three."""
    count, last = len(ring), int(np.argmax(((ring - ring[0]) ** 2).sum(1)))
    keep = np.zeros(count, bool)
    keep[[0, last]] = True
    spans = [(0, last), (last, count)]
    while spans:
        i, j = spans.pop()
        far, k = farthest(ring, i, j)
        if far > tolerance:
            keep[k] = True
            spans += [(i, k), (k, j)]
    if keep.sum() < 3:
        keep[max(farthest(ring, 0, last), farthest(ring, last, count))[1]] = True
    return keep


def farthest(ring: Ring, i: int, j: int) -> tuple[float, int]:
    """Give the distance and index of the point between two that is farthest from the line between them."""
    if j - i < 2:
        return 0.0, i
    away = distances(ring[i + 1 : j], ring[i], ring[j % len(ring)])
    return float(away.max()), i + 1 + int(away.argmax())


def distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Give the distance of each point to a segment."""
    across = end - start
    along = np.clip(((points - start) @ across) / max(across @ across, 1e-12), 0, 1)
    return np.hypot(*(points - start - along[:, None] * across).T)


def restored(ring: Ring, keep: np.ndarray, wrong: np.ndarray) -> bool:
    """Keep one more point of each edge that meets another; say whether there was one."""
    at = np.flatnonzero(keep)
    ends = np.append(at[1:], at[0] + len(ring))
    more = [
        farthest(np.roll(ring, -at[k], 0), 0, ends[k] - at[k])[1] + at[k]
        for k in np.flatnonzero(wrong)
        if ends[k] - at[k] > 1
    ]
    keep[np.array(more, int) % len(ring)] = True
    return bool(more)


def rounded(points: np.ndarray, sigma: float, is_open: bool = False) -> np.ndarray:
    """Smooth a ring, or a chain between its fixed ends, by 2G - GG along its length."""
    closed = points if is_open else np.vstack([points, points[:1]])
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    sigma = min(sigma, length[-1] / 12)  # a small ring keeps its form
    count = int(np.clip(length[-1] / max(sigma / 3, 0.5), 12, 4000))
    at = np.linspace(0, length[-1], count + 1)
    even = np.interp(at, length, closed[:, 0]) + 1j * np.interp(at, length, closed[:, 1])
    line = even[0] + (even[-1] - even[0]) * at / length[-1] if is_open else 0
    bare = even - line
    cycle = np.concatenate([bare[:-1], -bare[:0:-1]]) if is_open else bare[:-1]
    gauss = np.exp(-((2 * np.pi * np.fft.fftfreq(len(cycle), at[1]) * sigma) ** 2) / 2)
    smooth = np.fft.ifft(np.fft.fft(cycle) * (2 * gauss - gauss**2))[: count + is_open] + line
    smooth = np.append(smooth[:count], even[-1]) if is_open else smooth
    return np.column_stack([smooth.real, smooth.imag])


def smoothed(parts: Parts, sigma: float, file) -> Parts:
    """Smooth the rings of valid parts, less where they would meet, and not at all where nothing else helps."""
    while sigma > 0.2:
        soft = [[np.clip(rounded(ring, sigma), 0, (file.width, file.height)) for ring in part] for part in parts]
        if is_valid(soft):
            fewer = [[r[essential(r, min(0.5, sigma / 10, ring_area(r) ** 0.5 / 50))] for r in part] for part in soft]
            return fewer if is_valid(fewer) else soft
        sigma /= 2
    return parts


def hull(points: np.ndarray) -> Ring:
    return points[cv2.convexHull(points.astype(np.float32), returnPoints=False).ravel()]


def cut(ring: Ring, axis: int, bound: float, sign: int) -> Ring:
    """Keep what lies on one side of an upright or level line (Sutherland and Hodgman, 1974)."""
    depth = sign * (ring[:, axis] - bound)
    kept = []
    for i in range(len(ring)):
        if depth[i - 1] * depth[i] < 0:
            kept.append(ring[i - 1] + (ring[i] - ring[i - 1]) * (depth[i - 1] / (depth[i - 1] - depth[i])))
            kept[-1][axis] = bound
        if depth[i] >= 0:
            kept.append(ring[i])
    return distinct(np.array(kept).reshape(-1, 2))


def clipped(parts: Parts, file) -> Parts:
    """Cut the rings at the image's borders; what comes out joined along a border is painted and traced."""
    for axis, bound, sign in ((0, 0.0, 1), (1, 0.0, 1), (0, float(file.width), -1), (1, float(file.height), -1)):
        parts = [[cut(ring, axis, bound, sign) for ring in part] for part in parts]
        parts = [[ring for ring in part if ring_area(ring) > 0] for part in parts if ring_area(part[0]) > 0]
    return parts if not parts or is_valid(parts) else mended(parts)


def attached(moving: Parts, fixed: list[Parts], reach: float) -> tuple[Parts, list[Parts]]:
    """Lay the borders of one polygon on those of others; gives it, and the others with the vertices they gain.

    Where that would make it invalid all stays as it is.
    """
    corners = np.concatenate([ring for part in moving for ring in part])
    low, high = corners.min(0) - reach, corners.max(0) + reach
    walls = [[[list(map(tuple, ring)) for ring in part] for part in parts] for parts in fixed]
    near = [w for parts in walls for part in parts for w in part if not apart(np.array(w), low, high)]
    result: Parts = []
    for part in moving:
        result.append([])
        for ring in part:
            points = list(map(tuple, ring))
            for wall in near:
                points = met(points, wall, near, reach)
            result[-1].append(distinct(np.array(points)))
    if not is_valid(result):
        return moving, fixed
    return result, [[[np.array(ring) for ring in part] for part in parts] for parts in walls]


def apart(ring: Ring, low: np.ndarray, high: np.ndarray) -> bool:
    return bool((ring.max(0) < low).any() or (ring.min(0) > high).any())


def met(points: list[Pair], wall: list[Pair], walls: list[list[Pair]], reach: float) -> list[Pair]:
    """Let a ring follow a wall wherever it runs along it."""
    were, taken = [], {pair for other in walls for pair in other}
    for i, point in enumerate(points):  # where corners of the wall lie along an edge, it bends to the first and last
        were += [(point, point), *along(point, points[(i + 1) % len(points)], wall, reach)]
    now = [pair if pair in taken else landed(pair, wall, walls, reach) for _, pair in were]
    place = {pair: i for i, pair in enumerate(wall)}
    out: list[Pair] = []
    for i, pair in enumerate(now):
        j = (i + 1) % len(now)
        out.append(pair)
        if pair in place and now[j] in place:
            out += between(place[pair], place[now[j]], wall, were[i][0], were[j][0], reach)
    return without_spikes(out)


def along(start: Pair, end: Pair, wall: list[Pair], reach: float) -> list[tuple[Pair, Pair]]:
    """Give the first and last of each run of the wall's vertices beside an edge, each with its foot on the edge."""
    a, b, ring = np.array(start), np.array(end), np.array(wall)
    length = max(np.hypot(*(b - a)), 1e-6)
    ahead = (ring - a) @ (b - a) / length
    beside = (distances(ring, a, b) <= reach) & (np.minimum(ahead, length - ahead) > 1.5 * reach)
    tips = np.flatnonzero(beside & ~(np.roll(beside, 1) & np.roll(beside, -1)))
    return [(tuple(a + ahead[k] / length * (b - a)), wall[k]) for k in tips[np.argsort(ahead[tips])]]


def landed(point: Pair, wall: list[Pair], walls: list[list[Pair]], reach: float) -> Pair:
    """Give the wall's vertex within reach, else the foot on its nearest edge, which becomes a vertex of it."""
    here, ring = np.array(point), np.array(wall)
    away = np.hypot(*(ring - here).T)
    if away.min() <= reach:
        return wall[int(away.argmin())]
    across = np.roll(ring, -1, 0) - ring
    share = np.clip(((here - ring) * across).sum(1) / np.maximum((across**2).sum(1), 1e-12), 0, 1)
    feet = ring + share[:, None] * across
    k = int(np.hypot(*(feet - here).T).argmin())
    if np.hypot(*(feet[k] - here)) > reach:
        return point
    foot, edge = tuple(feet[k]), {wall[k], wall[(k + 1) % len(wall)]}
    for other in walls:  # those that share the edge gain the vertex too
        for i in [i for i in range(len(other)) if {other[i - 1], other[i]} == edge]:
            other.insert(i, foot)
    return foot


def between(i: int, j: int, wall: list[Pair], start: Pair, end: Pair, reach: float) -> list[Pair]:
    """Give the wall's vertices from one to another, the way round that stays beside the edge it replaces."""
    ways = [wall[i + 1 : j] if i < j else wall[i + 1 :] + wall[:j]]
    ways.append(wall[j + 1 : i][::-1] if j < i else (wall[j + 1 :] + wall[:i])[::-1])
    a, b = np.array(start), np.array(end)
    fitting = [way for way in ways if not way or distances(np.array(way), a, b).max() <= 1.5 * reach]
    return min(fitting, key=len, default=[])


def without_spikes(points: list[Pair]) -> list[Pair]:
    """Drop points that repeat, and ways out and back."""
    kept: list[Pair] = []
    for pair in points:
        if len(kept) > 1 and kept[-2] == pair:
            kept.pop()
        elif not kept or kept[-1] != pair:
            kept.append(pair)
    while len(kept) > 2 and (kept[0] == kept[-1] or kept[1] == kept[-1]):
        kept = kept[:-1] if kept[0] == kept[-1] else kept[1:]
    return kept


# Masks


def array_of(mask: Mask) -> np.ndarray:
    width, height = map(int, mask.bounds[2:])
    return np.repeat(np.arange(len(mask.rle)) % 2 == 1, mask.rle).reshape(height, width)


def mask_of(array: np.ndarray, corner: Sequence[float], file) -> list[Mask]:
    """Give the pixels that are set, as far as they lie in the file; nothing where none does."""
    x, y = map(int, corner)
    inside = array.copy()
    inside[: max(0, -y)] = inside[max(0, file.height - y) :] = False
    inside[:, : max(0, -x)] = inside[:, max(0, file.width - x) :] = False
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    return [Mask((x + left, y + top, width, height), inside[top : top + height, left : left + width])] if width else []


def regions(array: np.ndarray, connectivity: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the number of each pixel's region, 0 where unset, and the regions' areas."""
    count, numbers, facts, _ = cv2.connectedComponentsWithStats(array.astype(np.uint8), connectivity=connectivity)
    return numbers, np.where(np.arange(count) > 0, facts[:, cv2.CC_STAT_AREA], 0)


def filled(array: np.ndarray, most: float) -> np.ndarray:
    """Fill the holes of at most this many pixels."""
    ground, sizes = regions(np.pad(~array, 1, constant_values=True), 4)
    small = sizes <= most
    small[[0, ground[0, 0]]] = False
    return array | small[ground][1:-1, 1:-1]


# What each command does to one shape


def simplify(shape, params, file):
    if shape.kind == "polyline":
        return [limner.simplify(shape, params.tolerance)]
    return [polygon_of(straightened(sound(shape), params.tolerance))]


def smooth(shape, params, file):
    if shape.kind == "polyline":
        soft = rounded(np.array(shape.points), params.smoothing, True)
        return [limner.simplify(Polyline([shape.points[0], *soft[1:-1], shape.points[-1]]), 0.2)]
    if shape.kind == "polygon":
        return [polygon_of(smoothed(sound(shape), params.smoothing, file))]
    sigma = params.smoothing
    while sigma > 0.2:
        room = int(6 * sigma) + 1
        wide = np.pad(array_of(shape).astype(np.float32), room)
        once = cv2.GaussianBlur(wide, (0, 0), sigma)
        soft = 2 * once - cv2.GaussianBlur(once, (0, 0), sigma) > 0.5
        if 2 * soft.sum() > area(shape):  # thin things would vanish
            return mask_of(soft, (shape.bounds.x - room, shape.bounds.y - room), file) or [shape]
        sigma /= 2
    return [shape]


def fill_holes(shape, params, file):
    if shape.kind == "mask":
        return mask_of(filled(array_of(shape), np.inf), shape.bounds[:2], file) or [shape]
    return [
        polygon_of([part[:1] for part in nested([outer for outer, *_ in sound(shape)])])
    ]  # what lay in a hole goes too


def remove_specks(shape, params, file):
    if shape.kind == "mask":
        array = filled(array_of(shape), params.speck - 0.5)
        numbers, sizes = regions(array, 8)
        return mask_of(((sizes >= params.speck) | (sizes == sizes.max()))[numbers] & array, shape.bounds[:2], file)
    parts = [[part[0], *(hole for hole in part[1:] if ring_area(hole) >= params.speck)] for part in sound(shape)]
    sizes = [2 * ring_area(part[0]) - sum(map(ring_area, part)) for part in parts]
    kept = [part for part, size in zip(parts, sizes, strict=True) if size >= params.speck or size == max(sizes)]
    return [polygon_of(kept)]


def convex_hull(shape, params, file):
    if shape.kind == "polygon":
        return [polygon_of([[hull(np.concatenate(shape.rings))]])]
    rows, columns = np.nonzero(array_of(shape))
    corners = np.concatenate([np.column_stack([columns + i, rows + j]) for i in (0, 1) for j in (0, 1)])
    return [to_mask(Polygon(hull(corners + np.array(shape.bounds[:2]))))]


def split_parts(shape, params, file):
    if shape.kind == "polygon":
        parts = sorted(sound(shape), key=lambda part: -ring_area(part[0]))
        return [polygon_of([part]) for part in parts]
    numbers, sizes = regions(array_of(shape), 8)
    found = [mask_of(numbers == k, shape.bounds[:2], file) for k in np.argsort(-sizes, kind="stable") if sizes[k]]
    return [mask for masks in found for mask in masks] if len(found) > 1 else [shape]


def clip_to_image(shape, params, file):
    if shape.kind == "mask":
        return mask_of(array_of(shape), shape.bounds[:2], file) or [shape]
    return [polygon_of(clipped(sound(shape), file) or sound(shape))]


def vertices(shape) -> int:
    return sum(map(len, shape.rings)) if shape.kind == "polygon" else len(getattr(shape, "points", ()))


COUNTS = {"vertices": vertices, "px²": area, "shapes": lambda shape: 1}
TOOLS = {  # what it does, for which kinds, and what is counted before and after
    "simplify": (simplify, ("polygon", "polyline"), "vertices"),
    "smooth": (smooth, ("polygon", "polyline", "mask"), "vertices"),
    "fill_holes": (fill_holes, ("polygon", "mask"), "px²"),
    "remove_specks": (remove_specks, ("polygon", "mask"), "px²"),
    "convex_hull": (convex_hull, ("polygon", "mask"), "px²"),
    "split_parts": (split_parts, ("polygon", "mask"), "shapes"),
    "clip_to_image": (clip_to_image, ("polygon", "mask"), "px²"),
}
