"""How two change sets differ as shapes: what is the same, what moved, what was added, what is gone."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.geometry import Geometry
from limner.overlap import iou
from limner.rings import Bounds
from limner.verbs import VERBS

Item = Created | Suggested | Updated
Verdict = Literal["same", "moved", "added", "gone"]
CLOSE = 0.01  # pixels
MOST_PAIRS = 250_000  # of shapes that are compared with each other


@dataclass(frozen=True)
class Difference:
    """What became of one shape of a run. `what` is the part of the change set it is in.

    `iou` is intersection over union of then and now; `fields` names what else differs, as `label: 'cat' -> 'dog'`.
    """

    what: Literal["created", "updated", "deleted", "suggested"]
    verdict: Verdict
    kind: str = ""
    iou: float | None = None
    fields: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return self.verdict == "same" and not self.fields

    def __str__(self) -> str:
        shape = f"{self.what} {self.kind}".rstrip()
        moved = f" (IoU {self.iou:.4f})" if self.verdict == "moved" and self.iou is not None else ""
        return "; ".join((f"{shape} {self.verdict}{moved}", *self.fields))


def differences(before: ChangeSet, now: ChangeSet, tolerance: float = 0.999) -> list[Difference]:
    """Compare change sets item by item; shapes whose IoU is at least `tolerance` are the same.

    New shapes have no lasting ids, so they are paired by how much they overlap, equal ones first.
    """
    found = [*_paired("created", before.created, now.created, tolerance)]
    found += _by_id(before.updated, now.updated, tolerance)
    found += _gone_or_added("deleted", before.deleted, now.deleted)
    found += _paired("suggested", before.suggested, now.suggested, tolerance)
    return found


def _paired(what: Any, before: Sequence[Any], now: Sequence[Any], tolerance: float) -> list[Difference]:
    pairs: list[tuple[Any, Any]] = []
    old, new = list(before), list(now)
    for pair_up in (_equal_and_labelled, _equal, _overlapping, _alike):
        found = pair_up(old, new)
        pairs += [(old[i], new[j]) for i, j in found.items()]
        taken = set(found.values())
        old = [one for i, one in enumerate(old) if i not in found]
        new = [one for j, one in enumerate(new) if j not in taken]
    gone = [Difference(what, "gone", one.geometry.kind) for one in old]
    added = [Difference(what, "added", one.geometry.kind) for one in new]
    return [*(_compared(what, one, other, tolerance) for one, other in pairs), *gone, *added]


def _by_key(old: list[Any], new: list[Any], key: Callable[[Any], Any]) -> dict[int, int]:
    waiting: dict[Any, list[int]] = defaultdict(list)
    for j in reversed(range(len(new))):
        waiting[key(new[j])].append(j)
    return {i: waiting[key(one)].pop() for i, one in enumerate(old) if waiting[key(one)]}


def _equal_and_labelled(old: list[Any], new: list[Any]) -> dict[int, int]:
    return _by_key(old, new, lambda one: (one.geometry, one.label))


def _equal(old: list[Any], new: list[Any]) -> dict[int, int]:
    return _by_key(old, new, lambda one: one.geometry)


def _overlapping(old: list[Any], new: list[Any]) -> dict[int, int]:
    """Pair the shapes whose bounds have most in common."""
    if len(old) * len(new) > MOST_PAIRS:
        return {}
    mine, theirs = ([one.geometry.bounds for one in items] for items in (old, new))
    shares = ((_share(a, b), i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((entry for entry in shares if entry[0] > 0), key=lambda entry: -entry[0]):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _alike(old: list[Any], new: list[Any]) -> dict[int, int]:
    """Pair what is left of shapes without an inside, such as points that moved, by kind and order."""
    keys = [one.geometry.kind if not VERBS[one.geometry.kind].outline(one.geometry) else None for one in old]
    pairs = _by_key(old, new, lambda one: one.geometry.kind)
    return {i: j for i, j in pairs.items() if keys[i] not in (None, "mask")}


def _share(one: Bounds, other: Bounds) -> float:
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    tall = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    common = max(0.0, wide) * max(0.0, tall)
    return common / (one.width * one.height + other.width * other.height - common) if common else 0.0


def _by_id(before: Sequence[Updated], now: Sequence[Updated], tolerance: float) -> list[Difference]:
    old, new = ({one.id: one for one in items} for items in (before, now))
    found = [_compared("updated", old[id], new[id], tolerance) for id in old if id in new]
    return found + _gone_or_added("updated", list(old), list(new))


def _gone_or_added(what: Any, before: Sequence[str], now: Sequence[str]) -> list[Difference]:
    both = set(before) & set(now)
    same = [Difference(what, "same") for _ in both] if what == "deleted" else []
    gone = [Difference(what, "gone") for id in before if id not in both]
    return [*same, *gone, *(Difference(what, "added") for id in now if id not in both)]


def _compared(what: Any, one: Item, other: Item, tolerance: float) -> Difference:
    fields = tuple(
        f"{name}: {getattr(one, name)!r} -> {getattr(other, name)!r}"
        for name in ("label", "attributes")
        if (getattr(one, name) or None) != (getattr(other, name) or None)
    )
    if one.geometry is None or other.geometry is None:
        share = 1.0 if one.geometry == other.geometry else 0.0
    else:
        share = 1.0 if _close(one.geometry, other.geometry) else iou(one.geometry, other.geometry)
    kind = next((shape.kind for shape in (other.geometry, one.geometry) if shape), "")
    return Difference(what, "same" if share >= tolerance else "moved", kind, share, fields)


def _close(one: Geometry, other: Geometry) -> bool:
    """Say whether two shapes are of one form and no coordinate differs by more than a hundredth of a pixel."""
    mine, theirs = list(_numbers(one.to_json())), list(_numbers(other.to_json()))
    alike = one.kind == other.kind and one.kind != "mask" and len(mine) == len(theirs)
    return alike and all(abs(a - b) <= CLOSE for a, b in zip(mine, theirs, strict=True))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, (int, float)):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inside)
