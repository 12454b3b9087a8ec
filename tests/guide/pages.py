"""The guide for script authors as the tests read it: its pages, their headings, the scripts in them."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from limner import manifest
from limner.manifest import Language, Manifest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "scripts"
ELSEWHERE = ("diffgram.md", "editor.md", "javascript.md", "tools.md")  # their examples have tests of their own
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)  # in a list it is indented


@dataclass(frozen=True)
class Example:
    """A whole script in a page."""

    page: str
    language: Language
    source: str

    @property
    def id(self) -> str:
        return f"{self.page}: {self.name} ({self.language})"

    @property
    def name(self) -> str:
        return self.manifest.name

    @property
    def filename(self) -> str:
        return f"example.{'js' if self.language == 'javascript' else 'py'}"

    @cached_property
    def manifest(self) -> Manifest:
        return manifest.parse(self.source, self.language)

    @property
    def code(self) -> str:
        """The script without its block."""
        return self.source.split(" ///\n")[-1]


def examples_in(page: str, text: str) -> Iterator[Example]:
    """Give the whole scripts of a text; what is fenced without a block is a fragment."""
    for _, name, indented in FENCE.findall(text):
        source = textwrap.dedent(indented)
        if name in ("python", "javascript") and " /// script" in source:
            yield Example(page, name, source)


def headings(*pages: str) -> set[str]:
    """Give the headings of pages, as they read."""
    plain = (re.sub(r"`", "", heading) for page in pages for _, heading in HEADING.findall(unfenced(PAGES[page])))
    return set(plain)


def section(page: str, heading: str) -> str:
    """Give what stands under a heading, down to the next one, without the examples."""
    text = unfenced(PAGES[page])
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def unfenced(text: str) -> str:
    return FENCE.sub("", text)


EXAMPLES = [one for page, text in PAGES.items() if page not in ELSEWHERE for one in examples_in(page, text)]
