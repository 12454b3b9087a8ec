"""A script's own page, and the way to it from the list of scripts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.e2e.conftest import signed_in
from tests.e2e.serving import Server, until, wait

SOURCE = """# /// script
# dependencies = ["numpy"]
#
# [tool.limner]
# name = "Fetcher"
# version = "1.0.0"
# description = "Asks a host what is in a box."
# grants = ["image:read", "network"]
# connect = ["models.example"]
# hotkey = "m"
# timeout = 4.0
#
# [tool.limner.params.share]
# type = "number"
# default = 0.5
# minimum = 0.0
# maximum = 1.0
# title = "Share"
# description = "How much of it."
#
# [tool.limner.params.mode]
# type = "string"
# default = "fast"
# enum = ["fast", "fine"]
#
# [tool.limner.params.loud]
# type = "boolean"
# default = false
# ///
from limner import on


@on("command")
def ask(event, canvas):
    pass
"""
BOX = {"kind": "box", "x": 10.0, "y": 20.0, "width": 50.0, "height": 40.0, "rotation": 0.0}


@pytest.fixture(scope="module")
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    made = signed_in(browser, server)
    yield made
    made.close()


@pytest.fixture
def project(server: Server) -> Iterator[dict[str, Any]]:
    made = server.api("POST", "/api/projects", {"name": "Scripts of their own"})
    yield made
    server.api("DELETE", f"/api/projects/{made['id']}")


@pytest.fixture
def script(server: Server, project: dict[str, Any]) -> dict[str, Any]:
    post = {"filename": "fetcher.py", "source": SOURCE}
    found: dict[str, Any] = server.api("POST", f"/api/projects/{project['id']}/scripts", post)
    return found


@pytest.fixture
def page(context: BrowserContext, server: Server, script: dict[str, Any]) -> Iterator[Page]:
    """The script's page; it must meet no error of its own."""
    errors: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda message: errors.append(message.text) if "Security Policy" in message.text else None)
    show(made, server, script)
    yield made
    made.close()
    assert errors == []


def show(page: Page, server: Server, script: dict[str, Any]) -> None:
    page.goto(f"{server.base}/scripts/{script['id']}")
    page.get_by_role("heading", name=script["name"]).wait_for()
    wait(page, "!document.body.innerText.includes('Loading')")


def section(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title)


