"""The image of a run as functions for CVAT expect it, and what they make of it kept for the next run."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PIL import Image

from limner.events import File
from limner_server.adapters.cvat.loading import Loaded, asked

Key = tuple[str, int]


async def picture(canvas: Any) -> Image.Image:
    """Give the whole image, RGB."""
    return Image.fromarray(await canvas.image())


def key_of(file: File) -> Key:
    return file.id, file.frame


class Prepared:
    """What `preprocess_image` made of the last few images; of the image itself, where a function has no such step."""

    def __init__(self, loaded: Loaded, context: Any, most: int = 4) -> None:
        self._name, self._context, self._most = loaded.name, context, most
        self._prepare: Callable[[Any, Any], Any] | None = getattr(loaded.function, "preprocess_image", None)
        self._kept: OrderedDict[Key, tuple[Any, tuple[int, int]]] = OrderedDict()

    async def of(self, file: File, canvas: Any) -> Any:
        """Give the prepared image of a file, made when it is first asked for."""
        key, size = key_of(file), (file.width, file.height)
        kept = self._kept.get(key)
        if kept is None or kept[1] != size:
            image = await picture(canvas)
            kept = (asked(self._name, self._prepare, self._context, image) if self._prepare else image, size)
            self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return kept[0]
