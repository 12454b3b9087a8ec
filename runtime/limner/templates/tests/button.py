"""Tests of the script of the same name: run them with `limner test` or `pytest`."""

import pytest

from limner import Box, Instance

SPECK = Instance("speck", "file", Box(5, 5, 2, 2))
LARGE = Instance("large", "file", Box(20, 20, 40, 30))


@pytest.mark.parametrize(("answer", "deleted"), [("Delete", ("speck",)), ("Keep", ()), (None, ())])
def test_small_shapes_go_when_that_is_the_answer(run, command_event, answer, deleted):
    outcome = run(command_event, instances=[SPECK, LARGE], answers=[answer])
    assert outcome.error is None
    assert outcome.changes.deleted == deleted


def test_nothing_is_asked_where_nothing_is_small(run, command_event):
    outcome = run(command_event, instances=[LARGE])
    assert outcome.questions == []
    assert len(outcome.notices) == 1
