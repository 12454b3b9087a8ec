"""Hosts that answer badly, slowly, endlessly, or from somewhere else; and the limits of a fetch."""

import asyncio
import gzip
import ssl
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import trustme

from limner_server import wire
from limner_server.errors import ApiError
from limner_server.fetch.addresses import Private, Resolve, resolve
from limner_server.fetch.bodies import Body
from limner_server.fetch.fetcher import Fetcher, Limits
from tests.server.serving import until
from tests.server.upstream import Answer, Asked, answer, send, serving

LOCAL = Private.of(["127.0.0.0/8"])
SOON = Limits(seconds=0.4)
SMALL = Limits(body=10_000)


def fetched(
    url: str, *, limits: Limits | None = None, look_up: Resolve = resolve, tls: ssl.SSLContext | None = None, **ask: Any
) -> wire.FetchReply:
    """Fetch in a loop of its own; the script may reach every host it asks for here."""

    async def permit() -> Sequence[str]:
        return [url.split("/")[2]]

    async def whole() -> wire.FetchReply:
        return await Fetcher(LOCAL, limits, look_up, tls).fetch("s", wire.FetchPost(url, **ask), permit)

    return asyncio.run(whole())


def refusal(answering: Answer, limits: Limits | None = None, **ask: Any) -> ApiError:
    with serving(answering) as port, pytest.raises(ApiError) as refused:
        fetched(f"http://127.0.0.1:{port}/", limits=limits, **ask)
    return refused.value


