"""Replay a recorded session against a script as it is now, and say what comes out differently.

    report = replay.replay(path, recording.read(text))
    print(report)

Each recorded event that the script answered is given to it anew, with the instances as they were then. What
is in the store stays as recorded, so one difference does not bring others with it.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limner import manifest, testing
from limner.changes import ChangeSet
from limner.difference import Difference, differences
from limner.errors import LimnerError, ParameterError, RecordError
from limner.events import Event
from limner.instances import Instance
from limner.manifest import Manifest
from limner.recording import ChangeEntry, EventEntry, Recording, RunEntry, StateEntry

TOLERANCE = 0.999
DONE = "done"
UNFINISHED = ("stopped", "dropped")


@dataclass(frozen=True)
class Replayed:
    """One event, what the script made of it then and makes of it now; times in milliseconds.

    `before` and `now` say how it went: `done`, or the error. What was stopped then is not compared.
    """

    event: Event
    differences: tuple[Difference, ...]
    before: str
    now: str
    ms_before: float | None
    ms_now: float
    compared: bool = True

    @property
    def same(self) -> bool:
        if not self.compared:
            return True
        return (self.before == DONE) == (self.now == DONE) and all(one.same for one in self.differences)

    def to_json(self) -> dict[str, Any]:
        told = [
            {"what": one.what, "verdict": one.verdict, "kind": one.kind, "iou": one.iou, "fields": list(one.fields)}
            for one in self.differences
        ]
        about = {"event": self.event.id, "name": self.event.name, "file": self.event.file.name}
        times = {"ms_before": self.ms_before, "ms_now": self.ms_now}
        outcome = {"before": self.before, "now": self.now, "compared": self.compared, "same": self.same}
        return {**about, **outcome, **times, "differences": told}

    def __str__(self) -> str:
        then = "?" if self.ms_before is None else f"{self.ms_before:.1f}"
        head = f"{'same' if self.same else 'differs'}: {self.event.name} on {self.event.file.name}"
        lines = [f"{head}: {self._words()} ({then} -> {self.ms_now:.1f} ms)"]
        return "\n".join([*lines, *(f"    {one}" for one in self.differences if not one.same)])

    def _words(self) -> str:
        if not self.compared:
            return "not compared, as the run was not finished then"
        if DONE not in (self.before, self.now):
            return f"fails as before: {self.now}"
        counts = Counter("changed" if one.verdict == "same" and one.fields else one.verdict for one in self.differences)
        shapes = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "no change"
        return shapes if self.before == self.now else f"was {self.before}, is {self.now}; {shapes}"


@dataclass(frozen=True)
class Report:
    """What came of a whole session."""

    script: str
    events: tuple[Replayed, ...]

    @property
    def same(self) -> bool:
        return all(one.same for one in self.events)

    def to_json(self) -> dict[str, Any]:
        return {"script": self.script, "same": self.same, "events": [one.to_json() for one in self.events]}

    def __str__(self) -> str:
        different = sum(not one.same for one in self.events)
        count = f"{len(self.events)} event{'s' * (len(self.events) != 1)}"
        return "\n".join([*map(str, self.events), f"{self.script}: {count}, {different} different"])


def replay(path: Path, recording: Recording, tolerance: float = TOLERANCE) -> Report:
    """Give the script at `path` what it answered in the session, and compare.

    Shapes whose intersection over union is at least `tolerance` count as the same. Raises `RecordError`
    where the session has no run of this script, or an image in it cannot be read.
    """
    source = path.read_text(encoding="utf-8")
    identity = manifest.parse(source, filename=path.name).identity
    runs = _runs_of(recording, identity)
    if not runs:
        there = ", ".join(sorted({one.script for one in recording.entries if isinstance(one, RunEntry)})) or "none"
        raise RecordError(f"the session has no run of {identity} (it has runs of: {there})")
    pixels = _Pixels(recording)
    found = [
        _again(source, event, runs[event.id], instances, pixels, tolerance)
        for event, instances in _events(recording, set(runs))
    ]
    return Report(identity, tuple(found))


def _runs_of(recording: Recording, identity: str) -> dict[str, list[RunEntry]]:
    """Give the runs of a script by event, one for each hook: a later one with other parameters took its place."""
    found: dict[str, dict[str, RunEntry]] = {}
    for entry in recording.entries:
        if isinstance(entry, RunEntry) and entry.script == identity:
            found.setdefault(entry.event, {})[entry.hook] = entry
    return {event: list(runs.values()) for event, runs in found.items()}


def _events(recording: Recording, wanted: set[str]) -> Iterator[tuple[Event, list[Instance]]]:
    """Give the events that are wanted, each with the instances on its file at that moment."""
    files: dict[str, dict[str, Instance]] = {}
    for entry in recording.entries:
        if isinstance(entry, StateEntry):
            files[entry.file] = {one.id: one for one in entry.instances}
        elif isinstance(entry, ChangeEntry):
            here = files.setdefault(entry.file, {})
            here.update({one.id: one for one in (*entry.created, *entry.updated)})
            for gone in entry.deleted:
                here.pop(gone, None)
        elif isinstance(entry, EventEntry) and entry.event.id in wanted:
            yield entry.event, list(files.get(entry.event.file.id, {}).values())


class _Pixels:
    """The images of the session, the last one kept decoded."""

    def __init__(self, recording: Recording) -> None:
        self._files = recording.files
        self._kept: tuple[str, Any] = ("", None)

    def of(self, file: str) -> Any:
        if self._kept[0] != file:
            self._kept = (file, self._files[file].pixels())
        return self._kept[1]


def _again(
    source: str, event: Event, runs: list[RunEntry], instances: list[Instance], pixels: _Pixels, tolerance: float
) -> Replayed:
    then, before = _then(runs)
    changes, now, ms = _now(source, event, runs[-1], instances, pixels.of(event.file.id))
    compared = not any(run.outcome in UNFINISHED for run in runs)
    told = tuple(differences(then, changes, tolerance)) if compared else ()
    times = [run.ms for run in runs if run.ms is not None]
    return Replayed(event, told, before, now, sum(times) if times else None, ms, compared)


def _then(runs: list[RunEntry]) -> tuple[ChangeSet, str]:
    failed = [run for run in runs if run.outcome in ("failed", "rejected")]
    if failed:
        return ChangeSet(), failed[0].message or failed[0].outcome
    return sum((run.changes or ChangeSet() for run in runs), ChangeSet()), DONE


def _now(
    source: str, event: Event, run: RunEntry, instances: list[Instance], image: Any
) -> tuple[ChangeSet, str, float]:
    given = _still_valid(manifest.parse(source), run.params)
    try:
        outcome = testing.run(source, event, image=image, instances=instances, params=given, settings=run.settings)
    except LimnerError as error:
        return ChangeSet(), f"{type(error).__name__}: {error}", 0.0
    if outcome.error is not None:
        return ChangeSet(), f"{outcome.error.type}: {outcome.error.message}", outcome.ms
    return outcome.changes, DONE, outcome.ms


def _still_valid(block: Manifest, given: Mapping[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in given.items():
        with contextlib.suppress(KeyError, ParameterError):
            kept[name] = block.params[name].check(value)
    return kept
