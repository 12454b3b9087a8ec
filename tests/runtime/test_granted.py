"""What the grants beside reading and writing add: suggestions, partial results, overlays, questions, services."""

import asyncio
from typing import Any

import numpy as np
import pytest

from limner import (
    BeforeSave,
    Bounds,
    Box,
    ChangeError,
    File,
    GrantError,
    HostError,
    Instance,
    LimnerError,
    Point,
    Response,
    SimilarFile,
    Tag,
)
from limner.canvas import add_returned
from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.granted import build
from limner.services import Answer
from tests.runtime.desk import Desk
from tests.runtime.host import BOX, EVENT

SAVING = BeforeSave(id="e", at=EVENT.at, actor=EVENT.actor, project="p", file=EVENT.file, reason="save")
WHOLE = Bounds(0, 0, EVENT.file.width, EVENT.file.height)


@pytest.fixture
def desk() -> Desk:
    return Desk()


class TestSuggest:
    def test_it_is_gathered_with_the_id_it_gives(self, desk: Desk) -> None:
        id = desk.canvas("instances:suggest").suggest(Tag(), label="dog", attributes={"a": 1}, score=0.5, replaces=BOX)
        assert desk.run.suggested == [Suggested(Tag(), "dog", {"a": 1}, 0.5, id, "i1")]
        assert desk.run.changes.suggested == tuple(desk.run.suggested)

    def test_it_takes_the_label_of_the_trigger_and_nothing_else(self, desk: Desk) -> None:
        desk.canvas().suggest(Tag())
        (item,) = desk.run.suggested
        assert (item.label, item.attributes, item.score, item.replaces) == ("cat", {}, None, None)

    def test_without_a_trigger_it_has_no_label(self) -> None:
        desk = Desk(event=SAVING)
        desk.canvas().suggest(Tag())
        assert desk.run.suggested[0].label is None

    def test_what_it_replaces_may_be_an_id(self, desk: Desk) -> None:
        desk.canvas().suggest(Tag(), replaces="i9")
        assert desk.run.suggested[0].replaces == "i9"

    def test_ids_are_never_the_same(self, desk: Desk) -> None:
        canvas = desk.canvas()
        assert len({canvas.suggest(Tag()) for _ in range(100)}) == 100

    def test_later_changes_of_the_mapping_do_not_reach_it(self, desk: Desk) -> None:
        attributes = {"a": 1}
        desk.canvas().suggest(Tag(), attributes=attributes)
        attributes["a"] = 2
        assert desk.run.suggested[0].attributes == {"a": 1}

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"geometry": {"kind": "tag"}}, "dict is no geometry"),
            ({"geometry": Tag(), "replaces": 5}, "int is no instance or id"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, desk: Desk, given: Any, message: str) -> None:
        with pytest.raises(ChangeError, match=message):
            desk.canvas().suggest(**given)
        assert desk.run.suggested == []


class TestFlush:
    def test_it_hands_over_all_that_was_gathered_and_lets_the_host_speak(self, desk: Desk) -> None:
        canvas = desk.canvas()
        created, suggested = canvas.create(Tag()), canvas.suggest(Point(1, 1))
        canvas.set_label("i2", "dog")
        canvas.delete("i3")
        asyncio.run(canvas.flush())
        ((what, said),) = desk.told
        assert what == "flush"
        assert said["changes"] == ChangeSet(
            (Created(Tag(), "cat", {}, None, created),),
            (Updated("i2", label="dog"),),
            ("i3",),
            (Suggested(Point(1, 1), "cat", {}, None, suggested),),
        )
        assert desk.pauses == 1

    def test_what_it_handed_over_is_not_handed_over_again(self, desk: Desk) -> None:
        canvas = desk.canvas()
        canvas.create(Tag())
        asyncio.run(canvas.flush())
        assert not desk.run.changes
        canvas.delete("i2")
        asyncio.run(canvas.flush())
        assert [said["changes"].deleted for _, said in desk.told] == [(), ("i2",)]

    def test_with_nothing_to_hand_over_it_says_nothing_and_still_lets_the_host_speak(self, desk: Desk) -> None:
        asyncio.run(desk.canvas().flush())
        assert (desk.told, desk.pauses) == ([], 1)

    def test_what_was_created_before_it_is_changed_as_what_is_there(self, desk: Desk) -> None:
        canvas = desk.canvas()
        id = canvas.create(Tag())
        asyncio.run(canvas.flush())
        canvas.set_label(id, "dog")
        canvas.delete(id)
        assert (desk.run.created, desk.run.updated, desk.run.deleted) == ([], [Updated(id, label="dog")], [id])


