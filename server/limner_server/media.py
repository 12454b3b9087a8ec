"""Images on disk: content-addressed by SHA-256, checked when they come in, never changed.

An image keeps its original bytes. Where a browser cannot show those as they are (TIFF, an orientation
browsers do not honour in that format, more tones than a screen has), a rendition is kept beside them,
lossless but for such tones; it is what `content` serves and what pixels are read from.
"""

import hashlib
import io
import os
import shutil
import struct
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image, UnidentifiedImageError

from limner_server.errors import ApiError
from limner_server.likeness.looks import Likeness, likeness_of
from limner_server.resolution import pixel_size_of
from limner_server.tones import is_deep, packed, range_of, tones_of, windowed
from limner_server.wire import KnownPixelSize, Properties, Samples, decode, encode

FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
}
SHOWN_AS_THEY_ARE = {"image/jpeg", "image/png", "image/webp", "image/bmp"}
TURNED_BY_BROWSERS = {"image/jpeg"}
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
THUMBNAIL = 320
Image.MAX_IMAGE_PIXELS = None  # our own limit, checked before a pixel is decoded


@dataclass(frozen=True)
class Media:
    """An image in the folder: hashes of the original and of what is shown, size in bytes and pixels, looks.

    `pixel_size` is how large a pixel is, as the image says.
    """

    sha256: str
    content_sha256: str
    media_type: str
    size: int
    width: int
    height: int
    likeness: Likeness
    pixel_size: KnownPixelSize | None