def stored(server: Server, script: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = server.api("GET", f"/api/scripts/{script['id']}")
    return found


def busy(server: Server, script: dict[str, Any], file: str, runs: int, name: str) -> None:
    """Report runs of the script's version, each with one box: the first stays, then edited, then deleted, in turn."""
    for index in range(runs):
        run = f"run-{name}-{index:04d}"
        post = {"version": script["version"], "event": "command", "place": "browser", "file": file}
        server.api(
            "POST", f"/api/scripts/{script['id']}/runs", {**post, "id": run, "outcome": "applied", "ms": 100.0 + index}
        )
        origin = {"actor": "script", "script": script["identity"], "run": run, "title": "Fetcher"}
        changes = f"/api/files/{file}/changes"
        made = server.api("POST", changes, {"key": f"made-{run}", "created": [{"geometry": BOX}], "origin": origin})
        one = made["instances"][0]["id"]
        if index % 3 == 1:
            moved = [{"id": one, "geometry": {**BOX, "width": 60.0}}]
            server.api("POST", changes, {"key": f"edit-{run}", "updated": moved})
        if index % 3 == 2:
            server.api("POST", changes, {"key": f"gone-{run}", "deleted": [one]})


def test_it_says_what_the_script_is(page: Page, script: dict[str, Any]) -> None:
    text = page.locator("main").inner_text()
    for word in (
        "Fetcher",
        "Asks a host what is in a box.",
        "local/fetcher",
        "1.0.0",
        "fetcher.py",
        script["version"][7:15],
    ):
        assert word in text
    facts = section(page, "What it needs").inner_text()
    for word in ("models.example", "4 s", "M", "Python", "numpy"):
        assert word in facts


def test_a_script_that_never_ran_says_so_everywhere(page: Page) -> None:
    expect(section(page, "Recent runs")).to_contain_text("It has not run yet", use_inner_text=True)
    expect(section(page, "Storage")).to_contain_text("It keeps nothing.", use_inner_text=True)
    assert section(page, "Versions and how they fare").get_by_text("none yet").count() == 3


def test_grants_are_allowed_and_revoked_at_once(page: Page, server: Server, script: dict[str, Any]) -> None:
    rights = section(page, "What it may do")
    expect(rights).to_contain_text("Read the pixels of the open image", use_inner_text=True)
    expect(rights.get_by_text("not allowed")).to_have_count(2)
    rights.get_by_role("button", name="Allow image:read").click()
    rights.get_by_role("button", name="Revoke image:read").wait_for()
    assert stored(server, script)["confirmed_grants"] == ["image:read"]
    rights.get_by_role("button", name="Allow network").click()
    rights.get_by_role("button", name="Revoke network").wait_for()
    assert stored(server, script)["confirmed_connect"] == ["models.example"]
    page.get_by_role("button", name="Allow and turn on").click()
    page.get_by_role("button", name="Turn off").wait_for()
    rights.get_by_role("button", name="Revoke image:read").click()
    page.get_by_role("button", name="Allow and turn on").wait_for()
    now = stored(server, script)
    assert (now["enabled"], now["confirmed_grants"]) == (False, ["network"])


def test_hosts_that_are_new_are_to_be_allowed_anew(page: Page, server: Server, script: dict[str, Any]) -> None:
    page.get_by_role("button", name="Allow and turn on").click()
    page.get_by_role("button", name="Turn off").wait_for()
    more = SOURCE.replace('["models.example"]', '["models.example", "other.example"]')
    server.api("PUT", f"/api/scripts/{script['id']}", {"filename": "fetcher.py", "source": more})
    show(page, server, script)
    rights = section(page, "What it may do")
    expect(rights).to_contain_text("other.example new", use_inner_text=True)
    rights.get_by_role("button", name="Allow network").click()
    rights.get_by_role("button", name="Revoke network").wait_for()
    assert stored(server, script)["confirmed_connect"] == ["models.example", "other.example"]


def test_parameters_are_stored_as_they_are_set(page: Page, server: Server, script: dict[str, Any]) -> None:
    fields = section(page, "Parameters")
    expect(fields).to_contain_text("How much of it.", use_inner_text=True)
    share = fields.get_by_label("Share")
    expect(share).to_have_value("0.5")
    share.fill("0.75")
    share.press("Tab")
    fields.get_by_label("mode").select_option("fine")
    fields.get_by_label("loud").check()
    wait_stored(page, server, script, {"share": 0.75, "mode": "fine", "loud": True})
    share.fill("7")
    share.press("Tab")
    page.get_by_role("alert").get_by_text("share").wait_for()
    assert stored(server, script)["params"]["share"] == 0.75


def test_a_value_stays_as_it_was_set_while_another_is_stored(page: Page, script: dict[str, Any]) -> None:
    held: list[Route] = []
    address = f"**/api/scripts/{script['id']}"
    page.route(address, lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_())
    loud = section(page, "Parameters").get_by_label("loud")
    section(page, "Parameters").get_by_label("mode").select_option("fine")
    loud.check()
    for waiting in (1, 2):
        until(page, lambda waiting=waiting: len(held) >= waiting)
        assert loud.is_checked()
        held[-1].continue_()
    page.unroute(address)


def wait_stored(page: Page, server: Server, script: dict[str, Any], params: dict[str, Any]) -> None:
    wait(page, f"(await (await fetch('/api/scripts/{script['id']}')).json()).params.loud === true")
    assert stored(server, script)["params"] == params


def test_versions_stand_with_what_became_of_their_shapes(
    page: Page, server: Server, script: dict[str, Any], project: dict[str, Any], photo: Any
) -> None:
    file = server.upload(project["id"], "astronaut.png", photo("astronaut.png"))["id"]
    busy(server, script, file, 9, "old")
    newer = server.api(
        "PUT",
        f"/api/scripts/{script['id']}",
        {"filename": "fetcher.py", "source": SOURCE.replace('"1.0.0"', '"1.1.0"')},
    )
    busy(server, newer, file, 3, "new")
    show(page, server, script)
    rows = section(page, "Versions and how they fare").locator("tbody tr")
    expect(rows).to_have_count(2)
    new, old = rows.nth(0), rows.nth(1)
    expect(new).to_contain_text("1.1.0", use_inner_text=True)
    expect(new).to_contain_text("in use", use_inner_text=True)
    labels = [old.get_by_role("img").nth(index).get_attribute("aria-label") for index in range(4)]
    assert labels[:2] == ["9 runs, 0 failed", "3 accepted, 3 edited, 3 rejected"]
    assert labels[2] is not None
    assert labels[2].startswith("median IoU 0.9")
    assert labels[3] == "median 104 ms, 95 % within 108 ms"
    wide, narrow = (row.locator("svg").first.locator("rect").first.get_attribute("width") for row in (old, new))
    assert (wide, narrow) == ("120", "40")


def test_recent_runs_say_how_they_went(
    page: Page, server: Server, script: dict[str, Any], project: dict[str, Any], photo: Any
) -> None:
    file = server.upload(project["id"], "astronaut.png", photo("astronaut.png"))["id"]
    busy(server, script, file, 14, "many")
    failed = {"id": "run-failed-1", "version": script["version"], "file": file, "event": "prompt", "place": "browser"}
    server.api(
        "POST", f"/api/scripts/{script['id']}/runs", {**failed, "outcome": "failed", "message": "<b>oh</b>", "ms": 3.0}
    )
    show(page, server, script)
    runs = section(page, "Recent runs")
    first = runs.locator("tbody tr").first.inner_text()
    assert "prompt" in first
    assert "failed" in first
    runs.get_by_text("<b>oh</b>").wait_for()
    expect(runs.get_by_text("applied")).to_have_count(11)
    runs.get_by_role("button", name="Show more").click()
    runs.get_by_role("button", name="Show more").wait_for(state="hidden")
    expect(runs.get_by_text("applied")).to_have_count(14)
    expect(runs.get_by_role("link", name="file").first).to_have_attribute("href", f"/files/{file}")


def test_storage_is_shown_and_cleared(page: Page, server: Server, script: dict[str, Any]) -> None:
    for index in range(11):
        server.api("PUT", f"/api/scripts/{script['id']}/storage/key%20{index}", {"value": "x" * 2000})
    show(page, server, script)
    storage = section(page, "Storage")
    expect(storage).to_contain_text("of 1 MiB", use_inner_text=True)
    expect(storage).to_contain_text("key 0", use_inner_text=True)
    expect(storage).to_contain_text("and 3 more", use_inner_text=True)
    page.once("dialog", lambda dialog: dialog.dismiss())
    storage.get_by_role("button", name="Clear").click()
    assert len(server.api("GET", f"/api/scripts/{script['id']}/storage")["items"]) == 11
    page.once("dialog", lambda dialog: dialog.accept())
    storage.get_by_role("button", name="Clear").click()
    storage.get_by_text("It keeps nothing.").wait_for()
    assert server.api("GET", f"/api/scripts/{script['id']}/storage")["items"] == []


def test_sources_are_exported_version_by_version(page: Page, server: Server, script: dict[str, Any]) -> None:
    server.api("PUT", f"/api/scripts/{script['id']}", {"filename": "fetcher.py", "source": SOURCE + "# newer\n"})
    show(page, server, script)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "fetcher.py"
    assert Path(download.value.path()).read_text() == SOURCE + "# newer\n"
    old = script["version"][7:15]
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save version {old} as a file").click()
    assert download.value.suggested_filename == f"fetcher.{old}.py"
    assert Path(download.value.path()).read_text() == SOURCE


def test_a_script_is_deleted_after_a_question(page: Page, server: Server, script: dict[str, Any]) -> None:
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Delete").click()
    assert stored(server, script)["id"] == script["id"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/scripts")
    expect(page.get_by_text("Fetcher")).to_have_count(0)


def test_what_goes_wrong_is_said(page: Page, server: Server, script: dict[str, Any]) -> None:
    server.api("DELETE", f"/api/scripts/{script['id']}")
    page.get_by_role("button", name="Allow and turn on").click()
    page.get_by_role("alert").get_by_text("script").wait_for()


def test_coming_back_to_the_page_shows_what_changed(page: Page, server: Server, script: dict[str, Any]) -> None:
    grants = {"enabled": True, "confirmed_grants": script["grants"]}
    server.api("PATCH", f"/api/scripts/{script['id']}", grants)
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_role("button", name="Turn off").wait_for()


def test_the_list_leads_to_the_page_and_to_the_editor(
    page: Page, server: Server, script: dict[str, Any], project: dict[str, Any], photo: Any
) -> None:
    file = server.upload(project["id"], "astronaut.png", photo("astronaut.png"))["id"]
    page.goto(f"{server.base}/projects/{project['id']}/scripts")
    expect(page.get_by_role("link", name="New script")).to_have_attribute("href", f"/files/{file}?edit=new")
    expect(page.get_by_role("link", name="Edit Fetcher")).to_have_attribute(
        "href", f"/files/{file}?edit={script['id']}"
    )
    page.get_by_role("link", name="Fetcher", exact=True).click()
    page.get_by_role("heading", name="Fetcher").wait_for()
    edit = page.get_by_role("link", name="Edit").get_attribute("href")
    assert edit == f"/files/{file}?edit={script['id']}"


def test_without_an_image_the_page_leads_to_where_one_is_added(page: Page, project: dict[str, Any]) -> None:
    expect(page.get_by_role("link", name="Edit")).to_have_attribute("href", f"/projects/{project['id']}")
