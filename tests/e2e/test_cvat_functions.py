"""Functions for CVAT behind a backend, as an annotator meets them: a button, the prompt tool, the next file."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.adapters.bright import FUNCTIONS, LEFT, scene
from tests.e2e.desk import Desk
from tests.server.images import encoded
from tests.server.serving import DEADLINE, until

pytestmark = pytest.mark.e2e
GHOSTS = "document.getElementById('suggestions').innerText"
Serve = Callable[..., dict[str, Any]]


@contextmanager
def serving(desk: Desk, folder: Path, name: str, function: str, *parameters: str) -> Iterator[dict[str, Any]]:
    """Serve a function as a backend, switch its script on, and give the script."""
    added = desk.server.api("POST", "/api/backends", {"name": name, "project": desk.project})
    given = [part for parameter in parameters for part in ("-p", parameter)]
    arguments = ["--cvat", str(FUNCTIONS / function), *given, "--server", desk.server.base, "--name", name]
    env = {**os.environ, "LIMNER_BACKEND_TOKEN": added["token"]}
    with (folder / f"{name}.log").open("w") as log:
        command = [sys.executable, "-m", "limner_server.cli", "backend", *arguments]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        until(lambda: bool(backend(desk, name)["replicas"]))
        script = desk.server.api("GET", f"/api/scripts/{backend(desk, name)['script']}")
        patch = {"confirmed_grants": script["grants"], "enabled": True}
        desk.server.api("PATCH", f"/api/scripts/{script['id']}", patch)
        desk.reload_scripts()
        desk.wait_script(name)
        yield script
    finally:
        process.kill()
        process.wait(DEADLINE)
        desk.server.api("DELETE", f"/api/backends/{added['backend']['id']}")
        desk.remove_script(script["id"])


def backend(desk: Desk, name: str) -> dict[str, Any]:
    items = desk.server.api("GET", f"/api/backends?project={desk.project}")["items"]
    found: dict[str, Any] = next(one for one in items if one["name"] == name)
    return found


@pytest.fixture
def serve(desk: Desk, tmp_path: Path) -> Iterator[Serve]:
    """Show the two bright things, and give a function that serves a function for CVAT."""
    desk.open("scene.png", encoded(Image.fromarray(scene())))
    with ExitStack() as stack:
        yield lambda *given: stack.enter_context(serving(desk, tmp_path, *given))


def test_a_detection_function_answers_its_button(desk: Desk, serve: Serve) -> None:
    script = serve("detector", "bright_things.py", "form=str:mask")
    desk.run("detector")
    desk.wait_for("document.getElementById('notices').innerText.includes(\"label 'thing' does not exist\")")
    assert desk.kinds() == []
    desk.server.api("PATCH", f"/api/scripts/{script['id']}", {"params": {"labels": "thing = cup"}})
    desk.reload_scripts()
    desk.wait_for("limner.scripts().find((one) => one.name === 'detector').params.labels === 'thing = cup'")
    desk.run("detector")
    first, second = desk.wait_for_kinds("mask", "mask")
    assert (first["label"], second["label"]) == ("cup", "cup")
    assert first["provenance"]["place"] == "backend:detector"
    assert first["attributes"]["large"] is True
    assert tuple(first["geometry"]["bounds"]) == LEFT


def test_an_interaction_function_answers_the_prompt_tool(desk: Desk, serve: Serve) -> None:
    serve("scissors", "scissors.py")
    desk.press("s")
    desk.click(20, 30)
    desk.wait_for("document.getElementById('notices').innerText.includes('scissors needs a box')")
    desk.press("Backspace")
    desk.drag((5, 15), (45, 45))
    desk.wait_for(f"{GHOSTS} !== ''", 30)
    desk.press("Enter")
    (made,) = desk.wait_for_kinds("mask")
    assert (made["label"], made["score"], made["provenance"]["place"]) == ("person", 0.75, "backend:scissors")
    assert tuple(made["geometry"]["bounds"]) == LEFT


def test_a_tracking_function_follows_a_shape_to_the_next_file(desk: Desk, serve: Serve) -> None:
    serve("tracker", "matching.py")
    with desk.without():
        desk.draw_box(*LEFT)
        desk.wait_for_kinds("box")
        desk.card("tracker").get_by_role("button", name="Follow this shape").click()
        desk.wait_for("document.getElementById('notices').innerText.includes('looked for on each file')")
        desk.open("next.png", encoded(Image.fromarray(scene(7, 3))))
        desk.wait_for(f"{GHOSTS} !== ''", 30)
        desk.press("Enter")
        (found,) = desk.wait_for_kinds("box")
    x, y = found["geometry"]["x"], found["geometry"]["y"]
    assert abs(x - 17) <= 1 and abs(y - 23) <= 1, found
    assert found["label"] == "person"
