"""The review helper, run from its own file through a real cell under CPython."""

import importlib.util
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner import Box, Finding, Instance, Mask, Part, Point, Polygon, Polyline, Tag, iou, testing
from limner.testing import Outcome
from tests.scripts import slips
from tests.scripts.slips import FILE, REQUIRED, WORDS, clean, planted

SCRIPT = Path(__file__).resolve().parents[2] / "scripts_library" / "review.py"
IMAGE = np.zeros((slips.HEIGHT, slips.WIDTH, 3), np.uint8)
SQUARE = [(0, 0), (40, 0), (40, 40), (0, 40)]
BOW = [(0, 0), (40, 40), (40, 0), (0, 40)]


def module() -> Any:
    spec = importlib.util.spec_from_file_location("review", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


REVIEW = module()


def shape(geometry: Any, label: str | None = "car", id: str = "i", **attributes: Any) -> Instance:
    return Instance(id, "file", geometry, label, attributes=attributes)


def run(*shapes: Instance, event: Any = None, **params: Any) -> Outcome:
    outcome = testing.run(SCRIPT, event or testing.command(IMAGE), image=IMAGE, instances=shapes, params=params)
    assert outcome.error is None, outcome.error
    return outcome


def found(*shapes: Instance, **params: Any) -> tuple[Finding, ...]:
    (report,) = run(*shapes, **params).reports
    return report


def messages(*shapes: Instance, **params: Any) -> list[str]:
    return [one.message for one in found(*shapes, **params)]


def by_slip(findings: tuple[Finding, ...]) -> dict[str, set[str]]:
    sorts: dict[str, set[str]] = defaultdict(set)
    for one in findings:
        (slip,) = [slip for slip, words in WORDS.items() if one.message.startswith(words)]
        sorts[slip].add(str(one.instance))
    return sorts


@pytest.mark.parametrize("seed", range(5))
def test_shapes_that_are_as_they_should_be_give_no_finding(seed: int) -> None:
    outcome = run(*clean(seed), required=REQUIRED)
    assert outcome.reports == [()]
    assert outcome.notices == ["Nothing to mend was found."]


@pytest.mark.parametrize("seed", range(5))
def test_every_planted_slip_is_found_and_nothing_else(seed: int) -> None:
    file = planted(seed)
    assert by_slip(found(*file.shapes, required=REQUIRED)) == file.planted


class TestHolding:
    def test_a_file_with_findings_is_held_with_a_short_word(self) -> None:
        outcome = run(shape(Box(5, 5, 50, 50), None), event=testing.saving(IMAGE))
        assert outcome.veto == "1 finding on this file. Press Complete again to leave it so."
        assert len(outcome.reports[0]) == 1

    def test_a_file_without_findings_is_not_held(self) -> None:
        outcome = run(shape(Box(5, 5, 50, 50)), event=testing.saving(IMAGE))
        assert (outcome.veto, outcome.reports) == (None, [()])

    def test_saving_asks_nothing(self) -> None:
        outcome = run(shape(Box(5, 5, 50, 50), None), event=testing.saving(IMAGE, "save"))
        assert (outcome.veto, outcome.reports) == (None, [])

    def test_it_may_hold_never_or_always(self) -> None:
        wrong, event = shape(Box(5, 5, 50, 50), None), testing.saving(IMAGE)
        assert run(wrong, event=event, hold="never").veto is None
        assert run(wrong, event=event, hold="always").veto == "1 finding on this file."

    def test_a_file_without_shapes_is_a_finding_where_that_is_wanted(self) -> None:
        assert messages() == ["The file has no shapes"]
        assert messages(empty=False) == []


class TestAttributes:
    def test_what_a_label_must_have_is_named(self) -> None:
        one = shape(Box(5, 5, 50, 50), "person", pose="", on_phone=False)
        assert messages(one, required="person: pose, on_phone, age; car: plate") == ["Lacks pose, age"]

    def test_a_star_is_every_label(self) -> None:
        assert messages(shape(Box(5, 5, 50, 50)), required="*: checked; car: plate") == ["Lacks plate, checked"]

    @pytest.mark.parametrize("text", ["person pose", "person:", ": pose", "car: plate; person"])
    def test_what_cannot_be_read_is_said(self, text: str) -> None:
        (message,) = messages(shape(Box(5, 5, 50, 50), plate=1), required=text)
        assert message.startswith("The setting Required cannot be read at “")


class TestCrossings:
    @pytest.mark.parametrize("turn", [0, 1, 2, 3])
    def test_a_bow_tie_crosses_in_its_middle(self, turn: int) -> None:
        (one,) = found(shape(Polygon([*BOW[turn:], *BOW[:turn]])))
        assert (one.message, one.level) == ("The outline crosses itself", "error")
        assert one.bounds is not None
        assert (one.bounds.x + 6, one.bounds.y + 6) == pytest.approx((20, 20))

    @pytest.mark.parametrize(
        "ring",
        [
            SQUARE,
            [(0, 0), (40, 0), (40, 40), (20, 0), (0, 40)],  # touches its own edge
            [(0, 0), (20, 20), (40, 0), (40, 40), (20, 20), (0, 40)],  # touches its own corner
            [(0, 0), (40, 0), (60, 0), (40, 0), (40, 40), (0, 40)],  # a spike
            [(0, 0), (0, 0), (40, 0), (40, 40), (40, 40), (0, 40)],  # the same corner twice
            [(0, 0), (40, 0), (0, 40)],
        ],
    )
    def test_what_only_touches_does_not_cross(self, ring: list[Any]) -> None:
        assert REVIEW.crossing(np.array(ring, float)) is None

    def test_holes_are_looked_at_too(self) -> None:
        hole = tuple((x + 5, y + 5) for x, y in BOW)
        part = Part(((0, 0), (90, 0), (90, 90), (0, 90)), (hole,))
        assert messages(shape(Polygon(parts=[part]))) == ["The outline crosses itself"]

    def test_an_outline_of_ten_thousand_vertices_is_searched(self) -> None:
        turn = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)
        reach = 700 + 40 * np.sin(90 * turn)
        ring = np.stack([900 + reach * np.cos(turn), 740 + reach * np.sin(turn)], 1)
        assert REVIEW.crossing(ring) is None
        ring[[2000, 7000]] = ring[[7000, 2000]]
        assert REVIEW.crossing(ring) is not None

    @pytest.mark.parametrize("seed", range(40))
    def test_it_finds_what_comparing_all_edges_finds(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        ring = rng.uniform(0, 100, (int(rng.integers(4, 9)), 2)) if seed % 2 else np.array(slips.outline(rng, 0, 0, 50))
        assert (REVIEW.crossing(ring) is not None) == crosses(ring)


def crosses(ring: np.ndarray) -> bool:
    def side(a: Any, b: Any, c: Any) -> float:
        return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    edges = [(ring[i], ring[(i + 1) % len(ring)]) for i in range(len(ring))]
    return any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for i, (a, b) in enumerate(edges)
        for c, d in edges[i + 1 :]
    )


