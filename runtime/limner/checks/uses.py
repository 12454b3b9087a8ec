"""What a script does with canvas and event: calls it has no grant for, names that are not there, forgotten awaits."""

import ast
import builtins
from collections.abc import Callable

from limner.canvas import Canvas
from limner.checks.hooks import Declared, Imported, functions
from limner.checks.known import CANVAS, PARAMS, calls_of, grants_of, is_shape, members
from limner.checks.meanings import Followed, Function, Use, follow
from limner.checks.problem import Problems, instead
from limner.events import Event
from limner.manifest import Manifest
from limner.services import Settings, Storage

CREATE = "create"  # what the canvas does with the shapes a hook returns


class Uses:
    """Judge the uses found in the hooks of one script."""

    def __init__(
        self, tree: ast.Module, hooks: list[Declared], imported: Imported, manifest: Manifest, problems: Problems
    ) -> None:
        self.imported, self.manifest, self.problems, self.hooks = imported, manifest, problems, hooks
        self.named = {function.name: function for function in functions(tree)}
        self.parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
        self._handed: set[tuple[ast.AST | None, str]] | None = None
        self.followed: Followed = follow(self.named, ((one.function, one.names) for one in hooks))

    def judge(self, advice: Callable[[str], str]) -> None:
        """Remark on every use; `advice` says where in the block a grant is to be added."""
        for use in self.followed.uses.values():
            if use.classes == CANVAS:
                self._granted(use, advice)
            if use.classes == PARAMS:
                self._parameter(use)
            elif use.classes != CANVAS or not grants_of(use.node.attr):
                self._known(use)
            self._awaited(use)
        for hook in self.hooks:
            self._returned(hook.function, advice)

    def unused(self) -> list[str]:
        """Give the grants that nothing in the script needs; none where that cannot be told."""
        if self.followed.escaped or not self.hooks:
            return []
        used = {use.node.attr for use in self.followed.uses.values() if use.classes & CANVAS}
        if any(_returns(hook.function) for hook in self.hooks):
            used.add(CREATE)
        return [grant for grant in self.manifest.grants if used.isdisjoint(calls_of(grant))]

    def _granted(self, use: Use, advice: Callable[[str], str]) -> None:
        enough = grants_of(use.node.attr)
        if enough and not set(enough) & set(self.manifest.grants):
            self.problems.at(use.node, f'canvas.{use.node.attr} needs the grant "{enough[0]}": {advice(enough[0])}')

    def _known(self, use: Use) -> None:
        name, known = use.node.attr, {name for one in use.classes for name in members(one)}
        stored = not isinstance(use.node.ctx, ast.Load)
        if name in known or name.startswith("_") or (stored and use.classes == CANVAS):
            return
        what = " or ".join(sorted(_called(one) for one in use.classes))
        self.problems.at(use.node, f'{what} has no "{name}"{instead(name, known)}')

    def _parameter(self, use: Use) -> None:
        name, known = use.node.attr, list(self.manifest.params)
        if name not in known and not hasattr(dict, name):
            there = f" (there are: {', '.join(known)})" if known else ""
            self.problems.at(use.node, f'no parameter "{name}" is declared{there}{instead(name, known)}')

    def _returned(self, function: Function, advice: Callable[[str], str]) -> None:
        enough = grants_of(CREATE)
        for value in _returns(function):
            if self._shaped(value) and not set(enough) & set(self.manifest.grants):
                message = f'a hook that returns shapes needs the grant "{enough[0]}": {advice(enough[0])}'
                self.problems.at(value, message)

    def _shaped(self, node: ast.AST) -> bool:
        match node:
            case ast.Call():
                return is_shape(self.imported.value(node.func))
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return any(self._shaped(item) for item in items)
            case ast.ListComp() | ast.GeneratorExp():
                return self._shaped(node.elt)
        return False

    def _awaited(self, use: Use) -> None:
        call = self.parents.get(use.node)
        asynchronous = all((one := members(cls).get(use.node.attr)) and one.awaited for cls in use.classes)
        if not asynchronous or not isinstance(call, ast.Call) or call.func is not use.node:
            return
        if self._lost(call):
            text = ast.unparse(use.node)
            function = self._around(call)
            also = "" if isinstance(function, ast.AsyncFunctionDef) else " in an async def"
            self.problems.at(call, f"{text}(…) is not awaited: write await {text}(…){also}")

    def _lost(self, call: ast.Call) -> bool:
        """Say whether the coroutine a call gives is plainly taken for its result, or dropped."""
        match self.parents.get(call):
            case ast.Expr() | ast.Attribute() | ast.Subscript() | ast.BinOp() | ast.Compare() | ast.UnaryOp():
                return True
            case ast.For() | ast.comprehension() | ast.If() | ast.While() | ast.FormattedValue() | ast.AugAssign():
                return True
            case ast.Assign(targets=[ast.Name(id=name)]):
                return not self._handed_on(name, call)
            case ast.Assign():
                return True
            case ast.Call(func=function):
                return self._takes_values(function)
        return False

    def _handed_on(self, name: str, call: ast.Call) -> bool:
        if self._handed is None:
            kinds = (ast.Await, ast.Call, ast.keyword, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Starred, ast.Return)
            self._handed = {
                (self._around(node), node.id)
                for node, parent in self.parents.items()
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and isinstance(parent, kinds)
            }
        return (self._around(call), name) in self._handed

    def _takes_values(self, function: ast.expr) -> bool:
        return isinstance(function, ast.Name) and function.id not in self.named and hasattr(builtins, function.id)

    def _around(self, node: ast.AST | None) -> ast.AST | None:
        while node is not None and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            node = self.parents.get(node)
        return node


def _called(cls: type) -> str:
    if issubclass(cls, Event):
        return f"the event {cls.name}" if cls.name else "the event"
    return {Canvas: "the canvas", Settings: "canvas.settings", Storage: "canvas.storage"}.get(cls, cls.__name__)


def _returns(function: Function) -> list[ast.expr]:
    """Give what a function returns or yields, nested functions left out."""
    found: list[ast.expr] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        value = node.value if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) else None
        if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            found.append(value)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
    return found
