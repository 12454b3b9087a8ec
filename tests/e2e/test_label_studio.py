"""A model served by the real label-studio-ml, used from the page: its button, a click, a box."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.adapters.peers import label_studio_ml
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import serving

LEFT, RIGHT = (40, 60, 120, 90), (260, 160, 100, 140)  # x, y, width, height of what is bright
NAME = "scissors"


def photo() -> bytes:
    pixels = np.full((400, 500, 3), 30, np.uint8)
    for x, y, width, height in (LEFT, RIGHT):
        pixels[y : y + height, x : x + width] = 220
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def studio(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A page on a server that may reach this machine, with the model added and switched on."""
    folder = tmp_path_factory.mktemp("studio")
    with (
        serving(folder / "limner", "--allow-private", "127.0.0.0/8") as server,
        label_studio_ml("scissors", folder) as url,
    ):
        context = signed_in(browser, server)
        errors: list[str] = []
        context.on("weberror", lambda error: errors.append(str(error.error)))
        desk = Desk(opened(context, server), server)
        labels = [{"name": "cat", "color": "#cc2244"}, {"name": "dog", "color": "#2244cc"}]
        server.api("PATCH", f"/api/projects/{desk.project}", {"labels": labels})
        with desk.without():
            post = {"name": NAME, "project": desk.project, "kind": "label-studio", "url": url}
            script = server.api("POST", "/api/backends", post)["backend"]["script"]
            grants = server.api("GET", f"/api/scripts/{script}")["grants"]
            server.api("PATCH", f"/api/scripts/{script}", {"enabled": True, "confirmed_grants": grants})
            desk.reload_scripts()
            desk.wait_script(NAME)
            yield desk
        context.close()
        assert errors == []


@pytest.fixture
def desk(studio: Desk) -> Desk:
    studio.open("bright.png", photo())
    studio.press("v", "1")
    return studio


def suggested(desk: Desk, count: int) -> None:
    """Wait until the bar over the image counts so many suggestions of the model."""
    desk.wait_for(f"/^{count}\\s+suggested by\\s+{NAME}/.test(document.getElementById('suggestions').innerText.trim())")


def box_of(points: list[list[float]]) -> list[float]:
    xs, ys = zip(*points, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def test_its_button_asks_about_the_image_and_what_is_accepted_remembers_it(desk: Desk) -> None:
    desk.run(NAME)
    suggested(desk, 2)
    desk.press("Enter")
    found = sorted(desk.wait_for_kinds("box", "box"), key=lambda one: one["geometry"]["x"])
    assert [[one["geometry"][key] for key in ("x", "y", "width", "height")] for one in found] == [[*LEFT], [*RIGHT]]
    kept = desk.stored()[0]
    assert (kept["label"], kept["score"]) == ("cat", 0.5)
    assert (kept["provenance"]["script"], kept["provenance"]["place"]) == ("backend/scissors", "backend:scissors")


def test_a_click_of_the_prompt_tool_outlines_what_was_clicked(desk: Desk) -> None:
    desk.press("s")
    desk.click(RIGHT[0] + 20, RIGHT[1] + 20)
    suggested(desk, 1)
    desk.press("Enter")
    (found,) = desk.wait_for_kinds("polygon")
    x, y, width, height = RIGHT
    assert box_of(found["geometry"]["parts"][0]["outer"]) == [x, y, x + width - 1, y + height - 1]
    assert found["label"] == "cat"  # the active one


def test_a_drawn_box_gives_way_to_what_is_in_it(desk: Desk) -> None:
    x, y, width, height = LEFT
    desk.draw_box(x - 20, y - 20, width + 40, height + 40)
    suggested(desk, 1)
    desk.press("Enter")
    desk.wait_for_kinds("polygon")
