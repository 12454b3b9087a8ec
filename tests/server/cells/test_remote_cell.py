"""A page's cell beside it: to the page a cell like any other, to the server a page that may say little."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from limner.events import Actor, Command, File
from limner.protocol import (
    VERSION,
    Cancel,
    Dispose,
    EventMessage,
    Init,
    Message,
    ParamsMessage,
    Reply,
    Result,
    decode,
    encode,
)
from limner.scale import PixelSize
from limner.testing import NOW
from limner_server.cells import session
from tests.server.world import BASE, PORT, SIGNED_IN, Client, block, make_app, ok

GRANTS = ("image:read", "instances:read", "instances:write", "overlay")
BLOCK = block("Beside", GRANTS, '[tool.limner.params.size]\ntype = "integer"\ndefault = 3')
GO = f"""{BLOCK}
from limner import Box, on

@on("command", command="")
async def go(event, canvas):
    there = await canvas.instances()
    print("there are", len(there))
    canvas.create(Box(1, 2, canvas.params.size, 4), attributes={{"there": len(there)}})
"""
LOOK = f"""{BLOCK}
from limner import Box, on

@on("command")
async def look(event, canvas):
    size, _ = await canvas._run.call("image", {{"bounds": [1, 2, 7, 5], "scale": 1.0}})
    canvas._run.tell("overlay", {{"bounds": (0, 0, 1, 1), "width": 1, "height": 1}}, (b"x",))
    canvas.create(Box(1, 2, size["width"], size["height"]))
"""
ENDLESS = f"""{BLOCK}
from limner import on

@on("command")
def go(event, canvas):
    canvas.notify("at it")
    while True:
        pass
