"""Scripts as Label Studio ML backends: a client asks over plain HTTP, as Label Studio does; a real process computes."""

import asyncio
import base64
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image

from limner.geometry import Box, Mask
from limner.overlap import iou
from limner_server.adapters.label_studio import config, regions
from limner_server.adapters.label_studio.shapes import Size
from tests.adapters.studio import HEIGHT, LEFT, RIGHT, WIDTH, Desk, desk, photo
from tests.scripts.scenes import scene
from tests.server.images import encoded, oriented
from tests.server.images import photo as small
from tests.server.upstream import Asked, send, serving
from tests.server.world import block, ok, refused

CONFIG = (
    '<View><Image name="picture" value="$photo"/><RectangleLabels name="rect" toName="picture"><Label value="dog"/>'
    '<Label value="cat"/></RectangleLabels><KeyPointLabels name="kp" toName="picture"><Label value="cat"/>'
    '<Label value="dog"/></KeyPointLabels></View>'
)
SIZE = Size(WIDTH, HEIGHT)
ALL = ("image:read", "instances:read", "instances:write", "storage", "network")
FINDER = (
    block("Finder", ALL, 'connect = ["a.example"]')
    + """
import numpy as np
from limner import Box, on

def bright(image, x=0, y=0):
    ys, xs = np.nonzero(image > 128)
    return [] if not len(xs) else [Box(x + xs.min(), y + ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1)]

@on("command")
async def whole(event, canvas):
    image = await canvas.image(channels="gray")
    half = image.shape[1] // 2
    there = await canvas.instances()
    for box in bright(image[:, :half]) + bright(image[:, half:], half):
        canvas.create(box, label="cat", score=0.25 if box.x < 20 else 0.75, attributes={"there": len(there)})

@on("prompt")
async def pointed(event, canvas):
    for point in event.points:
        if point.positive:
            canvas.suggest(Box(point.x - 2, point.y - 2, 4, 4), score=0.5)
    if event.box:
        canvas.suggest(Box(*event.box))
"""
)
BOXES = (
    block("Boxes", ("image:read", "instances:write"))
    + """
from limner import Box, on

@on("create_instance", kind="box")
async def halve(event, canvas):
    x, y, width, height = event.instance.bounds
    canvas.replace(event.instance, Box(x, y, width / 2, height))

@on("complete_file")
async def done(event, canvas):
    await canvas.storage.set("done", [one.label for one in await canvas.instances()])
"""
)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def finder(studio: Desk) -> dict[str, Any]:
    return studio.add_script(FINDER, place="server")


class Client:
    """Label Studio, or what speaks as it does."""

    def __init__(self, studio: Desk, script: str, password: str | None = None) -> None:
        self.base = f"{studio.base}/ml/{script}"
        self.auth = ("label-studio", studio.token if password is None else password)

    def get(self, path: str) -> Any:
        return httpx2.get(self.base + path, auth=self.auth, timeout=60)

    def post(self, path: str, **body: Any) -> Any:
        return self.send(path, json=body)

    def send(self, path: str, **options: Any) -> Any:
        return httpx2.post(self.base + path, auth=self.auth, timeout=60, **options)

    def predict(self, *tasks: Any, context: Any = None, **more: Any) -> Any:
        given = [
            {"id": index, "data": {"photo": one}} if isinstance(one, str) else one for index, one in enumerate(tasks, 1)
        ]
        params = {"login": None, "password": None, "context": context}
        body = {"tasks": given, "project": "12.1712345678", "label_config": CONFIG, "params": params, **more}
        return self.post("/predict", **body)

    def found(self, *tasks: Any, **more: Any) -> list[list[Any]]:
        """Give the instances that the answer of each task means."""
        results = ok(self.predict(*tasks, **more))["results"]
        known = config.parse(CONFIG)
        return [list(regions.read(one["result"], SIZE, known).items) for one in results]


@pytest.fixture
def client(studio: Desk, finder: dict[str, Any]) -> Client:
    return Client(studio, finder["id"])


def data_url(content: bytes | None = None) -> str:
    return f"data:image/png;base64,{base64.b64encode(content or photo()).decode()}"


