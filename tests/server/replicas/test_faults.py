"""What goes wrong between a server and its backends, with real processes and real sockets."""

import json
import os
import signal
from pathlib import Path

import pytest

from limner import Box
from tests.server.images import WIDTH, encoded
from tests.server.replicas.conftest import Site
from tests.server.replicas.peers import Api, Page, backend, lines, page
from tests.server.replicas.proxy import proxy
from tests.server.serving import repository, serve, until
from tests.server.world import block

HEAD = block("Patient", ("image:read", "instances:write"), "timeout = 60.0") + "from limner import Box, on\n"


def waiting(gate: Path, before: str = "canvas.progress(0, str(os.getpid()))") -> str:
    """Give a script that says which process it is in, and answers once a file is there."""
    return (
        HEAD
        + f"""
import os, time
@on("command")
def wait(event, canvas):
    {before}
    while not os.path.exists({str(gate)!r}): time.sleep(0.01)
    return Box(1, 2, 3, 4)
"""
    )


def begun(at: Page) -> int:
    """Wait until a run is under way, and give the process it is in."""
    while (message := at.next()).type != "progress":
        pass
    return int(message.text)


def made(outcome: list[object]) -> list[object]:
    assert [message.type for message in outcome].count("result") == 1, outcome  # type: ignore[attr-defined]
    return [item.geometry for item in outcome[-1].changes.created]  # type: ignore[attr-defined]


def test_the_run_of_a_killed_replica_is_computed_by_another(site: Site) -> None:
    gate = site.folder / "gate"
    with (
        backend(site.folder, waiting(gate), site.url, site.token),
        backend(site.folder, waiting(gate), site.url, site.token),
        page(site.served, site.enabled(replicas=2)) as at,
    ):
        run = at.begin("wait:command", site.file)
        first = begun(at)
        os.kill(first, signal.SIGKILL)
        second = begun(at)
        gate.touch()
        assert made(at.outcome(run)) == [Box(1, 2, 3, 4)]
    assert second != first


def test_a_run_that_loses_two_replicas_fails_and_says_so(site: Site) -> None:
    source = waiting(site.folder / "never")
    with (
        backend(site.folder, source, site.url, site.token),
        backend(site.folder, source, site.url, site.token),
        page(site.served, site.enabled(replicas=2)) as at,
    ):
        run = at.begin("wait:command", site.file)
        for _ in range(2):
            os.kill(begun(at), signal.SIGKILL)
        failed = at.outcome(run)[-1]
    assert failed.error.type == "SlotLost"
    assert "nothing of it was applied" in failed.error.message
    assert "lost" in site.api.state(site.project)["last_error"]


def test_a_run_that_was_seen_is_not_computed_again(site: Site) -> None:
    source = waiting(site.folder / "never", "canvas.progress(0, str(os.getpid())); canvas.notify('seen')")
    with (
        backend(site.folder, source, site.url, site.token),
        backend(site.folder, source, site.url, site.token),
        page(site.served, site.enabled(replicas=2)) as at,
    ):
        run = at.begin("wait:command", site.file)
        process = begun(at)
        assert at.next().type == "notify"
        os.kill(process, signal.SIGKILL)
        (failed,) = at.outcome(run)
    assert failed.error.type == "SlotLost"


def test_the_only_replica_killed_and_started_anew_computes_the_run(site: Site) -> None:
    gate = site.folder / "gate"
    with backend(site.folder, waiting(gate), site.url, site.token), page(site.served, site.enabled()) as at:
        run = at.begin("wait:command", site.file)
        os.kill(begun(at), signal.SIGKILL)
        gate.touch()
        with backend(site.folder, waiting(gate), site.url, site.token):
            assert made(at.outcome(run)) == [Box(1, 2, 3, 4)]


