"""Modules served one by one do what the joined ones do."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import serving


def test_a_page_of_modules_one_by_one_draws_and_saves(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, "--plain-modules") as server:
        context = signed_in(browser, server)
        desk = Desk(opened(context, server), server)
        desk.file = server.first.rsplit("/", 1)[1]
        assert "/js/pages/" in desk.page.evaluate("document.querySelector('script[type=module]').src")
        desk.draw_box(150, 5, 150, 200)
        desk.wait_for_kinds("polygon")
        context.close()
