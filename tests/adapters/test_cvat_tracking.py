"""Tracking functions written against the real cvat-sdk, unmodified, as scripts in a real cell."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from limner import Actor, Box, Instance, Point, testing
from limner.events import Command, OpenFile
from limner.testing import Outcome
from tests.adapters.bright import LEFT, said, scene, script


class Roll:
    """What a host shows that goes from file to file: each look at the image is at the next one."""

    def __init__(self, *images: np.ndarray) -> None:
        self.images = list(images)

    def __getitem__(self, place: Any) -> np.ndarray:
        return self.images.pop(0)[place]


class TestTracking:
    THING = Instance("thing", "file", Box(*LEFT), "cup", attributes={"full": True})

    def command(self, name: str, instance: Instance | None = THING, file: str = "first") -> Command:
        event = testing.command(scene(), instance, command=name)
        return replace(event, file=replace(event.file, id=file))

    def opened(self, file: str, image: np.ndarray | None = None) -> OpenFile:
        event = testing.opened(scene() if image is None else image)
        return replace(event, file=replace(event.file, id=file))

    def told(self, events: Sequence[Any], *images: np.ndarray, **given: Any) -> list[Outcome]:
        return testing.runs(script("matching", **given), events, image=Roll(*images))

    def test_finds_a_shape_on_the_files_that_are_opened_next(self) -> None:
        events = [self.command("follow"), self.opened("second"), self.opened("third")]
        _, second, third = self.told(events, scene(), scene(7, 3), scene(20, 11))
        found = [one.changes.suggested[0] for one in (second, third)]
        assert [one.geometry for one in found] == [Box(17, 23, 30, 20), Box(30, 31, 30, 20)]
        assert (found[0].label, found[0].attributes) == ("cup", {"full": True})

    def test_creates_what_it_finds_where_that_is_wanted(self) -> None:
        events = [self.command("follow"), self.opened("second")]
        params = {"suggest": False}
        _, second = testing.runs(script("matching"), events, image=Roll(scene(), scene(7, 3)), params=params)
        assert [one.geometry for one in second.changes.created] == [Box(17, 23, 30, 20)]

    def test_looks_once_on_each_file_and_never_on_the_first(self) -> None:
        events = [self.command("follow"), self.opened("first"), self.opened("second"), self.opened("second")]
        outcomes = self.told(events, scene(), scene(7, 3))
        assert [len(one.changes) for one in outcomes] == [0, 0, 1, 0]

    def test_says_that_it_did_not_find_it(self) -> None:
        blank = np.random.default_rng(1).integers(0, 255, (100, 120, 3), np.uint8)
        _, second = self.told([self.command("follow"), self.opened("second")], scene(), blank)
        assert not second.changes
        assert "the box cup was not found here" in said(second)

    def test_leaves_files_of_another_size_alone(self) -> None:
        larger = np.zeros((200, 220, 3), np.uint8)
        _, second = self.told([self.command("follow"), self.opened("second", larger)], scene())
        assert second.error is None
        assert "images of 120 x 100 only" in said(second)

    def test_stops(self) -> None:
        events = [self.command("follow"), self.command("stop", None), self.opened("second")]
        _, stopped, second = self.told(events, scene())
        assert stopped.notices == ["1 shape is followed no longer"]
        assert not second.changes

    def test_follows_for_each_person_apart(self) -> None:
        other = replace(self.opened("second"), actor=Actor("human", "someone else"))
        _, second = self.told([self.command("follow"), other], scene())
        assert not second.changes

    def test_says_what_it_cannot_follow(self) -> None:
        turned = replace(self.THING, geometry=Box(10, 10, 9, 9, 30))
        events = [
            self.command("follow", None),
            self.command("follow", replace(self.THING, geometry=Point(1, 1))),
            self.command("follow", turned),
        ]
        nothing, point, box = self.told(events)
        assert nothing.notices == ["Select the shape to follow first"]
        assert point.error is not None
        assert point.error.message == "matching follows no point, but box"
        assert box.error is not None
        assert "a turned box" in box.error.message
