"""What the sandbox tests share: the hostile script with and without grants, and another origin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.desk import Desk
from tests.e2e.probes.driver import Hostile
from tests.e2e.probes.listener import Elsewhere, elsewhere
from tests.e2e.serving import Server

ALL_GRANTS = ("image:read", "instances:read", "instances:write")


@pytest.fixture(scope="module")
def hostile(warm: tuple[Page, list[str]], server: Server) -> Iterator[Hostile]:
    """Give the hostile script without any grant."""
    made = Hostile(Desk(warm[0], server), "Hostile")
    yield made
    made.remove()


@pytest.fixture(scope="module")
def granted(warm: tuple[Page, list[str]], server: Server) -> Iterator[Hostile]:
    """Give the same script with every grant."""
    made = Hostile(Desk(warm[0], server), "Granted", ALL_GRANTS)
    yield made
    made.remove()


@pytest.fixture(scope="session")
def other() -> Iterator[Elsewhere]:
    with elsewhere() as running:
        yield running


@pytest.fixture(scope="module")
def their_page(browser: Browser, other: Elsewhere) -> Iterator[Page]:
    """Give a page of the other origin, where a probe shows that it works."""
    page = browser.new_page()
    page.goto(f"{other.base}/page")
    yield page
    page.close()


@pytest.fixture(scope="session")
def assets(demo: tuple[Page, list[str]], server: Server) -> str:
    """Give the address of the folder cells may load from."""
    return server.base + str(demo[0].evaluate("JSON.parse(document.getElementById('page').textContent).cell.assets"))
