"""Events in real cells: each comes once, after the store has it, whatever it was that happened."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import opened
from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import python

pytestmark = pytest.mark.plain

NAME = "Witness"
WITNESS = python(
    NAME,
    """
LOCAL = ("create_instance", "update_instance", "delete_instance", "restore_instance", "select_instance",
         "deselect_instance", "open_file", "leave_file", "complete_file", "command")


async def note(event, canvas):
    found = getattr(event, "instance", None)
    there = [one for one in await canvas.instances() if found and one.id == found.id]
    about = {"name": event.name, "actor": event.actor.kind, "file": event.file.name}
    about |= {"changed": list(getattr(event, "changed", ())), "label": found and found.label}
    about |= {"stored": bool(there) and there[0].geometry == found.geometry}
    print(json.dumps(about))


@on(*LOCAL, actor=("human", "undo", "script", "import"), schedule="queue")
async def here(event, canvas):
    await note(event, canvas)


@on("create_instance", "update_instance", "delete_instance", actor="remote", schedule="queue")
async def elsewhere(event, canvas):
    await note(event, canvas)
""",
)


@pytest.fixture(scope="module")
def witness(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    """Let a script write down every event; the one that answers boxes is off meanwhile."""
    desk = Desk(warm[0], server)
    with desk.without():
        added = desk.add_script(WITNESS)
        desk.wait_script(NAME)
        yield
        desk.remove_script(added)


@pytest.fixture
def seen(desk: Desk, witness: None) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Give what the script has written since the last time, once its runs are over."""
    read = 0

    def settled() -> int:
        desk.wait_for(f"limner.scripts().find((one) => one.name === '{NAME}').state === 'ready'")
        return len(desk.said(NAME))

    def since(*names: str) -> list[dict[str, Any]]:
        nonlocal read
        desk.said(NAME, read + len(names))
        end = settled()
        lines = [json.loads(line) for line in desk.said(NAME)[read:end]]
        read = end
        assert [one["name"] for one in lines] == list(names)
        return lines

    desk.said(NAME, 1)  # the file of this test was opened
    desk.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    read = settled()
    yield since
    desk.press("v", "Escape")
    desk.show_tab("scripts")


Seen = Callable[..., list[dict[str, Any]]]


def created(desk: Desk, label: str = "dragon") -> dict[str, Any]:
    """Give what another program posts to create a box."""
    return {"geometry": {"kind": "box", "x": 10, "y": 10, "width": 30, "height": 30}, "label": label}


