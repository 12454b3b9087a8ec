"""Find by geometry what does not fit on a page: text that is cut, lies over other text or cannot be reached."""

from pathlib import Path

from playwright.sync_api import Page

MISFITS = Path(__file__).with_name("fitting.js").read_text().split("\n", 1)[1]


def misfits(page: Page) -> list[str]:
    """Give what is cut, lies over other things or cannot be reached on the page as it is now, in words."""
    found: list[str] = page.evaluate(MISFITS)
    return found


def set_text(page: Page, size: int) -> None:
    """Set the browser's own size of letters, in pixels; 16 is the usual one."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
