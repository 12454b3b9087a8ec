"""How long a backend waits before it comes again."""

from itertools import islice

from limner_server.remote.link import FIRST_DELAY, LONGEST_DELAY, delays_between


def test_each_delay_is_about_twice_the_one_before_up_to_the_longest() -> None:
    expected = [min(LONGEST_DELAY, FIRST_DELAY * 2**attempt) for attempt in range(12)]
    for delay, middle in zip(delays_between(), expected, strict=False):
        assert 0.5 * middle <= delay <= 1.5 * middle


def test_two_backends_do_not_come_at_the_same_time() -> None:
    assert len({next(delays_between()) for _ in range(50)}) > 40
    assert list(islice(delays_between(), 5)) != list(islice(delays_between(), 5))
