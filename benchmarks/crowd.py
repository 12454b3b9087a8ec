"""Many instances on one file, made through the API."""

import math
from typing import Any

import numpy as np

from tests.e2e.serving import Server

AT_ONCE = 5_000


def polygons(count: int, width: float, height: float) -> list[dict[str, Any]]:
    """Give `count` irregular polygons of eight points side by side over the whole file, always the same."""
    rng = np.random.default_rng(0)
    columns, cell = _grid(count, width, height)
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], 1)
    made: list[dict[str, Any]] = []
    for index in range(count):
        centre = (np.array([index % columns, index // columns]) + 0.5) * cell
        outer = centre + circle * rng.uniform(0.25, 0.45, (8, 1)) * cell
        made.append({"kind": "polygon", "parts": [{"outer": outer.round(2).tolist(), "holes": []}]})
    return made


def centre(count: int, index: int, width: float, height: float) -> tuple[float, float]:
    """Give a place inside one of the polygons."""
    columns, cell = _grid(count, width, height)
    x, y = (np.array([index % columns, index // columns]) + 0.5) * cell
    return float(x), float(y)


def _grid(count: int, width: float, height: float) -> tuple[int, Any]:
    columns = math.ceil(math.sqrt(count * width / height))
    return columns, np.array([width / columns, height / math.ceil(count / columns)])


def change_set(key: str, geometries: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the change set that creates shapes."""
    return {"key": f"benchmark-{key}", "created": [{"label": "cat", "geometry": one} for one in geometries]}


def fill(server: Server, file: str, count: int, width: float, height: float) -> None:
    """Create `count` polygons on a file, in change sets of at most `AT_ONCE`."""
    made = polygons(count, width, height) if count else []
    for start in range(0, count, AT_ONCE):
        post = change_set(f"{file[:24]}-{start}", made[start : start + AT_ONCE])
        server.api("POST", f"/api/files/{file}/changes", post)
