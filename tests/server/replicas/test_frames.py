"""Binary frames in chunks, and the queue they wait in."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner.errors import ProtocolError
from limner_server.remote.frames import CHUNK, Joiner, chunks
from limner_server.remote.outbox import MAX_WAITING, Outbox

SIZES = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])


@given(st.lists(SIZES, max_size=4))
def test_frames_arrive_as_they_were(sizes: list[int]) -> None:
    frames = [bytes([number]) * size for number, size in enumerate(sizes)]
    joiner = Joiner(64 * CHUNK)
    for chunk in (chunk for frame in frames for chunk in chunks(frame)):
        assert len(chunk) <= CHUNK + 1
        assert joiner.take(0) == ()  # a message without frames may come between
        joiner.add(chunk)
    assert list(joiner.take(len(frames))) == frames


@pytest.mark.parametrize("size", [0, 5, CHUNK, 2 * CHUNK + 7])
def test_a_file_is_sent_as_its_content_is(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    (tmp_path / "file").write_bytes(content[:size])
    assert list(chunks(tmp_path / "file")) == list(chunks(content[:size]))


def test_a_message_takes_neither_more_nor_fewer_frames_than_came() -> None:
    joiner = Joiner(CHUNK)
    joiner.add(b"\x01a")
    for wrong in (2, -1):
        with pytest.raises(ProtocolError, match="were announced, 1 came"):
            joiner.take(wrong)
    joiner.add(b"\x00b")
    with pytest.raises(ProtocolError):
        joiner.take(1)


@pytest.mark.parametrize("chunk", [b"", b"\x02a", b"a", b"\x01" + bytes(CHUNK + 1)])
def test_what_is_no_chunk_is_refused(chunk: bytes) -> None:
    with pytest.raises(ProtocolError):
        Joiner(10 * CHUNK).add(chunk)


def test_what_was_taken_counts_no_more() -> None:
    joiner = Joiner(3)
    for _ in range(3):
        joiner.add(b"\x01abc")
        joiner.take(1)
    joiner.add(b"\x01abc")
    with pytest.raises(ProtocolError, match="longer than"):
        joiner.add(b"\x01d")


def sent_by(outbox: Outbox, count: int, meanwhile: str = "") -> list[str | bytes]:
    """Give the first messages that leave an outbox; once the first has left, one more is put in."""
    sent: list[str | bytes] = []

    async def send(given: str | bytes) -> None:
        sent.append(given)
        if meanwhile and len(sent) == 1:
            outbox.put(meanwhile, urgent=True)
        if len(sent) == count:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(outbox.empty_into(send))
    return sent


def test_an_urgent_message_passes_between_the_chunks_of_a_long_one() -> None:
    outbox = Outbox(10 * CHUNK)
    outbox.put("long", [bytes(2 * CHUNK)])
    first, urgent, second, last = sent_by(outbox, 4, meanwhile="stop")
    assert (first[:1], urgent, second[:1], last) == (b"\x00", "stop", b"\x01", "long")


def test_other_messages_keep_their_order() -> None:
    outbox = Outbox(10 * CHUNK)
    outbox.put("a", [b"1", b"2"])
    outbox.put("b")
    outbox.put("c", [b"3"])
    assert sent_by(outbox, 6) == [b"\x011", b"\x012", "a", "b", b"\x013", "c"]


def test_who_reads_nothing_is_not_waited_for_without_end() -> None:
    outbox = Outbox(10)
    outbox.put("one is always taken", [bytes(100)])
    with pytest.raises(OverflowError):
        outbox.put("more", [b"."])
    many = Outbox(10)
    for _ in range(MAX_WAITING):
        many.put("")
    with pytest.raises(OverflowError):
        many.put("", urgent=True)
