"""The annotation page as a person uses it: with the mouse, the keyboard and what the page shows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from playwright.sync_api import Locator, Page

from tests.e2e.serving import Server, wait

Pair = tuple[float, float]


class Desk:
    """One page with warm cells. `open` shows another file without loading the page again."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.project: str = page.evaluate("JSON.parse(document.getElementById('page').textContent).project.id")
        self.file = ""

    def open(self, name: str, content: bytes) -> str:
        """Upload an image as a new file, show it, and give its id."""
        file = self.server.upload(self.project, name, content)["id"]
        self.show(file)
        return file

    def show(self, file: str) -> None:
        self.file = file
        self.page.evaluate(
            "(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')) }",
            f"/files/{file}",
        )
        wait(
            self.page,
            f"document.getElementById('veil').hidden && location.pathname.endsWith('{file}') && {self._opened(file)}",
        )

    def _opened(self, file: str) -> str:
        return f"document.getElementById('stage').dataset.file === '{file}'"

    def at(self, x: float, y: float) -> Pair:
        """Give the client pixels of a place in the file."""
        cx, cy = self.page.evaluate("(point) => limner.toScreen(point)", [x, y])
        return cx, cy

    def drag(self, start: Pair, end: Pair, steps: int = 3) -> None:
        """Press at one place of the file, move, and let go at another."""
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*end), steps=steps)
        self.page.mouse.up()

    @contextmanager
    def holding(self, start: Pair) -> Iterator[Callable[[float, float], None]]:
        """Press at a place of the file, move with what is given, and let go at the end."""
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        yield lambda x, y: self.page.mouse.move(*self.at(x, y))
        self.page.mouse.up()

    def paint(self, *places: Pair, beside: bool = False) -> None:
        """Paint a stroke with the prompt tool, over the object or `beside` it."""
        button: Literal["left", "right"] = "right" if beside else "left"
        self.page.mouse.move(*self.at(*places[0]))
        self.page.mouse.down(button=button)
        for place in places[1:]:
            self.page.mouse.move(*self.at(*place), steps=4)
        self.page.mouse.up(button=button)

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.at(x, y))

    def draw_box(self, x: float, y: float, width: float, height: float) -> None:
        """Press B and drag a box."""
        self.page.keyboard.press("b")
        self.drag((x, y), (x + width, y + height))

    def instances(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("limner.instances()")
        return found

    def kinds(self) -> list[str]:
        return [instance["geometry"]["kind"] for instance in self.instances()]

    def wait_for_kinds(self, *kinds: str, seconds: float = 30.0) -> list[dict[str, Any]]:
        """Wait until the file holds instances of exactly these kinds, in order."""
        wanted = ",".join(kinds)
        wait(self.page, f"limner.instances().map((one) => one.geometry.kind).join() === '{wanted}' || null", seconds)
        return self.instances()

    def wait_saved(self) -> None:
        wait(self.page, "limner.unsaved() === 0")

    def stored(self) -> list[dict[str, Any]]:
        """Give the instances as the server has them."""
        self.wait_saved()
        items: list[dict[str, Any]] = self.server.api("GET", f"/api/files/{self.file}/instances")["items"]
        return items

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def script(self, name: str) -> dict[str, Any]:
        """Give a script's state as the page has it."""
        found: dict[str, Any] = self.page.evaluate(
            "(name) => limner.scripts().find((one) => one.name === name) ?? null", name
        )
        return found

    def wait_for(self, condition: str, seconds: float = 30.0) -> Any:
        """Wait until a JavaScript expression is true on the page and give its value."""
        return wait(self.page, condition, seconds)

    def wait_script(self, name: str, state: str = "ready", seconds: float = 60.0) -> None:
        wait(self.page, f"limner.scripts().find((one) => one.name === '{name}')?.state === '{state}'", seconds)

    def wait_version(self, name: str, version: str, seconds: float = 60.0) -> None:
        """Wait until a script's cell has this version of it."""
        script = f"limner.scripts().find((one) => one.name === '{name}')"
        wait(self.page, f"{script}?.version === '{version}' && {script}.state === 'ready'", seconds)

    def add_script(self, source: str, filename: str = "script.py") -> str:
        """Add a script to the project, confirm its grants, switch it on, and give its id.

        One of its name that a test left behind where it failed goes first: that test may be run once more.
        """
        path = f"/api/projects/{self.project}/scripts"
        namespace = next(iter(re.findall(r'^\W*namespace = "([^"]+)"', source, re.MULTILINE)), "local")
        for one in self.server.api("GET", path)["items"]:
            if f'name = "{one["name"]}"' in source and one["identity"].startswith(f"{namespace}/"):
                self.remove_script(one["id"])
        script = self.server.api("POST", path, {"filename": filename, "source": source})
        grants = {"enabled": True, "confirmed_grants": script["grants"]}
        self.server.api("PATCH", f"/api/scripts/{script['id']}", grants)
        self.reload_scripts()
        return str(script["id"])

    def script_ids(self) -> set[str]:
        return {one["id"] for one in self.server.api("GET", f"/api/projects/{self.project}/scripts")["items"]}

    def remove_script(self, script: str) -> None:
        self.server.api("DELETE", f"/api/scripts/{script}")
        self.reload_scripts()

    @contextmanager
    def without(self, name: str = "Box to polygon") -> Iterator[None]:
        """Switch a script off for a while, so that what a test draws stays what it is."""
        items = self.server.api("GET", f"/api/projects/{self.project}/scripts")["items"]
        found = next((one["id"] for one in items if one["name"] == name and one["enabled"]), None)
        if found is None:
            yield
            return
        path = f"/api/scripts/{found}"
        self.server.api("PATCH", path, {"enabled": False})
        self.wait_script(name, "off")
        yield
        self.server.api("PATCH", path, {"enabled": True})
        self.wait_script(name, "ready", 60)

    def reload_scripts(self) -> None:
        """Do what coming back to the tab does: the page reads its scripts again."""
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def run(self, name: str) -> None:
        """Press the button on a script's card."""
        self.page.get_by_role("button", name=f"Run {name}", exact=True).click()

    def run_of(self, name: str, count: int = 1, seconds: float = 30.0) -> dict[str, Any]:
        """Wait until a script of this name has run `count` times on this file, and give the last run."""
        identity = f"local/{name.lower().replace(' ', '-')}"
        runs = f"limner.timings().filter((one) => one.script === '{identity}' && one.file === '{self.file}')"
        found: dict[str, Any] = wait(self.page, f"{runs}.length >= {count} && {runs}.at(-1)", seconds)
        return found

    def dismiss(self) -> None:
        """Put away all that is said over the picture: errors stay there, and would get in the mouse's way."""
        self.page.evaluate("document.querySelectorAll('#notices [aria-label=Dismiss]').forEach((one) => one.click())")

    def notices(self) -> str:
        """Give what is said over the picture, once it is drawn."""
        self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        return self.page.locator("#notices").inner_text()

    def console(self) -> str:
        """Open the console and give its text."""
        self.page.get_by_role("tab", name="Console").click()
        text = self.page.locator("#pane").inner_text()
        self.page.get_by_role("tab", name="Scripts").click()
        return text

    def show_tab(self, name: str) -> None:
        """Bring a tab of the drawer forward, and leave the keyboard where it is."""
        self.page.evaluate(
            "(tab) => tab.ariaSelected === 'true' || tab.click()", self.page.query_selector(f"#tab-{name}")
        )

    def said(self, script: str, count: int = 0, seconds: float = 30.0) -> list[str]:
        """Wait until a script has written `count` lines to the console, and give all its lines that are shown."""
        self.show_tab("console")
        lines = (
            "[...document.querySelectorAll('#pane .lines li')]"
            f".filter((line) => line.querySelector('.src').textContent === '{script}')"
        )
        wait(self.page, f"{lines}.length >= {count}", seconds)
        found: list[str] = self.page.evaluate(f"{lines}.map((line) => line.lastElementChild.textContent.trim())")
        return found

    def card(self, script: str) -> Locator:
        """Give a script's card."""
        self.show_tab("scripts")
        return self.page.get_by_role("article", name=script, exact=True)

    def pixel(self, x: float, y: float, layer: int = 1) -> tuple[int, int, int, int]:
        """Give the colour at a place of the file on a layer: 0 is the image, 1 the shapes, 2 the shape in hand."""
        red, green, blue, alpha = self.page.evaluate(
            """async ([x, y, layer]) => {
              await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
              const canvas = document.querySelectorAll("#stage canvas")[layer];
              const { left, top } = canvas.getBoundingClientRect();
              const [cx, cy] = limner.toScreen([x, y]);
              const place = [Math.round((cx - left) * devicePixelRatio), Math.round((cy - top) * devicePixelRatio)];
              return [...canvas.getContext("2d").getImageData(...place, 1, 1).data];
            }""",
            [x, y, layer],
        )
        return red, green, blue, alpha
