"""The guide's examples in real cells of the real browser, with what comes of them in CPython.

One cell for each language holds them all: every example comes as a new version of the one before. The
test is their host, as `limner.testing` is without a browser; the sandbox, the interpreters and the
port between are the page's own.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from limner.canvas import new_id
from limner.memory import MemoryHost
from limner.protocol import ErrorMessage, EventMessage, Init, Initialized, Message, Result, decode, encode
from limner.testing import Outcome
from limner.transcript import Transcript
from tests.e2e.desk import Desk
from tests.guide.cases import CASES, LABELS, Case, assert_fits, event_of, observed, world_of
from tests.guide.pages import EXAMPLES, Example

pytestmark = pytest.mark.e2e

TRIED = [(one, case) for one in EXAMPLES for case in CASES[one.name]]
PACKAGES = {"python": ["numpy", "opencv-python"], "javascript": []}
OPEN = """async ([language, packages]) => {
  const base = document.querySelector("script[type=module]").src;
  const { openCell } = await import(new URL("../host/cell.js", base).href);
  const kept = await import(new URL("../store/kept.js", base).href);
  const settings = JSON.parse(document.getElementById("page").textContent).cell;
  const snapshot = language === "python" ? ((await kept.all("snapshots"))[0] ?? null) : null;
  const cell = openCell(settings, { language, packages, snapshot });
  const held = { cell, said: [], died: null, notice: () => {} };
  cell.listen((message, frames) => (held.said.push([JSON.stringify(message), frames.map(encoded)]), held.notice()));
  cell.watch((reason) => ((held.died = reason), held.notice()));
  await cell.ready;
  (globalThis.guide ??= {})[language] = held;

  function encoded(buffer) {
    let text = "";
    for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
    return btoa(text);
  }
}"""
SAY = """([language, text, frames]) => {
  const buffers = frames.map((frame) => Uint8Array.from(atob(frame), (one) => one.charCodeAt(0)).buffer);
  globalThis.guide[language].cell.send(JSON.parse(text), buffers);
}"""
HEAR = """(language) => new Promise((resolve, reject) => {
  const held = globalThis.guide[language];
  const timer = setTimeout(() => reject(new Error("the cell says nothing more")), 60_000);
  held.notice = () => {
    if (!held.said.length && !held.died) return;
    clearTimeout(timer);
    held.notice = () => {};
    if (held.died) reject(new Error(held.died));
    else resolve(held.said.splice(0));
  };
  held.notice();
})"""
CLOSE = "(language) => globalThis.guide[language].cell.close()"


@dataclass
class Conversation:
    """What the test hears from a cell while it tries one example with one case."""

    page: Page
    example: Example
    case: Case

    def hold(self) -> Outcome:
        event = event_of(self.case)
        given = world_of(self.case, event)
        kept, answers = dict(given["storage"]), list(given["answers"])
        world = MemoryHost(given["image"], given["instances"], kept, answers, given["responses"])
        self.transcript = Transcript(world, LABELS)
        block = self.example.manifest
        script = (self.example.filename, self.example.source, block.grants, given["params"])
        self.say(Init(*script, modules=block.modules))
        ready = self.hear(Initialized)
        self.transcript.outcome.error = ready.error
        for hook in ready.hooks:
            if hook.matches(event):
                self.transcript.begin(event)
                self.say(EventMessage(new_id(), hook.id, event, given["settings"]))
                self.transcript.end(self.hear(Result, ErrorMessage))
        return self.transcript.outcome

    def say(self, message: Message, frames: tuple[bytes, ...] = ()) -> None:
        sent = [base64.b64encode(frame).decode() for frame in frames]
        self.page.evaluate(SAY, [self.example.language, encode(message), sent])

    def hear(self, *kinds: type[Any]) -> Any:
        while True:
            found = None
            for text, frames in self.page.evaluate(HEAR, self.example.language):
                message = decode(text)
                if isinstance(message, kinds):
                    found = message
                else:
                    self.note(message, tuple(map(base64.b64decode, frames)))
            if found is not None:
                return found

    def note(self, message: Message, frames: tuple[bytes, ...]) -> None:
        reply = self.transcript.hear(message, frames)
        if reply is not None:
            self.say(*reply)


@pytest.fixture(scope="module")
def cells(warm: tuple[Page, list[str]]) -> Iterator[Page]:
    """Give the page with a cell open for each language."""
    page, _ = warm
    for language, packages in PACKAGES.items():
        page.evaluate(OPEN, [language, packages])
    yield page
    for language in PACKAGES:
        page.evaluate(CLOSE, language)


@pytest.mark.parametrize(
    ("example", "case"), TRIED, ids=lambda one: one.id if isinstance(one, Example) else one["event"]
)
def test_an_example_does_in_the_browser_what_the_guide_says(cells: Page, example: Example, case: Case) -> None:
    assert_fits(observed(Conversation(cells, example, case).hold(), case), case["expect"])


def test_the_first_script_is_made_in_the_page_as_its_page_says(desk: Desk) -> None:
    (first,) = [one for one in EXAMPLES if one.page == "first-script.md"]
    scripts = f"/api/projects/{desk.project}/scripts"
    desk.page.get_by_role("button", name="Switch Box to polygon off", exact=True).click()
    desk.wait_script("Box to polygon", "off")
    try:
        desk.page.get_by_role("button", name="New script", exact=True).first.click()
        desk.page.get_by_role("button", name="On a new box").click()
        desk.page.locator("#editor .cm-content").click()
        desk.press("Control+a")
        desk.page.keyboard.insert_text(first.source)
        desk.press("Control+s")
        desk.wait_script("Corner dots", "off")
        desk.page.get_by_role("button", name="Switch Corner dots on", exact=True).click()
        dialog = desk.page.get_by_role("dialog")
        dialog.get_by_text("create, change and delete instances").wait_for()
        dialog.get_by_role("button", name="Allow and turn on").click()
        desk.wait_script("Corner dots")
        desk.draw_box(150, 5, 150, 200)
        desk.wait_for_kinds("box", "point", "point", "point", "point")
        desk.press("Control+z")
        desk.wait_for_kinds("box")
        desk.press("Control+z")
        desk.wait_for_kinds()
    finally:
        desk.page.get_by_role("button", name="Close the editor", exact=True).click()
        ids = {one["name"]: one["id"] for one in desk.server.api("GET", scripts)["items"]}
        if "Corner dots" in ids:
            desk.remove_script(ids["Corner dots"])
        desk.server.api("PATCH", f"/api/scripts/{ids['Box to polygon']}", {"enabled": True})
        desk.reload_scripts()
        desk.wait_script("Box to polygon")
