"""The messages: every one travels whole, and nothing else gets through."""

import json
import sys
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from limner import ChangeSet, Point, ProtocolError
from limner.canvas import new_id
from limner.cell import LEGAL
from limner.changes import Created
from limner.protocol import MESSAGES, Init, Message, ParamsMessage, Reply, Result, decode, encode
from tests.runtime import strategies as some
from tests.runtime.examples import MESSAGE_FIELDS, message_text


def test_every_message_has_a_strategy_and_an_example() -> None:
    assert some.MESSAGE_STRATEGIES.keys() == MESSAGE_FIELDS.keys() == MESSAGES.keys()


def test_every_message_a_cell_takes_is_one() -> None:
    assert {kind for kinds in LEGAL.values() for kind in kinds} <= set(MESSAGES.values())


@pytest.mark.parametrize("name", MESSAGES)
class TestEveryMessage:
    def test_it_comes_back_as_it_was_sent(self, name: str) -> None:
        @given(some.MESSAGE_STRATEGIES[name])
        def travel(message: Message) -> None:
            assert decode(encode(message)) == message

        travel()

    def test_its_type_says_what_it_is(self, name: str) -> None:
        message = decode(message_text(name))
        assert type(message) is MESSAGES[name]
        assert json.loads(encode(message))["type"] == name

    def test_nothing_it_needs_may_be_missing(self, name: str) -> None:
        for key in MESSAGE_FIELDS[name]:
            with pytest.raises(ProtocolError, match=f"{name} lacks {key}"):
                decode(json.dumps({"type": name, **{k: v for k, v in MESSAGE_FIELDS[name].items() if k != key}}))

    def test_a_field_of_the_wrong_type_is_named(self, name: str) -> None:
        for key in MESSAGE_FIELDS[name]:
            with pytest.raises(ProtocolError, match=rf"{name}\.{key}"):
                decode(message_text(name, **{key: 0.5 if key != "fraction" else "x"}))

    def test_what_a_newer_peer_adds_is_ignored(self, name: str) -> None:
        assert decode(message_text(name, newer=[1])) == decode(message_text(name))


class TestDecode:
    @given(some.json_values)
    def test_arbitrary_json_raises_nothing_but_a_protocol_error(self, data: Any) -> None:
        with pytest.raises(ProtocolError):
            decode(json.dumps(data))

    @given(st.sampled_from(sorted(MESSAGES)), st.dictionaries(some.words, some.json_values), st.data())
    @settings(max_examples=120)
    def test_arbitrary_fields_raise_nothing_but_a_protocol_error(
        self, name: str, fields: dict[str, Any], data: st.DataObject
    ) -> None:
        keys = list(MESSAGE_FIELDS[name]) or ["hooks"]
        fields[data.draw(st.sampled_from(keys))] = data.draw(some.json_values)
        try:
            message = decode(json.dumps({"type": name, **MESSAGE_FIELDS[name], **fields}))
        except ProtocolError as error:
            assert name in str(error)
        else:
            assert type(message) is MESSAGES[name]

    @given(st.text())
    @example("")
    @example("{")
    @example('{"type": "init"')
    @example("\ud800")
    def test_arbitrary_text_raises_nothing_but_a_protocol_error(self, text: str) -> None:
        with pytest.raises(ProtocolError):
            decode(text)

    @pytest.mark.parametrize("type", ["create", "", None, 5, ["init"], {}])
    def test_an_unknown_type_is_told_what_there_is(self, type: Any) -> None:
        with pytest.raises(ProtocolError, match=r"message type is .*, expected one of ready, init, initialized"):
            decode(json.dumps({"type": type}))

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
    @pytest.mark.parametrize(
        "place", ['{{"type":"params","params":{{"a":{}}}}}', '{{"type":"progress","fraction":{}}}']
    )
    def test_what_is_no_number_in_json_is_refused_everywhere(self, number: str, place: str) -> None:
        with pytest.raises(ProtocolError, match=f"not JSON: {number} is no number"):
            decode(place.format(number))

    @pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 400])
    def test_a_number_too_large_for_a_float_is_refused(self, number: str) -> None:
        with pytest.raises(ProtocolError, match=r"progress\.fraction is .*, expected a finite number"):
            decode(f'{{"type":"progress","run":"r","fraction":{number}}}')

    def test_an_integer_of_thousands_of_digits_is_refused(self) -> None:
        with pytest.raises(ProtocolError, match="not JSON"):
            decode(f'{{"type":"reply","run":"r","call":{"9" * 5000}}}')

    @pytest.mark.parametrize("key", ["type", "params", "newer"])
    @pytest.mark.parametrize("depth", [sys.getrecursionlimit() * 100, sys.getrecursionlimit() * 1000])
    def test_nesting_too_deep_is_refused(self, key: str, depth: int) -> None:
        with pytest.raises(ProtocolError, match="recursion"):
            decode(f'{{"type":"params","{key}":{"[" * depth}{"]" * depth}}}')

    def test_nesting_of_any_depth_raises_nothing_but_a_protocol_error(self) -> None:
        for depth in range(sys.getrecursionlimit() - 300, sys.getrecursionlimit() + 10):
            for key in ("type", "params"):
                with pytest.raises(ProtocolError):
                    decode(f'{{"type":"params","{key}":{"[" * depth}{"]" * depth}}}')


class TestEncode:
    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (float("nan"), "not JSON compliant"),
            (float("inf"), "not JSON compliant"),
            (object(), "object .* cannot be sent as JSON"),
            ({1, 2}, "set .* cannot be sent as JSON"),
            (b"raw", "bytes .* cannot be sent as JSON"),
        ],
    )
    def test_what_json_cannot_hold_is_refused(self, value: Any, message: str) -> None:
        with pytest.raises(ProtocolError, match=f"params: .*{message}"):
            encode(ParamsMessage({"a": [value]}))

    def test_a_value_that_holds_itself_is_refused(self) -> None:
        value: list[Any] = []
        value.append(value)
        with pytest.raises(ProtocolError, match="params: maximum recursion depth"):
            encode(ParamsMessage({"a": value}))

    def test_it_is_one_line_of_plain_characters(self) -> None:
        text = encode(Init("ä.py", "print('☃')\n"))
        assert text.isascii() and "\n" not in text

    def test_a_field_without_a_value_is_left_out(self) -> None:
        assert json.loads(encode(Reply("r", 1))) == {"type": "reply", "run": "r", "call": 1, "binary": 0}

    def test_geometries_travel_as_their_json(self) -> None:
        sent = json.loads(encode(Result("r", ChangeSet((Created(Point(1, 2)),)))))
        assert sent["changes"]["created"][0]["geometry"] == {"kind": "point", "x": 1.0, "y": 2.0}


def test_ids_are_opaque_and_never_the_same() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000
