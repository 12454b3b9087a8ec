"""Which pixels are asked for, and the array they become."""

import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import limner
from limner import ChangeError, File, HostError
from limner.pixels import ORDERS, Channels, Pixels, array, overlay, region

FILE = File("f", "a.png", 100, 80)
COLOURS = np.stack(np.meshgrid(*[np.arange(0, 256, 15, np.uint8)] * 3), axis=-1).reshape(18, -1, 3)


class TestRegion:
    def test_without_bounds_it_is_the_whole_file(self) -> None:
        assert region(None, 0.0, FILE) == (0, 0, 100, 80)

    @pytest.mark.parametrize(
        ("bounds", "margin", "expected"),
        [
            ((10, 10, 20, 20), 0.0, (10, 10, 20, 20)),
            ((10.2, 10.2, 20, 20), 0.0, (10, 10, 21, 21)),
            ((10, 10, 20, 20), 0.25, (5, 5, 30, 30)),
            ((-5, 70, 20, 20), 0.0, (0, 70, 15, 10)),
            (np.array([1, 2, 3, 4]), 0.0, (1, 2, 3, 4)),
        ],
    )
    def test_it_is_grown_rounded_outwards_and_clipped(self, bounds: Any, margin: float, expected: Any) -> None:
        assert region(bounds, margin, FILE) == expected

    @pytest.mark.parametrize("bounds", [(200, 0, 10, 10), (0, -20, 10, 10), (10, 10, 0, 0)])
    def test_nothing_in_the_file_says_so(self, bounds: Any) -> None:
        with pytest.raises(HostError, match="lies outside the file, which is 100 x 80"):
            region(bounds, 0.0, FILE)


class TestArray:
    def test_it_is_rows_of_rgb(self) -> None:
        found = array(Pixels(2, 1, 3, bytes([1, 2, 3, 4, 5, 6])))
        assert found.tolist() == [[[1, 2, 3], [4, 5, 6]]]
        assert found.dtype == np.uint8

    def test_an_alpha_channel_is_dropped(self) -> None:
        found = array(Pixels(1, 2, 4, bytes([1, 2, 3, 255, 4, 5, 6, 0])))
        assert found.tolist() == [[[1, 2, 3]], [[4, 5, 6]]]
        assert found.flags.c_contiguous

    @pytest.mark.parametrize("data", [bytes(3), bytearray(3), memoryview(bytes(3))])
    def test_the_bytes_may_come_in_any_buffer(self, data: Any) -> None:
        assert array(Pixels(1, 1, 3, data)).shape == (1, 1, 3)


def sent(image: Any) -> Pixels:
    """The pixels as a host sends them."""
    height, width, channels = image.shape
    return Pixels(width, height, channels, image.tobytes())


class TestChannels:
    def test_every_order_is_one_that_can_be_asked_for(self) -> None:
        assert tuple(ORDERS) == get_args(Channels)

    @pytest.mark.parametrize(
        ("channels", "code"),
        [("bgr", cv2.COLOR_RGB2BGR), ("rgba", cv2.COLOR_RGB2RGBA), ("gray", cv2.COLOR_RGB2GRAY)],
    )
    def test_they_are_what_opencv_makes_of_rgb(self, channels: Channels, code: int) -> None:
        np.testing.assert_array_equal(array(sent(COLOURS), channels), cv2.cvtColor(COLOURS, code))

    @pytest.mark.parametrize("channels", [channels for channels in ORDERS if channels != "rgba"])
    def test_an_alpha_channel_that_was_sent_counts_for_rgba_only(self, channels: Channels) -> None:
        alpha = np.dstack([COLOURS, np.full(COLOURS.shape[:2], 7, np.uint8)])
        np.testing.assert_array_equal(array(sent(alpha), channels), array(sent(COLOURS), channels))
        np.testing.assert_array_equal(array(sent(alpha), "rgba"), alpha)

    @pytest.mark.parametrize("channels", ORDERS)
    def test_they_can_be_written_to_and_lie_in_one_piece(self, channels: Channels) -> None:
        found = array(sent(COLOURS), channels)
        assert (found.dtype, found.flags.c_contiguous, found.flags.writeable) == (np.uint8, True, True)

    @pytest.mark.parametrize("channels", ["hsv", "RGB", "", None, 3])
    def test_others_are_refused_with_those_there_are(self, channels: Any) -> None:
        with pytest.raises(HostError, match=r"channels is .*, expected one of rgb, rgba, bgr, gray"):
            array(sent(COLOURS), channels)


class TestOverlay:
    @pytest.mark.parametrize(
        ("values", "shown"),
        [
            (np.array([[0, 0.5, 1]]), [0, 128, 255]),
            (np.array([[-1, 2, np.nan, np.inf, -np.inf]]), [0, 255, 0, 255, 0]),
            (np.array([[0.25]], np.float16), [64]),
            (np.array([[True, False]]), [255, 0]),
            (np.array([[0, 7, 255]], np.uint8), [0, 7, 255]),
            (np.array([[[3], [4]]], np.uint8), [3, 4]),
            ([[0.0, 1.0]], [0, 255]),
        ],
    )
    def test_a_heat_map_is_one_byte_a_pixel(self, values: Any, shown: list[int]) -> None:
        found = overlay(values)
        assert (found.height, found.width, found.channels) == (1, len(shown), 1)
        assert list(found.data) == shown

    def test_colours_are_four_bytes_a_pixel(self) -> None:
        values = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
        assert overlay(values) == Pixels(3, 2, 4, bytes(range(24)))

    def test_rows_come_in_their_order_whatever_lies_in_memory(self) -> None:
        values = np.arange(6, dtype=np.uint8).reshape(2, 3)
        assert overlay(values.T) == Pixels(2, 3, 1, bytes([0, 3, 1, 4, 2, 5]))
        assert overlay(values[::-1]) == Pixels(3, 2, 1, bytes([3, 4, 5, 0, 1, 2]))

    @given(st.lists(st.floats(width=32), min_size=1, max_size=20))
    def test_any_floats_can_be_shown_without_a_warning(self, values: list[float]) -> None:
        with np.errstate(all="raise"):
            found = overlay(np.array([values], np.float32))
        assert len(found.data) == len(values)

    @pytest.mark.parametrize(
        "shape", [(), (3,), (2, 3, 2), (2, 3, 3), (2, 3, 5), (1, 2, 3, 4), (0, 3), (3, 0), (2, 0, 4)]
    )
    def test_another_form_is_refused(self, shape: tuple[int, ...]) -> None:
        with pytest.raises(
            ChangeError, match=r"an overlay of shape \(.*\) cannot be shown, expected H x W or H x W x 4"
        ):
            overlay(np.zeros(shape))

    @pytest.mark.parametrize("dtype", [np.int64, np.uint16, np.complex64, "datetime64", object])
    def test_another_type_is_refused(self, dtype: Any) -> None:
        with pytest.raises(ChangeError, match=f"an overlay of {np.dtype(dtype)} cannot be shown, expected floats"):
            overlay(np.zeros((2, 2), dtype))


@pytest.mark.parametrize(
    ("call", "name"), [("overlay([[0.0]])", "overlay"), ("array(Pixels(1, 1, 3, bytes(3)))", "image")]
)
def test_without_numpy_they_say_what_to_declare(call: str, name: str) -> None:
    path = str(Path(limner.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {path!r}); from limner.pixels import *; {call}"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert f'HostError: canvas.{name} needs NumPy: add "numpy" to dependencies' in run.stderr
