"""Commands: those the block declares against those the hooks answer."""

import ast
import re
from collections.abc import Iterable, Iterator

from limner import hooks
from limner.checks.block import Block
from limner.checks.hooks import Imported, functions
from limner.checks.problem import Problems, instead
from limner.manifest import Manifest

ANY = "*"
ASKED = re.compile(r"\bon\(\s*(\[[^\]]*\]|[\"']\w+[\"'])\s*,\s*(?:\{([^{}]*)\})?")
FILTER = re.compile(r"\bcommand\s*:\s*(\[[^\]]*\]|[\"'][^\"'\n]*[\"'])")
TEXT = re.compile(r"[\"']([^\"'\n]*)[\"']")


def look(tree: ast.Module, imported: Imported, block: Block, manifest: Manifest, problems: Problems) -> None:
    """Remark on commands that nobody declares, and on those that no hook answers."""
    answered: set[str] = set()
    for call in _calls(tree, imported):
        names, asked = _names(call), _filter(call)
        if "command" in names or names == [ANY]:
            answered |= {ANY} if asked is None else {name for _, name in asked}
        for node, name in asked or ():
            if name != ANY and name not in manifest.commands:
                problems.at(node, _unknown(name, manifest.commands))
    _unanswered(answered, block, manifest, problems)


def look_javascript(source: str, block: Block, manifest: Manifest, problems: Problems) -> None:
    """Do the same as far as the text of a script in JavaScript shows it."""
    answered: set[str] = set()
    for call in ASKED.finditer(source):
        asked = FILTER.search(call[2] or "")
        if "command" in TEXT.findall(call[1]):
            answered |= set(TEXT.findall(asked[1])) if asked else {ANY}
        for name in TEXT.findall(asked[1]) if asked else ():
            if name not in manifest.commands:
                problems.say(source.count("\n", 0, call.start(2)) + 1, _unknown(name, manifest.commands))
    if answered:  # where no call of `on` is read, nothing is known
        _unanswered(answered, block, manifest, problems)


def _unanswered(answered: set[str], block: Block, manifest: Manifest, problems: Problems) -> None:
    for name in manifest.commands:
        if not answered & {name, ANY}:
            problems.say(block.table(f"commands.{name}"), f'no hook answers the command "{name}"', "warning")


def _unknown(name: str, declared: Iterable[str]) -> str:
    known = list(declared)
    return f'the block declares no command "{name}" (there are: {", ".join(known) or "none"}){instead(name, known)}'


def _calls(tree: ast.Module, imported: Imported) -> Iterator[ast.Call]:
    for function in functions(tree):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and imported.value(decorator.func) is hooks.on:
                yield decorator


def _names(call: ast.Call) -> list[str]:
    plain = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return plain if len(plain) == len(call.args) else [ANY]


def _filter(call: ast.Call) -> list[tuple[ast.expr, str]] | None:
    """Give the commands a hook asks for, each where it stands; None where it asks for none."""
    values = [word.value for word in call.keywords if word.arg == "command"]
    if not values:
        return [(call, ANY)] if any(word.arg is None for word in call.keywords) else None
    items = values[0].elts if isinstance(values[0], (ast.List, ast.Tuple, ast.Set)) else values
    return [(one, one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else ANY) for one in items]
