"""The handle: what each grant adds, and what its absence says."""

import asyncio
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from limner import Box, ChangeError, GrantError, HostError, Instance, Tag, testing
from limner.canvas import GRANTED, Canvas, grants_for
from limner.changes import Created, Updated
from limner.granted import build
from limner.manifest import GRANTS
from limner.services import Answer
from tests.runtime.desk import Desk
from tests.runtime.host import BOX, EVENT, error_of, run, script


@pytest.fixture
def desk() -> Desk:
    return Desk()


def offered(mixin: type[Canvas]) -> Iterator[str]:
    return (name for name in vars(mixin) if not name.startswith("_"))


def brought(grant: str) -> set[str]:
    """The calls a grant brings, its own and those of the grants it rests on."""
    return {name for mixin in GRANTED[grant].__mro__ if issubclass(mixin, Canvas) for name in offered(mixin)}


def without(grant: str) -> list[str]:
    """All grants but those that bring what this one does."""
    return [other for other in GRANTS if not issubclass(GRANTED[other], GRANTED[grant])]


def public(canvas: Canvas) -> set[str]:
    return {name for name in dir(canvas) if not name.startswith("_")}


class TestGrants:
    def test_every_grant_has_its_part_of_the_canvas(self) -> None:
        assert GRANTED.keys() == GRANTS.keys()
        assert all(any(offered(mixin)) for mixin in GRANTED.values())

    def test_every_grant_has_methods_of_its_own(self) -> None:
        names = [name for mixin in (Canvas, *GRANTED.values()) for name in offered(mixin)]
        assert len(names) == len(set(names))

    @pytest.mark.parametrize("count", range(len(GRANTS) + 1))
    def test_the_canvas_holds_what_is_granted_and_nothing_else(self, desk: Desk, count: int) -> None:
        for grants in combinations(GRANTS, count):
            canvas = build(grants, desk.run)
            assert public(canvas) == {*offered(Canvas), *(name for grant in grants for name in brought(grant))}

    @pytest.mark.parametrize(
        ("grant", "name"), [(grant, name) for grant, mixin in GRANTED.items() for name in offered(mixin)]
    )
    def test_what_is_not_granted_says_which_grant_to_declare(self, desk: Desk, grant: str, name: str) -> None:
        canvas = build(without(grant), desk.run)
        assert not hasattr(canvas, name)
        with pytest.raises(GrantError, match=f'canvas.{name} needs the grant "{grant}": add it to grants'):
            getattr(canvas, name)

    @pytest.mark.parametrize("grant", GRANTS)
    def test_a_script_without_the_grant_fails_with_its_name(self, grant: str) -> None:
        name = next(offered(GRANTED[grant]))
        error = error_of(run(script(f"canvas.{name}()"), grants=without(grant), params={}))
        assert error.startswith(f'GrantError: canvas.{name} needs the grant "{grant}"')

    @pytest.mark.parametrize("grants", [[], ["camera"], ["*"], ["image:"]])
    def test_what_is_no_grant_gives_nothing(self, desk: Desk, grants: list[str]) -> None:
        assert public(build(grants, desk.run)) == set(offered(Canvas))

    def test_a_larger_grant_brings_what_a_smaller_one_does(self, desk: Desk) -> None:
        assert "suggest" in public(build(["instances:write"], desk.run))
        assert "create" not in public(build(["instances:suggest"], desk.run))

    @pytest.mark.parametrize("name", sorted({name for grant in GRANTS for name in brought(grant)} - set(vars(Canvas))))
    def test_the_smallest_grant_is_named_first(self, name: str) -> None:
        first, *others = grants_for(name)
        assert all(issubclass(GRANTED[other], GRANTED[first]) for other in others)
        assert name in offered(GRANTED[first])

    def test_what_no_grant_gives_is_a_plain_attribute_error(self, desk: Desk) -> None:
        with pytest.raises(AttributeError, match="the canvas has no 'paint'"):
            _ = desk.canvas().paint