def test_drawing_creates_and_selects_once(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    first, second = seen("create_instance", "select_instance")
    assert (first["actor"], first["stored"], second["stored"]) == ("human", True, True)


def test_a_drag_of_many_moves_is_one_update_of_the_geometry(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v")
    desk.drag((100, 100), (150, 130), steps=20)
    *_, moved = seen("create_instance", "select_instance", "update_instance")
    assert (moved["changed"], moved["stored"]) == (["geometry"], True)


def test_a_click_that_moves_nothing_is_no_update(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v")
    desk.click(100, 100)
    desk.press("Escape")
    seen("create_instance", "select_instance", "deselect_instance")


def test_keys_label_hide_and_delete(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v", "2", "2", "h", "Delete")
    names = ("create_instance", "select_instance", "update_instance", "update_instance", "delete_instance")
    _, _, labelled, hidden, deleted = seen(*names)
    assert (labelled["changed"], hidden["changed"], deleted["stored"]) == (["label"], ["hidden"], False)
    assert deleted["label"] == labelled["label"]


def test_pasting_and_duplicating_create_and_select(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v", "Control+c", "Control+v", "Control+d")
    again = ("create_instance", "deselect_instance", "select_instance")
    told = seen("create_instance", "select_instance", *again, *again)
    assert {one["actor"] for one in told} == {"human"}
    assert all(one["stored"] for one in told)


def test_undo_deletes_and_redo_restores_by_undo(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    seen("create_instance", "select_instance")
    desk.press("v", "Control+z", "Control+Shift+z")
    deleted, restored = seen("delete_instance", "restore_instance")
    assert [deleted["actor"], restored["actor"], restored["stored"]] == ["undo", "undo", True]


def test_undo_of_a_deletion_restores_and_of_a_move_updates(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v")
    desk.drag((100, 100), (150, 130))
    desk.press("Delete", "Control+z", "Control+z")
    names = ("create_instance", "select_instance", "update_instance", "delete_instance")
    *_, restored, moved = seen(*names, "restore_instance", "update_instance")
    assert (restored["actor"], moved["actor"], moved["changed"]) == ("undo", "undo", ["geometry"])


def test_going_to_another_file_leaves_and_opens(desk: Desk, seen: Seen, photo: Callable[[str], bytes]) -> None:
    desk.open("chelsea.png", photo("chelsea.png"))
    left, came = seen("leave_file", "open_file")
    assert (left["file"], came["file"]) == ("astronaut.png", "chelsea.png")


def test_completing_is_told_once_and_taking_it_back_is_not(desk: Desk, seen: Seen) -> None:
    file = desk.file
    desk.press("Control+Enter")
    told, left, _ = seen("complete_file", "leave_file", "open_file")
    assert (told["actor"], told["file"], left["file"]) == ("human", "astronaut.png", "astronaut.png")
    desk.show(file)
    desk.wait_for("document.getElementById('complete-word').innerText === 'Done'")
    desk.press("Control+Enter")
    desk.wait_for("document.getElementById('complete-word').innerText === 'Complete'")
    seen("leave_file", "open_file")


def test_the_button_on_the_card_is_a_command_with_the_selected_instance(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.show_tab("scripts")
    desk.run(NAME)
    *_, command = seen("create_instance", "select_instance", "command")
    assert command["stored"]


def test_what_is_saved_does_not_come_back_as_news(desk: Desk, seen: Seen) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.wait_saved()
    seen("create_instance", "select_instance")
    desk.server.api(
        "POST", f"/api/files/{desk.file}/changes", {"key": f"later-{desk.file}"[:40], "created": [created(desk, "cup")]}
    )
    seen("create_instance")
    assert len(desk.kinds()) == 2


def test_changes_of_another_program_are_shown_and_told_as_remote(desk: Desk, seen: Seen) -> None:
    path = f"/api/files/{desk.file}/changes"
    made = desk.server.api("POST", path, {"key": f"a-{desk.file}"[:40], "created": [created(desk, "cup")]})[
        "instances"
    ][0]
    desk.wait_for_kinds("box")
    desk.server.api("POST", path, {"key": f"b-{desk.file}"[:40], "updated": [{"id": made["id"], "label": "rocket"}]})
    desk.server.api("POST", path, {"key": f"c-{desk.file}"[:40], "deleted": [made["id"]]})
    desk.wait_for_kinds()
    told = seen("create_instance", "update_instance", "delete_instance")
    assert {one["actor"] for one in told} == {"remote"}
    assert (told[0]["label"], told[1]["changed"], told[1]["label"]) == ("cup", ["label"], "rocket")
    desk.wait_for("document.querySelector('[data-action=undo]').disabled")  # what others did is not ours to undo


def test_another_page_and_this_one_tell_each_other_and_each_answers_its_own(desk: Desk, seen: Seen) -> None:
    page = opened(desk.page.context, desk.server, f"/files/{desk.file}")
    other = Desk(page, desk.server)
    other.file = desk.file
    other.wait_script(NAME, "ready", 60)
    other.draw_box(40, 60, 120, 80)
    desk.wait_for_kinds("box")
    (told,) = seen("create_instance")
    assert (told["actor"], told["stored"]) == ("remote", True)
    own = [json.loads(line) for line in other.said(NAME, 3)]
    assert [(one["name"], one["actor"]) for one in own[-2:]] == [
        ("create_instance", "human"),
        ("select_instance", "human"),
    ]
    desk.press("v")
    desk.click(100, 100)
    desk.press("Delete")
    other.wait_for_kinds()
    page.close()
    seen("select_instance", "delete_instance")