def clicked(x: float, y: float, positive: bool = True, label: str = "dog") -> dict[str, Any]:
    value = {"x": x * 100 / WIDTH, "y": y * 100 / HEIGHT, "width": 0.3, "labels": [label], "keypointlabels": [label]}
    about = {"from_name": "kp", "to_name": "picture", "original_width": WIDTH, "original_height": HEIGHT}
    return {**about, "id": f"{x}-{y}", "type": "keypointlabels", "value": value, "is_positive": positive}


def boxed(x: float, y: float, width: float, height: float) -> dict[str, Any]:
    sides = {"width": width * 100 / WIDTH, "height": height * 100 / HEIGHT, "rotation": 0}
    value = {"x": x * 100 / WIDTH, "y": y * 100 / HEIGHT, **sides, "rectanglelabels": ["dog"]}
    return {"id": "r", "from_name": "rect", "to_name": "picture", "type": "rectanglelabels", "value": value}


class TestTheHandshake:
    @pytest.mark.parametrize("path", ["/health", "/", ""])
    def test_health_says_that_it_is_up(self, client: Client, path: str) -> None:
        assert ok(client.get(path)) == {"status": "UP", "model_class": "local/finder"}

    def test_setup_gives_the_version(self, client: Client, finder: dict[str, Any]) -> None:
        body = {"project": "12.1", "schema": CONFIG, "hostname": "http://ls.example", "access_token": "t"}
        assert ok(client.post("/setup", **body, extra_params=None)) == {"model_version": finder["version"][:19]}

    def test_versions_and_metrics(self, client: Client, finder: dict[str, Any]) -> None:
        assert ok(client.get("/versions")) == {"versions": [finder["version"][:19]]}
        assert ok(client.post("/versions", project="12")) == ok(client.get("/versions"))
        assert ok(client.get("/metrics")) == {}

    def test_a_script_that_is_off_is_not_healthy_and_says_so(self, studio: Desk) -> None:
        script = studio.add_script(block("Off"), enabled=False)
        for path in ("/health", "/"):
            assert "'Off' is switched off" in refused(Client(studio, script["id"]).get(path), 409)

    def test_a_script_that_does_not_load_says_so_at_setup(self, studio: Desk) -> None:
        script = studio.add_script(block("Broken") + "\nraise ValueError('no weights')\n", place="server")
        message = refused(Client(studio, script["id"]).post("/setup", project="1", schema=CONFIG), 409)
        assert "does not load: ValueError: no weights" in message

    def test_javascript_runs_in_the_browser_only_and_says_so(self, studio: Desk) -> None:
        post = {"filename": "a.js", "source": block("Script of the page", mark="//")}
        script = studio.enable(ok(studio.http.post(f"/api/projects/{studio.project}/scripts", json=post)))
        assert "which runs in the browser only" in refused(Client(studio, script["id"]).get("/health"), 409)

    @pytest.mark.parametrize("schema", ["<View", "<!DOCTYPE x [<!ENTITY a 'b'>]><View/>"])
    def test_a_config_that_cannot_be_read_is_refused(self, client: Client, schema: str) -> None:
        assert "label config" in refused(client.post("/setup", project="1", schema=schema), 422)


class TestWhoMayAsk:
    def test_the_token_is_the_password_or_a_bearer(self, studio: Desk, finder: dict[str, Any]) -> None:
        assert Client(studio, finder["id"]).get("/health").status_code == 200
        url = f"{studio.base}/ml/{finder['id']}/health"
        assert httpx2.get(url, headers=studio.bearer).status_code == 200

    @pytest.mark.parametrize("password", ["", "wrong", "studio-toke"])
    def test_any_other_password_is_refused(self, studio: Desk, finder: dict[str, Any], password: str) -> None:
        stranger = Client(studio, finder["id"], password)
        for path in ("", "/", "/health", "/versions", "/metrics"):
            assert stranger.get(path).status_code == 401, path
        for path in ("/setup", "/predict", "/webhook", "/versions"):
            assert stranger.post(path).status_code == 401, path

    @pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic c3R1ZGlvLXRva2Vu", "Basic \u00ff", "Digest x"])
    def test_what_is_no_password_is_refused(self, studio: Desk, finder: dict[str, Any], header: str) -> None:
        url = f"{studio.base}/ml/{finder['id']}/health"
        assert httpx2.get(url, headers={"Authorization": header.encode("latin-1")}).status_code == 401

    def test_the_password_is_good_for_nothing_else(self, studio: Desk) -> None:
        auth = ("label-studio", studio.token)
        for path in ("/api/projects", "/", "/mlx"):
            assert httpx2.get(studio.base + path, auth=auth).status_code == 401

    def test_another_site_may_not_use_a_password_its_visitor_has_typed(self, studio: Desk, client: Client) -> None:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert client.send("/predict", json={"tasks": []}, headers=headers).status_code == 403


