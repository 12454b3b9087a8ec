"""Clean up on outlines whose truth is known: fewer vertices, smoother borders, neighbours without gaps."""

import math
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import shapely

from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World
from limner import Part, Polygon
from tests.scripts.shapes import area_of, module

NAME = "clean-up"
CLEAN = module("clean_up")
FILE = SimpleNamespace(width=400, height=400)
SHAPES = 100
GRIDS = 20


def rows(world: World) -> Iterator[Quality]:
    count = world.count(SHAPES)
    for tolerance in (0.5, 1.0, 2.0):
        yield _simplified(count, tolerance)
    for noise in (1.0, 2.0):
        yield _smoothed(count, noise)
    yield _snapped(world.count(GRIDS))


def outline(seed: int, noise: float = 0.0, vertices: int = 300) -> Polygon:
    """Give a wavy closed curve of about 120 px radius; each vertex is out by `noise` px (standard deviation)."""
    rng, turn = np.random.default_rng(seed), np.linspace(0, 2 * np.pi, vertices + 1)[:-1]
    waves = sum(rng.uniform(-8, 8) * np.cos(k * turn + rng.uniform(0, 2 * np.pi)) for k in range(2, 9))
    reach = 120 + waves + np.random.default_rng(seed + 1_000).normal(0, noise, vertices)
    return Polygon(np.column_stack([200 + reach * np.cos(turn), 200 + reach * np.sin(turn)]))


def _worked(work: Callable[..., Any], shape: Polygon, **params: float) -> tuple[Polygon, float]:
    begun = time.perf_counter()
    (made,) = work(shape, SimpleNamespace(**params), FILE)
    return made, (time.perf_counter() - begun) * 1_000


def _iou(one: Polygon, other: Polygon) -> float:
    a, b = area_of(one), area_of(other)
    return float(a.intersection(b).area / a.union(b).area)


def _simplified(count: int, tolerance: float) -> Quality:
    done = [_worked(CLEAN.simplify, outline(seed), tolerance=tolerance) for seed in range(count)]
    score = float(np.mean([_iou(made, outline(seed)) for seed, (made, _) in enumerate(done)]))
    left = np.mean([len(made.rings[0]) for made, _ in done])
    note = f"simplify, tolerance {tolerance:g} px: 300 to {left:.0f} vertices"
    return Quality(NAME, "synthetic", "the outline", score, Series.of(ms for _, ms in done), "CPython", "IoU", note)


def _smoothed(count: int, noise: float) -> Quality:
    done = [_worked(CLEAN.smooth, outline(seed, noise), smoothing=5.0) for seed in range(count)]
    score = float(np.mean([_iou(made, outline(seed)) for seed, (made, _) in enumerate(done)]))
    before = np.mean([_iou(outline(seed, noise), outline(seed)) for seed in range(count)])
    note = f"smooth, 5 px, vertices out by {noise:g} px: {before:.4f} before"
    return Quality(NAME, "synthetic", "true outline", score, Series.of(ms for _, ms in done), "CPython", "IoU", note)


def cells(seed: int, side: int = 5, size: float = 70.0) -> list[Polygon]:
    """Give a grid of cells with curved borders, each drawn once for each neighbour, by a hand that errs by 1.5 px."""
    rng = np.random.default_rng(seed)
    corners = {
        (i, j): np.array([i, j]) * size + 20 + rng.uniform(-8, 8, 2) * (0 < i < side, 0 < j < side)
        for i in range(side + 1)
        for j in range(side + 1)
    }
    bulge = {(a, b): rng.uniform(-6, 6) for a in corners for b in corners if a < b and math.dist(a, b) == 1}

    def edge(a: tuple[int, int], b: tuple[int, int]) -> Any:
        share = np.linspace(0, 1, rng.integers(4, 9))[:-1, None]
        along = corners[b] - corners[a]
        off = bulge[min(a, b), max(a, b)] * (1 if a < b else -1)
        normal = np.array([-along[1], along[0]]) / np.hypot(*along)
        return corners[a] + share * along + np.sin(np.pi * share) * normal * off

    found = []
    for i in range(side):
        for j in range(side):
            round_it = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            ring = np.vstack([edge(round_it[k], round_it[(k + 1) % 4]) for k in range(4)])
            found.append(Polygon(parts=[Part(ring + rng.uniform(-1.5, 1.5, ring.shape))]))
    return found


def _snapped(grids: int) -> Quality:
    """Give the share of the area in gaps and overlaps that is gone once all cells of a grid are snapped."""
    before = after = 0.0
    times = []
    for seed in range(grids):
        drawn = cells(seed)
        begun, fixed = time.perf_counter(), []
        for one in drawn:
            parts, fixed = CLEAN.attached(CLEAN.sound(one), fixed, 6.0)
            fixed.append(parts)
        times.append((time.perf_counter() - begun) * 1_000)
        before += _amiss(drawn)
        after += _amiss([CLEAN.polygon_of(parts) for parts in fixed])
    note = f"snap, 25 cells, 6 px: {before / grids:,.0f} px² a file before, {after / grids:,.1f} after"
    gone = 1 - after / before
    return Quality(NAME, "synthetic", "gaps and overlaps", gone, Series.of(times), "CPython", "closed", note)


def _amiss(shapes: list[Polygon]) -> float:
    areas = [area_of(one) for one in shapes]
    whole = shapely.union_all(areas)
    rings = [ring for piece in shapely.get_parts(whole) for ring in piece.interiors]
    return float(sum(one.area for one in areas) - whole.area + sum(shapely.Polygon(ring).area for ring in rings))
