"""Models served by the real label-studio-ml, asked through Limner by a page's remote cell."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from limner.events import PromptPoint, Stroke
from limner.geometry import Box, Ellipse, Tag
from limner.overlap import iou
from limner.protocol import Cancel, ErrorMessage, Result
from limner.rings import Bounds
from tests.adapters.peers import free_port, label_studio_ml, serving_ml
from tests.adapters.studio import LEFT, RIGHT, Desk, desk
from tests.server.serving import until
from tests.server.world import ok, refused


@pytest.fixture(scope="module")
def scissors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with label_studio_ml("scissors", tmp_path_factory.mktemp("scissors")) as url:
        yield url


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(studio: Desk, scissors: str) -> dict[str, Any]:
    return studio.model(scissors)


def is_nearly(shape: Any, bounds: tuple[int, int, int, int]) -> bool:
    """Say whether a shape covers a rectangle, but for the pixel by which an outline through pixels falls short."""
    x, y, width, height = bounds
    return bool(iou(shape, Box(x, y, width - 1, height - 1)) > 0.99)


def test_the_record_says_what_it_hears_and_what_it_may(model: dict[str, Any], scissors: str) -> None:
    host = scissors.removeprefix("http://")
    assert model["place"] == "backend:model"
    assert (model["grants"], model["connect"]) == (["image:read", "instances:write", "network"], [host])
    assert '@on("prompt")' in model["source"]
    assert f"at {scissors}" in model["source"]
    assert {one["name"]: one["default"] for one in model["parameters"]}["controls"].startswith("box, ellipse, polygon")


def test_a_command_asks_about_the_whole_image(studio: Desk, model: dict[str, Any]) -> None:
    found = studio.ask(model, studio.command()).changes.suggested
    assert sorted((one.geometry for one in found), key=lambda box: box.x) == [Box(*LEFT), Box(*RIGHT)]
    assert [(one.label, one.score) for one in found] == [("cat", 0.5)] * 2


def test_a_drawn_box_is_answered_in_its_place_with_its_label(studio: Desk, model: dict[str, Any]) -> None:
    result = studio.ask(model, studio.created(Box(0, 0, 28, 38), "dog"))
    (found,) = result.changes.suggested
    assert is_nearly(found.geometry, LEFT)
    assert (found.label, found.replaces, found.score) == ("dog", "drawn", 0.75)
    assert len(result.changes) == 1


def test_clicks_say_what_belongs_to_the_object_and_what_does_not(studio: Desk, model: dict[str, Any]) -> None:
    on_the_right = PromptPoint(35, 25)
    (found,) = studio.ask(model, studio.prompt(points=(on_the_right,))).changes.suggested
    assert is_nearly(found.geometry, RIGHT)
    (other,) = studio.ask(model, studio.prompt(points=(PromptPoint(35, 25, False),))).changes.suggested
    assert is_nearly(other.geometry, LEFT)


def test_a_label_the_annotator_did_not_choose_is_not_put_on_what_was_clicked(
    studio: Desk, model: dict[str, Any]
) -> None:
    (found,) = studio.ask(model, studio.prompt(points=(PromptPoint(35, 25),))).changes.suggested
    assert found.label is None


def test_a_box_of_the_prompt_tool_is_a_rectangle_and_a_stroke_a_brush(studio: Desk, model: dict[str, Any]) -> None:
    boxed = studio.prompt(box=Bounds(28, 18, 30, 20))
    (found,) = studio.ask(model, boxed).changes.suggested
    assert is_nearly(found.geometry, RIGHT)
    stroked = studio.prompt(strokes=(Stroke(((6, 6), (12, 9)), 3.0),))
    assert len(studio.ask(model, stroked).changes.suggested) == 2  # this model does not look at brushes


def test_results_are_created_where_the_parameter_says_so(studio: Desk, model: dict[str, Any]) -> None:
    with studio.page(model) as page:
        page.set(results="create")
        result = page.ask(studio.created(Box(0, 0, 28, 38), "dog"))
        assert [is_nearly(one.geometry, LEFT) for one in result.changes.created] == [True]
        assert result.changes.deleted == ("drawn",)
        assert len(page.ask(studio.command()).changes.created) == 2
        assert len(page.ask(studio.prompt(points=(PromptPoint(35, 25),))).changes.suggested) == 1


def test_what_the_model_is_less_sure_of_is_left_out(studio: Desk, model: dict[str, Any]) -> None:
    with studio.page(model) as page:
        page.set(threshold=0.6)
        assert page.ask(studio.command()).changes.suggested == ()
        assert len(page.ask(studio.created(Box(0, 0, 28, 38))).changes.suggested) == 1


def test_boxes_are_left_alone_where_the_parameter_says_so(studio: Desk, model: dict[str, Any]) -> None:
    with studio.page(model) as page:
        page.set(boxes=False)
        assert not page.ask(studio.created(Box(0, 0, 28, 38))).changes


def test_the_image_can_travel_as_data(studio: Desk, tmp_path: Path) -> None:
    with label_studio_ml("receiver", tmp_path) as url:
        script = studio.model(url, "receiver", image="data")
        (found,) = studio.ask(script, studio.command()).changes.suggested
        assert found.geometry == Ellipse(30, 20, 30, 20)
        assert found.attributes == {"image": "data:image/png;base64", "size": [60, 40]}


def test_a_label_the_project_lacks_is_left_out_and_said(studio: Desk, model: dict[str, Any]) -> None:
    ok(studio.http.patch(f"/api/projects/{studio.project}", json={"labels": [{"name": "dog", "color": "#112233"}]}))
    try:
        with studio.page(model) as page:
            assert not page.ask(studio.command()).changes
            assert "left out: 2 with the label 'cat', which the project does not have" in page.lines
    finally:
        labels = [{"name": name, "color": "#112233"} for name in ("cat", "dog")]
        ok(studio.http.patch(f"/api/projects/{studio.project}", json={"labels": labels}))


def test_a_model_that_insists_on_one_control_is_given_that_one(studio: Desk, tmp_path: Path) -> None:
    with label_studio_ml("particular", tmp_path) as url:
        script = studio.model(url, "particular")
        assert {one["name"]: one["default"] for one in script["parameters"]}["controls"] == "choices"
        (found,) = studio.ask(script, studio.command()).changes.suggested
        assert (found.geometry, found.label, found.score) == (Tag(), "cat", 0.5)


def test_a_control_there_is_none_of_is_said(studio: Desk, model: dict[str, Any]) -> None:
    with studio.page(model) as page:
        page.set(controls="box, lasso")
        answer = page.ask(studio.command())
        assert "'lasso' is no control, choose from box, ellipse, polygon" in answer.error.message


def test_what_no_control_can_point_with_is_said(studio: Desk, model: dict[str, Any]) -> None:
    with studio.page(model) as page:
        page.set(controls="box")
        answer = page.ask(studio.prompt(points=(PromptPoint(1, 1),)))
        assert "the model cannot be pointed at this: point" in answer.error.message


def test_a_model_that_fails_says_why_without_its_traceback(studio: Desk, tmp_path: Path) -> None:
    with label_studio_ml("failing", tmp_path) as url:
        script = studio.model(url, "failing")
        answer = studio.ask(script, studio.command())
        assert isinstance(answer, ErrorMessage)
        assert "answered /predict with 500: ValueError: weights are missing" in answer.error.message
        assert "Traceback" not in answer.error.message


def test_a_model_started_anew_is_set_up_again(studio: Desk, tmp_path: Path) -> None:
    with label_studio_ml("scissors", tmp_path) as url:
        script = studio.model(url, "restarted")
    with studio.page(script) as page:
        assert isinstance(page.ask(studio.command()), ErrorMessage)
        environment = environment_of(tmp_path)
        port = int(url.rpartition(":")[2])
        for _ in range(2):
            with serving_ml(tmp_path, port, environment):
                assert len(page.ask(studio.command()).changes.suggested) == 2


def test_a_run_that_is_stopped_is_over_while_the_model_hangs(studio: Desk, tmp_path: Path) -> None:
    with label_studio_ml("scissors", tmp_path) as url:
        script = studio.model(url, "hanging")
        with studio.page(script) as page:
            assert isinstance(page.ask(studio.command()), Result)
            (process,) = processes_of(tmp_path)
            os.kill(process, signal.SIGSTOP)
            try:
                run = page.begin(studio.command())
                page.say(Cancel(run, "the annotator pressed Stop"))
                answer = page.hear("result", "error")
                assert (answer.run, answer.stopped) == (run, True)
            finally:
                os.kill(process, signal.SIGCONT)
            assert len(page.ask(studio.command()).changes.suggested) == 2


def test_a_model_that_is_killed_in_the_middle_of_a_run_is_said_and_may_come_back(studio: Desk, tmp_path: Path) -> None:
    with label_studio_ml("scissors", tmp_path) as url:
        script = studio.model(url, "killed")
        with studio.page(script) as page:
            (process,) = processes_of(tmp_path)
            os.kill(process, signal.SIGSTOP)
            page.begin(studio.command())
            until(lambda: any(state["in_flight"] for state in ok(studio.http.get("/api/backends"))["items"]))
            os.kill(process, signal.SIGKILL)
            answer = page.hear("result", "error")
            assert isinstance(answer, ErrorMessage)
            assert url.removeprefix("http://") in answer.error.message
            with serving_ml(tmp_path, int(url.rpartition(":")[2]), environment_of(tmp_path)):
                assert len(page.ask(studio.command()).changes.suggested) == 2


def environment_of(folder: Path) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "MODEL_DIR": str(folder)}


def processes_of(folder: Path) -> list[int]:
    """Give the processes whose working directory is below a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and folder in (entry / "cwd").readlink().parents:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_nobody_who_does_not_answer_is_registered(studio: Desk) -> None:
    message = refused(studio.register(f"http://127.0.0.1:{free_port()}", "nobody"), 502)
    assert "cannot be reached" in message
    assert "nobody" not in {one["name"] for one in ok(studio.http.get("/api/backends"))["items"]}


