"""A slot that is a process: loading, running, stopping, ending; what it says is checked."""

import asyncio
import os
import signal
from typing import Any

import numpy as np
import pytest

from limner import testing
from limner.geometry import Box
from limner.protocol import Cancel, ErrorMessage, ParamsMessage, Result
from limner_server import resources
from limner_server.cells.confined import open_confined
from limner_server.cells.slot import LoadError, PlaceError
from limner_server.settings import Settings
from tests import onnx
from tests.server.cells.confining import IMAGE, held, lines_of, outcome_of, program, settings_in, together, written
from tests.server.world import block


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("confined"))


def refusal(given: object, settings: Settings) -> str:
    """Give why no slot was opened."""

    async def conversation() -> str:
        with pytest.raises(PlaceError) as found:
            await open_confined(given, settings)  # type: ignore[arg-type]
        return str(found.value)

    return together(conversation())


class TestLoading:
    def test_it_has_the_hooks_and_says_what_it_is(self, settings: Settings) -> None:
        async def conversation() -> None:
            async with held(program("pass", version="sha256:1"), settings) as one:
                assert [hook.id for hook in one.slot.hooks] == ["act:command"]
                assert (one.slot.place, one.slot.version, one.slot.confined) == ("server", "sha256:1", True)
                assert one.slot.title == f"process {one.slot.pid}"
                os.kill(one.slot.pid, 0)

        together(conversation())

    def test_a_script_that_does_not_load_says_where(self, settings: Settings) -> None:
        async def conversation() -> None:
            with pytest.raises(LoadError) as found:
                await open_confined(written(block() + "import nowhere\n"), settings)
            assert found.value.failure.type == "ModuleNotFoundError"
            assert found.value.failure.frames[-1].line == 6

        together(conversation())

    def test_a_script_that_ends_its_process_while_it_loads_is_told_so(self, settings: Settings) -> None:
        assert refusal(written(block() + "import os\nos._exit(7)\n"), settings) == "the script's process ended with 7"

    def test_javascript_is_refused(self, settings: Settings) -> None:
        assert refusal(written("", filename="a.js"), settings).startswith("a.js is JavaScript")

    def test_grants_and_params_are_those_of_the_program(self, settings: Settings) -> None:
        given = program("print(hasattr(canvas, 'image'), hasattr(canvas, 'create'))", grants=("image:read",))
        assert lines_of(given, settings) == ["True False"]


class TestRunning:
    def test_pixels_travel_and_a_bundled_script_answers(self, settings: Settings) -> None:
        image = np.full((200, 300, 3), 40, np.uint8)
        image[60:140, 80:200] = (200, 120, 60)
        source = (resources.SCRIPTS / "box_to_polygon.py").read_text()
        given = written(source, grants=("image:read", "instances:write"), dependencies=("numpy", "opencv-python"))

        async def conversation() -> None:
            async with held(given, settings, image) as one:
                hook = next(hook.id for hook in one.slot.hooks if "create_instance" in hook.id)
                drawn = testing.created(Box(70, 50, 140, 100), image)
                for _ in range(2):
                    outcome = await one.run(hook, drawn)
                    assert outcome.error is None, outcome.error
                    assert outcome.changes.updated or outcome.changes.created

        together(conversation())

    def test_what_it_imports_is_imported_once(self, settings: Settings) -> None:
        given = program("print(count)\nglobals()['count'] += 1", before="count = 0")

        async def conversation() -> list[str]:
            async with held(given, settings) as one:
                return [(await one.run()).lines[0].text for _ in range(3)]

        assert together(conversation()) == ["0", "1", "2"]

    def test_parameters_change_from_run_to_run(self, settings: Settings) -> None:
        more = '[tool.limner.params.size]\ntype = "integer"\ndefault = 1'
        source = (
            block(more=more)
            + "from limner import on\n@on('command')\ndef act(event, canvas):\n    print(canvas.params.size)\n"
        )

        async def conversation() -> list[str]:
            async with held(written(source, params={"size": 2}), settings) as one:
                before = (await one.run()).lines
                one.slot.send(ParamsMessage({"size": 3}))
                return [line.text for line in [*before, *(await one.run()).lines]]

        assert together(conversation()) == ["2", "3"]

    def test_models_are_opened_in_it(self, settings: Settings) -> None:
        body = (
            "import numpy\nmodel = await canvas.model('net/small.onnx')\n"
            "found = await model.run({'x': numpy.array([3.0, 4.0])})\nprint(found['square'].tolist())"
        )
        world = {"assets": {"net/small.onnx": onnx.model()}, "declared": ["net/*"]}
        assert lines_of(program(body, dependencies=("onnxruntime",)), settings, **world) == ["[9.0, 16.0]"]

    def test_a_large_result_comes_whole(self, settings: Settings) -> None:
        body = "from limner import Point\nfor k in range(20000): canvas.create(Point(k % 40, k % 30))"
        assert len(outcome_of(program(body, grants=("instances:write",)), settings).changes.created) == 20000


