"""What the person at the terminal sees."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

MEGABYTE = 1_000_000


@dataclass
class Console:
    """Write lines, and one moving line per transfer when the stream is a terminal."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    quiet: bool = False

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text, file=self.stream, flush=True)

    def draw(self, text: str) -> None:
        if not self.quiet and self.stream.isatty():
            print(f"\r\033[K{text}", end="", file=self.stream, flush=True)


class Progress:
    """Count the bytes of one transfer, starting from what an earlier one left."""

    def __init__(self, console: Console, name: str, have: int, total: int | None) -> None:
        self.console, self.name, self.have, self.total = console, name, have, total
        self.received, self.started, self.drawn = 0, time.monotonic(), 0.0

    def add(self, count: int) -> None:
        self.received += count
        now = time.monotonic()
        if now - self.drawn > 0.1:
            self.drawn = now
            self.console.draw(self.line())

    def finish(self) -> None:
        self.console.draw("")
        self.console.say(self.line())

    def line(self) -> str:
        rate = self.received / MEGABYTE / max(time.monotonic() - self.started, 1e-6)
        of = f" of {self.total / MEGABYTE:.1f}" if self.total else ""
        return f"{self.name}: {(self.have + self.received) / MEGABYTE:.1f}{of} MB, {rate:.1f} MB/s"
