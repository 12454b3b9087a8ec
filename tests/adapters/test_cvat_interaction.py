"""Interaction functions written against the real cvat-sdk, unmodified, as scripts in a real cell."""

from typing import Any

import pytest

from limner import Box, Mask, Polygon, testing
from limner_server.adapters.cvat import scripts
from tests.adapters.bright import LEFT, RIGHT, digest_in, scene, script


class TestInteraction:
    def test_suggests_what_the_function_sees_in_a_box(self) -> None:
        event = testing.prompt(scene(), box=(5, 15, 40, 30))
        outcome = testing.run(script("scissors"), event, image=scene())
        assert outcome.error is None, outcome.error
        (one,) = outcome.changes.suggested
        assert isinstance(one.geometry, Mask)
        assert tuple(one.geometry.bounds) == LEFT
        assert one.score == 0.75

    def test_outlines_masks_where_that_is_wanted(self) -> None:
        event = testing.prompt(scene(), box=(5, 15, 40, 30))
        outcome = testing.run(script("scissors"), event, image=scene(), params={"polygons": True})
        assert outcome.error is None, outcome.error
        (one,) = outcome.changes.suggested
        assert one.geometry == Polygon([(10, 20), (40, 20), (40, 40), (10, 40)])

    def test_prepares_an_image_once_for_all_prompts_on_it(self) -> None:
        source = script("scissors")
        boxes = (testing.prompt(scene(), box=(5, 15, 40, 30)), testing.prompt(scene(), box=(65, 45, 30, 40)))
        outcomes = testing.runs(source, boxes, image=scene())
        assert [tuple(one.changes.suggested[0].geometry.bounds) for one in outcomes] == [LEFT, RIGHT]
        assert len(scripts.served(digest_in(source)).function.prepared) == 1

    def test_takes_negative_clicks(self) -> None:
        event = testing.prompt(scene(), box=(5, 15, 40, 30), negative=[(20.0, 30.0)])
        (one,) = testing.run(script("scissors"), event, image=scene()).changes.suggested
        assert isinstance(one.geometry, Mask)
        assert sum(one.geometry.rle[1::2]) <= 30 * 20 - 25

    def test_says_that_it_sees_nothing(self) -> None:
        event = testing.prompt(scene(), box=(5, 15, 3, 3), negative=[(6, 16), (7, 17)])
        outcome = testing.run(script("scissors"), event, image=scene())
        assert outcome.error is None, outcome.error
        assert outcome.notices == ["scissors sees nothing there"]
        assert not outcome.changes

    @pytest.mark.parametrize(
        ("name", "prompt", "message"),
        [
            ("scissors", {}, "scissors needs a box round the object, dragged first"),
            ("clicks", {}, "clicks needs 2 more clicks on the object"),
            ("clicks", {"points": [(1.0, 1.0)]}, "clicks needs 1 more click on the object"),
        ],
    )
    def test_says_what_a_prompt_lacks(self, name: str, prompt: Any, message: str) -> None:
        event = testing.prompt(scene(), *prompt.get("points", ()))
        outcome = testing.run(script(name), event, image=scene())
        assert outcome.notices == [message]
        assert not outcome.changes

    def test_leaves_out_what_the_function_does_not_take_and_says_so(self) -> None:
        event = testing.prompt(scene(), (2, 3), (22, 33), negative=[(5.0, 5.0)], box=(1, 1, 9, 9))
        outcome = testing.run(script("clicks"), event, image=scene())
        assert outcome.changes.suggested[0].geometry == Box(2, 3, 20, 30)
        assert len(outcome.notices) == 2