class TestOverlaps:
    @pytest.mark.parametrize("threshold", [0.3, 0.6, 0.9])
    def test_it_finds_the_pairs_that_comparing_all_finds(self, threshold: float) -> None:
        rng = np.random.default_rng(7)
        rings = [slips.outline(rng, *rng.uniform(60, 120, 2), rng.uniform(20, 40)) for _ in range(60)]
        shapes = [shape(Polygon(ring), id=str(index)) for index, ring in enumerate(rings)]
        shapes += [shape(Polygon([(x + 0.3, y) for x, y in rings[4]]), id="again")]
        swept = {(one.id, other.id) for one, other, _ in REVIEW.overlaps(shapes, threshold)}
        pairs = [(shapes[j], shapes[i]) for i in range(len(shapes)) for j in range(i + 1, len(shapes))]
        every = {(one.id, other.id) for one, other in pairs if iou(one.geometry, other.geometry) >= threshold}
        assert swept == every
        assert ("again", "4") in every

    def test_the_later_of_two_is_named_with_how_much_it_covers(self) -> None:
        one, other = shape(Box(10, 10, 100, 100), id="a"), shape(Box(10, 10, 100, 90), id="b")
        (finding,) = found(one, other)
        assert (finding.message, finding.instance) == ("Covers another car by 90%", "b")

    def test_another_label_or_kind_is_another_thing(self) -> None:
        box = Box(10, 10, 100, 100)
        ring = Polygon([(10, 10), (110, 10), (110, 110), (10, 110)])
        assert messages(shape(box, id="a"), shape(box, "person", id="b"), shape(ring, id="c")) == []

    @pytest.mark.parametrize(
        "geometry", [Point(5, 5), Polyline([(1, 1), (9, 9)]), Mask((2, 2, 9, 9), [0, 81]), Box(1, 1, 9, 9, 20)]
    )
    def test_equal_shapes_of_any_kind_are_doubled(self, geometry: Any) -> None:
        (message,) = messages(shape(geometry, id="a"), shape(geometry, id="b"))
        assert message == "Covers another car by 100%"

    def test_tags_are_of_the_whole_file(self) -> None:
        assert messages(shape(Tag(), id="a"), shape(Tag(), id="b")) == []

    def test_a_hole_counts(self) -> None:
        ring = ((0, 0), (90, 0), (90, 90), (0, 90))
        hole = ((10, 10), (80, 10), (80, 80), (10, 80))
        assert messages(shape(Polygon(ring), id="a"), shape(Polygon(parts=[Part(ring, (hole,))]), id="b")) == []


