"""What evens out the contrast of the displayed image agrees with OpenCV's CLAHE."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from limner_server.resources import SAMPLES

PROGRAM = Path(__file__).with_name("clahe_cli.mjs")
PHOTOS = ("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg")


def photo(name: str) -> np.ndarray:
    return np.asarray(Image.open(SAMPLES / name).convert("RGB"))


def ours(pixels: np.ndarray, limit: float, folder: Path) -> np.ndarray:
    height, width = pixels.shape[:2]
    file = folder / "pixels"
    file.write_bytes(np.dstack([pixels, np.full((height, width), 200, np.uint8)]).tobytes())
    subprocess.run(["node", str(PROGRAM), str(file), str(width), str(height), str(limit)], check=True)
    rgba = np.frombuffer(file.read_bytes(), np.uint8).reshape(height, width, 4)
    assert (rgba[..., 3] == 200).all()
    return rgba[..., :3]


def theirs(pixels: np.ndarray, limit: float) -> np.ndarray:
    tones = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)
    tones[..., 0] = cv2.createCLAHE(limit, (8, 8)).apply(tones[..., 0])
    return cv2.cvtColor(tones, cv2.COLOR_YCrCb2RGB)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize("limit", [1.0, 2.5, 8.0])
@pytest.mark.parametrize("name", PHOTOS)
def test_a_photo_comes_out_as_opencv_gives_it(name: str, limit: float, tmp_path: Path) -> None:
    pixels = photo(name)
    assert distance(ours(pixels, limit, tmp_path), theirs(pixels, limit)) < 0.6
    assert distance(pixels, theirs(pixels, limit)) > 3


def test_grey_tones_are_exactly_those_of_opencv(tmp_path: Path) -> None:
    grey = cv2.cvtColor(photo("chelsea.png"), cv2.COLOR_RGB2GRAY)
    found = ours(np.dstack([grey] * 3), 3, tmp_path)
    wanted = cv2.createCLAHE(3, (8, 8)).apply(grey)
    assert (found[..., 0] == found[..., 2]).all()
    assert np.abs(found[..., 0].astype(int) - wanted).max() <= 1
    assert (found[..., 0] == wanted).mean() > 0.99


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (9, 3), (16, 16), (17, 8)])
def test_images_of_any_size_come_out_as_opencv_gives_them(shape: tuple[int, int], tmp_path: Path) -> None:
    grey = np.random.default_rng(3).integers(0, 256, shape, np.uint8)
    found = ours(np.dstack([grey] * 3), 2, tmp_path)[..., 0]
    if min(shape) > 8:  # OpenCV mirrors no image that is smaller than its margin
        assert np.abs(found.astype(int) - cv2.createCLAHE(2, (8, 8)).apply(grey)).max() <= 1
    assert found.shape == shape
