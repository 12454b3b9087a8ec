"""A script in a real cell of the real browser, with the test as its host, as `limner.testing` is without one."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from limner import manifest
from limner.canvas import new_id
from limner.events import Event
from limner.memory import MemoryHost
from limner.protocol import ErrorMessage, EventMessage, Init, Initialized, Message, Result, decode, encode
from limner.testing import Outcome
from limner.transcript import Transcript

OPEN = """async ([language, packages]) => {
  const base = document.querySelector("link[rel=stylesheet]").href;
  const { fetchSnapshot, openCell } = await import(new URL("../js/host/cell.js", base).href);
  const settings = JSON.parse(document.getElementById("page").textContent).cell;
  const snapshot = language === "python" ? await fetchSnapshot(settings) : null;
  const cell = openCell(settings, { language, packages, snapshot });
  const held = { cell, said: [], died: null, notice: () => {} };
  cell.listen((message, frames) => {
    held.said.push([JSON.stringify(message), frames.map((frame) => new Uint8Array(frame).toBase64())]);
    held.notice();
  });
  cell.watch((reason) => ((held.died = reason), held.notice()));
  await cell.ready;
  (globalThis.held ??= {})[language] = held;
}"""
SAY = """([language, text, frames]) => {
  const buffers = frames.map((frame) => Uint8Array.fromBase64(frame).buffer);
  globalThis.held[language].cell.send(JSON.parse(text), buffers);
}"""
HEAR = """(language) => new Promise((resolve, reject) => {
  const held = globalThis.held[language];
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
CLOSE = "(language) => globalThis.held[language].cell.close()"


@dataclass
class HeldCell:
    """One open cell; every script comes as a new version of the one before."""

    page: Page
    language: manifest.Language = "python"
    packages: Sequence[str] = ()
    transcript: Transcript = field(init=False)

    def open(self) -> None:
        self.page.evaluate(OPEN, [self.language, list(self.packages)])

    def close(self) -> None:
        self.page.evaluate(CLOSE, self.language)

    def run(
        self,
        filename: str,
        source: str,
        event: Event,
        world: MemoryHost,
        *,
        params: Mapping[str, Any] | None = None,
        labels: Sequence[str] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Run every hook of the script that answers the event, as `limner.testing.run` does."""
        self.transcript = Transcript(world, labels)
        block = manifest.parse(source, self.language)
        world.declared = block.assets
        needs = {"packages": block.dependencies, "modules": block.modules}
        self.say(Init(filename, source, block.grants, params or {}, **needs))
        ready = self.hear(Initialized)
        self.transcript.outcome.error = ready.error
        self.transcript.outcome.hooks = tuple(hook.id for hook in ready.hooks)
        for hook in ready.hooks:
            if hook.matches(event):
                self.transcript.begin(event)
                self.say(EventMessage(new_id(), hook.id, event, settings))
                self.transcript.end(self.hear(Result, ErrorMessage))
        return self.transcript.outcome

    def say(self, message: Message, frames: tuple[bytes, ...] = ()) -> None:
        sent = [base64.b64encode(frame).decode() for frame in frames]
        self.page.evaluate(SAY, [self.language, encode(message), sent])

    def hear(self, *kinds: type[Any]) -> Any:
        while True:
            found = None
            for text, frames in self.page.evaluate(HEAR, self.language):
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
