"""Try a script that has no tests: load it, and give every hook one plausible event."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from limner import samples, script, testing
from limner.errors import LimnerError
from limner.events import Event
from limner.hooks import Hook
from limner.protocol import Failure
from limner.testing import Outcome


@dataclass(frozen=True)
class Tried:
    """What came of one hook: its outcome, in which `error` says what went wrong."""

    hook: Hook
    outcome: Outcome

    @property
    def summary(self) -> str:
        """What the hook did, in words: `1 created, 1 deleted`."""
        changes = self.outcome.changes
        counts = {name: len(getattr(changes, name)) for name in ("created", "updated", "deleted", "suggested")}
        done = [f"{count} {name}" for name, count in counts.items() if count]
        return ", ".join(done) or "no change"


def loaded(path: Path) -> tuple[Hook, ...] | Failure:
    """Give the hooks of the script, or what keeps it from loading. This executes it."""
    try:
        found = script.load(path.read_text(encoding="utf-8"), str(path))
    except (Exception, SystemExit) as error:
        return script.failure(error, str(path))
    return tuple(bound.hook for bound in found.bound.values())


def try_hooks(path: Path, hooks: tuple[Hook, ...]) -> Iterator[Tried]:
    """Give each hook an event that its filters let through, in a cell of its own."""
    for hook in hooks:
        yield Tried(hook, _outcome(path, samples.event_for(hook)))


def _outcome(path: Path, event: Event) -> Outcome:
    about = getattr(event, "instance", None)
    others = [samples.instance(kind) for kind in ("polygon", "point")]
    try:
        return testing.run(path, event, image=samples.photo(), instances=[*others, *([about] if about else [])])
    except LimnerError as error:
        return Outcome(error=Failure(type(error).__name__, str(error)))
