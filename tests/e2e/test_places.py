"""Where a script runs: chosen on its card without loading the page again, and the same script there as here."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.desk import Desk
from tests.e2e.writing import block, javascript, python

SHAPE = (175.0, 10.0, 115.0, 140.0)
MARK = python(
    "Mark",
    """
@on("command")
async def mark(event, canvas):
    print("before", len(await canvas.instances()))
    canvas.progress(0.5)
    canvas.create(Box(20, 20, 60, 60), label="cat")
    await canvas.flush()
    answer = await canvas.ask("Another?", ("yes", "no"))
    if answer == "yes":
        canvas.create(Point(200, 200), label="cat")
    await canvas.storage.set("answer", answer)
    print("kept", await canvas.storage.get("answer"))
""",
    ("instances:read", "instances:write", "ask", "storage"),
)
SPIN = python(
    "Spin",
    """
@on("create_instance", kind="polygon")
def spin(event, canvas):
    while True:
        pass


@on("command")
def rest(event, canvas):
    canvas.create(Box(1, 1, 5, 5))
""",
    timeout=2.0,
)


def choose(desk: Desk, script: str, place: str) -> None:
    """Choose a place on the card and wait until the script is there."""
    desk.show_tab("scripts")
    desk.page.get_by_label(f"Where {script} runs").select_option(place)
    one = f"limner.scripts().find((one) => one.name === '{script}')"
    desk.wait_for(f"{one}.place === '{place}' && {one}.state === 'ready'", 60)


def runs(desk: Desk, script: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.server.api("GET", f"/api/scripts/{script}/runs")["items"]
    return items


@pytest.fixture
def box_to_polygon(desk: Desk) -> Any:
    """Give the bundled script's id, and bring it back to the browser."""
    items = desk.server.api("GET", f"/api/projects/{desk.project}/scripts")["items"]
    yield next(one["id"] for one in items if one["name"] == "Box to polygon")
    choose(desk, "Box to polygon", "browser")


def test_a_box_becomes_the_same_polygon_on_the_server(desk: Desk, box_to_polygon: str) -> None:
    desk.draw_box(*SHAPE)
    (here,) = desk.wait_for_kinds("polygon")
    desk.press("v", "Control+z", "Control+z")
    desk.wait_for_kinds()
    choose(desk, "Box to polygon", "server")
    desk.draw_box(*SHAPE)
    (there,) = desk.wait_for_kinds("polygon")
    assert (here["provenance"]["place"], there["provenance"]["place"]) == ("browser", "server")
    assert there["geometry"] == here["geometry"]
    assert desk.stored()[0]["provenance"]["place"] == "server"
    desk.wait_for("limner.unsaved() === 0")
    desk.wait_for(f"(await (await fetch('/api/scripts/{box_to_polygon}/runs')).json()).items[0].place === 'server'")


def test_places_are_switched_without_loading_the_page_again(desk: Desk, script: Callable[..., str]) -> None:
    script(python("Dot", '@on("command")\ndef dot(event, canvas):\n    canvas.create(Point(5, 5))'))
    desk.wait_script("Dot")
    desk.page.evaluate("window.stayed = true")
    for index, place in enumerate(("browser", "server", "browser"), 1):
        choose(desk, "Dot", place)
        desk.run("Dot")
        made = desk.wait_for_kinds(*["point"] * index)
        assert made[-1]["provenance"]["place"] == place
    assert desk.page.evaluate("window.stayed") is True


def test_a_run_on_the_server_speaks_with_the_page_as_one_in_the_browser(desk: Desk, script: Callable[..., str]) -> None:
    script(MARK)
    desk.wait_script("Mark")
    choose(desk, "Mark", "server")
    desk.run("Mark")
    desk.page.get_by_text("Another?").wait_for()
    desk.wait_for_kinds("box")
    desk.page.locator("#questions").get_by_role("button", name="yes").click()
    desk.wait_for_kinds("box", "point")
    assert desk.run_of("Mark")["place"] == "server"
    assert desk.said("Mark", 2) == ["before 0", "kept yes"]
    desk.press("v", "Control+z")
    desk.wait_for_kinds()


def test_a_runaway_on_the_server_is_stopped_and_the_next_run_is_well(desk: Desk, script: Callable[..., str]) -> None:
    script(SPIN.replace("timeout = 2.0", "timeout = 60.0"))
    desk.wait_script("Spin")
    choose(desk, "Spin", "server")
    draw_polygon(desk)
    desk.wait_script("Spin", "running")
    desk.card("Spin").get_by_role("button", name="Stop Spin").click()
    desk.wait_script("Spin", "ready")
    assert desk.run_of("Spin")["outcome"] == "stopped"
    desk.run("Spin")
    desk.wait_for_kinds("polygon", "box")
    assert desk.script("Spin")["error"] is None


