"""The harness authors use: a real cell behind a host in memory."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import limner.testing
from limner import (
    Actor,
    Bounds,
    Box,
    ChangeError,
    Event,
    Instance,
    OpenFile,
    Point,
    Polygon,
    PromptPoint,
    ProtocolError,
    Stroke,
    Tag,
)
from limner.manifest import GRANTS
from limner.pixels import Pixels
from limner.testing import Outcome, command, created, drawing, envelope, file_of, opened, prompt, runs, saving

IMAGE = np.arange(40 * 60 * 3, dtype=np.uint8).reshape(40, 60, 3)
BOX = Box(10, 10, 20, 20)
COUNTING = """
# /// script
# [tool.limner]
# name = "Counting"
# grants = ["instances:read", "instances:write"]
# ///
from limner import Box, on

runs = []


@on("draw_instance", "command")
async def count(event, canvas):
    runs.append(event.id)
    print(len(await canvas.instances()), len(runs))
    canvas.create(Box(1, 1, 5, 5))
"""
HEADER = """\
# /// script
# [tool.limner]
# grants = ["image:read", "instances:read", "instances:write"]
# [tool.limner.params.size]
# type = "integer"
# default = 5
# ///
from limner import *
"""


def run(body: str, *, declare: str = '@on("create_instance")', event: Any = None, **given: Any) -> Outcome:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    source = f"{HEADER}\n{declare}\nasync def answer(event, canvas):\n{lines}"
    event = event or created(BOX, IMAGE, label="cat", attributes={"side": "left"})
    return limner.testing.run(source, event, image=IMAGE, **given)


class TestEvents:
    def test_a_file_has_the_size_of_the_image(self) -> None:
        assert (file_of(IMAGE).width, file_of(IMAGE).height) == (60, 40)

    def test_a_created_instance_was_drawn_by_a_person(self) -> None:
        event = created(BOX, IMAGE, label="cat", attributes={"a": 1})
        assert (event.instance.geometry, event.instance.label, event.instance.attributes) == (BOX, "cat", {"a": 1})
        assert event.actor == Actor("human", "tester")
        assert event.file == file_of(IMAGE)

    def test_a_command_may_have_a_selection(self) -> None:
        box = Instance("i", "f", BOX)
        assert (command(IMAGE).instance, command(IMAGE, box).instance) == (None, box)

    def test_other_events_can_be_made_from_the_envelope(self) -> None:
        outcome = run("canvas.log(event.name)", declare='@on("open_file")', event=OpenFile(**envelope(IMAGE)))
        assert [line.text for line in outcome.lines] == ["open_file"]


class TestScript:
    @pytest.mark.parametrize("kind", [Path, str])
    def test_it_may_be_a_path(self, tmp_path: Path, kind: Any) -> None:
        path = tmp_path / "a.py"
        path.write_text(f"{HEADER}\n@on('create_instance')\ndef answer(): return Tag()\n")
        outcome = limner.testing.run(kind(path), created(BOX, IMAGE), image=IMAGE)
        assert [item.geometry for item in outcome.changes.created] == [Tag()]

    def test_an_error_while_loading_is_in_the_outcome(self) -> None:
        outcome = limner.testing.run("x = \n", created(BOX, IMAGE), image=IMAGE)
        assert outcome.error is not None and outcome.error.type == "SyntaxError"
        assert outcome.hooks == ()

    def test_it_has_the_grants_of_its_block_and_no_others(self) -> None:
        source = (
            "from limner import *\n@on('create_instance')\ndef answer(event, canvas): canvas.delete(event.instance)\n"
        )
        outcome = limner.testing.run(source, created(BOX, IMAGE), image=IMAGE)
        assert outcome.error is not None and outcome.error.type == "GrantError"

    def test_parameters_are_handed_over(self) -> None:
        assert run("canvas.log(canvas.params.size)", params={"size": 7}).lines[0].text == "7"

    def test_the_bundled_double_of_the_host_answers_as_the_docstring_shows(self) -> None:
        outcome = run("canvas.replace(event.instance, Polygon([(0, 0), (9, 0), (9, 9)]))")
        assert outcome.error is None
        assert outcome.changes.created[0].geometry.kind == "polygon"


class TestHooks:
    @pytest.mark.parametrize(
        ("filters", "answered"),
        [
            ("", True),
            (', kind="box"', True),
            (', kind=["point", "box"]', True),
            (', kind="point"', False),
            (', label="cat"', True),
            (', label="dog"', False),
            (', actor="human"', True),
            (', actor="script"', False),
            (', attributes={"side": "left"}', True),
            (', attributes={"side": "right"}', False),
            (', kind="box", label="dog"', False),
            (", when=lambda event: event.instance.bounds.width > 10", True),
            (", when=lambda event: event.instance.bounds.width > 20", False),
        ],
    )
    def test_only_those_that_answer_the_event_run(self, filters: str, answered: bool) -> None:
        outcome = run("return Tag()", declare=f'@on("create_instance"{filters})')
        assert outcome.error is None
        assert outcome.hooks == ("answer:create_instance",)
        assert bool(outcome.changes) == answered

    def test_another_event_is_not_answered(self) -> None:
        assert not run("return Tag()", event=command(IMAGE)).changes

    def test_the_changes_of_all_that_answer_are_kept(self) -> None:
        declare = '@on("create_instance")\ndef first(): return Point(1, 1)\n\n@on("create_instance")'
        outcome = run("canvas.delete(event.instance)", declare=declare)
        assert [item.geometry for item in outcome.changes.created] == [Point(1, 1)]
        assert len(outcome.changes.deleted) == 1


class TestHost:
    def test_pixels_are_those_of_the_image(self) -> None:
        outcome = run("found = await canvas.image((10, 5, 2, 1))\ncanvas.log(found.tolist())")
        assert outcome.lines[0].text == str(IMAGE[5:6, 10:12].tolist())

    def test_a_scale_gives_a_smaller_picture(self) -> None:
        assert run("canvas.log((await canvas.image(scale=0.5)).shape)").lines[0].text == "(20, 30, 3)"

    @pytest.mark.parametrize(
        ("filters", "found"), [("", "a b"), ("kind='box'", "a"), ("label='dog'", "b"), ("kind='box', label='dog'", "")]
    )
    def test_instances_are_found_by_kind_and_label(self, filters: str, found: str) -> None:
        there = [Instance("a", "file", BOX, "cat"), Instance("b", "file", Point(1, 1), "dog")]
        outcome = run(f"canvas.log(*(one.id for one in await canvas.instances({filters})))", instances=there)
        assert outcome.lines[0].text == found

    def test_what_is_said_on_the_way_is_kept(self) -> None:
        outcome = run("print('a')\ncanvas.log('b', level='error')\ncanvas.notify('n')\ncanvas.progress(0.5)")
        assert [(line.text, line.level) for line in outcome.lines] == [("a", "info"), ("b", "error")]
        assert (outcome.notices, outcome.progress) == (["n"], [0.5])
        assert outcome.ms > 0

    def test_an_error_of_the_run_is_in_the_outcome_and_nothing_is_changed(self) -> None:
        outcome = run("canvas.create(Tag())\nraise ValueError('no')")
        assert outcome.error is not None and outcome.error.message == "no"
        assert not outcome.changes

    def test_what_no_host_would_take_is_refused_and_does_not_hang(self) -> None:
        with pytest.raises(ProtocolError, match=r"notify\.level is 'loud', expected one of 'debug'"):
            run("canvas.notify('n', level='loud')")

    @pytest.mark.parametrize("body", ["canvas.set_label(event.instance, 'cow')", "canvas.create(Tag(), label='cow')"])
    def test_labels_are_checked_against_those_given(self, body: str) -> None:
        with pytest.raises(ChangeError, match="label 'cow' does not exist"):
            run(body, labels=["cat"])

    def test_only_known_instances_can_be_changed(self) -> None:
        with pytest.raises(ChangeError, match="deletion of i9: no such instance"):
            run("canvas.delete('i9')")
        assert run("canvas.delete('i9')", instances=[Instance("i9", "file", Tag())]).changes

    def test_coordinates_come_clamped(self) -> None:
        (item,) = run("return Polygon([(-5, 5), (50, 5), (50, 90)])").changes.created
        assert item.geometry == Polygon([(0, 5), (50, 5), (50, 40)])


ALL = f"grants = {json.dumps(list(GRANTS))}"


def answered(event: Event, body: str, **given: Any) -> Outcome:
    """Run a script with every grant whose one hook answers the event."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    header = f"# /// script\n# [tool.limner]\n# {ALL}\n# connect = ['a']\n# ///\nfrom limner import *\n"
    source = f"{header}\n@on({event.name!r})\nasync def answer(event, canvas):\n{lines}"
    outcome = limner.testing.run(source, event, image=IMAGE, **given)
    assert outcome.hooks == (f"answer:{event.name}",)
    return outcome


