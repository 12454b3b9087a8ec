"""The guide for script authors: complete, right, and every example in it runs."""

import re
from collections import Counter
from typing import Any, get_args

import pytest

import limner
from limner import canvas, check
from limner.events import EVENTS
from tests.guide.cases import CASES, assert_fits, in_python, observed
from tests.guide.pages import (
    ELSEWHERE,
    EXAMPLES,
    FENCE,
    FOLDER,
    HEADING,
    PAGES,
    ROOT,
    Example,
    headings,
    section,
    unfenced,
)
from tests.guide.subjects import Subject, parts_of, rows, subjects
from web.tools import reference_page

PYTHON = [one for one in EXAMPLES if one.language == "python"]
JAVASCRIPT = [one for one in EXAMPLES if one.language == "javascript"]
TRIED = [(one, case) for one in PYTHON for case in CASES.get(one.name, ())]
SUBJECTS = list(subjects())
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
GUIDES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/operating.md")]


def by_id(one: Any) -> str:
    return one.id if isinstance(one, Example | Subject) else ""


@pytest.mark.parametrize(("example", "case"), TRIED, ids=by_id)
def test_an_example_does_what_the_guide_says(example: Example, case: dict[str, Any]) -> None:
    if "numpy" in example.manifest.dependencies:
        pytest.importorskip("numpy")
    if "opencv-python" in example.manifest.dependencies:
        pytest.importorskip("cv2")
    assert_fits(observed(in_python(example.source, case), case), case["expect"])


@pytest.mark.parametrize("example", EXAMPLES, ids=by_id)
def test_nothing_is_wrong_with_an_example(example: Example) -> None:
    found = check.problems(example.source, example.filename)
    assert [one for one in found if one.severity == "error" and example.name != "Without asking"] == []
    assert [one.message for one in found if one.severity == "warning"] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=by_id)
def test_every_hook_of_an_example_is_tried(example: Example) -> None:
    tried = {case["event"] for case in CASES[example.name]}
    hooks = [set(re.findall(r'"(\w+)"', said)) & set(EVENTS) for said in re.findall(r"\bon\(([^{)]*)", example.code)]
    assert [names for names in hooks if not names & tried] == []
    assert tried <= set().union(*hooks)


def test_every_case_is_of_an_example() -> None:
    assert sorted(set(CASES) - {one.name for one in EXAMPLES}) == []


def test_an_example_of_a_name_stands_once_in_a_language() -> None:
    counts = Counter((one.name, one.language) for one in EXAMPLES if one.page != "README.md")
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("example", JAVASCRIPT, ids=by_id)
def test_twins_in_both_languages_say_the_same_of_themselves(example: Example) -> None:
    twin = next((one for one in PYTHON if one.name == example.name), None)
    if twin is not None:
        names = ("grants", "connect", "params", "timeout", "hotkey", "commands", "description")
        assert [getattr(twin.manifest, name) for name in names] == [getattr(example.manifest, name) for name in names]


def test_every_fenced_script_is_whole() -> None:
    for page, text in PAGES.items():
        fragments = [source for _, name, source in FENCE.findall(text) if name in ("python", "javascript")]
        begun = [source for source in fragments if re.search(r"^\s*(@on|on)\(", source, re.MULTILINE)]
        if page not in (*ELSEWHERE, "reference.md"):
            assert [source for source in begun if " /// script" not in source] == [], page


@pytest.mark.parametrize("subject", SUBJECTS, ids=by_id)
def test_everything_there_is_has_a_heading(subject: Subject) -> None:
    assert subject.heading in headings(*subject.pages)


@pytest.mark.parametrize(
    ("subject", "language"), [(one, language) for one in SUBJECTS for language in one.languages], ids=by_id
)
def test_everything_there_is_has_an_example_that_is_tried(subject: Subject, language: str) -> None:
    assert [one.id for one in EXAMPLES if one.language == language and subject.shows(one) and CASES[one.name]]


