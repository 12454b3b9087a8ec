"""Storage, the page's settings and answers of the network, as a script meets them."""

import asyncio
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import HostError, LimnerError, Response
from limner.services import MAX_KEY, RANGES, TEXTS, Answer, Settings, Storage
from tests.runtime import strategies as some


class Shelf:
    """A host that keeps values as JSON texts and notes what it was asked."""

    def __init__(self, **kept: Any) -> None:
        self.kept = {key: json.dumps(value) for key, value in kept.items()}
        self.asked: list[str] = []

    async def call(self, method: str, args: dict[str, Any]) -> Answer:
        self.asked.append(method)
        match method:
            case "storage_get":
                return Answer(json.loads(self.kept.get(args["key"], "null")))
            case "storage_set":
                self.kept[args["key"]] = json.dumps(args["value"])
            case "storage_delete":
                self.kept.pop(args["key"], None)
        return Answer(sorted(self.kept))

    @property
    def storage(self) -> Storage:
        return Storage(self.call)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def holding_itself() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


class TestStorage:
    @given(st.text(min_size=1, max_size=MAX_KEY), some.json_values.filter(lambda value: value is not None))
    def test_what_was_kept_comes_back(self, key: str, value: Any) -> None:
        storage = Shelf().storage

        async def both() -> Any:
            await storage.set(key, value)
            return await storage.get(key)

        assert asyncio.run(both()) == value

    def test_what_was_never_kept_is_the_default(self) -> None:
        storage = Shelf(seen=0).storage
        assert asyncio.run(storage.get("hats")) is None
        assert asyncio.run(storage.get("hats", 3)) == 3
        assert asyncio.run(storage.get("seen", 3)) == 0

    def test_keys_are_listed_and_forgotten(self) -> None:
        shelf = Shelf(b=1, a=2)
        assert asyncio.run(shelf.storage.keys()) == ["a", "b"]
        asyncio.run(shelf.storage.delete("a"))
        asyncio.run(shelf.storage.delete("never there"))
        assert asyncio.run(shelf.storage.keys()) == ["b"]

    @pytest.mark.parametrize("key", ["", "x" * (MAX_KEY + 1), None, 5, b"raw", ["a"]])
    @pytest.mark.parametrize("method", ["get", "set", "delete"])
    def test_what_is_no_key_is_refused_before_the_host_is_asked(self, key: Any, method: str) -> None:
        shelf = Shelf()
        with pytest.raises(HostError, match=r"storage: a key is a text of 1 to 200 characters, not "):
            asyncio.run(getattr(shelf.storage, method)(key, *([1] if method == "set" else [])))
        assert shelf.asked == []

    def test_the_longest_key_is_taken(self) -> None:
        shelf = Shelf()
        asyncio.run(shelf.storage.set("x" * MAX_KEY, 1))
        assert shelf.asked == ["storage_set"]

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (object(), "Object of type object is not JSON serializable"),
            ({"a": {1, 2}}, "Object of type set is not JSON serializable"),
            (b"raw", "Object of type bytes is not JSON serializable"),
            ({(1, 2): 3}, "keys must be str, int, float, bool or None, not tuple"),
            (math.nan, "Out of range float values are not JSON compliant"),
            ([math.inf], "Out of range float values are not JSON compliant"),
            (holding_itself(), "Circular reference detected"),
            (nested(100_000), "maximum recursion depth exceeded"),
        ],
        ids=lambda value: value[:20] if isinstance(value, str) else "value",
    )
    def test_what_is_no_json_is_refused_before_the_host_is_asked(self, value: Any, message: str) -> None:
        shelf = Shelf()
        with pytest.raises(HostError, match=rf"storage: 'seen' cannot be kept as JSON: {message}"):
            asyncio.run(shelf.storage.set("seen", value))
        assert shelf.asked == []


@pytest.fixture
def told() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def settings(told: list[dict[str, Any]]) -> Settings:
    return Settings({"brightness": 1.5, "tool": "box", "label": None}, told.append)


