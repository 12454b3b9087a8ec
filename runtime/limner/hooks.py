"""Hooks: which function of a script answers which event.

`@on("create_instance", kind="box")` declares one. The plain filters (kind, label, actor, attributes,
command) are matched by the host; the predicate `when` runs beside the script.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, get_args

from limner.errors import HookError
from limner.events import EVENTS, Event
from limner.geometry import KINDS
from limner.instances import ActorKind

Schedule = Literal["latest", "queue", "drop"]
Handler = TypeVar("Handler", bound=Callable[..., Any])
LATEST_BY_DEFAULT = frozenset({"update_instance", "prompt", "change_params"})
_MARK = "__limner_hooks__"


@dataclass(frozen=True)
class Hook:
    """One declared handler: what the host needs to know to match events with it.

    An empty tuple or mapping filters nothing. `schedule` says what happens to an event that comes
    while the hook still runs for the same instance: `latest` cancels the running one, `queue` waits,
    `drop` ignores the new one.
    """

    id: str
    event: str
    function: str
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    attributes: Mapping[str, Any] | None = None
    schedule: Schedule = "queue"
    commands: tuple[str, ...] = ()

    def matches(self, event: Event) -> bool:
        """Say whether the event is for this hook, its predicate left aside."""
        instance = getattr(event, "instance", None)
        kind, label = (instance.geometry.kind, instance.label) if instance else (None, None)
        return (
            self.event == event.name
            and (not self.kinds or kind in self.kinds)
            and (not self.labels or label in self.labels)
            and (not self.actors or event.actor.kind in self.actors)
            and (not self.commands or getattr(event, "command", None) in self.commands)
            and all(
                instance is not None and name in instance.attributes and instance.attributes[name] == value
                for name, value in (self.attributes or {}).items()
            )
        )


@dataclass(frozen=True)
class Bound:
    """A hook with the function that answers it."""

    hook: Hook
    function: Callable[..., Any]
    when: Callable[[Event], bool] | None = None

    def call(self, event: Event, canvas: Any) -> Any:
        """Call the function with as many of `(event, canvas)` as it takes."""
        return self.function(*(event, canvas)[: _arity(self.function)])


def on(
    *events: str,
    kind: str | Iterable[str] = (),
    label: str | Iterable[str] = (),
    actor: str | Iterable[str] = (),
    attributes: Mapping[str, Any] | None = None,
    command: str | Iterable[str] = (),
    when: Callable[[Any], bool] | None = None,
    schedule: Schedule | None = None,
) -> Callable[[Handler], Handler]:
    """Declare the function below as the answer to one or several events.

    Raises `HookError` where an event, a kind, an actor or a schedule is not one of those there are, or where
    a command is asked for of an event that has none.
    """
    _known("event", events or ("",), EVENTS)
    _known("kind", _several(kind), KINDS)
    _known("actor", _several(actor), get_args(ActorKind))
    _known("schedule", (schedule,) if schedule else (), get_args(Schedule))

    if _several(command) and set(events) != {"command"}:
        raise HookError('@on: the filter "command" is for the event "command" only')

    def declare(function: Handler) -> Handler:
        marks = function.__dict__.setdefault(_MARK, [])
        for event in reversed(events):
            name = function.__name__
            hook = Hook(
                id=f"{name}:{event}",
                event=event,
                function=name,
                kinds=_several(kind),
                labels=_several(label),
                actors=_several(actor),
                attributes=attributes,
                commands=_several(command),
                schedule=schedule or ("latest" if event in LATEST_BY_DEFAULT else "queue"),
            )
            marks.insert(0, Bound(hook, function, when))
        return function

    return declare


def collect(namespace: Mapping[str, Any]) -> list[Bound]:
    """Give the hooks declared in a script's namespace, in the order they stand there."""
    return list(distinct(declared(namespace)))


def declared(namespace: Mapping[str, Any]) -> list[Bound]:
    """Give the same with ids that two of them may share."""
    functions = {id(value): value for value in namespace.values() if inspect.isfunction(value)}
    return [bound for function in functions.values() for bound in marked(function)]


def marked(function: Any) -> tuple[Bound, ...]:
    """Give the hooks that `on` has declared on one function."""
    return tuple(getattr(function, _MARK, ())) if inspect.isfunction(function) else ()


def distinct(found: Iterable[Bound]) -> Iterator[Bound]:
    """Give each hook an id of its own."""
    counts: Counter[str] = Counter()
    for bound in found:
        counts[bound.hook.id] += 1
        count = counts[bound.hook.id]
        yield bound if count == 1 else replace(bound, hook=replace(bound.hook, id=f"{bound.hook.id}:{count}"))


def _several(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _known(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    stray = [name for name in given if name not in tuple(known)]
    if stray:
        raise HookError(f"@on: {what} {stray[0]!r} does not exist, choose from {', '.join(known)}")


def _arity(function: Callable[..., Any]) -> int:
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return 2
    return min(2, sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters))