def test_no_heading_names_what_is_not_there() -> None:
    known = {one.heading for one in SUBJECTS}
    pages = {page for one in SUBJECTS for page in one.pages}
    said = {
        heading for page in pages for heading in headings(page) if re.match(r"(canvas|settings|storage)\.", heading)
    }
    assert said <= known
    assert {heading for heading in headings("events.md") if "_" in heading} <= known
    assert {heading for heading in headings("grants.md") if ":" in heading} <= known


@pytest.mark.parametrize("event", EVENTS)
def test_every_field_of_an_event_is_told(event: str) -> None:
    text = section("events.md", event)
    assert [name for name in parts_of(EVENTS[event]) if f"event.{name}" not in text] == []


@pytest.mark.parametrize(("page", "heading", "word"), list(rows()))
def test_every_choice_has_a_row(page: str, heading: str, word: str) -> None:
    assert f"| `{word}` |" in section(page, heading)


@pytest.mark.parametrize("level", get_args(canvas.Level))
def test_every_level_is_tried(level: str) -> None:
    lines = [line for cases in CASES.values() for case in cases for line in case["expect"].get("lines", ())]
    assert level in {"info" if isinstance(line, str) else line[0] for line in lines}


def test_the_cookbook_has_twenty_recipes_six_of_them_in_javascript() -> None:
    assert sum(one.page == "cookbook.md" for one in PYTHON) >= 20
    assert sum(one.page == "cookbook.md" for one in JAVASCRIPT) >= 6


@pytest.mark.parametrize("recipe", [one for one in EXAMPLES if one.page == "cookbook.md"], ids=by_id)
def test_a_recipe_is_named_as_its_heading_and_says_when_to_use_it(recipe: Example) -> None:
    said = section("cookbook.md", recipe.name).strip()
    assert said.startswith("When ")
    assert "| event | what comes of it |" in said


def test_the_readme_shows_the_first_script() -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (first,) = [one for one in EXAMPLES if one.page == "first-script.md"]
    assert shown == re.sub(r"^# description = .*\n", "", first.source, flags=re.MULTILINE)


def test_the_index_leads_to_every_page() -> None:
    assert {link for link in LINK.findall(PAGES["README.md"]) if link in PAGES} == set(PAGES) - {"README.md"}


@pytest.mark.parametrize("path", [*FOLDER.glob("*.md"), *GUIDES], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Any) -> None:
    for link in LINK.findall(unfenced(path.read_text(encoding="utf-8"))):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def anchors(text: str) -> set[str]:
    """Give the anchors of a page as GitHub makes them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for _, heading in HEADING.findall(unfenced(text)))
    return {heading.replace(" ", "-") for heading in plain}


def test_the_reference_is_what_the_runtime_gives() -> None:
    assert PAGES["reference.md"] == reference_page.page(), "stale: run `make types`"


@pytest.mark.parametrize("name", [name for name in limner.__all__ if not name.startswith("_")])
def test_the_reference_has_every_public_name(name: str) -> None:
    assert re.search(rf"^### {name}$|`{name}`|^{name}\(", PAGES["reference.md"], re.MULTILINE)


def exported() -> list[str]:
    """Give the names that a script in JavaScript can import from "limner"."""
    cell = ROOT / "runtime" / "cell" / "javascript"
    lists = re.findall(r"export \{(.*?)\}", (cell / "api.js").read_text())
    classes = re.findall(r"export class (\w+) extends (?:Limner)?Error\b", (cell / "errors.js").read_text())
    return [name.strip() for names in lists for name in names.split(",")] + classes


@pytest.mark.parametrize("name", exported())
def test_the_reference_has_every_name_in_javascript(name: str) -> None:
    forms = [source for _, language, source in FENCE.findall(PAGES["reference.md"]) if language == "javascript"]
    assert f"`{name}`" in PAGES["reference.md"] or any(re.search(rf"^{name}\(", form) for form in forms)
