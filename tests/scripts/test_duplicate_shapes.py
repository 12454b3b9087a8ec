"""Duplicate shapes, run from its own file through a real cell under CPython."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner import (
    Box,
    Ellipse,
    Instance,
    Keypoint,
    Keypoints,
    Mask,
    Point,
    Polygon,
    Polyline,
    Tag,
    UpdateInstance,
    samples,
    testing,
)
from limner.geometry import Geometry
from limner.testing import Outcome

SCRIPT = Path(__file__).resolve().parents[2] / "scripts_library" / "duplicate_shapes.py"
IMAGE = np.zeros((240, 320, 3), np.uint8)
BOX, MOVED, FAR = Box(20, 20, 80, 60), Box(23, 21, 80, 60), Box(200, 100, 80, 60)


def shape(name: str, geometry: Geometry, label: str | None = "cat") -> Instance:
    return Instance(f"{name:-<16}", "file", geometry, label)


def drawn(
    geometry: Geometry,
    *others: Instance,
    label: str | None = "cat",
    answers: Sequence[str | None] = (),
    storage: Mapping[str, Any] | None = None,
    **params: Any,
) -> Outcome:
    """Draw a shape beside others and answer what is asked."""
    event = testing.created(geometry, IMAGE, label=label)
    event = replace(event, instance=replace(event.instance, id=f"{'new':-<16}"))
    there = [*others, event.instance]
    return testing.run(SCRIPT, event, image=IMAGE, instances=there, answers=answers, storage=storage, params=params)


def test_a_shape_on_another_one_is_asked_about_with_both_shown() -> None:
    outcome = drawn(MOVED, shape("old", BOX))
    assert outcome.error is None
    assert outcome.questions == ["cat (box) is there twice, 90 % overlap. Which one stays?"]
    assert outcome.about == [[f"{'old':-<16}", f"{'new':-<16}"]]


@pytest.mark.parametrize(
    ("answer", "gone"), [("Keep first", "new"), ("Keep new", "old"), ("Keep both", ""), (None, "")]
)
def test_what_is_answered_is_done(answer: str | None, gone: str) -> None:
    outcome = drawn(MOVED, shape("old", BOX), answers=[answer])
    assert list(outcome.changes.deleted) == ([f"{gone:-<16}"] if gone else [])
    assert bool(outcome.storage) == (answer == "Keep both")


def test_a_pair_that_is_both_meant_is_asked_about_once() -> None:
    first = drawn(MOVED, shape("old", BOX), answers=["Keep both"])
    again = drawn(MOVED, shape("old", BOX), storage=first.storage)
    other = drawn(MOVED, shape("old", BOX), shape("third", BOX), storage=first.storage)
    assert (again.questions, len(other.questions)) == ([], 1)
    assert other.about == [[f"{'third':-<16}", f"{'new':-<16}"]]


@pytest.mark.parametrize(
    ("geometry", "label"),
    [(FAR, "cat"), (MOVED, "dog"), (MOVED, None), (Polygon([(20, 20), (100, 20), (100, 80), (20, 80)]), "cat")],
)
def test_another_place_label_or_kind_is_no_duplicate(geometry: Geometry, label: str | None) -> None:
    outcome = drawn(geometry, shape("old", BOX), label=label)
    assert (outcome.error, outcome.questions) == (None, [])


def test_shapes_without_a_label_can_be_duplicates() -> None:
    assert len(drawn(MOVED, shape("old", BOX, None), label=None).questions) == 1


PAIRS: dict[str, tuple[Geometry, Geometry, Geometry]] = {
    "polygon": (
        Polygon([(20, 20), (100, 22), (90, 90)]),
        Polygon([(21, 20), (100, 23), (91, 90), (55, 55)]),
        Polygon([(20, 20), (100, 22), (90, 40)]),
    ),
    "ellipse": (Ellipse(90, 90, 40, 30), Ellipse(92, 91, 41, 30), Ellipse(90, 90, 40, 15)),
    "mask": (
        Mask((10, 10, 20, 20), np.ones((20, 20), bool)),
        Mask((11, 10, 20, 20), np.ones((20, 20), bool)),
        Mask((20, 10, 20, 20), np.ones((20, 20), bool)),
    ),
    "turned box": (Box(50, 50, 60, 40, 30), Box(51, 50, 60, 40, 32), Box(50, 50, 60, 40, 90)),
    "point": (Point(50, 50), Point(52, 52), Point(50, 60)),
    "keypoints": (
        Keypoints((Keypoint("a", 10, 10), Keypoint("b", 50, 60))),
        Keypoints((Keypoint("a", 12, 10), Keypoint("b", 50, 63))),
        Keypoints((Keypoint("a", 12, 10), Keypoint("b", 90, 60))),
    ),
    "polyline": (
        Polyline([(10, 10), (100, 60)]),
        Polyline([(11, 12), (55, 35), (100, 61)]),
        Polyline([(10, 10), (55, 35)]),
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_each_kind_is_told_by_its_own_measure(kind: str) -> None:
    one, twin, other = PAIRS[kind]
    assert len(drawn(twin, shape("old", one)).questions) == 1
    assert len(drawn(one, shape("old", one)).questions) == 1
    assert drawn(other, shape("old", one)).questions == []


def test_the_same_tag_twice_is_asked_about() -> None:
    assert len(drawn(Tag(), shape("old", Tag())).questions) == 1
    assert drawn(Tag(), shape("old", Tag(), "dog")).questions == []


def test_keypoints_that_hardly_share_a_name_are_not_compared() -> None:
    left = Keypoints(tuple(Keypoint(name, 10, 10) for name in "abcd"))
    right = Keypoints(tuple(Keypoint(name, 10, 10) for name in "dxyz"))
    assert drawn(right, shape("old", left)).questions == []


def test_the_nearest_is_asked_about_first_and_none_after_the_new_one_is_gone() -> None:
    others = [shape("wide", Box(20, 20, 90, 62)), shape("near", Box(23, 21, 80, 61))]
    outcome = drawn(MOVED, *others, answers=["Keep both", "Keep first"])
    assert [about[0].strip("-") for about in outcome.about] == ["near", "wide"]
    outcome = drawn(MOVED, *others, answers=["Keep first", "Keep first"])
    assert [about[0].strip("-") for about in outcome.about] == ["near"]
    assert list(outcome.changes.deleted) == [f"{'new':-<16}"]


@pytest.mark.parametrize(("overlap", "count"), [(0.85, 1), (0.95, 0)])
def test_the_overlap_is_a_setting(overlap: float, count: int) -> None:
    assert len(drawn(MOVED, shape("old", BOX), overlap=overlap).questions) == count


@pytest.mark.parametrize(("near", "count"), [(3.0, 1), (2.0, 0)])
def test_nearness_is_a_setting(near: float, count: int) -> None:
    assert len(drawn(Point(50, 52.5), shape("old", Point(50, 50)), near=near).questions) == count


def updated(changed: tuple[str, ...], **params: Any) -> Outcome:
    now = shape("new", MOVED)
    event = UpdateInstance(**testing.envelope(IMAGE), instance=now, before=replace(now, geometry=FAR), changed=changed)
    return testing.run(SCRIPT, event, image=IMAGE, instances=[shape("old", BOX), now], params=params)


@pytest.mark.parametrize(
    ("changed", "count"), [(("geometry",), 1), (("label", "attributes"), 1), (("attributes",), 0), (("hidden",), 0)]
)
def test_a_change_of_place_or_label_is_asked_about(changed: tuple[str, ...], count: int) -> None:
    assert len(updated(changed).questions) == count


@pytest.mark.parametrize(
    ("kind", "params", "count"),
    [("script", {}, 0), ("script", {"scripts": True}, 1), ("import", {}, 1), ("remote", {}, 0), ("undo", {}, 0)],
)
def test_who_drew_it_matters(kind: Any, params: dict[str, Any], count: int) -> None:
    event = replace(testing.created(MOVED, IMAGE, label="cat"), actor=samples.Actor(kind, "x"))
    outcome = testing.run(SCRIPT, event, image=IMAGE, instances=[shape("old", BOX)], params=params)
    assert len(outcome.questions) == count


CROWD = [shape("one", BOX), shape("two", MOVED), shape("far", FAR), shape("twin", FAR), shape("tag", Tag())]


def saving(*shapes: Instance, **given: Any) -> Outcome:
    return testing.run(SCRIPT, testing.saving(IMAGE), image=IMAGE, instances=shapes, **given)


def test_saving_is_refused_only_where_it_is_wanted() -> None:
    assert saving(*CROWD).veto is None
    refused = saving(*CROWD, params={"refuse": True})
    assert (
        refused.veto
        == "2 pairs of duplicates: cat (box), 90 % overlap; cat (box), 100 % overlap. Shift+U asks which ones stay."
    )
    assert saving(CROWD[0], CROWD[2], params={"refuse": True}).veto is None


def test_what_is_both_meant_is_no_reason_to_refuse() -> None:
    kept = drawn(MOVED, shape("old", BOX), answers=["Keep both"]).storage
    shapes = [shape("old", BOX), shape("new", MOVED)]
    assert saving(*shapes, params={"refuse": True}, storage=kept).veto is None
    assert saving(*shapes, params={"refuse": True}).veto is not None


def test_many_pairs_are_counted_and_few_named() -> None:
    veto = saving(*(shape(f"s{n}", BOX) for n in range(5)), params={"refuse": True}).veto
    assert veto is not None
    assert veto.startswith("10 pairs of duplicates: ")
    assert "; 5 more" in veto


def checked(*shapes: Instance, answers: Sequence[str | None] = ()) -> Outcome:
    event = testing.command(IMAGE, command="check")
    return testing.run(SCRIPT, event, image=IMAGE, instances=shapes, answers=answers)


def test_the_button_asks_about_each_pair_that_is_left() -> None:
    outcome = checked(*CROWD, answers=["Keep first", "Keep new"])
    assert [[id.strip("-") for id in about] for about in outcome.about] == [["one", "two"], ["far", "twin"]]
    assert [id.strip("-") for id in outcome.changes.deleted] == ["two", "far"]


def test_what_is_gone_is_asked_about_no_more() -> None:
    outcome = checked(*(shape(name, BOX) for name in "abc"), answers=["Keep first", "Keep first", "Keep first"])
    assert [id.strip("-") for id in outcome.changes.deleted] == ["b", "c"]
    assert len(outcome.questions) == 2


def test_putting_a_question_away_ends_the_round() -> None:
    assert len(checked(*CROWD, answers=[None]).questions) == 1


def test_an_orderly_file_is_said_to_be_one() -> None:
    assert checked().notices == checked(CROWD[0], CROWD[2]).notices == ["No shapes on this file are duplicates."]


@pytest.mark.parametrize("geometry", [Box(3, 3, 0.001, 0.001), Box(0, 0, 320, 240), Polygon([(1, 1), (2, 1), (2, 2)])])
def test_tiny_and_huge_shapes_are_duplicates_of_themselves_only(geometry: Geometry) -> None:
    assert len(drawn(geometry, shape("old", geometry)).questions) == 1
    assert drawn(geometry, shape("old", FAR)).questions == []
