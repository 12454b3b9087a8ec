"""Which pixels are asked for, and the array they become."""

from typing import Any

import numpy as np
import pytest

from limner import File, HostError
from limner.pixels import Pixels, array, region

FILE = File("f", "a.png", 100, 80)


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
