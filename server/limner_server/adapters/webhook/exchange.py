"""One signed request to the receiver of a webhook, and its answer, under the rules of what scripts fetch."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpcore2

from limner import __version__
from limner.canvas import new_id
from limner_server.adapters.peer import Peer
from limner_server.adapters.webhook.signature import HEADER, sign
from limner_server.errors import ApiError
from limner_server.fetch.addresses import addresses_of
from limner_server.fetch.bodies import Body, too_large
from limner_server.fetch.connection import answering
from limner_server.fetch.fetcher import Fetcher
from limner_server.fetch.headers import value_of
from limner_server.fetch.targets import Target, parse

REQUEST_BYTES = 64_000_000
REPLY_BYTES = 10_000_000
SHOWN = 300


@dataclass(frozen=True)
class Letter:
    """A message on its way: its type, for which `X-Limner-Event` stands, and its body."""

    event: str
    body: bytes


def letter(event: str, content: Mapping[str, Any]) -> Letter:
    """Write a message. Raises `ApiError` 413 for one that is too long."""
    body = json.dumps({"version": 1, **content}, allow_nan=False, separators=(",", ":")).encode()
    if len(body) > REQUEST_BYTES:
        message = f"the request would be {len(body):,} bytes, at most {REQUEST_BYTES:,} are sent"
        raise ApiError(
            413, "too_large", f"{message}: let the image be sent smaller, by the script's parameter 'longest'"
        )
    return Letter(event, body)


async def exchange(fetcher: Fetcher, peer: Peer, sent: Letter, seconds: float) -> Mapping[str, Any]:
    """Post a message and give the JSON object that answers it, an empty one for no content.

    It is sent once, to the very address registered: no redirect is followed. Raises `ApiError`: 403 where that is
    not public, 502 for an answer that is none, 504 after `seconds`.
    """
    target = parse(peer.url)
    try:
        async with asyncio.timeout(seconds):
            return await _posted(fetcher, target, peer, sent)
    except TimeoutError:
        message = f"{target.authority} did not answer within {seconds:g} s"
        raise ApiError(504, "timeout", message) from None


async def _posted(fetcher: Fetcher, target: Target, peer: Peer, sent: Letter) -> Mapping[str, Any]:
    addresses = await addresses_of(target.host, target.port, fetcher.private, fetcher.look_up)
    headers = {
        "content-type": "application/json",
        "user-agent": f"Limner/{__version__}",
        "x-limner-delivery": new_id(),
        "x-limner-event": sent.event,
        HEADER: sign(peer.secret, sent.body, int(time.time())),
    }
    async with answering("POST", target, headers, sent.body, addresses, fetcher.tls) as response:
        _refuse_redirect(target, response)
        content = await _read(response)
    if not 200 <= response.status < 300:
        raise _bad(target, f"answers with status {response.status}{_shown(content)}")
    return _object(target, content)


async def _read(response: httpcore2.Response) -> bytes:
    length = value_of(response.headers, b"content-length")
    if length.isdecimal() and len(length) < 20 and int(length) > REPLY_BYTES:
        raise too_large(REPLY_BYTES)
    body = Body(value_of(response.headers, b"content-encoding"), REPLY_BYTES)
    async for chunk in response.aiter_stream():
        body.take(chunk)
    return body.whole()


def _refuse_redirect(target: Target, response: httpcore2.Response) -> None:
    if 300 <= response.status < 400:
        location = value_of(response.headers, b"location")[:SHOWN]
        raise _bad(target, f"answers with a redirect to {location!r}, which is not followed: register that address")


def _object(target: Target, content: bytes) -> Mapping[str, Any]:
    if not content.strip():
        return {}
    try:
        found = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _bad(target, f"answers with what is no JSON ({error}){_shown(content)}") from None
    if not isinstance(found, dict):
        raise _bad(target, f"answers with {type(found).__name__}, expected a JSON object{_shown(content)}")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number in JSON")


def _bad(target: Target, what: str) -> ApiError:
    return ApiError(502, "bad_answer", f"{target.authority} {what}")


def _shown(content: bytes) -> str:
    text = "".join(char if char.isprintable() else " " for char in content[:SHOWN].decode("utf-8", "replace")).strip()
    return f": {text}" if text else ""
