"""What a request can be refused for. Each becomes JSON for the API and a page for people.

ApiError                a status, a code and a message that says what, where and what to do
"""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A refusal with the fitting status."""

    def __init__(self, status: int, code: str, message: str, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.detail = status, code, message, dict(detail or {})


def not_found(what: str, name: str) -> ApiError:
    return ApiError(404, "not_found", f"there is no {what} {name!r}")


def invalid(message: str, **detail: Any) -> ApiError:
    return ApiError(422, "invalid", message, detail)


def conflict(message: str, **detail: Any) -> ApiError:
    return ApiError(409, "conflict", message, detail)


def disk_full() -> ApiError:
    message = "the server's disk is full, and nothing of this was stored: make room there, then it can be sent again"
    return ApiError(507, "disk_full", message)
