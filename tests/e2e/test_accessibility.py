"""Every page, dark and light: axe-core finds nothing serious, and everything is reached and seen with the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.routing import Route

from limner_server.resources import WEB
from limner_server.routes import pages, reading
from tests.e2e.conftest import VIEWPORT, signed_in
from tests.e2e.desk import Desk
from tests.e2e.fitting import alike, misfits, set_text
from tests.e2e.serving import Server, underway, until, wait

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
LARGE = ((32, 1440, 900), (32, 1024, 768))
Walk = dict[str, tuple[list[str], list[str], list[str]]]
NOT_PAGES = {"/docs", "/docs/{page:path}"}
RUN = """async (only) => {
  const rules = { "target-size": { enabled: true } };
  const options = only ? { runOnly: [only] } : { rules };
  const found = await axe.run(document, { resultTypes: ["violations"], ...options });
  return found.violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


@pytest.fixture(scope="module")
def reader(browser: Browser, server: Server) -> Iterator[Page]:
    """Give a page that carries axe-core, without movement."""
    context = signed_in(browser, server)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    yield page
    context.close()


def problems(page: Page, *rules: str | None) -> list[str]:
    """Give what axe-core finds, and what of it the other theme adds: colours alone."""
    found: list[str] = []
    for only in rules or (None, "color-contrast"):
        theme = page.evaluate("document.documentElement.dataset.theme")
        found += [f"{theme}: {one}" for one in page.evaluate(RUN, only)]
        page.evaluate("document.querySelector('[data-theme-switch]').click()")
    return found


def told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {one}" for name, listed in found.items() for one in listed)


def paths(server: Server) -> dict[str, str]:
    """Give an address for every page the server has."""
    (project,) = [one for one in server.api("GET", "/api/projects")["items"] if one["name"] != "By hand"][:1]
    scripts = server.api("GET", f"/api/projects/{project['id']}/scripts")["items"]
    given = {"project": project["id"], "script": scripts[0]["id"], "file": server.first.rsplit("/", 1)[1]}
    routes = [route.path for route in (*pages.ROUTES, *reading.ROUTES) if isinstance(route, Route)]
    return {path: path.format(**given) for path in routes if path not in NOT_PAGES} | {
        "a page of the documentation": "/docs/scripts/README.md",
        "an error": "/nothing-here",
    }


def visited(reader: Page, server: Server) -> Iterator[str]:
    """Open every page, one after the other, and give its name once it has all it asked for."""
    with underway(reader, "/api/") as asked:
        for name, path in paths(server).items():
            reader.goto(server.base + path)
            reader.locator("main, #stage").first.wait_for()
            if name == "/files/{file}":
                wait(reader, "Boolean(window.limner) && document.getElementById('veil').hidden")
            if name == "/projects/{project}":
                reader.locator("#grid .file").first.wait_for()
            until(reader, lambda: not asked)
            yield name


def unfit(page: Page, *settings: tuple[int, int, int]) -> list[str]:
    """Give what does not fit with letters of a size in windows of a width and height, all in pixels."""
    found = []
    for text, width, height in settings:
        set_text(page, text)
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{one}, letters of {text} px at {width}x{height}" for one in misfits(page)]
    set_text(page, 16)
    page.set_viewport_size(VIEWPORT)
    return found


@pytest.fixture(scope="module")
def walked() -> Walk:
    return {}


@pytest.fixture
def walk(request: pytest.FixtureRequest, walked: Walk, reader: Page, server: Server) -> Walk:
    """Give for every page what axe-core finds, what does not fit, and which states look alike in forced colours.

    All are looked at once, and anew where a test is run once more.
    """
    if not walked or getattr(request.node, "execution_count", 1) > 1:
        walked |= looked_at(reader, server)
    return walked


def looked_at(reader: Page, server: Server) -> Walk:
    settings = ((16, 1440, 900), (16, 1024, 768), (16, 720, 450), *LARGE)
    return {name: (problems(reader), unfit(reader, *settings), alike(reader)) for name in visited(reader, server)}


def test_axe_finds_nothing_serious_on_any_page(walk: Walk) -> None:
    assert told({name: found for name, (found, *_) in walk.items()}) == ""
    assert len(walk) >= 10


def test_nothing_is_cut_or_overlaps_on_a_small_screen_and_with_text_at_twice_its_size(
    walk: Walk,
) -> None:
    assert told({name: found for name, (_, found, _) in walk.items()}) == ""


def test_every_state_is_told_apart_in_forced_colours(walk: Walk) -> None:
    assert told({name: found for name, (_, _, found) in walk.items()}) == ""


def test_axe_finds_nothing_serious_in_what_opens_on_the_annotation_page(reader: Page, server: Server) -> None:
    reader.goto(server.base + server.first)
    wait(reader, "Boolean(window.limner) && document.getElementById('veil').hidden")
    desk = Desk(reader, server)
    desk.file = server.first.rsplit("/", 1)[1]
    desk.press("p")
    for place in ((20, 20), (60, 20), (60, 60)):
        desk.click(*place)
    desk.press("Enter", "v")
    found = {"a shape": problems(reader) + unfit(reader, LARGE[1])}
    for name in ("findings", "console", "events"):
        desk.show_tab(name)
        found[name] = problems(reader, None) + unfit(reader, LARGE[1])
    for name, key in (("display", "i"), ("palette", "Control+k"), ("keys", "?")):
        desk.press(key)
        found[name] = problems(reader, None) + unfit(reader, LARGE[1])
        desk.press("Escape")
    assert told(found) == ""
    desk.press("Control+z")
    desk.wait_saved()


def test_tab_leads_through_the_bar_the_tools_the_picture_and_the_panels_in_this_order(plain: Desk) -> None:
    plain.page.locator(".mark").focus()
    regions: list[str] = []
    for _ in range(60):
        region, ring = plain.page.evaluate(
            """() => {
              const at = document.activeElement;
              const region = at.closest(".top, .rail, #stage, .side, .drawer")?.className.split(" ")[0] ?? "";
              return [region, getComputedStyle(at).outlineStyle !== "none"];
            }"""
        )
        assert ring, "what has the keyboard is not seen"
        if region not in regions:
            regions.append(region)
        if region == "stage":
            plain.page.locator(".side button").first.focus()
        plain.press("Tab")
        if "drawer" in regions:
            break
    assert regions == ["top", "rail", "stage", "side", "drawer"]
    expect(plain.page.locator("#stage")).to_have_attribute("tabindex", "0")
