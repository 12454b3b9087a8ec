"""Requests of adapters to the servers they ask: JSON both ways, bounded, by the rules of what scripts may fetch."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from limner_server import wire
from limner_server.adapters.peer import Peer
from limner_server.context import Context
from limner_server.errors import ApiError
from limner_server.fetch import targets
from limner_server.fetch.fetcher import Fetcher, Limits

MAX_BODY = 64 * 1024 * 1024
TOLD = 300
FAILED = 400


class Asking:
    """Asks one peer. Private addresses are refused unless the operator lists them, and so are redirects."""

    def __init__(self, context: Context, peer: Peer, headers: Mapping[str, str] | None = None) -> None:
        self.peer, self.base = peer, peer.url.rstrip("/")
        self.authority = targets.parse(self.base).authority
        self._own, self._headers = context.fetcher, dict(headers or {})

    async def json(self, method: str, path: str, body: Any = None, *, seconds: float) -> Any:
        """Ask for `path` below the peer's address. Raises `ApiError` 502 with what the peer said where it failed."""
        content = None if body is None else msgspec.json.encode(body)
        typed = {} if body is None else {"content-type": "application/json"}
        post = wire.FetchPost(self.base + path, method, {**self._headers, **typed}, content)
        reply = await self._fetcher(seconds).fetch(self.peer.name, post, self._permit)
        if reply.status >= FAILED:
            message = f"{self.authority} answered {path} with {reply.status}: {_said(reply.body)}"
            raise ApiError(502, "peer_failed", message, {"status": reply.status})
        return _read(reply.body, f"{self.authority} answered {path}")

    def _fetcher(self, seconds: float) -> Fetcher:
        limits = Limits(seconds=seconds, body=MAX_BODY, redirects=0)
        return Fetcher(self._own.private, limits, self._own.look_up, self._own.tls)

    async def _permit(self) -> Sequence[str]:
        return [self.authority]


def parted(url: str) -> tuple[str, str]:
    """Give an address without the `user:password` it may hold, and these. Raises `ApiError` 422 for no address."""
    scheme, mark, rest = url.strip().partition("://")
    authority, slash, path = rest.partition("/")
    credentials, _, host = authority.rpartition("@")
    plain = f"{scheme}{mark}{host}{slash}{path}"
    targets.parse(plain)
    return plain, unquote(credentials)


def basic(credentials: str) -> dict[str, str]:
    """Give the header of HTTP's basic authentication; none without credentials."""
    encoded = base64.b64encode(credentials.encode()).decode()
    return {"authorization": f"Basic {encoded}"} if credentials else {}


def _read(body: bytes, what: str) -> Any:
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ApiError(502, "bad_answer", f"{what} with what is no JSON: {error}") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number in JSON")


def _said(body: bytes) -> str:
    """Give what a failed answer says for people: a traceback is for the peer's own log."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = body.decode("utf-8", "replace")
    while isinstance(found, Mapping):
        found = next((found[key] for key in ("detail", "message", "error") if found.get(key)), "no reason")
    return " ".join(str(found).split())[:TOLD] or "no reason"