"""


class Page:
    """The other end of the line."""

    def __init__(self, client: Client, socket: Any, script: dict[str, Any], file: dict[str, Any]) -> None:
        self.client, self.socket, self.script, self.file = client, socket, script, file

    def say(self, message: Message, *frames: bytes) -> None:
        self.socket.send_text(encode(message))
        for frame in frames:
            self.socket.send_bytes(frame)

    def hear(self, *kinds: str) -> Any:
        """Give the next message of these kinds, with its frames as `frames`."""
        while True:
            message = decode(self.socket.receive_text())
            frames = [self.socket.receive_bytes() for _ in range(getattr(message, "binary", 0))]
            if message.type in kinds:
                object.__setattr__(message, "frames", frames)
                return message

    def init(self, **fields: Any) -> Any:
        self.hear("ready")
        return self.load(**fields)

    def load(self, **fields: Any) -> Any:
        given = {"filename": "page.py", "source": self.script["source"], **fields}
        self.say(Init(**given))
        return self.hear("initialized")

    def event(self, run: str = "run-0001", hook: str = "go:command", file: str = "") -> None:
        known = self.file.get("pixel_size")
        size = known and PixelSize(known["size"], known["unit"])
        shown = File(file or self.file["id"], "photo.png", 40, 30, pixel_size=size)
        event = Command(id="e", at=NOW, actor=Actor("human"), project=self.file["project"], file=shown)
        self.say(EventMessage(run, hook, event))

    def reply(self, call: Any, value: Any = None, error: str | None = None) -> None:
        self.say(Reply(call.run, call.call, value, error))

    def closed(self) -> WebSocketDisconnect:
        with pytest.raises(WebSocketDisconnect) as closed:
            self.hear("never")
        return closed.value


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with Client(make_app(tmp_path_factory.mktemp("cells")), base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture
def shown(site: Client) -> dict[str, Any]:
    return site.file()


def enabled(client: Client, project: str, source: str, **patch: Any) -> dict[str, Any]:
    script = client.script(project, source)
    given = {"enabled": True, "confirmed_grants": script["grants"], "place": "server", **patch}
    return ok(client.patch(f"/api/scripts/{script['id']}", json=given))


@contextlib.contextmanager
def page(client: Client, file: dict[str, Any], source: str | dict[str, Any] = GO) -> Iterator[Page]:
    script = enabled(client, file["project"], source) if isinstance(source, str) else source
    with client.websocket_connect(f"ws://127.0.0.1:{PORT}/api/scripts/{script['id']}/cell") as socket:
        yield Page(client, socket, script, file)


def test_a_process_is_told_how_large_the_pixels_are(site: Client, shown: Any) -> None:
    file = ok(site.patch(f"/api/files/{shown['id']}", json={"pixel_size": {"size": 2, "unit": "mm"}}))
    source = (
        block("Tell")
        + "\nfrom limner import on\n\n@on('command')\ndef go(event, canvas):\n    print(event.file.pixel_size)\n"
    )
    with page(site, file, source) as mine:
        mine.init()
        mine.event()
        (line,) = mine.hear("log").lines
    assert line.text == "PixelSize(size=2.0, unit='mm')"


def test_it_says_ready_then_the_hooks_then_what_the_run_says_and_its_result(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        assert mine.hear("ready").protocol == VERSION
        (hook,) = mine.load().hooks
        assert (hook.id, hook.event) == ("go:command", "command")
        mine.event()
        call = mine.hear("call")
        assert (call.run, call.method) == ("run-0001", "instances")
        mine.reply(call, [])
        line = mine.hear("log")
        assert (line.run, line.lines[0].text) == ("run-0001", "there are 0")
        (made,) = mine.hear("result").changes.created
        assert (made.geometry.width, made.attributes) == (3, {"there": 0})


def test_the_server_gives_pixels_itself_and_frames_of_the_cell_reach_the_page(site: Client, shown: Any) -> None:
    with page(site, shown, LOOK) as mine:
        mine.init()
        mine.event(hook="look:command")
        message = mine.hear("call", "overlay")
        assert (message.type, message.frames) == ("overlay", [b"x"])
        (made,) = mine.hear("call", "result").changes.created
        assert (made.geometry.width, made.geometry.height) == (7, 5)


def test_source_and_grants_are_those_of_the_store_whatever_the_page_says(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        ready = mine.init(grants=(), packages=("nothing-of-that-name",), filename="/etc/passwd")
        assert ready.error is None
        mine.event()
        mine.reply(mine.hear("call"), [])
        assert mine.hear("result", "error").type == "result"


def test_another_version_than_the_stored_one_is_refused(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        error = mine.init(source=GO + "# changed\n").error
        assert error.type == "PlaceError"
        assert "another version of the script than the page" in error.message
        mine.event()
        assert "before the script was initialized" in mine.hear("fatal").message


def test_a_newer_version_is_taken_over_on_the_same_line(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        mine.init()
        source = GO.replace("async def go", "async def newer")
        ok(site.put(f"/api/scripts/{mine.script['id']}", json={"filename": "s.py", "source": source}))
        mine.event()
        error = mine.hear("error").error
        assert "changed meanwhile" in error.message
        assert [hook.id for hook in mine.load(source=source).hooks] == ["newer:command"]


@pytest.mark.parametrize("patch", [{"enabled": False}, {"confirmed_grants": ["image:read"]}], ids=str)
def test_a_script_that_is_switched_off_or_loses_a_grant_runs_no_more(site: Client, shown: Any, patch: Any) -> None:
    with page(site, shown) as mine:
        mine.init()
        ok(site.patch(f"/api/scripts/{mine.script['id']}", json=patch))
        mine.event()
        assert "changed meanwhile" in mine.hear("error", "call").error.message
        assert "switched off" in mine.load().error.message


def test_a_script_that_names_no_server_in_its_places_is_refused(site: Client, shown: Any) -> None:
    source = block("Here", (), 'places = ["browser"]')
    with page(site, shown, enabled(site, shown["project"], source, place="browser")) as mine:
        assert "does not name" in mine.init().error.message


def test_a_script_in_javascript_is_refused(site: Client, shown: Any) -> None:
    source = block("Here", (), mark="//") + "export function go() {}\n"
    script = site.script(shown["project"], source, "script.js")
    ok(site.patch(f"/api/scripts/{script['id']}", json={"enabled": True}))
    with page(site, shown, script) as mine:
        assert "JavaScript" in mine.init().error.message


def test_a_script_that_does_not_load_gives_its_error_and_line(site: Client, shown: Any) -> None:
    with page(site, shown, block("Broken") + "raise ValueError('no')\n") as mine:
        error = mine.init().error
        assert (error.type, error.message, error.frames[0].line) == ("ValueError", "no", 6)


def test_a_script_that_does_not_exist_closes_the_line(site: Client, shown: Any) -> None:
    with page(site, shown, {"id": "nothing"}) as mine:
        assert mine.closed().code == 4404


def test_a_file_of_another_project_is_not_to_be_had(site: Client, shown: Any) -> None:
    other = site.file()
    with page(site, shown) as mine:
        mine.init()
        for file in (other["id"], "nothing"):
            mine.event(file=file)
            assert f"the project has no file {file!r}" in mine.hear("error", "call").error.message


def test_parameters_hold_from_the_next_run_on(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        mine.init(params={"size": 5})
        widths = []
        for run, params in (("run-0001", None), ("run-0002", {"size": 8})):
            if params:
                mine.say(ParamsMessage(params))
            mine.event(run)
            mine.reply(mine.hear("call"), [])
            widths.append(mine.hear("result").changes.created[0].geometry.width)
        assert widths == [5, 8]


def test_an_error_in_a_reply_is_the_scripts_to_handle(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        mine.init()
        mine.event()
        mine.reply(mine.hear("call"), error="the page has none")
        error = mine.hear("error").error
        assert (error.type, error.message) == ("HostError", "the page has none")


def test_events_that_come_at_once_are_run_one_after_the_other(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        mine.init()
        mine.event("run-0001")
        mine.event("run-0002")
        for run in ("run-0001", "run-0002"):
            call = mine.hear("call")
            assert call.run == run
            mine.reply(call, [])
            assert mine.hear("result").run == run


def test_a_cancelled_run_answers_with_the_reason_and_the_next_one_runs(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        mine.init()
        mine.event("run-0001")
        mine.hear("call")
        mine.event("run-0002")
        mine.say(Cancel("run-0002", "never begun"))
        mine.say(Cancel("run-0001", "by hand"))
        ends = {one.run: one for one in (mine.hear("error", "result"), mine.hear("error", "result"))}
        assert {run: (one.stopped, one.error.message) for run, one in ends.items()} == {
            "run-0001": (True, "by hand"),
            "run-0002": (True, "never begun"),
        }
        mine.event("run-0003")
        mine.reply(mine.hear("call"), [])
        assert mine.hear("result").run == "run-0003"


def test_a_script_that_computes_without_end_is_stopped_and_its_cell_lives_on(site: Client, shown: Any) -> None:
    with page(site, shown, ENDLESS) as mine:
        mine.init()
        titles = []
        for run in ("run-0001", "run-0002"):
            mine.event(run)
            assert mine.hear("notify").run == run
            titles += next(place.replicas for place in places(site) if place.name == mine.script["id"])
            mine.say(Cancel(run, "by hand"))
            assert mine.hear("error").stopped
        assert len(set(titles)) == 1


def places(client: Client) -> Any:
    return client.app.state.context.dispatcher.state()  # type: ignore[attr-defined]


def test_when_the_page_leaves_its_run_is_stopped(site: Client, shown: Any) -> None:
    script = enabled(site, shown["project"], ENDLESS)
    with page(site, shown, script) as mine:
        mine.init()
        mine.event()
        mine.hear("notify")
    with page(site, shown, script) as another:
        another.init()
        another.event()
        another.hear("notify")
        (place,) = (place for place in places(site) if place.name == script["id"])
        another.say(Dispose())
        assert another.hear("error").stopped
    assert place.waiting == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ('{"type": "evaluate"}', "message type is 'evaluate'"),
        ('{"type": "cancel"}', "cancel lacks run"),
        ('{"type": "params", "params": {"size": NaN}}', "NaN is no number"),
        (encode(Result("run-0001")), "which no page may send"),
        ('{"type": "reply", "run": "r", "call": 1, "binary": 100}', "at most 8 are taken"),
        ('{"type": "reply", "run": "r", "call": 1, "binary": -1}', "at most 8 are taken"),
        ("[" * 100_000, "not JSON"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_message_of_a_page_ends_the_line_with_the_reason(
    site: Client, shown: Any, text: str, reason: str
) -> None:
    with page(site, shown) as mine:
        mine.init()
        mine.socket.send_text(text)
        assert reason in mine.hear("fatal").message
        assert mine.closed().code == 4400


def test_a_binary_frame_that_was_not_announced_ends_the_line_and_so_does_a_text_in_its_place(
    site: Client, shown: Any
) -> None:
    script = enabled(site, shown["project"], GO)
    for frames in ([b"x"], [Reply("r", 1, binary=1), Reply("r", 1)]):
        with page(site, shown, script) as mine:
            mine.init()
            for frame in frames:
                mine.say(frame) if isinstance(frame, Message) else mine.socket.send_bytes(frame)
            assert "another frame than" in mine.hear("fatal").message


def test_a_reply_to_no_call_and_a_cancel_of_no_run_do_nothing(site: Client, shown: Any) -> None:
    with page(site, shown) as mine:
        mine.init()
        mine.say(Reply("run-0001", 99, "x"))
        mine.say(Cancel("run-0009"))
        mine.event()
        call = mine.hear("call")
        mine.say(Reply(call.run, call.call + 1, "x"))
        mine.reply(call, [])
        mine.reply(call, "again")
        assert mine.hear("result", "fatal").type == "result"


def test_a_second_event_of_one_run_and_too_many_at_once_are_out_of_order(site: Client, shown: Any) -> None:
    script = enabled(site, shown["project"], GO)
    for count, same, reason in ((2, True, "second 'event'"), (70, False, "more than 64 events")):
        with page(site, shown, script) as mine:
            mine.init()
            for number in range(count):
                mine.event("run-0001" if same else f"run-{number:04}")
            assert reason in mine.hear("fatal").message


def test_thousands_of_shapes_arrive_whole(site: Client, shown: Any) -> None:
    source = f"""{BLOCK}
