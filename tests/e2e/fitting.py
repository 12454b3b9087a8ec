"""Find what does not fit on a page, and what cannot be told apart in the system's few colours."""

from pathlib import Path

from playwright.sync_api import Page

MISFITS, LIKENESSES = (
    Path(__file__).with_name(f"{name}.js").read_text().split("\n", 1)[1] for name in ("fitting", "contrast")
)


def misfits(page: Page) -> list[str]:
    """Give what is cut, lies over other things or cannot be reached on the page as it is now, in words."""
    found: list[str] = page.evaluate(MISFITS)
    return found


def alike(page: Page) -> list[str]:
    """Give the states of controls that are not told apart where the system forces its colours, in words."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(LIKENESSES)
    page.emulate_media(forced_colors="none")
    return found


def set_text(page: Page, size: int) -> None:
    """Set the browser's own size of letters, in pixels; 16 is the usual one."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
