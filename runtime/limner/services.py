"""What the canvas offers beside instances and pixels: storage, settings of the page, the network."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from limner.errors import HostError, LimnerError
from limner.events import File

MAX_KEY = 200
RANGES: dict[str, tuple[float, float]] = {
    "brightness": (0.1, 5.0),
    "contrast": (0.1, 5.0),
    "gamma": (0.1, 5.0),
    "clahe": (0.0, 8.0),
    "visibility": (0.0, 1.0),
}
PLAIN = {name: 0.0 if name == "clahe" else 1.0 for name in RANGES}
TEXTS = ("tool", "label")


class Answer(NamedTuple):
    """What the host answered to a call: a value, and the binary frames that came with it."""

    value: Any = None
    frames: tuple[bytes, ...] = ()


Call = Callable[..., Awaitable[Answer]]


class Storage:
    """Values of JSON the script keeps from run to run, one set for the script in its project.

    All of them together may take 1 MiB, one of them 256 KiB; there may be 1,000. What does not fit
    raises `HostError` and changes nothing.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    async def get(self, key: str, default: Any = None) -> Any:
        """Give the value kept under `key`, or the default."""
        found = (await self._call("storage_get", {"key": _key(key)})).value
        return default if found is None else found

    async def set(self, key: str, value: Any) -> None:
        """Keep a value of JSON under `key`."""
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise HostError(f"storage: {key!r} cannot be kept as JSON: {error}") from None
        await self._call("storage_set", {"key": _key(key), "value": value})

    async def delete(self, key: str) -> None:
        """Forget what is kept under `key`, if anything is."""
        await self._call("storage_delete", {"key": _key(key)})

    async def keys(self) -> list[str]:
        """Give the keys in use, sorted."""
        return list((await self._call("storage_keys", {})).value)


class Settings:
    """How the page shows the file; to assign changes it at once and is not stored.

    `brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`
    evens out the contrast place by place, from 0 (not at all) to a clip limit of 8;
    `visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,
    `label` the active label.
    """

    __slots__ = ("_tell", "_values")
    brightness: float
    contrast: float
    gamma: float
    clahe: float
    visibility: float
    tool: str
    label: str

    def __init__(self, values: Mapping[str, Any] | None, tell: Callable[[dict[str, Any]], None]) -> None:
        object.__setattr__(self, "_values", dict(values or {}))
        object.__setattr__(self, "_tell", tell)

    def __getattr__(self, name: str) -> Any:
        if name not in RANGES and name not in TEXTS:
            raise AttributeError(f"settings have no {name!r} (there are: {', '.join((*RANGES, *TEXTS))})")
        return self._values.get(name, PLAIN.get(name))

    def __setattr__(self, name: str, value: Any) -> None:
        getattr(self, name)
        wanted = _setting(name, value)
        self._values[name] = wanted
        self._tell({name: wanted})


@dataclass(frozen=True)
class SimilarFile:
    """A file that looks like the open one. `distance` is 0 for the same picture and 1 for another one."""

    file: File
    distance: float


@dataclass(frozen=True)
class Response:
    """What a host answered: `status`, `headers` by lower-case name, the final `url`, `body` as bytes."""

    status: int
    headers: Mapping[str, str]
    url: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Read the body as JSON. Raises ValueError where it is none."""
        return json.loads(self.body)


def _key(key: Any) -> str:
    if isinstance(key, str) and 0 < len(key) <= MAX_KEY:
        return key
    raise HostError(f"storage: a key is a text of 1 to {MAX_KEY} characters, not {key!r:.60}")


def _setting(name: str, value: Any) -> Any:
    if name in TEXTS:
        if isinstance(value, str):
            return value
        raise LimnerError(f"settings.{name} is {value!r:.60}, expected a text")
    low, high = RANGES[name]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise LimnerError(f"settings.{name} is {value!r:.60}, expected a number from {low:g} to {high:g}")
