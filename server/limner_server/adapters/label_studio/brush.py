"""Label Studio's brush regions: run lengths packed into bits, over pixels of four bytes of which the last counts.

The packing is that of thi.ng/rle-pack. 32 bits say how many words there are, 5 how long a word is (less one), four
times 4 how long a length may be (less one); then come records: one bit (a run, or each word for itself), two bits
that choose one of the four, the length (less one), and the word or words.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy

from limner import rle
from limner.errors import GeometryError
from limner.geometry import Mask

CHANNELS = 4
ALPHA = 3
SIZES = (3, 4, 8, 16)
HEADER = 32 + 5 + 4 * len(SIZES)
MAX_PIXELS = 200_000_000


def decode(packed: Iterable[int], width: int, height: int) -> Mask:
    """Give the mask, cut to what it covers, of an image of `width` x `height` pixels.

    Raises `GeometryError` where the bytes are not a picture of that size, or show nothing.
    """
    if not 0 < width * height <= MAX_PIXELS:
        raise GeometryError(f"brush: the image is {width} x {height}, at most {MAX_PIXELS:,} pixels are taken")
    bits = _Bits(_bytes(packed))
    words, expected = bits.read(32), width * height * CHANNELS
    if words != expected:
        raise GeometryError(f"brush: it holds {words:,} values, an image of {width} x {height} has {expected:,}")
    covered = numpy.zeros(width * height, bool)
    for start, end, value in _records(bits, words):
        covered[_pixel(start) : _pixel(end)] = value
    return cut(covered.reshape(height, width))


def encode(mask: Mask, width: int, height: int) -> list[int]:
    """Give the bytes of a mask on an image of `width` x `height` pixels: 255 in all four channels where it covers."""
    parts = [(width * height * CHANNELS, 32), (7, 5), *((size - 1, 4) for size in SIZES)]
    value = 0
    for length in rle.encode_array(whole(mask, width, height)):
        parts.extend(chain.from_iterable(_record(piece, value) for piece in _pieces(length * CHANNELS)))
        value ^= 0xFF
    text = "".join(f"{number:0{size}b}" for number, size in parts)
    padded = text + "0" * (-len(text) % 8)
    return list(int(padded, 2).to_bytes(len(padded) // 8, "big"))


def whole(mask: Mask, width: int, height: int) -> Any:
    """Give a mask as H x W truth values over the whole image."""
    x, y, across, down = (int(value) for value in mask.bounds)
    flat = numpy.zeros(across * down, bool)
    for start, end in rle.spans(mask.rle):
        flat[start:end] = True
    shown = numpy.zeros((height, width), bool)
    left, top, right, bottom = max(x, 0), max(y, 0), min(x + across, width), min(y + down, height)
    if left < right and top < bottom:
        shown[top:bottom, left:right] = flat.reshape(down, across)[top - y : bottom - y, left - x : right - x]
    return shown


def cut(covered: Any) -> Mask:
    """Give H x W truth values as a mask, cut to what they cover. Raises `GeometryError` where that is nothing."""
    rows, columns = numpy.flatnonzero(covered.any(axis=1)), numpy.flatnonzero(covered.any(axis=0))
    if not len(rows):
        raise GeometryError("brush: no pixel is painted")
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return Mask((left, top, right - left, bottom - top), covered[top:bottom, left:right])


def _record(length: int, value: int) -> list[tuple[int, int]]:
    index = next(i for i, size in enumerate(SIZES) if length <= 1 << size)
    return [(1, 1), (index, 2), (length - 1, SIZES[index]), (value, 8)]


def _pieces(length: int) -> Iterator[int]:
    most = 1 << SIZES[-1]
    while length > 0:
        yield min(length, most)
        length -= most


def _records(bits: "_Bits", words: int) -> Iterator[tuple[int, int, Any]]:
    """Give `(start, end, value)` for each record, with one truth value or those of the pixels from start on."""
    wordsize = bits.read(5) + 1
    sizes = [bits.read(4) + 1 for _ in SIZES]
    at = 0
    while at < words:
        is_run = bits.read(1)
        end = at + 1 + bits.read(sizes[bits.read(2)])
        if end > words:
            raise GeometryError(f"brush: its runs hold more than the {words:,} values it names")
        value = (
            bits.read(wordsize) > 0
            if is_run
            else bits.words(end - at, wordsize)[_pixel(at) * CHANNELS + ALPHA - at :: CHANNELS]
        )
        yield at, end, value
        at = end


def _pixel(word: int) -> int:
    """Give the first pixel whose alpha is not before a word."""
    return (word - ALPHA + CHANNELS - 1) // CHANNELS


def _bytes(packed: Iterable[int]) -> bytes:
    try:
        return bytes(packed)
    except (TypeError, ValueError):
        raise GeometryError("brush: rle is no list of numbers from 0 to 255") from None


class _Bits:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def read(self, count: int) -> int:
        first, last = self.at >> 3, (self.at + count + 7) >> 3
        self._take(count)
        return int.from_bytes(self.data[first:last], "big") >> (-self.at % 8) & ((1 << count) - 1)

    def words(self, many: int, size: int) -> Any:
        """Give truth values: which of the next words are not zero."""
        first, skipped = self.at >> 3, self.at & 7
        self._take(many * size)
        taken = numpy.frombuffer(self.data, numpy.uint8, (skipped + many * size + 7) >> 3, first)
        return numpy.unpackbits(taken)[skipped : skipped + many * size].reshape(many, size).any(axis=1)

    def _take(self, count: int) -> None:
        self.at += count
        if self.at > len(self.data) * 8:
            raise GeometryError(f"brush: its {len(self.data):,} bytes end too early")
