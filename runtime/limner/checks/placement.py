"""Statements that stand where Python does not allow them: `return` outside a function, `break` outside a loop.

Python itself says so when it compiles a source. That is not done here, because compiling a hostile source of one
kilobyte can take minutes: each `finally` in a `finally` doubles the code.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from limner.checks.problem import Problems


@dataclass(frozen=True)
class Place:
    """What is round a node."""

    function: Literal["none", "plain", "async"] = "none"
    loop: bool = False


def misplaced(tree: ast.Module, problems: Problems) -> None:
    """Remark on every statement that Python would refuse for its place."""
    waiting: list[tuple[ast.AST, Place]] = [(tree, Place())]
    while waiting:
        node, place = waiting.pop()
        wrong = _wrong(node, place)
        if wrong:
            problems.at(node, f"syntax error: {wrong}")
        waiting += _inside(node, place)


def _wrong(node: ast.AST, place: Place) -> str | None:
    match node:
        case ast.Break() if not place.loop:
            return "'break' outside loop"
        case ast.Continue() if not place.loop:
            return "'continue' not properly in loop"
        case ast.Return() | ast.Yield() | ast.YieldFrom() if place.function == "none":
            return f"'{'return' if isinstance(node, ast.Return) else 'yield'}' outside function"
        case ast.YieldFrom() if place.function == "async":
            return "'yield from' inside async function"
    words = {ast.Await: "await", ast.AsyncFor: "async for", ast.AsyncWith: "async with"}.get(type(node))
    if words is None or place.function == "async":
        return None
    return f"'{words}' outside {'async ' if place.function == 'plain' else ''}function"


def _inside(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
    """Give the children of a node, each with its place."""
    inner: Place = place
    body: tuple[str, ...] = ("body",)
    match node:
        case ast.FunctionDef() | ast.Lambda():
            inner = Place("plain")
        case ast.AsyncFunctionDef():
            inner = Place("async")
        case ast.ClassDef():
            inner = Place()
        case ast.For() | ast.While() | ast.AsyncFor():
            inner = replace(place, loop=True)
        case ast.GeneratorExp():  # may await wherever it stands, for it only runs where it is read
            inner, body = Place("async"), ("elt", "generators")
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child, inner if name in body else place