def test_a_run_on_the_server_that_takes_too_long_is_stopped_there(desk: Desk, script: Callable[..., str]) -> None:
    script(SPIN)
    desk.wait_script("Spin")
    choose(desk, "Spin", "server")
    draw_polygon(desk)
    run = desk.run_of("Spin")
    assert run["outcome"] == "stopped"
    assert "longer than its 2 s" in run["message"]
    desk.wait_script("Spin", "ready")


def draw_polygon(desk: Desk) -> None:
    desk.press("p")
    for point in ((300, 300), (400, 300), (350, 400)):
        desk.click(*point)
    desk.press("Enter", "v")


def test_a_new_version_is_live_on_the_server_too(desk: Desk, script: Callable[..., str]) -> None:
    source = python("Dot", '@on("command")\ndef dot(event, canvas):\n    return Point(5, 5)')
    added = script(source)
    desk.wait_script("Dot")
    choose(desk, "Dot", "server")
    post = {"filename": "script.py", "source": source.replace("Point(5, 5)", "Box(5, 5, 9, 9)")}
    newer = desk.server.api("PUT", f"/api/scripts/{added}", post)["version"]
    desk.wait_version("Dot", newer)
    desk.run("Dot")
    (made,) = desk.wait_for_kinds("box")
    assert (made["provenance"]["place"], made["provenance"]["script_version"]) == ("server", newer)


def test_parameters_reach_the_server_and_run_the_last_event_again(desk: Desk, script: Callable[..., str]) -> None:
    more = '\n[tool.limner.params.size]\ntype = "integer"\ndefault = 10\nminimum = 1\nmaximum = 100'
    body = '@on("command")\ndef dot(event, canvas):\n    return Box(5, 5, canvas.params["size"], 10)'
    script(python("Sized", body, more=more))
    desk.wait_script("Sized")
    choose(desk, "Sized", "server")
    desk.run("Sized")
    desk.wait_for_kinds("box")
    slider = desk.card("Sized").get_by_role("slider")
    slider.fill("40")
    desk.wait_for("limner.instances()[0].geometry.width === 40")
    assert desk.kinds() == ["box"]


def options(desk: Desk, script: str) -> dict[str, tuple[bool, str]]:
    """Give the places on a card as `{place: (can be chosen, why not)}`."""
    desk.show_tab("scripts")
    choice = desk.page.get_by_label(f"Where {script} runs")
    desk.wait_for(f"document.querySelector('select[aria-label=\"Where {script} runs\"]').options.length > 2")
    found = choice.evaluate("(one) => [...one.options].map(({ value, disabled, title }) => [value, disabled, title])")
    return {value: (not disabled, title) for value, disabled, title in found}


def test_a_script_in_javascript_can_run_in_the_browser_only_and_says_so(desk: Desk, script: Callable[..., str]) -> None:
    script(javascript("Js", 'on("command", () => Point(5, 5));'), "dot.js")
    desk.wait_script("Js")
    assert options(desk, "Js")["browser"] == (True, "")
    assert options(desk, "Js")["server"] == (False, "scripts in JavaScript run in browsers only")
    able, why = options(desk, "Js")["auto"]
    assert not able
    assert "cannot run on the server" in why


def test_a_place_that_the_block_does_not_name_cannot_be_chosen(desk: Desk, script: Callable[..., str]) -> None:
    script(block("Here", more='places = ["browser"]') + "from limner import on\n")
    desk.wait_script("Here")
    able, why = options(desk, "Here")["server"]
    assert not able
    assert 'places = ["browser"]' in why
    assert options(desk, "Box to polygon")["server"] == (True, "")


def test_what_has_not_its_packages_on_the_server_says_so_until_a_version_fits(
    desk: Desk, script: Callable[..., str]
) -> None:
    added = script(
        python("Needy", '@on("command")\ndef dot(event):\n    return Point(5, 5)', packages=["no-such-pack"])
    )
    desk.wait_script("Needy", "failed", 60)
    desk.server.api("PATCH", f"/api/scripts/{added}", {"place": "server"})
    desk.wait_for("limner.scripts().find((one) => one.name === 'Needy').error?.startsWith('PlaceError')", 30)
    assert "no-such-pack" in desk.script("Needy")["error"]
    fits = python("Needy", '@on("command")\ndef dot(event):\n    return Point(5, 5)')
    desk.server.api("PUT", f"/api/scripts/{added}", {"filename": "script.py", "source": fits})
    desk.wait_script("Needy", "ready")
    desk.run("Needy")
    assert desk.wait_for_kinds("point")[0]["provenance"]["place"] == "server"