class TestOverlay:
    def shown(self, desk: Desk, *given: Any, **named: Any) -> dict[str, Any]:
        desk.canvas("overlay").overlay(*given, **named)
        ((what, said),) = desk.told
        assert what == "overlay"
        return said

    def test_without_bounds_it_covers_the_file(self, desk: Desk) -> None:
        said = self.shown(desk, np.array([[0.0, 1.0]]))
        assert said == {"bounds": WHOLE, "opacity": 0.6, "width": 2, "height": 1, "channels": 1}
        assert desk.frames == [bytes([0, 255])]

    @pytest.mark.parametrize("kind", [tuple, list, np.array, iter])
    def test_bounds_may_be_anything_with_four_numbers(self, desk: Desk, kind: Any) -> None:
        said = self.shown(desk, np.zeros((2, 3, 4), np.uint8), kind([1, 2, 30, 40]), opacity=1)
        assert said["bounds"] == Bounds(1.0, 2.0, 30.0, 40.0)
        assert {type(side) for side in said["bounds"]} == {float}
        assert (said["opacity"], said["channels"], desk.frames) == (1.0, 4, [bytes(24)])

    def test_none_takes_it_away(self, desk: Desk) -> None:
        assert self.shown(desk, None, BOX.bounds) == {}
        assert desk.frames == []

    @pytest.mark.parametrize("opacity", [-0.1, 1.1, float("nan"), float("inf")])
    def test_an_opacity_is_from_0_to_1(self, desk: Desk, opacity: float) -> None:
        with pytest.raises(ChangeError, match=r"an overlay's opacity is .*, expected 0 to 1"):
            desk.canvas().overlay(np.zeros((2, 2)), opacity=opacity)
        assert desk.told == []

    @pytest.mark.parametrize("bounds", [(0, 0, 0, 5), (0, 0, 5, -1), (0, 0, float("nan"), 1)])
    def test_a_place_has_a_size(self, desk: Desk, bounds: Any) -> None:
        with pytest.raises(ChangeError, match=r"an overlay's bounds are .*, expected a width and a height above 0"):
            desk.canvas().overlay(np.zeros((2, 2)), bounds)
        assert desk.told == []

    def test_what_is_no_picture_is_refused(self, desk: Desk) -> None:
        with pytest.raises(ChangeError, match="an overlay of shape"):
            desk.canvas().overlay([1.0, 2.0])
        assert desk.told == []


class TestAsk:
    def test_the_choices_are_yes_and_no_unless_others_are_given(self) -> None:
        desk = Desk("Yes", "b")
        canvas = desk.canvas("ask")
        assert asyncio.run(canvas.ask("Sure?")) == "Yes"
        assert asyncio.run(canvas.ask("Which?", (letter for letter in "ab"))) == "b"
        assert desk.asked == [
            ("ask", {"question": "Sure?", "choices": ["Yes", "No"]}),
            ("ask", {"question": "Which?", "choices": ["a", "b"]}),
        ]

    def test_a_question_put_away_is_none(self) -> None:
        assert asyncio.run(Desk(None).canvas().ask("Sure?")) is None

    def test_choices_are_sent_as_texts(self) -> None:
        desk = Desk("2")
        asyncio.run(desk.canvas().ask(5, [1, 2]))
        assert desk.asked == [("ask", {"question": "5", "choices": ["1", "2"]})]

    def test_a_question_without_choices_is_not_asked(self, desk: Desk) -> None:
        with pytest.raises(HostError, match=r"canvas\.ask needs at least one choice"):
            asyncio.run(desk.canvas().ask("Sure?", []))
        assert desk.asked == []

    def test_what_it_is_about_goes_by_id(self) -> None:
        desk = Desk("Yes", "Yes", "Yes")
        one = Instance("i1", "f1", Box(0, 0, 1, 1))
        for about in ((item for item in [one, "i2"]), one, "i2"):
            asyncio.run(desk.canvas("ask").ask("Sure?", about=about))
        assert [args["about"] for _, args in desk.asked] == [["i1", "i2"], ["i1"], ["i2"]]

    def test_it_is_about_instances(self, desk: Desk) -> None:
        with pytest.raises(ChangeError, match="Box is no instance or id"):
            asyncio.run(desk.canvas().ask("Sure?", about=[Box(0, 0, 1, 1)]))
        assert desk.asked == []


class TestFiles:
    def test_what_looks_alike_comes_as_records(self) -> None:
        told = {"file": {"id": "f2", "name": "b.png", "width": 4, "height": 3}, "distance": 0.25}
        desk = Desk([told])
        found = asyncio.run(desk.canvas("files:read").similar(limit=2))
        assert found == [SimilarFile(File("f2", "b.png", 4, 3), 0.25)]
        assert desk.asked == [("similar", {"limit": 2})]

    def test_a_file_is_compared_by_its_id(self) -> None:
        desk = Desk(None, "Same")
        canvas = desk.canvas("files:read")
        assert asyncio.run(canvas.compare(File("f2", "b.png", 4, 3))) is None
        assert asyncio.run(canvas.compare("f3", "Look", choices=["Same", "Other"])) == "Same"
        assert desk.asked == [
            ("compare", {"file": "f2", "message": ""}),
            ("compare", {"file": "f3", "message": "Look", "choices": ["Same", "Other"]}),
        ]

    def test_without_the_grant_it_says_which_is_needed(self) -> None:
        with pytest.raises(GrantError, match=r'canvas\.similar needs the grant "files:read"'):
            Desk().canvas("ask").similar  # noqa: B018 - looking it up is what is refused


