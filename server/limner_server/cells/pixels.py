"""Decoded images, kept by the hash of their content within a bound, and cut and scaled as the page does."""

import asyncio
import io
import math
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from limner.errors import HostError
from limner.rings import Sized

Array = NDArray[np.uint8]
MIB = 1024 * 1024


class Stored(Protocol):
    """Where images lie by the hash of their content."""

    def path(self, sha256: str) -> Path: ...


class Pixels:
    """At most `most` bytes of decoded images, the ones used last."""

    def __init__(self, stored: Stored, most: int = 512 * MIB) -> None:
        self._stored, self._most = stored, most
        self._kept: OrderedDict[str, Array] = OrderedDict()
        self._decoding: dict[str, asyncio.Task[Array]] = {}

    async def cut(
        self, content: str, bounds: Any, scale: Any, data: bytes | None = None
    ) -> tuple[dict[str, int], bytes]:
        """Give the size and the bytes of what lies in `bounds`, made smaller by a `scale` below 1.

        `content` is the hash of a stored image, or of `data`. Raises `HostError` where the image cannot be read, or
        the bounds do not lie in it.
        """
        image = await self._image(content, data)
        part = await asyncio.to_thread(_scaled, image, bounds, scale)
        height, width, channels = part.shape
        return {"width": width, "height": height, "channels": channels}, part.tobytes()

    async def _image(self, content: str, data: bytes | None) -> Array:
        if content in self._kept:
            self._kept.move_to_end(content)
            return self._kept[content]
        task = self._decoding.get(content)
        if task is None:
            source = self._stored.path(content) if data is None else io.BytesIO(data)
            task = self._decoding[content] = asyncio.create_task(asyncio.to_thread(decoded, source))
            task.add_done_callback(lambda done: self._keep(content, done))
        return await asyncio.shield(task)

    def _keep(self, content: str, task: "asyncio.Task[Array]") -> None:
        del self._decoding[content]
        if task.cancelled() or task.exception() is not None:
            return
        self._kept[content] = task.result()
        while len(self._kept) > 1 and sum(image.nbytes for image in self._kept.values()) > self._most:
            self._kept.popitem(last=False)


def decoded(source: Path | io.BytesIO) -> Array:
    """Give an image as H x W x 3 of uint8, or H x W x 4 where some of it is transparent, upright.

    Raises `HostError` where it cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source) as image:
                upright = ImageOps.exif_transpose(image) if image.format in ("JPEG", "MPO") else image
                return _array(upright)
    except (OSError, SyntaxError, ValueError) as error:
        raise HostError(f"the image of the file could not be read: {error}") from None


def _array(image: Image.Image) -> Array:
    if image.mode in ("I", "I;16", "I;16B", "I;16L"):
        gray = np.asarray(image.convert("I"), np.int32)
        return np.repeat((gray >> 8).astype(np.uint8)[:, :, None], 3, axis=2)
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if not transparent:
        return np.array(image.convert("RGB"))
    pixels = np.array(image.convert("RGBA"))
    pixels[pixels[:, :, 3] == 0] = 0  # a canvas keeps no colour where nothing shows
    return pixels


def _scaled(image: Array, bounds: Any, scale: Any) -> Array:
    x, y, width, height = whole(bounds, _Size(image))
    shrink = min(1.0, max(1e-3, scale)) if _is_number(scale) else 1.0
    size = max(1, _rounded(width * shrink)), max(1, _rounded(height * shrink))
    if size == (width, height):
        return np.ascontiguousarray(image[y : y + height, x : x + width])
    lower, part = divmod(_level(width / size[0], height / size[1]), 1)
    near = _sampled(image, (x, y, width, height), size, int(lower))
    if not part:
        return near
    far = _sampled(image, (x, y, width, height), size, int(lower) + 1)
    blended = near + (far.astype(np.float32) - near) * np.float32(part)
    return np.asarray(blended.round(), np.uint8)


def _level(across: float, down: float) -> float:
    """Say how often the image is halved before it is sampled: half a time too seldom, as in the page's canvas."""
    return max(0.0, math.log2(math.sqrt(across * down)) - 0.5)


def _sampled(image: Array, bounds: Sequence[int], size: tuple[int, int], level: int) -> Array:
    """Sample the image, halved `level` times, between its pixels."""
    x, y, width, height = bounds
    step = 2**level
    left, top = max(0, (x // step - 1) * step), max(0, (y // step - 1) * step)
    right, bottom = (x + width) // step * step + 2 * step, (y + height) // step * step + 2 * step
    part = Image.fromarray(image[top:bottom, left:right])
    for _ in range(level):
        part = part.reduce(2)
    across, down = width / size[0] / step, height / size[1] / step
    matrix = (across, 0, (x - left) / step, 0, down, (y - top) / step)
    return np.array(part.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR))


def whole(bounds: Any, file: Sized) -> Sequence[int]:
    """Give the bounds in whole pixels. Raises `HostError` where they do not lie in the file."""
    good = isinstance(bounds, (list, tuple)) and len(bounds) == 4 and all(map(_is_number, bounds))
    x, y, width, height = (int(number // 1) for number in bounds) if good else (0, 0, 0, 0)
    if x >= 0 and y >= 0 and width >= 1 and height >= 1 and x + width <= file.width and y + height <= file.height:
        return x, y, width, height
    raise HostError(f"image bounds {bounds!r:.200} do not lie in the file, which is {file.width} x {file.height}")


class _Size:
    def __init__(self, image: Array) -> None:
        self.height, self.width = image.shape[:2]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 2**53


def _rounded(value: float) -> int:
    return int(value + 0.5)