def test_a_replica_that_hangs_is_given_up_and_comes_back(site: Site) -> None:
    gate = site.folder / "gate"
    with (
        backend(site.folder, waiting(gate), site.url, site.token),
        backend(site.folder, waiting(gate), site.url, site.token),
        page(site.served, site.enabled(replicas=2)) as at,
    ):
        run = at.begin("wait:command", site.file)
        hanging = begun(at)
        os.kill(hanging, signal.SIGSTOP)
        assert begun(at) != hanging
        gate.touch()
        assert made(at.outcome(run)) == [Box(1, 2, 3, 4)]
        os.kill(hanging, signal.SIGCONT)
        site.api.joined(site.project, replicas=2)
        assert made(at.run("wait:command", site.file)) == [Box(1, 2, 3, 4)]


@pytest.mark.parametrize("how", ["cut", "silence"])
def test_a_network_that_is_cut_and_comes_back_loses_no_run(site: Site, how: str) -> None:
    gate = site.folder / "gate"
    with (
        proxy(site.served.port) as between,
        backend(site.folder, waiting(gate), between.url, site.token) as replica,
        page(site.served, site.enabled()) as at,
    ):
        run = at.begin("wait:command", site.file)
        process = begun(at)
        getattr(between, how)()
        until(lambda: "trying again" in replica.log())
        between.mend()
        assert begun(at) == process
        gate.touch()
        assert made(at.outcome(run)) == [Box(1, 2, 3, 4)]


def test_a_script_that_heeds_no_interrupt_is_started_anew_in_its_process(site: Site) -> None:
    source = waiting(site.folder / "gate", "canvas.progress(0, str(os.getpid()))").replace(
        "    while not",
        "    deaf = not event.command\n    while deaf:\n        try:\n            while True: time.sleep(1)\n"
        "        except BaseException: pass\n    while not",
    )
    with backend(site.folder, source, site.url, site.token) as replica, page(site.served, site.enabled()) as at:
        run = at.begin("wait:command", site.file)
        process = begun(at)
        at.socket.send(json.dumps({"type": "cancel", "run": run, "reason": "enough"}))
        assert at.outcome(run)[-1].stopped
        until(lambda: replica.log().count("connected to") == 2)
        assert "starts anew" in replica.log()
        run = at.begin("wait:command", site.file, command="listen")
        assert begun(at) == process
        (site.folder / "gate").touch()
        assert made(at.outcome(run)) == [Box(1, 2, 3, 4)]


def test_an_image_travels_once_and_in_pieces(site: Site) -> None:
    from PIL import Image

    noise = Image.frombytes("RGB", (500, 500), os.urandom(500 * 500 * 3))
    file = site.api.upload(site.project, encoded(noise), "noise.png")
    source = HEAD + '\n@on("command")\nasync def look(e, canvas):\n    canvas.log(int((await canvas.image()).sum()))\n'
    with (
        proxy(site.served.port) as between,
        backend(site.folder, source, between.url, site.token),
        page(site.served, site.enabled()) as at,
    ):
        expected = [str(sum(noise.tobytes()))]
        assert lines(at.run("look:command", file)) == expected
        once = between.brought
        assert once > 700_000
        for _ in range(3):
            assert lines(at.run("look:command", file)) == expected
        assert between.brought - once < 10_000
        assert lines(at.run("look:command", site.file)) != expected
        assert WIDTH < 500


def test_a_server_that_is_killed_and_comes_back_finds_its_backends_again(tmp_path: Path) -> None:
    root = repository(tmp_path)
    gate = tmp_path / "gate"
    with serve(root, tmp_path / "served") as first:
        api = Api(first)
        project = api.project()
        file = api.upload(project, encoded())
        _, token = api.backend(project)
        with backend(tmp_path, waiting(gate), first.origin, token) as replica:
            script = api.enable(api.joined(project)["script"])
            with page(first, script) as at:
                at.begin("wait:command", file)
                process = begun(at)
                first.stop(signal.SIGKILL)
            until(lambda: "trying again" in replica.log())
            with serve(root, tmp_path / "served", "--port", str(first.port)) as second:
                assert api.joined(project)["version"] == script["version"]
                with page(second, script) as at:
                    run = at.begin("wait:command", file)
                    assert begun(at) == process
                    gate.touch()
                    assert made(at.outcome(run)) == [Box(1, 2, 3, 4)]
                assert api("GET", f"/api/files/{file['id']}/instances")["items"] == []
