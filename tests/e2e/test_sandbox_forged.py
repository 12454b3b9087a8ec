"""Messages a script forges through its cell's own way to the host: the host trusts none of them."""

import json
from textwrap import indent
from typing import Any

import pytest

from tests.e2e.desk import Desk
from tests.e2e.probes.driver import Hostile, source

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

BOX = (150, 5, 150, 200)
SECOND = (380, 10, 80, 120)


def forging(body: str) -> str:
    """Give a probe in Python that has `forge.py` at hand."""
    return f"{source('forge.py')}\n\nasync def probe(args, canvas):\n{indent(body, '    ')}\n"


def drawn(desk: Desk) -> list[dict[str, Any]]:
    """Draw a box, let the bundled script trace it, and give the instances."""
    desk.draw_box(*BOX)
    desk.wait_for_kinds("polygon")
    desk.wait_saved()
    return desk.instances()


def assert_alive(desk: Desk, before: list[dict[str, Any]]) -> None:
    """Nothing changed, here or in the store, and the bundled script still answers."""
    assert desk.instances() == before
    assert [one["id"] for one in desk.stored()] == [one["id"] for one in before]
    desk.draw_box(*SECOND)
    desk.wait_for_kinds(*["polygon"] * (len(before) + 1))


def test_a_forged_result_of_another_run_is_dropped(desk: Desk, granted: Hostile) -> None:
    before = drawn(desk)
    body = (
        "for run in args['runs']:\n    send(result(run, created=[created()], deleted=args['deleted']))\nreturn 'sent'"
    )
    runs = [before[0]["provenance"]["run"], "00000000-0000-4000-8000-000000000000", ""]
    assert granted.run(forging(body), by="python", runs=runs, deleted=[before[0]["id"]]) == "sent"
    assert_alive(desk, before)


def test_a_forged_result_after_the_run_is_dropped(desk: Desk, granted: Hostile) -> None:
    before = drawn(desk)
    body = """
import sys
mine = run_id()
async def later():
    while asyncio.current_task() is None or any(one.get_name() == mine for one in asyncio.all_tasks()):
        await asyncio.sleep(0.01)
    send(result(mine, created=[created()], deleted=args["deleted"]))
    sys.forged = True
sys.later = asyncio.ensure_future(later())
"""
    granted.run(forging(body), by="python", deleted=[before[0]["id"]])
    waiting = "import sys\nwhile not getattr(sys, 'forged', False):\n    await asyncio.sleep(0.01)\nreturn 'sent'"
    assert granted.run(forging(waiting), by="python") == "sent"
    assert_alive(desk, before)


def test_the_same_forged_result_of_the_live_run_lands_and_is_signed_by_the_host(desk: Desk, granted: Hostile) -> None:
    signed = "provenance={'actor': 'human', 'actor_id': 'local', 'edited_by': []}, file='other', version=9"
    granted.fire(forging(f"send(result(run_id(), created=[created({signed})]))"), by="python")
    (box,) = desk.wait_for_kinds("box")
    assert box["file"] == desk.file
    assert box["provenance"]["actor"] == "script"
    assert box["provenance"]["script"] == "probes/granted"


def test_a_second_result_of_one_run_is_dropped(desk: Desk, granted: Hostile) -> None:
    granted.fire(forging("for number in range(2):\n    send(result(run_id(), created=[created(number)]))"), by="python")
    desk.wait_for_kinds("box")
    assert granted.run("async () => 'alive'") == "alive"
    assert desk.kinds() == ["box"]


def test_a_forged_result_with_instances_needs_the_grant(desk: Desk, hostile: Hostile) -> None:
    before = drawn(desk)
    changes = "created=[created()], updated=[{'id': args['id'], 'label': 'cat'}], deleted=[args['id']]"
    hostile.fire(forging(f"send(result(run_id(), {changes}))"), by="python", id=before[0]["id"])
    hostile.notice('it changes instances without the grant "instances:write"')
    assert "instances:write" in (hostile.error() or "")
    assert_alive(desk, before)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"geometry": {"kind": "box", "x": 1, "y": 1, "width": 5, "height": 5}, "label": "no such"}, "does not exist"),
        ({"geometry": {"kind": "spiral", "x": 1}}, "the cell sent a bad result"),
        ({"geometry": {"kind": "__proto__"}}, "the cell sent a bad result"),
        ({"geometry": {"kind": "polygon", "parts": []}}, "its result was rejected: instance 2"),
        ({"geometry": None}, "the cell sent a bad result"),
        ({"geometry": {"kind": "box", "x": 9000, "y": 9000, "width": 5, "height": 5}}, "lies outside the file"),
        ({"geometry": {"kind": "tag"}, "score": 7}, "score is 7"),
        ({"geometry": {"kind": "tag"}, "id": "../../x"}, "is taken or no id"),
    ],
)
def test_one_bad_item_rejects_a_forged_result_whole(
    desk: Desk, granted: Hostile, item: dict[str, Any], reason: str
) -> None:
    body = "send(result(run_id(), created=[created(), {'id': 'forged-item', **args['item']}]))"
    granted.fire(forging(body), by="python", item=item)
    granted.notice(reason)
    assert (desk.instances(), desk.stored()) == ([], [])