class TestEveryCanvas:
    def test_the_parameters_are_there(self, desk: Desk) -> None:
        assert build((), desk.run).params.size == 5

    def test_log_joins_its_values_as_print_does(self, desk: Desk) -> None:
        desk.canvas().log("a", 1, None, level="warning")
        assert desk.told == [("log", {"level": "warning", "text": "a 1 None", "values": None})]

    def test_log_hands_over_what_can_be_unfolded(self, desk: Desk) -> None:
        desk.canvas().log("box", {"x": [1]})
        assert desk.told == [("log", {"level": "info", "text": "box {'x': [1]}", "values": ("box", {"x": [1]})})]

    def test_notify_takes_a_level(self, desk: Desk) -> None:
        desk.canvas().notify("look")
        desk.canvas().notify(5, level="error")
        assert desk.told == [("notify", {"level": "info", "text": "look"}), ("notify", {"level": "error", "text": "5"})]

    @pytest.mark.parametrize(("given", "shown"), [(0, 0), (0.5, 0.5), (7, 1), (-1, 0), (float("nan"), 0)])
    def test_progress_stays_between_0_and_1(self, desk: Desk, given: float, shown: float) -> None:
        desk.canvas().progress(given, "text")
        assert desk.told == [("progress", {"fraction": shown, "text": "text"})]


class TestImage:
    def asked(self, desk: Desk, *given: Any, **named: Any) -> dict[str, Any]:
        desk.replies.append(Answer({"width": 1, "height": 1, "channels": 3}, (bytes(3),)))
        asyncio.run(desk.canvas("image:read").image(*given, **named))
        (method, args) = desk.asked[-1]
        assert method == "image"
        return args

    def test_without_bounds_it_is_the_whole_file(self, desk: Desk) -> None:
        assert self.asked(desk) == {"bounds": [0, 0, 640, 480], "scale": 1.0}

    def test_bounds_are_grown_and_clipped_as_expand_does(self, desk: Desk) -> None:
        bounds = BOX.bounds
        args = self.asked(desk, bounds, margin=0.5, scale=0.25)
        assert args == {"bounds": list(bounds.expand(0.5, within=EVENT.file)), "scale": 0.25}

    def test_it_gives_rows_of_rgb(self, desk: Desk) -> None:
        desk.replies.append(Answer({"width": 2, "height": 1, "channels": 4}, (bytes(range(8)),)))
        found = asyncio.run(desk.canvas("image:read").image())
        np.testing.assert_array_equal(found, [[[0, 1, 2], [4, 5, 6]]])

    def test_the_channels_are_those_asked_for(self, desk: Desk) -> None:
        desk.replies.append(Answer({"width": 2, "height": 1, "channels": 4}, (bytes(range(8)),)))
        found = asyncio.run(desk.canvas("image:read").image(channels="bgr"))
        np.testing.assert_array_equal(found, [[[2, 1, 0], [6, 5, 4]]])

    def test_a_place_outside_the_file_is_not_asked_for(self, desk: Desk) -> None:
        with pytest.raises(HostError, match="lies outside the file, which is 640 x 480"):
            asyncio.run(desk.canvas().image((700, 0, 10, 10)))
        assert desk.asked == []


NOTHING_ASKED = dict.fromkeys(("kind", "label", "attributes", "script", "within", "at"))


class TestInstances:
    def asked(self, **filters: Any) -> dict[str, Any]:
        desk = Desk([])
        assert asyncio.run(desk.canvas().instances(**filters)) == []
        ((method, args),) = desk.asked
        assert method == "instances"
        return {name: value for name, value in args.items() if value is not None}

    def test_they_come_as_instances(self) -> None:
        desk = Desk([{"id": "i", "file": "f", "geometry": {"kind": "tag"}, "label": "cat"}])
        found = asyncio.run(desk.canvas().instances())
        assert found == [Instance("i", "f", Tag(), "cat")]
        assert desk.asked == [("instances", NOTHING_ASKED)]

    def test_kind_and_label_are_passed_on(self) -> None:
        assert self.asked(kind="box", label="cat") == {"kind": "box", "label": "cat"}

    def test_attributes_and_script_are_passed_on(self) -> None:
        filters = {"attributes": {"pose": "sitting"}, "script": "limner/trace"}
        assert self.asked(**filters) == filters

    @pytest.mark.parametrize("kind", [tuple, list, np.array, iter])
    def test_places_may_be_anything_with_numbers(self, kind: Any) -> None:
        places = {"within": [1.0, 2.0, 3.0, 4.0], "at": [0.0, 0.0]}
        assert self.asked(within=kind([1, 2, 3, 4]), at=kind([0, 0])) == places

    def test_a_place_is_sent_as_plain_numbers(self) -> None:
        assert {type(side) for side in self.asked(within=BOX.bounds)["within"]} == {float}


