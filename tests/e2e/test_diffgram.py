"""Scripts in Diffgram's form, as `tests/data/diffgram_cases.json` has them: what they create and say.

A case holds the lines of a script, the event (by default `create_instance` of a box), the host's replies to
the calls it makes, and what comes of it: `created` geometries and their `labels`, `notices`, an `error` while
loading or a `failure` of the run with the line it shows.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from limner.manifest import DIFFGRAM_GRANTS, is_diffgram, parse
from limner_server.resources import VENDOR
from tests.e2e.conversing import converse, event, init, last, of_type

pytestmark = pytest.mark.e2e

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data" / "diffgram_cases.json").read_text())
HANDLERS = {"update_instance": "edit_instance"}


def source_of(case: dict[str, Any]) -> str:
    return "\n".join(case["source"]) + "\n"


@pytest.fixture(scope="module")
def said(warm: tuple[Page, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """Load every script in a cell of its own, run it, and give what each cell said."""
    return {case["name"]: converse(warm[0], *steps(case)) for case in CASES}


def steps(case: dict[str, Any]) -> list[dict[str, Any]]:
    given = event(**case.get("event", {"name": "create_instance"}))
    hook = f"{HANDLERS.get(given['name'], given['name'])}:{given['name']}"
    load = [init(source_of(case), grants=list(DIFFGRAM_GRANTS)), {"until": "initialized"}]
    if "error" in case:
        return load
    replies = [
        step
        for call, reply in enumerate(case.get("replies", ()), 1)
        for step in (
            {"until": "call"},
            {"type": "reply", "run": "r1", "call": call, **reply, "binary": "frames" in reply},
        )
    ]
    asked = {"type": "event", "run": "r1", "hook": hook, "event": given}
    return [*load, asked, *replies, {"until": "error" if "failure" in case else "result"}]


def with_vendored(told: Any) -> Any:
    """Put the names of the vendored modules, of which some come on request, where a text asks for them."""
    if not isinstance(told, str):
        return told
    return told.replace("{vendored}", ", ".join(json.loads((VENDOR / "modules" / "modules.json").read_text())))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_script_in_diffgrams_form_does_what_the_table_says(
    said: dict[str, list[dict[str, Any]]], case: dict[str, Any]
) -> None:
    heard = said[case["name"]]
    for key, found in (("error", last(heard, "initialized").get("error")), ("failure", error_of(heard))):
        expected = {name: with_vendored(told) for name, told in case.get(key, {}).items()}
        line = expected.pop("line", None)
        assert (found is None) == (key not in case), found
        assert {name: found[name] for name in expected} == expected if found else True
        assert not found or line is None or found["frames"][-1]["line"] == line
    assert [one["text"] for one in of_type(heard, "notify")] == case.get("notices", [])
    created = [one for message in of_type(heard, "result") for one in message["changes"]["created"]]
    assert [one["geometry"] for one in created] == case.get("created", [])
    assert [one["label"] for one in created][: len(case.get("labels", ()))] == case.get("labels", [])


def error_of(heard: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((message["error"] for message in of_type(heard, "error")), None)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_the_server_sees_the_form_too_and_asks_for_its_grants(case: dict[str, Any]) -> None:
    assert is_diffgram(source_of(case))
    assert parse(source_of(case), "javascript", filename="tracer.js").grants == DIFFGRAM_GRANTS
