"""Probes: code that runs in a real cell and tells what came of it."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desk import Desk
from tests.e2e.serving import wait

FOLDER = Path(__file__).parent
INSIDE = ("javascript.eval", "javascript.Function", "javascript.module")  # in a cell for JavaScript
WAYS = ("run_js", "eval", "Function", *INSIDE)  # the first three from Python into its cell's JavaScript
# One way in a cell of each language, for what does not depend on how the code came there.
in_both_cells = pytest.mark.parametrize("by", ["run_js", "javascript.eval"])
COUNTER = itertools.count(1)


def source(name: str) -> str:
    """Give the text of a probe in this folder."""
    return (FOLDER / name).read_text()


class Hostile:
    """The hostile script on a page. Its cell may be broken at will: `renew` gives it a fresh one.

    The script in Python has a twin in JavaScript, in a cell of its own, which runs the probes `by` one of `INSIDE`.
    """

    def __init__(self, desk: Desk, name: str, grants: tuple[str, ...] = (), language: str = "py") -> None:
        self.desk, self.name = desk, name
        desk.show_tab("scripts")
        named = source(f"hostile.{language}").replace('"NAME"', json.dumps(name))
        self.id = desk.add_script(named.replace("grants = []", f"grants = {json.dumps(grants)}"), f"hostile.{language}")
        desk.wait_script(name)
        self.twin = Hostile(desk, f"Twin of {name.lower()}", grants, "js") if language == "py" else self

    def of(self, by: str) -> "Hostile":
        """Give the one of the two that runs such probes."""
        return self.twin if by in INSIDE else self

    def run(self, code: str, *, by: str = "run_js", **args: Any) -> Any:
        """Run a probe and give what it returned. A probe that raises has failed: it must expect its refusals."""
        start = f"report {self.fire(code, by=by, **args)} "
        report = json.loads(self.of(by).notice(start).partition(start)[2])
        assert "value" in report, report
        return report["value"]

    def fire(self, code: str, *, by: str = "run_js", **args: Any) -> str:
        """Start a probe that may not live to report, and give its id."""
        if self.of(by) is not self:
            return self.twin.fire(code, by=by, **args)
        self._settle()
        probe = f"{next(COUNTER)}"
        text = json.dumps({"id": probe, "by": by, "code": code, "args": args})
        self.desk.server.api("PATCH", f"/api/scripts/{self.id}", {"params": {"probe": text}})
        self.desk.reload_scripts()
        wait(self.desk.page, f"{self._card()}?.querySelector('input')?.value.startsWith('{{\"id\": \"{probe}\"')")
        self.desk.run(self.name)
        return probe

    def notice(self, text: str) -> str:
        """Wait until the page says this of the script, and give all it says there."""
        wanted = json.dumps([self.name, text])
        notices = "[...document.querySelectorAll('#notices p')].map((one) => one.textContent)"
        return str(wait(self.desk.page, f"{notices}.find((one) => {wanted}.every((part) => one.includes(part)))", 30.0))

    def error(self) -> str | None:
        """Give what the script's card says went wrong."""
        found: str | None = self.desk.script(self.name)["error"]
        return found

    def renew(self) -> None:
        """Switch the script off and on again, which takes its cell away and opens another."""
        for enabled, state in ((False, "off"), (True, "ready")):
            self.desk.server.api("PATCH", f"/api/scripts/{self.id}", {"enabled": enabled})
            self.desk.reload_scripts()
            self.desk.wait_script(self.name, state)

    def remove(self) -> None:
        if self.twin is not self:
            self.twin.remove()
        self.desk.remove_script(self.id)
        wait(self.desk.page, f"!limner.scripts().some((one) => one.name === {json.dumps(self.name)})")

    def _settle(self) -> None:
        """Wait for the cell, and clear away what the last probe left on the page."""
        self.desk.wait_script(self.name)
        self.desk.page.evaluate("document.querySelectorAll('#notices button').forEach((one) => one.click())")
        if self.error() is not None:
            self.renew()

    def _card(self) -> str:
        return f"document.querySelector('article[aria-label={json.dumps(self.name)}]')"
