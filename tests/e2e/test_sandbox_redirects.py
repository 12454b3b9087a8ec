"""A redirect among the assets, which the policy's paths do not hold, leads nowhere either."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.probes.driver import INSIDE, Hostile, in_both_cells, source
from tests.e2e.probes.listener import Elsewhere
from tests.e2e.serving import Server, serving
from tests.e2e.test_sandbox_network import FETCHES, OPTIONS, REQUESTS, names, opening, posts

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]
# One in each language in a cell for Python, one in a cell for JavaScript.
WAYS = (FETCHES[0], FETCHES[-1], *(one for one in FETCHES if one[1] == INSIDE[0]))
COMMAND = (str(Path(__file__).parent / "redirecting.py"),)
# CORS mode is refused outright; what `no-cors` gives must be opaque.
READABLE = [one for one in OPTIONS if one["mode"] != "no-cors"]


@dataclass(frozen=True)
class Site:
    """A server with a redirect among its assets, and a page of it with the hostile script."""

    server: Server
    page: Page
    hostile: Hostile
    assets: str

    def to(self, target: str) -> str:
        """Give the address that redirects to `target`."""
        return f"{self.assets}redirect?to={quote(target, safe='')}"


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("redirecting"), command=COMMAND) as server:
        switch_off_bundled(server)
        context = signed_in(browser, server)
        page = opened(context, server)
        path = page.evaluate("JSON.parse(document.getElementById('page').textContent).cell.assets")
        yield Site(server, page, Hostile(Desk(page, server), "Hostile"), server.base + path)
        context.close()


def switch_off_bundled(server: Server) -> None:
    """Spare the time their cells take."""
    (project,) = server.api("GET", "/api/projects")["items"]
    for script in server.api("GET", f"/api/projects/{project['id']}/scripts")["items"]:
        server.api("PATCH", f"/api/scripts/{script['id']}", {"enabled": False})


def test_a_redirect_to_another_asset_is_followed(site: Site) -> None:
    url = site.to(f"{site.assets}cell/frame.js")
    for code, by in WAYS:
        (outcome,) = site.hostile.run(code, by=by, url=url, options=[{}])
        assert outcome["text"].startswith("// The frame of one cell")
    assert site.hostile.run(source("load.js"), how="import", url=site.to(f"{site.assets}pyodide/pyodide.mjs"))["loaded"]


def test_a_redirect_to_the_api_gives_nothing_to_read(site: Site) -> None:
    for code, by in WAYS:
        opening(site.hostile.run(code, by=by, url=site.to("/api/projects"), options=READABLE))
    for code, by in REQUESTS:
        for cookies in (True, False):
            asked = site.hostile.run(code, by=by, url=site.to("/api/projects"), withCredentials=cookies)
            assert asked == {"refused": "NetworkError"}


def test_a_redirect_to_the_api_is_opaque_without_cors(site: Site) -> None:
    options = [one for one in OPTIONS if one["mode"] == "no-cors"]
    for code, by in WAYS:
        for outcome in site.hostile.run(code, by=by, url=site.to("/api/projects"), options=options):
            assert outcome in ({"refused": "TypeError"}, {"type": "opaque", "status": 0, "text": ""})


def test_the_same_redirect_in_the_page_reaches_the_api(site: Site) -> None:
    outcome = site.page.evaluate(source("xhr.js"), {"url": site.to("/api/projects")})
    assert outcome["status"] == 200
    assert "Sample photos" in outcome["text"]


def test_a_post_through_a_redirect_makes_no_project(site: Site) -> None:
    before = names(site.server)
    for code, by in WAYS:
        outcomes = site.hostile.run(code, by=by, url=site.to("/api/projects"), options=posts("forged"))
        assert all("refused" in one or one["type"] == "opaque" for one in outcomes)
    assert names(site.server) == before


def test_the_same_post_through_a_redirect_in_the_page_makes_a_project(site: Site) -> None:
    post = {"method": "POST", "body": '{"name": "made by the page"}'}
    site.page.evaluate(source("fetch.js"), {"url": site.to("/api/projects"), "options": [post]})
    assert "made by the page" in names(site.server)


def test_a_redirect_to_another_origin_is_not_followed(site: Site, other: Elsewhere) -> None:
    before = list(other.asked)
    url = site.to(f"{other.base}/redirected")
    for code, by in WAYS:
        opening(site.hostile.run(code, by=by, url=url, options=[*OPTIONS, *posts("secret")]))
    for how in ("import", "importScripts"):
        assert "refused" in site.hostile.run(source("load.js"), how=how, url=url)
    assert site.hostile.run(source("connect.js"), kind="EventSource", url=url)["outcome"] == "refused"
    assert other.asked == before


def test_the_same_redirect_is_followed_from_a_page_of_the_other_origin(
    site: Site, their_page: Page, other: Elsewhere
) -> None:
    # CORS lets the first step pass; the second goes home, where everything is let in.
    their_page.evaluate(source("fetch.js"), {"url": site.to(f"{other.base}/came-back"), "options": [{}]})
    assert "/came-back" in other.asked


@in_both_cells
@pytest.mark.parametrize("how", ["import", "importScripts"])
def test_code_outside_the_assets_is_not_loaded_through_a_redirect(site: Site, how: str, by: str) -> None:
    module = site.page.evaluate("document.querySelector('script[type=module]').src")
    for target in (module, "/api/projects", "data:text/javascript,self.loaded=1"):
        assert "refused" in site.hostile.run(source("load.js"), by=by, how=how, url=site.to(target)), target
