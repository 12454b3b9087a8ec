"""The connection of a backend to its server: made, kept, and made again."""

import asyncio
import json
import platform
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from limner import __version__
from limner.errors import ProtocolError
from limner_server.logs import logger
from limner_server.remote import messages
from limner_server.remote.pictures import Pictures
from limner_server.remote.session import Session
from limner_server.remote.worker import Worker

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
OPENING, AGAIN, STEADY = 20.0, 0.1, 10.0
STUCK_BEATS = 6
MAX_RECEIVED = 64 * 1024 * 1024
FINAL_STATUS = {
    401: "the token is not known there",
    403: "it refuses: is the address right, and may it be asked by this host name (LIMNER_ALLOWED_HOSTS)?",
    404: "there is no Limner at that address, or an older one",
    421: "it does not answer to this host name (LIMNER_ALLOWED_HOSTS)",
}
LOST = (OSError, TimeoutError, InvalidHandshake, ConnectionClosed, ProtocolError)


class RefusedError(Exception):
    """The server does not take this backend; to come again would change nothing."""


class StuckError(Exception):
    """The script heeds no interrupt, and nobody waits for its run any more."""


@dataclass(frozen=True)
class Target:
    """Where a backend connects, with what, as whom; `heartbeat` is how often it is heard, in seconds."""

    server: str
    token: str
    version: str
    backend: str = ""
    replica: str = ""
    heartbeat: float = 5.0

    @property
    def url(self) -> str:
        """Raises `ValueError` where the server's address is none."""
        parts = urlsplit(self.server)
        scheme = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}.get(parts.scheme)
        if scheme is None or not parts.netloc:
            raise ValueError(f"--server is {self.server!r}, expected an address such as https://limner.example")
        return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}{messages.PATH}"


class Link:
    """Made and run in the event loop of a thread of its own; `drain` is called from any."""

    def __init__(self, worker: Worker, target: Target, pictures: Pictures) -> None:
        self.worker, self.target, self.pictures = worker, target, pictures
        self._loop = asyncio.get_running_loop()
        self._draining = False
        self._leaving = asyncio.Event()
        self._session: Session | None = None
        self._welcomed: float | None = None
        worker.listener = self._hear

    async def run(self) -> None:
        """Stay connected until drained. Raises `RefusedError`, `StuckError`, and `ValueError` for no address."""
        delays = delays_between()
        while not self._draining:
            try:
                await self._connected()
                why = "the connection was closed"
            except LOST as error:
                _refuse_final(error)
                why = str(error) or type(error).__name__
            if self._steady():
                delays = delays_between()
            if not self._draining:
                await self._pause(next(delays), why)

    def drain(self) -> None:
        """Finish the run in hand, take no other, and leave."""
        self._loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        self._draining = True
        self._leaving.set()
        if self._session is not None:
            logger.info("leaving once the run in hand is over")
            self._session.put(messages.Drain(), urgent=True)

    def _steady(self) -> bool:
        """Say whether the last connection held, so that the next attempt need not be put off as those before it."""
        since, self._welcomed = self._welcomed, None
        return since is not None and self._loop.time() - since > STEADY

    async def _pause(self, seconds: float, why: str) -> None:
        logger.warning(f"{self.target.server}: {why}; trying again in {seconds:.1f} s")
        try:
            async with asyncio.timeout(seconds):
                await self._leaving.wait()
        except TimeoutError:
            return

    def _hear(self, text: str, frames: Sequence[bytes]) -> None:
        """Take what the cell says, in its thread."""
        self._loop.call_soon_threadsafe(self._said, text, frames)

    def _said(self, text: str, frames: Sequence[bytes]) -> None:
        if self._session is not None:
            self._session.said(text, frames)

    async def _connected(self) -> None:
        beat = self.target.heartbeat
        timing: dict[str, Any] = {"ping_interval": beat, "ping_timeout": 2 * beat, "open_timeout": OPENING}
        bounds: dict[str, Any] = {"compression": None, "max_size": MAX_RECEIVED, "close_timeout": 2}
        headers = {"Authorization": f"Bearer {self.target.token}"}
        async with connect(self.target.url, additional_headers=headers, **timing, **bounds) as socket:
            session = Session(self.worker, self.pictures, socket, beat)
            async with asyncio.timeout(OPENING):
                welcome = await session.hello(self._hello())
            await self._served(session, welcome)

    async def _served(self, session: Session, welcome: messages.Welcome) -> None:
        self._session, self._welcomed = session, self._loop.time()
        try:
            logger.info(_greeting(self.target.server, welcome))
            if self._draining:
                self._drain()
            await session.serve()
        finally:
            self._session = None
            await session.close()
            await self._idle()

    async def _idle(self) -> None:
        """Wait until the worker is free of a run that nobody waits for. Raises `StuckError`."""
        until = self._loop.time() + STUCK_BEATS * self.target.heartbeat
        while self.worker.current is not None:
            self.worker.abandon()
            await asyncio.sleep(AGAIN)
            if self._loop.time() > until:
                raise StuckError

    def _hello(self) -> messages.Hello:
        worker, target = self.worker, self.target
        about = {"filename": worker.filename, "source": worker.source, "hooks": worker.hooks}
        return messages.Hello(
            protocol=messages.VERSION,
            runtime=__version__,
            language=f"Python {platform.python_version()}",
            version=target.version,
            heartbeat=target.heartbeat,
            backend=target.backend,
            replica=target.replica,
            **about,  # type: ignore[arg-type]
        )


def delays_between() -> Iterator[float]:
    """Give the seconds to wait before each further attempt: twice as long each time, never quite the same."""
    longest = FIRST_DELAY
    while True:
        yield longest * random.uniform(0.5, 1.5)  # noqa: S311 - so that backends do not come back all at once
        longest = min(LONGEST_DELAY, longest * 2)


def _greeting(server: str, welcome: messages.Welcome) -> str:
    state = "" if welcome.enabled else "; its script is off until somebody confirms its grants on the page"
    return f"connected to {server} as {welcome.backend!r}{state}"


def _refuse_final(error: BaseException) -> None:
    if isinstance(error, InvalidStatus) and error.response.status_code in FINAL_STATUS:
        raise RefusedError(_said_by(error) or FINAL_STATUS[error.response.status_code])
    if isinstance(error, ConnectionClosed) and error.rcvd is not None and error.rcvd.code in messages.FINAL:
        raise RefusedError(error.rcvd.reason)


def _said_by(error: InvalidStatus) -> str:
    try:
        return str(json.loads(error.response.body or b"")["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return ""
