"""Very many shapes on one file, and a page that needs no scripts."""

from collections.abc import Callable

from benchmarks import crowd
from tests.e2e.desk import Desk
from tests.e2e.serving import wait

MANY = 5_200  # more than are sent at once
BROUGHT = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"


def test_a_page_without_scripts_starts_no_cell_and_brings_nothing_for_one(
    plain: Desk, photo: Callable[[str], bytes]
) -> None:
    project = plain.server.api("POST", "/api/projects", {"name": "Without scripts"})["id"]
    file = plain.server.upload(project, "photo.png", photo("astronaut.png"))["id"]
    page = plain.page.context.new_page()
    page.add_init_script("performance.setResourceTimingBufferSize(10_000)")
    page.goto(f"{plain.server.base}/files/{file}")
    wait(page, "Boolean(window.limner)")
    page.evaluate("limner.ready")
    brought = page.evaluate(BROUGHT)
    assert brought
    assert not [path for path in brought if "/cell/" in path or "pyodide" in path or "snapshot" in path]
    assert page.locator("iframe").count() == 0
    page.close()


def test_all_of_very_many_are_selected_deleted_and_brought_back_in_one_step(plain: Desk) -> None:
    crowd.fill(plain.server, plain.file, MANY, 512, 512)
    plain.show(plain.file)
    wait(plain.page, f"limner.instances().length === {MANY}")
    stored = {one["id"]: one["geometry"] for one in plain.stored()}
    plain.press("v", "Control+a", "Delete")
    wait(plain.page, "limner.instances().length === 0")
    assert plain.stored() == []
    log = plain.server.api("GET", f"/api/files/{plain.file}/log")["items"]
    steps = [entry["origin"]["step"] for entry in log if entry["changes"]["deleted"]]
    assert len(steps) == 2 and len(set(steps)) == 1
    plain.press("Control+z")
    wait(plain.page, f"limner.instances().length === {MANY}")
    plain.wait_for("limner.unsaved() === 0", seconds=60)
    assert {one["id"]: one["geometry"] for one in plain.stored()} == stored
