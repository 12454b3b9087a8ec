"""What every bench is given: a real server, a bare peer, a real browser."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from benchmarks import peer
from benchmarks.row import Peer
from benchmarks.series import Series
from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk
from tests.e2e.serving import FLAGS, TOKEN, Server, chromium, serving, wait

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
PROBE = Path(__file__).with_name("probe.js")
BUNDLED = "Box to polygon"


@dataclass(frozen=True)
class World:
    """A running Limner, a bare uvicorn, a browser; `quick` cuts the counts to a tenth."""

    browser: Browser
    server: Server
    peer: str
    quick: bool

    def count(self, full: int) -> int:
        return max(2, full // 10) if self.quick else full

    @contextmanager
    def profile(self) -> Iterator[BrowserContext]:
        """Give a fresh browser profile, its caches empty, with the session cookie."""
        context = self.browser.new_context(viewport=VIEWPORT)
        context.add_init_script(path=PROBE)
        context.request.get(f"{self.server.base}/?token={TOKEN}")
        try:
            yield context
        finally:
            context.close()

    def blank(self, context: BrowserContext) -> Page:
        """Open an empty page, isolated as Limner's, that is not Limner's."""
        page = context.new_page()
        page.goto(f"{self.peer}/blank")
        return page

    def frame(self) -> Peer:
        """Give the gaps between frames of an empty page: none is shorter here."""
        with self.profile() as context:
            page = self.blank(context)
            page.evaluate("probe.watchFrames()")
            page.wait_for_timeout(3_000)
            return Peer("frame of an empty page", Series.of(page.evaluate("probe.frames()")[10:]))

    @contextmanager
    def desk(self, *, bundled: bool = True) -> Iterator[Desk]:
        """Give the annotation page with warm cells; `bundled` says whether Box to polygon is on."""
        switch(self.server, on=bundled)
        try:
            with self.profile() as context:
                page = context.new_page()
                page.goto(self.server.base + self.server.first)
                wait(page, "Boolean(window.limner)")
                page.evaluate("limner.ready")
                made = Desk(page, self.server)
                yield made
                made.wait_saved()
        finally:
            switch(self.server, on=True)


def switch(server: Server, *, on: bool) -> None:
    """Switch the bundled script on or off for the project."""
    project = server.api("GET", "/api/projects")["items"][0]["id"]
    scripts = server.api("GET", f"/api/projects/{project}/scripts")["items"]
    (bundled,) = (script for script in scripts if script["name"] == BUNDLED)
    server.api("PATCH", f"/api/scripts/{bundled['id']}", {"enabled": on, "confirmed_grants": bundled["grants"]})


def settled(page: Page) -> None:
    """Wait until the page's work in the background is done: the spare is warm."""
    wait(page, "/\\d cells warm/.test(document.getElementById('status').innerText)", 60)


def sample(name: str) -> bytes:
    """Give one of the photos that come with the server."""
    return (SAMPLES / name).read_bytes()


@contextmanager
def opened(*, quick: bool) -> Iterator[World]:
    """Start everything in a folder of its own, and end it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        peer.serving() as bare,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield World(browser, server, bare, quick)
        browser.close()
