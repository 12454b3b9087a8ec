"""The script of a backend in the main thread, where an interrupt reaches it; others speak to it from their thread."""

import asyncio
import signal
import threading
from collections.abc import Callable, Sequence

from limner import manifest, protocol
from limner.cell import Cell
from limner.errors import LimnerError, ProtocolError
from limner.hooks import Hook
from limner.protocol import Cancel, ErrorMessage, EventMessage, Failure, Init, Initialized, Log, Message, Result

STRIKE = signal.SIGUSR1
Frames = Sequence[bytes]


class Worker:
    """One cell with the script loaded. Make it, `run` it and let it end in the main thread.

    Raises `LimnerError` with the script's own lines where it does not load.
    """

    def __init__(self, source: str, filename: str) -> None:
        self.source, self.filename = source, filename
        self.current: str | None = None
        self.listener: Callable[[str, Frames], None] = lambda text, frames: None
        self._struck: str | None = None
        self._stopping = False
        self._main = threading.get_ident()
        self._loop = asyncio.new_event_loop()
        self._cell = Cell(self._said)
        self.hooks = self._loaded()
        signal.signal(STRIKE, self._interrupted)

    def run(self) -> None:
        """Work until `stop`; an interrupt ends a run and never this."""
        while not self._stopping:
            try:
                self._loop.run_forever()
            except KeyboardInterrupt:
                continue
        self._loop.close()

    def give(self, message: Message, frames: Frames = ()) -> None:
        """Hand a message to the cell, from any thread."""
        if isinstance(message, EventMessage):
            self.current = message.run
        self._loop.call_soon_threadsafe(self._take, message, frames)

    def strike(self, run: str) -> None:
        """Interrupt the run where it computes, from any thread; nothing where it is over."""
        self._struck = run
        signal.pthread_kill(self._main, STRIKE)

    def stop(self) -> None:
        """Let `run` return, from any thread."""
        self._stopping = True
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _loaded(self) -> tuple[Hook, ...]:
        heard: list[Message] = []
        self.listener = lambda text, frames: heard.append(protocol.decode(text))
        block = manifest.parse(self.source, filename=self.filename)
        self._cell.start()
        self._cell.receive(protocol.encode(Init(self.filename, self.source, block.grants)))
        for line in (line for message in heard if isinstance(message, Log) for line in message.lines):
            print(line.text)
        told = next(message for message in heard if isinstance(message, Initialized))
        if told.error is not None:
            raise LimnerError(_shown(self.filename, told.error))
        return told.hooks

    def _take(self, message: Message, frames: Frames) -> None:
        try:
            self._cell.receive(protocol.encode(message), frames)
        except ProtocolError as error:
            self.listener(protocol.encode(protocol.Fatal(str(error))), ())

    def _said(self, text: str, frames: Frames) -> None:
        if text.startswith((f'{{"type":"{Result.type}"', f'{{"type":"{ErrorMessage.type}"')):
            self.current = None
        self.listener(text, frames)

    def _interrupted(self, *_: object) -> None:
        if self._struck is not None and self._struck == self.current:
            self._cell.interrupt()

    def abandon(self) -> None:
        """Stop the run in hand, which nobody waits for any more, from any thread."""
        run = self.current
        if run is not None:
            self.give(Cancel(run, "the connection was lost"))
            self.strike(run)


def _shown(filename: str, failure: Failure) -> str:
    where = "".join(f"\n  line {frame.line}, in {frame.function}: {frame.text}" for frame in failure.frames)
    return f"{filename} does not load: {failure.type}: {failure.message}{where}"
