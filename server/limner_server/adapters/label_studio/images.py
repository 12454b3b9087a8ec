"""Links by which a model server fetches one image: signed, good for that image only, for half a day or a whole one."""

import hashlib
import hmac
import time

PREFIX = "/ml/images"
PERIOD = 12 * 3600
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/bmp": "bmp"}


def path_of(token: str, content: str, media_type: str, now: float | None = None) -> str:
    """Give the path of an image by its content's hash. It stays the same for a while, so that it can be cached."""
    expires = (int(time.time() if now is None else now) // PERIOD + 2) * PERIOD
    name = f"{content}.{ENDINGS.get(media_type, 'img')}"
    return f"{PREFIX}/{expires}/{_signature(token, expires, content)}/{name}"


def content_of(token: str, expires: str, signature: str, name: str, now: float | None = None) -> str | None:
    """Give the hash of the image that a link is good for, or None where it is not, or no longer."""
    content = name.partition(".")[0]
    if not (expires.isascii() and expires.isdigit() and len(expires) < 15 and content.isalnum()):
        return None
    fits = hmac.compare_digest(_signature(token, int(expires), content).encode(), signature.encode())
    return content if fits and int(expires) > (time.time() if now is None else now) else None


def _signature(token: str, expires: int, content: str) -> str:
    key = hmac.new(token.encode(), b"limner image link", hashlib.sha256).digest()
    return hmac.new(key, f"{expires}/{content}".encode(), hashlib.sha256).hexdigest()[:40]
