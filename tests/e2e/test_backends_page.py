"""The page of backends: one is added, its replicas come and go in sight, its shapes land, it is revoked."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.writing import python

MODEL = python(
    "Model",
    """
@on("command")
async def model(event, canvas):
    print("asked")
    while not [one for one in await canvas.instances() if one.geometry.kind == "polygon"]:
        await asyncio.sleep(0.05)
    canvas.create(Box(20, 20, 60, 60))


@on("select_instance")
def fails(event, canvas):
    raise ValueError("no such weights")
""",
    timeout=60.0,
)


@contextmanager
def replica(command: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command that the page gave, with a script of ours."""
    (folder / "my_model.py").write_text(MODEL)
    words = shlex.split(command)
    assert words[:2] == ["limner", "backend"]
    with (folder / "backend.log").open("a") as log:
        process = subprocess.Popen([sys.executable, "-m", "limner_server.cli", *words[1:]], cwd=folder, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """The page of backends beside the annotation page; it must meet no error of its own."""
    errors: list[str] = []
    made = desk.page.context.new_page()
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda message: errors.append(message.text) if "Security Policy" in message.text else None)
    made.goto(f"{desk.server.base}/backends")
    made.get_by_role("form", name="Add a backend").wait_for()
    yield made
    for one in desk.server.api("GET", "/api/backends")["items"]:
        desk.server.api("DELETE", f"/api/backends/{one['id']}")
    made.close()
    desk.page.bring_to_front()
    assert errors == []


def add(page: Page, name: str) -> str:
    """Add a backend and give the command that the page shows for it."""
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    told = page.get_by_role("region", name=f"The token of {name}")
    told.wait_for()
    return told.locator("code").inner_text()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=f"Revoke {name}"))


@pytest.fixture
def confirmed(desk: Desk) -> Iterator[Callable[[], dict[str, Any]]]:
    """Give a function that switches the backend's script on, as a person does, once it is there."""
    found: list[dict[str, Any]] = []

    def switch_on() -> dict[str, Any]:
        desk.wait_for("limner.scripts().some((one) => one.name === 'Model')", 30)
        items = desk.server.api("GET", f"/api/projects/{desk.project}/scripts")["items"]
        script = next(one for one in items if one["name"] == "Model")
        found.append(script)
        desk.server.api(
            "PATCH", f"/api/scripts/{script['id']}", {"enabled": True, "confirmed_grants": script["grants"]}
        )
        return script

    yield switch_on
    for script in found:
        desk.remove_script(script["id"])


def test_a_backend_is_added_seen_used_and_revoked(
    desk: Desk, page: Page, confirmed: Callable[[], dict[str, Any]], tmp_path: Path
) -> None:
    command = add(page, "gpu-lab")
    token = re.search(r"--token (\S+)", command)
    assert token is not None
    row(page, "gpu-lab").get_by_text("none", exact=True).wait_for()
    with replica(command, tmp_path) as process:
        row(page, "gpu-lab").get_by_text("1 replica").wait_for(timeout=60_000)
        desk.page.bring_to_front()
        script = confirmed()
        expect(row(page, "gpu-lab")).to_contain_text(script["version"][7:15], use_inner_text=True)
        desk.wait_script("Model")
        assert desk.script("Model")["place"] == "backend:gpu-lab"
        desk.run("Model")
        desk.said("Model", 1)
        desk.show_tab("scripts")
        page.bring_to_front()
        row(page, "gpu-lab").locator("td").nth(4).get_by_text("1", exact=True).wait_for()
        desk.page.bring_to_front()
        draw(desk)
        _, box = desk.wait_for_kinds("polygon", "box")
        assert box["provenance"]["place"] == "backend:gpu-lab"
        desk.click(20, 50)
        desk.wait_for("limner.scripts().find((one) => one.name === 'Model').error?.includes('no such weights')")
        page.bring_to_front()
        row(page, "gpu-lab").get_by_text("ValueError: no such weights").wait_for()
        assert re.search(r"\d (ms|s)", row(page, "gpu-lab").locator("td").nth(5).inner_text())
        process.send_signal(signal.SIGKILL)
        row(page, "gpu-lab").get_by_text("none", exact=True).wait_for(timeout=30_000)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Revoke gpu-lab").click()
    page.get_by_text("No backends yet").wait_for()
    assert token[1] not in page.locator("main").inner_text()
    with replica(command, tmp_path) as process:
        assert process.wait(timeout=60) != 0


def draw(desk: Desk) -> None:
    desk.press("p")
    for point in ((300, 300), (400, 300), (350, 400)):
        desk.click(*point)
    desk.press("Enter", "v")


def test_a_script_waits_for_its_replica_and_is_ready_when_it_comes(
    desk: Desk, page: Page, confirmed: Callable[[], dict[str, Any]], tmp_path: Path
) -> None:
    command = add(page, "late")
    with replica(command, tmp_path):
        row(page, "late").get_by_text("1 replica").wait_for(timeout=60_000)
    row(page, "late").get_by_text("none", exact=True).wait_for(timeout=30_000)
    desk.page.bring_to_front()
    confirmed()
    desk.wait_script("Model", "failed")
    assert "no replica of the backend 'late' is connected" in desk.script("Model")["error"]
    with replica(command, tmp_path):
        desk.wait_script("Model", "ready", 60)


def test_what_cannot_be_added_is_said(desk: Desk, page: Page) -> None:
    add(page, "twice")
    page.get_by_label("Name").fill("twice")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("alert").get_by_text("has a backend 'twice' already").wait_for()
    page.get_by_label("Kind").select_option("label-studio")
    page.get_by_label("Name").fill("inside")
    page.get_by_label("URL").fill("http://169.254.169.254/")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("alert").get_by_text("not public").wait_for()
    assert [one["name"] for one in desk.server.api("GET", "/api/backends")["items"]] == ["twice"]


def test_the_token_is_in_sight_once(desk: Desk, page: Page) -> None:
    command = add(page, "once")
    page.get_by_role("button", name="Done").click()
    page.reload()
    row(page, "once").wait_for()
    assert shlex.split(command)[-3] not in page.content()
