"""The queues of the live connection: bounded, in order, and only of what is in the store."""

import asyncio
import threading

import pytest

from limner_server import wire
from limner_server.sync import Hub, Listener


def queued(*messages: bytes, **limits: int) -> Listener:
    """Give a listener that was told so much and has read nothing."""

    async def told() -> Listener:
        listener = Listener(**limits)
        for message in messages:
            listener.tell(message)
        await asyncio.sleep(0)
        return listener

    return asyncio.run(told())


def test_a_queue_that_is_full_is_given_up() -> None:
    assert not queued(b"1", b"2", b"3", max_messages=3).overrun.is_set()
    given_up = queued(b"1", b"2", b"3", b"4", b"5", max_messages=3)
    assert given_up.overrun.is_set()
    assert not given_up.queue


def test_a_queue_is_bounded_in_bytes_too_and_takes_one_message_of_any_size() -> None:
    assert not queued(b"x" * 100, max_bytes=10).overrun.is_set()
    assert queued(b"x" * 6, b"x" * 6, max_bytes=10).overrun.is_set()


def test_what_was_read_makes_room() -> None:
    async def read() -> tuple[int, bool]:
        listener, got = Listener(max_messages=2, max_bytes=10), 0
        for _ in range(5):
            for message in (b"half", b"rest"):
                listener.tell(message)
            got += len(await listener.next()) + len(await listener.next())
        return got, listener.overrun.is_set()

    assert asyncio.run(asyncio.wait_for(read(), 20)) == (40, False)


def test_telling_a_listener_whose_loop_is_gone_harms_nobody() -> None:
    queued().tell(b"too late")


def test_nothing_is_told_of_what_was_not_committed() -> None:
    hub = Hub()

    async def tell() -> int:
        listener = Listener()
        with hub.listening("p", listener):
            with pytest.raises(ValueError, match="rolled back"), hub.telling() as news:
                news.append(("p", wire.SyncScripts()))
                raise ValueError("rolled back")
            with hub.telling() as news:
                news.append(("q", wire.SyncScripts()))
            await asyncio.sleep(0)
        return len(listener.queue)

    assert asyncio.run(tell()) == 0


def test_who_tells_next_waits_until_the_news_before_are_out() -> None:
    hub, order = Hub(), []

    def later() -> None:
        with hub.telling():
            order.append("second")

    other = threading.Thread(target=later)
    with hub.telling():
        other.start()
        other.join(0.2)  # it would be done by now, were it let in
        order.append("first")
    other.join(20)
    assert order == ["first", "second"]
