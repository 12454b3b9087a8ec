"""The host in memory: it answers as the page does, from what it was given."""

import inspect
from typing import Any

import numpy as np
import pytest

from limner import Box, ChangeSet, File, HostError, Instance, Mask, Point, Polygon, Provenance, SimilarFile
from limner.changes import Created, Suggested, Updated
from limner.memory import MemoryHost
from tests.runtime.host import BOX

IMAGE = np.arange(40 * 60 * 3, dtype=np.uint8).reshape(40, 60, 3)
CALLS = (
    "image",
    "instances",
    "ask",
    "similar",
    "compare",
    "storage_get",
    "storage_set",
    "storage_delete",
    "storage_keys",
    "fetch",
)


def asked(host: MemoryHost, method: str, **args: Any) -> Any:
    """The value of an answer."""
    return host.answer(method, args)[0]


def test_every_call_of_the_canvas_has_an_answer() -> None:
    own = {name[1:] for name, _ in inspect.getmembers(MemoryHost, inspect.isfunction) if not name.startswith("__")}
    assert own >= set(CALLS)
    assert all(hasattr(MemoryHost, f"_{name}") for name in CALLS)


@pytest.mark.parametrize("method", ["paint", "", "_image", "updated"])
def test_what_the_canvas_does_not_have_is_refused(method: str) -> None:
    with pytest.raises(HostError, match=f"the canvas has no {method}"):
        MemoryHost().answer(method, {})


class TestImage:
    def test_it_is_the_place_asked_for(self) -> None:
        value, (data,) = MemoryHost(IMAGE).answer("image", {"bounds": [10, 5, 4, 3], "scale": 1.0})
        assert value == {"width": 4, "height": 3, "channels": 3}
        assert data == IMAGE[5:8, 10:14].tobytes()

    @pytest.mark.parametrize(("scale", "size"), [(1.0, (60, 40)), (0.5, (30, 20)), (0.25, (15, 10)), (2.0, (60, 40))])
    def test_a_scale_below_1_gives_a_smaller_picture(self, scale: float, size: tuple[int, int]) -> None:
        value, (data,) = MemoryHost(IMAGE).answer("image", {"bounds": [0, 0, 60, 40], "scale": scale})
        assert (value["width"], value["height"]) == size
        assert len(data) == size[0] * size[1] * 3

    def test_without_an_image_it_says_so(self) -> None:
        with pytest.raises(HostError, match="the test gives no image"):
            asked(MemoryHost(), "image", bounds=[0, 0, 1, 1], scale=1)


class TestInstances:
    THERE = (
        Instance("large", "f", Box(0, 0, 30, 30), "cat", attributes={"pose": "sitting", "age": 3}),
        Instance("small", "f", Box(10, 10, 5, 5), "dog", provenance=Provenance(script="limner/trace")),
        Instance("part", "f", Mask((12, 12, 2, 2), [1, 3]), "cat", attributes={"pose": "lying"}),
        Instance("point", "f", Point(12, 12), "dog"),
        Instance("far", "f", Polygon([(50, 30), (59, 30), (59, 39)]), None),
    )

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({}, "large small part point far"),
            (dict.fromkeys(("kind", "label", "attributes", "script", "within", "at")), "large small part point far"),
            ({"kind": "box"}, "large small"),
            ({"label": "dog"}, "small point"),
            ({"kind": "box", "label": "dog"}, "small"),
            ({"attributes": {"pose": "sitting"}}, "large"),
            ({"attributes": {"pose": "sitting", "age": 4}}, ""),
            ({"attributes": {}}, "large small part point far"),
            ({"script": "limner/trace"}, "small"),
            ({"within": [40, 20, 20, 20]}, "far"),
            ({"within": [30, 30, 1, 1]}, "large"),
            ({"within": [16, 16, 2, 2]}, "large"),
            ({"at": [13, 13]}, "part small large"),
            ({"at": [12, 12]}, "small large"),
            ({"at": [0.5, 0.5]}, "large"),
            ({"at": [0, 39]}, ""),
            ({"at": [13, 13], "label": "cat"}, "part large"),
        ],
    )
    def test_they_fit_all_that_is_asked(self, filters: dict[str, Any], found: str) -> None:
        value = asked(MemoryHost(instances=list(self.THERE)), "instances", **filters)
        assert [one["id"] for one in value] == found.split()

    def test_they_come_as_they_travel(self) -> None:
        (value,) = asked(MemoryHost(instances=[BOX]), "instances")
        assert value["geometry"] == BOX.geometry.to_json()


