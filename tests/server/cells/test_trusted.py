"""Where nothing confines scripts only trusted ones run, and the server says why; no process outlives its server."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from limner.protocol import Cancel, ErrorMessage
from limner_server.cells import bubblewrap
from limner_server.cells.confined import open_confined
from limner_server.cells.slot import PlaceError
from limner_server.settings import Settings
from tests.server.cells.confining import held, lines_of, outcome_of, program, settings_in, together
from tests.server.serving import until
from tests.server.world import BASE, SIGNED_IN, Client, make_app, ok, refused

NOWHERE = "/nowhere/bwrap"
BROKEN = "/usr/bin/false"
ALONE = """
import asyncio, sys
from tests.server.cells.confining import program, settings_in
from limner_server.cells.confined import open_confined
from pathlib import Path

async def main():
    flags = {"bubblewrap": sys.argv[2]} if sys.argv[2] else {}
    given = program("while True: pass", trusted=True)
    slot = await open_confined(given, settings_in(Path(sys.argv[1]), **flags))
    from limner import testing
    from limner.protocol import EventMessage
    from tests.server.cells.confining import IMAGE
    slot.send(EventMessage("r", slot.hooks[0].id, testing.command(IMAGE)))
    print(slot.pid, flush=True)
    await asyncio.sleep(1000)

asyncio.run(main())
"""


@pytest.fixture
def without(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, bubblewrap=NOWHERE)


class TestWithoutBubblewrap:
    @pytest.mark.parametrize(
        ("program_name", "why"),
        [
            (NOWHERE, "bubblewrap is not installed here"),
            ("", "switched off"),
            (BROKEN, "does not work here: it ended with 1"),
        ],
    )
    def test_a_script_nobody_trusts_is_refused_with_what_to_do(
        self, tmp_path: Path, program_name: str, why: str
    ) -> None:
        settings = settings_in(tmp_path, bubblewrap=program_name)

        async def conversation() -> str:
            with pytest.raises(PlaceError) as found:
                await open_confined(program("pass"), settings)
            return str(found.value)

        text = together(conversation())
        assert why in text
        assert "install bubblewrap" in text and "trusted" in text

    def test_a_trusted_one_runs_and_says_that_it_is_not_confined(self, without: Settings) -> None:
        async def conversation() -> tuple[str, str]:
            async with held(program("print(os.getcwd(), os.environ['HOME'])", trusted=True), without) as one:
                assert one.slot.confined is False
                assert one.slot.title == f"process {one.slot.pid}, not confined"
                (line,) = (await one.run()).lines
                folder, home = line.text.split()
                assert folder == home and Path(folder).is_dir()
            return folder, one.slot.title

        folder, _ = together(conversation())
        assert not Path(folder).exists()

    def test_not_even_a_trusted_one_gets_the_servers_environment(
        self, without: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LIMNER_TOKEN", "a-secret")
        assert lines_of(program("print(os.environ.get('LIMNER_TOKEN'))", trusted=True), without) == ["None"]

    def test_its_memory_is_bounded_all_the_same(self, tmp_path: Path) -> None:
        given = program("hoard = []\nwhile True: hoard.append(bytearray(2**24))", trusted=True)
        outcome = outcome_of(given, settings_in(tmp_path, bubblewrap=NOWHERE, server_memory_mb=600))
        assert outcome.error is not None and outcome.error.type == "MemoryError"

    def test_it_is_struck_like_any_other(self, without: Settings) -> None:
        async def conversation() -> None:
            async with held(program("canvas.progress(0.1)\nwhile True: pass", trusted=True), without) as one:
                ended = one.begin()
                await one.heard.wait()
                one.slot.send(Cancel("r"))
                while not ended.done():
                    one.slot.interrupt()
                    await asyncio.wait([ended], timeout=0.1)
                assert isinstance(ended.result(), ErrorMessage)

        together(conversation())

    def test_where_bubblewrap_works_a_trusted_one_is_confined_too(self, tmp_path: Path) -> None:
        given = program(f"print(os.path.exists({str(Path(__file__))!r}), os.getpid() < 3)", trusted=True)
        assert lines_of(given, settings_in(tmp_path)) == ["False True"]


class TestTheApi:
    def test_the_places_say_that_scripts_are_confined(self, client: Client) -> None:
        expected = {"server": {"confined": True, "reason": "", "installs": False}}
        assert ok(client.get("/api/places")) == expected

    def test_they_say_why_not(self, tmp_path: Path) -> None:
        app = make_app(tmp_path, bubblewrap=NOWHERE, install_dependencies=True)
        with Client(app, base_url=BASE, headers=SIGNED_IN) as client:
            place = ok(client.get("/api/places"))["server"]
        assert (place["confined"], place["installs"]) == (False, True)
        assert "bubblewrap is not installed here" in place["reason"]

    def test_a_script_is_trusted_by_name_and_no_longer(self, client: Client, project: dict[str, Any]) -> None:
        script = client.script(project["id"])
        assert script["trusted"] is False
        address = f"/api/scripts/{script['id']}"
        assert ok(client.patch(address, json={"trusted": True})) == {**script, "trusted": True}
        assert ok(client.get(address))["trusted"] is True
        assert ok(client.patch(address, json={"enabled": False}))["trusted"] is True
        assert ok(client.patch(address, json={"trusted": False}))["trusted"] is False

    def test_trust_is_said_plainly(self, client: Client, project: dict[str, Any]) -> None:
        address = f"/api/scripts/{client.script(project['id'])['id']}"
        for value in ("yes", 1, None):
            assert "trusted" in refused(client.patch(address, json={"trusted": value}), 422)

    def test_a_stranger_trusts_nothing(self, client: Client, stranger: Client, project: dict[str, Any]) -> None:
        address = f"/api/scripts/{client.script(project['id'])['id']}"
        assert stranger.patch(address, json={"trusted": True}).status_code == 401
        assert ok(client.get(address))["trusted"] is False


class TestTheServersEnd:
    @pytest.mark.parametrize("program_name", ["", NOWHERE])
    def test_no_process_outlives_a_server_that_is_killed(self, tmp_path: Path, program_name: str) -> None:
        command = [sys.executable, "-c", ALONE, str(tmp_path), program_name]
        root = Path(__file__).parents[3]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as server:
            assert server.stdout is not None
            pid = int(server.stdout.readline())
            assert not gone(pid)
            server.kill()
            server.wait()
        until(lambda: gone(pid))


def gone(pid: int) -> bool:
    """Say whether a process is there no more, or only waits for somebody to notice its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_machine_is_tried_once(tmp_path: Path) -> None:
    counting = tmp_path / "counting"
    counting.write_text(f"#!/bin/sh\necho tried >> {tmp_path}/count\nexit 1\n")
    counting.chmod(0o755)
    settings = settings_in(tmp_path, bubblewrap=str(counting))

    async def conversation() -> list[str]:
        return [await bubblewrap.why_not(settings) for _ in range(3)]

    first, *others = together(conversation())
    assert others == [first, first] and "does not work" in first
    assert (tmp_path / "count").read_text().splitlines() == ["tried"]