class TestStopping:
    @pytest.mark.parametrize("body", ["while True: pass", "import time\nwhile True: time.sleep(100)"])
    def test_a_script_that_computes_is_struck_and_goes_on_living(self, settings: Settings, body: str) -> None:
        given = program(f"print('begun', flush=True)\ncanvas.progress(0.1)\n{body}\n")

        async def conversation() -> None:
            async with held(given, settings) as one:
                for run in ("r1", "r2"):
                    one.heard.clear()
                    ended = one.begin(run)
                    await one.heard.wait()
                    one.slot.send(Cancel(run))
                    while not ended.done():
                        one.slot.interrupt()
                        await asyncio.wait([ended], timeout=0.1)
                    assert isinstance(ended.result(), ErrorMessage)
                    assert ended.result().stopped  # type: ignore[union-attr]

        together(conversation())

    def test_a_script_that_waits_hears_the_word(self, settings: Settings) -> None:
        async def conversation() -> None:
            async with held(
                program("canvas.progress(0.1)\nimport asyncio\nawait asyncio.sleep(1000)"), settings
            ) as one:
                ended = one.begin()
                await one.heard.wait()
                one.slot.send(Cancel("r"))
                answer = await ended
                assert isinstance(answer, ErrorMessage) and answer.stopped

        together(conversation())

    def test_strikes_at_any_time_end_no_cell(self, settings: Settings) -> None:
        async def conversation() -> None:
            async with held(program("for _ in range(2000): pass\nprint('done')"), settings) as one:
                for k in range(300):
                    ended = one.begin(f"r{k}")
                    for _ in range(k % 7):
                        one.slot.interrupt()
                    answer = await ended
                    assert isinstance(answer, Result) or answer.stopped, answer
                    one.slot.interrupt()
                outcome = await one.run()
                assert not one.gone.done()
                assert outcome.error is None or outcome.error.type == "Stopped"

        together(conversation())

    def test_what_a_script_leaves_behind_ends_no_cell(self, settings: Settings) -> None:
        body = (
            "import asyncio, sys\nasync def later(): sys.exit(4)\nasync def worse(): raise KeyboardInterrupt\n"
            "kept.extend(map(asyncio.ensure_future, (later(), worse())))\nawait asyncio.sleep(0)"
        )

        async def conversation() -> None:
            async with held(program(body, before="kept = []"), settings) as one:
                for _ in range(3):
                    assert (await one.run()).error is None

        together(conversation())

    def test_one_that_heeds_nothing_is_closed_and_nothing_of_it_is_left(self, settings: Settings) -> None:
        body = "import signal\nsignal.signal(2, signal.SIG_IGN)\ncanvas.progress(0.1)\nwhile True: pass"

        async def conversation() -> None:
            async with held(program(body), settings) as one:
                ended = one.begin()
                await one.heard.wait()
                one.slot.interrupt()
                one.slot.close("it heeds nothing")
                assert await one.gone == "it heeds nothing"
                await one.slot.buried()
                with pytest.raises(ProcessLookupError):
                    os.kill(one.slot.pid, 0)
                one.slot.send(Cancel("r"))
                one.slot.interrupt()
                one.slot.close("again")
                assert not ended.done()

        together(conversation())


class TestEnding:
    def test_a_process_that_is_killed_is_missed(self, settings: Settings) -> None:
        async def conversation() -> None:
            async with held(program("canvas.progress(0.1)\nwhile True: pass"), settings) as one:
                one.begin()
                await one.heard.wait()
                os.kill(one.slot.pid, signal.SIGKILL)
                assert (await one.gone).startswith("the script's process was ended by SIGKILL (by hand, or")

        together(conversation())

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            (b"nonsense", "not JSON"),
            (b'{"type":"result","run":"r","ms":NaN}', "NaN is no number"),
            (b'{"type":"event","run":"r"}', "event"),
            (b'{"type":"ready","protocol":1,"runtime":"1","language":"x"}', "is nothing that a cell says here"),
            (b'{"type":"overlay","run":"r","binary":9}', "announces 9 binary frames"),
            (b'{"type":"fatal","message":"enough"}', "gave up: enough"),
            (b"\xff\xfe", "not JSON"),
        ],
    )
    def test_one_that_says_what_no_cell_says_is_ended(self, settings: Settings, said: bytes, why: str) -> None:
        body = f"said = {said!r}\nos.write(line, len(said).to_bytes(4, 'big') + said)\nimport time\ntime.sleep(1000)"
        assert why in ended_by(body, settings)

    def test_one_that_announces_more_than_is_taken_is_ended(self, settings: Settings) -> None:
        body = "os.write(line, bytes([255] * 4))\nimport time\ntime.sleep(1000)"
        assert "a message of 4294967295 bytes" in ended_by(body, settings)

    def test_one_that_asks_for_pixels_and_never_reads_them_is_ended(self, settings: Settings) -> None:
        ask = '{"type":"call","run":"r","call":%d,"method":"image","args":{"bounds":[0,0,4000,2000],"scale":1}}'
        body = (
            f"for k in range(1, 64):\n    said = ({ask!r} % k).encode()\n"
            "    os.write(line, len(said).to_bytes(4, 'big') + said)\nimport time\ntime.sleep(1000)"
        )
        image = np.zeros((2000, 4000, 3), np.uint8)
        assert ended_by(body, settings, image) == "the script does not read what it asked for"


def ended_by(body: str, settings: Settings, image: Any = IMAGE) -> str:
    """Let a script write to the socket itself; give why its slot ended."""
    sockets = (
        "def is_socket(k):\n    try: return stat.S_ISSOCK(os.fstat(k).st_mode)\n    except OSError: return False\n"
    )
    find, before = "line = [k for k in range(3, 64) if is_socket(k)][-1]\n", f"import stat\n{sockets}"

    async def conversation() -> str:
        async with held(program(find + body, before=before), settings, image) as one:
            one.begin()
            return await one.gone

    return together(conversation())