def texts(outcome: Outcome) -> list[str]:
    assert outcome.error is None, outcome.error
    return [line.text for line in outcome.lines]


class TestOtherEvents:
    def test_a_prompt_has_the_clicks_on_and_beside(self) -> None:
        event = prompt(IMAGE, (1, 2), (3, 4), negative=[(5, 6)])
        assert event.points == (PromptPoint(1, 2), PromptPoint(3, 4), PromptPoint(5, 6, positive=False))
        assert (event.box, event.instance, event.file) == (None, None, file_of(IMAGE))
        assert event.session

    @pytest.mark.parametrize("box", [(1, 2, 3, 4), np.array([1, 2, 3, 4]), Bounds(1, 2, 3, 4)])
    def test_a_prompt_may_have_a_box(self, box: Any) -> None:
        event = prompt(IMAGE, box=box)
        assert (event.points, event.box) == ((), Bounds(1, 2, 3, 4))
        assert texts(answered(event, "print(*event.box)")) == ["1.0 2.0 3.0 4.0"]

    def test_a_prompt_may_have_strokes_and_a_selected_shape(self) -> None:
        strokes = [Stroke(((1, 2), (3, 4)), 5), Stroke(((6, 7),), 8, positive=False)]
        event = prompt(IMAGE, strokes=strokes, instance=Instance("i1", "file", Box(1, 2, 3, 4)))
        assert (event.points, event.strokes) == ((), tuple(strokes))
        body = "print(event.instance.id, [(s.points[-1], s.width, s.positive) for s in event.strokes])"
        assert texts(answered(event, body)) == ["i1 [((3.0, 4.0), 5.0, True), ((6.0, 7.0), 8.0, False)]"]

    def test_a_shape_is_being_drawn_or_reshaped(self) -> None:
        event = drawing(Box(1, 2, 3, 4), IMAGE, label="cat", id="b1")
        assert (event.instance, event.before) == (Instance("b1", "file", Box(1, 2, 3, 4), "cat"), None)
        moved = drawing(Box(5, 2, 3, 4), IMAGE, before=event.instance)
        assert (moved.instance.id, moved.instance.geometry.x, moved.before) == ("b1", 5, event.instance)
        assert event.session == moved.session

    def test_what_is_made_of_a_shape_in_hand_is_in_no_file(self) -> None:
        events = [drawing(Box(1, 2, 3, 4), IMAGE), command(IMAGE), command(IMAGE)]
        outcomes = runs(COUNTING, events, image=IMAGE)
        assert [len(one.changes.created) for one in outcomes] == [1, 1, 1]
        assert [texts(one) for one in outcomes] == [["0 1"], ["0 2"], ["1 3"]]

    def test_a_prompt_is_answered_with_suggestions(self) -> None:
        outcome = answered(prompt(IMAGE, (20, 20)), "canvas.suggest(Box(10, 10, 90, 9), score=0.5)")
        (item,) = outcome.changes.suggested
        assert (item.geometry, item.score, outcome.changes.created) == (Box(10, 10, 50, 9), 0.5, ())

    def test_a_file_is_opened(self) -> None:
        assert texts(answered(opened(IMAGE), "print(event.name, event.file.width)")) == ["open_file 60"]

    @pytest.mark.parametrize(("given", "reason"), [({}, "complete"), ({"reason": "save"}, "save")])
    def test_a_file_is_saved_or_completed(self, given: Any, reason: str) -> None:
        assert texts(answered(saving(IMAGE, **given), "print(event.reason)")) == [reason]

    def test_a_veto_is_in_the_outcome(self) -> None:
        assert answered(saving(IMAGE), "canvas.veto('draw the tail first')").veto == "draw the tail first"
        assert answered(saving(IMAGE), "pass").veto is None

    def test_the_first_veto_of_several_hooks_stays(self) -> None:
        hooks = "".join(
            f"@on('before_save')\ndef {name}(event, canvas):\n    {body}\n"
            for name, body in [("a", "pass"), ("b", "canvas.veto('b')"), ("c", "canvas.veto('c')")]
        )
        assert limner.testing.run(f"from limner import *\n{hooks}", saving(IMAGE)).veto == "b"


