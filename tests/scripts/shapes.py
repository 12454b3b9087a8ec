"""Polygons for the scripts that tidy them, and what Shapely says of what comes out."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import shapely
from hypothesis import strategies as st

from limner import Part, Polygon

LIBRARY = Path(__file__).resolve().parents[2] / "scripts_library"


def module(name: str) -> ModuleType:
    """Load a bundled script as a module, to reach what it is made of."""
    spec = importlib.util.spec_from_file_location(name, LIBRARY / f"{name}.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def area_of(polygon: Polygon) -> Any:
    """Give the polygon as Shapely has it."""
    return shapely.MultiPolygon([(part.outer, part.holes) for part in polygon.parts])


def assert_valid(polygon: Polygon) -> None:
    assert shapely.is_valid(area_of(polygon)), shapely.is_valid_reason(area_of(polygon))


def ring(seed: int, count: int, centre: tuple[float, float], radius: float, wobble: float) -> np.ndarray:
    """Give a ring round a centre; `wobble` is the share of the radius its points are out by."""
    rng = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, count + 1)[:-1]
    reach = radius * (1 + wobble * rng.uniform(-1, 1, count))
    return np.array(centre) + np.column_stack([np.cos(turn), np.sin(turn)]) * reach[:, None]


def blob(seed: int, count: int = 120, holes: int = 1, centre: tuple[float, float] = (150, 150)) -> Polygon:
    """Give a valid polygon of about 100 px radius with holes in it."""
    x, y = centre
    places = [(x - 35, y), (x + 35, y), (x, y - 40)][:holes]
    inner = tuple(ring(seed + 1 + i, 24, place, 14, 0.4).tolist() for i, place in enumerate(places))
    return Polygon(parts=[Part(ring(seed, count, centre, 100, 0.15).tolist(), inner)])


def wild(least: int, most: int) -> st.SearchStrategy[Polygon]:
    """Give polygons of whatever points, crossing themselves and each other."""
    numbers = st.floats(least, most, width=32) | st.integers(least, most).map(float)
    ring = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=10)
    rings = st.lists(ring, min_size=1, max_size=3)
    return rings.map(lambda found: Polygon(parts=[Part(points) for points in found]))


blobs = st.builds(blob, st.integers(0, 10_000), st.integers(8, 300), st.integers(0, 3))
