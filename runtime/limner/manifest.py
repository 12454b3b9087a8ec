"""The metadata block at the top of a script: PEP 723's `# /// script` with a table `[tool.limner]`.

JavaScript files carry the same block behind `//`. `parse` reads it, tolerantly to run a script, or
collecting every problem with its line for an editor.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from limner.assets import is_name
from limner.commands import Says, ScriptCommand, read_command, repeated
from limner.errors import ManifestError, ParameterError
from limner.params import PARAMETER_TYPES, Parameter

Language = Literal["python", "javascript"]
MARKS: dict[Language, str] = {"python": "#", "javascript": "//"}
PLACES = ("browser", "server")
GRANTS: dict[str, str] = {
    "image:read": "read the pixels of the open image",
    "instances:read": "read the instances on the file",
    "instances:write": "create, change and delete instances",
    "instances:suggest": "suggest shapes, which you accept or reject",
    "overlay": "show pictures over the image, which are not stored",
    "files:read": "see which files of the project look alike, and show them side by side",
    "ask": "ask you questions while it runs",
    "storage": "keep data of its own with the project",
    "settings": "change how the page shows the file: brightness, contrast, gamma, visibility, tool, label",
    "network": "send data to and fetch data from the hosts it names",
}
DIFFGRAM_GRANTS = ("image:read", "instances:read", "instances:write")
DEFAULT_TIMEOUT = 10.0
MAX_TIMEOUT = 600.0


@dataclass(frozen=True)
class Problem:
    """Something in the block that is not right, at a line of the file (from 1)."""

    line: int
    message: str
    severity: Literal["error", "warning"] = "warning"


@dataclass(frozen=True)
class Manifest:
    """What a script says of itself. `grants` is empty unless the block asks: the least privilege.

    `timeout` is seconds for one run; `places` is where it may run, in order of preference.
    """

    name: str = "Untitled"
    namespace: str = "local"
    version: str = "0.0.0"
    description: str = ""
    places: tuple[str, ...] = PLACES
    grants: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()
    timeout: float = DEFAULT_TIMEOUT
    hotkey: str | None = None
    dependencies: tuple[str, ...] = ()
    requires_python: str | None = None
    modules: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    params: Mapping[str, Parameter] = field(default_factory=dict)
    commands: Mapping[str, ScriptCommand] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """`namespace/name` in lower case with hyphens: `limner/box-to-polygon`."""
        return f"{slug(self.namespace)}/{slug(self.name)}"


def slug(text: str) -> str:
    """Give the text in lower case with hyphens for everything that is no letter or digit."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "untitled"


def language_of(filename: str) -> Language:
    """Give the language a file name says. Raises `ManifestError` for other endings."""
    if filename.endswith(".py"):
        return "python"
    if filename.endswith((".js", ".mjs")):
        return "javascript"
    raise ManifestError(f"{filename}: a script is a .py, .js or .mjs file")


def parse(
    source: str, language: Language = "python", problems: list[Problem] | None = None, filename: str = ""
) -> Manifest:
    """Read the block of a script.

    A value that does not fit is left at its default, which never grants more; each is appended to
    `problems`. A script without a name takes its file's. Raises `ManifestError` only where the
    block itself cannot be read as TOML.
    """
    block, first_line = _block(source, MARKS[language])
    reader = _Reader(block, first_line, [] if problems is None else problems)
    document = _toml(block, first_line)
    if not document and language == "javascript" and is_diffgram(source):
        return Manifest(name=_title(filename), grants=DIFFGRAM_GRANTS, places=("browser",))
    return reader.manifest(document, _title(filename))


def is_diffgram(source: str) -> bool:
    """Say whether a JavaScript source without a block is written in Diffgram's form.

    Such a script cannot declare grants, so it asks for those its form needs, and a person confirms them.
    """
    return _DIFFGRAM.search(source) is not None


def _title(filename: str) -> str:
    stem = re.sub(r"\.(py|m?js)$", "", filename)
    words = re.sub(r"[_-]+", " ", stem.rpartition("/")[2]).strip()
    return words[:1].upper() + words[1:] or "Untitled"


def _block(source: str, mark: str) -> tuple[str, int]:
    lines = source.splitlines()
    starts = [i for i, line in enumerate(lines) if line.rstrip() == f"{mark} /// script"]
    if not starts:
        return "", 1
    start, end = starts[0], _end(lines, starts[0] + 1, mark)
    return "\n".join(line[len(mark) + 1 :] for line in lines[start + 1 : end]), start + 2


def _end(lines: list[str], index: int, mark: str) -> int:
    while index < len(lines) and lines[index].startswith(mark):
        if lines[index].rstrip() == f"{mark} ///":
            return index
        index += 1
    raise ManifestError(f'line {index}: the block opened by "{mark} /// script" is not closed by "{mark} ///"')


def _toml(block: str, first_line: int) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError) as error:  # tomllib lets int() and deep nesting speak for themselves
        found = re.search(r"line (\d+)", str(error))
        line = first_line + int(found[1]) - 1 if found else first_line
        raise ManifestError(f"line {line}: the metadata block is no valid TOML: {error}") from None


