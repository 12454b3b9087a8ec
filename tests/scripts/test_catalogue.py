"""The catalogue of bundled scripts is whole: every script is in it, and has its page, picture and tests."""

from pathlib import Path

import pytest

from limner import manifest
from limner.geometry import Geometry
from limner.manifest import Problem
from limner_server import catalogue, demo
from limner_server.catalogue import Entry
from limner_server.resources import SAMPLES, SCRIPTS

ROOT = Path(__file__).parents[2]
EACH = pytest.mark.parametrize("entry", catalogue.entries(), ids=lambda entry: entry.slug)


def test_it_lists_every_script_of_its_folder() -> None:
    scripts = {path.name for path in SCRIPTS.iterdir() if path.suffix in (".py", ".js")}
    assert scripts == {entry.file for entry in catalogue.entries()}


def test_names_and_addresses_are_told_apart() -> None:
    entries = catalogue.entries()
    assert len({entry.slug for entry in entries}) == len({entry.block.identity for entry in entries}) == len(entries)


def test_a_project_begins_with_few_scripts() -> None:
    assert [entry.slug for entry in catalogue.entries() if entry.starter] == ["box-to-polygon"]


@EACH
def test_its_block_has_no_problem_and_says_what_it_does(entry: Entry) -> None:
    problems: list[Problem] = []
    block = manifest.parse(entry.source, entry.language, problems)
    assert problems == []
    assert block.namespace == "limner"
    assert 20 <= len(block.description) <= 140
    assert all(parameter.title and parameter.description for parameter in block.params.values())


@EACH
def test_its_demonstration_can_be_made(entry: Entry) -> None:
    assert (SAMPLES / entry.photo).is_file()
    assert 2 <= len(entry.steps) <= 5
    assert all(20 <= len(step) <= 160 for step in entry.steps)
    for shape in entry.shapes:
        assert Geometry.from_json(shape.geometry).kind
        assert shape.label is None or shape.label in {name for name, _ in entry.labels}


@EACH
def test_it_has_a_page_a_picture_and_tests(entry: Entry) -> None:
    stem = entry.slug.replace("-", "_")
    for path in (
        f"docs/library/{entry.slug}.md",
        f"docs/images/library/{entry.slug}.webp",
        f"docs/images/library/{entry.slug}-card.webp",
        f"web/tools/pictures/{stem}.py",
        f"tests/e2e/test_library_{stem}.py",
    ):
        assert (ROOT / path).is_file(), path
    page = (ROOT / "docs" / "library" / f"{entry.slug}.md").read_text()
    assert page.startswith(f"# {entry.block.name}\n")
    assert f"](../images/library/{entry.slug}.webp)" in page


@EACH
def test_its_page_names_every_setting(entry: Entry) -> None:
    page = (ROOT / "docs" / "library" / f"{entry.slug}.md").read_text()
    assert [name for name in entry.block.params if f"`{name}`" not in page] == []


def test_the_sample_project_has_what_a_project_begins_with() -> None:
    assert set(demo.PHOTOS) >= {entry.photo for entry in catalogue.entries() if entry.starter}
