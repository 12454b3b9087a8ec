"""People in the real page: with the models Limner brings, and with genuine BodyPix weights where they are."""

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks import people
from benchmarks.people import WEIGHTS, Scene
from limner_server.resources import SCRIPTS
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, serving, wait

pytestmark = pytest.mark.e2e

SOURCE = (SCRIPTS / "people.js").read_text()
OFFLINE = "MoveNet MultiPose and MediaPipe selfie segmentation"
BODYPIX = {"model_url": f"{WEIGHTS}/model-stride16.json"}
TENSORS = '\non("command", (event, canvas) => canvas.log(tf.memory().numTensors));\n'
HOLDING = "limner.scripts().find((one) => one.name === 'People')"


needs_weights = pytest.mark.skipif(
    people.weights() is None,
    reason=f"no {WEIGHTS} in LIMNER_TEST_MODELS or in a folder shared/models above the repository",
)


# The maps of a ResNet of BodyPix in their order, with how many channels each has.
MAPS = {"bwd": 32, "fwd": 32, "heat": 17, "long": 34, "short": 34, "parts": 24, "segments": 1, "part_offsets": 48}


def write_resnet(folder: Path) -> None:
    """Write a model in BodyPix's form without its depth: one convolution for each map, of stride 32."""
    size = {"dim": [{"size": side} for side in ("1", "-1", "-1", "3")]}
    nodes: list[dict[str, Any]] = [
        {"name": "sub_2", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": size}}}
    ]
    strides = {"strides": {"list": {"i": ["1", "32", "32", "1"]}}, "dilations": {"list": {"i": ["1"] * 4}}}
    kinds = {"T": {"type": "DT_FLOAT"}, "padding": {"s": "U0FNRQ=="}, "data_format": {"s": "TkhXQw=="}}
    for name in MAPS:
        nodes.append({"name": f"{name}/w", "op": "Const", "attr": {"dtype": {"type": "DT_FLOAT"}}})
        nodes.append({"name": name, "op": "Conv2D", "input": ["sub_2", f"{name}/w"], "attr": {**strides, **kinds}})
    weights = [{"name": f"{name}/w", "shape": [1, 1, 3, many], "dtype": "float32"} for name, many in MAPS.items()]
    manifest = [{"paths": ["a.bin", "b.bin"], "weights": weights}]
    topology = {"node": nodes, "library": {}, "versions": {"producer": 175}}
    model = {"format": "graph-model", "modelTopology": topology, "weightsManifest": manifest}
    content = np.full(3 * sum(MAPS.values()), -1.0, np.float32).tobytes()
    folder.mkdir(parents=True)
    (folder / "model-stride32.json").write_text(json.dumps(model))
    (folder / "a.bin").write_bytes(content[:1001])
    (folder / "b.bin").write_bytes(content[1001:])


@pytest.fixture(scope="module")
def own(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Server]]:
    """Give a page and a server of these tests, whose models folder has the weights if there are any."""
    data = tmp_path_factory.mktemp("people")
    if (found := people.weights()) is not None:
        shutil.copytree(found, data / "models" / WEIGHTS)
    write_resnet(data / "models" / "bodypix" / "resnet50")
    with serving(data, environment={**os.environ, "LIMNER_ALLOW_PRIVATE": "127.0.0.1"}) as server:
        context = signed_in(browser, server)
        yield opened(context, server), server
        context.close()


@pytest.fixture(scope="module")
def kept(own: tuple[Page, Server]) -> str:
    """Add the script to the project, on, and give its id."""
    desk = Desk(*own)
    script = desk.add_script(SOURCE + TENSORS, "people.js")
    desk.wait_script("People")
    return script


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    """Give the address of a host that has the genuine weights."""
    folder = people.weights()
    assert folder is not None
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def setting(own: tuple[Page, Server], kept: str) -> Iterator[Callable[..., None]]:
    """Give a function that sets parameters of the script for one test."""
    page, server = own

    def set_to(**params: Any) -> None:
        server.api("PATCH", f"/api/scripts/{kept}", {"params": params})
        page.evaluate("dispatchEvent(new Event('focus'))")
        given = json.dumps(sorted(map(list, params.items())), separators=(",", ":"))
        known = "limner.scripts().find((one) => one.name === 'People').params"
        wait(page, f"JSON.stringify(Object.entries({known}).sort()) === {json.dumps(given)}")

    yield set_to
    set_to()


@pytest.fixture
def desk(own: tuple[Page, Server], kept: str) -> Desk:
    """Give the page with the astronaut on it."""
    made = Desk(*own)
    made.show_tab("scripts")
    made.open("astronaut.png", scene("astronaut").png)
    return made


