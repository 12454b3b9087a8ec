"""What may be applied to a file, and what the author is told of the rest."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from limner import (
    Box,
    ChangeError,
    ChangeSet,
    Cuboid,
    Ellipse,
    File,
    Geometry,
    Keypoint,
    Keypoints,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    Tag,
    verbs,
)
from limner.changes import Created, Limits, Suggested, Surroundings, Updated, check
from limner.geometry import KINDS
from tests.runtime import strategies as some

FILE = File("f", "a.png", 100, 80)
HERE = Surroundings(FILE, labels=["cat", "dog"], ids={"i1", "i2"})
NAN = math.nan
NOT_FINITE: dict[str, Geometry] = {
    "box": Box(0, 0, NAN, 5),
    "polygon": Polygon(parts=[Part([(0, 0), (9, 0), (9, 9)], [[(1, 1), (2, NAN), (2, 2)]])]),
    "polyline": Polyline([(0, 0), (math.inf, 0)]),
    "point": Point(-math.inf, 0),
    "ellipse": Ellipse(5, 5, 3, 3, NAN),
    "keypoints": Keypoints((Keypoint("a", NAN, 0),)),
    "cuboid": Cuboid(Box(0, 0, 5, 5), Box(NAN, 0, 5, 5)),
}
OUTSIDE: dict[str, Geometry] = {
    "box": Box(200, 10, 20, 20),
    "polygon": Polygon([(-50, 10), (-20, 10), (-20, 60)]),
    "cuboid": Cuboid(Box(200, 10, 20, 20), Box(210, 10, 20, 20)),
    "mask": Mask((100, 80, 4, 4), [0, 16]),
}


def creating(*shapes: Geometry, **fields: Any) -> ChangeSet:
    return ChangeSet(tuple(Created(shape, **fields) for shape in shapes))


def refused(changes: ChangeSet, around: Surroundings = HERE) -> str:
    with pytest.raises(ChangeError) as caught:
        check(changes, around)
    return str(caught.value)


class TestShapes:
    @given(some.change_sets)
    def test_what_is_taken_is_valid_and_stays_so(self, changes: ChangeSet) -> None:
        around = Surroundings(File("f", "a.png", some.SIDE, some.SIDE))
        try:
            once = check(changes, around)
        except ChangeError as error:
            assert "lies outside the file" in str(error)
        else:
            assert check(once, around) == once
            assert all(verbs.problem(item.geometry) is None for item in once.created)

    def test_the_instance_that_cannot_be_applied_is_named_by_its_number(self) -> None:
        fine, wrong = Box(1, 1, 5, 5), Polygon([(0, 0), (1, 1)])
        assert refused(creating(fine, fine, wrong)) == "instance 3: polygon has 2 points, needs at least 3"

    @pytest.mark.parametrize("kind", NOT_FINITE)
    def test_a_coordinate_that_is_no_finite_number_is_refused(self, kind: str) -> None:
        assert refused(creating(NOT_FINITE[kind])) == f"instance 1: {kind} has a coordinate that is no finite number"

    def test_every_kind_with_coordinates_has_a_case_above(self) -> None:
        assert NOT_FINITE.keys() == KINDS.keys() - {"tag", "mask"}

    @pytest.mark.parametrize("kind", OUTSIDE)
    def test_a_shape_with_nothing_in_the_file_is_refused(self, kind: str) -> None:
        assert refused(creating(OUTSIDE[kind])) == f"instance 1: {kind} lies outside the file, which is 100 x 80"

    @pytest.mark.parametrize(
        ("shape", "expected"),
        [
            (Box(-10, -10, 50, 50), Box(0, 0, 40, 40)),
            (Polygon([(-5, 5), (50, 5), (50, 200)]), Polygon([(0, 5), (50, 5), (50, 80)])),
            (Point(500, -3), Point(100, 0)),
            (Polyline([(-5, 5), (-9, 9)]), Polyline([(0, 5), (0, 9)])),
            (Mask((98, 0, 4, 1), [0, 4]), Mask((98, 0, 2, 1), [0, 2])),
            (Tag(), Tag()),
        ],
    )
    def test_out_of_range_coordinates_are_clamped(self, shape: Geometry, expected: Geometry) -> None:
        changes = ChangeSet((Created(shape),), (Updated("i1", shape),))
        checked = check(changes, HERE)
        assert (checked.created[0].geometry, checked.updated[0].geometry) == (expected, expected)

    def test_a_shape_without_an_inside_may_be_flat(self) -> None:
        flat = Polygon([(0, 0), (5, 5), (10, 10)])
        assert check(creating(flat), HERE).created[0].geometry == flat

    def test_a_mask_of_background_only_is_taken(self) -> None:
        assert check(creating(Mask((0, 0, 4, 4), [16])), HERE)

    def test_a_mask_that_claims_to_be_enormous_costs_no_more_than_the_file(self) -> None:
        side = 10**9
        (created,) = check(creating(Mask((0, 0, side, side), [0, side * side])), HERE).created
        assert created.geometry == Mask((0, 0, 100, 80), [0, 8000])

    def test_too_many_points_are_refused(self) -> None:
        around = replace(HERE, limits=Limits(vertices=3))
        square = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)])
        assert refused(creating(square), around) == (
            "instance 1: polygon has 4 points, at most 3 are taken; simplify it first"
        )

    def test_a_mask_may_have_more_runs_than_a_polygon_points(self) -> None:
        around = replace(HERE, limits=Limits(vertices=3))
        assert check(creating(Mask((0, 0, 6, 1), [1, 1, 1, 1, 1, 1])), around)


class TestItems:
    def test_a_label_that_does_not_exist_is_told_which_do(self) -> None:
        expected = "label 'cow' does not exist in this project (there are: 'cat', 'dog'): add it there first"
        assert refused(creating(Tag(), label="cow")) == f"instance 1: {expected}"
        assert refused(ChangeSet(updated=(Updated("i1", label="cow"),))) == f"update of i1: {expected}"

    def test_labels_that_are_not_known_are_not_checked(self) -> None:
        assert check(creating(Tag(), label="cow"), Surroundings(FILE))

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"label": 5}, "label is 5, expected a text"),
            ({"attributes": [1]}, "attributes are [1], expected a mapping"),
        ],
    )
    def test_label_and_attributes_are_what_they_should_be(self, fields: dict[str, Any], message: str) -> None:
        assert refused(creating(Tag(), **fields), Surroundings(FILE)) == f"instance 1: {message}"
        assert refused(ChangeSet(updated=(Updated("i1", **fields),)), Surroundings(FILE)) == f"update of i1: {message}"

    @pytest.mark.parametrize("score", [-0.1, 1.5, NAN])
    def test_a_score_is_from_0_to_1(self, score: float) -> None:
        assert refused(creating(Tag(), score=score)) == f"instance 1: score is {score:g}, expected 0 to 1"

    @pytest.mark.parametrize(
        ("changes", "where"),
        [(ChangeSet(updated=(Updated("i9"),)), "update of i9"), (ChangeSet(deleted=("i9",)), "deletion of i9")],
    )
    def test_only_instances_on_the_file_can_be_changed(self, changes: ChangeSet, where: str) -> None:
        assert refused(changes) == f"{where}: no such instance on this file"
        assert check(changes, Surroundings(FILE)) == changes

    def test_an_update_with_a_bad_shape_is_named_by_the_instance(self) -> None:
        assert refused(ChangeSet(updated=(Updated("i1", Box(0, 0, 0, 5)),))) == (
            "update of i1: box measures 0 x 5, needs more than 0"
        )

    def test_more_changes_than_allowed_are_refused_before_anything_is_looked_at(self) -> None:
        around = replace(HERE, limits=Limits(instances=2))
        changes = ChangeSet((Created(Box(0, 0, 0, 0)),), (Updated("i9"),), ("i9",))
        assert refused(changes, around) == "3 changes at once, at most 2 are taken"


class TestSuggestions:
    def suggesting(self, shape: Geometry, **fields: Any) -> ChangeSet:
        return ChangeSet(suggested=(Suggested(Tag()), Suggested(shape, **fields)))

    @pytest.mark.parametrize(
        ("shape", "fields", "message"),
        [
            (Polygon([(0, 0), (1, 1)]), {}, "polygon has 2 points, needs at least 3"),
            (Box(200, 10, 20, 20), {}, "box lies outside the file, which is 100 x 80"),
            (Tag(), {"score": 1.5}, "score is 1.5, expected 0 to 1"),
            (
                Tag(),
                {"label": "cow"},
                "label 'cow' does not exist in this project (there are: 'cat', 'dog'): add it there first",
            ),
            (Tag(), {"attributes": [1]}, "attributes are [1], expected a mapping"),
            (Tag(), {"replaces": "i9"}, "no such instance on this file"),
        ],
    )
    def test_they_are_checked_as_what_is_created_is(self, shape: Geometry, fields: Any, message: str) -> None:
        assert refused(self.suggesting(shape, **fields)) == f"suggestion 2: {message}"

    def test_they_are_clamped_and_may_take_a_place(self) -> None:
        checked = check(self.suggesting(Box(90, 70, 50, 50), replaces="i1"), HERE)
        assert checked.suggested[1] == Suggested(Box(90, 70, 10, 10), replaces="i1")

    def test_they_count_towards_the_most_that_is_taken(self) -> None:
        around = replace(HERE, limits=Limits(instances=1))
        assert refused(self.suggesting(Tag()), around) == "2 changes at once, at most 1 are taken"


class TestWhatWasReturned:
    """The geometry a script had suggested, where a person changed it before accepting."""

    def test_it_is_checked_too(self) -> None:
        changes = creating(Tag(), returned=Box(0, 0, math.inf, 5))
        assert refused(changes) == "instance 1: returned box has a coordinate that is no finite number"

    def test_it_is_clamped_too(self) -> None:
        side = 10**9
        (created,) = check(creating(Tag(), returned=Mask((0, 0, side, side), [0, side * side])), HERE).created
        assert created.returned == Mask((0, 0, 100, 80), [0, 8000])

    def test_it_may_be_missing(self) -> None:
        assert check(creating(Tag()), HERE).created[0].returned is None


class TestChangeSet:
    def test_it_counts_what_it_holds_and_is_false_when_empty(self) -> None:
        assert not ChangeSet()
        assert len(ChangeSet((Created(Tag()),), (Updated("i1"),), ("i2", "i3"))) == 4
        assert ChangeSet(deleted=("i1",))

    def test_a_suggestion_alone_is_something_too(self) -> None:
        assert len(ChangeSet(suggested=(Suggested(Tag()),))) == 1
