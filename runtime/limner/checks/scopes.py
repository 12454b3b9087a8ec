"""Names that nothing in a script defines."""

import ast
import builtins
from collections.abc import Iterator
from itertools import islice
from symtable import SymbolTable

from limner.checks.problem import Problems, instead

IN_EVERY_MODULE = {"__name__", "__file__", "__doc__", "__builtins__", "__spec__", "__loader__", "__package__"}
IN_EVERY_MODULE |= {"__annotations__", "__debug__"}
MOST = 100
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, *COMPREHENSIONS)


def undefined(tree: ast.Module, table: SymbolTable, problems: Problems) -> None:
    """Remark on every name that is read and that neither the script nor Python defines, once each.

    A script that imports `*` from elsewhere than `limner` is not asked.
    """
    stars = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"]
    if any(node.module != "limner" for node in stars):
        return
    known = {*dir(builtins), *IN_EVERY_MODULE, *_defined(table), *(_facade() if stars else ())}
    missing: dict[str, set[int]] = {}
    for line, name in _read(table):
        if name not in known:
            missing.setdefault(name, set()).add(line)
    reads = _reads(tree) if missing else {}
    for name, lines in islice(missing.items(), MOST):
        nodes = reads.get(name, [])
        node = _first([node for line, node in nodes if line in lines] or [node for _, node in nodes])
        problems.at(node or tree, f'"{name}" is not defined{instead(name, known)}')


def _facade() -> list[str]:
    import limner

    return limner.__all__


def _tables(table: SymbolTable) -> Iterator[SymbolTable]:
    waiting = [table]
    while waiting:
        waiting += (current := waiting.pop()).get_children()
        yield current


def _defined(table: SymbolTable) -> Iterator[str]:
    """Give the names of the module, those that functions declare `global` included."""
    for current in _tables(table):
        for symbol in current.get_symbols():
            at_top = current is table or symbol.is_declared_global()
            if at_top and (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()):
                yield symbol.get_name()


def _read(table: SymbolTable) -> Iterator[tuple[int, str]]:
    """Give the global names that are read, each with the line its scope begins at."""
    for current in _tables(table):
        for symbol in current.get_symbols():
            local = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            if symbol.is_referenced() and symbol.is_global() and not (current is table and local):
                yield current.get_lineno(), symbol.get_name()


def _reads(tree: ast.Module) -> dict[str, list[tuple[int, ast.Name]]]:
    """Give where names are read, each with the line of the scope round it."""
    found: dict[str, list[tuple[int, ast.Name]]] = {}
    waiting: list[tuple[int, ast.AST]] = [(0, tree)]
    while waiting:
        line, node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append((line, node))
        inner = node.lineno if isinstance(node, SCOPES) else line
        waiting += [(inner, child) for child in ast.iter_child_nodes(node)]
    return found


def _first(nodes: list[ast.Name]) -> ast.Name | None:
    return min(nodes, key=lambda node: (node.lineno, node.col_offset), default=None)