class TestSettings:
    def test_every_one_there_is_is_announced(self) -> None:
        assert set(Settings.__annotations__) == {*RANGES, *TEXTS}

    def test_they_are_read_as_the_page_sent_them(self, settings: Settings) -> None:
        assert (settings.brightness, settings.tool, settings.label) == (1.5, "box", None)

    @pytest.mark.parametrize("name", RANGES)
    def test_a_number_the_page_did_not_send_is_as_is(self, name: str) -> None:
        assert getattr(Settings(None, print), name) == (0.0 if name == "clahe" else 1.0)

    @pytest.mark.parametrize("name", TEXTS)
    def test_a_text_the_page_did_not_send_is_none(self, name: str) -> None:
        assert getattr(Settings({}, print), name) is None

    def test_an_assignment_is_told_at_once_and_read_back(self, settings: Settings, told: list[Any]) -> None:
        settings.brightness = 2
        settings.tool = "polygon"
        assert told == [{"brightness": 2.0}, {"tool": "polygon"}]
        assert (settings.brightness, settings.tool) == (2.0, "polygon")

    def test_what_the_page_sent_is_not_changed(self) -> None:
        sent = {"gamma": 1.0}
        Settings(sent, lambda _: None).gamma = 2.0
        assert sent == {"gamma": 1.0}

    @pytest.mark.parametrize(("name", "range"), RANGES.items())
    def test_the_ends_of_a_range_are_taken(
        self, settings: Settings, told: list[Any], name: str, range: tuple[float, float]
    ) -> None:
        for value in range:
            setattr(settings, name, value)
        assert told == [{name: value} for value in range]

    @pytest.mark.parametrize(("name", "range"), RANGES.items())
    @pytest.mark.parametrize("beyond", ["low", "high", math.nan, math.inf, "1", True, None, [1]])
    def test_what_is_out_of_range_is_refused_and_not_told(
        self, settings: Settings, told: list[Any], name: str, range: tuple[float, float], beyond: Any
    ) -> None:
        before = getattr(settings, name)
        value = {"low": range[0] - 0.01, "high": range[1] + 0.01}.get(beyond, beyond) if beyond != [1] else beyond
        expected = rf"settings\.{name} is .*, expected a number from {range[0]:g} to {range[1]:g}"
        with pytest.raises(LimnerError, match=expected):
            setattr(settings, name, value)
        assert (told, getattr(settings, name)) == ([], before)

    @pytest.mark.parametrize("name", TEXTS)
    @pytest.mark.parametrize("value", [5, None, b"box", ["box"]])
    def test_a_text_is_a_text(self, settings: Settings, told: list[Any], name: str, value: Any) -> None:
        with pytest.raises(LimnerError, match=rf"settings\.{name} is .*, expected a text"):
            setattr(settings, name, value)
        assert told == []

    @pytest.mark.parametrize("name", ["colour", "zoom", "Brightness"])
    def test_what_is_no_setting_is_told_which_there_are(self, settings: Settings, name: str) -> None:
        expected = (
            f"settings have no '{name}' \\(there are: brightness, contrast, gamma, clahe, visibility, tool, label\\)"
        )
        with pytest.raises(AttributeError, match=expected):
            getattr(settings, name)
        with pytest.raises(AttributeError, match=expected):
            setattr(settings, name, 1)


class TestResponse:
    def response(self, body: bytes) -> Response:
        return Response(200, {"content-type": "text/plain"}, "https://example.org/", body)

    def test_its_text_is_its_body(self) -> None:
        assert self.response("Größe".encode()).text == "Größe"

    def test_bytes_that_are_no_text_are_replaced(self) -> None:
        assert self.response(b"a\xff").text == "a\ufffd"

    @given(some.json_values)
    def test_json_is_read(self, value: Any) -> None:
        assert self.response(json.dumps(value).encode()).json() == value

    @pytest.mark.parametrize("body", [b"", b"<html>", b"\xff"])
    def test_what_is_no_json_is_a_value_error(self, body: bytes) -> None:
        with pytest.raises(ValueError, match=r"Expecting value|codec can't decode|unexpected end|invalid start"):
            self.response(body).json()
