"""One server, one browser and one warm page for the whole session: a cold cell costs seconds."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk
from tests.e2e.serving import FLAGS, TOKEN, Server, chromium, serving, wait
from tests.e2e.witness import page_of, seen

expect.set_options(timeout=30_000)  # a busy machine starves it
VIEWPORT = {"width": 1440, "height": 900}
SKELETON = {
    "points": [
        {"name": "head", "x": 0.5, "y": 0},
        {"name": "left hand", "x": 0, "y": 0.5},
        {"name": "foot", "x": 0.5, "y": 1},
    ],
    "edges": [[0, 1], [0, 2]],
}
LABELS = {"person": "#56b4e9", "rocket": "#e69f00", "cup": "#009e73", "cat": "#cc79a7"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say what the page was like where a test of it failed."""
    report = yield
    page = page_of(item) if report.failed else None
    if page:
        report.sections.append(("the page", seen(page)))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what stumbled and was run once more as if it had failed: it is to be mended all the same."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"run once more: {report.nodeid}")
        terminalreporter.line(report.longreprtext)
        for title, text in report.sections:
            terminalreporter.section(title, "-")
            terminalreporter.line(text)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("limner")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


def signed_in(browser: Browser, server: Server) -> BrowserContext:
    """Give a fresh browser profile with the session cookie."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.goto(f"{server.base}/?token={TOKEN}")
    page.close()
    return context


def opened(context: BrowserContext, server: Server, path: str | None = None) -> Page:
    """Open the annotation page and wait until its scripts are warm."""
    page = context.new_page()
    page.goto(server.base + (path or server.first))
    wait(page, "Boolean(window.limner)")
    page.evaluate("limner.ready")
    return page


@pytest.fixture(scope="session")
def demo(browser: Browser, server: Server) -> Iterator[tuple[Page, list[str]]]:
    """Give a page on the sample photos with their script warm, and the list of errors it met so far."""
    context = signed_in(browser, server)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened(context, server), errors
    context.close()


@pytest.fixture(scope="module")
def warm(request: pytest.FixtureRequest, server: Server) -> Iterator[tuple[Page, list[str]]]:
    """Give the page of the sample photos; modules marked `plain` get the one without a script.

    Scripts that a test left behind where it failed go with its module.
    """
    found: tuple[Page, list[str]] = request.getfixturevalue(
        "bare" if request.node.get_closest_marker("plain") else "demo"
    )
    desk = Desk(found[0], server)
    before = desk.script_ids()
    yield found
    for left in desk.script_ids() - before:
        desk.remove_script(left)


def _fresh(page: Page, server: Server) -> Desk:
    """Give a page with a fresh astronaut on it, the first label chosen, nothing drawn."""
    made = Desk(page, server)
    made.open("astronaut.png", (SAMPLES / "astronaut.png").read_bytes())
    made.dismiss()
    made.press("v", "1")
    return made


@pytest.fixture
def desk(warm: tuple[Page, list[str]], server: Server) -> Iterator[Desk]:
    """Give the warm page with a fresh astronaut on it; the page must meet no error of its own."""
    page, errors = warm
    errors.clear()
    made = _fresh(page, server)
    wait(page, "limner.scripts().every((one) => one.state !== 'loading')", 60)
    yield made
    made.show_tab("scripts")
    made.wait_saved()
    assert errors == []


@pytest.fixture(scope="session")
def bare(browser: Browser, server: Server) -> Iterator[tuple[Page, list[str]]]:
    """Give a page on a project without scripts, where nothing needs to get warm, and the errors it met so far."""
    labels: list[dict[str, Any]] = [{"name": name, "color": color} for name, color in LABELS.items()]
    labels[-1]["skeleton"] = SKELETON
    project = server.api("POST", "/api/projects", {"name": "By hand", "labels": labels})["id"]
    file = server.upload(project, "astronaut.png", (SAMPLES / "astronaut.png").read_bytes())["id"]
    context = signed_in(browser, server)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened(context, server, f"/files/{file}"), errors
    context.close()


@pytest.fixture
def plain(bare: tuple[Page, list[str]], server: Server) -> Iterator[Desk]:
    """Give a page without scripts with a fresh astronaut on it; it must meet no error either."""
    page, errors = bare
    errors.clear()
    made = _fresh(page, server)
    yield made
    made.wait_saved()
    assert errors == []


@pytest.fixture(scope="module")
def by_hand(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    """Keep what the module's tests draw as it is drawn: no script answers boxes meanwhile."""
    with Desk(warm[0], server).without():
        yield


@pytest.fixture
def script(desk: Desk) -> Iterator[Callable[..., str]]:
    """Give a function that adds a script for this test and gives its id."""
    added: list[str] = []

    def add(source: str, filename: str = "script.py") -> str:
        added.append(desk.add_script(source, filename))
        return added[-1]

    yield add
    for one in added:
        desk.remove_script(one)


@pytest.fixture
def photo() -> Callable[[str], bytes]:
    return lambda name: (Path(SAMPLES) / name).read_bytes()
