"""What is wrong with a script, without executing it: for `limner check` and the editor's marks.

    for problem in check.problems(source, "trace.py"):
        print(problem.line, problem.column, problem.severity, problem.message)

What it knows of the canvas, the events and the grants it asks of the runtime's own classes.
"""

import ast
import threading
import warnings
from symtable import SymbolTable, symtable

from limner import manifest
from limner.checks import commands, hooks, javascript, placement, scopes
from limner.checks.block import Block, imports
from limner.checks.problem import Problem, Problems
from limner.checks.uses import Uses
from limner.errors import ManifestError

__all__ = ["Problem", "problems"]
MAX_SOURCE = 1_000_000
MAX_FOLLOWED = 200_000  # characters; beyond it only the block and the syntax are looked at
MAX_PROBLEMS = 200
_compiling = threading.Lock()  # Python gathers warnings for all threads in one place


def problems(source: str, filename: str) -> list[Problem]:
    """Give what is wrong with a script, from the top; the file's ending says its language.

    Never raises and never executes the source: what cannot be read is a problem of its own.
    """
    found = Problems(source)
    try:
        _look(source, filename, found)
    except (RecursionError, MemoryError):
        found.say(1, "this is nested too deeply to be checked")
    distinct = sorted(set(found.found), key=lambda one: (one.line, one.column or 0, one.message))
    left = len(distinct) - MAX_PROBLEMS
    more = [Problem(distinct[MAX_PROBLEMS].line, None, f"{left:,} more problems are not shown")] if left > 0 else []
    return distinct[:MAX_PROBLEMS] + more


def _look(source: str, filename: str, found: Problems) -> None:
    if len(source) > MAX_SOURCE:
        found.say(1, f"the file has {len(source):,} characters, at most {MAX_SOURCE:,} are taken")
        return
    try:
        language = manifest.language_of(filename)
    except ManifestError as error:
        found.say(1, str(error))
        return
    block = Block(source, language, filename, found)
    if language == "javascript":
        if block.manifest is not None:
            javascript.look(source, block, block.manifest, found)
            commands.look_javascript(source, block, block.manifest, found)
        return
    parsed = _parsed(source, filename, found)
    if len(source) > MAX_FOLLOWED:
        found.say(1, "the file is long: only its block and its syntax were checked", "warning")
    elif parsed is not None:
        _python(*parsed, block, found)


def _parsed(source: str, filename: str, found: Problems) -> tuple[ast.Module, SymbolTable] | None:
    with _compiling, warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            tree, table = ast.parse(source, filename), symtable(source, filename, "exec")
        except SyntaxError as error:
            found.say(error.lineno or 1, f"syntax error: {error.msg}", column=error.offset or None)
            return None
        except (ValueError, OverflowError) as error:  # a NUL, half a surrogate pair, a number of 5,000 digits
            found.say(1, f"this is no Python source: {error}")
            return None
    for warning in heard:
        found.say(warning.lineno, str(warning.message), "warning")
    return tree, table


def _python(tree: ast.Module, table: SymbolTable, block: Block, found: Problems) -> None:
    placement.misplaced(tree, found)
    scopes.undefined(tree, table, found)
    imported = hooks.Imported(tree)
    imported.check(found)
    declared = hooks.declared(tree, imported, found)
    if not declared:
        found.say(1, 'the script has no hook: put @on("…") above a function', "warning")
    if block.manifest is None:
        return
    imports(tree, block.manifest, found)
    commands.look(tree, imported, block, block.manifest, found)
    uses = Uses(tree, declared, imported, block.manifest, found)
    uses.judge(block.advice)
    for grant in uses.unused():
        block.unused(grant)
