"""Webhooks over real HTTP: a receiver is registered, events are posted to it, and its answers become change sets."""

import asyncio
import base64
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from limner import Polygon
from limner.protocol import Result
from limner_server.adapters.webhook.exchange import letter
from limner_server.cells.headless import RunFailedError
from limner_server.cells.slot import LoadError
from limner_server.errors import ApiError
from tests.adapters.receiving import Desk, Receiver
from tests.server.upstream import Asked, serving
from tests.server.world import BASE, SIGNED_IN, Client, make_app, ok, refused

CREATED = {"geometry": {"kind": "polygon", "parts": [{"outer": [[1, 1], [9, 1], [9, 9]], "holes": []}]}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    app = make_app(tmp_path_factory.mktemp("webhook"), allow_private="127.0.0.1/32")
    with Client(app, base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    with serving(made.take) as made.port:
        yield made


@pytest.fixture
def desk(client: Client, receiver: Receiver) -> Desk:
    return Desk(client, receiver)


class TestRegistering:
    def test_asks_the_receiver_what_it_wants(self, desk: Desk, receiver: Receiver) -> None:
        script = desk.register(
            description="Finds corners",
            events=[{"event": "create_instance", "kind": "box", "label": ["cat", "dog"]}, {"event": "command"}],
            image=True,
            params={"size": {"type": "integer", "default": 3}},
            timeout=7,
        )
        (hello,) = receiver.messages
        assert hello == {"version": 1, "type": "hello", "name": "hook", "project": desk.project}
        assert (script["place"], script["description"], script["timeout"]) == ("backend:hook", "Finds corners", 7)
        assert script["grants"] == ["image:read", "instances:write"]
        assert [one["name"] for one in script["parameters"]] == ["size", "longest"]
        assert "@on(\"create_instance\", kind='box', label=['cat', 'dog'])" in script["source"]

    def test_tells_the_secret_once_and_signs_with_it_from_the_start(self, desk: Desk, receiver: Receiver) -> None:
        desk.register()
        assert len(receiver.secret) >= 40
        assert receiver.genuine(receiver.asked[0])
        listed = desk.client.get("/api/backends")
        assert receiver.secret not in listed.text
        assert "hook" in listed.text

    def test_gives_a_receiver_that_says_nothing_commands_and_prompts(self, desk: Desk) -> None:
        source = desk.register()["source"]
        assert '@on("command")' in source
        assert '@on("prompt")' in source

    @pytest.mark.parametrize(
        ("hello", "message"),
        [
            ({"events": [{"event": "full_moon"}]}, "event 'full_moon' does not exist"),
            ({"events": [{}]}, "event '' does not exist"),
            ({"events": [{"event": "command", "kind": "blob"}]}, "kind 'blob' does not exist"),
            ({"events": "command"}, "hello.events is 'command', expected an array"),
            ({"timeout": 100_000}, "timeout is 100000"),
            ({"params": {"a": {"type": "colour"}}}, "parameter 'a' needs a type"),
            ({"params": {"a": {"type": "integer", "default": None}}}, "hello"),
            ([], "answers with list, expected a JSON object"),
            (b"<html>", "answers with what is no JSON"),
        ],
    )
    def test_refuses_what_makes_no_script(self, desk: Desk, receiver: Receiver, hello: Any, message: str) -> None:
        receiver.hello = hello
        assert message in refused(desk.client.post("/api/backends", json=desk.post()), 502)
        assert ok(desk.client.get(f"/api/backends?project={desk.project}"))["items"] == []

    def test_carries_any_text_into_the_script_as_text(self, desk: Desk) -> None:
        text = 'a"""\n# ///\nimport os\n\\N{SNOWMAN}'
        script = desk.register(description=text, events=[{"event": "create_instance", "label": text}])
        assert script["description"] == text
        assert not any(line.startswith("import os") for line in script["source"].splitlines())

    def test_refuses_a_name_that_is_taken_without_asking(self, desk: Desk, receiver: Receiver) -> None:
        desk.register()
        receiver.asked.clear()
        assert "has a backend 'hook' already" in refused(desk.client.post("/api/backends", json=desk.post()), 409)
        assert receiver.asked == []

    @pytest.mark.parametrize(
        ("url", "status", "message"),
        [
            ("ftp://example.org/", 422, "begins with neither http:// nor https://"),
            ("http://me:secret@127.0.0.1/", 422, "holds a user name"),
            ("", 422, "begins with neither"),
            ("http://127.0.0.1:1/", 502, "cannot be reached"),
            ("http://10.0.0.1/", 403, "which is not public"),
            ("http://[::1]/", 403, "which is not public"),
        ],
    )
    def test_refuses_addresses_that_cannot_be_asked(self, desk: Desk, url: str, status: int, message: str) -> None:
        assert message in refused(desk.client.post("/api/backends", json={**desk.post(), "url": url}), status)

    def test_refuses_private_addresses_that_are_not_listed(self, tmp_path: Any, receiver: Receiver) -> None:
        with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as other:
            answer = other.post("/api/backends", json=Desk(other, receiver).post())
        assert "LIMNER_ALLOW_PRIVATE" in refused(answer, 403)
        assert receiver.asked == []

    def test_takes_no_redirect(self, desk: Desk, receiver: Receiver) -> None:
        receiver.status, receiver.headers = "307 Elsewhere", (f"Location: {receiver.url}/other",)
        message = refused(desk.client.post("/api/backends", json=desk.post()), 502)
        assert f"redirect to '{receiver.url}/other', which is not followed" in message
        assert len(receiver.asked) == 1


class TestEvents:
    def test_are_posted_signed_with_what_was_asked_for(self, desk: Desk, receiver: Receiver) -> None:
        desk.register(
            events=[{"event": "create_instance"}],
            image=True,
            instances=True,
            params={"size": {"type": "integer", "default": 3}},
        )
        desk.client.create(desk.file["id"], label="dog")
        desk.run(desk.created())
        asked, message = receiver.asked[-1], receiver.messages[-1]
        assert receiver.genuine(asked)
        assert (asked.method, asked.path, asked.headers["content-type"]) == ("POST", "/hook", "application/json")
        assert asked.headers["x-limner-event"] == "create_instance"
        assert message["event"] == json.loads(json.dumps(desk.created().to_json()))
        assert message["params"] == {"size": 3, "longest": 0}
        assert [one["label"] for one in message["instances"]] == ["dog"]
        picture = Image.open(io.BytesIO(base64.b64decode(message["image"]["data"])))
        assert picture.size == (40, 30) == (message["image"]["width"], message["image"]["height"])

    def test_carry_nothing_that_was_not_asked_for(self, desk: Desk, receiver: Receiver) -> None:
        desk.register()
        desk.run(desk.command())
        assert set(receiver.messages[-1]) == {"version", "type", "event", "params"}

    def test_carry_a_smaller_image_where_that_is_set(self, desk: Desk, receiver: Receiver) -> None:
        desk.register(image=True, longest=20)
        desk.run(desk.command())
        assert (receiver.messages[-1]["image"]["width"], receiver.messages[-1]["image"]["height"]) == (20, 15)

    def test_are_each_a_delivery_of_its_own(self, desk: Desk, receiver: Receiver) -> None:
        desk.register()
        desk.run(desk.command())
        desk.run(desk.command())
        assert len({asked.headers["x-limner-delivery"] for asked in receiver.asked}) == 3

    def test_are_those_the_script_names_also_after_a_person_changed_it(self, desk: Desk, receiver: Receiver) -> None:
        script = desk.register()
        receiver.asked.clear()
        desk.run(desk.created())
        assert receiver.asked == []
        source = script["source"].replace('@on("prompt")', '@on("create_instance", kind="box")')
        desk.edit(script, source)
        desk.run(desk.created())
        assert len(receiver.asked) == 1

    @pytest.mark.parametrize("written", ['@on("full_moon")', "@on(whatever)", "@on(", '@on("command", kind=kinds())'])
    def test_of_a_script_that_names_none_are_refused_and_nothing_of_it_is_executed(
        self, desk: Desk, written: str
    ) -> None:
        script = desk.register()
        desk.edit(script, script["source"].replace('@on("prompt")', written))
        with pytest.raises(LoadError):
            desk.run(desk.command())

    def test_with_more_pixels_than_are_sent_say_what_to_set(self, desk: Desk, receiver: Receiver) -> None:
        desk.register(image=True, events=[{"event": "create_instance"}])
        desk.file.update(width=9_000, height=5_000)
        with pytest.raises(RunFailedError, match=r"the image has 45,000,000 pixels, .* set the script's parameter"):
            desk.run(desk.created())
        assert len(receiver.asked) == 1


class TestAnswers:
    def test_are_change_sets(self, desk: Desk, receiver: Receiver) -> None:
        desk.register(events=[{"event": "create_instance"}])
        receiver.answer = {
            "created": [{**CREATED, "attributes": {"sure": True}, "score": 0.5, "id": "mine"}],
            "updated": [{"id": "i1", "label": "dog"}],
            "deleted": ["i2"],
            "suggested": [{**CREATED, "label": "dog", "replaces": "i1"}],
            "log": ["looked"],
            "notify": "found",
        }
        changes, lines = desk.run(desk.created())
        (created,) = changes.created
        assert created.geometry == Polygon([(1, 1), (9, 1), (9, 9)])
        assert (created.label, created.attributes, created.score) == ("cat", {"sure": True}, 0.5)
        assert created.id != "mine"
        assert [(one.id, one.label) for one in changes.updated] == [("i1", "dog")]
        assert changes.deleted == ("i2",)
        assert [(one.label, one.replaces) for one in changes.suggested] == [("dog", "i1")]
        assert lines == ["looked", "found"]

    @pytest.mark.parametrize("answer", [b"", b"{}", b" \n"])
    def test_of_nothing_change_nothing(self, desk: Desk, receiver: Receiver, answer: bytes) -> None:
        desk.register()
        receiver.answer = answer
        assert not desk.run(desk.command())[0]

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            ({"error": "no model today"}, "no model today"),
            ({"created": [{}]}, "answer.created[0] lacks geometry"),
            ({"created": [{"geometry": {"kind": "blob"}}]}, "answer.created[0].geometry.kind is 'blob'"),
            ({"created": [{"geometry": {**CREATED["geometry"], "parts": []}}]}, "instance 1: polygon"),
            ({"created": [CREATED], "deleted": [5]}, "answer.deleted[0] is 5, expected a text"),
            ({"created": [{**CREATED, "score": 7}]}, "instance 1: score is 7, expected 0 to 1"),
            ({"veto": "no"}, "canvas.veto answers before_save, not command"),
            (b'{"created": [NaN]}', "NaN is no number in JSON"),
            (b"[1]", "answers with list, expected a JSON object: [1]"),
            (b"oops\x00<b>", "answers with what is no JSON"),
            (b"[" * 100_000, "answers with what is no JSON"),
        ],
    )
    def test_that_cannot_be_applied_are_named_and_nothing_is(
        self, desk: Desk, receiver: Receiver, answer: Any, message: str
    ) -> None:
        desk.register()
        receiver.answer = answer
        with pytest.raises(RunFailedError) as caught:
            desk.run(desk.command())
        assert message in caught.value.failure.message

    def test_can_veto(self, desk: Desk, receiver: Receiver) -> None:
        desk.register(events=[{"event": "before_save"}])
        receiver.answer = {"veto": "one cat is missing"}
        answer = desk.client.portal.call(desk.dispatched, desk.saving())
        assert isinstance(answer, Result), answer
        assert answer.veto == "one cat is missing"

    @pytest.mark.parametrize(
        ("status", "headers", "message"),
        [
            ("500 Oops", (), "answers with status 500: {}"),
            ("404 Not Found", (), "answers with status 404"),
            ("302 Found", ("Location: http://169.254.169.254/",), "redirect to 'http://169.254.169.254/'"),
            ("200 OK", ("Content-Encoding: br",), "packed as 'br'"),
        ],
    )
    def test_that_are_none_are_named(
        self, desk: Desk, receiver: Receiver, status: str, headers: tuple[str, ...], message: str
    ) -> None:
        desk.register()
        receiver.status, receiver.headers = status, headers
        with pytest.raises(RunFailedError) as caught:
            desk.run(desk.command())
        assert message in caught.value.failure.message
        assert len(receiver.asked) == 2

    def test_that_are_too_long_are_refused_before_they_are_read(self, desk: Desk, receiver: Receiver) -> None:
        async def endless(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                writer.write(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
                await writer.drain()

        desk.register()
        receiver.answer = endless
        with pytest.raises(RunFailedError) as caught:
            desk.run(desk.command())
        assert "longer than 10,000,000 bytes" in caught.value.failure.message

    @pytest.mark.parametrize(
        ("begun", "message"),
        [
            (b"", "does not answer as HTTP"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", "does not answer as HTTP"),
            (b"SSH-2.0-server\r\n", "does not answer as HTTP"),
        ],
    )
    def test_that_break_off_are_named(self, desk: Desk, receiver: Receiver, begun: bytes, message: str) -> None:
        async def broken(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
            writer.write(begun)
            raise ConnectionError

        desk.register()
        receiver.answer = broken
        with pytest.raises(RunFailedError) as caught:
            desk.run(desk.command())
        assert message in caught.value.failure.message
        assert len(receiver.asked) == 2  # an event is never posted again by itself

    def test_that_do_not_come_are_given_up(self, desk: Desk, receiver: Receiver) -> None:
        desk.register(timeout=0.3)
        receiver.answer = receiver.hanging
        with pytest.raises(RunFailedError) as caught:
            desk.run(desk.command())
        assert "0.3 s" in caught.value.failure.message

    def test_are_not_waited_for_once_the_run_is_stopped(self, desk: Desk, receiver: Receiver) -> None:
        desk.register()
        receiver.answer = receiver.hanging

        async def stopped() -> Any:
            run = asyncio.create_task(desk.dispatched(desk.command()))
            assert await asyncio.to_thread(receiver.came.wait, 10)
            run.cancel("stopped")
            await asyncio.wait([run])
            assert await asyncio.to_thread(receiver.left.wait, 10)  # it is hung up, so the receiver can stop too
            receiver.answer = {"created": [CREATED]}
            return await desk.dispatched(desk.command())

        answer = desk.client.portal.call(stopped)
        assert isinstance(answer, Result), answer
        assert len(answer.changes.created) == 1


def test_many_annotators_are_answered_each_once(desk: Desk, receiver: Receiver) -> None:
    async def named(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        at = json.loads(asked.body)["event"]["at"]
        return json.dumps({"created": [{**CREATED, "attributes": {"at": at}}]}).encode()

    async def all_at_once() -> list[Any]:
        events = [replace(desk.command(), at=f"2026-01-01T00:00:{second:02}Z") for second in range(20)]
        return await asyncio.gather(*map(desk.dispatched, events))

    desk.register()
    receiver.answer = named
    answers = desk.client.portal.call(all_at_once)
    seconds = [answer.changes.created[0].attributes["at"][17:19] for answer in answers]
    assert seconds == [f"{second:02}" for second in range(20)]
    assert len(receiver.asked) == 21


def test_a_request_that_would_be_too_long_is_not_written() -> None:
    with pytest.raises(ApiError, match=r"at most 64,000,000 are sent: let the image be sent smaller, by the script's"):
        letter("command", {"image": "x" * 64_000_000})