class TestPredicting:
    def test_a_whole_image_is_a_command(self, client: Client, finder: dict[str, Any]) -> None:
        (result,) = ok(client.predict(data_url()))["results"]
        first, second = result["result"]
        assert {"from_name": "rect", "to_name": "picture", "type": "rectanglelabels"}.items() <= first.items()
        assert (first["original_width"], first["original_height"], first["image_rotation"]) == (WIDTH, HEIGHT, 0)
        assert first["value"]["rectanglelabels"] == ["cat"]
        assert (first["score"], second["score"], result["score"]) == (0.25, 0.75, 0.5)
        assert result["model_version"] == finder["version"][:19]
        (found,) = client.found(data_url())
        assert [one.geometry for one in found] == [Box(*LEFT), Box(*RIGHT)]

    def test_as_many_results_as_tasks(self, client: Client) -> None:
        dark = encoded(small().point(lambda value: 0))
        assert [len(found) for found in client.found(data_url(), data_url(dark), data_url())] == [2, 0, 2]

    def test_clicks_are_a_prompt_with_their_label(self, client: Client) -> None:
        context = {"result": [clicked(30, 20), clicked(10, 10, positive=False)]}
        ((found,),) = client.found(data_url(), context=context)
        assert (found.geometry, found.label, found.score) == (Box(28, 18, 4, 4), "dog", 0.5)

    def test_a_rectangle_is_a_prompt_too(self, client: Client) -> None:
        ((found,),) = client.found(data_url(), context={"result": [boxed(6, 8, 30, 20)]})
        assert found.geometry == Box(6, 8, 30, 20)

    def test_a_script_that_answers_boxes_is_told_of_one_that_was_drawn(self, studio: Desk) -> None:
        client = Client(studio, studio.add_script(BOXES, place="server")["id"])
        ((found,),) = client.found(data_url(), context={"result": [boxed(6, 8, 30, 20)]})
        assert (found.geometry, found.label) == (Box(6, 8, 15, 20), "dog")
        assert client.found(data_url()) == [[]]  # it has nothing to say of a whole image
        message = refused(client.predict(data_url(), context={"result": [clicked(3, 4)]}), 422)
        assert message.endswith("it was pointed at with point, and it hears complete_file, create_instance")

    def test_annotations_of_the_task_are_the_instances(self, client: Client) -> None:
        task = {
            "id": 5,
            "data": {"photo": data_url()},
            "annotations": [{"result": []}, {"result": [boxed(1, 1, 5, 5)]}],
        }
        config_with_answer = CONFIG.replace("</View>", '<Number name="there" toName="picture"/></View>')
        (result,) = ok(client.predict(task, label_config=config_with_answer))["results"]
        answers = [one["value"]["number"] for one in result["result"] if one["type"] == "number"]
        assert answers == [1, 1]

    def test_an_image_of_ours_is_named_by_its_id(self, studio: Desk, client: Client) -> None:
        for name in (studio.file["id"], studio.file["content"], f"/api/files/{studio.file['id']}/content"):
            assert [len(found) for found in client.found(name)] == [2], name

    def test_an_image_of_another_project_is_not(self, studio: Desk, client: Client) -> None:
        other, studio.project = studio.project, studio.add_project()
        try:
            file = studio.upload(photo())
        finally:
            studio.project = other
        assert "lies at Label Studio" in refused(client.predict(file["id"]), 422)

    def test_a_turned_photo_is_upright_as_the_browser_shows_it(self, client: Client) -> None:
        white = small().point(lambda value: 255)
        turned = encoded(white, "JPEG", exif=oriented(6), quality=95)
        task = {"id": 1, "data": {"photo": data_url(turned).replace("png", "jpeg", 1)}}
        (result,) = ok(client.predict(task))["results"]
        assert {(one["original_width"], one["original_height"]) for one in result["result"]} == {(30, 40)}

    def test_without_a_config_that_of_the_project_counts(self, client: Client) -> None:
        (result,) = ok(client.predict({"id": 1, "data": {"image": data_url()}}, label_config=""))["results"]
        assert {one["from_name"] for one in result["result"]} == {"box"}

    def test_a_label_the_config_lacks_is_that_of_the_pointer_or_none(self, client: Client) -> None:
        without = CONFIG.replace('<Label value="cat"/>', '<Label value="bird"/>')
        (result,) = ok(client.predict(data_url(), label_config=without))["results"]
        assert ["rectanglelabels" in one["value"] for one in result["result"]] == [False, False]