def raw(*parts: bytes) -> Answer:
    async def answering(_: Asked, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()

    return answering


def packed(body: bytes, encoding: str) -> Answer:
    async def answering(_: Asked, writer: asyncio.StreamWriter) -> None:
        await send(writer, body, "200 OK", f"Content-Encoding: {encoding}")

    return answering


def at(*addresses: str) -> Resolve:
    async def look_up(_: str, __: int) -> Sequence[str]:
        return addresses

    return look_up


async def silent(_: Asked, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def stalling(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()
    await asyncio.Event().wait()


async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x" * 10_000)
        await writer.drain()


async def endless_chunks(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"3E8\r\n" + b"x" * 1_000 + b"\r\n")
        await writer.drain()


async def endless_headers(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-More: " + b"x" * 1_000 + b"\r\n")
        await writer.drain()


async def circling(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await send(writer, b"", "302 Found", f"Location: {asked.path}")


@pytest.mark.parametrize("answering", [silent, stalling], ids=["nothing", "half a body"])
def test_a_host_that_does_not_end_is_left_at_the_deadline(answering: Answer) -> None:
    error = refusal(answering, SOON)
    assert (error.status, error.code) == (504, "timeout")
    assert "did not answer within 0.4 s" in error.message


@pytest.mark.parametrize("answering", [endless, endless_chunks])
def test_an_endless_body_is_left_at_the_limit(answering: Answer) -> None:
    error = refusal(answering, SMALL)
    assert (error.status, error.code, error.message) == (502, "too_large", "the answer is longer than 10,000 bytes")


def test_endless_headers_are_no_answer() -> None:
    assert refusal(endless_headers).code in ("bad_answer", "unreachable")


def test_a_body_that_says_it_is_too_long_is_not_read() -> None:
    assert refusal(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n"), SMALL).code == "too_large"


def test_a_body_of_exactly_the_limit_is_given() -> None:
    with serving(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", b"x" * 10_000)) as port:
        assert len(fetched(f"http://127.0.0.1:{port}/", limits=SMALL).body) == 10_000


def test_a_body_to_send_beyond_the_limit_is_413() -> None:
    error = refusal(answer, SMALL, method="POST", body=b"x" * 10_001)
    assert (error.status, error.code) == (413, "too_large")


@pytest.mark.parametrize(
    "said",
    [b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"],
    ids=lambda said: repr(said)[:30],
)  # fmt: skip
def test_what_is_no_whole_answer_is_502(said: bytes) -> None:
    assert refusal(raw(said)).status == 502


def test_a_circle_of_redirects_ends() -> None:
    assert refusal(circling).code == "too_many_redirects"


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("X-GZIP", gzip.compress)]
)
def test_an_answer_packed_unasked_is_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    with serving(packed(pack(b"hello" * 100), encoding)) as port:
        reply = fetched(f"http://127.0.0.1:{port}/")
    assert reply.body == b"hello" * 100
    assert reply.headers == {}


@pytest.mark.parametrize("size", [10_001, 50_000_000])
def test_a_body_that_unpacks_beyond_the_limit_is_refused(size: int) -> None:
    assert refusal(
        packed(gzip.compress(bytes(size)), "gzip"), Limits(body=60_000 if size > 60_000 else 10_000)
    ).code == ("too_large")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"no gzip", "gzip"),
        (gzip.compress(b"x" * 1_000, mtime=0)[:-10], "gzip"),
        (b"x", "br"),
        (b"x", "gzip, gzip"),
        (b"x", "zstd"),
    ],
)
def test_what_cannot_be_unpacked_is_502(body: bytes, encoding: str) -> None:
    assert refusal(packed(body, encoding)).code == "bad_answer"


def test_the_connection_goes_to_the_address_that_was_checked_whatever_a_second_look_up_would_say() -> None:
    looked_up: list[str] = []

    async def rebinding(host: str, _: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    with serving(answer) as port:
        reply = fetched(f"http://pinned.invalid:{port}/", look_up=rebinding)
    assert reply.body == b"hello"
    assert looked_up == ["pinned.invalid"]


def test_a_name_that_turns_private_between_redirects_is_refused() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def rebinding(_: str, __: int) -> Sequence[str]:
        return next(answers)

    with serving(circling) as port, pytest.raises(ApiError, match=r"at 10\.0\.0\.1, which is not public"):
        fetched(f"http://turning.invalid:{port}/", look_up=rebinding)


def test_a_private_address_among_the_answers_is_never_connected_to() -> None:
    connected = []

    async def noting(asked: Asked, writer: asyncio.StreamWriter) -> None:
        connected.append(asked)
        await answer(asked, writer)

    with serving(noting) as port, pytest.raises(ApiError, match="not public"):
        fetched(f"http://mixed.invalid:{port}/", look_up=at("127.0.0.1", "192.168.0.1"))
    assert connected == []


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with serving(answer) as port:
        assert fetched(f"http://two.invalid:{port}/", look_up=at("127.9.9.9", "127.0.0.1")).body == b"hello"


def test_tls_names_the_host_and_checks_its_certificate() -> None:
    authority, named = trustme.CA(), []
    server, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("good.invalid").configure_cert(server)
    authority.configure_trust(trusting)
    server.sni_callback = lambda _, name, __: named.append(name)
    with serving(answer, tls=server) as port:
        reply = fetched(f"https://good.invalid:{port}/x", look_up=at("127.0.0.1"), tls=trusting)
        with pytest.raises(ApiError, match=r"evil\.invalid:.* cannot be reached: .*certificate"):
            fetched(f"https://evil.invalid:{port}/", look_up=at("127.0.0.1"), tls=trusting)
        with pytest.raises(ApiError, match=r"cannot be reached: .*certificate"):
            fetched(f"https://good.invalid:{port}/", look_up=at("127.0.0.1"))
    assert (reply.body, reply.url) == (b"hello", f"https://good.invalid:{port}/x")
    assert named == ["good.invalid", "evil.invalid", "good.invalid"]


def test_tls_with_a_host_that_waits_for_something_else_is_left_at_the_deadline() -> None:
    with serving(answer) as port, pytest.raises(ApiError) as refused:
        fetched(f"https://127.0.0.1:{port}/", limits=SOON)
    assert refused.value.status == 504


@pytest.mark.parametrize(
    ("scripts", "limits"), [(["a"] * 9, Limits(of_a_script=3)), (list("abcdefghi"), Limits(at_once=3))]
)
def test_no_more_than_so_many_fetches_are_under_way(scripts: list[str], limits: Limits) -> None:
    came: list[Asked] = []
    gate = threading.Event()

    async def holding(asked: Asked, writer: asyncio.StreamWriter) -> None:
        came.append(asked)
        await asyncio.to_thread(gate.wait, 20)
        await send(writer, b"")

    async def all_at_once(held: str, free: str) -> None:
        asked = [asyncio.create_task(ask(fetcher, held, script)) for script in scripts]
        await asyncio.to_thread(until, lambda: len(came) >= 3)
        for _ in range(3):  # whoever were let in too would have come meanwhile
            await ask(Fetcher(LOCAL), free)
        assert len(came) == 3
        gate.set()
        assert [reply.status for reply in await asyncio.gather(*asked)] == [200] * 9

    fetcher = Fetcher(LOCAL, limits)
    with serving(holding) as held, serving(answer) as free:
        asyncio.run(all_at_once(f"127.0.0.1:{held}", f"127.0.0.1:{free}"))
    assert len(came) == 9


async def ask(fetcher: Fetcher, host: str, script: str = "s") -> wire.FetchReply:
    async def permit() -> Sequence[str]:
        return [host]

    return await fetcher.fetch(script, wire.FetchPost(f"http://{host}/"), permit)


def test_a_bomb_is_never_unpacked_beyond_the_limit() -> None:
    bomb, body = gzip.compress(bytes(100_000_000)), Body("gzip", 10_000)
    tracemalloc.start()
    with pytest.raises(ApiError, match="longer than 10,000 bytes"):
        body.take(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_what_was_revoked_while_the_host_answered_is_not_given() -> None:
    permitted = [True, False]

    async def revoking() -> Sequence[str]:
        if not permitted.pop(0):
            raise ApiError(403, "not_enabled", "switched off")
        return [host]

    with serving(answer) as port, pytest.raises(ApiError, match="switched off"):
        host = f"127.0.0.1:{port}"
        asyncio.run(Fetcher(LOCAL).fetch("s", wire.FetchPost(f"http://{host}/"), revoking))
