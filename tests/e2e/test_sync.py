"""Others change the project while the page is open: scripts in place, grants at once, shapes on other files."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, WebSocketRoute

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.writing import javascript, python

NAME = "Living"
GRANTS = ("instances:write",)


def version(shape: str, more: str = "") -> str:
    return python(NAME, f'{more}\n\n@on("command")\ndef go(event, canvas):\n    return {shape}', GRANTS)


FIRST = version("Box(10, 10, 50, 50)")


@pytest.fixture
def living(desk: Desk) -> Iterator[str]:
    added = desk.add_script(FIRST)
    desk.wait_script(NAME)
    desk.show_tab("scripts")
    yield added
    desk.remove_script(added)
    desk.wait_for(f"!limner.scripts().some((one) => one.name === '{NAME}')")


def save(desk: Desk, script: str, source: str) -> str:
    """Save a new version as the editor does, and give its hash."""
    saved: dict[str, Any] = desk.server.api(
        "PUT", f"/api/scripts/{script}", {"filename": "script.py", "source": source}
    )
    return str(saved["version"])


def frames(desk: Desk) -> int:
    count: int = desk.page.evaluate(
        "(window.kept ??= [...document.querySelectorAll('iframe')]).filter((one) => one.isConnected).length"
    )
    return count


def test_a_new_version_answers_from_the_same_cell_without_a_reload(desk: Desk, living: str) -> None:
    desk.run(NAME)
    desk.wait_for_kinds("box")
    desk.page.evaluate("window.kept = [...document.querySelectorAll('iframe')]")
    count = frames(desk)
    newer = save(desk, living, version("Ellipse(100, 100, 20, 10)"))
    desk.wait_version(NAME, newer)
    desk.run(NAME)
    first, second = desk.wait_for_kinds("box", "ellipse")
    assert second["provenance"]["script_version"] == newer != first["provenance"]["script_version"]
    assert frames(desk) == count, "every cell that was there is still there"


def test_nothing_of_the_version_before_is_left_in_the_cell(desk: Desk, living: str) -> None:
    desk.wait_version(NAME, save(desk, living, version("Point(state[0], 5)", "state = [1]\nleft_behind = 7")))
    desk.run(NAME)
    desk.wait_for_kinds("point")
    desk.wait_version(NAME, save(desk, living, version("Point(left_behind, 5)")))
    desk.run(NAME)
    assert "NameError" in desk.wait_for(f"limner.scripts().find((one) => one.name === '{NAME}').error")


def test_a_version_that_does_not_load_says_why_and_the_next_takes_over(desk: Desk, living: str) -> None:
    save(desk, living, FIRST.replace("return", "retrun"))
    desk.wait_script(NAME, "failed")
    assert "SyntaxError" in desk.script(NAME)["error"]
    desk.wait_version(NAME, save(desk, living, version("Tag()")))
    assert desk.script(NAME)["error"] is None
    desk.run(NAME)
    desk.wait_for_kinds("tag")


def test_a_version_that_asks_for_more_waits_for_a_person(desk: Desk, living: str) -> None:
    save(desk, living, FIRST.replace('grants = ["instances:write"]', 'grants = ["instances:write", "storage"]'))
    desk.wait_script(NAME, "off")
    desk.page.get_by_role("button", name=f"Review: {NAME}").click()
    assert "storage" in desk.page.locator("dialog em").locator("xpath=../..").inner_text()
    desk.page.get_by_role("button", name="Allow and turn on").click()
    desk.wait_script(NAME)


def test_a_script_whose_grants_are_taken_back_stops_in_the_middle(desk: Desk) -> None:
    body = '@on("command")\nasync def go(event, canvas):\n    print("begun")\n    while True:\n        pass'
    added = desk.add_script(python(NAME, body, GRANTS, timeout=60.0))
    desk.wait_script(NAME)
    desk.show_tab("scripts")
    desk.run(NAME)
    desk.wait_script(NAME, "running")
    desk.server.api("PATCH", f"/api/scripts/{added}", {"confirmed_grants": []})
    desk.wait_script(NAME, "off")
    desk.server.api("PATCH", f"/api/scripts/{added}", {"enabled": True, "confirmed_grants": list(GRANTS)})
    desk.wait_script(NAME, "ready", 60)
    desk.remove_script(added)


def test_a_script_added_and_deleted_elsewhere_comes_and_goes(desk: Desk) -> None:
    source = javascript("Visitor", 'on("command", () => Box(1, 2, 30, 40));', GRANTS)
    path = f"/api/projects/{desk.project}/scripts"
    added = desk.server.api("POST", path, {"filename": "visitor.js", "source": source})["id"]
    desk.wait_script("Visitor", "off")
    desk.server.api("PATCH", f"/api/scripts/{added}", {"enabled": True, "confirmed_grants": list(GRANTS)})
    desk.wait_script("Visitor")
    desk.show_tab("scripts")
    desk.run("Visitor")
    desk.wait_for_kinds("box")
    desk.server.api("DELETE", f"/api/scripts/{added}")
    desk.wait_for("!limner.scripts().some((one) => one.name === 'Visitor')")


def test_changes_to_a_file_that_is_not_open_are_there_when_it_is(desk: Desk, photo: Callable[[str], bytes]) -> None:
    first = desk.file
    desk.open("chelsea.png", photo("chelsea.png"))
    box = {"geometry": {"kind": "box", "x": 10, "y": 10, "width": 30, "height": 30}, "label": "cup"}
    desk.server.api("POST", f"/api/files/{first}/changes", {"key": f"away-{first}"[:40], "created": [box]})
    desk.show(first)
    desk.wait_for_kinds("box")


def test_what_was_selected_and_is_deleted_elsewhere_is_selected_no_more(desk: Desk) -> None:
    box = {"geometry": {"kind": "polygon", "parts": [{"outer": [[10, 10], [90, 10], [50, 90]]}]}, "label": "cup"}
    path = f"/api/files/{desk.file}/changes"
    made = desk.server.api("POST", path, {"key": f"new-{desk.file}"[:40], "created": [box]})["instances"][0]
    desk.wait_for_kinds("polygon")
    desk.press("v")
    desk.click(50, 40)
    desk.wait_for("document.querySelector('.inst')?.ariaSelected === 'true'")
    desk.server.api("POST", path, {"key": f"gone-{desk.file}"[:40], "deleted": [made["id"]]})
    desk.wait_for_kinds()
    desk.press("Delete", "2", "Control+d")
    assert desk.stored() == []


def test_what_was_missed_while_the_line_was_down_is_there_when_it_is_up(desk: Desk, browser: Browser) -> None:
    context = signed_in(browser, desk.server)
    lines: list[WebSocketRoute] = []
    down: list[bool] = []

    def connect(line: WebSocketRoute) -> None:
        if down:
            line.close(code=1013)
            return
        lines.append(line)
        line.connect_to_server()

    context.route_web_socket(re.compile("/sync$"), connect)
    box = {"geometry": {"kind": "box", "x": 10, "y": 10, "width": 30, "height": 30}, "label": "cup"}
    path = f"/api/files/{desk.file}/changes"
    first = desk.server.api("POST", path, {"key": f"first-{desk.file}"[:40], "created": [box]})["instances"][0]
    other = Desk(opened(context, desk.server, f"/files/{desk.file}"), desk.server)
    other.wait_for_kinds("box")
    down.append(True)
    lines[-1].close(code=1013)
    shape = {"geometry": {"kind": "point", "x": 50, "y": 50}, "label": "cat"}
    changes = {"key": f"second-{desk.file}"[:40], "created": [shape], "deleted": [first["id"]]}
    desk.server.api("POST", path, changes)
    source = javascript("Missed", 'on("command", () => Box(1, 2, 30, 40));', ())
    added = desk.server.api(
        "POST", f"/api/projects/{desk.project}/scripts", {"filename": "missed.js", "source": source}
    )["id"]
    assert other.kinds() == ["box"]
    down.clear()
    other.wait_for_kinds("point", seconds=30)
    other.wait_script("Missed", "off")
    assert len(lines) == 2
    context.close()
    desk.server.api("DELETE", f"/api/scripts/{added}")