class Storage:
    """Where images lie: it remembers who asked how."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[Asked] = []

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        if asked.path.startswith("/moved"):
            await send(writer, b"", "302 Found", f"Location: http://127.0.0.1:{self.port}/a.png")
        elif asked.path.endswith(".png"):
            await send(writer, photo(), "200 OK", "Content-Type: image/png")
        else:
            await send(writer, b"no", "404 Not Found")


@pytest.fixture
def storage() -> Iterator[Storage]:
    made = Storage()
    with serving(made.answer) as made.port:
        yield made


class TestImagesElsewhere:
    def test_an_address_is_fetched_without_our_token(self, client: Client, storage: Storage) -> None:
        assert [len(found) for found in client.found(f"http://127.0.0.1:{storage.port}/a.png")] == [2]
        assert [len(found) for found in client.found(f"http://localhost:{storage.port}/moved")] == [2]
        assert not any("authorization" in asked.headers or "cookie" in asked.headers for asked in storage.asked)

    def test_an_upload_is_fetched_from_who_set_it_up_with_their_token(self, client: Client, storage: Storage) -> None:
        home = f"http://127.0.0.1:{storage.port}/"
        ok(client.post("/setup", project="12.1712345678", schema=CONFIG, hostname=home, access_token="secret"))
        for name in ("/data/upload/1/a.png", "upload/1/a.png", "/upload/1/a.png"):
            assert [len(found) for found in client.found(name)] == [2]
            assert storage.asked[-1].path == "/data/upload/1/a.png"
            assert storage.asked[-1].headers["authorization"] == "Token secret"
        client.found(f"http://localhost:{storage.port}/a.png")
        assert "authorization" not in storage.asked[-1].headers
        assert "which has not said where that is" in refused(client.predict("upload/1/a.png", project="13.1"), 422)

    @pytest.mark.parametrize(
        ("address", "status", "message"),
        [
            ("http://127.0.0.1:PORT/none", 502, "answered with 404 for the image"),
            ("http://10.0.0.1/a.png", 403, "10.0.0.1, which is not public"),
            ("http://169.254.169.254/latest", 403, "which is not public"),
            ("http://127.0.0.1:1/a.png", 502, "cannot be reached"),
            ("file:///etc/passwd", 422, "neither http:// nor https://"),
            ("data:image/png;base64,!!!", 422, "data URL that cannot be read"),
            ("data:image/png", 422, "it has no comma"),
            ("data:image/png;base64,aGVsbG8=", 415, "cannot be read as an image"),
            ("s3://bucket/a.png", 422, "neither http:// nor https://"),
        ],
    )
    def test_what_cannot_be_had_is_said(
        self, client: Client, storage: Storage, address: str, status: int, message: str
    ) -> None:
        assert message in refused(client.predict(address.replace("PORT", str(storage.port))), status)


class TestWhatGoesWrong:
    def test_a_script_that_fails_names_the_task_and_the_line(self, studio: Desk) -> None:
        source = block("Fails") + '\nfrom limner import on\n\n@on("command")\ndef go(event, canvas):\n    1 / 0\n'
        client = Client(studio, studio.add_script(source, place="server")["id"])
        line = source.splitlines().index("    1 / 0") + 1
        message = refused(client.predict({"id": 77, "data": {"photo": data_url()}}), 422)
        assert message == f"task 77: ZeroDivisionError: division by zero (line {line})"

    @pytest.mark.parametrize("task", [{"id": 1}, {"id": 1, "data": {}}, {"id": 1, "data": {"text": 3}}, {"data": []}])
    def test_a_task_without_an_image_is_said(self, client: Client, task: Any) -> None:
        assert "its data names no image" in refused(client.predict(task), 422)

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"tasks": 3}', b'{"tasks": [3]}', b"\xff"])
    def test_a_body_that_does_not_fit_is_refused(self, client: Client, body: bytes) -> None:
        assert client.send("/predict", content=body).status_code in (400, 422)

    def test_a_thousand_tasks_are_the_most(self, client: Client) -> None:
        assert "1,001 tasks at once" in refused(client.predict(*["x"] * 1001), 422)

    def test_what_it_was_pointed_at_with_must_be_readable(self, client: Client) -> None:
        message = refused(client.predict(data_url(), context={"result": [{"type": "audio", "value": {}}]}), 422)
        assert "what it was pointed at with cannot be read" in message

    def test_a_script_there_is_none_of_is_404(self, studio: Desk) -> None:
        nobody = Client(studio, "none")
        assert nobody.get("/health").status_code == nobody.predict(data_url()).status_code == 404

    def test_nothing_is_stored(self, studio: Desk, client: Client) -> None:
        client.found(studio.file["id"])
        assert ok(studio.http.get(f"/api/files/{studio.file['id']}/instances"))["items"] == []


class TestWebhook:
    def test_an_unknown_event_is_only_acknowledged(self, client: Client) -> None:
        response = client.post("/webhook", action="LABEL_LINK_CREATED")
        assert (response.status_code, response.json()) == (200, {"status": "Unknown event"})

    @pytest.mark.parametrize("action", ["START_TRAINING", "ANNOTATION_DELETED", "ANNOTATION_CREATED"])
    def test_a_known_one_is_201(self, client: Client, action: str) -> None:
        task = {"id": 1, "data": {"photo": data_url()}}
        response = client.post("/webhook", action=action, project={"id": 12, "label_config": CONFIG}, task=task)
        assert (response.status_code, response.json()) == (201, {"result": {}, "status": "ok"})

    def test_a_script_that_hears_of_finished_files_sees_the_annotation(self, studio: Desk) -> None:
        source = BOXES.replace("Boxes", "Keeper").replace('["image:read"', '["storage", "instances:read", "image:read"')
        source = source.replace("grants = ['image:read'", "grants = ['storage', 'instances:read', 'image:read'")
        script = studio.add_script(source, place="server")
        task = {"id": 1, "data": {"photo": data_url()}}
        annotation = {"id": 3, "result": [boxed(1, 1, 5, 5)]}
        project = {"id": 12, "label_config": CONFIG}
        given = {"action": "ANNOTATION_CREATED", "project": project, "task": task, "annotation": annotation}
        assert Client(studio, script["id"]).post("/webhook", **given).status_code == 201
        assert ok(studio.http.get(f"/api/scripts/{script['id']}/storage/done"))["value"] == ["dog"]


def test_several_clients_at_once_are_all_answered(studio: Desk, finder: dict[str, Any]) -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(len(Client(studio, finder["id"]).found(data_url())[0])))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counts == [2] * 6


def test_a_bundled_script_answers_a_box_with_a_polygon(studio: Desk) -> None:
    listed = ok(studio.http.get(f"/api/projects/{studio.project}/scripts"))["items"]
    bundled = next(script for script in listed if script["identity"] == "limner/box-to-polygon")
    client = Client(studio, studio.enable(bundled, place="server")["id"])
    known = CONFIG.replace(
        "</View>", '<PolygonLabels name="poly" toName="picture"><Label value="dog"/></PolygonLabels></View>'
    )
    image, truth, box = scene(1, 384, "blob")
    x, y, width, height = (number * 100 / 384 for number in box)
    region = boxed(0, 0, 1, 1)
    region["value"] |= {"x": x, "y": y, "width": width, "height": height}
    content = data_url(encoded(Image.fromarray(image)))
    answer = client.predict(content, label_config=known, context={"result": [region]})
    (found,) = ok(answer)["results"][0]["result"]
    assert (found["type"], found["from_name"], found["value"]["polygonlabels"]) == ("polygonlabels", "poly", ["dog"])
    (item,) = regions.read([found], Size(384, 384), config.parse(known)).items
    assert iou(item.geometry, Mask((0, 0, 384, 384), truth)) > 0.9
