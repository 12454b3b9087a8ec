"""The documentation as pages: the same Markdown that lies in the repository, shown without internet."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from limner_server.errors import not_found
from limner_server.resources import DOCS

GROUPS = (("Bundled scripts", "library"), ("Writing scripts", "scripts"), ("Running Limner", "."))
INDEX = "README.md"


@dataclass(frozen=True)
class Page:
    """A page: its path below the documentation, its title, its HTML."""

    path: str
    title: str
    html: Markup


def page(path: str) -> Page:
    """Give a page by its path (`scripts/canvas.md`). Raises `ApiError` 404."""
    root = DOCS.resolve()
    file = (root / path).resolve() if "\0" not in path else root
    if file.suffix != ".md" or not file.is_relative_to(root) or not file.is_file():
        raise not_found("page", path)
    return _rendered(file, file.stat().st_mtime_ns)


def contents() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give all pages as `(group, [(path, title)])`: in the order their index names them, then by name."""
    return [(title, _listed(DOCS / folder)) for title, folder in GROUPS]


def _listed(folder: Path) -> list[tuple[str, str]]:
    index = folder / INDEX
    named = re.findall(r"\]\((\w[\w-]*\.md)", index.read_text(encoding="utf-8")) if index.is_file() else []
    files = sorted(folder.glob("*.md"), key=lambda file: _place(named, file.name))
    return [(file.relative_to(DOCS).as_posix(), _title(file.read_text(encoding="utf-8"))) for file in files]


def _place(named: list[str], name: str) -> tuple[int, str]:
    if name == INDEX:
        return -1, name
    return named.index(name) if name in named else len(named), name


@lru_cache(maxsize=128)
def _rendered(file: Path, _: int) -> Page:
    text = file.read_text(encoding="utf-8")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    _name_headings(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    path = file.relative_to(DOCS.resolve()).as_posix()
    return Page(path, _title(text), Markup(html))  # noqa: S704 - made of Markdown in which HTML is text


def _name_headings(tokens: list[Token]) -> None:
    """Give headings the ids that links in Markdown expect: lower case, words joined by hyphens."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = re.sub(r"[^\w\s-]", "", inline.content.lower())
            opening.attrSet("id", re.sub(r"\s", "-", words.strip()))


def _title(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1].replace("`", "") if found else "Untitled"