def find(desk: Desk, seconds: float = 90.0) -> dict[str, Any]:
    """Press the script's button, wait until it has run, and give the run."""
    runs = f"limner.timings().filter((one) => one.name === 'command' && one.file === '{desk.file}')"
    before = desk.page.evaluate(f"{runs}.length")
    desk.show_tab("scripts")
    desk.run("People")
    return dict(desk.wait_for(f"{runs}.length >= {before + 2} && {runs}.at(-2)", seconds))


def shapes(desk: Desk, kind: str = "polygon") -> list[dict[str, Any]]:
    return [one for one in desk.instances() if one["geometry"]["kind"] == kind]


def flat(width: int, height: int, colour: tuple[int, int, int] = (120, 130, 140)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


@cache
def scene(name: str) -> Scene:
    return next(one for one in people.scenes() if one.name == name)


def scores(desk: Desk, shown: Scene) -> list[float]:
    """Give the IoU of each person of a scene with the outline that fits best."""
    height, width = shown.people[0].shape
    outlines = [one for one in shapes(desk) if "part" not in one["attributes"]]
    return people.scored(shown, [people.inside(one["geometry"], (width, height)) for one in outlines])


def test_a_stop_while_the_models_load_leaves_nothing_behind_and_the_next_run_works(desk: Desk) -> None:
    desk.run("People")
    desk.page.locator("progress[aria-label^='Loading']").wait_for()
    desk.page.get_by_role("button", name="Stop People").click()
    desk.wait_for(f"{HOLDING}.state === 'ready'", 30)
    assert desk.instances() == []
    assert find(desk)["outcome"] == "applied"


def test_a_person_becomes_an_outline_and_a_skeleton_that_belong_together(desk: Desk) -> None:
    assert find(desk)["outcome"] == "applied"
    outline, skeleton = desk.instances()
    assert [one["geometry"]["kind"] for one in (outline, skeleton)] == ["polygon", "keypoints"]
    assert {one["label"] for one in (outline, skeleton)} == {"person"}
    assert outline["attributes"] == skeleton["attributes"] == {"person": 1, "model": OFFLINE}
    assert outline["score"] == skeleton["score"] > 0.1
    points = skeleton["geometry"]["points"]
    assert [point["name"] for point in points][:3] == ["nose", "left_eye", "right_eye"]
    assert len(points) == 17
    assert {point["visible"] for point in points[:5]} == {2}
    assert f"1 person found, by {OFFLINE}." in desk.notices()
    assert "BodyPix" not in desk.notices()


def test_everybody_of_a_street_is_told_apart(desk: Desk) -> None:
    desk.open("bus.png", scene("bus").png)
    find(desk)
    half_outside, least, most = sorted(scores(desk, scene("bus")))[1:]
    assert half_outside > 0.5
    assert min(least, most) > 0.75
    assert [one["attributes"]["person"] for one in shapes(desk)] == [1, 2, 3]


def test_an_arm_before_another_person_is_its_owners(desk: Desk) -> None:
    desk.open("zidane.png", scene("zidane").png)
    find(desk)
    assert min(scores(desk, scene("zidane"))) > 0.6


def test_who_is_there_already_is_not_made_again(desk: Desk) -> None:
    find(desk)
    before = [one["id"] for one in desk.instances()]
    find(desk)
    assert [one["id"] for one in desk.instances()] == before
    assert "Nobody new found, 1 person there already" in desk.notices()


def test_a_moved_slider_makes_the_outline_anew_and_not_a_second_one(desk: Desk) -> None:
    find(desk)
    before = shapes(desk)[0]["geometry"]["parts"][0]["outer"]
    field = desk.card("People").get_by_label("Detail", exact=False)
    field.fill("8")
    fewer = f"limner.instances().some((one) => one.geometry.parts?.[0].outer.length < {len(before)})"
    desk.wait_for(fewer, 60)
    assert [one["geometry"]["kind"] for one in desk.instances()] == ["polygon", "keypoints"]
    field.fill("1")
    desk.wait_for(f"!({fewer})", 60)


def test_masks_and_no_skeletons_if_so_set(desk: Desk, setting: Callable[..., None]) -> None:
    setting(shape="mask", skeleton=False)
    find(desk)
    assert [one["geometry"]["kind"] for one in desk.instances()] == ["mask"]


def test_attributes_are_made_empty_and_filled_by_hand(desk: Desk, setting: Callable[..., None]) -> None:
    setting(attributes="on_phone, seated")
    find(desk)
    outline, skeleton = desk.instances()
    assert (outline["attributes"]["on_phone"], outline["attributes"]["seated"]) == ("", "")
    assert "on_phone" not in skeleton["attributes"]
    desk.page.locator(".inst").first.click()
    field = desk.page.locator("#inspector").get_by_label("on_phone")
    field.fill("no")
    field.press("Enter")
    (stored, _) = desk.stored()
    assert stored["attributes"] == {"person": 1, "model": OFFLINE, "on_phone": "no", "seated": ""}


def test_it_may_look_whenever_a_file_is_opened(desk: Desk, setting: Callable[..., None]) -> None:
    setting(on_open=True)
    desk.open("astronaut.png", scene("astronaut").png)
    desk.wait_for_kinds("polygon", "keypoints", seconds=60)


def test_body_parts_need_bodypix_and_it_says_so(desk: Desk, setting: Callable[..., None]) -> None:
    setting(parts="shapes")
    find(desk)
    assert "Body parts need a BodyPix model." in desk.notices()
    assert len(desk.instances()) == 2


@pytest.mark.parametrize(
    ("size", "said"), [((1, 1), "too small to find people in (1 x 1)"), ((300, 200), "Nobody found")]
)
def test_a_picture_without_people_is_answered_with_a_word(desk: Desk, size: tuple[int, int], said: str) -> None:
    desk.open("flat.png", flat(*size))
    assert find(desk)["outcome"] == "empty"
    assert said in desk.notices()


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"label": "dragon"}, "label 'dragon' does not exist in this project"),
        ({"model_url": "https://example.org/model.json"}, "put the files into the folder models of Limner's data"),
        ({"model_url": "bodypix/missing.json"}, "bodypix/missing.json"),
        ({"model_url": "human/selfie.json"}, "human/selfie.json is no BodyPix model"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    desk: Desk, setting: Callable[..., None], params: dict[str, Any], said: str
) -> None:
    setting(**params)
    run = find(desk)
    assert said in run["message"]
    assert desk.instances() == []
    setting()
    assert find(desk)["outcome"] == "applied"


