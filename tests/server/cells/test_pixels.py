"""Decoded images: kept within a bound, decoded once, cut where they are and nowhere else."""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner.errors import HostError
from limner_server.cells.pixels import Pixels
from tests.server.images import HEIGHT, WIDTH, encoded, photo

WHOLE = [0, 0, WIDTH, HEIGHT]


class Folder:
    """A folder of images by name that notes which was opened."""

    def __init__(self, root: Path, *names: str) -> None:
        self.root = root
        self.opened: list[str] = []
        for name in names:
            (root / name).write_bytes(encoded())

    def path(self, sha256: str) -> Path:
        self.opened.append(sha256)
        return self.root / sha256


def cut(pixels: Pixels, name: str = "a", bounds: Any = WHOLE, scale: Any = 1.0, data: bytes | None = None) -> Any:
    size, content = asyncio.run(pixels.cut(name, bounds, scale, data))
    return np.frombuffer(content, np.uint8).reshape(size["height"], size["width"], size["channels"])


def test_what_is_asked_for_is_cut_out(tmp_path: Path) -> None:
    found = cut(Pixels(Folder(tmp_path, "a")), bounds=[3, 5, 20, 11])
    assert np.array_equal(found, np.asarray(photo())[5:16, 3:23])


def test_an_image_that_is_given_is_not_looked_for(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert np.array_equal(cut(Pixels(folder), data=encoded()), np.asarray(photo()))
    assert folder.opened == []


def test_an_image_is_decoded_once_for_all_who_ask_at_the_same_time_and_later(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "a")
    pixels = Pixels(folder)

    async def go() -> None:
        await asyncio.gather(*(pixels.cut("a", WHOLE, 1.0) for _ in range(8)))
        await pixels.cut("a", WHOLE, 1.0)

    asyncio.run(go())
    assert folder.opened == ["a"]


def test_the_images_used_last_are_kept_within_the_bound(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "a", "b", "c")
    pixels = Pixels(folder, most=2 * WIDTH * HEIGHT * 3)
    for name in "abacab":
        cut(pixels, name)
    assert folder.opened == ["a", "b", "c", "b"]


def test_an_image_larger_than_the_bound_is_still_given(tmp_path: Path) -> None:
    assert cut(Pixels(Folder(tmp_path, "a"), most=1)).shape == (HEIGHT, WIDTH, 3)


def test_an_image_that_cannot_be_read_is_an_error_and_is_tried_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    pixels = Pixels(folder)
    with pytest.raises(HostError, match="could not be read"):
        cut(pixels)
    (tmp_path / "a").write_bytes(encoded())
    assert cut(pixels).shape == (HEIGHT, WIDTH, 3)


def test_one_who_leaves_does_not_take_the_image_from_the_others(tmp_path: Path) -> None:
    pixels = Pixels(Folder(tmp_path, "a"))

    async def go() -> Any:
        leaving, staying = (asyncio.create_task(pixels.cut("a", WHOLE, 1.0)) for _ in range(2))
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    assert asyncio.run(go())[0]["width"] == WIDTH


@pytest.mark.parametrize(
    "bounds",
    [
        None,
        "0000",
        [0, 0, 10],
        [0, 0, 10, 0],
        [0, 0, WIDTH + 1, 1],
        [0, 1, 1, HEIGHT],
        [-1, 0, 5, 5],
        [0, 0, float("nan"), 5],
        [0, 0, float("inf"), 5],
        [0, 0, 1e300, 5],
        [0, 0, "5", 5],
        [0, 0, True, 5],
    ],
    ids=str,
)
def test_bounds_that_do_not_lie_in_the_file_are_refused(tmp_path: Path, bounds: Any) -> None:
    with pytest.raises(HostError, match=f"do not lie in the file, which is {WIDTH} x {HEIGHT}"):
        cut(Pixels(Folder(tmp_path, "a")), bounds=bounds)


@pytest.mark.parametrize(
    ("scale", "size"),
    [
        (0.5, (20, 15)),
        (0.1, (4, 3)),
        (1e-9, (1, 1)),
        (-1, (1, 1)),
        (2.0, (40, 30)),
        (float("nan"), (40, 30)),
        ("x", (40, 30)),
    ],
    ids=str,
)
def test_a_picture_is_made_smaller_never_larger(tmp_path: Path, scale: Any, size: tuple[int, int]) -> None:
    found = cut(Pixels(Folder(tmp_path, "a")), scale=scale)
    assert (found.shape[1], found.shape[0]) == size
