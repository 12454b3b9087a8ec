"""The slot of a webhook: writes the event, reads the answer."""

import asyncio
import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from limner.changes import Created, Suggested, Updated
from limner.errors import LimnerError
from limner.events import Event
from limner.hooks import Hook
from limner.records import plain, read
from limner_server.adapters.peer import Peer
from limner_server.adapters.webhook.exchange import exchange, letter
from limner_server.adapters.webhook.offer import LONGEST
from limner_server.cells.adapter import AdapterSlot
from limner_server.cells.slot import Program
from limner_server.errors import ApiError
from limner_server.fetch.fetcher import Fetcher
from limner_server.fetch.targets import parse

MOST_PIXELS = 40_000_000


@dataclass(frozen=True)
class Answer:
    """What a receiver may answer: what to change, and what to say. Ids of created instances are ours to give."""

    created: tuple[Created, ...] = ()
    updated: tuple[Updated, ...] = ()
    deleted: tuple[str, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    notify: str | None = None
    log: tuple[str, ...] = ()
    veto: str | None = None
    error: str | None = None


class WebhookSlot(AdapterSlot):
    """Asks one receiver, one event at a time."""

    def __init__(self, fetcher: Fetcher, peer: Peer, program: Program, hooks: Sequence[Hook]) -> None:
        super().__init__(program, hooks, f"webhook {parse(peer.url).authority}")
        self._fetcher, self._peer = fetcher, peer

    async def handle(self, event: Event, canvas: Any) -> None:
        """Post the event with what the grants add to it, and do what the answer says."""
        content = {"type": "event", "event": event.to_json(), "params": dict(canvas.params)}
        if "instances:read" in self.program.grants:
            content["instances"] = plain(await canvas.instances())
        if "image:read" in self.program.grants:
            content["image"] = await _image(event, canvas)
        sent = await asyncio.to_thread(letter, event.name, content)
        said = await exchange(self._fetcher, self._peer, sent, self.program.timeout)
        _apply(await asyncio.to_thread(read, Answer, said, "answer"), canvas)


class ReceiverError(LimnerError):
    """The receiver says that it failed."""


async def _image(event: Event, canvas: Any) -> Mapping[str, Any]:
    longest = int(canvas.params.get(LONGEST, 0))
    width, height = event.file.width, event.file.height
    scale = min(1.0, longest / max(width, height)) if longest > 0 else 1.0
    if width * height * scale**2 > MOST_PIXELS:
        message = f"the image has {width * height * scale**2:,.0f} pixels, at most {MOST_PIXELS:,} are sent"
        raise ApiError(413, "too_large", f"{message}: set the script's parameter {LONGEST!r}")
    pixels = await canvas.image(scale=scale)
    height, width = pixels.shape[:2]
    data = await asyncio.to_thread(_png, pixels)
    return {"media_type": "image/png", "width": width, "height": height, "data": data}


def _png(pixels: Any) -> str:
    kept = io.BytesIO()
    Image.fromarray(pixels).save(kept, "PNG", compress_level=1)
    return base64.b64encode(kept.getvalue()).decode()


def _apply(answer: Answer, canvas: Any) -> None:
    for line in answer.log:
        canvas.log(line)
    if answer.error is not None:
        raise ReceiverError(answer.error)
    for one in answer.created:
        canvas.create(one.geometry, label=one.label, attributes=one.attributes, score=one.score)
    for change in answer.updated:
        canvas.update(change.id, geometry=change.geometry, label=change.label, attributes=change.attributes)
    for gone in answer.deleted:
        canvas.delete(gone)
    for ghost in answer.suggested:
        about = {"label": ghost.label, "attributes": ghost.attributes, "score": ghost.score}
        canvas.suggest(ghost.geometry, replaces=ghost.replaces, **about)
    if answer.notify:
        canvas.notify(answer.notify)
    if answer.veto is not None:
        canvas.veto(answer.veto)
