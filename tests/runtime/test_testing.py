"""The harness authors use: a real cell behind a host in memory."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import limner.testing
from limner import Actor, Box, ChangeError, Instance, OpenFile, Point, Polygon, ProtocolError, Tag
from limner.testing import Outcome, command, created, envelope, file_of

IMAGE = np.arange(40 * 60 * 3, dtype=np.uint8).reshape(40, 60, 3)
BOX = Box(10, 10, 20, 20)
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
