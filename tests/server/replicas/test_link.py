"""Where a backend connects, and how long it waits before it comes again."""

from itertools import islice

import pytest

from limner_server.remote.link import FIRST_DELAY, LONGEST_DELAY, Target, delays_between


def test_each_delay_is_about_twice_the_one_before_up_to_the_longest() -> None:
    expected = [min(LONGEST_DELAY, FIRST_DELAY * 2**attempt) for attempt in range(12)]
    for delay, middle in zip(delays_between(), expected, strict=False):
        assert 0.5 * middle <= delay <= 1.5 * middle


def test_two_backends_do_not_come_at_the_same_time() -> None:
    assert len({next(delays_between()) for _ in range(50)}) > 40
    assert list(islice(delays_between(), 5)) != list(islice(delays_between(), 5))


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ("http://box:8000", "ws://box:8000/api/backends/connect"),
        ("https://box/", "wss://box/api/backends/connect"),
        ("wss://box/limner/", "wss://box/limner/api/backends/connect"),
    ],
)
def test_the_address_of_the_server_says_where_to_connect(server: str, url: str) -> None:
    assert Target(server, "token", "version").url == url


@pytest.mark.parametrize("server", ["", "box", "box:8000", "ftp://box", "https://"])
def test_what_is_no_address_is_refused(server: str) -> None:
    with pytest.raises(ValueError, match="expected an address such as"):
        Target(server, "token", "version").url  # noqa: B018
