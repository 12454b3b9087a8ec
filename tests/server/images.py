"""Small images made on the spot, in every form people upload."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

WIDTH, HEIGHT = 40, 30


def photo(mode: str = "RGB") -> Image.Image:
    """Give 40 x 30 pixels without any symmetry: blue in the upper left corner, green in the lower left one."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (200, 30, 30))
    image.paste((0, 0, 255), (0, 0, 16, 8))
    image.paste((0, 160, 0), (0, 22, 8, 30))
    return image.convert(mode)


def deep(mode: str = "I;16") -> Image.Image:
    """Give 40 x 30 grey pixels of 16 bits, from 0 at the left to 62,400 at the right."""
    big = ">H" if mode == "I;16B" else "<H"
    row = b"".join(struct.pack(big, 1600 * x) for x in range(WIDTH))
    return Image.frombytes(mode, (WIDTH, HEIGHT), row * HEIGHT)


def encoded(image: Image.Image | None = None, format: str = "PNG", **options: Any) -> bytes:
    """Give an image's bytes in a format; by default the photo as PNG."""
    buffer = io.BytesIO()
    (photo() if image is None else image).save(buffer, format, **options)
    return buffer.getvalue()


def oriented(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def decoded(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def png_header(width: int, height: int) -> bytes:
    """Give a PNG that declares a size and has no pixels."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + (_chunk(b"IDAT", zlib.compress(b"\0")) + _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
