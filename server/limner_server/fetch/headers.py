"""Which headers travel: none that belong to the connection, none that carry a session."""

import re
from collections.abc import Iterable, Mapping

from limner_server.errors import ApiError

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
NOT_SENT = HOP_BY_HOP | {"host", "content-length", "accept-encoding", "expect", "cookie", "cookie2"}
NOT_GIVEN = HOP_BY_HOP | {"set-cookie", "set-cookie2", "content-length", "content-encoding"}
OF_A_BODY = frozenset({"content-type", "content-language", "content-location"})
OF_AN_ORIGIN = frozenset({"authorization"})
MAX_HEADERS = 100
MAX_BYTES = 32 * 1024
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

Headers = dict[str, str]


def sendable(given: Mapping[str, str]) -> Headers:
    """Give the headers a script may send, by lower-case name. Raises `ApiError` 422 for what is no header."""
    size = sum(len(name) + len(value) for name, value in given.items())
    if len(given) > MAX_HEADERS or size > MAX_BYTES:
        raise ApiError(422, "bad_header", f"the headers are more than {MAX_HEADERS} or {MAX_BYTES:,} characters")
    for name, value in given.items():
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise ApiError(422, "bad_header", f"the header {name[:100]!r} holds characters no header may hold")
    return {name.lower(): value.strip() for name, value in given.items() if name.lower() not in NOT_SENT}


def givable(received: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Give the headers of an answer that a script may see; several of one name are joined by commas."""
    found: dict[str, list[str]] = {}
    for name, value in received:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return {name: ", ".join(values) for name, values in found.items() if name not in NOT_GIVEN}


def value_of(received: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """Give the values of one header, joined by commas; an empty text where it is not there."""
    return ", ".join(value.decode("latin-1") for key, value in received if key.lower() == name)


def without(headers: Headers, names: frozenset[str]) -> Headers:
    return {name: value for name, value in headers.items() if name not in names}
