"""Make the README's pictures: a face traced on the sample photo, by the real page in the real browser.

python web/tools/screenshot.py [--editor] [--theme light] [--size 1440x900] [--out docs/images/annotate.png]
"""

import argparse
import math
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.e2e.desk import Desk  # noqa: E402 - the tests' harness starts the server and drives the page
from tests.e2e.serving import FLAGS, TOKEN, Server, chromium, serving, wait  # noqa: E402

LABELS = [
    {"name": "head", "color": "#56b4e9"},
    {"name": "name tag", "color": "#e69f00"},
    {"name": "patch", "color": "#009e73"},
    {"name": "flag", "color": "#cc79a7"},
]
FACE = (150, 5, 150, 200)
NAME = (276, 335, 62, 46)
PATCH = (170, 384, 38)
SOURCE = (ROOT / "scripts_library" / "box_to_polygon.py").read_text().splitlines()
HOOK_LINE = next(index for index, line in enumerate(SOURCE) if line.startswith("@on("))


def arrange(page: Page, server: Server) -> None:
    """Draw what the picture shows."""
    (project,) = server.api("GET", "/api/projects")["items"]
    server.api("PATCH", f"/api/projects/{project['id']}", {"labels": LABELS})
    page.goto(f"{server.base}{server.first}?token={TOKEN}")
    wait(page, "Boolean(window.limner)")
    page.evaluate("limner.ready")
    desk = Desk(page, server)
    desk.file = server.first.rsplit("/", 1)[1]
    desk.draw_box(*FACE)
    desk.wait_for_kinds("polygon")
    desk.press("v", "Escape", "3", "p")
    for turn in range(16):
        angle = turn * math.pi / 8
        desk.click(PATCH[0] + PATCH[2] * math.cos(angle), PATCH[1] + PATCH[2] * math.sin(angle))
    desk.press("Enter", "2")
    desk.draw_box(*NAME)
    desk.wait_for_kinds("polygon", "polygon", "polygon")
    desk.press("v", "Escape", "1")
    desk.click(225, 100)
    desk.page.mouse.move(*desk.at(330, 250))
    desk.wait_saved()
    wait(page, "document.getElementById('status').innerText.includes('2 cells')", 60)
    wait(page, "document.querySelectorAll('.notice').length === 0")


def open_editor(page: Page) -> None:
    """Show the script beside what it has drawn."""
    page.get_by_role("button", name="Edit Box to polygon").click()
    page.locator(".cm-content").get_by_text("grants").first.wait_for()
    page.keyboard.press("Control+Home")
    for _ in range(HOOK_LINE + 18):
        page.keyboard.press("ArrowDown")
    wait(page, "document.querySelectorAll('.notice').length === 0")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--editor", action="store_true", help="with the script editor open beside the image")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    out = options.out or ROOT / "docs" / "images" / ("editor.png" if options.editor else "annotate.png")
    width, height = map(int, options.size.split("x"))
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=options.theme)
        arrange(page, server)
        if options.editor:
            open_editor(page)
        page.screenshot(path=out)
        browser.close()
    print(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