def test_what_a_model_is_is_read_from_the_model(desk: Desk, setting: Callable[..., None]) -> None:
    setting(model_url="bodypix/resnet50/model-stride32.json")
    desk.open("white.png", flat(640, 480, (250, 250, 250)))
    run = find(desk)
    assert run["outcome"] == "empty", run["message"]
    assert "Nobody found, by BodyPix ResNet50, stride 32, float32." in desk.notices()


@needs_weights
class TestBodyPix:
    def test_genuine_weights_find_the_people_and_are_named(self, desk: Desk, setting: Callable[..., None]) -> None:
        setting(**BODYPIX)
        desk.open("bus.png", scene("bus").png)
        find(desk)
        assert min(sorted(scores(desk, scene("bus")))[1:]) > 0.5
        assert {one["attributes"]["model"] for one in desk.instances()} == {
            "BodyPix MobileNetV1 0.50, stride 16, uint16"
        }
        assert len(shapes(desk, "keypoints")[0]["geometry"]["points"]) == 17

    def test_parts_are_named_on_the_outline(self, desk: Desk, setting: Callable[..., None]) -> None:
        setting(**BODYPIX, parts="attribute")
        find(desk)
        named = shapes(desk)[0]["attributes"]["parts"].split(", ")
        assert {"left_face", "right_face", "torso_front"} <= set(named)

    def test_parts_become_shapes_of_their_person(self, desk: Desk, setting: Callable[..., None]) -> None:
        setting(**BODYPIX, parts="shapes")
        find(desk)
        outline, *parts = shapes(desk)
        assert {"left_face", "torso_front"} <= {one["attributes"]["part"] for one in parts}
        assert {one["attributes"]["person"] for one in parts} == {outline["attributes"]["person"]} == {1}

    def test_models_are_kept_and_leave_no_tensors_when_others_take_their_place(
        self, desk: Desk, setting: Callable[..., None]
    ) -> None:
        counts: dict[str, set[str]] = {"": set(), BODYPIX["model_url"]: set()}
        lines = len(desk.said("People"))
        for model in ("", "", BODYPIX["model_url"], BODYPIX["model_url"], "", BODYPIX["model_url"]):
            setting(model_url=model, parts="attribute")
            find(desk)
            lines += 1
            counts[model].add(desk.said("People", lines)[-1])
        assert [len(seen) for seen in counts.values()] == [1, 1]

    def test_weights_may_lie_at_an_address(self, desk: Desk, host: str) -> None:
        elsewhere = SOURCE.replace("storage.googleapis.com", host).replace('"https:"', '"http:"')
        script = desk.add_script(elsewhere.replace('name = "People"', 'name = "People from afar"'), "afar.js")
        params = {"model_url": f"http://{host}/{WEIGHTS}/model-stride16.json"}
        desk.server.api("PATCH", f"/api/scripts/{script}", {"params": params})
        desk.reload_scripts()
        desk.wait_script("People from afar")
        desk.run("People from afar")
        desk.wait_for_kinds("polygon", "keypoints", seconds=90)
        assert desk.instances()[0]["attributes"]["model"].startswith("BodyPix MobileNetV1 0.50")
        desk.remove_script(script)
