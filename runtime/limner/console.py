"""The script's standard output as log messages: gathered, cut, and never a flood."""

import io
import time
from collections.abc import Callable
from dataclasses import replace

from limner.protocol import Line, Log

MAX_LINES = 1_000
MAX_LENGTH = 2_000
BATCH_LINES = 100
BATCH_SECONDS = 0.05


class Console(io.TextIOBase):
    """A text stream whose lines leave in batches; after 1,000 in one run the rest is counted."""

    def __init__(self, send: Callable[[Log], None]) -> None:
        self._send = send
        self._lines: list[Line] = []
        self._open = ""
        self._sent_at = 0.0
        self.begin(None)

    def begin(self, run: str | None) -> None:
        """Start counting for another run."""
        self._run, self._count, self._dropped = run, 0, 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *whole, self._open = (self._open[:MAX_LENGTH] + text).split("\n")
        for line in whole:
            self.line(Line(line))
        return len(text)

    def line(self, line: Line) -> None:
        """Take one line; send the batch when it is long or old enough."""
        self._count += 1
        if self._count > MAX_LINES:
            self._dropped += 1
            return
        self._lines.append(replace(line, text=line.text[:MAX_LENGTH]))
        if len(self._lines) >= BATCH_LINES or time.monotonic() - self._sent_at > BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Send what is gathered."""
        if self._lines:
            self._send(Log(tuple(self._lines), run=self._run))
        self._lines, self._sent_at = [], time.monotonic()

    def end(self) -> None:
        """Send what is gathered, an unfinished line and the count of those left out included."""
        if self._open:
            self.line(Line(self._open))
            self._open = ""
        if self._lines or self._dropped:
            self._send(Log(tuple(self._lines), self._dropped, self._run))
        self._lines, self._dropped = [], 0
