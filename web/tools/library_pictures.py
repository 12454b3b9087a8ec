"""Make the pictures of the bundled scripts, each by the real page in the real browser.

python web/tools/library_pictures.py [NAME...] [--theme light] [--size 1440x900] [--out FOLDER]

`web/tools/pictures/NAME.py` has one function for each: `arrange(desk)` is given the page of the script's
demonstration, its script on and warm, and leaves what the picture is to show. `CARD` may say what the library's card
shows of it: the selector of an element, or `(x, y, width, height)` in pixels of the photo.
"""

import argparse
import importlib
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "web" / "tools")]

from limner_server import catalogue  # noqa: E402
from tests.e2e.desk import Desk  # noqa: E402 - the tests' harness starts the server and drives the page
from tests.e2e.serving import FLAGS, TOKEN, Server, chromium, serving, wait  # noqa: E402

CARD = (640, 400)
Rect = tuple[float, float, float, float]
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
    module = importlib.import_module(f"pictures.{slug.replace('-', '_')}")
    module.arrange(desk)
    desk.wait_saved()
    path: Path = options.out / f"{slug}.webp"
    save(page.screenshot(), path)
    save(page.screenshot(clip=card_of(desk, getattr(module, "CARD", None))), path.with_stem(f"{slug}-card"), CARD)
    page.close()
    return path


def card_of(desk: Desk, wanted: str | Rect | None) -> FloatRect:
    """Give what the library's card shows, 16 to 10: an element, a part of the photo, or as much of it as fits."""
    if isinstance(wanted, str):
        box = desk.page.locator(wanted).bounding_box()
        assert box is not None
        return fitted(box)
    file = desk.server.api("GET", f"/api/files/{desk.file}")
    left, top, width, height = wanted or (0, 0, file["width"], file["height"])
    x, y = desk.at(left, top)
    right, bottom = desk.at(left + width, top + height)
    return fitted({"x": x, "y": y, "width": right - x, "height": bottom - y})


def fitted(box: FloatRect) -> FloatRect:
    """Give the largest part of a rectangle, from its top and in the middle, that is 16 to 10."""
    width = min(box["width"], box["height"] * 1.6)
    return {"x": box["x"] + (box["width"] - width) / 2, "y": box["y"], "width": width, "height": width / 1.6}


def save(png: bytes, path: Path, size: tuple[int, int] | None = None) -> None:
    with Image.open(io.BytesIO(png)) as image:
        shown = image.convert("RGB")
    (shown.resize(size, Image.Resampling.LANCZOS) if size else shown).save(path, "WEBP", quality=86, method=6)


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
