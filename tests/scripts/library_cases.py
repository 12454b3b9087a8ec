"""What every bundled Python script is tried with, in CPython and in the browser: both must agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from limner import Box, Instance, SimilarFile, testing
from limner.assets import Source
from limner.events import Event
from tests.scripts import slips
from tests.scripts.scenes import scene


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


_DIM = scene(1, 384, "blob")[0] // 5
_PLAIN = np.zeros((slips.HEIGHT, slips.WIDTH, 3), np.uint8)
CASES: list[Case] = [
    _box_to_polygon("blob"),
    _box_to_polygon("pair", working_size=96),
    _box_to_polygon("ring", detail=3.0),
    _box_to_polygon("star", keep_box=True),
    _review("a file full of slips", testing.command(_PLAIN)),
    _review("a file full of slips is held", testing.saving(_PLAIN), hold="always", overlap=0.4),
    _light("a dark scene", _DIM),
    _light("a dark scene, evened out", _DIM, means="evening out", strength=0.5),
    _light("a flat scene", _DIM // 4 + 100),
    _light("a scene in good light", scene(1, 384, "blob")[0]),
]
