"""A remark on a script: where, what, how grave."""

import ast
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

LONGEST_NAME = 60  # comparing names takes time that grows with the square of their length
MOST_NAMES = 2_000
LONGEST_MESSAGE = 400

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """Something that is not right, at a line and column of the file, both from 1."""

    line: int
    column: int | None
    message: str
    severity: Severity = "error"


class Problems:
    """Gather remarks on one source; those at a node of its tree find their line and column themselves."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self.found: list[Problem] = []

    def say(self, line: int, message: str, severity: Severity = "error", column: int | None = None) -> None:
        self.found.append(Problem(line, column, message[:LONGEST_MESSAGE], severity))

    def at(self, node: ast.AST, message: str, severity: Severity = "error") -> None:
        """Remark on a node; its column is counted in characters, where the tree counts bytes."""
        line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        column = offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))
        self.say(line, message, severity, column + 1)


def instead(name: str, known: Iterable[str]) -> str:
    """Give `, did you mean "…"?` where something known is close to `name`, else nothing."""
    if len(name) > LONGEST_NAME:
        return ""
    candidates = sorted(one for one in islice(known, MOST_NAMES) if len(one) <= LONGEST_NAME)
    close = difflib.get_close_matches(name, candidates, 1)
    return f', did you mean "{close[0]}"?' if close else ""