class TestSizesAndPlaces:
    def test_tiny_shapes_are_found_by_area_and_lines_by_length(self) -> None:
        shapes = [
            shape(Box(5, 5, 2, 30), id="pole"),
            shape(Box(5, 50, 3, 3), id="speck"),
            shape(Polyline([(50, 50), (52, 50)]), id="dash"),
            shape(Point(80, 80), id="point"),
        ]
        assert {one.instance for one in found(*shapes)} == {"speck", "dash"}
        assert found(*shapes, smallest=0) == ()

    def test_shapes_beyond_the_image_are_found(self) -> None:
        shapes = [
            shape(Box(-30, 5, 20, 20), id="outside"),
            shape(Box(-3, 5, 20, 20), id="beyond"),
            shape(Box(-0.4, 5, 20, 21), id="rounding"),
            shape(Point(FILE.width, 9), id="edge"),
        ]
        assert {one.instance: one.message for one in found(*shapes)} == {
            "outside": "Lies outside the image",
            "beyond": "Reaches 3 px beyond the image",
        }

    def test_an_image_of_one_pixel_is_no_trouble(self) -> None:
        image = np.zeros((1, 1, 3), np.uint8)
        outcome = testing.run(SCRIPT, testing.command(image), image=image, instances=[shape(Box(0, 0, 1, 1))])
        assert outcome.error is None
        assert [one.message for one in outcome.reports[0]] == ["Tiny: 1 x 1 px"]


def test_ten_thousand_shapes_are_looked_through() -> None:
    rng = np.random.default_rng(5)
    places = rng.uniform(0, (1950, 1450), (10_000, 2))
    shapes = [shape(Box(*place, *rng.uniform(10, 40, 2)), id=str(index)) for index, place in enumerate(places)]
    pairs = {(one.id, other.id) for one, other, _ in REVIEW.overlaps(shapes, 0.8)}
    some = rng.choice(10_000, 20, replace=False)
    for i in some:
        for j in range(10_000):
            if j != i and iou(shapes[i].geometry, shapes[j].geometry) >= 0.8:
                assert (str(max(i, j)), str(min(i, j))) in pairs
    assert pairs


def test_a_crowd_of_equal_shapes_ends() -> None:
    shapes = [shape(Box(10, 10, 500, 500), id=str(index)) for index in range(3_000)]
    (report,) = run(*shapes).reports
    assert len(report) == 1_000
