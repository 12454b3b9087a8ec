"""What a cell says while a run goes on: partial results, progress, overlays, settings, questions, a veto."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import numpy as np
import pytest

from limner import BeforeSave, Bounds, Point, Tag
from limner.cell import State
from limner.protocol import (
    Call,
    ErrorMessage,
    EventMessage,
    Flush,
    Message,
    Overlay,
    Progress,
    Reply,
    Result,
    SettingsMessage,
)
from tests.runtime.host import EVENT, Host, error_of, result_of, run, script, told

SAVING = BeforeSave(id="e", at=EVENT.at, actor=EVENT.actor, project="p", file=EVENT.file, reason="complete")
WHOLE = Bounds(0, 0, EVENT.file.width, EVENT.file.height)


def talk(conversation: Coroutine[Any, Any, None]) -> None:
    asyncio.run(conversation)


def kinds(messages: list[Message]) -> list[str]:
    """The types of what was said about the run, in order."""
    return [message.type for message in messages if message.type not in ("ready", "initialized", "log")]


def flushes(messages: list[Message]) -> list[Flush]:
    return [message for message in messages if isinstance(message, Flush)]


class TestFlushing:
    def test_everything_is_said_once_and_in_its_order(self) -> None:
        body = (
            "canvas.create(Point(1, 1))\nawait canvas.flush()\ncanvas.progress(0.5)\n"
            "canvas.create(Point(2, 2))\ncanvas.suggest(Point(3, 3))\nawait canvas.flush()\nreturn Tag()"
        )
        answer, messages = told(script(body))
        assert kinds(messages) == ["flush", "progress", "flush", "result"]
        first, second = flushes(messages)
        assert [item.geometry for item in first.changes.created] == [Point(1, 1)]
        assert [item.geometry for item in second.changes.created] == [Point(2, 2)]
        assert [item.geometry for item in second.changes.suggested] == [Point(3, 3)]
        assert [item.geometry for item in result_of(answer).changes.created] == [Tag()]
        assert {first.run, second.run} == {"r1"}

    def test_what_was_flushed_may_be_changed_by_its_id(self) -> None:
        body = "made = canvas.create(Tag())\nawait canvas.flush()\ncanvas.set_label(made, 'dog')"
        answer, messages = told(script(body))
        (flush,) = flushes(messages)
        assert [item.id for item in result_of(answer).changes.updated] == [flush.changes.created[0].id]

    def test_it_is_checked_against_the_file_as_a_result_is(self) -> None:
        answer, messages = told(script("canvas.create(Box(600, 400, 100, 100))\nawait canvas.flush()"))
        assert flushes(messages)[0].changes.created[0].geometry.bounds == (600, 400, 40, 80)
        assert not result_of(answer).changes

    @pytest.mark.parametrize("item", ["Box(0, 0, 0, 1)", "Tag(), attributes={'a': object()}"])
    def test_what_cannot_be_applied_fails_the_run_and_says_nothing_before(self, item: str) -> None:
        answer, messages = told(script(f"canvas.create({item})\nawait canvas.flush()"))
        assert isinstance(answer, ErrorMessage)
        assert kinds(messages) == ["error"]

    def test_a_flush_that_failed_has_flushed_nothing(self) -> None:
        body = "canvas.create(Box(0, 0, 0, 1))\ntry:\n    await canvas.flush()\nexcept ChangeError:\n    pass"
        assert error_of(run(script(body))).startswith("ChangeError: instance 1: box measures 0 x 1")

    def test_a_run_that_fails_later_says_so_after_it(self) -> None:
        answer, messages = told(script("canvas.create(Tag())\nawait canvas.flush()\nraise ValueError('no')"))
        assert error_of(answer) == "ValueError: no"
        assert kinds(messages) == ["flush", "error"]

    def test_a_stop_reaches_a_script_that_only_flushes(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("for _ in range(1000):\n    canvas.create(Tag())\n    await canvas.flush()"))
            host.begin()
            await host.hear(Flush)
            host.cancel()
            answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped
            assert host.state is State.READY

        talk(conversation())


class TestProgress:
    def test_it_comes_before_the_result(self) -> None:
        _, messages = told(script("for i in range(3): canvas.progress(i / 2, str(i))\nreturn Tag()"))
        assert kinds(messages) == ["progress", "progress", "progress", "result"]
        assert [message for message in messages if isinstance(message, Progress)] == [
            Progress("r1", 0.0, "0"),
            Progress("r1", 0.5, "1"),
            Progress("r1", 1.0, "2"),
        ]


class TestOverlay:
    def said(self, body: str) -> tuple[list[Overlay], list[bytes]]:
        async def conversation() -> tuple[list[Overlay], list[bytes]]:
            host = Host()
            await host.load(script(body, head="import numpy as np\n"))
            assert isinstance(await host.run(), Result)
            return [message for message in host.said if isinstance(message, Overlay)], host.frames

        return asyncio.run(conversation())

    def test_its_bytes_follow_as_one_frame(self) -> None:
        overlays, frames = self.said("canvas.overlay(np.array([[0, 0.5, 1], [1, 0, 0]]), (1, 2, 30, 40), opacity=0.25)")
        assert overlays == [Overlay("r1", Bounds(1, 2, 30, 40), 3, 2, 1, 0.25, 1)]
        assert frames == [bytes([0, 128, 255, 255, 0, 0])]

    def test_colours_are_rows_of_rgba(self) -> None:
        overlays, frames = self.said("canvas.overlay(np.arange(24, dtype=np.uint8).reshape(2, 3, 4))")
        assert overlays == [Overlay("r1", WHOLE, 3, 2, 4, 0.6, 1)]
        assert frames == [bytes(range(24))]

    def test_each_has_its_own_frame_and_none_clears_without_one(self) -> None:
        overlays, frames = self.said(
            "canvas.overlay(np.zeros((1, 1)))\ncanvas.overlay(None)\ncanvas.overlay(np.ones((1, 2)))"
        )
        assert [(one.bounds, one.binary) for one in overlays] == [(WHOLE, 1), (None, 0), (WHOLE, 1)]
        assert frames == [bytes([0]), bytes([255, 255])]

    def test_later_changes_of_the_array_do_not_reach_it(self) -> None:
        _, frames = self.said("shown = np.zeros((1, 2), np.uint8)\ncanvas.overlay(shown)\nshown[:] = 9")
        assert frames == [bytes(2)]


class TestSettings:
    def said(self, body: str, settings: dict[str, Any] | None) -> tuple[Result | ErrorMessage, Host]:
        async def conversation() -> tuple[Result | ErrorMessage, Host]:
            host = Host()
            await host.load(script(body))
            host.tell(EventMessage("r1", "answer:create_instance", EVENT, settings))
            return await host.end(), host

        return asyncio.run(conversation())

    @pytest.mark.parametrize(
        ("settings", "line"),
        [
            ({"brightness": 1.5, "visibility": 0.0, "tool": "box", "label": "cat"}, "1.5 0.0 box cat"),
            ({}, "1.0 1.0 None None"),
            (None, "1.0 1.0 None None"),
        ],
    )
    def test_they_are_those_of_the_event(self, settings: dict[str, Any] | None, line: str) -> None:
        body = "s = canvas.settings\nprint(s.brightness, s.visibility, s.tool, s.label)"
        assert self.said(body, settings)[1].lines == [line]

    def test_each_assignment_is_told_before_the_result(self) -> None:
        _, host = self.said("canvas.settings.gamma = 2\ncanvas.settings.label = 'dog'\nreturn Tag()", {"gamma": 1.0})
        assert kinds(host.said) == ["settings", "settings", "result"]
        told = [message for message in host.said if isinstance(message, SettingsMessage)]
        assert told == [SettingsMessage("r1", {"gamma": 2.0}), SettingsMessage("r1", {"label": "dog"})]

    def test_what_is_refused_is_not_told(self) -> None:
        answer, host = self.said("canvas.settings.gamma = 9", {})
        assert error_of(answer) == "LimnerError: settings.gamma is 9, expected a number from 0.1 to 5"
        assert kinds(host.said) == ["error"]

    def test_the_next_run_reads_those_of_its_own_event(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("print(canvas.settings.gamma)\ncanvas.settings.gamma = 5"))
            for name, gamma in (("r1", 2.0), ("r2", 3.0)):
                host.tell(EventMessage(name, "answer:create_instance", EVENT, {"gamma": gamma}))
                await host.end()
            assert host.lines == ["2.0", "3.0"]

        talk(conversation())


class TestVeto:
    def test_it_goes_with_the_result_of_before_save(self) -> None:
        result = result_of(run(script("canvas.veto('no tail')\nreturn Tag()", event="before_save"), SAVING))
        assert (result.veto, len(result.changes.created)) == ("no tail", 1)

    def test_without_one_there_is_none(self) -> None:
        assert result_of(run(script("pass", event="before_save"), SAVING)).veto is None

    def test_a_run_that_fails_after_it_is_an_error(self) -> None:
        answer = run(script("canvas.veto('no tail')\nraise ValueError('no')", event="before_save"), SAVING)
        assert error_of(answer) == "ValueError: no"

    def test_it_does_not_reach_the_next_run(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("if event.reason == 'complete': canvas.veto('no')", event="before_save"))
            assert result_of(await host.run(SAVING, run="r1")).veto == "no"
            assert result_of(await host.run(BeforeSave(**{**vars(SAVING), "reason": "save"}), run="r2")).veto is None

        talk(conversation())

    def test_for_other_events_it_is_an_error(self) -> None:
        assert error_of(run(script("canvas.veto('no')"))) == (
            "LimnerError: canvas.veto answers before_save, not create_instance"
        )


class TestAsking:
    def test_a_run_that_asks_is_stopped_and_the_late_answer_is_ignored(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("print(await canvas.ask('Sure?'))"))
            host.begin(run="r1")
            call = await host.hear(Call)
            host.cancel("r1")
            answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped
            host.tell(Reply("r1", call.call, "Yes"))
            host.begin(run="r2")
            await host.answer("No")
            assert isinstance(await host.end(), Result)
            assert host.lines == ["No"]

        talk(conversation())

    def test_a_question_may_be_asked_beside_other_calls(self) -> None:
        body = (
            "import asyncio\n"
            "choice, found = await asyncio.gather(canvas.ask('Sure?'), canvas.instances())\nprint(choice, found)"
        )

        async def conversation() -> None:
            host = Host()
            await host.load(script(body))
            host.begin()
            question, _ = await host.hear(Call), await host.answer([])
            host.tell(Reply("r1", question.call, "Yes"))
            assert isinstance(await host.end(), Result)
            assert host.lines == ["Yes []"]

        talk(conversation())


class TestFetching:
    def test_bodies_go_and_come_as_frames(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(
                script("print((await canvas.fetch('https://a/', method='PUT', body=bytes(range(9)))).body)")
            )
            host.begin()
            call = await host.answer({"status": 200, "headers": {}, "url": "https://a/"}, b"\x00\xff")
            assert (call.method, call.binary, host.frames) == ("fetch", 1, [bytes(range(9))])
            await host.end()
            assert host.lines == [r"b'\x00\xff'"]

        talk(conversation())

    def test_a_refusal_is_an_error_the_script_may_catch(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("try:\n    await canvas.fetch('https://b/')\nexcept HostError as e:\n    print(e)"))
            host.begin()
            await host.answer(error="b is not in connect")
            assert isinstance(await host.end(), Result)
            assert host.lines == ["b is not in connect"]

        talk(conversation())


def test_an_image_comes_in_the_channels_asked_for() -> None:
    async def conversation() -> None:
        host = Host()
        await host.load(script("print((await canvas.image((0, 0, 2, 1), channels='gray')).tolist())"))
        host.begin()
        pixels = np.array([[[255, 255, 255], [0, 0, 0]]], np.uint8)
        await host.answer({"width": 2, "height": 1, "channels": 3}, pixels.tobytes())
        await host.end()
        assert host.lines == ["[[255, 0]]"]

    talk(conversation())
