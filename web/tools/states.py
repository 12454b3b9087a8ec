"""Make pictures of the annotation page and the pages round it in the states people meet, to be looked at.

python web/tools/states.py [--out FOLDER] [--docs]

Every state is made in both themes and in 1440x900 and 1024x768; `--docs` makes only those that the documentation
shows, into `docs/images`.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from limner_server.resources import SAMPLES  # noqa: E402
from tests.e2e.desk import Desk  # noqa: E402 - the tests' harness starts the server and drives the page
from tests.e2e.serving import FLAGS, TOKEN, Server, chromium, serving, wait  # noqa: E402

SIZES = ((1440, 900), (1024, 768))
HEAD = [
    [225, 5],
    [285, 30],
    [296, 95],
    [285, 150],
    [255, 195],
    [215, 205],
    [175, 190],
    [155, 140],
    [150, 80],
    [175, 25],
]
ROCKET = [[395, 0], [425, 0], [440, 90], [470, 250], [370, 250], [388, 130], [392, 60]]
ONTOLOGY = {
    "labels": [
        {"name": "person", "color": "#56b4e9"},
        {"name": "head", "color": "#e69f00", "parent": "person", "kinds": ["polygon", "box"]},
        {"name": "badge", "color": "#009e73", "parent": "person"},
        {"name": "rocket", "color": "#cc79a7", "limits": {"min_width": 20, "min_height": 20}},
    ],
    "attributes": [
        {"name": "pose", "title": "Pose", "type": "radio", "labels": ["head"], "required": True,
         "options": [{"value": "front"}, {"value": "side"}]},
        {"name": "smiles", "title": "Smiles", "type": "checkbox", "labels": ["head"], "default": True},
        {"name": "sure", "title": "Sure", "type": "slider", "minimum": 0, "maximum": 100, "step": 5, "default": 80},
    ],
    "rules": {"relations": ["wears", "stands before"]},
}  # fmt: skip


def polygon(ring: list[list[int]], label: str, **fields: object) -> dict[str, object]:
    return {"label": label, "geometry": {"kind": "polygon", "parts": [{"outer": ring, "holes": []}]}, **fields}


def prepare(server: Server) -> tuple[str, str]:
    """Make a project with something on its files; give it and the file to open."""
    project = server.api("POST", "/api/projects", {"name": "Astronauts"})["id"]
    server.api("PUT", f"/api/projects/{project}/ontology", ONTOLOGY)
    for script in server.api("GET", f"/api/projects/{project}/scripts")["items"]:
        server.api("DELETE", f"/api/scripts/{script['id']}")
    files = [server.upload(project, one.name, one.read_bytes())["id"] for one in sorted(SAMPLES.glob("*.*g"))]
    first, second, third, *_ = files
    badge = {"label": "badge", "geometry": {"kind": "ellipse", "x": 170, "y": 385, "rx": 38, "ry": 38, "rotation": 0}}
    box = {
        "label": "rocket",
        "geometry": {"kind": "box", "x": 330, "y": 260, "width": 130, "height": 150, "rotation": 8},
    }
    created = [
        polygon(HEAD, "head", attributes={"pose": "front", "smiles": True}),
        polygon(ROCKET, "rocket"),
        badge,
        box,
    ]
    change = {"key": "states-00001", "created": created, "origin": {"author": "ada"}}
    server.api("POST", f"/api/files/{first}/changes", change)
    server.api("PATCH", f"/api/files/{second}", {"state": "done", "assignee": "ada"})
    server.api("PATCH", f"/api/files/{third}", {"state": "rejected", "comment": "Too dark to say.", "author": "ben"})
    server.api(
        "POST",
        f"/api/files/{first}/comments",
        {"text": "Is the collar part of the head?", "author": "ben", "x": 230, "y": 190},
    )
    return project, first


def selected(desk: Desk) -> None:
    desk.press("v")
    desk.click(222, 110)


def several(desk: Desk) -> None:
    desk.press("v", "Control+a")


def palette(desk: Desk) -> None:
    several(desk)
    desk.press("Control+k")
    desk.page.keyboard.type("fl")
    desk.page.get_by_role("option").first.wait_for()


def keys(desk: Desk) -> None:
    desk.press("Escape", "?")
    desk.page.get_by_role("dialog").wait_for()


def history(desk: Desk) -> None:
    selected(desk)
    desk.press("Shift+W")


def looking(desk: Desk) -> None:
    selected(desk)
    desk.press("Shift+G", "Shift+X", "i")


def drawing(desk: Desk) -> None:
    desk.press("4", "p")
    for place in ((60, 300), (110, 280), (150, 330), (140, 420)):
        desk.click(*place)
    desk.page.mouse.move(*desk.at(80, 440))


def commenting(desk: Desk) -> None:
    desk.press("v", "Escape", "Shift+C")


ON_THE_PICTURE: dict[str, Callable[[Desk], None]] = {
    "selected": selected,
    "several": several,
    "palette": palette,
    "keys": keys,
    "history": history,
    "looking": looking,
    "drawing": drawing,
    "comments": commenting,
}
PAGES = {"first-visit": "/files/{fresh}", "gallery": "/projects/{project}", "labels": "/projects/{project}/labels"}
SHOWN = ("several", "gallery", "labels")


def settled(page: Page) -> None:
    """Wait until fonts and pictures are there and two frames have passed."""
    page.evaluate(
        "async () => { await document.fonts.ready;"
        " await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));"
        " await new Promise((settled) => setTimeout(settled, 250)) }"
    )


def make(browser: Browser, server: Server, project: str, file: str, out: Path, wanted: tuple[str, ...]) -> None:
    """Make the wanted pictures into a folder."""
    page = browser.new_page(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    page.goto(f"{server.base}/?token={TOKEN}")
    fresh = server.api("GET", f"/api/projects/{project}/files")["items"][-1]["id"]
    for name in [name for name in PAGES if name in wanted]:
        page.goto(server.base + PAGES[name].format(project=project, file=file, fresh=fresh))
        page.wait_for_load_state("networkidle")
        take(page, out, name)
    page.goto(f"{server.base}/files/{file}")
    wait(page, "Boolean(window.limner)")
    page.evaluate("limner.ready")
    page.evaluate("document.querySelector('.welcome [aria-label^=Close], .first [aria-label^=Close]')?.click()")
    for name in [name for name in ON_THE_PICTURE if name in wanted]:
        desk = Desk(page, server)
        desk.show(file)
        ON_THE_PICTURE[name](desk)
        take(page, out, name)
        page.reload()
        wait(page, "Boolean(window.limner)")
        page.evaluate("limner.ready")
    page.close()


def take(page: Page, out: Path, name: str) -> None:
    for width, height in SIZES if out.name != "images" else SIZES[:1]:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark") if out.name != "images" else ("dark",):
            page.evaluate("(theme) => document.documentElement.dataset.theme = theme", theme)
            settled(page)
            page.screenshot(path=out / (f"{name}.png" if out.name == "images" else f"{name}-{width}-{theme}.png"))
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("states"))
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    out = ROOT / "docs" / "images" if options.docs else options.out
    out.mkdir(parents=True, exist_ok=True)
    wanted = SHOWN if options.docs else (*PAGES, *ON_THE_PICTURE)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        make(browser, server, *prepare(server), out, wanted)
        browser.close()
    print(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
