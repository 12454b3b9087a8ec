"""How a webhook's requests are signed."""

import pytest

from limner_server.adapters.webhook.signature import WINDOW, SignatureError, sign, verify

BODY = b'{"version":1}'


def test_a_signature_is_that_of_the_documentation() -> None:
    expected = "t=1700000000,v1=6c49492c841520e805df0f6652ac4859b2bf8a94b97b7fe2664f0c02e62d2c85"
    assert sign("secret", BODY, 1_700_000_000) == expected


def test_what_was_signed_is_taken_within_the_window() -> None:
    header = sign("secret", BODY, 1_700_000_000)
    verify("secret", header, BODY, 1_700_000_000 + WINDOW)
    verify("secret", header, BODY, 1_700_000_000 - WINDOW)


@pytest.mark.parametrize(
    ("secret", "body", "later", "message"),
    [
        ("other", BODY, 0, "does not fit"),
        ("secret", BODY + b" ", 0, "does not fit"),
        ("secret", BODY, WINDOW + 1, "more than 300 s old"),
        ("secret", BODY, -WINDOW - 1, "more than 300 s old"),
    ],
)
def test_what_is_forged_altered_or_replayed_late_is_refused(secret: str, body: bytes, later: int, message: str) -> None:
    header = sign("secret", BODY, 1_700_000_000)
    with pytest.raises(SignatureError, match=message):
        verify(secret, header, body, 1_700_000_000 + later)


def test_a_signature_says_when_it_was_made_and_nobody_can_change_that() -> None:
    _, _, code = sign("secret", BODY, 1_700_000_000).partition(",")
    with pytest.raises(SignatureError, match="does not fit"):
        verify("secret", f"t=1700000001,{code}", BODY, 1_700_000_001)


@pytest.mark.parametrize("header", ["", "v1=00", "t=1,v1=zz", "t=-1,v1=" + "0" * 64, "t=1,v1=" + "0" * 64 + ",v1=1"])
def test_what_is_no_signature_is_refused(header: str) -> None:
    with pytest.raises(SignatureError, match="is not t=SECONDS"):
        verify("secret", header, BODY, 1)
