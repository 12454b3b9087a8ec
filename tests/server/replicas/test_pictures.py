"""Images at a backend: fetched once, kept within bounds, cut as everywhere."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from limner.errors import HostError
from limner_server.remote.pictures import Pictures
from tests.server.images import HEIGHT, WIDTH, encoded, photo

WHOLE = (0, 0, WIDTH, HEIGHT)
PHOTO = encoded()
OTHER = encoded(photo().rotate(180))


class Source:
    """Where contents come from; `asked` counts how often."""

    def __init__(self, content: bytes) -> None:
        self.content, self.asked = content, 0
        self.sha256 = hashlib.sha256(content).hexdigest()

    async def fetch(self) -> bytes:
        self.asked += 1
        await asyncio.sleep(0)
        return self.content


def cut(pictures: Pictures, source: Source, bounds: Any = WHOLE, scale: Any = 1.0) -> Awaitable[Any]:
    return pictures.cut(source.sha256, source.fetch, bounds, scale)


def in_loop(work: Callable[[], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        return await work()

    return asyncio.run(main())


def test_runs_that_ask_at_once_fetch_once() -> None:
    pictures, source = Pictures(), Source(PHOTO)

    async def work() -> Any:
        return await asyncio.gather(*(cut(pictures, source) for _ in range(5)))

    answers = in_loop(work)
    assert source.asked == 1
    assert all(one == ({"width": WIDTH, "height": HEIGHT, "channels": 3}, photo().tobytes()) for one in answers)


def test_a_part_is_cut_and_made_smaller() -> None:
    size, pixels = in_loop(lambda: cut(Pictures(), Source(PHOTO), (0, 0, 16, 8), 0.5))
    assert (size["width"], size["height"], len(pixels)) == (8, 4, 8 * 4 * 3)
    assert pixels[:3] == b"\x00\x00\xff"


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    pictures = Pictures(most=len(PHOTO) + len(OTHER) - 1)
    first, second = Source(PHOTO), Source(OTHER)

    async def work() -> None:
        for source in (first, second, first):
            await cut(pictures, source)

    in_loop(work)
    assert (first.asked, second.asked) == (2, 1)


@pytest.mark.parametrize(
    ("content", "bounds", "says"),
    [
        (PHOTO, (0, 0, WIDTH + 1, 1), "do not lie in the file"),
        (PHOTO, None, "do not lie in the file"),
        (b"no image", WHOLE, "could not be read"),
    ],
)
def test_what_cannot_be_cut_is_told_to_the_script(content: bytes, bounds: Any, says: str) -> None:
    with pytest.raises(HostError, match=says):
        in_loop(lambda: cut(Pictures(), Source(content), bounds))


def test_a_content_that_is_not_what_it_was_sent_as_is_not_kept() -> None:
    pictures, source = Pictures(), Source(PHOTO)
    source.content = OTHER
    for _ in range(2):
        with pytest.raises(HostError, match="did not arrive as it was sent"):
            in_loop(lambda: cut(pictures, source))
    assert source.asked == 2
