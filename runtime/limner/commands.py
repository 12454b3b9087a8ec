"""Commands: what a script offers to be asked for, each with a button and, if it likes, a key.

They are declared in tables of the block, `[tool.limner.commands.NAME]`. A script that declares none
has one command without a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from limner.geometry import KINDS


class Says(Protocol):
    """What hears of something in the block that is not right."""

    def __call__(self, message: str, severity: Any = "warning") -> None: ...


@dataclass(frozen=True)
class ScriptCommand:
    """One declared command. `kinds` are those of the selected instance it is for; empty means any, or none at all."""

    name: str
    title: str = ""
    description: str = ""
    hotkey: str | None = None
    kinds: tuple[str, ...] = ()


def read_command(name: str, entry: Any, say: Says) -> ScriptCommand | None:
    """Read one table; a value that does not fit is left at its default and said."""
    if not isinstance(entry, dict):
        say(f"command {name!r} is no table", "error")
        return None
    given: dict[str, Any] = {}
    for key, value in entry.items():
        if key not in ScriptCommand.__dataclass_fields__ or key == "name":
            say(f"command {name!r}: unknown key {key!r} is ignored")
        elif key == "kinds":
            given[key] = _kinds(name, value, say)
        elif isinstance(value, str):
            given[key] = value
        else:
            say(f"command {name!r}: {key} is {value!r}, expected a text", "error")
    return ScriptCommand(**{"name": name, "title": title_of(name), **given, "hotkey": given.get("hotkey") or None})


def title_of(name: str) -> str:
    """Give what a command is called where its table does not say: `fill_holes` is `Fill holes`."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def repeated(commands: Iterable[ScriptCommand]) -> Iterable[tuple[ScriptCommand, ScriptCommand]]:
    """Give the commands whose hotkey an earlier one has, each with that one."""
    owners: dict[str, ScriptCommand] = {}
    for command in commands:
        if command.hotkey is None:
            continue
        owner = owners.setdefault(command.hotkey.lower(), command)
        if owner is not command:
            yield command, owner


def _kinds(name: str, value: Any, say: Says) -> tuple[str, ...]:
    if not (isinstance(value, list) and all(isinstance(kind, str) for kind in value)):
        say(f"command {name!r}: kinds is {value!r}, expected a list of texts", "error")
        return ()
    for stray in (kind for kind in value if kind not in KINDS):
        say(f"command {name!r}: kind {stray!r} does not exist, choose from {', '.join(KINDS)}", "error")
    return tuple(kind for kind in value if kind in KINDS)
