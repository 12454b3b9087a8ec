"""Images at a backend: each content is fetched once and kept, and cut as the page cuts it."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from limner.errors import HostError

MIB = 1024 * 1024


class Pictures:
    """Keeps at most `most` bytes of encoded images, and as many decoded ones, those used last."""

    def __init__(self, most: int = 256 * MIB) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._fetching: dict[str, asyncio.Task[bytes]] = {}
        self._pixels: Any = None

    async def cut(
        self, sha256: str, fetch: Callable[[], Awaitable[bytes]], bounds: Any, scale: Any
    ) -> tuple[dict[str, int], bytes]:
        """Give the size and the bytes of a part of an image; `fetch` brings its content where it is not kept.

        Raises `HostError` where it cannot be had or read, or the bounds do not lie in it.
        """
        content = await self._content(sha256, fetch)
        if self._pixels is None:
            from limner_server.cells.pixels import Pixels  # with NumPy and Pillow, which not every script needs

            self._pixels = Pixels(_Nowhere(), self._most)
        cut: tuple[dict[str, int], bytes] = await self._pixels.cut(sha256, bounds, scale, content)
        return cut

    async def _content(self, sha256: str, fetch: Callable[[], Awaitable[bytes]]) -> bytes:
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        if sha256 not in self._fetching:
            self._fetching[sha256] = asyncio.ensure_future(self._fetched(sha256, fetch))
        return await asyncio.shield(self._fetching[sha256])  # a run that is stopped leaves it to the next one

    async def _fetched(self, sha256: str, fetch: Callable[[], Awaitable[bytes]]) -> bytes:
        try:
            content = await fetch()
            if (await asyncio.to_thread(hashlib.sha256, content)).hexdigest() != sha256:
                raise HostError("the image did not arrive as it was sent: its hash is another one")
        finally:
            del self._fetching[sha256]
        self._kept[sha256] = content
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._most:
            self._kept.popitem(last=False)
        return content


class _Nowhere:
    def path(self, sha256: str) -> Path:
        raise HostError(f"the image {sha256} is not here")
