"""Small scripts for the tests, in both languages: a block, imports, and what the test is about."""

from collections.abc import Iterable
from typing import Any

TALKATIVE = ("instances:read", "instances:write")


def block(
    name: str,
    grants: Iterable[str] = TALKATIVE,
    *,
    mark: str = "#",
    timeout: float = 10.0,
    more: str = "",
    packages: Iterable[str] = (),
) -> str:
    """Give the metadata of a script; `more` is TOML that goes below its fields."""
    fields = f'name = "{name}"\ngrants = {_list(grants)}\ntimeout = {timeout}\n{more}'
    text = f"dependencies = {_list(packages)}\n\n[tool.limner]\n{fields}".strip()
    lines = [f"{mark} {line}".rstrip() for line in ("/// script", *text.splitlines(), "///")]
    return "\n".join(lines) + "\n"


def python(name: str, body: str, grants: Iterable[str] = TALKATIVE, **fields: Any) -> str:
    """Give a script in Python with everything of the runtime at hand; `fields` are those of the block."""
    head = block(name, grants, **fields)
    return f"{head}import asyncio\nimport json\n\nfrom limner import *\n\n\n{body.strip()}\n"


def javascript(
    name: str, body: str, grants: Iterable[str] = TALKATIVE, *, timeout: float = 10.0, more: str = ""
) -> str:
    """Give a script in JavaScript with the shapes at hand."""
    head = block(name, grants, mark="//", timeout=timeout, more=more)
    return f'{head}import {{ Box, Ellipse, Point, Polygon, on }} from "limner";\n\n{body.strip()}\n'


def _list(words: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"