def test_an_endless_number_in_a_forged_shape_rejects_the_result(desk: Desk, granted: Hostile) -> None:
    granted.fire(forging("send(result(run_id(), created=[created()]).replace('10.0', '1e999', 1))"), by="python")
    granted.notice("a coordinate that is no finite number")
    assert desk.instances() == []


@pytest.mark.parametrize(
    ("method", "refusal"),
    [
        ("image", 'HostError: canvas.image needs the grant "image:read"'),
        ("instances", 'HostError: canvas.instances needs the grant "instances:read"'),
        ("explode", "HostError: the canvas has no explode"),
        ("__proto__", "HostError: the canvas has no __proto__"),
        ("constructor", "HostError: the canvas has no constructor"),
    ],
)
def test_a_call_round_the_handle_is_refused_by_the_host(hostile: Hostile, method: str, refusal: str) -> None:
    body = """
try:
    return await canvas._run.call(args["method"], {"bounds": [0, 0, 4, 4], "scale": 1.0})
except Exception as error:
    return answered(error)
"""
    assert hostile.run(forging(body), by="python", method=method) == refusal


def test_the_same_call_with_the_grant_is_answered(granted: Hostile) -> None:
    body = (
        "found = await canvas._run.call('image', {'bounds': [0, 0, 4, 4], 'scale': 1.0})\nreturn len(found.frames[0])"
    )
    assert granted.run(forging(body), by="python") == 4 * 4 * 4
    assert granted.run(forging("return len((await canvas._run.call('instances', {})).value)"), by="python") >= 0


@pytest.mark.parametrize("bounds", [[0, 0, 1e9, 1e9], [-5, 0, 10, 10], [0, 0, "x", 4], [0, 0, 0, 0], None, {}, "0044"])
def test_a_call_for_pixels_that_are_not_in_the_file_is_refused(granted: Hostile, bounds: object) -> None:
    body = """
try:
    return await canvas._run.call("image", {"bounds": args["bounds"], "scale": 1.0})
except Exception as error:
    return answered(error)
"""
    assert "do not lie in the file" in granted.run(forging(body), by="python", bounds=bounds)


def test_pixels_asked_for_in_the_name_of_another_run_are_not_sent(granted: Hostile) -> None:
    call = {
        "type": "call",
        "run": "another",
        "call": 77,
        "method": "image",
        "args": {"bounds": [0, 0, 4, 4], "scale": 1},
    }
    body = """
from limner.cell import Cell
heard, take = [], Cell.receive
Cell.receive = lambda self, text, frames=(): (heard.append(text), take(self, text, frames))[1]
send(json.dumps(args["call"]))
await canvas._run.call("instances", {})
Cell.receive = take
return [json.loads(text)["call"] for text in heard]
"""
    assert 77 not in granted.run(forging(body), by="python", call=call)


def test_initialized_a_second_time_declares_no_other_hook(desk: Desk, hostile: Hostile) -> None:
    hooks = [{"id": "probe:command", "event": event, "function": "probe"} for event in ("command", "create_instance")]
    message = json.dumps({"type": "initialized", "hooks": hooks})
    try:
        hostile.fire(forging("send(args['message'])"), by="python", message=message)
        desk.wait_script("Hostile")
        drawn(desk)
        hostile.run("async () => 'alive'")  # comes after what the box may have started
        answered = {run["name"] for run in desk.page.evaluate("limner.timings()") if run["script"] == "probes/hostile"}
        assert answered <= {"command", "open_file"}
    finally:
        hostile.renew()
