"""The bundled script while a box is dragged, and corrected by strokes of the prompt tool."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner import Box, Instance, Polygon, Provenance, Stroke, testing
from limner.testing import Outcome
from tests.scripts.paint import iou
from tests.scripts.scenes import KINDS, scene

SCRIPT = Path(__file__).resolve().parents[2] / "scripts_library" / "box_to_polygon.py"
MADE = Provenance("script", script="limner/box-to-polygon")
SIZE = 240


def painted(*areas: tuple[tuple[int, int, int, int], tuple[int, int, int]]) -> np.ndarray:
    """A grainy dark ground with upright areas `(left, top, right, bottom)` in their colours."""
    pixels = np.full((SIZE, SIZE, 3), (40, 60, 50), np.int16)
    for (left, top, right, bottom), colour in areas:
        pixels[top:bottom, left:right] = colour
    pixels += np.random.default_rng(3).integers(-8, 9, pixels.shape, np.int16)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def truth(*areas: tuple[int, int, int, int]) -> np.ndarray:
    mask = np.zeros((SIZE, SIZE), bool)
    for left, top, right, bottom in areas:
        mask[top:bottom, left:right] = True
    return mask


RED, BLUE = (200, 60, 40), (50, 80, 190)
HEAD, TAIL = (70, 70, 120, 170), (120, 70, 190, 170)
TWO = painted((HEAD, RED), (TAIL, BLUE))


def shape(geometry: Polygon, id: str = "made") -> Instance:
    return Instance(id, "file", geometry, "cat", attributes={"sex": "m"}, provenance=MADE)


def suggested(outcome: Outcome) -> Any:
    assert outcome.error is None, outcome.error
    (item,) = outcome.changes.suggested
    return item


def corrected(image: np.ndarray, instance: Instance, *strokes: Stroke, **params: Any) -> Polygon:
    event = testing.prompt(image, strokes=strokes, instance=instance)
    item = suggested(testing.run(SCRIPT, event, image=image, instances=[instance], params=params))
    geometry: Polygon = item.geometry
    return geometry


def line(*points: tuple[float, float], positive: bool = True, width: float = 8) -> Stroke:
    return Stroke(points, width, positive)


def square(left: int, top: int, right: int, bottom: int) -> Polygon:
    return Polygon([(left, top), (right, top), (right, bottom), (left, bottom)])


class TestStrokes:
    def test_a_stroke_over_what_was_left_out_brings_it_in(self) -> None:
        polygon = corrected(TWO, shape(square(*HEAD)), line((140, 90), (170, 150)))
        assert iou(polygon, truth(HEAD, TAIL), SIZE, SIZE) >= 0.96

    def test_a_stroke_beside_takes_out_what_does_not_belong(self) -> None:
        both = square(70, 70, 190, 170)
        polygon = corrected(TWO, shape(both), line((140, 90), (170, 150), positive=False))
        assert iou(polygon, truth(HEAD), SIZE, SIZE) >= 0.96

    def test_strokes_of_both_kinds_divide_what_looks_alike(self) -> None:
        image = painted((HEAD, RED), (TAIL, RED))
        over, beside = line((90, 80), (90, 160)), line((170, 80), (170, 160), positive=False)
        polygon = corrected(image, shape(square(70, 70, 190, 170)), over, beside)
        mask = truth(HEAD, TAIL)
        assert iou(polygon, mask, SIZE, SIZE) < 0.9
        assert all(x < 172 for ring in polygon.rings for x, _ in ring)

    def test_a_stroke_that_ends_near_the_edge_of_what_was_looked_at_is_followed_beyond_it(self) -> None:
        long = (120, 70, 190, 230)
        image = painted((HEAD, RED), (long, BLUE))
        drawn = testing.created(Box(65, 65, 60, 110), image)
        (made,) = testing.runs(SCRIPT, [drawn], image=image)[0].changes.created
        event = testing.prompt(
            image, strokes=[line((170, 90), (150, 196))], instance=shape(made.geometry, str(made.id))
        )
        _, outcome = testing.runs(SCRIPT, [drawn, event], image=image)
        assert iou(suggested(outcome).geometry, truth(HEAD, long), SIZE, SIZE) >= 0.9

    def test_a_stroke_outside_the_margin_is_reached(self) -> None:
        far = (200, 20, 232, 60)
        image = painted((HEAD, RED), (far, RED))
        polygon = corrected(image, shape(square(*HEAD)), line((210, 30), (225, 50)))
        assert iou(polygon, truth(HEAD, far), SIZE, SIZE) >= 0.94

    @pytest.mark.parametrize("kind", ["blob", "star", "patched"])
    def test_a_stroke_along_a_side_that_was_cut_off_brings_the_scene_closer_to_its_truth(self, kind: str) -> None:
        image, mask, (x, y, w, h) = scene(2, 512, kind)
        half = square(x, y, x + w // 2, y + h)
        rows, columns = np.nonzero(mask[:, x + w // 2 + 20 :])
        place = (float(np.median(columns)) + x + w // 2 + 20, float(np.median(rows)))
        before = iou(half, mask, 512, 512)
        polygon = corrected(image, shape(half), line((x + w / 4, y + h / 2), place, width=16))
        assert iou(polygon, mask, 512, 512) > before + 0.2

    def test_the_suggestion_takes_the_shapes_place_label_and_attributes(self) -> None:
        event = testing.prompt(TWO, strokes=[line((140, 90), (170, 150))], instance=shape(square(*HEAD)))
        item = suggested(testing.run(SCRIPT, event, image=TWO, instances=[shape(square(*HEAD))]))
        assert (item.label, item.attributes, item.replaces) == ("cat", {"sex": "m"}, "made")

    def test_the_later_of_two_strokes_over_one_place_counts(self) -> None:
        over, beside = line((140, 90), (170, 150)), line((140, 90), (170, 150), positive=False)
        assert iou(corrected(TWO, shape(square(*HEAD)), beside, over), truth(HEAD, TAIL), SIZE, SIZE) >= 0.96
        assert iou(corrected(TWO, shape(square(*HEAD)), over, beside), truth(HEAD), SIZE, SIZE) >= 0.96

    def test_where_nothing_is_left_it_says_so(self) -> None:
        strokes = [line((60, y), (130, y), positive=False, width=30) for y in range(70, 180, 20)]
        event = testing.prompt(TWO, strokes=strokes, instance=shape(square(*HEAD)))
        outcome = testing.run(SCRIPT, event, image=TWO)
        assert not outcome.changes
        assert "Nothing is left" in outcome.notices[0]

    @pytest.mark.parametrize("size", [0.4, 1.0, 3.0])
    def test_a_tiny_shape_never_fails(self, size: float) -> None:
        tiny = shape(Polygon([(90, 90), (90 + size, 90), (90, 90 + size)]))
        outcome = testing.run(SCRIPT, testing.prompt(TWO, strokes=[line((90, 90))], instance=tiny), image=TWO)
        assert outcome.error is None
        assert outcome.changes.suggested or outcome.notices


class TestWarmth:
    def test_strokes_on_what_it_just_made_go_on_from_its_models(self) -> None:
        drawn = testing.created(Box(65, 65, 60, 110), TWO)
        (made,) = testing.run(SCRIPT, drawn, image=TWO).changes.created
        strokes = testing.prompt(TWO, strokes=[line((140, 90), (170, 150))], instance=shape(made.geometry))
        cold = suggested(testing.run(SCRIPT, strokes, image=TWO)).geometry
        first, _ = testing.runs(SCRIPT, [drawn, strokes], image=TWO)
        kept = shape(first.changes.created[0].geometry, str(first.changes.created[0].id))
        _, second = testing.runs(SCRIPT, [drawn, replace(strokes, instance=kept)], image=TWO)
        assert iou(suggested(second).geometry, cold, SIZE, SIZE) >= 0.95

    def test_a_shape_changed_by_hand_is_corrected_as_it_is_now(self) -> None:
        drawn = testing.created(Box(65, 65, 60, 110), TWO)
        edited = shape(square(70, 70, 190, 170))
        event = testing.prompt(TWO, strokes=[line((75, 75), (75, 160), width=3)], instance=edited)
        _, outcome = testing.runs(SCRIPT, [drawn, event], image=TWO)
        assert iou(suggested(outcome).geometry, truth(HEAD, TAIL), SIZE, SIZE) >= 0.96

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_box_that_was_dragged_becomes_what_it_becomes_without_a_preview(self, kind: str) -> None:
        image, _, box = scene(3, 384, kind)
        cold = testing.run(SCRIPT, testing.created(Box(*box), image), image=image).changes.created[0].geometry
        x, y, w, h = box
        dragged = [testing.drawing(Box(x, y, w * part, h * part), image, id="b") for part in (0.4, 0.8, 1.0)]
        *_, warm = testing.runs(SCRIPT, [*dragged, testing.created(Box(*box), image)], image=image)
        assert warm.changes.created[0].geometry == cold


class TestDrag:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_outline_is_shown_while_the_box_is_dragged(self, kind: str) -> None:
        image, mask, box = scene(4, 512, kind)
        outcome = testing.run(SCRIPT, testing.drawing(Box(*box), image, label="cat"), image=image)
        item = suggested(outcome)
        assert (item.label, outcome.changes.created, outcome.changes.deleted) == ("cat", (), ())
        assert iou(item.geometry, mask, 512, 512) >= 0.8

    def test_a_large_photo_is_looked_at_from_afar(self) -> None:
        image, mask, box = scene(0, 2048, "blob")
        outcome = testing.run(SCRIPT, testing.drawing(Box(*box), image), image=image)
        assert iou(suggested(outcome).geometry, mask, 2048, 2048) >= 0.9

    @pytest.mark.parametrize("box", [(20, 20, 3, 3), (0, 0, 240, 1), (230, 230, 10, 10)])
    def test_nothing_is_shown_and_nothing_said_where_nothing_stands_out(self, box: Sequence[float]) -> None:
        outcome = testing.run(SCRIPT, testing.drawing(Box(*box), np.full_like(TWO, 90)), image=np.full_like(TWO, 90))
        assert (outcome.error, list(outcome.changes.suggested), outcome.notices) == (None, [], [])

    def test_a_box_that_is_reshaped_is_left_alone(self) -> None:
        before = Instance("b", "file", Box(65, 65, 60, 110))
        event = testing.drawing(Box(65, 65, 70, 110), TWO, before=before)
        assert not testing.run(SCRIPT, event, image=TWO).changes


class TestOthersWork:
    @pytest.mark.parametrize(
        "instance",
        [
            None,
            Instance("p", "file", square(*HEAD)),
            Instance("p", "file", square(*HEAD), provenance=Provenance("script", script="limner/point-to-mask")),
            Instance("p", "file", Box(70, 70, 50, 100), provenance=MADE),
        ],
    )
    def test_strokes_on_other_shapes_are_left_to_other_scripts(self, instance: Instance | None) -> None:
        event = testing.prompt(TWO, strokes=[line((140, 90), (170, 150))], instance=instance)
        assert not testing.run(SCRIPT, event, image=TWO).changes

    def test_of_this_script_and_the_one_for_prompts_one_answers_strokes_on_its_work_and_one_all_else(self) -> None:
        strokes, made = [line((140, 90), (170, 150))], shape(square(*HEAD))
        prompts = [
            testing.prompt(TWO, strokes=strokes, instance=made),
            testing.prompt(TWO, (150, 120), strokes=strokes, instance=made),
            testing.prompt(TWO, box=(65, 65, 130, 110), strokes=strokes, instance=made),
            testing.prompt(TWO, strokes=strokes, instance=Instance("p", "file", square(*HEAD))),
        ]
        other = SCRIPT.with_name("point_to_mask.py")
        ours = [bool(testing.run(SCRIPT, event, image=TWO).changes) for event in prompts]
        theirs = [bool(testing.run(other, event, image=TWO, params={"method": "grabcut"}).changes) for event in prompts]
        assert (ours, theirs) == ([True, False, False, False], [False, True, True, True])

    def test_clicks_on_its_own_work_are_left_to_other_scripts(self) -> None:
        assert not testing.run(SCRIPT, testing.prompt(TWO, (90, 90), instance=shape(square(*HEAD))), image=TWO).changes

    def test_a_box_of_the_prompt_tool_is_answered_only_where_that_is_switched_on(self) -> None:
        event = testing.prompt(TWO, box=(65, 65, 60, 110))
        assert not testing.run(SCRIPT, event, image=TWO).changes
        item = suggested(testing.run(SCRIPT, event, image=TWO, params={"prompt_boxes": True}))
        assert iou(item.geometry, truth(HEAD), SIZE, SIZE) >= 0.95

    def test_strokes_correct_such_a_box(self) -> None:
        event = testing.prompt(TWO, box=(65, 65, 60, 110), strokes=[line((140, 90), (170, 150))])
        item = suggested(testing.run(SCRIPT, event, image=TWO, params={"prompt_boxes": True}))
        assert iou(item.geometry, truth(HEAD, TAIL), SIZE, SIZE) >= 0.95