class MediaFolder:
    """The folder of images. `max_bytes` and `max_pixels` bound what is taken in."""

    def __init__(self, root: Path, max_bytes: int, max_pixels: int) -> None:
        self.root, self.max_bytes, self.max_pixels = root, max_bytes, max_pixels
        self.root.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, stream: IO[bytes]) -> Media:
        """Check an image and keep it.

        Raises `ApiError` 413 for one that is too large and 415 for what is no image of the formats
        taken, or a broken one.
        """
        size = stream.seek(0, io.SEEK_END)
        if size > self.max_bytes:
            raise ApiError(413, "too_large", f"{name} has {size:,} bytes, at most {self.max_bytes:,} are taken")
        stream.seek(0)
        image = self._opened(name, stream)
        return self._kept(name, stream, image, size)

    def path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    def kept(self, sha256: str) -> Path:
        """Give the path of an image that was taken. Raises `ApiError` 410 where it is gone from the disk."""
        path = self.path(sha256)
        if not path.exists():
            place = path.relative_to(self.root.parent)
            message = f"the image is gone from the data folder: put {place} back from a backup, or delete this file"
            raise ApiError(410, "image_gone", message)
        return path

    def thumbnail(self, sha256: str) -> Path:
        """Give the path of a WebP of at most 320 x 320 pixels, made when first asked for."""
        path = self.path(sha256).with_suffix(".thumb.webp")
        if not path.exists():
            with Image.open(self.kept(sha256)) as image:
                image.draft("RGB", (THUMBNAIL * 2, THUMBNAIL * 2))
                small = _upright(image)
                small.thumbnail((THUMBNAIL, THUMBNAIL))
                self._write(path, _saved(_eight_bit(small), "WEBP", quality=82))
        return path

    def properties(self, sha256: str) -> Properties:
        """Read what a stored original says of itself, and keep what took decoding it."""
        kept = self.path(sha256).with_suffix(".properties.json")
        if kept.exists():
            return decode(kept.read_bytes(), Properties)
        with Image.open(self.kept(sha256)) as image:
            found = Properties(_bits(image), pixel_size_of(image), None)
            if is_deep(image):
                tones = tones_of(image)
                found.samples = Samples("", *range_of(image, tones), tones.low, tones.high)
                self._write(kept, encode(found))
            return found

    def pixel_size(self, sha256: str) -> KnownPixelSize | None:
        """Read what a stored original says of the size of its pixels, None for one that can no longer be read."""
        try:
            with Image.open(self.path(sha256)) as image:
                return pixel_size_of(image)
        except (OSError, ValueError, SyntaxError):
            return None

    def samples(self, sha256: str) -> Path | None:
        """Give the path of a PNG of all tones of a stored original, made when first asked for, or None for 8 bits."""
        path = self.path(sha256).with_suffix(".samples.png")
        if not path.exists():
            with Image.open(self.kept(sha256)) as image:
                if not is_deep(image):
                    return None
                upright = _upright(image)
                self._write(path, _saved(packed(upright, tones_of(upright)), "PNG", compress_level=1))
        return path

    def likeness(self, sha256: str) -> Likeness:
        """See what a stored image looks like."""
        with Image.open(self.path(sha256)) as image:
            image.draft("RGB", (THUMBNAIL * 2, THUMBNAIL * 2))
            return likeness_of(_eight_bit(_upright(image)))

    def _opened(self, name: str, stream: IO[bytes]) -> Image.Image:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(stream)
                if image.format not in FORMATS:
                    raise _no_image(name, f"it is {image.format}")
                self._refuse_huge(name, image)
                image.load()
        except UnidentifiedImageError:
            raise _no_image(name, "its content is not that of an image") from None
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _no_image(name, f"it is broken: {error}") from None
        return image

    def _refuse_huge(self, name: str, image: Image.Image) -> None:
        pixels = image.width * image.height
        if pixels > self.max_pixels:
            message = (
                f"{name} has {image.width} x {image.height} = {pixels:,} pixels, at most {self.max_pixels:,} are taken"
            )
            raise ApiError(413, "too_large", message)

    def _kept(self, name: str, stream: IO[bytes], image: Image.Image, size: int) -> Media:
        media_type = FORMATS[image.format or ""]
        sha256 = self._store(stream)
        turned = _turn_of(image) is not None
        width, height = _upright(image).size
        as_it_lies = not turned or media_type in TURNED_BY_BROWSERS
        shown = media_type in SHOWN_AS_THEY_ARE and as_it_lies and not is_deep(image)
        content = sha256 if shown else self._render(image)
        likeness = likeness_of(_eight_bit(_upright(image)))
        return Media(sha256, content, media_type, size, width, height, likeness, pixel_size_of(image))

    def _render(self, image: Image.Image) -> str:
        return self._store(io.BytesIO(_saved(_eight_bit(_upright(image)), "PNG", compress_level=1)))

    def _store(self, stream: IO[bytes]) -> str:
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        if not self.path(sha256).exists():
            stream.seek(0)
            self._write(self.path(sha256), stream)
        return sha256

    def _write(self, path: Path, content: IO[bytes] | bytes) -> None:
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            shutil.copyfileobj(io.BytesIO(content) if isinstance(content, bytes) else content, file)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)


def media_type_of(path: Path) -> str:
    """Give the media type of a stored image by its first bytes."""
    with Image.open(path) as image:
        return FORMATS[image.format or ""]


def _no_image(name: str, why: str) -> ApiError:
    return ApiError(415, "not_an_image", f"{name} was not taken: {why}. JPEG, PNG, WebP, TIFF and BMP are.")


def _upright(image: Image.Image) -> Image.Image:
    turn = _turn_of(image)
    return image if turn is None else image.transpose(turn)


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    for key in ("xmp", "XML:com.adobe.xmp"):
        image.info.pop(key, None)  # Pillow reads an orientation from XMP too; browsers do not
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except (SyntaxError, ValueError, struct.error):
        return None


def _eight_bit(image: Image.Image) -> Image.Image:
    if is_deep(image):
        return windowed(image)
    return image if image.mode in ("RGB", "RGBA", "L", "LA") else image.convert("RGB")


def _bits(image: Image.Image) -> int:
    if is_deep(image):
        return 16 if image.mode.startswith("I;16") else 32
    return 1 if image.mode == "1" else 8


def _saved(image: Image.Image, format: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()
