"""Sessions replayed against scripts, in real cells."""

import json
from pathlib import Path
from typing import Any

import pytest

from limner import Box, Instance, Point, RecordError, recording, samples, testing
from limner.changes import ChangeSet, Created
from limner.recording import Entry
from limner.replay import Report, replay
from tests.runtime.recordings import answered, change, session, state

ROOT = Path(__file__).parents[2]
HEAD = """\
# /// script
# dependencies = ["numpy"]
# [tool.limner]
# name = "A"
# grants = ["image:read", "instances:read", "instances:write", "settings"]
# [tool.limner.params.size]
# type = "integer"
# default = 5
# ///
from limner import *
"""
ONE = Instance("one", "file", Box(10, 10, 20, 20), "cat")
TWO = Instance("two", "file", Box(50, 50, 20, 20), "dog")
POINT = ChangeSet((Created(Point(3, 4)),))


def replayed(folder: Path, body: str, *entries: Entry, event: str = "command", tolerance: float = 0.999) -> Report:
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    path = folder / "script.py"
    path.write_text(f"{HEAD}@on({event!r})\nasync def answer(event, canvas):\n{indented}")
    return replay(path, session(*entries), tolerance)


class TestOneEvent:
    def test_the_same_changes_are_the_same(self, tmp_path: Path) -> None:
        report = replayed(tmp_path, "return Point(3, 4)", *answered(samples.event("command"), POINT))
        (one,) = report.events
        assert report.same
        assert (one.before, one.now, one.ms_before) == ("done", "done", 12.5)
        assert str(one).startswith("same: command on image.png: 1 same (12.5 -> ")

    def test_other_changes_are_told(self, tmp_path: Path) -> None:
        report = replayed(tmp_path, "return [Point(9, 4), Tag()]", *answered(samples.event("command"), POINT))
        assert not report.same
        assert "1 moved, 1 added" in str(report)
        assert "\n    created point moved (IoU 0.0000)\n    created tag added\n" in str(report)
        assert str(report).endswith("local/a: 1 event, 1 different")

    def test_the_tolerance_is_that_of_the_caller(self, tmp_path: Path) -> None:
        entries = answered(samples.event("command"), ChangeSet((Created(Box(0, 0, 100, 100)),)))
        assert not replayed(tmp_path, "return Box(1, 0, 100, 100)", *entries).same
        assert replayed(tmp_path, "return Box(1, 0, 100, 100)", *entries, tolerance=0.9).same

    def test_it_runs_with_the_parameters_and_settings_of_then(self, tmp_path: Path) -> None:
        entries = answered(samples.event("command"), POINT, params={"size": 7}, settings={"gamma": 2.0})
        body = "canvas.create(Point(3, 4 + canvas.params.size - 7 + canvas.settings.gamma - 2))"
        assert replayed(tmp_path, body, *entries).same

    def test_parameters_that_are_gone_or_do_not_fit_any_more_are_left_out(self, tmp_path: Path) -> None:
        entries = answered(samples.event("command"), POINT, params={"size": "large", "other": 1})
        assert replayed(tmp_path, "return Point(3, canvas.params.size - 1)", *entries).same

    def test_it_sees_the_image(self, tmp_path: Path) -> None:
        body = "pixels = await canvas.image()\nreturn Point(int(pixels[0, 0, 0]), pixels.shape[0])"
        expected = ChangeSet((Created(Point(int(samples.photo()[0, 0, 0]), samples.HEIGHT)),))
        report = replayed(tmp_path, body, *answered(samples.event("command"), expected))
        assert report.same, str(report)

    def test_several_hooks_of_one_event_are_taken_together(self, tmp_path: Path) -> None:
        event, run = answered(samples.event("command"), POINT)
        other = answered(event.event, ChangeSet((Created(Point(1, 1)),)), hook="other:command")[1]  # type: ignore[attr-defined]
        report = replayed(tmp_path, "return [Point(1, 1), Point(3, 4)]", event, run, other)
        assert report.same
        assert report.events[0].ms_before == 25.0

    def test_a_run_with_other_parameters_takes_the_place_of_the_one_before(self, tmp_path: Path) -> None:
        event, first = answered(samples.event("command"), POINT, params={"size": 7})
        moved = ChangeSet((Created(Point(9, 9)),))
        second = answered(event.event, moved, params={"size": 9})[1]  # type: ignore[attr-defined]
        report = replayed(tmp_path, "return Point(canvas.params.size, 9)", event, first, second)
        assert report.same, str(report)
        assert report.events[0].ms_before == 12.5


