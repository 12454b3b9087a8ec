"""Files of synthetic shapes with slips planted in them, for measuring what a review finds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from limner import Box, Ellipse, File, Geometry, Instance, Part, Point, Polygon, Polyline

WIDTH, HEIGHT = 2000, 1500
FILE = File(id="file", name="synthetic.png", width=WIDTH, height=HEIGHT)
REQUIRED = "car: plate; person: pose, on_phone"
ATTRIBUTES = {"car": {"plate": "AB 1"}, "person": {"pose": "sitting", "on_phone": False}, "tree": {}}
SLIPS = ("unlabelled", "incomplete", "outside", "beyond", "crossing", "tiny", "doubled")
WORDS = {
    "unlabelled": "No label",
    "incomplete": "Lacks",
    "outside": "Lies outside",
    "beyond": "Reaches",
    "crossing": "The outline crosses",
    "tiny": "Tiny",
    "doubled": "Covers another",
}


@dataclass(frozen=True)
class Slips:
    """The shapes of a file, and the ids of those with a slip, by its sort."""

    shapes: list[Instance]
    planted: dict[str, set[str]]


def outline(rng: np.random.Generator, x: float, y: float, radius: float, count: int = 24) -> list[list[float]]:
    """Give a ring round a place that does not cross itself."""
    turn = np.sort(rng.uniform(0, 2 * np.pi, count)) + np.linspace(0, 1e-3, count)
    reach = radius * rng.uniform(0.55, 1.0, count)
    return np.stack([x + reach * np.cos(turn), y + reach * np.sin(turn)], 1).tolist()  # type: ignore[no-any-return]


def clean(seed: int, count: int = 120) -> list[Instance]:
    """Give shapes that are as they should be; neighbours overlap, as in any street."""
    rng = np.random.default_rng(seed)
    return [_one(rng, index, *_place(rng, index)) for index in range(count)]


def planted(seed: int, each: int = 4) -> Slips:
    """Give such a file with `each` slips of every sort."""
    rng = np.random.default_rng([seed, 1])
    shapes = clean(seed)
    found: dict[str, set[str]] = {}
    for slip in SLIPS:
        taken = rng.choice([one.id for one in shapes if _fits(slip, one, found)], each, replace=False)
        found[slip] = set(map(str, taken))
        if slip == "doubled":
            twins = [_twin(rng, one) for one in shapes if one.id in found[slip]]
            shapes += twins
            found[slip] = {one.id for one in twins}
        else:
            shapes = [MADE[slip](rng, one) if one.id in found[slip] else one for one in shapes]
    return Slips(shapes, found)


def _place(rng: np.random.Generator, index: int) -> tuple[float, float, float]:
    column, row = index % 12, index // 12
    x, y = 120 + column * 160 + rng.uniform(-25, 25), 90 + row * 140 + rng.uniform(-25, 25)
    return x, y, rng.uniform(25, 60)


def _one(rng: np.random.Generator, index: int, x: float, y: float, size: float) -> Instance:
    label = str(rng.choice(list(ATTRIBUTES)))
    shape: Geometry
    match index % 6:
        case 0 | 1:
            shape = Box(x - size, y - size / 2, 2 * size, size, 15.0 if index % 4 == 0 else 0.0)
        case 2 | 3:
            shape = Polygon(outline(rng, x, y, size))
        case 4:
            shape = Ellipse(x, y, size, size / 2, 30.0)
        case _:
            shape = Polyline([(x, y), (x + size, y + size)]) if index % 4 == 1 else Point(x, y)
    return Instance(f"s{index}", "file", shape, label, attributes=ATTRIBUTES[label])


def _fits(slip: str, one: Instance, found: dict[str, set[str]]) -> bool:
    taken = any(one.id in ids for ids in found.values())
    kinds = {"crossing": ("polygon",), "incomplete": ("box", "polygon", "ellipse", "polyline", "point")}
    wanted = kinds.get(slip, ("box", "polygon", "ellipse"))
    return not taken and one.geometry.kind in wanted and (slip != "incomplete" or one.label != "tree")


def _crossed(rng: np.random.Generator, one: Instance) -> Instance:
    x, y, width, height = one.bounds
    ring = outline(rng, x + width / 2, y + height / 2, 60, 16)
    ring[3], ring[11] = ring[11], ring[3]
    return replace(one, geometry=Polygon(parts=[Part(tuple(map(tuple, ring)))]))


def _beyond(rng: np.random.Generator, one: Instance) -> Instance:
    _, _, width, height = one.bounds
    return replace(one, geometry=Box(WIDTH - width + rng.uniform(2, 20), one.bounds.y, width, height))


def _twin(rng: np.random.Generator, one: Instance) -> Instance:
    _, _, width, height = one.bounds
    (dx, dy), shape = rng.uniform(-0.02, 0.02, 2) * (width, height), one.geometry
    if isinstance(shape, Polygon):
        shape = Polygon([(px + dx, py + dy) for px, py in shape.parts[0].outer])
    else:
        shape = replace(shape, x=shape.x + dx, y=shape.y + dy)  # type: ignore[attr-defined, call-arg]
    return replace(one, id=f"{one.id} again", geometry=shape)


MADE: dict[str, Callable[[Any, Instance], Instance]] = {
    "unlabelled": lambda _, one: replace(one, label=None),
    "incomplete": lambda _, one: replace(one, attributes={"plate": "", "pose": None}),
    "outside": lambda rng, one: replace(one, geometry=Box(WIDTH + rng.uniform(5, 50), one.bounds.y, 30, 30)),
    "beyond": _beyond,
    "crossing": _crossed,
    "tiny": lambda rng, one: replace(one, geometry=Box(one.bounds.x, one.bounds.y, *rng.uniform(0.5, 3, 2))),
}