class TestStorage:
    def test_it_asks_the_host_by_key(self) -> None:
        desk = Desk(None, None, ["seen"], None)
        storage = desk.canvas("storage").storage
        assert asyncio.run(storage.get("seen", 0)) == 0
        asyncio.run(storage.set("seen", [1]))
        assert asyncio.run(storage.keys()) == ["seen"]
        asyncio.run(storage.delete("seen"))
        assert desk.asked == [
            ("storage_get", {"key": "seen"}),
            ("storage_set", {"key": "seen", "value": [1]}),
            ("storage_keys", {}),
            ("storage_delete", {"key": "seen"}),
        ]


class TestSettings:
    def test_they_are_the_pages_and_told_when_assigned(self) -> None:
        desk = Desk(settings={"gamma": 2.0})
        canvas = desk.canvas("settings")
        assert canvas.settings.gamma == 2.0
        canvas.settings.gamma = 3
        assert desk.told == [("settings", {"values": {"gamma": 3.0}})]

    def test_what_was_assigned_is_still_so_for_the_rest_of_the_run(self) -> None:
        canvas = Desk(settings={"gamma": 2.0}).canvas()
        canvas.settings.gamma = 3
        assert canvas.settings.gamma == 3


class TestFetch:
    ANSWER = Answer({"status": 200, "headers": {"a": "b"}, "url": "https://a/b"}, (b"body",))

    def test_a_get_carries_no_body(self) -> None:
        desk = Desk(self.ANSWER)
        found = asyncio.run(desk.canvas("network").fetch("https://a/"))
        assert found == Response(200, {"a": "b"}, "https://a/b", b"body")
        assert desk.asked == [("fetch", {"url": "https://a/", "method": "GET", "headers": {}})]
        assert desk.frames == []

    @pytest.mark.parametrize(
        ("body", "sent"), [("Größe", "Größe".encode()), (b"raw", b"raw"), (bytearray(b"raw"), b"raw"), ("", b"")]
    )
    def test_a_body_is_one_frame(self, body: Any, sent: bytes) -> None:
        desk = Desk(self.ANSWER)
        asyncio.run(desk.canvas().fetch("https://a/", method="POST", headers={"x": "y"}, body=body))
        assert desk.asked == [("fetch", {"url": "https://a/", "method": "POST", "headers": {"x": "y"}})]
        assert desk.frames == [sent]

    @pytest.mark.parametrize("body", [5, {"a": 1}, [1, 2], 2.5])
    def test_what_is_no_text_and_no_bytes_is_not_sent(self, desk: Desk, body: Any) -> None:
        with pytest.raises(HostError, match=rf"canvas\.fetch: body is {type(body).__name__}, expected a text or bytes"):
            asyncio.run(desk.canvas().fetch("https://a/", method="POST", body=body))
        assert desk.asked == []

    def test_an_answer_without_a_body_has_an_empty_one(self) -> None:
        desk = Desk({"status": 204, "headers": {}, "url": "https://a/"})
        assert asyncio.run(desk.canvas().fetch("https://a/")).body == b""


class TestVeto:
    def test_it_is_there_without_any_grant(self) -> None:
        desk = Desk(event=SAVING)
        build((), desk.run).veto("no tail")
        assert desk.run.veto == "no tail"

    def test_the_first_reason_stays(self) -> None:
        desk = Desk(event=SAVING)
        desk.canvas().veto("no tail")
        desk.canvas().veto("no ears")
        assert desk.run.veto == "no tail"

    def test_one_without_a_reason_is_one_all_the_same(self) -> None:
        desk = Desk(event=SAVING)
        desk.canvas().veto("")
        assert desk.run.veto == "the script refuses"

    def test_elsewhere_it_is_an_error(self, desk: Desk) -> None:
        with pytest.raises(LimnerError, match=r"canvas\.veto answers before_save, not create_instance"):
            desk.canvas().veto("no")
        assert desk.run.veto is None


class TestReturning:
    def test_what_a_hook_returns_needs_the_grant_to_write(self, desk: Desk) -> None:
        with pytest.raises(LimnerError, match='needs the grant "instances:write"'):
            add_returned(desk.canvas("instances:suggest"), Box(1, 1, 2, 2))
