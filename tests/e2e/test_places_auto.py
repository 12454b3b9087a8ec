"""The place `auto`: the server or the browser, chosen for every event, with a reason that people can read."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Route, expect

from tests.e2e.desk import Desk
from tests.e2e.test_places import choose, runs
from tests.e2e.writing import block, python

DOT = '@on("command")\ndef dot(event, canvas):\n    canvas.create(Point(5, 5))'


def in_auto(desk: Desk, name: str) -> str:
    return f"limner.scripts().find((one) => one.name === '{name}').next?.place"


def last_run(desk: Desk, script: str, count: int) -> dict[str, Any]:
    """Wait until the server has heard of so many runs, and give the last as its history has it."""
    path = f"/api/scripts/{script}/runs"
    desk.wait_for(f"(await (await fetch('{path}')).json()).items.length === {count}")
    return runs(desk, script)[0]


def test_the_server_answers_until_the_browser_is_warm_and_both_say_why(desk: Desk, script: Callable[..., str]) -> None:
    added = script(python("Dot", DOT, packages=["numpy>=2"]))  # no spare cell was asked for just that
    desk.wait_script("Dot", seconds=60)
    choose(desk, "Dot", "server")
    held: list[Route] = []
    desk.page.route("**/cell/frame", lambda route: held.append(route))
    choose(desk, "Dot", "auto")
    desk.run("Dot")
    (made,) = desk.wait_for_kinds("point")
    assert made["provenance"]["place"] == "server"
    run = last_run(desk, added, 1)
    assert (run["place"], run["why"]) == ("server", "the browser's cell is still loading")
    for one in held:
        one.continue_()
    desk.page.unroute("**/cell/frame")
    desk.wait_for(f"{in_auto(desk, 'Dot')} === 'browser'", 60)
    desk.run("Dot")
    desk.wait_for_kinds("point", "point")
    run = last_run(desk, added, 2)
    assert (run["place"], run["why"]) == ("browser", "the browser's cell is warm")
    assert "because the browser's cell is warm" in (desk.card("Dot").locator(".ran").get_attribute("title") or "")
    expect(desk.card("Dot").locator(".ran")).to_have_text("browser", use_inner_text=True)


def test_a_package_that_only_the_server_has_keeps_it_there(desk: Desk, script: Callable[..., str]) -> None:
    added = script(python("Packed", f"import msgspec\n\n\n{DOT}", packages=["msgspec"]))
    desk.wait_script("Packed", "failed", 60)
    choose(desk, "Packed", "auto")
    desk.run("Packed")
    (made,) = desk.wait_for_kinds("point")
    assert made["provenance"]["place"] == "server"
    desk.wait_for("limner.scripts().find((one) => one.name === 'Packed').next.why.includes('msgspec')", 60)
    desk.run("Packed")
    desk.wait_for_kinds("point", "point")
    run = last_run(desk, added, 2)
    assert run["place"] == "server"
    assert run["why"].startswith("not in the browser: the browser cannot load msgspec")


def test_a_very_large_image_is_left_to_the_server(desk: Desk, script: Callable[..., str]) -> None:
    body = '@on("command")\nasync def cut(event, canvas):\n    part = await canvas.image((4000, 4000, 8, 8))\n'
    added = script(
        python(
            "Large",
            body + "    print(part.shape)\n    canvas.create(Point(5, 5))",
            ("image:read", "instances:write"),
            packages=["numpy"],
        )
    )
    desk.wait_script("Large", seconds=60)
    choose(desk, "Large", "auto")
    desk.wait_for(f"{in_auto(desk, 'Large')} === 'browser'", 60)
    content = io.BytesIO()
    Image.new("L", (5000, 5000), 128).save(content, "PNG")
    desk.open("large.png", content.getvalue())
    desk.run("Large")
    desk.wait_for_kinds("point", seconds=60)
    run = last_run(desk, added, 1)
    assert (run["place"], run["why"]) == ("server", "the image has 25 million pixels, more than 24")
    assert desk.said("Large", 1) == ["(8, 8, 3)"]


def test_a_script_that_no_place_can_load_says_what_is_wrong_with_it(desk: Desk, script: Callable[..., str]) -> None:
    added = script(block("Broken") + "1 / 0\n")
    desk.wait_script("Broken", "failed", 60)
    desk.server.api("PATCH", f"/api/scripts/{added}", {"place": "auto"})
    desk.wait_for("limner.scripts().find((one) => one.name === 'Broken').place === 'auto'")
    desk.wait_script("Broken", "failed", 60)
    assert desk.script("Broken")["error"] == "ZeroDivisionError: division by zero"
    post = {"filename": "script.py", "source": python("Broken", DOT)}
    desk.server.api("PUT", f"/api/scripts/{added}", post)
    desk.wait_script("Broken", "ready", 60)
    desk.run("Broken")
    desk.wait_for_kinds("point")
