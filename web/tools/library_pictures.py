"""Make the pictures of the bundled scripts, each by the real page in the real browser.

python web/tools/library_pictures.py [NAME...] [--theme light] [--size 1440x900] [--out FOLDER]

`web/tools/pictures/NAME.py` has one function for each: `arrange(desk)` is given the page of the script's
demonstration, its script on and warm, and leaves what the picture is to show.
"""

import argparse
import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "web" / "tools")]

from limner_server import catalogue  # noqa: E402
from tests.e2e.desk import Desk  # noqa: E402 - the tests' harness starts the server and drives the page
from tests.e2e.serving import FLAGS, TOKEN, Server, chromium, serving, wait  # noqa: E402

FOLDER = ROOT / "docs" / "images" / "library"


def take(browser: Browser, server: Server, slug: str, options: argparse.Namespace) -> Path:
    """Open the demonstration of a script, let it be arranged, and keep the picture."""
    width, height = map(int, options.size.split("x"))
    trial = server.api("POST", f"/api/library/{slug}/trial", {"fresh": True})
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=options.theme)
    page.goto(f"{server.base}/files/{trial['file']}?token={TOKEN}")
    wait(page, "Boolean(window.limner)")
    page.evaluate("limner.ready")
    desk = Desk(page, server)
    desk.project, desk.file = trial["project"], trial["file"]
    arrangement(slug)(desk)
    desk.wait_saved()
    path: Path = options.out / f"{slug}.png"
    page.screenshot(path=path)
    page.screenshot(path=path.with_name(f"{slug}-card.png"), clip=card_of(desk))
    page.close()
    return path


def card_of(desk: Desk) -> FloatRect:
    """Give what the library's card shows: the photo, or as much of it as fits into 16 to 10."""
    left, top = desk.at(0, 0)
    file = desk.server.api("GET", f"/api/files/{desk.file}")
    right, bottom = desk.at(file["width"], file["height"])
    stage = desk.page.locator("#stage").bounding_box()
    assert stage is not None
    x, y = max(left, stage["x"]), max(top, stage["y"])
    width, height = min(right, stage["x"] + stage["width"]) - x, min(bottom, stage["y"] + stage["height"]) - y
    fitted = min(height, width * 10 / 16)
    return {"x": x, "y": y, "width": fitted * 16 / 10, "height": fitted}


def arrangement(slug: str) -> Callable[[Desk], None]:
    arrange: Callable[[Desk], None] = importlib.import_module(f"pictures.{slug.replace('-', '_')}").arrange
    return arrange


def main() -> int:
    known = [entry.slug for entry in catalogue.entries()]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(known)}; all by default")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for slug in options.names or known:
            print(take(browser, server, slug, options))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
