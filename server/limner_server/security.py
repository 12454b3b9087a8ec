"""Who may ask, and what every answer carries: tokens, the session cookie, origins, headers.

The headers are a table here and set nowhere else. Pages may neither run inline script nor eval; the
cell's frame may, for it runs arbitrary code in an opaque origin, and `connect-src` and the origin
are what hold it.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterable
from typing import Literal
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from limner_server.errors import ApiError
from limner_server.settings import Settings

Surface = Literal["page", "frame", "asset"]
MONTH = 30 * 24 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_TOKENS = frozenset({"/api/backends/connect"})  # the route itself knows whom it lets in
PUBLIC = ("/healthz", "/static/", "/assets/", "/cell/", "/ml/images/")
BASIC = "/ml/"

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: dict[Surface, dict[str, str]] = {
    "page": {
        **COMMON,
        "Content-Security-Policy": PAGE_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    },
    "frame": {**COMMON, "Cross-Origin-Resource-Policy": "cross-origin"},
    "asset": {**COMMON, "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"},
}


def frame_policy(assets: Iterable[str]) -> str:
    """Give the policy of a cell's frame: code and fetches from these literal paths, nothing else."""
    paths = " ".join(assets)
    return (
        f"sandbox allow-scripts; default-src 'none'; script-src 'wasm-unsafe-eval' 'unsafe-eval' blob: {paths}; "
        f"worker-src blob:; connect-src {paths}; frame-ancestors 'self'"
    )


def session_of(token: str) -> str:
    """Give the session cookie's value, from which the token cannot be had."""
    return hmac.new(token.encode(), b"limner session", hashlib.sha256).hexdigest()


class Guard:
    """Middleware: refuse foreign hosts and origins, and whoever has neither token nor session; add headers."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Callable[[Request, ApiError], Response]) -> None:
        self.app, self.settings, self.refuse = app, settings, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        await self._answer(scope)(scope, receive, _with_headers(send, surface_of(scope["path"])))

    def _answer(self, scope: Scope) -> ASGIApp:
        connection = HTTPConnection(scope)
        refusal = self._refusal(connection)
        if scope["type"] == "websocket":
            return self.app if refusal is None else WebSocketClose(1008, refusal.message)
        if self._brings_token(connection):
            return self._signed_in(connection)
        return self.app if refusal is None else self.refuse(Request(scope), refusal)

    def _brings_token(self, connection: HTTPConnection) -> bool:
        known_host = _name(connection.headers.get("host", "")) in self.settings.hosts
        asked = connection.scope["method"] == "GET" and not connection.scope["path"].startswith("/api/")
        return known_host and asked and _same(connection.query_params.get("token", ""), self.settings.token)

    def _signed_in(self, connection: HTTPConnection) -> Response:
        response = RedirectResponse(quote("/" + connection.scope["path"].lstrip("/")), 303)
        value = session_of(self.settings.token)
        secure = connection.url.scheme == "https"
        response.set_cookie(self.settings.cookie, value, httponly=True, samesite="strict", secure=secure, max_age=MONTH)
        return response

    def _refusal(self, connection: HTTPConnection) -> ApiError | None:
        host = connection.headers.get("host", "")
        if _name(host) not in self.settings.hosts:
            return ApiError(421, "wrong_host", f"this server does not answer to {host!r}; see LIMNER_ALLOWED_HOSTS")
        path = connection.scope["path"]
        if any(path == public or (public.endswith("/") and path.startswith(public)) for public in PUBLIC):
            return None
        if self._foreign(connection, host):
            return ApiError(403, "foreign_origin", "requests from another origin are refused")
        if connection.scope["type"] == "websocket" and path in OWN_TOKENS:
            return None
        if not self._known(connection):
            return ApiError(401, "no_token", "open the address printed by `limner serve`, or send its token")
        return None

    def _foreign(self, connection: HTTPConnection, host: str) -> bool:
        origin = connection.headers.get("origin")
        if origin is None:
            unsafe = connection.scope["type"] == "websocket" or connection.scope["method"] not in SAFE_METHODS
            return unsafe and connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
        return origin not in {f"http://{host}", f"https://{host}"}

    def _known(self, connection: HTTPConnection) -> bool:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(token, self.settings.token):
            return True
        if scheme.lower() == "basic" and connection.scope["path"].startswith(BASIC):
            return _same(_password(token), self.settings.token)
        session = connection.cookies.get(self.settings.cookie, "")
        return _same(session, session_of(self.settings.token))


def surface_of(path: str) -> Surface:
    """Say which row of the header table an address takes."""
    if path.startswith("/assets/"):
        return "asset"
    return "frame" if path == "/cell/frame" else "page"


def _with_headers(send: Send, surface: Surface) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS[surface].items():
                headers.setdefault(name, value)
        await send(message)

    return wrapped


def _name(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if port.isdecimal() else host


def _password(credentials: str) -> str:
    """Give the password of HTTP's basic authentication, which is all that clients of model servers know to send."""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def wants_page(headers: Headers) -> bool:
    """Say whether a person with a browser asks, rather than a program."""
    return "text/html" in headers.get("accept", "")
