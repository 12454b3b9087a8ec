"""Events: one dataclass each, all in the same envelope."""

import dataclasses
import json
import re
from typing import Any

import pytest
from hypothesis import given

from limner import Actor, Bounds, Box, Event, File, Instance, PromptPoint, RecordError, Stroke
from limner.events import EVENTS, InstanceEvent
from tests.runtime import strategies as some
from tests.runtime.examples import ENVELOPE, EVENT_FIELDS, INSTANCE, event_json


def test_every_event_has_an_example_and_a_strategy() -> None:
    assert EVENT_FIELDS.keys() == some.EVENT_STRATEGIES.keys() == EVENTS.keys()


@given(some.events)
def test_every_event_comes_back_from_json_as_it_was(event: Event) -> None:
    assert Event.from_json(json.loads(json.dumps(event.to_json(), allow_nan=False))) == event


@pytest.mark.parametrize("name", EVENTS)
class TestEveryEvent:
    def test_it_is_named_verb_noun_as_its_class_is(self, name: str) -> None:
        words = re.findall("[A-Z][a-z]+", EVENTS[name].__name__)
        assert name == "_".join(words).lower()

    def test_it_carries_the_envelope(self, name: str) -> None:
        event = Event.from_json(event_json(name))
        assert type(event) is EVENTS[name]
        assert (event.id, event.at, event.project, event.revision) == ("e1", "2026-01-01T00:00:00Z", "p1", 7)
        assert event.actor == Actor("human", "ada")
        assert event.file == File("f1", "cat.png", 640, 480, "image", 0)

    @pytest.mark.parametrize("key", ["id", "at", "actor", "project", "file"])
    def test_nothing_of_the_envelope_may_be_missing(self, name: str, key: str) -> None:
        data = event_json(name)
        del data[key]
        with pytest.raises(RecordError, match=f"event lacks {key}"):
            Event.from_json(data)

    def test_it_carries_its_own_fields(self, name: str) -> None:
        event = Event.from_json(event_json(name))
        own = {field.name for field in dataclasses.fields(event)} - {field.name for field in dataclasses.fields(Event)}
        assert own == EVENT_FIELDS[name].keys()

    def test_it_says_what_it_is(self, name: str) -> None:
        doc = EVENTS[name].__doc__
        assert doc is not None and not doc.startswith(EVENTS[name].__name__)

    def test_it_cannot_be_changed(self, name: str) -> None:
        with pytest.raises(dataclasses.FrozenInstanceError):
            Event.from_json(event_json(name)).project = "other"  # type: ignore[misc]


@pytest.mark.parametrize("name", [name for name, cls in EVENTS.items() if issubclass(cls, InstanceEvent)])
class TestInstanceEvents:
    def test_the_instance_is_there(self, name: str) -> None:
        event = Event.from_json(event_json(name))
        assert isinstance(event, InstanceEvent)
        assert event.instance == Instance("i1", "f1", Box(1, 2, 3, 4))

    def test_a_null_instance_is_refused(self, name: str) -> None:
        with pytest.raises(RecordError, match=r"event\.instance is None"):
            Event.from_json(event_json(name, instance=None))

    def test_a_missing_instance_is_refused(self, name: str) -> None:
        data = event_json(name)
        del data["instance"]
        with pytest.raises(RecordError, match="event lacks instance"):
            Event.from_json(data)


def test_an_update_says_how_it_was_and_what_differs() -> None:
    event: Any = Event.from_json(event_json("update_instance"))
    assert (event.before.label, event.instance.label, event.changed) == ("cat", None, ("label",))


def test_an_update_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(RecordError, match=r"event\.changed\[0\] is 'colour', expected one of 'geometry'"):
        Event.from_json(event_json("update_instance", changed=["colour"]))


def test_a_shape_that_is_drawn_anew_was_nothing_before() -> None:
    event: Any = Event.from_json({"name": "draw_instance", **ENVELOPE, "instance": INSTANCE, "session": "s1"})
    assert (event.instance.id, event.session, event.before) == ("i1", "s1", None)


def test_a_command_may_come_without_a_selection() -> None:
    event: Any = Event.from_json({"name": "command", **ENVELOPE})
    assert event.instance is None


@pytest.mark.parametrize("name", ["created", "", None, 5, ["command"]])
def test_an_event_that_does_not_exist_is_refused(name: Any) -> None:
    with pytest.raises(RecordError, match=r"event\.name is .*, expected one of open_file"):
        Event.from_json({**ENVELOPE, "name": name})


def test_an_unknown_actor_is_refused() -> None:
    with pytest.raises(RecordError, match=r"event\.actor\.kind is 'robot', expected one of 'human'"):
        Event.from_json(event_json("open_file", actor={"kind": "robot"}))


class TestPrompt:
    def test_its_clicks_and_its_box_are_there(self) -> None:
        event: Any = Event.from_json(event_json("prompt"))
        assert event.points == (PromptPoint(5, 6, positive=True), PromptPoint(7, 8, positive=False))
        assert event.box == Bounds(1, 2, 30, 40)
        assert (event.box.width, event.session) == (30, "s1")

    def test_its_strokes_are_there_and_are_over_the_object_unless_they_say_otherwise(self) -> None:
        event: Any = Event.from_json(event_json("prompt"))
        assert event.strokes == (Stroke(((1, 2), (3, 4)), 5), Stroke(((6, 7),), 8, positive=False))

    def test_only_the_session_must_be_there(self) -> None:
        event: Any = Event.from_json({"name": "prompt", **ENVELOPE, "session": "s2"})
        assert (event.session, event.points, event.box, event.instance, event.strokes) == ("s2", (), None, None, ())
        with pytest.raises(RecordError, match="event lacks session"):
            Event.from_json({"name": "prompt", **ENVELOPE})

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"points": [{"x": 1}]}, r"event\.points\[0\] lacks y"),
            ({"points": [{"x": 1, "y": "2"}]}, r"event\.points\[0\]\.y is '2', expected a number"),
            (
                {"points": [{"x": 1, "y": 2, "positive": 1}]},
                r"event\.points\[0\]\.positive is 1, expected true or false",
            ),
            ({"strokes": [{"points": [[1, 2]]}]}, r"event\.strokes\[0\] lacks width"),
            (
                {"strokes": [{"points": [[1]], "width": 2}]},
                r"event\.strokes\[0\]\.points\[0\] has 1 values, expected 2",
            ),
            ({"box": [1, 2, 3]}, r"event\.box has 3 values, expected 4"),
        ],
    )
    def test_what_does_not_fit_is_named(self, changed: dict[str, Any], message: str) -> None:
        with pytest.raises(RecordError, match=message):
            Event.from_json(event_json("prompt", **changed))


def test_changed_parameters_are_given_before_and_after() -> None:
    event: Any = Event.from_json(event_json("change_params"))
    assert (event.before, event.after, event.changed) == ({"size": 5}, {"size": 7}, ("size",))


def test_a_change_of_frame_says_which_was_left() -> None:
    event: Any = Event.from_json(event_json("change_frame", before=4))
    assert event.before == 4


@pytest.mark.parametrize("reason", ["save", "complete"])
def test_before_save_says_why(reason: str) -> None:
    event: Any = Event.from_json(event_json("before_save", reason=reason))
    assert event.reason == reason


def test_another_reason_to_save_is_refused() -> None:
    with pytest.raises(RecordError, match=r"event\.reason is 'leave', expected one of 'save', 'complete'"):
        Event.from_json(event_json("before_save", reason="leave"))
