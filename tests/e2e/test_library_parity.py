"""Every bundled Python script gives the same instances in the browser's cell as in CPython."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from limner import testing
from limner.memory import MemoryHost
from limner_server import catalogue
from limner_server.resources import SCRIPTS
from tests.e2e.holding import HeldCell
from tests.scripts.agreeing import assert_alike
from tests.scripts.library_cases import CASES, Case

pytestmark = pytest.mark.e2e


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
    assert_alike(there, here)


def test_every_bundled_python_script_has_a_case() -> None:
    bundled = {entry.file for entry in catalogue.entries() if entry.language == "python"}
    assert bundled == {case.script for case in CASES}
