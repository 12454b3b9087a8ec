"""Messages that are none: the cell that sends one is taken away, and the page goes on."""

import math

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.probes.driver import Hostile
from tests.e2e.test_sandbox_forged import assert_alive, forging

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

FLOOD = """
way, text = cell()._send_text, json.dumps({"type": "progress", "run": "another", "fraction": 0.5})
for _ in range(25_000):
    way(text, ())
"""
FATAL = {
    "malformed": ("send('{nonsense')", "the cell sent something that is no JSON"),
    "not a number": (
        "send(result(run_id(), created=[created()]).replace('10.0', 'NaN', 1))",
        "the cell sent something that is no JSON",
    ),
    "not a text": ("send(5)", "the cell sent something that is no message"),
    "unknown": ('send(\'{"type": "probe"}\')', 'a message of type "probe", which no cell may send'),
    "inherited": ('send(\'{"type": "constructor"}\')', 'a message of type "constructor", which no cell may send'),
    "no type": ("send('null')", "which no cell may send"),
    "the host's": ('send(\'{"type": "init", "filename": "", "source": ""}\')', 'of type "init", which no cell'),
    "incomplete": ('send(\'{"type": "result"}\')', "the cell sent a bad result"),
    "wrong kind": ("send(json.dumps({'type': 'log', 'lines': 'all'}))", "the cell sent a bad log"),
    "a flood": (FLOOD, "the script flooded its host with messages"),
}


@pytest.mark.parametrize("name", FATAL)
def test_a_message_that_is_none_ends_its_cell_and_says_so(desk: Desk, hostile: Hostile, name: str) -> None:
    body, reason = FATAL[name]
    hostile.fire(forging(f"{body}\nawait asyncio.sleep(60)"), by="python")
    hostile.notice(reason)
    assert (desk.instances(), desk.script("Box to polygon")["state"]) == ([], "ready")
    desk.wait_script("Hostile")


def test_when_a_cell_was_ended_the_other_script_goes_on(desk: Desk, hostile: Hostile) -> None:
    hostile.fire(forging("send('{nonsense')"), by="python")
    hostile.notice("no JSON")
    assert_alive(desk, [])


def test_ready_a_second_time_changes_nothing(desk: Desk, hostile: Hostile) -> None:
    again = "{'type': 'ready', 'protocol': 99, 'runtime': 'forged', 'language': 'forged'}"
    assert hostile.run(forging(f"send(json.dumps({again}))\nreturn 'sent'"), by="python") == "sent"
    assert_alive(desk, [])


def test_a_message_of_50_mb_for_another_run_leaves_the_page_alive(desk: Desk, hostile: Hostile) -> None:
    start = '{"type": "notify", "run": "another", "level": "info", "text": "'
    hostile.fire(forging(f"send('{start}' + 'x' * 50_000_000 + '\"}}')"), by="python")
    desk.wait_script("Hostile")
    assert_alive(desk, [])
    assert hostile.run("async () => 'alive'") == "alive"


@pytest.mark.parametrize("kind", ["notify", "log"])
def test_a_text_longer_than_anyone_reads_is_cut_or_refused(desk: Desk, hostile: Hostile, kind: str) -> None:
    body = """
text = "x" * 200_000
lines = {"lines": [{"text": text, "level": "info"}]}
send(json.dumps({"type": args["kind"], "run": run_id(), **(lines if args["kind"] == "log" else {"text": text})}))
"""
    hostile.fire(forging(body), by="python", kind=kind)
    desk.wait_script("Hostile")
    shown = desk.notices() if kind == "notify" else desk.console()
    assert len(shown) < 100_000


def test_an_endless_progress_breaks_no_panel(desk: Desk, hostile: Hostile, warm: tuple[Page, list[str]]) -> None:
    text = '\'{"type": "progress", "run": "%s", "fraction": 1e999}\' % run_id()'
    try:
        hostile.fire(forging(f"send({text})\nawait asyncio.sleep(0.5)"), by="python")
        desk.wait_script("Hostile")
        assert warm[1] == []
    finally:
        warm[1].clear()


def test_an_endless_duration_is_refused(desk: Desk, hostile: Hostile) -> None:
    hostile.fire(forging("send(result(run_id()).replace('1.0', '1e999'))"), by="python")
    desk.wait_script("Hostile")
    assert desk.script("Hostile")["lastMs"] != math.inf
