"""JSON to these types and back, and the form of every refusal."""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from limner import records
from limner.errors import LimnerError
from limner.geometry import Geometry
from limner_server.errors import ApiError

T = TypeVar("T")


class Problem(Struct):
    """Why a request was refused."""

    code: str
    message: str
    detail: dict[str, Any]


class Failure(Struct):
    """The form of every error."""

    error: Problem


def decode(body: bytes, kind: type[T]) -> T:
    """Read a JSON body. Raises `ApiError` 400 for no JSON and 422 with the path of what does not fit."""
    try:
        return msgspec.json.decode(body, type=kind, dec_hook=_from_json)
    except msgspec.ValidationError as error:
        raise ApiError(422, "invalid", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ApiError(400, "not_json", f"the body is no JSON: {error}") from None


def encode(value: Any) -> bytes:
    """Give the JSON of an answer."""
    return msgspec.json.encode(value, enc_hook=records.plain)


def plain(value: Any) -> Any:
    """Give a value of the runtime as JSON's own types."""
    return msgspec.to_builtins(value, enc_hook=records.plain)


def convert(value: Any, kind: type[T]) -> T:
    """Read a value of JSON's own types, as the store gives it back."""
    return msgspec.convert(value, kind, dec_hook=_from_json)


def _from_json(kind: type, data: Any) -> Any:
    if kind is not Geometry:
        raise NotImplementedError(kind)
    try:
        return Geometry.from_json(data)
    except (LimnerError, OverflowError) as error:
        raise ValueError(str(error)) from None
