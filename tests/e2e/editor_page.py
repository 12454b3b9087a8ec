"""The script editor as an author uses it."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.e2e.desk import Desk
from tests.e2e.serving import until

BLOCK = """# /// script
# [tool.limner]
# name = "{name}"
# grants = [{grants}]
# ///
"""


def script_of(name: str, body: str, *grants: str) -> str:
    """Give the source of a script in Python with these grants."""
    return BLOCK.format(name=name, grants=", ".join(f'"{grant}"' for grant in grants)) + body


class Editor:
    """The editor's column on an annotation page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.column = page.locator("#editor")
        self.text = self.column.locator(".cm-content")
        self.foot = self.column.locator(".editor-foot")
        self.dirty = self.column.get_by_role("img", name="Not saved")

    def open(self, name: str) -> None:
        """Open a script by the button on its card."""
        self.page.get_by_role("button", name=f"Edit {name}", exact=True).click()
        self.text.wait_for()

    def source(self) -> str:
        """Give the text of a short script: only what is in sight is in the page."""
        lines: list[str] = self.text.locator(".cm-line").all_text_contents()
        return "\n".join(lines)

    def line(self, text: str) -> Locator:
        """Give the line that reads so."""
        return self.text.locator(".cm-line").filter(has_text=text).first

    def at_end(self) -> None:
        """Put the cursor at the end of the text."""
        self.text.focus()
        self.page.keyboard.press("Control+End")

    def at_end_of(self, text: str) -> None:
        """Put the cursor at the end of the line that reads so."""
        self.line(text).click()
        self.page.keyboard.press("End")

    def type(self, text: str) -> None:
        """Put text at the cursor at once, as pasting does."""
        self.page.keyboard.insert_text(text)
        self.page.evaluate("new Promise((taken) => requestAnimationFrame(taken))")

    def replace(self, before: str, after: str) -> None:
        """Replace the whole text by itself with one change, once it is there."""
        until(self.page, lambda: before in self.source())
        source = self.source()
        self.text.focus()
        self.page.keyboard.press("Control+a")
        self.type(source.replace(before, after))

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        self.foot.get_by_text("Saved").wait_for()

    def button(self, name: str) -> Locator:
        return self.column.get_by_role("button", name=name, exact=True)

    def options(self, *wanted: str) -> list[str]:
        """Give the completions offered, once those wanted are among them: what was typed before may linger."""
        found = self.column.locator(".cm-tooltip-autocomplete .cm-completionLabel")
        for option in wanted:
            found.get_by_text(option, exact=True).first.wait_for()
        found.first.wait_for()
        return found.all_text_contents()

    def complete(self, option: str) -> None:
        """Take a completion by the mouse: the editor refuses Enter in the moment in which it offers them."""
        found = self.column.locator(".cm-tooltip-autocomplete .cm-completionLabel")
        found.get_by_text(option, exact=True).first.click()

    def close(self, answer: str = "Discard") -> None:
        """Close it, with an answer where it asks."""
        if self.column.is_hidden():
            return
        self.page.keyboard.press("Escape")
        self.button("Close the editor").click()
        question = self.column.get_by_role("dialog")
        until(self.page, lambda: self.column.is_hidden() or question.is_visible())
        if question.is_visible():
            question.get_by_role("button", name=answer, exact=True).click()
        self.column.wait_for(state="hidden")

    def forget_drafts(self) -> None:
        """Forget what the browser kept of unsaved texts."""
        self.page.evaluate(
            """() => Object.keys(localStorage).filter((key) => key.startsWith("limner-draft:"))
              .forEach((key) => localStorage.removeItem(key))"""
        )

    def state(self, name: str) -> str:
        """Give the name and state of what the page has focused, seen through shadow roots."""
        found: str = self.page.evaluate(
            """(name) => {
              let one = document.activeElement;
              while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
              return String(one?.[name] ?? "");
            }""",
            name,
        )
        return found


def stored(desk: Desk, script: str) -> dict[str, Any]:
    """Give a script as the server has it."""
    found: dict[str, Any] = desk.server.api("GET", f"/api/scripts/{script}")
    return found


def wait_version(desk: Desk, script: str, before: str) -> dict[str, Any]:
    """Wait until the page runs another version than `before`, and give the script as the server has it."""
    until(desk.page, lambda: stored(desk, script)["version"] != before)
    now = stored(desk, script)
    desk.wait_version(now["name"], now["version"])
    return now
