"""Declaring hooks, and calling the functions behind them."""

from typing import Any

import pytest

from limner import Actor, Box, CreateInstance, Event, HookError, Instance, Point, on
from limner.events import EVENTS
from limner.geometry import KINDS
from limner.hooks import LATEST_BY_DEFAULT, Bound, Hook, collect
from tests.runtime.examples import event_json
from tests.runtime.host import EVENT

BOX = Box(1, 2, 3, 4)


def declared(*functions: Any) -> list[Hook]:
    return [bound.hook for bound in collect({str(i): function for i, function in enumerate(functions)})]


def trace(event: Any = None, canvas: Any = None) -> None:
    """A function to declare."""


def fresh() -> Any:
    def trace(event: Any, canvas: Any) -> None: ...

    return trace


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_can_be_answered(event: str) -> None:
    (hook,) = declared(on(event)(fresh()))
    assert hook == Hook(f"trace:{event}", event, "trace", schedule="latest" if event in LATEST_BY_DEFAULT else "queue")


def test_filters_are_kept_as_they_were_declared() -> None:
    declare = on(
        "create_instance",
        kind=["box", "polygon"],
        label="car",
        actor=("human", "import"),
        attributes={"side": "left"},
        schedule="drop",
    )
    (hook,) = declared(declare(fresh()))
    assert (hook.kinds, hook.labels, hook.actors) == (("box", "polygon"), ("car",), ("human", "import"))
    assert (hook.attributes, hook.schedule) == ({"side": "left"}, "drop")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_filtered_by(kind: str) -> None:
    assert declared(on("create_instance", kind=kind)(fresh()))[0].kinds == (kind,)


def test_one_declaration_may_name_several_events_in_order() -> None:
    hooks = declared(on("create_instance", "update_instance", "command")(fresh()))
    assert [hook.event for hook in hooks] == ["create_instance", "update_instance", "command"]


def test_declarations_are_found_in_the_order_they_stand_there() -> None:
    upper = on("open_file")(on("leave_file")(fresh()))
    assert [hook.event for hook in declared(upper, on("command")(fresh()))] == ["open_file", "leave_file", "command"]


def test_every_hook_has_an_id_of_its_own() -> None:
    twice = on("create_instance", kind="box")(on("create_instance", kind="polygon")(fresh()))
    ids = [hook.id for hook in declared(twice, on("create_instance")(fresh()))]
    assert ids == ["trace:create_instance", "trace:create_instance:2", "trace:create_instance:3"]


def test_a_function_under_two_names_is_declared_once() -> None:
    function = on("command")(fresh())
    assert len(declared(function, function)) == 1


def test_the_function_stays_what_it_was() -> None:
    function = fresh()
    assert on("command")(function) is function


def test_other_things_in_the_script_are_no_hooks() -> None:
    assert declared(fresh(), 5, on, Hook, "text") == []