class TestPerson:
    def test_questions_are_answered_in_turn_and_kept(self) -> None:
        outcome = answered(command(IMAGE), "for q in 'abc': print(await canvas.ask(q))", answers=["Yes", None])
        assert texts(outcome) == ["Yes", "None", "None"]
        assert outcome.questions == ["a", "b", "c"]


class TestNetwork:
    def test_responses_are_bodies_by_url_or_all_of_it(self) -> None:
        body = (
            "for name in 'bc':\n"
            "    got = await canvas.fetch('https://a/' + name)\n"
            "    print(got.status, dict(got.headers), got.text)"
        )
        responses = {"https://a/b": "cat", "https://a/c": (404, {"X-Y": "z"}, b"none")}
        outcome = answered(command(IMAGE), body, responses=responses)
        assert texts(outcome) == ["200 {} cat", "404 {'x-y': 'z'} none"]

    def test_another_url_is_an_error_the_script_may_catch(self) -> None:
        outcome = answered(command(IMAGE), "await canvas.fetch('https://a/')")
        assert outcome.error is not None
        assert (outcome.error.type, outcome.error.message) == (
            "HostError",
            "the test gives no response for https://a/",
        )


class TestStorage:
    def test_what_was_kept_is_there_and_what_is_kept_is_in_the_outcome(self) -> None:
        body = "seen = await canvas.storage.get('seen', 0)\nawait canvas.storage.set('seen', seen + 1)\nprint(seen)"
        kept = {"seen": 4}
        outcome = answered(command(IMAGE), body, storage=kept)
        assert texts(outcome) == ["4"]
        assert (outcome.storage, kept) == ({"seen": 5}, {"seen": 4})

    def test_one_run_can_go_on_where_another_ended(self) -> None:
        body = "await canvas.storage.set('seen', [*await canvas.storage.get('seen', []), event.id])"
        first = answered(command(IMAGE), body)
        second = answered(command(IMAGE), body, storage=first.storage)
        assert len(second.storage["seen"]) == 2


