"""Duplicate files, run from its own file through a real cell under CPython."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner import File, SimilarFile, testing
from limner.testing import Outcome

SCRIPT = Path(__file__).resolve().parents[2] / "scripts_library" / "duplicate_files.py"
IMAGE = np.zeros((4, 4, 3), np.uint8)
SAME, OTHER = "The same picture", "Not the same"


def file(name: str) -> File:
    return File(f"{name:-<20}", f"{name}.png", 640, 480)


def alike(*distances: float) -> list[SimilarFile]:
    return [SimilarFile(file(f"f{number}"), distance) for number, distance in enumerate(distances, 1)]


def opened(
    similar: Sequence[SimilarFile],
    answers: Sequence[str | None] = (),
    storage: Mapping[str, Any] | None = None,
    *,
    open_file: str = "open",
    **params: Any,
) -> Outcome:
    event = replace(testing.opened(IMAGE), file=replace(file(open_file), width=4, height=4))
    return run(event, similar, answers, storage, params)


def run(event: Any, similar: Any, answers: Any, storage: Any, params: Any) -> Outcome:
    world = {"similar": similar, "answers": answers, "storage": storage, "params": params}
    return testing.run(SCRIPT, event, image=IMAGE, **world)


def shown(outcome: Outcome) -> list[str]:
    assert outcome.error is None
    return [id.strip("-") for id in outcome.compared]


def test_a_file_that_looks_like_the_open_one_is_shown_beside_it() -> None:
    assert shown(opened(alike(0.1))) == ["f1"]


def test_what_is_alone_is_left_alone() -> None:
    outcome = opened([])
    assert (shown(outcome), outcome.notices, outcome.storage) == ([], [], {})


@pytest.mark.parametrize(("distance", "found"), [(0.3, ["f1"]), (0.31, []), (0.5, [])])
def test_only_what_is_near_enough_is_shown(distance: float, found: list[str]) -> None:
    assert shown(opened(alike(distance))) == found


def test_the_distance_is_a_setting() -> None:
    assert shown(opened(alike(0.2, 0.4), distance=0.45)) == ["f1", "f2"]
    assert shown(opened(alike(0.2, 0.4), distance=0.1)) == []


@pytest.mark.parametrize("answer", [SAME, OTHER, None])
def test_a_pair_is_shown_once_whatever_was_answered(answer: str | None) -> None:
    first = opened(alike(0.1), [answer])
    assert list(next(iter(first.storage.values())).values()) == [answer or "seen"]
    assert shown(opened(alike(0.1), storage=first.storage)) == []


def test_the_other_file_does_not_ask_again() -> None:
    first = opened(alike(0.1), [OTHER])
    back = [SimilarFile(file("open"), 0.1)]
    assert shown(opened(back, storage=first.storage, open_file="f1")) == []


def test_a_pair_does_not_answer_for_another() -> None:
    first = opened(alike(0.1), [OTHER])
    assert shown(opened(alike(0.1, 0.2), storage=first.storage)) == ["f2"]


def test_the_nearest_few_are_shown_and_the_rest_told_of() -> None:
    outcome = opened(alike(0.25, 0.02, 0.1), at_once=2)
    assert shown(outcome) == ["f2", "f3"]
    assert outcome.notices == ["1 more file looks like this one; Shift+D shows the nearest again."]


def test_it_keeps_quiet_on_opening_where_that_is_wanted() -> None:
    assert shown(opened(alike(0.1), on_open=False)) == []


def looked(similar: Sequence[SimilarFile], storage: Mapping[str, Any] | None = None, **params: Any) -> Outcome:
    event = replace(testing.command(IMAGE, command="look"), file=replace(file("open"), width=4, height=4))
    return run(event, similar, (), storage, params)


def test_the_button_shows_what_was_answered_before_too() -> None:
    first = opened(alike(0.1), [OTHER])
    assert shown(looked(alike(0.1), first.storage)) == ["f1"]
    assert shown(looked(alike(0.1), on_open=False)) == ["f1"]


def test_the_button_says_where_there_is_nothing_to_show() -> None:
    outcome = looked(alike(0.4))
    assert (shown(outcome), outcome.notices) == ([], ["No other file of the project looks like this one."])


def test_many_pairs_share_few_keys() -> None:
    storage: dict[str, Any] = {}
    for number in range(40):
        twin = [SimilarFile(file(f"{number:02x}twin"), 0.1)]
        storage = opened(twin, [OTHER], storage, open_file=f"{number:02x}open").storage
    assert len(storage) <= 256
    assert sum(map(len, storage.values())) == 40
