"""Load a function as CVAT's own tools do: a module or a file, which is the function or has `create` that makes it."""

import hashlib
import importlib
import importlib.util
import json
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from limner_server.adapters.cvat.errors import FunctionError

_NAME = "__cvat_function__"
_TRUE, _FALSE = ("1", "on", "t", "true", "y", "yes"), ("0", "off", "f", "false", "n", "no")


@dataclass(frozen=True)
class Loaded:
    """A function with what it is called and a digest of its source and its parameters."""

    name: str
    function: Any
    kind: str
    digest: str


def load(where: str, given: Mapping[str, Any] | None = None) -> Loaded:
    """Load the function from a file or a module that can be imported.

    Raises `FunctionError` where it is not there, fails, or is none of the three kinds.
    """
    from limner_server.adapters.cvat import sdk

    name, module = _module(where)
    function = asked(name, _made, name, module, dict(given or {}))
    if not hasattr(function, "spec"):
        raise FunctionError(f"{name}: it has no spec, so it is no function for CVAT")
    spec = asked(name, getattr, function, "spec")
    kind = sdk.kind_of(spec)
    if kind is None:
        expected = "a DetectionFunctionSpec, an InteractionFunctionSpec or a TrackingFunctionSpec"
        raise FunctionError(f"{name}: its spec is {type(spec).__name__}, expected {expected}")
    return Loaded(name, function, kind, _digest(module, given or {}))


def parameters(given: Iterable[str]) -> dict[str, Any]:
    """Read parameters as they stand on a command line, `NAME=TYPE:VALUE`. Raises `FunctionError`."""
    return dict(map(parameter, given))


def parameter(text: str) -> tuple[str, Any]:
    """Read one: TYPE is int, float, str or bool. Raises `FunctionError`."""
    name, equals, rest = text.partition("=")
    type, colon, value = rest.partition(":")
    if not (name and equals and colon):
        raise FunctionError(f"the parameter {text!r} is not NAME=TYPE:VALUE")
    if type not in _TYPES:
        raise FunctionError(f"the parameter {text!r} has the type {type!r}, expected one of {', '.join(_TYPES)}")
    try:
        return name, _TYPES[type](value)
    except ValueError:
        raise FunctionError(f"the parameter {text!r}: {value!r} is no {type}") from None


def asked(name: str, ask: Callable[..., Any], *given: Any) -> Any:
    """Give what a function answers. Raises `FunctionError` with its own error, and where that was."""
    try:
        return ask(*given)
    except FunctionError:
        raise
    except Exception as error:
        raise FunctionError(f"{name}: {type(error).__name__}: {error}{_place(error)}") from error


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    own = frame.filename != __file__ and Path(frame.filename).is_file()
    return f" ({Path(frame.filename).name}:{frame.lineno})" if own else ""


def _module(where: str) -> tuple[str, ModuleType]:
    path = Path(where)
    if path.suffix == ".py" or path.is_file():
        return path.stem, asked(path.name, _from_file, path)
    return where.rpartition(".")[2], asked(where, importlib.import_module, where)


def _from_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise FunctionError(f"{path} is not there")
    spec = importlib.util.spec_from_file_location(_NAME, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = module  # dataclasses and pickles look their module up
    spec.loader.exec_module(module)
    return module


def _made(name: str, module: ModuleType, given: dict[str, Any]) -> Any:
    if hasattr(module, "create"):
        return module.create(**given)
    if given:
        raise FunctionError(f"{name}: it has no create(), so it takes no parameters: {', '.join(given)}")
    return module


def _digest(module: ModuleType, given: Mapping[str, Any]) -> str:
    content = Path(module.__file__).read_bytes() if module.__file__ else module.__name__.encode()
    return hashlib.sha256(content + json.dumps(given, sort_keys=True).encode()).hexdigest()


def _bool(text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise ValueError(text)
    return text.lower() in _TRUE


_TYPES: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "str": str, "bool": _bool}
