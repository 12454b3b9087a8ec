"""The body of an answer, as it comes in: bounded before and after it is unpacked."""

import zlib

from limner_server.errors import ApiError

GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class Body:
    """Collects a body of at most `limit` bytes. Asked for plain, some hosts send gzip all the same."""

    def __init__(self, encoding: str, limit: int) -> None:
        self.limit, self.received, self.content = limit, 0, bytearray()
        self.unpacker = _unpacker(encoding.strip().lower())

    def take(self, chunk: bytes) -> None:
        """Take the next bytes. Raises `ApiError` 502 where they are too many, or cannot be unpacked."""
        self.received += len(chunk)
        if self.unpacker is not None:
            chunk = self._unpacked(chunk)
        self.content += chunk
        if max(self.received, len(self.content)) > self.limit:
            raise too_large(self.limit)

    def whole(self) -> bytes:
        """Give the body. Raises `ApiError` 502 where its packing ended too early."""
        if self.unpacker is not None and self.received and not self.unpacker.eof:
            raise ApiError(502, "bad_answer", "the answer's compressed body ends too early")
        return bytes(self.content)

    def _unpacked(self, chunk: bytes) -> bytes:
        assert self.unpacker is not None
        try:
            return self.unpacker.decompress(chunk, self.limit + 1 - len(self.content))
        except zlib.error as error:
            raise ApiError(502, "bad_answer", f"the answer's body cannot be unpacked: {error}") from None


def too_large(limit: int) -> ApiError:
    return ApiError(502, "too_large", f"the answer is longer than {limit:,} bytes")


def _unpacker(encoding: str) -> "zlib._Decompress | None":
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(GZIP_OR_ZLIB)
    raise ApiError(502, "bad_answer", f"the answer is packed as {encoding[:50]!r} though it was asked for plain")