from limner import Box, on

@on("command")
def go(event, canvas):
    for _ in range(3000):
        canvas.create(Box(1, 2, 3, 4))
"""
    with page(site, shown, source) as mine:
        mine.init()
        mine.event()
        assert len(mine.hear("result").changes.created) == 3000


def test_what_is_no_json_is_an_error_of_the_run_whoever_let_it_through(site: Client, shown: Any) -> None:
    source = f"""{BLOCK}
from limner import Box, on

@on("command", command="call")
async def call(event, canvas):
    await canvas._run.call("instances", {{"within": [1e999, 0, 1, 1]}})

@on("command", command="result")
def result(event, canvas):
    canvas.create(Box(1, 2, 3, 4), attributes={{"endless": 1e999}})
"""
    # The runtime's own JSON refuses what Python's would write: this is a cell that has been tampered with.
    loose = 'import json\nkept = json.dumps\njson.dumps = lambda value, **_: kept(value).replace("Infinity", "1e999")\n'
    with page(site, shown, source.replace("from limner import", loose + "from limner import")) as mine:
        mine.init()
        for run, hook in (("run-0001", "call:command"), ("run-0002", "result:command")):
            mine.event(run, hook)
            error = mine.hear("error", "result", "call").error
            assert "cannot be sent" in error.message


def test_a_page_that_does_not_keep_up_is_let_go(site: Client, shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with page(site, shown, LOOK) as mine:
        mine.init()
        monkeypatch.setattr(session, "MOST_QUEUED", 10)
        mine.event(hook="look:command")
        assert mine.closed().code == 1013
