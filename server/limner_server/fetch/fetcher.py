"""Ask another host for a script: check, connect, follow redirects, and check again at each."""

import asyncio
import ssl
import weakref
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import httpcore2

from limner_server import wire
from limner_server.errors import ApiError
from limner_server.fetch.addresses import Private, Resolve, addresses_of, resolve
from limner_server.fetch.bodies import Body, too_large
from limner_server.fetch.connection import answering
from limner_server.fetch.headers import OF_A_BODY, OF_AN_ORIGIN, Headers, givable, sendable, value_of, without
from limner_server.fetch.targets import Target, allows, parse
from limner_server.logs import say

Permit = Callable[[], Awaitable[Sequence[str] | None]]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Limits:
    """How long one fetch may take, how much it may carry, and how many may be under way."""

    seconds: float = 10.0
    body: int = 10_000_000
    redirects: int = 5
    at_once: int = 16
    of_a_script: int = 4


@dataclass(frozen=True)
class Ask:
    """One request on its way."""

    method: str
    target: Target
    headers: Headers
    body: bytes | None


class Fetcher:
    """Fetches for scripts. It has no cookies, no cache, no proxy, and no credentials of its own."""

    def __init__(
        self,
        private: Private,
        limits: Limits | None = None,
        look_up: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.private, self.limits, self.look_up = private, limits or Limits(), look_up
        self.tls = tls or httpcore2.default_ssl_context()
        self.places = asyncio.Semaphore(self.limits.at_once)
        self.of_scripts: weakref.WeakValueDictionary[str, asyncio.Semaphore] = weakref.WeakValueDictionary()

    async def fetch(self, script: str, post: wire.FetchPost, permit: Permit) -> wire.FetchReply:
        """Ask a host. `permit` gives the hosts that may be reached at this moment, None for all public ones, or raises.

        Raises `ApiError`: 403 for a host or an address out of bounds, 422 for what cannot be asked,
        502 for an answer that is none or too large, 504 at the deadline.
        """
        ask = self._checked(post)
        own = self.of_scripts.setdefault(script, asyncio.Semaphore(self.limits.of_a_script))
        try:
            async with asyncio.timeout(self.limits.seconds), own, self.places:
                reply = await self._follow(ask, permit)
                await permit()
        except TimeoutError:
            message = f"{ask.target.authority} did not answer within {self.limits.seconds:g} s"
            raise ApiError(504, "timeout", message) from None
        say("fetch", script=script, method=ask.method, host=ask.target.authority, status=reply.status)
        return reply

    def _checked(self, post: wire.FetchPost) -> Ask:
        method = post.method.upper()
        if method not in METHODS:
            raise ApiError(422, "bad_method", f"the method is {post.method!r}, expected one of {', '.join(METHODS)}")
        if post.body is not None and method in ("GET", "HEAD"):
            raise ApiError(422, "bad_method", f"a {method} carries no body: use POST, PUT, PATCH or DELETE")
        if post.body is not None and len(post.body) > self.limits.body:
            raise ApiError(413, "too_large", f"the body is longer than {self.limits.body:,} bytes")
        body = b"" if post.body is None and method in ("POST", "PUT", "PATCH") else post.body
        return Ask(method, parse(post.url), sendable(post.headers), body)

    async def _follow(self, ask: Ask, permit: Permit) -> wire.FetchReply:
        for _ in range(self.limits.redirects + 1):
            answer = await self._hop(ask, await permit())
            if isinstance(answer, wire.FetchReply):
                return answer
            ask = answer
        raise ApiError(
            502, "too_many_redirects", f"more than {self.limits.redirects} redirects, the last to {ask.target.url}"
        )

    async def _hop(self, ask: Ask, hosts: Sequence[str] | None) -> wire.FetchReply | Ask:
        if hosts is not None and not allows(hosts, ask.target):
            listed = ", ".join(hosts) or "none"
            message = f"the script may not reach {ask.target.authority}; its confirmed hosts are: {listed}"
            raise ApiError(403, "host_not_allowed", message)
        addresses = await addresses_of(ask.target.host, ask.target.port, self.private, self.look_up)
        async with answering(ask.method, ask.target, ask.headers, ask.body, addresses, self.tls) as response:
            location = value_of(response.headers, b"location")
            if response.status in REDIRECTS and location:
                return _redirected(ask, response.status, location)
            content = b"" if ask.method == "HEAD" else await self._read(response)
            return wire.FetchReply(response.status, givable(response.headers), ask.target.url, content)

    async def _read(self, response: httpcore2.Response) -> bytes:
        length = value_of(response.headers, b"content-length")
        if length.isdecimal() and len(length) < 20 and int(length) > self.limits.body:
            raise too_large(self.limits.body)
        body = Body(value_of(response.headers, b"content-encoding"), self.limits.body)
        async for chunk in response.aiter_stream():
            body.take(chunk)
        return body.whole()


def _redirected(ask: Ask, status: int, location: str) -> Ask:
    """Give the request that a redirect asks for, as the Fetch standard has it (4.4, HTTP-redirect fetch)."""
    target = ask.target.joined(location)
    if target.origin != ask.target.origin:
        ask = replace(ask, headers=without(ask.headers, OF_AN_ORIGIN))
    if (status == 303 and ask.method != "HEAD") or (status in (301, 302) and ask.method == "POST"):
        ask = replace(ask, method="GET", body=None, headers=without(ask.headers, OF_A_BODY))
    return replace(ask, target=target)
