"""The script record of a backend that has no script of ours: a short source that says which events it hears.

Nobody executes it. It carries the block, so that grants, parameters and commands work as for every script, and
the hooks for people to read; the adapter's own hooks are made of the same list.
"""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from limner import on
from limner.errors import HookError
from limner.hooks import Hook, collect
from limner.protocol import Failure
from limner_server.cells.slot import LoadError

Heard = tuple[str, Mapping[str, Any]]
Table = Mapping[str, Mapping[str, Any]]


def stub_source(
    name: str,
    description: str,
    grants: Sequence[str],
    hooks: Sequence[Heard],
    note: str,
    *,
    params: Table | None = None,
    commands: Table | None = None,
    connect: Sequence[str] = (),
    timeout: float = 100.0,
) -> str:
    """Give a Python source with a block and one empty hook for each of `hooks`: an event and the filters of `@on`.

    `note` is what a reader should know of who answers; `params` and `commands` are tables of the block by name;
    `connect` are the hosts it talks to, with the grant `network`.
    """
    fields = {
        "name": name,
        "namespace": "backend",
        "version": "1.0.0",
        "description": description,
        "places": ["server"],
        "grants": list(grants),
        **({"connect": list(connect)} if connect else {}),
        "timeout": timeout,
    }
    marked = block(fields, params or {}, commands or {})
    told = [f"# {_plain(line)}".rstrip() for line in note.splitlines()]
    return "\n".join([*marked, "", *told, "", "from limner import on", *map(_hook, _named(hooks))]) + "\n"


def block(fields: Mapping[str, Any], params: Table, commands: Table) -> list[str]:
    """Give the lines of a metadata block."""
    lines = ["[tool.limner]", *_lines(fields)]
    for kind, table in (("params", params), ("commands", commands)):
        for key, entry in table.items():
            lines += ["", f"[tool.limner.{kind}.{_text(key)}]", *_lines(entry)]
    return [f"# {line}".rstrip() for line in ["/// script", *lines, "///"]]


def stub_hooks(hooks: Sequence[Heard]) -> tuple[Hook, ...]:
    """Give the hooks that the stub of the same list declares."""
    found = {name: _function(name, *heard) for name, heard in _named(hooks)}
    return tuple(bound.hook for bound in collect(found))


def hooks_in(source: str) -> tuple[Hook, ...]:
    """Give the hooks of a stub as it stands, so that people can change what is heard. Raises `LoadError`."""
    try:
        return stub_hooks(heard_in(source))
    except (HookError, SyntaxError, ValueError, TypeError) as error:
        raise LoadError(Failure(type(error).__name__, str(error))) from None


def heard_in(source: str) -> list[Heard]:
    """Give the hooks that stand in a stub's source, which is read and not executed.

    Raises `SyntaxError`, and `ValueError` where a filter is no plain value.
    """
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    marks = [mark for function in functions for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return [heard for mark in marks if ast.unparse(mark.func) == "on" for heard in _read(mark)]


def _read(mark: ast.Call) -> list[Heard]:
    filters = {keyword.arg or "": ast.literal_eval(keyword.value) for keyword in mark.keywords}
    return [(str(ast.literal_eval(event)), filters) for event in mark.args]


def _named(hooks: Sequence[Heard]) -> list[tuple[str, Heard]]:
    named = []
    for index, (event, filters) in enumerate(hooks):
        earlier = sum(before == event for before, _ in hooks[:index])
        named.append((f"answer_{event}" + (f"_{earlier + 1}" if earlier else ""), (event, filters)))
    return named


def _function(name: str, event: str, filters: Mapping[str, Any]) -> Any:
    def answer() -> None:
        return None

    answer.__name__ = name
    return on(event, **filters)(answer)


def _hook(named: tuple[str, Heard]) -> str:
    name, (event, filters) = named
    given = "".join(f", {key}={value!r}" for key, value in filters.items())
    return f'\n\n@on("{event}"{given})\ndef {name}(event, canvas): ...'


def _lines(fields: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in fields.items()]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    return f"[{', '.join(map(_value, value))}]"


def _text(text: str) -> str:
    """Give a basic string of TOML on one line, whatever the text holds."""
    kept = (char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in text)
    return f'"{"".join(kept)}"'


def _plain(line: str) -> str:
    return "".join(char if char.isprintable() else " " for char in line)
