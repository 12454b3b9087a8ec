"""An API route declared once: its types read the body, write the answer and make the OpenAPI document."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from limner_server import wire
from limner_server.errors import ApiError, invalid

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
MAX_BODY = 64 * 1024 * 1024
MAX_PAGE = 1_000
DEFAULT_PAGE = 100


@dataclass(frozen=True)
class Endpoint:
    """One operation: where it is, what it takes and gives, and the function that answers.

    `body` is the type of a JSON body, `"files"` for an upload; `returns` is None where the answer
    has no body, or `bytes` where the function makes its own response. A `cursor` pages.
    """

    method: Method
    path: str
    handler: Callable[..., Any]
    returns: Any = None
    body: Any = None
    status: int = 200
    cursor: bool = False
    query: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.handler) or self.handler.__name__).splitlines()[0]

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it, without the kinds of its parameters."""
        return re.sub(r"{(\w+):\w+}", r"{\1}", self.path)

    def route(self) -> Route:
        return Route(self.path, self._answer, methods=[self.method], name=self.handler.__name__)

    async def _answer(self, request: Request) -> Response:
        arguments = [request, *([await self._read(request)] if self.body is not None else [])]
        if inspect.iscoroutinefunction(self.handler):
            value = await self.handler(*arguments)
        else:
            value = await run_in_threadpool(self.handler, *arguments)
        return self._respond(value)

    async def _read(self, request: Request) -> Any:
        if self.body == "files":
            return None
        return wire.decode(await read_body(request, MAX_BODY), self.body)

    def _respond(self, value: Any) -> Response:
        if isinstance(value, Response):
            return value
        if self.returns is None:
            return Response(status_code=204)
        return Response(wire.encode(value), self.status, media_type="application/json")


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of at most `limit` bytes. Raises `ApiError` 413."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise ApiError(413, "too_large", f"the body is longer than {limit:,} bytes")
    return bytes(body)


def page_of(request: Request, last: int | None = None) -> tuple[int, int]:
    """Give `(cursor, limit)` of the query. Raises `ApiError` where they are no numbers."""
    start = 0 if last is None else last
    cursor, limit = _number(request, "cursor", start), _number(request, "limit", DEFAULT_PAGE)
    return cursor, max(1, min(limit, MAX_PAGE))


def paged(rows: list[tuple[int, Any]], limit: int) -> wire.Page[Any]:
    """Make a page of numbered rows; there is a next one when this one is full."""
    return wire.Page([row for _, row in rows], str(rows[-1][0]) if len(rows) == limit else None)


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise invalid(f"{name} is {text!r}, expected a whole number")
    return int(text)
