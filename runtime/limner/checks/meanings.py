"""What names stand for in a function: the canvas, the event, and what is reached from them.

Follows plain assignments, closures, and calls of the script's own functions. Where a name may stand for
several things, it is not followed.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from limner.checks.known import CANVAS, Classes, members

Function = ast.FunctionDef | ast.AsyncFunctionDef
Names = dict[str, Classes]
MOST_VISITS = 3_000
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, *_COMPREHENSIONS)


@dataclass
class Use:
    """One `thing.name` in the source, and the classes `thing` may be of."""

    node: ast.Attribute
    classes: Classes


@dataclass
class Followed:
    """Every use found. `escaped` says that the canvas went where it cannot be followed."""

    uses: dict[ast.Attribute, Use] = field(default_factory=dict)
    escaped: bool = False

    def add(self, node: ast.Attribute, classes: Classes) -> None:
        known = self.uses.setdefault(node, Use(node, frozenset()))
        known.classes |= classes


def follow(functions: Mapping[str, Function], starts: Iterator[tuple[Function, Names]]) -> Followed:
    """Follow what the parameters of some functions stand for, through the script's `functions` by name."""
    found = Followed()
    seen: set[tuple[Function, frozenset[tuple[str, Classes]]]] = set()
    waiting = list(starts)
    while waiting:
        function, names = waiting.pop()
        key = (function, frozenset(names.items()))
        if key in seen:
            continue
        if len(seen) >= MOST_VISITS:
            found.escaped = True
            break
        seen.add(key)
        _Walk(found, functions, lambda other, given: waiting.append((other, given))).scope(function, names)
    return found


def parameters(function: Function | ast.Lambda) -> list[str]:
    """Give the names of the positional parameters."""
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args)]


class _Walk(ast.NodeVisitor):
    def __init__(
        self, found: Followed, functions: Mapping[str, Function], call: Callable[[Function, Names], None]
    ) -> None:
        self.found, self.functions, self.call = found, functions, call
        self.names: Names = {}

    def scope(self, node: ast.AST, given: Names) -> None:
        """Walk a function's body, or a comprehension, in which `given` names stand for something."""
        outer, bound = self.names, list(_bound(node))
        self.names = {name: classes for name, classes in given.items() if name not in {one for one, _ in bound}}
        for name, value in bound:
            if value is None or name in given:
                self.found.escaped |= bool(given.get(name, frozenset()) & CANVAS)
        self._alias(bound, given)
        for child in ast.iter_child_nodes(node):
            self.visit(child)
        self.names = outer

    def _alias(self, bound: list[tuple[str, ast.expr | None]], given: Names) -> None:
        spoilt = set(given)
        for name, value in bound:
            classes = self.classes(value) if value is not None else frozenset()
            if name in spoilt or not classes or self.names.get(name, classes) != classes:
                spoilt.add(name)
                self.found.escaped |= bool((classes | self.names.pop(name, classes)) & CANVAS)
            else:
                self.names[name] = classes

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, _SCOPES):
            own = set(_parameters_of(node))
            self.scope(node, {name: classes for name, classes in self.names.items() if name not in own})
        else:
            super().generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        classes = self.classes(node.value)
        if classes:
            self.found.add(node, classes)
        if not isinstance(node.value, ast.Name):
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and self.names.get(node.id, frozenset()) & CANVAS:
            self.found.escaped = True

    def visit_Assign(self, node: ast.Assign) -> None:
        plain = isinstance(node.value, ast.Name) and all(isinstance(target, ast.Name) for target in node.targets)
        for child in (*node.targets, *(() if plain else (node.value,))):
            self.visit(child)

    def visit_Call(self, node: ast.Call) -> None:
        function = self.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if function is None or any(isinstance(one, ast.Starred) for one in node.args):
            self.generic_visit(node)
            return
        given: Names = {}
        named = [(word.arg or "", word.value) for word in node.keywords]
        for name, value in [*zip(parameters(function), node.args, strict=False), *named]:
            given[name] = self.classes(value)
            if not isinstance(value, ast.Name):
                self.visit(value)
        self.call(function, {name: classes for name, classes in given.items() if classes})

    def classes(self, node: ast.expr) -> Classes:
        """Give the classes that an expression may be of, none where that is not plain."""
        match node:
            case ast.Name():
                return self.names.get(node.id, frozenset())
            case ast.Attribute():
                return self._gives(node, called=False)
            case ast.Call(func=ast.Attribute() as called):
                return self._gives(called, called=True)
            case ast.Await(value=ast.Call(func=ast.Attribute() as called)):
                return self._gives(called, called=True, awaited=True)
        return frozenset()

    def _gives(self, node: ast.Attribute, *, called: bool, awaited: bool = False) -> Classes:
        owners = self.classes(node.value)
        found = [members(owner).get(node.attr) for owner in owners]
        fitting = [one.gives for one in found if one and one.called == called and one.awaited == awaited]
        return frozenset().union(*fitting) if found and len(fitting) == len(found) and all(fitting) else frozenset()


def _parameters_of(node: ast.AST) -> list[str]:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return []
    others = (*node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
    return parameters(node) + [one.arg for one in others if one is not None]


def _bound(scope: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Give the names a scope binds, in the order they stand there: with the expression where it is one name's."""
    waiting = list(reversed(list(ast.iter_child_nodes(scope))))
    while waiting:
        node = waiting.pop()
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) else None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        plain = [target for target in targets if value is not None and isinstance(target, ast.Name)]
        yield from ((target.id, value) for target in plain)
        name = _name_bound(node)
        if name:
            yield name, None
        if not isinstance(node, _SCOPES):
            waiting += [child for child in reversed(list(ast.iter_child_nodes(node))) if child not in plain]


def _name_bound(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name
        case ast.alias():
            return node.asname or node.name.split(".")[0]
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
            return node.name
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
    return None
