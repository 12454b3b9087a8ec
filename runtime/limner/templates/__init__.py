"""Scripts to start from, one for each thing that may set a script going.

They are files: `python/box.py` and `javascript/box.js` are the script, `tests/box.py` the tests that
`limner new` puts beside the one in Python.
"""

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import get_args

from limner.manifest import Language

TITLES = {
    "box": "On a new box",
    "open": "On opening an image",
    "button": "Button",
    "prompt": "Interactive prompt",
}
ENDINGS: dict[Language, str] = {"python": "py", "javascript": "js"}


@dataclass(frozen=True)
class Template:
    """A script to start from: `id` says what sets it going, and is the same in both languages."""

    id: str
    title: str
    language: Language
    source: str


def templates() -> list[Template]:
    """Give all templates, those in Python first."""
    languages: tuple[Language, ...] = get_args(Language)
    return [
        Template(id, title, language, _text(language, f"{id}.{ENDINGS[language]}"))
        for language in languages
        for id, title in TITLES.items()
    ]


def template(id: str, language: Language = "python") -> Template:
    """Give one template. Raises `KeyError` where there is none."""
    return {(one.id, one.language): one for one in templates()}[id, language]


def own_tests(id: str) -> str:
    """Give the tests of a template in Python, which find the script beside them."""
    return _text("tests", f"{id}.py")


def named(source: str, name: str) -> str:
    """Give a source whose block calls the script `name`."""
    text = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")  # which TOML wants escaped
    return re.sub(r"^(#|//) name = .*$", lambda found: f"{found[1]} name = {text}", source, count=1, flags=re.MULTILINE)


def _text(folder: str, file: str) -> str:
    return resources.files(__name__).joinpath(folder, file).read_text(encoding="utf-8")
