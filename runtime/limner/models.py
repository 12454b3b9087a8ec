"""ONNX models, the same in CPython and in a browser: what a script runs, and where they are kept.

An `Engine` computes: here `onnxruntime` does, in a browser's cell what `limner.browser` gives.
"""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

from limner import assets
from limner.errors import HostError
from limner.services import Answer

DTYPES = {"tensor(float)": "float32", "tensor(double)": "float64"}


class Engine(Protocol):
    """One opened model: the dtype of each input by name, and the names of its outputs."""

    inputs: dict[str, str]
    outputs: tuple[str, ...]

    async def run(self, feeds: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
        """Compute the outputs wanted of arrays that have the inputs' dtypes."""


Opener = Callable[[Answer], Awaitable[Engine]]


class Model:
    """An ONNX model. `inputs` gives the dtype of each input by name, `outputs` are names.

    It is opened once for a cell and stays; several runs share it.
    """

    def __init__(self, name: str, engine: Engine) -> None:
        self._name, self._engine = name, engine
        self.inputs: dict[str, str] = dict(engine.inputs)
        self.outputs: tuple[str, ...] = tuple(engine.outputs)

    async def run(self, inputs: Mapping[str, Any], outputs: Iterable[str] | None = None) -> dict[str, Any]:
        """Give the outputs, all or those named, as arrays by name.

        `inputs` are arrays by name, brought to the model's dtypes. Raises `HostError` where one is missing
        or does not fit. It computes beside the cell; a run that is stopped waits no longer for it.
        """
        numpy = importlib.import_module("numpy")
        self._known("input", inputs, self.inputs)
        wanted = list(self.outputs if outputs is None else outputs)
        self._known("output", wanted, self.outputs)
        if missing := [name for name in self.inputs if name not in inputs]:
            raise HostError(f"model {self._name!r}: the input {missing[0]!r} is missing")
        feeds = {name: numpy.ascontiguousarray(value, self.inputs[name]) for name, value in inputs.items()}
        # ascontiguousarray makes a vector of a number
        feeds = {name: value.reshape(numpy.shape(inputs[name])) for name, value in feeds.items()}
        try:
            return await self._engine.run(feeds, wanted)
        except Exception as error:
            raise HostError(f"model {self._name!r}: {error}") from None

    def _known(self, what: str, names: Iterable[str], known: Iterable[str]) -> None:
        if stray := [name for name in names if name not in set(known)]:
            raise HostError(f"model {self._name!r} has no {what} {stray[0]!r} (it has: {', '.join(known)})")


class Models:
    """The models of one cell by content, and those the script in it knows by name."""

    def __init__(self, opener: Opener | None = None) -> None:
        self._opener = opener or native
        self._named: dict[str, Model] = {}
        self._opened: dict[str, asyncio.Future[Engine]] = {}

    def forget_names(self) -> None:
        """Another version of the script has to ask again; what it is told of is there already."""
        self._named.clear()

    async def model(self, name: str, call: Callable[..., Awaitable[Answer]]) -> Model:
        """Give a model, opened once. Raises `HostError` where it cannot be."""
        if name not in self._named:
            answer = await call("asset", {"name": name})
            self._named[name] = Model(name, await self._engine(name, answer))
        return self._named[name]

    async def _engine(self, name: str, answer: Answer) -> Engine:
        key = str(answer.value["sha256"])
        if key not in self._opened:
            self._opened[key] = asyncio.ensure_future(self._opener(answer))
        try:
            return await asyncio.shield(self._opened[key])  # a run that is stopped leaves it to the next one
        except HostError:
            del self._opened[key]
            raise
        except Exception as error:
            del self._opened[key]
            raise HostError(f"model {name!r} cannot be opened: {error}") from None


class Native:
    """A model in CPython, by onnxruntime."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.inputs = {one.name: _dtype(one.type) for one in session.get_inputs()}
        self.outputs = tuple(one.name for one in session.get_outputs())

    async def run(self, feeds: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
        given = await asyncio.to_thread(self._session.run, wanted, feeds)
        return dict(zip(wanted, given, strict=True))


async def native(answer: Answer) -> Engine:
    """Open a model in this process. Raises `HostError` where onnxruntime is not installed."""
    try:
        onnxruntime: Any = importlib.import_module("onnxruntime")
    except ImportError:
        raise HostError("canvas.model needs onnxruntime: pip install 'limner[scripts]'") from None
    content = await assets.content(answer)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    create = onnxruntime.InferenceSession
    return Native(await asyncio.to_thread(create, content, options, providers=["CPUExecutionProvider"]))


def _dtype(kind: str) -> str:
    return DTYPES.get(kind, kind.removeprefix("tensor(").removesuffix(")"))