class TestState:
    def test_the_instances_are_those_of_the_moment(self, tmp_path: Path) -> None:
        body = "return [Point(*one.bounds[:2]) for one in await canvas.instances()]"
        moved = Instance("one", "file", Box(30, 30, 20, 20))
        corners = ([(10, 10)], [(10, 10), (50, 50)], [(30, 30), (50, 50)], [(50, 50)])
        shapes = [ChangeSet(tuple(Created(Point(*one)) for one in points)) for points in corners]
        seen = [answered(samples.event("command"), expected) for expected in shapes]
        entries = (
            state(ONE),
            *seen[0],
            change(TWO),
            *seen[1],
            change(updated=(moved,)),
            *seen[2],
            change(deleted=("one", "unknown")),
            *seen[3],
        )
        report = replayed(tmp_path, body, *entries)
        assert report.same, str(report)
        assert len(report.events) == 4

    def test_what_the_script_does_now_does_not_change_what_it_is_asked_next(self, tmp_path: Path) -> None:
        entries = [state(ONE)]
        for _ in range(2):
            entries += answered(samples.event("command"), ChangeSet(deleted=("one",)))  # type: ignore[arg-type]
        body = "for one in await canvas.instances(): canvas.delete(one)"
        assert replayed(tmp_path, body, *entries).same

    def test_the_state_may_be_told_anew(self, tmp_path: Path) -> None:
        body = "return [Point(*one.bounds[:2]) for one in await canvas.instances()]"
        entries = (state(ONE), state(TWO), *answered(samples.event("command"), ChangeSet((Created(Point(50, 50)),))))
        assert replayed(tmp_path, body, *entries).same


class TestOutcomes:
    def test_an_error_that_is_new_is_a_difference(self, tmp_path: Path) -> None:
        report = replayed(tmp_path, "1 / 0", *answered(samples.event("command"), POINT))
        assert not report.same
        assert report.events[0].now == "ZeroDivisionError: division by zero"
        assert "was done, is ZeroDivisionError: division by zero; 1 gone" in str(report)

    @pytest.mark.parametrize("outcome", ["failed", "rejected"])
    def test_an_error_that_is_gone_is_a_difference(self, tmp_path: Path, outcome: Any) -> None:
        entries = answered(samples.event("command"), None, outcome=outcome, message="ValueError: no")
        report = replayed(tmp_path, "return Point(3, 4)", *entries)
        assert not report.same
        assert "was ValueError: no, is done; 1 added" in str(report)

    def test_what_fails_as_before_is_the_same(self, tmp_path: Path) -> None:
        entries = answered(samples.event("command"), None, outcome="failed")
        assert replayed(tmp_path, "1 / 0", *entries).same

    def test_a_result_that_would_be_refused_is_an_error(self, tmp_path: Path) -> None:
        report = replayed(tmp_path, "canvas.delete('nobody')", *answered(samples.event("command"), POINT))
        assert "ChangeError: deletion of nobody: no such instance on this file" in report.events[0].now

    @pytest.mark.parametrize("outcome", ["stopped", "dropped"])
    def test_what_was_not_finished_is_not_compared(self, tmp_path: Path, outcome: Any) -> None:
        report = replayed(tmp_path, "return Tag()", *answered(samples.event("command"), None, outcome=outcome))
        assert report.same
        assert "not compared" in str(report)

    def test_a_run_that_changed_nothing_is_compared(self, tmp_path: Path) -> None:
        entries = answered(samples.event("command"), None, outcome="empty")
        assert replayed(tmp_path, "pass", *entries).same
        assert not replayed(tmp_path, "return Tag()", *entries).same


class TestSession:
    def test_runs_of_other_scripts_are_left_alone(self, tmp_path: Path) -> None:
        entries = (
            *answered(samples.event("command"), POINT),
            *answered(samples.event("command"), ChangeSet(), script="local/b"),
            answered(samples.event("command"))[0],
        )
        report = replayed(tmp_path, "return Point(3, 4)", *entries)
        assert len(report.events) == 1
        assert report.same

    def test_a_session_without_a_run_of_the_script_says_whose_it_has(self, tmp_path: Path) -> None:
        with pytest.raises(RecordError, match=r"no run of local/a \(it has runs of: x/y\)"):
            replayed(tmp_path, "pass", *answered(samples.event("command"), script="x/y"))

    def test_the_report_is_json(self, tmp_path: Path) -> None:
        report = replayed(tmp_path, "return [Point(9, 4)]", *answered(samples.event("command"), POINT))
        told = json.loads(json.dumps(report.to_json()))
        assert (told["script"], told["same"]) == ("local/a", False)
        (event,) = told["events"]
        assert (event["name"], event["file"], event["before"], event["now"]) == ("command", "image.png", "done", "done")
        assert event["differences"] == [
            {"what": "created", "verdict": "moved", "kind": "point", "iou": 0.0, "fields": []}
        ]

    def test_a_bundled_script_replays_its_own_session(self, tmp_path: Path) -> None:
        pytest.importorskip("cv2")
        path = ROOT / "scripts_library" / "box_to_polygon.py"
        event = samples.event("create_instance")
        outcome = testing.run(path, event, image=samples.photo())
        entries = answered(event, outcome.changes, script="limner/box-to-polygon", hook="trace:create_instance")
        text = recording.write(session(state(event.instance), *entries))  # type: ignore[attr-defined]
        report = replay(path, recording.read(text))
        assert report.same, str(report)
        assert [one.what for one in report.events[0].differences] == ["created", "deleted"]