def test_a_private_address_is_refused_unless_it_is_listed(scissors: str, tmp_path: Path) -> None:
    with desk(tmp_path, private="192.0.2.0/24") as other:
        message = refused(other.register(scissors), 403)
        assert "127.0.0.1, which is not public; the operator can list it in LIMNER_ALLOW_PRIVATE" in message


def test_the_hooks_of_the_record_say_when_the_model_is_asked(studio: Desk, scissors: str) -> None:
    script = studio.model(scissors, "edited")
    source = script["source"].replace('@on("prompt")', "@on(\"update_instance\", kind='box')")
    edited = ok(studio.http.put(f"/api/scripts/{script['id']}", json={"filename": "edited.py", "source": source}))
    with studio.page(edited) as page:
        assert [hook.event for hook in page.ready.hooks] == ["command", "update_instance", "create_instance"]
    broken = source.replace("update_instance", "update_it")
    ok(studio.http.put(f"/api/scripts/{script['id']}", json={"filename": "edited.py", "source": broken}))
    with studio.page({**edited, "source": broken}) as page:
        assert "event 'update_it' does not exist" in str(page.ready.error)


@pytest.mark.parametrize("url", ["", "model", "ftp://model/", "http://", "http://a b/", "http://u:p@"])
def test_what_is_no_address_is_refused(studio: Desk, url: str) -> None:
    assert "cannot be asked" in refused(studio.register(url, "bad"), 422)