@pytest.mark.parametrize(
    ("events", "filters", "message"),
    [
        (("created",), {}, "event 'created' does not exist, choose from open_file"),
        ((), {}, "event '' does not exist"),
        ((trace,), {}, "event <function trace"),
        ((["command"],), {}, r"event \['command'\] does not exist"),
        (("command",), {"kind": "circle"}, "kind 'circle' does not exist, choose from box"),
        (("command",), {"actor": "robot"}, "actor 'robot' does not exist, choose from human"),
        (("command",), {"schedule": "soon"}, "schedule 'soon' does not exist, choose from latest"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(events: Any, filters: dict[str, Any], message: str) -> None:
    with pytest.raises(HookError, match=f"@on: {message}"):
        on(*events, **filters)


class TestCalling:
    @pytest.mark.parametrize(
        ("function", "expected"),
        [
            (lambda: (), ()),
            (lambda event: (event,), ("event",)),
            (lambda event, canvas: (event, canvas), ("event", "canvas")),
            (lambda event, canvas, extra="own": (event, canvas, extra), ("event", "canvas", "own")),
            (lambda *given: given, ("event", "canvas")),
            (lambda event, /, *, only="own": (event, only), ("event", "own")),
            (lambda event, **rest: (event, rest), ("event", {})),
        ],
    )
    def test_a_function_gets_as_much_as_it_takes(self, function: Any, expected: Any) -> None:
        assert Bound(Hook("h", "command", "h"), function).call("event", "canvas") == expected  # type: ignore[arg-type]


def about(shape: Any = BOX, **fields: Any) -> Event:
    """The event of an instance being created."""
    own = {name: getattr(EVENT, name) for name in ("id", "at", "project", "file")}
    actor = Actor(fields.pop("actor", "human"), "ada")
    return CreateInstance(**own, actor=actor, instance=Instance("i1", "f1", shape, **fields))


class TestMatching:
    @pytest.mark.parametrize("declared", EVENTS)
    def test_only_its_own_event_is_for_a_hook(self, declared: str) -> None:
        hook = Hook("h", declared, "h")
        assert [name for name in EVENTS if hook.matches(Event.from_json(event_json(name)))] == [declared]

    @pytest.mark.parametrize(
        ("filters", "event", "matches"),
        [
            ({}, about(), True),
            ({"kinds": ("box",)}, about(), True),
            ({"kinds": ("point", "box")}, about(), True),
            ({"kinds": ("point",)}, about(), False),
            ({"kinds": ("point",)}, about(Point(1, 1)), True),
            ({"labels": ("cat",)}, about(label="cat"), True),
            ({"labels": ("cat", "dog")}, about(label="dog"), True),
            ({"labels": ("cat",)}, about(label="dog"), False),
            ({"labels": ("cat",)}, about(), False),
            ({"actors": ("human",)}, about(), True),
            ({"actors": ("script", "import")}, about(), False),
            ({"actors": ("script", "import")}, about(actor="import"), True),
            ({"attributes": {}}, about(), True),
            ({"attributes": {"side": "left"}}, about(attributes={"side": "left", "age": 3}), True),
            ({"attributes": {"side": "left"}}, about(attributes={"side": "right"}), False),
            ({"attributes": {"side": "left"}}, about(), False),
            ({"attributes": {"side": None}}, about(), False),
            ({"attributes": {"side": None}}, about(attributes={"side": None}), True),
            ({"attributes": {"a": 1, "b": [2]}}, about(attributes={"a": 1, "b": [2]}), True),
            ({"attributes": {"a": 1, "b": [2]}}, about(attributes={"a": 1, "b": [3]}), False),
            ({"kinds": ("box",), "labels": ("cat",)}, about(label="cat"), True),
            ({"kinds": ("box",), "labels": ("cat",)}, about(label="dog"), False),
            ({"kinds": ("box",), "labels": ("cat",), "actors": ("script",)}, about(label="cat"), False),
        ],
    )
    def test_all_of_its_filters_must_fit(self, filters: dict[str, Any], event: Event, matches: bool) -> None:
        assert Hook("h", "create_instance", "h", **filters).matches(event) is matches

    @pytest.mark.parametrize("filters", [{"kinds": ("box",)}, {"labels": ("cat",)}, {"attributes": {"side": "left"}}])
    @pytest.mark.parametrize("name", ["command", "prompt", "open_file", "before_save"])
    def test_what_is_about_no_instance_fits_no_filter_of_one(self, name: str, filters: dict[str, Any]) -> None:
        data = {key: value for key, value in event_json(name).items() if key != "instance"}
        event = Event.from_json(data)
        assert not Hook("h", name, "h", **filters).matches(event)
        assert Hook("h", name, "h", actors=("human",)).matches(event)

    @pytest.mark.parametrize("name", ["command", "prompt"])
    def test_the_selected_instance_is_the_one_that_counts(self, name: str) -> None:
        event = Event.from_json(event_json(name))
        assert Hook("h", name, "h", kinds=("box",)).matches(event)
        assert not Hook("h", name, "h", kinds=("point",)).matches(event)

    def test_the_predicate_is_left_aside(self) -> None:
        (bound,) = collect({"f": on("create_instance", when=lambda event: 1 / 0)(fresh())})
        assert bound.hook.matches(about())
