"""What a script finds: each line with its place, the whole in the place of what was reported before."""

from typing import Any

import pytest

from limner import Bounds, ChangeError, Finding, Instance, Point, samples, testing
from limner.findings import LONGEST, MOST, checked
from tests.runtime.desk import Desk

POINT = Instance("i1", "f1", Point(3, 4))


def reported(*findings: Any, **named: Any) -> dict[str, Any]:
    desk = Desk()
    desk.canvas().report(findings, **named)
    ((what, said),) = desk.told
    assert what == "report"
    return said


def test_a_finding_names_its_instance_by_the_id() -> None:
    assert Finding("tiny", POINT).instance == Finding("tiny", "i1").instance == "i1"


def test_a_finding_has_bounds_however_they_are_given() -> None:
    assert Finding("here", bounds=[1, 2, 3, 4]).bounds == Bounds(1, 2, 3, 4)


@pytest.mark.parametrize("bounds", [(1, 2, 3), (1, 2, 3, float("nan")), (1, 2, 3, float("inf"))])
def test_bounds_that_are_no_place_are_refused(bounds: Any) -> None:
    with pytest.raises(ChangeError, match="a finding's bounds are"):
        Finding("here", bounds=bounds)


def test_findings_are_told_with_what_was_checked() -> None:
    said = reported(Finding("tiny", POINT), checked="2 shapes")
    assert said == {"findings": (Finding("tiny", "i1"),), "total": 1, "checked": "2 shapes"}


def test_an_empty_report_clears() -> None:
    assert reported() == {"findings": (), "total": 0, "checked": ""}


def test_one_finding_needs_no_list() -> None:
    assert checked(Finding("tiny")) == (Finding("tiny"),)


def test_long_messages_are_cut_and_too_many_findings_counted() -> None:
    said = reported(*[Finding("x" * (LONGEST + 9))] * (MOST + 3), checked="y" * (LONGEST + 9))
    assert (len(said["findings"]), said["total"]) == (MOST, MOST + 3)
    assert (len(said["findings"][0].message), len(said["checked"])) == (LONGEST, LONGEST)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["tiny"], "finding 1 is str"),
        ([Finding("a"), None], "finding 2 is NoneType"),
        ([Finding("")], "finding 1 has no message"),
        ([Finding("a", level="loud")], "finding 1: level is 'loud', expected info, warning, error"),  # type: ignore[arg-type]
        ([Finding("a", 5)], "finding 1: instance is 5, expected an instance or its id"),  # type: ignore[arg-type]
        ("tiny", "canvas.report takes findings, not str"),
        (5, "canvas.report takes findings, not int"),
    ],
)
def test_what_is_no_finding_is_refused(given: Any, says: str) -> None:
    with pytest.raises(ChangeError, match=says):
        checked(given)


def test_the_harness_keeps_every_report() -> None:
    body = "canvas.report([Finding('tiny', bounds=(1, 2, 3, 4))], checked='sizes')\n    canvas.report([])"
    source = f"from limner import *\n\n@on('command')\ndef check(event, canvas):\n    {body}\n"
    outcome = testing.run(source, testing.command(samples.photo()))
    assert outcome.reports == [(Finding("tiny", bounds=Bounds(1, 2, 3, 4)),), ()]
