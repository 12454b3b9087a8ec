"""The table of shapes in results, here for the runtime; `results.test.mjs` asks the page's host the same."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from limner import ChangeError, Geometry
from limner.changes import ChangeSet, Created, Surroundings, check

CASES = json.loads((Path(__file__).parent / "result_cases.json").read_text())
FILE = SimpleNamespace(width=100, height=80)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_runtime_says_of_a_shape_what_the_page_says(case: dict[str, Any]) -> None:
    changes = ChangeSet(created=(Created(Geometry.from_json(case["geometry"])),))
    if case["problem"]:
        with pytest.raises(ChangeError) as refused:
            check(changes, Surroundings(file=FILE))
        assert str(refused.value) == f"instance 1: {case['problem']}"
    else:
        taken = check(changes, Surroundings(file=FILE)).created[0].geometry.to_json()
        assert taken == Geometry.from_json(case.get("clamped", case["geometry"])).to_json()
