"""Comfortable light, run from its own file through a real cell under CPython."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from limner import testing
from limner.testing import Outcome
from limner_server.resources import SAMPLES

SCRIPT = Path(__file__).resolve().parents[2] / "scripts_library" / "comfortable_light.py"
PHOTOS = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")
DIALS = ("brightness", "contrast", "gamma", "clahe")


def photo(name: str) -> np.ndarray:
    return np.asarray(Image.open(SAMPLES / name).convert("RGB"))


def darkened(name: str, share: float) -> np.ndarray:
    return (photo(name) * share).astype(np.uint8)


def flattened(name: str) -> np.ndarray:
    return (120 + photo(name) * 0.1).astype(np.uint8)


def uneven() -> np.ndarray:
    """A photo of which the greater part lies in a deep shadow."""
    pixels = photo("astronaut.png").copy()
    pixels[:, : pixels.shape[1] * 6 // 10] = pixels[:, : pixels.shape[1] * 6 // 10] * 0.12
    return pixels


def run(image: np.ndarray | None, *, settings: Any = None, event: Any = None, **params: Any) -> Outcome:
    shown = np.zeros((4, 4, 3), np.uint8) if image is None else image
    outcome = testing.run(SCRIPT, event or testing.opened(shown), image=image, settings=settings, params=params)
    assert outcome.error is None, outcome.error
    return outcome


def shown(image: np.ndarray, dials: dict[str, float]) -> np.ndarray:
    """Give the luminance as the page shows it: brightness, contrast, gamma, as CSS filters define them."""
    light = image @ np.array([0.299, 0.587, 0.114]) / 255
    light = np.clip(light * dials.get("brightness", 1), 0, 1)
    light = np.clip((light - 0.5) * dials.get("contrast", 1) + 0.5, 0, 1)
    return np.asarray(light ** (1 / dials.get("gamma", 1)))


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photo_whose_light_is_fine_keeps_its_look(name: str) -> None:
    outcome = run(photo(name))
    assert (outcome.settings, outcome.notices) == ({}, [])


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
@pytest.mark.parametrize("name", PHOTOS)
def test_a_dark_photo_is_shown_in_a_good_light_and_it_says_so(name: str, share: float) -> None:
    image = darkened(name, share)
    outcome = run(image)
    before, after = shown(image, {}), shown(image, outcome.settings)
    assert np.median(after) > 0.28
    assert after.std() > 1.5 * before.std()
    assert (after > 0.99).mean() < 0.03
    (notice,) = outcome.notices
    assert notice.startswith("This image is dark, so it is shown with brightness")


@pytest.mark.parametrize("name", PHOTOS)
def test_a_flat_photo_gets_its_contrast(name: str) -> None:
    image = flattened(name)
    outcome = run(image)
    assert shown(image, outcome.settings).std() > 3 * shown(image, {}).std()
    assert "flat" in outcome.notices[0]


def test_an_unevenly_lit_photo_is_evened_out() -> None:
    outcome = run(uneven())
    assert outcome.settings["clahe"] == 3
    assert "unevenly lit" in outcome.notices[0]
    assert "its contrast evened out" in outcome.notices[0]


@pytest.mark.parametrize("dial", DIALS)
def test_what_a_person_has_set_is_left(dial: str) -> None:
    outcome = run(darkened("coffee.png", 0.2), settings={dial: 1.5})
    assert (outcome.settings, outcome.notices) == ({}, [])


@pytest.mark.parametrize("image", [np.zeros((50, 60, 3)), np.full((50, 60, 3), 90), np.full((1, 1, 3), 9), None])
def test_an_image_of_one_tone_or_none_is_left(image: np.ndarray | None) -> None:
    outcome = run(None if image is None else image.astype(np.uint8))
    assert (outcome.settings, outcome.notices) == ({}, [])
    assert bool(outcome.lines) == (image is None)


def test_an_image_of_one_column_is_measured() -> None:
    outcome = run(darkened("coffee.png", 0.2)[:, :1])
    assert set(outcome.settings) <= set(DIALS)


def test_less_strength_goes_less_far() -> None:
    image = darkened("coffee.png", 0.2)
    full, half = run(image).settings["brightness"], run(image, strength=0.5).settings["brightness"]
    assert 1 < half < full


@pytest.mark.parametrize(
    ("means", "dials"),
    [
        ("what fits", {"brightness", "gamma"}),
        ("brightness and contrast", {"brightness"}),
        ("gamma", {"gamma"}),
        ("evening out", {"clahe"}),
    ],
)
def test_only_the_dials_that_are_allowed_are_turned(means: str, dials: set[str]) -> None:
    assert set(run(darkened("coffee.png", 0.2), means=means).settings) == dials


def test_where_the_means_cannot_help_the_image_stays_and_the_command_says_why() -> None:
    assert run(flattened("coffee.png"), means="gamma").settings == {}
    event = testing.command(flattened("coffee.png"))
    assert run(flattened("coffee.png"), event=event, means="gamma").notices == [
        "The image is flat; gamma cannot help it."
    ]


class TestToggle:
    def test_it_puts_all_dials_back(self) -> None:
        image = darkened("coffee.png", 0.2)
        settings = {"brightness": 4.0, "gamma": 1.2, "clahe": 2.0}
        outcome = run(image, event=testing.command(image), settings=settings)
        assert outcome.settings == {"brightness": 1.0, "gamma": 1.0, "clahe": 0.0}

    def test_it_turns_them_where_the_image_is_shown_plainly(self) -> None:
        image = darkened("coffee.png", 0.2)
        outcome = run(image, event=testing.command(image))
        assert outcome.settings == run(image).settings
        assert outcome.notices == []

    def test_it_says_where_there_is_nothing_to_do(self) -> None:
        image = photo("coffee.png")
        outcome = run(image, event=testing.command(image))
        assert (outcome.settings, outcome.notices) == ({}, ["The light of this image is fine."])
