"""Which hooks an event is for, and what happens to those that come while one runs, in real cells."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME, TURNS, TOO = "Filters", "Turns", "Filters too"
CASES = """
@on("create_instance", kind="box")
def box(event): print("box")

@on("create_instance", kind=("polygon", "ellipse"))
def outline(event): print("outline")

@on("create_instance", label="rocket")
def rocket(event): print("rocket")

@on("create_instance", attributes={"pose": "sitting", "tags": ["a"]})
def sitting(event): print("sitting")

@on("create_instance", actor="human")
def human(event): print("human")

@on("create_instance", actor="remote")
def remote(event): print("remote")

@on("restore_instance", actor="undo")
def undone(event): print("undone")

@on("create_instance", when=lambda event: event.instance.geometry.kind == "box" and event.instance.geometry.width > 100)
def wide(event): print("wide")

@on("create_instance", kind="box", label="rocket", actor="human", when=lambda event: True)
def everything(event): print("everything")
"""
FILTERS = python(NAME, CASES)
FILTERS_TOO = javascript(
    TOO,
    """
on("create_instance", { kind: "box" }, (event, canvas) => canvas.log("box"));
on("create_instance", { label: "rocket", actor: "human" }, (event, canvas) => canvas.log("rocket"));
on("create_instance", { attributes: { pose: "sitting", tags: ["a"] } }, (event, canvas) => canvas.log("sitting"));
on("create_instance", { when: ({ instance }) => instance.geometry.width > 100 }, (event, canvas) => canvas.log("wide"));
on(["restore_instance", "create_instance"], { actor: ["undo", "remote"] },
   ({ actor }, canvas) => canvas.log(actor.kind));
""",
)


def turns(schedule: str) -> str:
    """Give a script whose hook waits until the annotator lets it end."""
    return python(
        TURNS,
        f"""
count = 0


@on("command", schedule="{schedule}")
async def turn(event, canvas):
    global count
    count += 1
    mine = count
    print("begin", mine)
    print("end", mine, await canvas.ask(f"Turn {{mine}}?", ["on"]))
""",
        ("ask",),
    )


@pytest.fixture(scope="module", autouse=True)
def filters(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    with desk.without():
        added = [desk.add_script(FILTERS), desk.add_script(FILTERS_TOO, "filters.js")]
        desk.wait_script(NAME)
        desk.wait_script(TOO)
        yield
        for one in added:
            desk.remove_script(one)


@pytest.fixture
def heard(desk: Desk) -> Callable[[str, int], list[str]]:
    """Give what a script has written in this test, sorted."""
    start = {name: len(desk.said(name)) for name in (NAME, TOO)}

    def since(name: str, count: int) -> list[str]:
        lines = desk.said(name, start[name] + count)
        desk.wait_for(f"limner.scripts().find((one) => one.name === '{name}').state === 'ready'")
        return sorted(desk.said(name)[start[name] :] or lines)

    return since


Heard = Callable[[str, int], list[str]]


def post(desk: Desk, **fields: Any) -> None:
    """Create an instance as another program does."""
    box = {"geometry": {"kind": "box", "x": 10, "y": 10, "width": 30, "height": 30}, **fields}
    key = f"by-{abs(hash(json.dumps(fields)))}-{desk.file}"[:40]
    desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": key, "created": [box]})


def test_by_kind_and_actor(desk: Desk, heard: Heard) -> None:
    desk.draw_box(40, 60, 80, 80)
    assert heard(NAME, 2) == ["box", "human"]
    assert heard(TOO, 1) == ["box"]


def test_by_label_by_predicate_and_by_all_of_them(desk: Desk, heard: Heard) -> None:
    desk.press("2")
    desk.draw_box(40, 60, 150, 80)
    assert heard(NAME, 5) == ["box", "everything", "human", "rocket", "wide"]
    assert heard(TOO, 3) == ["box", "rocket", "wide"]


def test_by_one_of_several_kinds(desk: Desk, heard: Heard) -> None:
    desk.press("p")
    for point in ((100, 100), (200, 100), (150, 200)):
        desk.click(*point)
    desk.press("Enter")
    assert heard(NAME, 2) == ["human", "outline"]


def test_by_attributes_of_any_form_and_from_elsewhere(desk: Desk, heard: Heard) -> None:
    post(desk, attributes={"pose": "sitting", "tags": ["a"], "age": 3})
    assert heard(NAME, 3) == ["box", "remote", "sitting"]
    assert heard(TOO, 3) == ["box", "remote", "sitting"]


def test_not_by_other_attributes(desk: Desk, heard: Heard) -> None:
    post(desk, attributes={"pose": "sitting", "tags": ["a", "b"]})
    assert heard(NAME, 2) == ["box", "remote"]
    assert heard(TOO, 2) == ["box", "remote"]


def test_what_comes_back_by_undo_is_restored_not_created(desk: Desk, heard: Heard) -> None:
    desk.draw_box(40, 60, 80, 80)
    desk.press("v", "Delete", "Control+z")
    desk.wait_for_kinds("box")
    assert heard(NAME, 3) == ["box", "human", "undone"]
    assert heard(TOO, 2) == ["box", "undo"]


@pytest.fixture
def turning(desk: Desk, script: Callable[..., str]) -> Callable[[str, int], None]:
    """Give a function that adds the script with a schedule and presses its key so many times."""

    def go(schedule: str, times: int) -> None:
        source = turns(schedule).replace("timeout = 10.0", 'timeout = 10.0\n# hotkey = "Alt+Y"')
        script(source)
        desk.wait_script(TURNS)
        for turn in range(times):
            desk.press("Alt+y")
            if turn == 0:
                desk.page.get_by_text("Turn 1?").wait_for()

    return go


Turning = Callable[[str, int], None]


def on(desk: Desk, turn: int) -> None:
    """Let a turn end."""
    desk.page.get_by_text(f"Turn {turn}?").wait_for()
    desk.page.locator("#questions").get_by_role("button", name="on", exact=True).click()


def test_queue_runs_each_after_the_other(desk: Desk, turning: Turning) -> None:
    start = len(desk.said(TURNS))
    turning("queue", 3)
    desk.show_tab("scripts")
    desk.page.get_by_text("2 waiting").wait_for()
    for turn in (1, 2, 3):
        on(desk, turn)
    lines = desk.said(TURNS, start + 6)[start:]
    assert lines == ["begin 1", "end 1 on", "begin 2", "end 2 on", "begin 3", "end 3 on"]


def test_latest_stops_the_running_one(desk: Desk, turning: Turning) -> None:
    start = len(desk.said(TURNS))
    turning("latest", 1)
    desk.press("Alt+y")
    on(desk, 2)
    lines = desk.said(TURNS, start + 4)[start:]
    assert lines == ["begin 1", "Stopped: a newer event took its place.", "begin 2", "end 2 on"]
    assert desk.script(TURNS)["error"] is None


def test_drop_ignores_what_comes_meanwhile(desk: Desk, turning: Turning) -> None:
    start = len(desk.said(TURNS))
    turning("drop", 4)
    on(desk, 1)
    desk.wait_script(TURNS)
    desk.press("Alt+y")
    on(desk, 2)
    lines = desk.said(TURNS, start + 4)[start:]
    assert lines == ["begin 1", "end 1 on", "begin 2", "end 2 on"]


def test_events_of_another_script_go_on_while_one_waits(desk: Desk, turning: Turning, heard: Heard) -> None:
    turning("queue", 1)
    desk.draw_box(40, 60, 80, 80)
    assert heard(NAME, 2) == ["box", "human"]
    on(desk, 1)
    desk.wait_script(TURNS)