class _Reader:
    def __init__(self, block: str, first_line: int, problems: list[Problem]) -> None:
        lines = enumerate(block.splitlines())
        keys = [(found[1].strip(), index) for index, text in lines if (found := _KEY.match(text))]
        self.places: dict[str, int] = dict(reversed(keys))  # the first line of a key counts
        self.first_line = first_line
        self.problems = problems

    def manifest(self, document: dict[str, Any], title: str) -> Manifest:
        if not document:
            self.say("", 'no metadata block: begin the file with "/// script"')
        tool = document.get("tool")
        table = tool.get("limner", {}) if isinstance(tool, dict) else {}
        if not isinstance(table, dict):
            self.say("tool", "tool.limner is no table")
            table = {}
        given = {"name": title, **self.known(table), **self.top(document)}
        given["params"] = self.params(table.get("params", {}))
        given["commands"] = self.commands(table.get("commands", {}), "hotkey" in given)
        self.hosts(given.get("connect", ()), given.get("grants", ()))
        return Manifest(**given)

    def hosts(self, connect: Any, grants: Any) -> None:
        if connect and "network" not in grants:
            self.say("connect", 'connect names hosts, but grants lacks "network", so none can be reached')
        if "network" in grants and not connect:
            self.say("grants", 'the grant "network" needs hosts: name them in connect')

    def top(self, document: dict[str, Any]) -> dict[str, Any]:
        names = {"dependencies": "dependencies", "requires-python": "requires_python"}
        found = {}
        for key, name in names.items():
            if key in document and self.fits(key, document[key], _FORMS[name]):
                found[name] = _frozen(document[key])
        return found

    def known(self, table: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for key, value in table.items():
            if key in ("params", "commands"):
                continue
            if key not in _FORMS or key in ("dependencies", "requires_python"):
                self.say(key, f"unknown key {key!r} is ignored")
            elif self.fits(key, value, _FORMS[key]):
                found[key] = self.narrowed(key, _frozen(value))
        return found

    def narrowed(self, key: str, value: Any) -> Any:
        if key == "timeout":
            return self.timeout(value)
        if key == "assets":
            return self.assets(value)
        allowed = {"grants": tuple(GRANTS), "places": PLACES}.get(key)
        if allowed is None:
            return value
        for stray in (item for item in value if item not in allowed):
            self.say(key, f"{key}: {stray!r} does not exist, choose from {', '.join(allowed)}", "error")
        kept = tuple(item for item in value if item in allowed)
        return kept or (PLACES if key == "places" else ())

    def assets(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Keep the patterns that can stand for a path below a models folder."""
        for stray in (one for one in patterns if not is_name(one)):
            self.say("assets", f"assets: {stray!r} is no path below the models folder, such as 'net/*.onnx'", "error")
        return tuple(filter(is_name, patterns))

    def timeout(self, seconds: float) -> float:
        if 0 < seconds <= MAX_TIMEOUT:
            return float(seconds)
        self.say("timeout", f"timeout is {seconds}, expected more than 0 and at most {MAX_TIMEOUT:g} seconds", "error")
        return DEFAULT_TIMEOUT

    def params(self, table: Any) -> dict[str, Parameter]:
        if not isinstance(table, dict):
            self.say("params", "params is no table", "error")
            return {}
        read = ((name, self.param(name, entry)) for name, entry in table.items())
        return {name: parameter for name, parameter in read if parameter is not None}

    def param(self, name: str, entry: Any) -> Parameter | None:
        key = f"tool.limner.params.{name}"
        if not isinstance(entry, dict) or entry.get("type") not in PARAMETER_TYPES:
            self.say(key, f"parameter {name!r} needs a type: one of {', '.join(PARAMETER_TYPES)}", "error")
            return None
        given = {k: _frozen(v) for k, v in entry.items() if k in Parameter.__dataclass_fields__ and k != "name"}
        for stray in sorted(set(entry) - set(given)):
            self.say(key, f"parameter {name!r}: unknown key {stray!r} is ignored")
        return self.checked(key, name, given)

    def commands(self, table: Any, has_hotkey: bool) -> dict[str, ScriptCommand]:
        if not isinstance(table, dict):
            self.say("commands", "commands is no table", "error")
            return {}
        read = {name: read_command(name, entry, self.about(name)) for name, entry in table.items()}
        found = {name: command for name, command in read.items() if command is not None}
        for command, owner in repeated(found.values()):
            self.about(command.name)(f"command {command.name!r}: the hotkey is that of {owner.name!r} already")
        if found and has_hotkey:
            self.say("hotkey", "hotkey does nothing: the script has commands, and each has its own")
        return found

    def about(self, command: str) -> Says:
        return lambda message, severity="warning": self.say(f"tool.limner.commands.{command}", message, severity)

    def checked(self, key: str, name: str, given: dict[str, Any]) -> Parameter | None:
        try:
            parameter = Parameter(name=name, **given)
            return Parameter(**{**vars(parameter), "default": parameter.check(given.get("default"))})
        except (ParameterError, TypeError, OverflowError) as error:
            self.say(
                key,
                f"the default of {error}" if isinstance(error, ParameterError) else f"parameter {name!r}: {error}",
                "error",
            )
            return None

    def fits(self, key: str, value: Any, form: Any) -> bool:
        good = (
            isinstance(value, list) and all(isinstance(item, str) for item in value)
            if form is list
            else isinstance(value, form) and not isinstance(value, bool)
        )
        if not good:
            words = {list: "a list of texts", str: "a text"}.get(form, "a number")
            self.say(key, f"{key} is {value!r}, expected {words}", "error")
        return good

    def say(self, key: str, message: str, severity: Literal["error", "warning"] = "warning") -> None:
        self.problems.append(Problem(self.line(key), message, severity))

    def line(self, key: str) -> int:
        return self.first_line + self.places.get(key, 0)


_DIFFGRAM = re.compile(r"\bdiffgram\s{0,40}\.|^[ \t{]*(create|edit|delete)_instance\s*:", re.MULTILINE)
_KEY = re.compile(r"[ \t]*\[?([^\]=]+)[\]=]")
_FORMS: dict[str, Any] = {
    **dict.fromkeys(("name", "namespace", "version", "description", "hotkey", "requires_python"), str),
    **dict.fromkeys(("places", "grants", "connect", "modules", "assets", "dependencies"), list),
    "timeout": (int, float),
}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
