"""The session export: what the page recorded is what the runtime reads and plays back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from limner import recording, replay
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import python

pytestmark = pytest.mark.plain

NAME = "Inscribed"
INSCRIBED = python(
    NAME,
    """
@on("create_instance", kind="box", actor="human")
async def inscribe(event, canvas):
    box = event.instance.geometry
    others = await canvas.instances(kind="ellipse")
    x, y = box.x + box.width / 2, box.y + box.height / 2
    canvas.replace(event.instance, Ellipse(x, y, box.width / 2, box.height / 2))
    canvas.suggest(Point(len(others), 1), score=0.5)
    canvas.log(len(others))
""",
    more='namespace = "tests"\n',
)


@pytest.fixture(scope="module", autouse=True)
def scripts(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    with desk.without():
        added = desk.add_script(INSCRIBED)
        desk.wait_script(NAME)
        yield
        desk.remove_script(added)


@pytest.fixture
def session(desk: Desk, tmp_path: Path) -> Iterator[Path]:
    """Work on a file in a page of its own, and give the recording it exports."""
    context = signed_in(desk.page.context.browser, desk.server)  # type: ignore[arg-type]
    page = opened(context, desk.server, f"/files/{desk.file}")
    own = Desk(page, desk.server)
    own.file = desk.file
    own.draw_box(100, 100, 100, 80)
    own.wait_for_kinds("ellipse")
    own.draw_box(250, 250, 100, 80)
    own.wait_for_kinds("ellipse", "ellipse")
    own.press("v", "Control+z", "Control+y")
    own.wait_for_kinds("ellipse", "ellipse")
    own.wait_saved()
    own.show_tab("events")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the session").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    yield path
    context.close()


def test_it_is_read_and_says_the_same_of_the_script_as_it_is(session: Path, tmp_path: Path) -> None:
    assert session.name == "session.json"
    told = recording.read(session.read_text())
    script = tmp_path / "script.py"
    script.write_text(INSCRIBED)
    report = replay.replay(script, told)
    assert [one.event.name for one in report.events] == ["create_instance", "create_instance"]
    assert report.same, str(report)


def test_it_tells_a_script_that_became_another_apart(session: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(INSCRIBED.replace("Ellipse(x, y, box.width / 2", "Ellipse(x, y, box.width / 3"))
    report = replay.replay(script, recording.read(session.read_text()))
    assert not report.same
    assert all(not one.same for one in report.events)


def test_it_holds_the_image_the_state_the_events_and_the_runs(session: Path) -> None:
    held = json.loads(session.read_text())
    (image,) = held["files"].values()
    assert (image["name"], image["width"], image["height"], image["media_type"]) == (
        "astronaut.png",
        512,
        512,
        "image/png",
    )
    kinds = [entry["kind"] for entry in held["entries"]]
    assert kinds[0] == "state"
    assert kinds.count("run") == 2
    names = [entry["event"]["name"] for entry in held["entries"] if entry["kind"] == "event"]
    assert names[:2] == ["open_file", "create_instance"]
    runs = [entry for entry in held["entries"] if entry["kind"] == "run"]
    assert [len(run["changes"]["suggested"]) for run in runs] == [1, 1]
