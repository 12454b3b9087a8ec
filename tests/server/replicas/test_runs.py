"""Runs on a real backend: the same script, in a process that dialled out to a real server."""

import signal

import pytest

from limner import Box
from tests.server.replicas.conftest import Site
from tests.server.replicas.peers import backend, lines, page, said
from tests.server.serving import until
from tests.server.world import block

GRANTS = ("image:read", "instances:write", "instances:read", "ask", "overlay")
HEAD = (
    block("Echo", GRANTS, 'timeout = 20.0\n[tool.limner.params.size]\ntype = "integer"\ndefault = 3')
    + "from limner import Box, on\n"
)
LOOK = (
    HEAD
    + """
@on("command")
async def look(event, canvas):
    image = await canvas.image()
    part = await canvas.image((4, 3, 8, 6))
    canvas.log(image.shape, part.shape, int(image.sum()), int(part.sum()))
    canvas.progress(0.5, "half")
    return Box(1, 2, canvas.params.size, 4)
"""
)


def test_a_script_answers_from_a_backend_as_from_everywhere(site: Site) -> None:
    with backend(site.folder, LOOK, site.url, site.token), page(site.served, site.enabled()) as at:
        heard = at.run("look:command", site.file)
    result = heard[-1]
    assert [made.geometry for made in result.changes.created] == [Box(1, 2, 3, 4)]
    assert [(one.fraction, one.text) for one in said(heard, "progress")] == [(0.5, "half")]
    assert lines(heard)[0].startswith("(30, 40, 3) (6, 8, 3)")


def test_a_backend_is_told_how_large_the_pixels_are(site: Site) -> None:
    source = HEAD + "\n@on('command')\ndef tell(event, canvas):\n    print(event.file.pixel_size)\n"
    file = site.api("PATCH", f"/api/files/{site.file['id']}", {"pixel_size": {"size": 2, "unit": "mm"}})
    with backend(site.folder, source, site.url, site.token), page(site.served, site.enabled()) as at:
        heard = at.run("tell:command", file)
    assert lines(heard) == ["PixelSize(size=2.0, unit='mm')"]


def test_parameters_that_a_person_set_are_in_force(site: Site) -> None:
    with backend(site.folder, LOOK, site.url, site.token):
        script = site.enabled()
        site.api("PATCH", f"/api/scripts/{script['id']}", {"params": {"size": 7}})
        with page(site.served, script) as at:
            at.socket.send('{"type":"params","params":{"size":7}}')
            (made,) = at.run("look:command", site.file)[-1].changes.created
    assert made.geometry.width == 7


def test_questions_and_instances_are_answered_by_the_page(site: Site) -> None:
    source = (
        HEAD
        + """
@on("command")
async def ask(event, canvas):
    canvas.log(await canvas.ask("sure?", ["yes", "no"]), len(await canvas.instances()))
"""
    )
    with backend(site.folder, source, site.url, site.token), page(site.served, site.enabled()) as at:
        run = at.begin("ask:command", site.file)
        for method, value in (("ask", '"yes"'), ("instances", "[]")):
            call = at.next()
            assert (call.method, call.run) == (method, run)
            at.socket.send(f'{{"type":"reply","run":"{run}","call":{call.call},"value":{value}}}')
        assert lines(at.outcome(run)) == ["yes 0"]


def test_an_overlay_comes_with_its_pixels(site: Site) -> None:
    source = (
        HEAD
        + """
import numpy
@on("command")
def show(event, canvas):
    canvas.overlay(numpy.full((700, 600), 7, numpy.uint8), (0, 0, 40, 30))
"""
    )
    with backend(site.folder, source, site.url, site.token), page(site.served, site.enabled()) as at:
        run = at.begin("show:command", site.file)
        overlay = at.next()
        assert (overlay.type, overlay.width, overlay.height) == ("overlay", 600, 700)
        assert at.frames == [bytes([7]) * 700 * 600]
        assert at.outcome(run)[-1].type == "result"


def test_an_error_shows_the_scripts_own_lines(site: Site) -> None:
    source = HEAD + '\n@on("command")\ndef fail(event, canvas):\n    raise ValueError("no good")\n'
    with backend(site.folder, source, site.url, site.token), page(site.served, site.enabled()) as at:
        error = at.run("fail:command", site.file)[-1].error
    assert (error.type, error.message) == ("ValueError", "no good")
    assert error.frames[-1].text == 'raise ValueError("no good")'


@pytest.mark.parametrize("body", ["while True: pass", "import time\n    time.sleep(600)"])
def test_a_script_that_computes_for_ever_is_stopped_and_the_replica_stays(site: Site, body: str) -> None:
    source = (
        HEAD
        + f"""
@on("command")
def spin(event, canvas):
    canvas.progress(0.1)
    if event.command == "go": return
    {body}
"""
    )
    with backend(site.folder, source, site.url, site.token) as replica, page(site.served, site.enabled()) as at:
        run = at.begin("spin:command", site.file)
        assert at.next().type == "progress"
        at.socket.send(f'{{"type":"cancel","run":"{run}","reason":"enough"}}')
        assert at.outcome(run)[-1].stopped
        again = at.begin("spin:command", site.file, command="go")
        assert at.outcome(again)[-1].type == "result"
        assert replica.log().count("connected to") == 1


def test_told_to_leave_it_finishes_the_run_in_hand(site: Site) -> None:
    source = (
        HEAD
        + """
@on("command")
async def ask(event, canvas):
    await canvas.ask("ready?", ["yes"])
    return Box(1, 1, 2, 2)
"""
    )
    with backend(site.folder, source, site.url, site.token) as replica, page(site.served, site.enabled()) as at:
        run = at.begin("ask:command", site.file)
        call = at.next()
        replica.signal(signal.SIGTERM)
        until(lambda: "leaving" in replica.log())
        at.socket.send(f'{{"type":"reply","run":"{run}","call":{call.call},"value":"yes"}}')
        assert len(at.outcome(run)[-1].changes.created) == 1
        assert replica.ends() == 0
        assert site.api.joined(site.project, replicas=0)["in_flight"] == 0


def test_told_to_leave_while_it_idles_it_goes_at_once(site: Site) -> None:
    with backend(site.folder, LOOK, site.url, site.token) as replica:
        site.api.joined(site.project)
        replica.signal(signal.SIGINT)
        assert replica.ends() == 0
