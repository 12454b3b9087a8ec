"""How a request is signed, and how its receiver sees that it is genuine and new.

The header is `t=SECONDS,v1=HEX`: HMAC-SHA256 with the backend's secret over the seconds since 1970 in decimal, a full
stop and the body as it was sent.
"""

import hashlib
import hmac
import re

HEADER = "x-limner-signature"
WINDOW = 300
_FORM = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class SignatureError(Exception):
    """A request that is not signed with the secret, or long ago."""


def sign(secret: str, body: bytes, at: int) -> str:
    """Give the header's value for a body sent `at` so many seconds after 1970."""
    return f"t={at},v1={_code(secret, body, str(at))}"


def verify(secret: str, header: str, body: bytes, now: float, window: float = WINDOW) -> None:
    """See that a body was signed with the secret no more than `window` seconds from `now`.

    Raises `SignatureError`. Within the window a request can be sent twice: remember `X-Limner-Delivery` that long.
    """
    found = _FORM.fullmatch(header)
    if found is None:
        raise SignatureError("the signature is not t=SECONDS,v1=HEX")
    if not hmac.compare_digest(found[2], _code(secret, body, found[1])):
        raise SignatureError("the signature does not fit: it was made with another secret, or for another body")
    if abs(now - int(found[1])) > window:
        raise SignatureError(f"the signature is more than {window:g} s old, or as much ahead")


def _code(secret: str, body: bytes, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