class TestSettings:
    def test_they_are_read_as_given_and_what_was_assigned_is_in_the_outcome(self) -> None:
        body = "print(canvas.settings.gamma)\ncanvas.settings.gamma = 3\ncanvas.settings.tool = 'box'"
        outcome = answered(command(IMAGE), body, settings={"gamma": 2.0, "contrast": 1.0})
        assert texts(outcome) == ["2.0"]
        assert outcome.settings == {"gamma": 3.0, "tool": "box"}


class TestOverlays:
    def test_they_are_kept_with_their_pixels_and_none_where_they_were_taken_away(self) -> None:
        body = "import numpy\ncanvas.overlay(numpy.ones((1, 2)))\ncanvas.overlay(None)"
        assert answered(command(IMAGE), body).overlays == [Pixels(2, 1, 1, b"\xff\xff"), None]


class TestFlushing:
    BODY = "made = canvas.create(Point(1, 1))\nawait canvas.flush()\n"

    def test_each_is_kept_and_all_of_it_is_in_the_changes(self) -> None:
        outcome = answered(command(IMAGE), f"{self.BODY}canvas.create(Point(2, 2))")
        assert [[item.geometry for item in flush.created] for flush in outcome.flushes] == [[Point(1, 1)]]
        assert [item.geometry for item in outcome.changes.created] == [Point(1, 1), Point(2, 2)]

    def test_what_was_flushed_is_there_to_be_read_and_changed(self) -> None:
        body = f"{self.BODY}canvas.set_label(made, 'dog')\nprint(*[one.id == made for one in await canvas.instances()])"
        outcome = answered(command(IMAGE), body)
        assert texts(outcome) == ["True"]
        assert [item.label for item in outcome.changes.updated] == ["dog"]

    def test_what_cannot_be_applied_is_refused(self) -> None:
        with pytest.raises(ChangeError, match="deletion of i9: no such instance"):
            answered(command(IMAGE), "canvas.delete('i9')\nawait canvas.flush()")

    def test_of_a_run_that_fails_nothing_is_left(self) -> None:
        outcome = answered(command(IMAGE), f"{self.BODY}raise ValueError('no')")
        assert outcome.error is not None and outcome.error.message == "no"
        assert not outcome.changes
        assert len(outcome.flushes) == 1

    def test_what_another_hook_did_stays_where_one_fails(self) -> None:
        source = (
            f"# /// script\n# [tool.limner]\n# {ALL}\n# ///\nfrom limner import *\n"
            "@on('command')\ndef first(): return Point(5, 5)\n"
            "@on('command')\nasync def second(event, canvas):\n"
            "    canvas.delete((await canvas.instances())[0])\n    await canvas.flush()\n    raise ValueError('no')\n"
            "@on('command')\nasync def third(event, canvas):\n    print(len(await canvas.instances()))\n"
        )
        outcome = limner.testing.run(source, command(IMAGE), image=IMAGE)
        assert [item.geometry for item in outcome.changes.created] == [Point(5, 5)]
        assert (outcome.changes.deleted, [line.text for line in outcome.lines]) == ((), ["1"])


def test_a_line_keeps_what_can_be_unfolded() -> None:
    outcome = answered(command(IMAGE), "canvas.log('sizes', [1, 2])")
    assert [(line.text, line.values) for line in outcome.lines] == [("sizes [1, 2]", ("sizes", [1, 2]))]
