"""What travels between Limner and a model server, word by word, and model servers that answer badly."""

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from limner.events import PromptPoint
from limner.geometry import Box
from limner.protocol import ErrorMessage, Result
from tests.adapters.studio import HEIGHT, WIDTH, Desk, desk, photo
from tests.server.upstream import Asked, send, serving
from tests.server.world import ok, refused

UP = {"status": "UP", "model_class": "Fake"}
BOXED = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["cat"]}
REGION = {"from_name": "box", "to_name": "image", "type": "rectanglelabels", "value": BOXED}
Answer = Callable[[Asked], tuple[str, Any]]


class Peer:
    """A server that remembers what it was asked, and answers as `answers` says, by path."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[Asked] = []
        self.answers: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/model"

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        plain = {"/model/health": UP, "/model/setup": {"model_version": "7"}, "/model/predict": {"results": []}}
        given = {**plain, **self.answers}.get(asked.path, {})
        status, value = given if isinstance(given, tuple) else ("200 OK", given)
        headers = value.pop("headers", []) if isinstance(value, dict) else []
        await send(writer, value if isinstance(value, bytes) else json.dumps(value).encode(), status, *headers)

    def bodies(self, path: str) -> list[Any]:
        return [json.loads(asked.body) for asked in self.asked if asked.path == f"/model{path}"]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    with serving(made.answer) as made.port:
        yield made


@pytest.fixture
def script(studio: Desk, peer: Peer) -> dict[str, Any]:
    return studio.model(peer.url, f"model-{peer.port}")


def predicting(peer: Peer, results: Any, **more: Any) -> None:
    peer.answers["/model/predict"] = {"results": results, **more}


def test_it_is_set_up_with_the_projects_labels(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    (setup,) = peer.bodies("/setup")
    assert set(setup) == {"project", "schema", "hostname", "access_token", "extra_params"}
    assert setup["hostname"] == studio.base
    assert setup["access_token"] == ""
    number, _, created = setup["project"].partition(".")
    assert (number.isdecimal(), created.isdecimal()) == (True, True)
    assert '<Image name="image" value="$image"/>' in setup["schema"]
    assert '<Label value="cat" background="#112233"/>' in setup["schema"]
    assert "version 7" in script["source"]


def test_a_prediction_is_asked_for_as_label_studio_asks(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    predicting(peer, [{"result": [REGION], "score": 0.5}])
    studio.ask(script, studio.created(Box(6, 4, 30, 20, 90), "dog"))
    (body,) = peer.bodies("/predict")
    (task,) = body["tasks"]
    assert task["id"] == int(task["id"]) > 0
    assert (task["annotations"], task["predictions"], task["drafts"]) == ([], [], [])
    assert body["project"] == peer.bodies("/setup")[0]["project"]
    assert body["label_config"] == peer.bodies("/setup")[0]["schema"]
    (region,) = body["params"]["context"]["result"]
    assert (region["type"], region["from_name"], region["to_name"]) == ("rectanglelabels", "box", "image")
    assert (region["original_width"], region["original_height"]) == (WIDTH, HEIGHT)
    assert (region["is_positive"], region["origin"]) == (True, "manual")
    value = region["value"]
    assert value["labels"] == value["rectanglelabels"] == ["dog"]
    turned = pytest.approx([(21 + 10) * 100 / WIDTH, (14 - 15) * 100 / HEIGHT, 50, 50, 90])
    assert [value[key] for key in ("x", "y", "width", "height", "rotation")] == turned


def test_without_a_pointer_there_is_no_context(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    studio.ask(script, studio.command())
    (body,) = peer.bodies("/predict")
    assert body["params"] == {"login": None, "password": None, "context": None}


def test_clicks_carry_their_sign(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    studio.ask(script, studio.prompt(points=(PromptPoint(30, 20), PromptPoint(15, 10, False))))
    (body,) = peer.bodies("/predict")
    clicks = body["params"]["context"]["result"]
    assert [(one["type"], one["value"]["x"], one["value"]["y"]) for one in clicks] == [
        ("keypointlabels", 50, 50),
        ("keypointlabels", 25, 25),
    ]
    assert [one["is_positive"] for one in clicks] == [True, False]


def test_the_link_gives_the_image_and_only_it_and_only_while_it_is_good(
    studio: Desk, peer: Peer, script: dict[str, Any]
) -> None:
    studio.ask(script, studio.command())
    url = peer.bodies("/predict")[0]["tasks"][0]["data"]["image"]
    assert url.startswith(f"{studio.base}/ml/images/")
    assert studio.token not in url
    with httpx2.Client() as anybody:
        given = anybody.get(url)
        assert (given.status_code, given.content, given.headers["content-type"]) == (200, photo(), "image/png")
        expires, signature, name = url.split("/")[-3:]
        for bad in (
            f"{int(expires) + 43200}/{signature}/{name}",
            f"{expires}/{signature[:-1]}0/{name}x" if signature[-1] != "0" else f"{expires}/{signature[:-1]}1/{name}",
            f"{expires}/{signature}/{'0' * 64}.png",
            f"{expires}/{signature}/..%2f..%2ftoken",
            f"9/{signature}/{name}",
            f"x/{signature}/{name}",
        ):
            assert anybody.get(f"{studio.base}/ml/images/{bad}").status_code == 404, bad


def test_the_password_in_an_address_is_sent_and_not_shown(studio: Desk, peer: Peer) -> None:
    added = ok(studio.register(peer.url.replace("http://", "http://user:p%40ss@"), f"locked-{peer.port}"))
    assert added["backend"]["url"] == peer.url
    assert "p@ss" not in str(added) + str(studio.script_of(added["backend"]["script"]))
    sent = {asked.headers["authorization"] for asked in peer.asked}
    assert sent == {f"Basic {base64.b64encode(b'user:p@ss').decode()}"}


def test_a_redirect_is_not_followed(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    peer.answers["/model/predict"] = ("302 Found", {"headers": [f"Location: {studio.base}/api/projects"]})
    answer = studio.ask(script, studio.command())
    assert "more than 0 redirects" in answer.error.message


@pytest.mark.parametrize(
    ("health", "message"),
    [
        ({"status": "DOWN"}, "says that it is not up: its status is 'DOWN'"),
        ({"status": None}, "says that it is not up: its status is None"),
        (b"<html>", "with what is no JSON"),
        (("404 Not Found", {}), "answered /health with 404"),
        (("500 Oops", {"detail": "ValueError: no weights"}), "answered /health with 500: ValueError: no weights"),
    ],
    ids=str,
)
def test_who_is_no_model_server_is_not_registered(studio: Desk, peer: Peer, health: Any, message: str) -> None:
    peer.answers["/model/health"] = health
    assert message in refused(studio.register(peer.url, f"bad-{peer.port}"), 502)
    assert f"bad-{peer.port}" not in str(ok(studio.http.get("/api/backends")))


@pytest.mark.parametrize("health", [{}, [], {"status": "ok"}, {"model_class": "Mine"}], ids=str)
def test_any_good_health_will_do_but_the_setup_must_be_answered(studio: Desk, peer: Peer, health: Any) -> None:
    peer.answers["/model/health"] = health
    peer.answers["/model/setup"] = ("404 Not Found", {"error": "no such page"})
    name = f"healthy-{peer.port}"
    assert "answered /setup with 404: no such page" in refused(studio.register(peer.url, name), 502)
    del peer.answers["/model/setup"]
    assert ok(studio.register(peer.url, name))["backend"]["kind"] == "label-studio"


@pytest.mark.parametrize(
    ("predicted", "message"),
    [
        ({}, "answered one task with None as results"),
        ([], "answered one task with None as results"),
        ({"results": {}}, "answered one task with {} as results"),
        ({"results": [{"result": []}, {"result": []}]}, "answered one task with 2 results"),
        ({"results": [{"result": "none"}]}, "without a list of regions"),
        ({"results": [{}]}, "without a list of regions"),
        (b'{"results": [NaN]}', "NaN is no number in JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (("503 Busy", b"try again"), "answered /predict with 503: try again"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_prediction_is_refused_with_a_reason(
    studio: Desk, peer: Peer, script: dict[str, Any], predicted: Any, message: str
) -> None:
    peer.answers["/model/predict"] = predicted
    answer = studio.ask(script, studio.command())
    assert isinstance(answer, ErrorMessage)
    assert message in answer.error.message
    predicting(peer, [{"result": [REGION]}])
    assert isinstance(studio.ask(script, studio.command()), Result)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({**REGION, "value": {**BOXED, "x": None}}, "x is None, expected a number"),
        ({**REGION, "value": {**BOXED, "width": "a"}}, "width is 'a', expected a number"),
        ({**REGION, "value": 3}, "its value is 3, expected an object"),
        ({"type": "relation"}, "this type of region is not understood"),
        ({**REGION, "image_rotation": 90}, "turned image"),
        ("region", "this type of region is not understood"),
        ({"type": "brushlabels", "value": {"format": "rle", "rle": [1, 2]}}, "end too early"),
        ({"type": "brushlabels", "value": {"format": "rle", "rle": [1, 256]}}, "no list of numbers"),
        ({"type": "polygonlabels", "value": {"points": [[1, 2, 3]]}}, "expected [x, y] in percent"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_region_that_cannot_be_read_is_left_out_and_said_and_the_others_stay(
    studio: Desk, peer: Peer, script: dict[str, Any], bad: Any, why: str
) -> None:
    predicting(peer, [{"result": [bad, REGION], "score": 0.25}])
    with studio.page(script) as page:
        (found,) = page.ask(studio.command()).changes.suggested
        assert (found.geometry, found.label, found.score) == (Box(6, 4, 12, 8), "cat", 0.25)
        assert any("left out: region 1" in line and why in line for line in page.lines)


def test_a_list_of_predictions_is_taken_as_one(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    predicting(peer, [[{"result": [REGION], "score": 0.5}, {"result": [{**REGION, "score": 0.9}]}]])
    found = studio.ask(script, studio.command()).changes.suggested
    assert [one.score for one in found] == [0.5, 0.9]


@pytest.mark.parametrize("score", [1.5, -1, "high", True, None])
def test_a_score_that_is_none_is_not_taken(studio: Desk, peer: Peer, script: dict[str, Any], score: Any) -> None:
    predicting(peer, [{"result": [{**REGION, "score": score}]}])
    (found,) = studio.ask(script, studio.command()).changes.suggested
    assert found.score is None


def test_no_answer_is_none(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    predicting(peer, [])
    assert not studio.ask(script, studio.command()).changes


def test_an_answer_that_is_too_long_is_refused(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    peer.answers["/model/predict"] = b"x" * (64 * 1024 * 1024 + 1)
    assert "longer than" in studio.ask(script, studio.command()).error.message


def test_without_the_grants_nothing_is_sent(studio: Desk, peer: Peer, script: dict[str, Any]) -> None:
    given = {"confirmed_grants": ["instances:write"]}
    off = ok(studio.http.patch(f"/api/scripts/{script['id']}", json=given))
    assert not off["enabled"]
    with studio.page(off) as page:
        assert page.ready.error is not None
    assert peer.bodies("/predict") == []
