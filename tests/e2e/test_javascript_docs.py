"""The examples of the pages on JavaScript and on Diffgram's form, in real cells."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from limner import check
from limner.manifest import is_diffgram, parse
from tests.e2e.conversing import BOX, Steps, converse, event, init, last, of_type

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```javascript\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADED = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
PIXELS = {"value": {"width": 30, "height": 40, "channels": 4}, "frames": [[200, 100, 50, 255] * 1200]}
WHOLE = {"value": {"width": 64, "height": 64, "channels": 4}, "frames": [[200, 100, 50, 255] * 4096]}
ELLIPSE = {"kind": "ellipse", "x": 25, "y": 40, "rx": 15, "ry": 20, "rotation": 0}
ROOF = {"kind": "polygon", "parts": [{"outer": [[10, 60], [25, 20], [40, 60]], "holes": []}]}
SQUARE = {"kind": "box", "x": 10, "y": 20, "width": 3, "height": 3, "rotation": 0}
TWIN = {**BOX, "id": "i0"}
# By page: for each example in turn the event, the host's replies, and what comes of it.
TRIED: dict[str, list[list[tuple[str, list[dict[str, Any]], dict[str, Any]]]]] = {
    "javascript.md": [
        [("create_instance", [], {"created": [ELLIPSE], "deleted": ["i1"]})],
        [
            ("create_instance", [{"value": [BOX, TWIN]}], {"deleted": ["i1"], "said": ["There is a cat already."]}),
            ("create_instance", [{"value": [BOX]}], {}),
        ],
        [("create_instance", [PIXELS], {"updated": [{"id": "i1", "attributes": {"colour": "200, 100, 50"}}]})],
    ],
    "diffgram.md": [
        [
            ("create_instance", [WHOLE], {"said": ["1200 bright pixels of 1200"]}),
            ("update_instance", [WHOLE], {"created": [ROOF]}),
        ],
        [("create_instance", [], {"created": [SQUARE]})],
    ],
}


def examples(page: str) -> list[str]:
    return FENCE.findall((ROOT / "docs" / "scripts" / page).read_text())


CASES = [
    pytest.param(source, *case, id=f"{page} {number}: {case[0]}")
    for page, tried in TRIED.items()
    for number, (source, cases) in enumerate(zip(examples(page), tried, strict=True), 1)
    for case in cases
]


@pytest.mark.parametrize(("source", "name", "replies", "expected"), CASES)
def test_an_example_does_what_the_page_says(
    warm: tuple[Page, list[str]], source: str, name: str, replies: list[dict[str, Any]], expected: dict[str, Any]
) -> None:
    manifest = parse(source, "javascript", filename="example.js")
    load = [init(source, grants=list(manifest.grants), modules=list(manifest.modules)), {"until": "initialized"}]
    (found,) = [one for one in hooks_of(warm[0], load) if one["event"] == name]
    given = event(name, **({"before": BOX, "changed": ["geometry"]} if name == "update_instance" else {}))
    asked = {"type": "event", "run": "r1", "hook": found["id"], "event": given}
    answers = [{"type": "reply", "run": "r1", "call": number, **one} for number, one in enumerate(replies, 1)]
    waits: Steps = [step for answer in answers for step in ({"until": "call"}, answer)]
    said = converse(warm[0], *load, asked, *waits, {"until": "result"})
    changes = last(said, "result")["changes"]
    assert [one["geometry"] for one in changes["created"]] == expected.get("created", [])
    assert (changes["updated"], changes["deleted"]) == (expected.get("updated", []), expected.get("deleted", []))
    assert [one["text"] for one in of_type(said, "notify")] == expected.get("said", [])


def hooks_of(page: Page, load: Steps) -> list[dict[str, Any]]:
    initialized = last(converse(page, *load), "initialized")
    assert "error" not in initialized, initialized
    found: list[dict[str, Any]] = initialized["hooks"]
    return found


@pytest.mark.parametrize("page", TRIED)
def test_nothing_is_wrong_with_an_example(page: str) -> None:
    for source in examples(page):
        assert [one for one in check.problems(source, "example.js") if one.severity == "error"] == []
        assert is_diffgram(source) == (page == "diffgram.md")


def test_the_page_lists_the_vendored_libraries() -> None:
    text = (ROOT / "docs" / "scripts" / "javascript.md").read_text()
    rows = re.findall(r'^\[\[module\]\]\nname = "([^"]+)"', (ROOT / "web" / "vendor.toml").read_text(), re.MULTILINE)
    assert rows
    assert [name for name in HEADED.findall(text.split("## Libraries")[1]) if name != "library"] == rows


def test_the_page_lists_every_call_of_diffgram() -> None:
    text = (ROOT / "docs" / "scripts" / "diffgram.md").read_text().split("## diffgram")[1]
    source = (ROOT / "runtime" / "cell" / "javascript" / "diffgram_api.js").read_text()
    calls = re.findall(r"^    (\w+_\w+)\(", source.split("const calls = {")[1].split("\n  };")[0], re.MULTILINE)
    assert len(calls) == 7
    assert [name.partition("(")[0] for name in HEADED.findall(text)] == calls
