"""What every bundled Python script is tried with, in CPython and in the browser: both must agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from limner import Box, Instance, SimilarFile, testing
from limner.assets import Source
from limner.events import Event
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


CASES: list[Case] = [
    _box_to_polygon("blob"),
    _box_to_polygon("pair", working_size=96),
    _box_to_polygon("ring", detail=3.0),
    _box_to_polygon("star", keep_box=True),
]
