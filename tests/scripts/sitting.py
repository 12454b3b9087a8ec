"""One script in one cell of CPython for many events, each sent when the answer to the one before is known."""

import asyncio
import itertools
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from limner import Instance, testing
from limner.assets import Source
from limner.events import Event, File
from limner.memory import MemoryHost
from limner.protocol import Init, Initialized, ParamsMessage
from limner.testing import Outcome, _Host
from limner.transcript import Transcript

numbers = itertools.count(1)


class Sitting:
    """A cell that stays: models are opened once, and the script keeps what it keeps."""

    def __init__(self, script: Path, assets: Source = None) -> None:
        self._thread = ThreadPoolExecutor(1)  # Playwright has an event loop of its own in this one
        self._runner = asyncio.Runner()
        self._world = MemoryHost(assets=assets)
        self._host = self._done(self._begun(script))

    def _done(self, running: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._runner.run, running).result()

    async def _begun(self, script: Path) -> _Host:
        host = _Host(testing.source_of(script), self._world, None)
        host.cell.start()
        await host.inbox.get()
        block = testing.manifest.parse(host.source)
        self._world.declared = block.assets
        host.tell(Init(script.name, host.source, block.grants, {}))
        self._ready: Initialized = await host.next(Initialized)
        assert self._ready.error is None, self._ready.error
        return host

    def tell(
        self, image: Any, event: Event, params: Mapping[str, Any] | None = None, instances: Sequence[Instance] = ()
    ) -> Outcome:
        """Send an event and give what came of it; it must not fail."""
        self._world.image, self._world.instances = image, list(instances)
        self._host.transcript = Transcript(self._world)
        self._done(self._say(params or {}))
        outcome: Outcome = self._done(self._host.outcome(self._ready, event, None))
        assert outcome.error is None, outcome.error
        return outcome

    async def _say(self, params: Mapping[str, Any]) -> None:
        self._host.tell(ParamsMessage(dict(params)))

    def close(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


def file_of(image: Any) -> File:
    """Give a file of its own for the image."""
    return replace(testing.file_of(image), id=f"file {next(numbers)}")
