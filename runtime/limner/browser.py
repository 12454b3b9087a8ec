"""What a cell in a browser has of the JavaScript around it: the engine of its models."""

import importlib
from typing import Any

from limner.models import Engine, Opener
from limner.services import Answer


class Remote:
    """A model in the worker beside the cell; arrays travel as bytes."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.inputs: dict[str, str] = session.inputs.to_py()
        self.outputs = tuple(session.outputs.to_py())

    async def run(self, feeds: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
        given = await self._session.run(_javascript(list(map(_packed, feeds.items()))), _javascript(wanted))
        return {name: _array(given, name) for name in wanted}


def opener(inference: Any) -> Opener:
    """Give what opens models for a cell by `runtime/cell/inference.js`."""

    async def open_model(answer: Answer) -> Engine:
        content = _javascript(answer.frames[0]) if answer.frames else None
        return Remote(await inference.open(answer.value.get("url"), content))

    return open_model


def _packed(feed: tuple[str, Any]) -> list[Any]:
    name, array = feed
    return [name, array.dtype.name, list(array.shape), array.tobytes()]


def _array(given: Any, name: str) -> Any:
    numpy = importlib.import_module("numpy")
    dtype, dims, data = given[name]
    array = numpy.empty(tuple(dims.to_py()), dtype)
    data.assign_to(array.reshape(-1).view(numpy.uint8))
    return array


def _javascript(value: Any) -> Any:
    return importlib.import_module("pyodide.ffi").to_js(value)