class TestWriting:
    def test_a_created_instance_takes_the_label_of_the_trigger(self, desk: Desk) -> None:
        desk.canvas().create(Tag())
        desk.canvas().create(Tag(), label="dog")
        assert [item.label for item in desk.run.created] == ["cat", "dog"]

    def test_create_gives_the_id_it_will_have(self, desk: Desk) -> None:
        id = desk.canvas().create(Tag(), attributes={"a": 1}, score=0.5)
        assert desk.run.created == [Created(Tag(), "cat", {"a": 1}, 0.5, id)]

    def test_update_changes_what_is_given(self, desk: Desk) -> None:
        desk.canvas().update(BOX, geometry=Tag())
        desk.canvas().update("i2", label="dog", attributes={"a": None})
        assert desk.run.updated == [Updated("i1", Tag()), Updated("i2", None, "dog", {"a": None})]

    def test_labels_and_attributes_can_be_set_alone(self, desk: Desk) -> None:
        desk.canvas().set_label(BOX, "dog")
        desk.canvas().set_attributes("i2", pose="lying")
        assert desk.run.updated == [Updated("i1", label="dog"), Updated("i2", attributes={"pose": "lying"})]

    def test_delete_takes_an_instance_or_its_id(self, desk: Desk) -> None:
        desk.canvas().delete(BOX)
        desk.canvas().delete("i2")
        assert desk.run.deleted == ["i1", "i2"]

    def test_replace_hands_down_label_and_attributes_to_every_shape(self, desk: Desk) -> None:
        ids = desk.canvas().replace(BOX, Tag(), Box(1, 1, 2, 2), score=0.9)
        kept = ("cat", {"pose": "sitting"}, 0.9)
        assert desk.run.created == [Created(Tag(), *kept, ids[0]), Created(Box(1, 1, 2, 2), *kept, ids[1])]
        assert desk.run.deleted == ["i1"]

    @pytest.mark.parametrize("value", [5, None, "box", {"kind": "tag"}, [Tag()]])
    def test_what_is_no_geometry_is_refused(self, desk: Desk, value: Any) -> None:
        with pytest.raises(ChangeError, match=f"{type(value).__name__} is no geometry"):
            desk.canvas().create(value)

    def test_what_is_no_instance_is_refused(self, desk: Desk) -> None:
        with pytest.raises(ChangeError, match="int is no instance or id"):
            desk.canvas().delete(5)

    def test_the_changes_are_gathered_in_order(self, desk: Desk) -> None:
        canvas = desk.canvas()
        canvas.create(Tag())
        canvas.delete("i2")
        canvas.set_label("i3", "dog")
        changes = desk.run.changes
        assert (len(changes.created), changes.updated[0].id, changes.deleted) == (1, "i3", ("i2",))


class TestOwnCreations:
    """What a run creates it may change again before it ends."""

    def source(self, *lines: str) -> str:
        body = "\n".join(f"    {line}" for line in lines)
        return (
            '# /// script\n# [tool.limner]\n# grants = ["instances:write"]\n# ///\n'
            "from limner import Box, Point, on\n\n\n"
            f'@on("command")\ndef run(event, canvas):\n{body}\n'
        )

    def outcome(self, *lines: str) -> testing.Outcome:
        return testing.run(self.source(*lines), testing.command(Image()))

    def test_an_update_of_it_becomes_part_of_its_creation(self) -> None:
        outcome = self.outcome(
            "one = canvas.create(Box(1, 2, 3, 4), label='cat', attributes={'a': 1, 'b': 2})",
            "canvas.update(one, geometry=Point(5, 6), attributes={'a': None, 'c': 3})",
            "canvas.set_label(one, 'dog')",
        )
        assert outcome.error is None
        (item,) = outcome.changes.created
        assert (item.geometry.kind, item.label, item.attributes) == ("point", "dog", {"b": 2, "c": 3})
        assert outcome.changes.updated == ()

    def test_a_deletion_of_it_takes_it_back(self) -> None:
        outcome = self.outcome("canvas.create(Box(1, 2, 3, 4))", "canvas.delete(canvas.create(Point(1, 1)))")
        assert outcome.error is None
        assert [item.geometry.kind for item in outcome.changes.created] == ["box"]
        assert outcome.changes.deleted == ()


class Image:
    shape = (40, 60, 3)
