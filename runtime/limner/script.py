"""A script loaded into an interpreter: its namespace, its hooks, its errors as its author sees them."""

import linecache
import sys
import traceback
from dataclasses import dataclass
from types import ModuleType

from limner import backend, hooks, manifest, params
from limner.hooks import Bound
from limner.manifest import Manifest
from limner.params import Params
from limner.protocol import Failure, Frame

MODULE = "__limner_script__"


@dataclass(frozen=True)
class Script:
    """A loaded script and the hooks found in it."""

    manifest: Manifest
    bound: dict[str, Bound]

    def params(self, given: dict[str, object]) -> Params:
        """Give the parameter values for a run. Raises `ParameterError`."""
        return params.resolve(self.manifest.params, given)


def load(source: str, filename: str) -> Script:
    """Execute a script's source and collect its hooks. Raises whatever the script raises."""
    block = manifest.parse(source, "python")
    module = ModuleType(MODULE)
    module.__file__ = filename
    sys.modules[MODULE] = module
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec", dont_inherit=True), vars(module))
    found = [*hooks.declared(vars(module)), *backend.collect(vars(module), MODULE)]
    return Script(block, {bound.hook.id: bound for bound in hooks.distinct(found)})


def failure(error: BaseException, filename: str) -> Failure:
    """Give an error with the script's own frames only, innermost last."""
    frames = [
        Frame(entry.lineno or 0, entry.name, (entry.line or "").strip())
        for entry in traceback.extract_tb(error.__traceback__)
        if entry.filename == filename
    ]
    if isinstance(error, SyntaxError) and error.filename == filename:
        frames.append(Frame(error.lineno or 0, "<module>", (error.text or "").strip()))
        return Failure(type(error).__name__, error.msg, tuple(frames))
    return Failure(type(error).__name__, _message(error), tuple(frames))


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its message cannot be shown)"
