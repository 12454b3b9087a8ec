"""The table of cases that every implementation of the geometry verbs answers, here for Python."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from limner import Geometry, verbs
from limner.geometry import KINDS

CASES = json.loads((Path(__file__).parents[1] / "data" / "geometry_cases.json").read_text())
VERBS = ("bounds", "area", "contains", "problem", "clamp", "vertices")
TOLERANCE = 1e-6


def answer(verb: str, shape: Geometry, args: list[float]) -> Any:
    """Ask the verb, and give what it says as JSON."""
    said = list(shape.bounds) if verb == "bounds" else getattr(verbs, verb)(shape, *args)
    return said.to_json() if isinstance(said, Geometry) else said


def assert_same(said: Any, expected: Any) -> None:
    if isinstance(expected, bool) or not isinstance(expected, (dict, list, int, float)):
        assert said is expected or said == expected
    elif isinstance(expected, dict):
        assert said.keys() == expected.keys()
        for key, value in expected.items():
            assert_same(said[key], value)
    elif isinstance(expected, list):
        assert len(said) == len(expected)
        for one, other in zip(said, expected, strict=True):
            assert_same(one, other)
    else:
        assert said == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['geometry']['kind']}-{case['verb']}-{case.get('why', 'plain')}"
)
def test_the_verb_answers_as_the_table_says(case: dict[str, Any]) -> None:
    shape = Geometry.from_json(case["geometry"])
    assert_same(answer(case["verb"], shape, case["args"]), case["expected"])


def test_the_table_asks_every_verb_of_every_kind() -> None:
    asked = Counter((case["geometry"]["kind"], case["verb"]) for case in CASES)
    assert {(kind, verb) for kind in KINDS for verb in VERBS} == set(asked)


def test_every_shape_of_the_table_is_written_in_full() -> None:
    for case in CASES:
        assert_same(Geometry.from_json(case["geometry"]).to_json(), case["geometry"])
