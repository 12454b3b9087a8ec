"""The scripts to start from: each passes the checks and runs."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from limner import check, manifest, samples, templates, testing
from limner.manifest import Language
from limner.templates import ENDINGS, TITLES, Template, named, own_tests, template

ALL = templates.templates()
PYTHON = [one for one in ALL if one.language == "python"]
FOLDER = Path(templates.__file__).parent


def name_of(one: Template) -> str:
    return f"{one.id}-{one.language}"


def test_there_is_one_of_each_in_both_languages() -> None:
    expected = {(id, language) for id in ("box", "open", "button", "prompt") for language in get_args(Language)}
    assert {(one.id, one.language) for one in ALL} == expected
    assert set(ENDINGS) == set(get_args(Language))


def test_every_file_in_the_folders_is_a_template() -> None:
    files = {path.name for path in (FOLDER / "python").glob("*.py")} | {
        p.name for p in (FOLDER / "javascript").glob("*")
    }
    assert files == {f"{one.id}.{ENDINGS[one.language]}" for one in ALL}
    assert {path.stem for path in (FOLDER / "tests").glob("*.py")} == set(TITLES)


@pytest.mark.parametrize("one", ALL, ids=name_of)
def test_it_passes_the_checks(one: Template) -> None:
    assert check.problems(one.source, f"script.{ENDINGS[one.language]}") == []


@pytest.mark.parametrize("one", ALL, ids=name_of)
def test_its_block_says_what_it_is(one: Template) -> None:
    block = manifest.parse(one.source, one.language)
    assert (block.name, block.version) == (one.title, "0.1.0")
    assert block.description.endswith(".")
    assert all(parameter.title for parameter in block.params.values())


@pytest.mark.parametrize("id", TITLES)
def test_both_languages_ask_for_the_same(id: str) -> None:
    blocks = [manifest.parse(template(id, language).source, language) for language in get_args(Language)]
    assert blocks[0].grants == blocks[1].grants
    assert blocks[0].params == blocks[1].params


@pytest.mark.parametrize("one", PYTHON, ids=name_of)
def test_it_answers_its_event(one: Template) -> None:
    (event,) = re.findall(r'@on\("(\w+)"', one.source)
    speck = samples.instance("point")
    outcome = testing.run(one.source, samples.event(event), image=samples.photo(), instances=[speck])
    assert outcome.error is None
    assert outcome.changes or outcome.settings or outcome.notices


@pytest.mark.parametrize("name", ["Trace leaves", 'Say "hi"', "back\\slash \\1", "Blätter 🍃", "tab\t and \x7f"])
@pytest.mark.parametrize("one", ALL, ids=name_of)
def test_it_can_be_given_any_name(one: Template, name: str) -> None:
    source = named(one.source, name)
    assert manifest.parse(source, one.language).name == name
    assert len(source.splitlines()) == len(one.source.splitlines())


def test_the_tests_are_python() -> None:
    for id in TITLES:
        compile(own_tests(id), id, "exec")


def test_one_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        template("dance")


def test_they_are_in_what_is_packed_for_the_wheel() -> None:
    project = tomllib.loads((FOLDER.parents[2] / "pyproject.toml").read_text())
    assert "runtime/limner" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
