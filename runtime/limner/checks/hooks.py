"""The hooks a script declares, read from its `@on(…)` without executing it."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, get_args

import limner
from limner import hooks
from limner.backend import Backend
from limner.checks.known import CANVAS
from limner.checks.meanings import Function, Names, parameters
from limner.checks.problem import Problems, instead
from limner.errors import HookError
from limner.events import EVENTS
from limner.geometry import KINDS
from limner.instances import ActorKind

MOST_FILTERS = 50


@dataclass(frozen=True)
class Declared:
    """A function that answers events."""

    function: Function
    events: tuple[str, ...]
    method: bool = False

    @property
    def names(self) -> Names:
        """What its first two parameters stand for."""
        given = parameters(self.function)[self.method :]
        classes = frozenset(EVENTS[event] for event in self.events if event in EVENTS)
        return {**dict(zip(given, (classes, CANVAS), strict=False))}


class Imported:
    """The names that a script takes from `limner`."""

    def __init__(self, tree: ast.Module) -> None:
        self._names: dict[str, Any] = {}
        self._from = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "limner"]
        self._backends = {
            one.asname or one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "limner.backend"
            for one in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self._names |= {one.asname or "limner": limner for one in node.names if one.name == "limner"}
        for node in self._from:
            self._names |= _taken(node)

    def check(self, problems: Problems) -> None:
        """Remark on names that `limner` does not have."""
        for node in self._from:
            for one in node.names:
                if one.name != "*" and not hasattr(limner, one.name) and not find_spec(f"limner.{one.name}"):
                    problems.at(one, f'limner has no "{one.name}"{instead(one.name, limner.__all__)}')

    def value(self, node: ast.AST) -> Any:
        """Give what an expression stands for if that is a name of `limner`, else None."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id)
        if isinstance(node, ast.Attribute) and self.value(node.value) is limner:
            return getattr(limner, node.attr, None)
        return None

    def is_backend(self, node: ast.AST) -> bool:
        """Say whether an expression stands for `limner.backend.Backend`."""
        return (isinstance(node, ast.Name) and node.id in self._backends) or (
            isinstance(node, ast.Attribute) and node.attr == Backend.__name__
        )


def declared(tree: ast.Module, imported: Imported, problems: Problems) -> list[Declared]:
    """Give the hooks at the top level of a script and in its backends, and remark on what `@on` would refuse."""
    found = _declared(functions(tree), imported, problems)
    backends: set[str] = set()
    for cls in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        methods = [node for node in cls.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        inside = _declared(methods, imported, problems, method=True)
        if any(imported.is_backend(base) or getattr(base, "id", "") in backends for base in cls.bases):
            backends.add(cls.name)
            found += inside
        elif inside:
            problems.at(cls, f"the hooks of {cls.name} are never called: derive it from limner.backend.Backend")
    return found


def _declared(
    among: Iterable[Function], imported: Imported, problems: Problems, *, method: bool = False
) -> list[Declared]:
    found = []
    for function in among:
        events: list[str] = []
        for decorator in function.decorator_list:
            if imported.value(decorator) is hooks.on:
                problems.at(decorator, '@on needs an event: @on("create_instance")')
            elif isinstance(decorator, ast.Call) and imported.value(decorator.func) is hooks.on:
                events += _events(decorator, problems)
        if events:
            found.append(Declared(function, tuple(events), method))
            _fits(function, problems, method=method)
    return found


def functions(tree: ast.Module) -> Iterator[Function]:
    """Give the functions at the top level, those in branches included."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node
            elif isinstance(node, (ast.If, ast.Try, ast.With, ast.ExceptHandler)):
                waiting.append(node)


def _taken(node: ast.ImportFrom) -> dict[str, Any]:
    if node.names[0].name == "*":
        return {name: getattr(limner, name) for name in limner.__all__}
    return {one.asname or one.name: getattr(limner, one.name, None) for one in node.names}


def _events(call: ast.Call, problems: Problems) -> list[str]:
    events = []
    for node in call.args:
        value = _literal(node)
        if isinstance(value, str):
            events.append(value)
            _asked(node, problems, value, list(EVENTS), events=(value,))
        elif value is None and not isinstance(node, ast.Constant):
            return list(EVENTS)  # a name or a call: it may be any of them
        else:
            problems.at(node, f"@on: {value!r} is no event: give its name as a text")
    if not call.args:
        problems.at(call, '@on needs an event: @on("create_instance")')
    for word in call.keywords[:MOST_FILTERS]:
        _filter(word, problems)
    return events


def _filter(word: ast.keyword, problems: Problems) -> None:
    filters = {
        name: one for name, one in inspect.signature(hooks.on).parameters.items() if one.kind is one.KEYWORD_ONLY
    }
    if word.arg is None:
        return
    if word.arg not in filters:
        message = f'@on has no filter "{word.arg}" (there are: {", ".join(filters)}){instead(word.arg, filters)}'
        problems.at(word, message)
        return
    value = _literal(word.value)
    if value is not None:
        known = {"kind": list(KINDS), "actor": list(get_args(ActorKind))}.get(word.arg, [])
        _asked(word.value, problems, value, known, filters={word.arg: value})


def _asked(
    node: ast.AST, problems: Problems, value: Any, known: list[str], *, events: Any = ("command",), filters: Any = None
) -> None:
    """Ask `on` itself what it makes of these constants."""
    try:
        hooks.on(*events, **(filters or {}))
    except HookError as error:
        given = [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)]
        stray = next((one for one in given if one not in known), "")
        close = instead(stray, known)
        problems.at(node, f"{str(error).split(', choose')[0]}{close}" if close else str(error))
    except TypeError as error:
        problems.at(node, f"@on: {error}")


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return None


def _fits(function: Function, problems: Problems, *, method: bool) -> None:
    needed = len(parameters(function)) - method - len(function.args.defaults)
    words = [
        one.arg for one, value in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True) if not value
    ]
    if needed > 2 or words:
        problems.at(function, f"the hook {function.name} needs more than (event, canvas), which is what it is given")
