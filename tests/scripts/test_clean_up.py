"""Clean up: what each command does to polygons, polylines and masks, and that nothing invalid comes out."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from limner import Box, Instance, Mask, Part, Point, Polygon, Polyline, area, contains, iou, testing
from limner.testing import Outcome
from tests.scripts.shapes import LIBRARY, area_of, assert_valid, blob, blobs, module, ring, wild

SCRIPT = LIBRARY / "clean_up.py"
CLEAN = module("clean_up")
IMAGE = np.zeros((300, 300, 3), np.uint8)
FILE = SimpleNamespace(width=300, height=300)
COMMANDS = sorted(CLEAN.TOOLS)  # those that work on one shape alone
SQUARE = [(10, 10), (60, 10), (60, 60), (10, 60)]
INNER = [(20, 20), (30, 20), (30, 30), (20, 30)]
BOWTIE = Polygon([(10, 10), (60, 60), (60, 10), (10, 60)])
slow = settings(max_examples=25, deadline=None)


def params(**given: float) -> Any:
    return SimpleNamespace(**{"tolerance": 1.0, "smoothing": 3.0, "speck": 25.0, **given})


def done(command: str, shape: Any, **given: float) -> list[Any]:
    found: list[Any] = CLEAN.worked(command, shape, params(**given), FILE)
    return found


def run(command: str, *shapes: Any, selected: bool = True, answers: Any = (), **given: Any) -> Outcome:
    there = [Instance(f"i{k}", "file", shape, "cat", attributes={"k": k}) for k, shape in enumerate(shapes)]
    event = testing.command(IMAGE, there[0] if selected and there else None, command=command)
    return testing.run(SCRIPT, event, image=IMAGE, instances=there, answers=answers, params=given)


def disc(radius: int = 30, holes: tuple[tuple[int, int, int], ...] = ()) -> Mask:
    ys, xs = np.mgrid[:100, :100] + 0.5
    inside = np.hypot(xs - 50, ys - 50) < radius
    for x, y, size in holes:
        inside[y : y + size, x : x + size] ^= True
    return Mask((100, 100, 100, 100), inside)


class TestWhatComesOutIsValid:
    @slow
    @given(wild(-40, 80), st.sampled_from(COMMANDS), st.floats(0.5, 30))
    def test_whatever_goes_in(self, shape: Polygon, command: str, amount: float) -> None:
        for piece in done(command, shape, tolerance=amount, smoothing=amount, speck=amount**2):
            if area(piece) > 1:
                assert_valid(piece)

    @slow
    @given(blobs, st.sampled_from(COMMANDS), st.floats(0.5, 30))
    def test_of_shapes_that_were(self, shape: Polygon, command: str, amount: float) -> None:
        for piece in done(command, shape, tolerance=amount, smoothing=amount, speck=amount**2):
            assert_valid(piece)

    def test_a_shape_that_crosses_itself_keeps_what_the_even_odd_rule_fills(self) -> None:
        (mended,) = done("simplify", BOWTIE)
        assert_valid(mended)
        wings = [Part([(10, 10), (35, 35), (10, 60)]), Part([(60, 10), (35, 35), (60, 60)])]
        assert iou(mended, Polygon(parts=wings)) > 0.95


class TestSimplify:
    @slow
    @given(blobs, st.floats(0.2, 20))
    def test_twice_is_once(self, shape: Polygon, tolerance: float) -> None:
        (once,) = done("simplify", shape, tolerance=tolerance)
        assert done("simplify", once, tolerance=tolerance) == [once]

    @slow
    @given(blobs, st.floats(0.2, 10))
    def test_no_vertex_is_new_and_none_that_goes_was_farther_off_than_the_tolerance(
        self, shape: Polygon, tolerance: float
    ) -> None:
        (simple,) = done("simplify", shape, tolerance=tolerance)
        for old, new in zip(shape.rings, simple.rings, strict=True):
            assert set(new) <= set(old)
            assert len(new) >= 3
        border = area_of(simple).boundary
        assert all(border.distance(point) <= tolerance + 1e-6 for point in points(shape))

    @slow
    @given(blobs, st.floats(0.2, 5))
    def test_the_area_changes_by_no_more_than_the_tolerance_along_the_outline(
        self, shape: Polygon, tolerance: float
    ) -> None:
        (simple,) = done("simplify", shape, tolerance=tolerance)
        changed = area_of(shape).symmetric_difference(area_of(simple)).area
        assert changed <= tolerance * area_of(shape).length

    def test_points_on_straight_edges_go(self) -> None:
        ring = [(10, 10), (30, 10.2), (60, 10), (60, 60), (35, 60), (10, 60)]
        assert done("simplify", Polygon(ring)) == [Polygon(SQUARE)]

    def test_a_hole_near_the_edge_stays_inside(self) -> None:
        outer = [(0, 0), (50, -0.9 + 1), (100, 0), (100, 100), (50, 103), (0, 100)]
        near = Polygon(parts=[Part(outer, (((48, 101), (52, 101), (50, 102.5)),))])
        (simple,) = done("simplify", near, tolerance=10)
        assert_valid(simple)

    def test_polylines_too(self) -> None:
        assert done("simplify", Polyline([(0, 0), (5, 0.1), (10, 0)])) == [Polyline([(0, 0), (10, 0)])]


class TestSmooth:
    @slow
    @given(blobs, st.floats(0.5, 12))
    def test_the_area_hardly_changes(self, shape: Polygon, smoothing: float) -> None:
        (soft,) = done("smooth", shape, smoothing=smoothing)
        assert area(soft) == pytest.approx(area(shape), rel=0.12)

    def test_wiggles_go(self) -> None:
        wiggly = Polygon(ring(1, 300, (150, 150), 100, 0.03))
        (soft,) = done("smooth", wiggly, smoothing=10)
        assert area_of(soft).length < 0.75 * area_of(wiggly).length
        assert iou(soft, Polygon(ring(1, 300, (150, 150), 100, 0.0))) > 0.98

    def test_a_tiny_shape_keeps_its_form(self) -> None:
        tiny = Polygon([(10, 10), (13, 10), (13, 13), (10, 13)])
        (soft,) = done("smooth", tiny, smoothing=30)
        assert iou(soft, tiny) > 0.8

    def test_the_ends_of_a_polyline_stay(self) -> None:
        line = Polyline([(0, 0), (10, 8), (20, -8), (30, 8), (40, 0)])
        (soft,) = done("smooth", line, smoothing=5)
        assert (soft.points[0], soft.points[-1]) == ((0, 0), (40, 0))
        assert max(abs(y) for _, y in soft.points) < 8

    def test_a_mask_loses_its_notches_and_no_more(self) -> None:
        ragged = disc(30, ((78, 50, 3), (50, 77, 3)))
        (soft,) = done("smooth", ragged, smoothing=4)
        assert iou(soft, disc(30)) > iou(ragged, disc(30))

    def test_a_thin_mask_does_not_vanish(self) -> None:
        line = Mask((10, 10, 80, 2), np.ones((2, 80), bool))
        (soft,) = done("smooth", line, smoothing=20)
        assert area(soft) >= 80


class TestHolesAndSpecks:
    HOLED = Polygon(parts=[Part(SQUARE, (INNER,)), Part([(24, 24), (27, 24), (27, 27), (24, 27)])])

    def test_all_holes_are_filled_and_what_lay_in_them_goes(self) -> None:
        assert done("fill_holes", self.HOLED) == [Polygon(SQUARE)]

    def test_specks_go_and_holes_of_their_size_are_filled(self) -> None:
        assert done("remove_specks", self.HOLED, speck=50) == [Polygon(parts=[Part(SQUARE, (INNER,))])]
        assert done("remove_specks", self.HOLED, speck=101) == [Polygon(SQUARE)]

    def test_the_largest_part_stays_however_small(self) -> None:
        assert done("remove_specks", Polygon(INNER), speck=2000) == [Polygon(INNER)]

    def test_the_same_of_masks(self) -> None:
        mask = disc(30, ((40, 40, 3), (50, 50, 10), (2, 2, 3)))
        assert area(done("fill_holes", mask)[0]) == area(disc(30)) + 9
        (clean,) = done("remove_specks", mask, speck=25)
        assert area(clean) == area(disc(30)) - 100
        assert clean.bounds == (120, 120, 60, 60)


class TestHull:
    @slow
    @given(blobs)
    def test_it_contains_the_shape_and_bulges_nowhere_inwards(self, shape: Polygon) -> None:
        (hull,) = done("convex_hull", shape)
        assert area_of(hull).buffer(1e-3).contains(area_of(shape))
        assert area_of(hull).area == pytest.approx(area_of(hull).convex_hull.area, rel=1e-6)

    def test_of_a_mask_it_is_a_mask_that_contains_it(self) -> None:
        corner = Mask((10, 10, 20, 20), np.tril(np.ones((20, 20), bool)) & ~np.tril(np.ones((20, 20), bool), -3))
        (hull,) = done("convex_hull", corner)
        assert hull.kind == "mask"
        assert all(contains(hull, x, y) for x, y in centres(corner))


class TestSplit:
    def test_each_part_is_a_shape_the_largest_first(self) -> None:
        small = [(100, 100), (110, 100), (110, 110), (100, 110)]
        shape = Polygon(parts=[Part(small), Part(SQUARE, (INNER,))])
        assert done("split_parts", shape) == [Polygon(parts=[Part(SQUARE, (INNER,))]), Polygon(small)]

    def test_the_first_keeps_its_id_and_the_others_its_label_and_attributes(self) -> None:
        small = Part([(100, 100), (110, 100), (110, 110), (100, 110)])
        changes = run("split_parts", Polygon(parts=[Part(SQUARE), small])).changes
        assert [(one.id, one.label, one.attributes) for one in changes.updated] == [("i0", None, None)]
        assert [(one.label, dict(one.attributes)) for one in changes.created] == [("cat", {"k": 0})]
        assert changes.deleted == ()

    def test_the_same_of_masks(self) -> None:
        pieces = done("split_parts", disc(20, ((2, 2, 3),)))
        assert [area(piece) for piece in pieces] == [area(disc(20)), 9]
        assert pieces[1].bounds == (102, 102, 3, 3)


class TestClip:
    @slow
    @given(blobs, st.floats(-80, 80), st.floats(-80, 80))
    def test_it_is_what_lies_in_the_image(self, shape: Polygon, dx: float, dy: float) -> None:
        moved = Polygon(
            parts=[
                Part([(x + dx, y + dy) for x, y in p.outer], [[(x + dx, y + dy) for x, y in h] for h in p.holes])
                for p in shape.parts
            ]
        )
        (cut,) = CLEAN.clip_to_image(moved, params(), FILE)
        wanted = area_of(moved).intersection(shapely.box(0, 0, 300, 300))
        assert_valid(cut)
        assert area_of(cut).symmetric_difference(wanted).area < 0.005 * wanted.area + 1

    def test_a_shape_inside_stays_as_it_is(self) -> None:
        assert done("clip_to_image", blob(3)) == [blob(3)]

    def test_a_mask_is_cut_to_the_pixel(self) -> None:
        assert done("clip_to_image", Mask((290, -2, 20, 5), rle=[0, 100])) == [Mask((290, 0, 10, 3), rle=[0, 30])]


def neighbours(seed: int, vertices: int, reach: float) -> tuple[Polygon, Polygon]:
    """Give two shapes whose one border was drawn twice, each time out by less than a quarter of `reach`."""
    rng = np.random.default_rng(seed)
    ys = np.linspace(0, 200, vertices)
    border = np.column_stack([100 + 20 * np.sin(ys / rng.uniform(15, 40) + seed), ys])
    left, right = (border + rng.uniform(-reach / 4, reach / 4, border.shape) * (1, 0) for _ in range(2))
    return Polygon([(0, 0), *left, (0, 200)]), Polygon([*right, (220, 200), (220, 0)])


class TestSnap:
    @slow
    @given(st.integers(0, 10_000), st.integers(4, 20), st.floats(2, 8))
    def test_neighbours_share_their_border_vertex_for_vertex(self, seed: int, vertices: int, reach: float) -> None:
        outcome = run("snap_neighbours", *neighbours(seed, vertices, reach)[::-1], reach=reach)
        (moved,) = [one.geometry for one in outcome.changes.updated if one.id == "i0"]
        walls = [one.geometry for one in outcome.changes.updated if one.id == "i1"]
        wall = walls[0] if walls else neighbours(seed, vertices, reach)[0]
        assert isinstance(moved, Polygon) and isinstance(wall, Polygon)
        assert_valid(moved)
        assert_valid(wall)
        one, other = area_of(moved), area_of(wall)
        assert one.intersection(other).area < 1e-6
        assert shapely.box(0, 0, 220, 200).difference(one.union(other)).area < 1e-6
        assert len(set(moved.rings[0]) & set(wall.rings[0])) >= vertices

    def test_the_neighbour_gains_vertices_and_keeps_its_outline(self) -> None:
        left, right = Polygon([(0, 0), (50, 0), (50, 50), (0, 50)]), Polygon([(52, 15), (90, 15), (90, 70), (52, 70)])
        changes = run("snap_neighbours", right, left, reach=4).changes
        moved = {one.id: one.geometry for one in changes.updated}
        assert moved["i0"] == Polygon([(50, 15), (90, 15), (90, 70), (52, 70), (50, 50)])
        assert moved["i1"] == Polygon([(0, 0), (50, 0), (50, 15), (50, 50), (0, 50)])

    def test_all_shapes_snap_to_those_before_them(self) -> None:
        cells = [Polygon([(x, 0), (x + 38, 0), (x + 38, 40), (x, 40)]) for x in (0, 40, 80)]
        outcome = run("snap_neighbours", *cells, selected=False, answers=["Yes"])
        assert outcome.notices == ["Snap neighbours: 2 of 3 shapes moved onto a border."]
        shapes = [area_of(one.geometry) for one in outcome.changes.updated if isinstance(one.geometry, Polygon)]
        assert shapely.union_all([area_of(cells[0]), *shapes]).area == pytest.approx(118 * 40)

    def test_what_is_out_of_reach_stays(self) -> None:
        far = Polygon([(100, 10), (150, 10), (150, 60), (100, 60)])
        outcome = run("snap_neighbours", Polygon(SQUARE), far)
        assert (outcome.changes.updated, outcome.notices) == ((), ["Snap neighbours: no other border is in reach."])

    def test_a_locked_neighbour_is_followed_and_stays(self) -> None:
        left, right = neighbours(1, 8, 4)
        there = [Instance("a", "file", left, locked=True), Instance("b", "file", right)]
        outcome = testing.run(SCRIPT, testing.command(IMAGE, there[1], command="snap_neighbours"), instances=there)
        assert [one.id for one in outcome.changes.updated] == ["b"]

    @slow
    @given(wild(2, 80), wild(2, 80), st.floats(0.5, 30))
    def test_whatever_goes_in_nothing_invalid_comes_out(self, one: Polygon, other: Polygon, reach: float) -> None:
        outcome = run("snap_neighbours", one, other, reach=reach)
        assert outcome.error is None
        for item in outcome.changes.updated:
            assert isinstance(item.geometry, Polygon)
            assert_valid(item.geometry)


class TestTheCommand:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_it_updates_the_selected_shape_and_leaves_the_rest(self, command: str) -> None:
        changes = run(command, blob(5), blob(6)).changes
        assert {one.id for one in changes.updated} <= {"i0"}
        assert all(one.label is None and one.attributes is None for one in changes.updated)
        assert changes.deleted == ()

    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("simplify", "Simplify: 6 → 4 vertices"),
            ("convex_hull", "Convex hull: nothing to do."),
            ("fill_holes", "Fill holes: nothing to do."),
            ("split_parts", "Split parts: nothing to do."),
        ],
    )
    def test_it_says_what_it_did(self, command: str, said: str) -> None:
        bent = [(10, 10), (30, 10), (60, 10), (60, 60), (35, 60), (10, 60)]
        shape = Polygon(bent if command == "simplify" else SQUARE)
        assert run(command, shape).notices == [said]

    def test_with_nothing_selected_it_asks_and_does_all_that_fit(self) -> None:
        outcome = run("simplify", blob(1), Box(1, 2, 3, 4), blob(2), Point(3, 4), selected=False, answers=["Yes"])
        assert outcome.questions == ["Simplify: all 2 shapes?"]
        assert [one.id for one in outcome.changes.updated] == ["i0", "i2"]

    @pytest.mark.parametrize("answer", ["No", None])
    def test_without_a_yes_nothing_happens(self, answer: str | None) -> None:
        outcome = run("simplify", blob(1), selected=False, answers=[answer])
        assert (outcome.changes.updated, outcome.notices) == ((), [])

    def test_on_a_file_without_such_shapes_it_says_so(self) -> None:
        outcome = run("fill_holes", Box(1, 2, 3, 4), selected=False)
        assert outcome.notices == ["Fill holes: there is no polygon or mask on this file."]
        assert outcome.questions == []

    def test_a_shape_of_another_kind_stays(self) -> None:
        outcome = run("simplify", Box(1, 2, 30, 40))
        assert (outcome.notices, outcome.changes.updated) == (["Simplify: what is selected is a box."], ())

    def test_a_locked_shape_stays(self) -> None:
        locked = Instance("i", "file", blob(1), locked=True)
        event = testing.command(IMAGE, locked, command="simplify")
        outcome = testing.run(SCRIPT, event, image=IMAGE, instances=[locked])
        assert (outcome.notices, outcome.changes.updated) == (["Simplify: what is selected is locked."], ())

    @pytest.mark.parametrize("command", COMMANDS)
    def test_shapes_of_a_pixel_stay_valid(self, command: str) -> None:
        for shape in (Polygon([(1, 1), (2, 1), (2, 2)]), Mask((3, 3, 1, 1), rle=[0, 1])):
            if shape.kind in CLEAN.TOOLS[command][1]:
                outcome = run(command, shape)
                assert outcome.error is None


def points(shape: Polygon) -> list[Any]:
    return [shapely.Point(point) for ring in shape.rings for point in ring]


def centres(mask: Mask) -> list[tuple[float, float]]:
    rows, columns = np.nonzero(CLEAN.array_of(mask))
    return [(mask.bounds.x + x + 0.5, mask.bounds.y + y + 0.5) for x, y in zip(columns, rows, strict=True)]
