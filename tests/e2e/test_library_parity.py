"""Every bundled Python script gives the same instances in the browser's cell as in CPython."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from limner import iou, testing
from limner.geometry import Geometry
from limner.memory import MemoryHost
from limner.testing import Outcome
from limner_server import catalogue
from limner_server.resources import SCRIPTS
from tests.e2e.holding import HeldCell
from tests.scripts.library_cases import CASES, Case

pytestmark = pytest.mark.e2e

ALIKE = 0.99


@pytest.fixture(scope="module")
def cell(warm: tuple[Page, list[str]]) -> Iterator[HeldCell]:
    held = HeldCell(warm[0], "python", ["numpy", "opencv-python"])
    held.open()
    yield held
    held.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{Path(case.script).stem}: {case.name}")
def test_it_does_the_same_in_the_browser_as_in_cpython(cell: HeldCell, case: Case) -> None:
    given = {"params": case.params, "labels": case.labels, "settings": case.settings}
    script = SCRIPTS / case.script
    kept = {"storage": dict(case.storage), "answers": list(case.answers)}
    brought = {"instances": case.instances, "assets": case.assets, "similar": case.similar}
    here = testing.run(script, case.event, image=case.image, **brought, **kept, **given)
    found = {"assets": case.assets, "similar": list(case.similar)}
    world = MemoryHost(case.image, list(case.instances), dict(case.storage), list(case.answers), **found)
    there = cell.run(case.script, script.read_text(), case.event, world, **given)
    assert here.error is None, here.error
    assert there.error is None, there.error
    assert told(there) == told(here)
    for one, other in zip(shapes(there), shapes(here), strict=True):
        assert one.kind == other.kind
        assert iou(one, other) > ALIKE


def test_every_bundled_python_script_has_a_case() -> None:
    bundled = {entry.file for entry in catalogue.entries() if entry.language == "python"}
    assert bundled == {case.script for case in CASES}


def told(outcome: Outcome) -> dict[str, Any]:
    """Give what is compared word for word: everything but the shapes and the ids made anew."""
    changes = outcome.changes
    return {
        "created": [(one.label, dict(one.attributes)) for one in changes.created],
        "suggested": [(one.label, dict(one.attributes)) for one in changes.suggested],
        "updated": [(one.id, one.label, one.attributes) for one in changes.updated],
        "deleted": sorted(changes.deleted),
        "said": [outcome.notices, outcome.questions, outcome.veto, outcome.settings],
        "shown": [outcome.about, outcome.compared, outcome.storage],
        "found": [[(one.message, one.instance, one.level) for one in report] for report in outcome.reports],
    }


def shapes(outcome: Outcome) -> list[Geometry]:
    changes = outcome.changes
    updated = [one.geometry for one in changes.updated if isinstance(one.geometry, Geometry)]
    return [one.geometry for one in (*changes.created, *changes.suggested)] + updated