class TestAsking:
    def test_the_answers_come_in_turn_and_then_none(self) -> None:
        host = MemoryHost(answers=["Yes", None])
        assert [asked(host, "ask", question=name, choices=["Yes"]) for name in "abc"] == ["Yes", None, None]
        assert host.questions == ["a", "b", "c"]

    def test_what_a_question_is_about_is_noted(self) -> None:
        host = MemoryHost()
        asked(host, "ask", question="a", choices=["Yes"], about=["i1", "i2"])
        asked(host, "ask", question="b", choices=["Yes"])
        assert host.about == [["i1", "i2"], []]


ALIKE = [SimilarFile(File("f2", "b.png", 4, 3), 0.2), SimilarFile(File("f3", "c.png", 4, 3), 0.1)]


class TestFiles:
    @pytest.mark.parametrize(("limit", "found"), [(5, "f3 f2"), (1, "f3"), (0, ""), (-1, "")])
    def test_the_nearest_come_first(self, limit: int, found: str) -> None:
        value, _ = MemoryHost(similar=ALIKE).answer("similar", {"limit": limit})
        assert [one["file"]["id"] for one in value] == found.split()

    def test_a_pair_is_shown_and_answered_where_it_has_choices(self) -> None:
        host = MemoryHost(similar=ALIKE, answers=["Same"])
        assert asked(host, "compare", file="f2", message="") is None
        assert asked(host, "compare", file="f3", message="", choices=["Same"]) == "Same"
        assert host.compared == ["f2", "f3"]

    def test_a_file_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(HostError, match="the project has no file f9"):
            asked(MemoryHost(similar=ALIKE), "compare", file="f9", message="")


class TestStorage:
    def test_what_is_kept_is_there_until_it_is_forgotten(self) -> None:
        host = MemoryHost(storage={"b": 1})
        asked(host, "storage_set", key="a", value=[None])
        assert (asked(host, "storage_get", key="a"), asked(host, "storage_keys")) == ([None], ["a", "b"])
        asked(host, "storage_delete", key="a")
        asked(host, "storage_delete", key="a")
        assert (asked(host, "storage_get", key="a"), host.storage) == (None, {"b": 1})


class TestFetching:
    @pytest.mark.parametrize(
        ("given", "status", "headers", "body"),
        [
            ("Größe", 200, {}, "Größe".encode()),
            (b"\x00\xff", 200, {}, b"\x00\xff"),
            ((404, {"Content-Type": "text/html"}, "none"), 404, {"content-type": "text/html"}, b"none"),
        ],
    )
    def test_a_response_is_a_body_or_all_of_it(self, given: Any, status: int, headers: Any, body: bytes) -> None:
        value, frames = MemoryHost(responses={"https://a/": given}).answer(
            "fetch", {"url": "https://a/", "method": "POST", "headers": {}}
        )
        assert value == {"status": status, "headers": headers, "url": "https://a/"}
        assert frames == (body,)

    def test_a_url_without_a_response_is_refused(self) -> None:
        with pytest.raises(HostError, match="the test gives no response for https://b/"):
            asked(MemoryHost(responses={"https://a/": ""}), "fetch", url="https://b/")


class TestApplying:
    def test_the_instances_become_what_the_changes_say(self) -> None:
        host = MemoryHost(instances=[BOX, Instance("i2", "f1", Point(1, 1), "dog"), Instance("i3", "f1", Point(2, 2))])
        host.apply(
            ChangeSet(
                (Created(Point(5, 5), "cow", {"a": 1}, 0.5, "new"),),
                (Updated("i1", label="dog", attributes={"pose": None}), Updated("i1", geometry=Point(9, 9))),
                ("i2",),
                (Suggested(Point(3, 3), id="ghost"),),
            ),
            "f1",
        )
        changed = Instance("i1", "f1", Point(9, 9), "dog")
        fresh = Instance("new", "f1", Point(5, 5), "cow", attributes={"a": 1}, score=0.5)
        assert host.instances == [changed, Instance("i3", "f1", Point(2, 2)), fresh]

    def test_of_an_instance_that_is_changed_and_deleted_nothing_is_left(self) -> None:
        host = MemoryHost(instances=[BOX])
        host.apply(ChangeSet(updated=(Updated("i1", label="dog"),), deleted=("i1",)), "f1")
        assert host.instances == []
