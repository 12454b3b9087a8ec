"""Runs without a page: every hook that answers, from the store or from what was given, and nothing applied."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from limner import Box, Instance
from limner.errors import HostError
from limner.events import Actor, Command, File
from limner.testing import NOW
from limner_server.cells.headless import RunFailedError, run_once
from limner_server.cells.programs import program_of
from limner_server.cells.slot import LoadError, PlaceError, Program
from limner_server.context import Context
from tests.server.images import encoded, photo
from tests.server.world import BASE, SIGNED_IN, Client, block, make_app, ok

GRANTS = ("image:read", "instances:read", "instances:write", "ask", "storage", "files:read", "network")
BLOCK = block("Headless", GRANTS, 'connect = ["example.org"]')
numbers = iter(range(1000))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with Client(make_app(tmp_path_factory.mktemp("headless")), base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture
def shown(site: Client) -> dict[str, Any]:
    return site.file()


def body(*lines: str) -> str:
    inner = "\n".join(f"    {line}" for line in lines)
    return f'{BLOCK}\nfrom limner import Box, on\n\n@on("command")\nasync def go(event, canvas):\n{inner}\n'


def stored(site: Client, project: str, source: str) -> Program:
    script = site.script(project, source)
    patch = {"enabled": True, "confirmed_grants": script["grants"], "place": "server"}
    ok(site.patch(f"/api/scripts/{script['id']}", json=patch))
    with context(site).database.reading() as connection:
        return program_of(connection, script["id"])


def context(site: Client) -> Context:
    found: Context = site.app.state.context  # type: ignore[attr-defined]
    return found


def command(file: dict[str, Any] | None) -> Command:
    shown = File(file["id"], "photo.png", 40, 30) if file else File("elsewhere", "photo.png", 20, 10)
    return Command(id="e", at=NOW, actor=Actor("human"), project=file["project"] if file else "", file=shown)


def run(site: Client, source: str, file: dict[str, Any], **given: Any) -> Any:
    program = stored(site, file["project"], source)
    event = given.pop("event", command(file))
    assert site.portal is not None
    return site.portal.call(partial(run_once, context(site), program, event, **given))


def test_every_hook_that_answers_runs_and_sees_what_the_one_before_has_changed(site: Client, shown: Any) -> None:
    source = (
        body("canvas.create(Box(1, 2, 3, 4))")
        + """
@on("command")
async def count(event, canvas):
    print(len(await canvas.instances()))

@on("open_file")
def never(event, canvas):
    canvas.create(Box(1, 2, 3, 4))
"""
    )
    changed, lines = run(site, source, shown)
    assert len(changed.created) == 1
    assert [line.text for line in lines] == ["1"]
    assert site.instances(shown["id"]) == []


def test_instances_are_those_of_the_file_or_those_given(site: Client, shown: Any) -> None:
    there = site.create(shown["id"])
    listing = body("print([one.id for one in await canvas.instances(kind='box')])")
    assert run(site, listing, shown)[1][0].text == str([there["id"]])
    other = site.file()
    given = [Instance("given", other["id"], Box(1, 2, 3, 4))]
    assert run(site, listing, other, instances=given)[1][0].text == "['given']"


def test_an_image_that_is_in_no_project_is_seen_and_has_no_others_like_it(site: Client, shown: Any) -> None:
    source = body(
        "size, _ = await canvas._run.call('image', {'bounds': [0, 0, 20, 10], 'scale': 0.5})",
        "print(size, await canvas.similar(), await canvas.instances())",
    )
    image = encoded(photo().resize((20, 10)))
    _, lines = run(site, source, shown, event=command(None), image=image)
    assert lines[0].text == "{'width': 10, 'height': 5, 'channels': 3} [] []"


def test_the_image_of_a_file_and_those_like_it_are_seen(site: Client, shown: Any) -> None:
    source = body(
        "size, frames = await canvas._run.call('image', {'bounds': [0, 0, 40, 30], 'scale': 1.0})",
        "print(size['width'], len(frames[0]), [one.file.id for one in await canvas.similar()])",
    )
    (twin,) = site.upload(shown["project"], encoded())
    assert run(site, source, shown)[1][0].text == f"40 {40 * 30 * 3} ['{twin['id']}']"


def test_questions_to_nobody_have_no_answer(site: Client, shown: Any) -> None:
    (twin,) = site.upload(shown["project"], encoded())
    source = body("print(await canvas.ask('Sure?'), await canvas.compare('" + twin["id"] + "'))")
    assert run(site, source, shown)[1][0].text == "None None"


def test_what_a_script_keeps_is_in_its_storage(site: Client, shown: Any) -> None:
    source = body(
        "seen = await canvas.storage.get('seen', 0)",
        "await canvas.storage.set('seen', seen + 1)",
        "await canvas.storage.set('gone', {'a': [1]})",
        "await canvas.storage.delete('gone')",
        "print(seen, await canvas.storage.keys())",
    )
    program = stored(site, shown["project"], source)
    assert site.portal is not None
    texts = [site.portal.call(partial(run_once, context(site), program, command(shown)))[1][0].text for _ in range(2)]
    assert texts == ["0 ['seen']", "1 ['seen']"]
    assert ok(site.get(f"/api/scripts/{program.script}/storage/seen"))["value"] == 2


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("canvas.storage.set('..', 1)", "cannot be a key"),
        ("canvas.storage.set('big', 'x' * 300_000)", "at most 262,144"),
        ("canvas.fetch('https://example.com/')", "may not reach example.com"),
        ("canvas.fetch('https://example.org/', method='BREW')", "the method is 'BREW'"),
        ("canvas.fetch('https://example.org/', method='GET', body='x')", "carries no body"),
        ("canvas.asset('nothing.onnx')", "not declared"),
        ("canvas._run.call('instances', {'nothing': 1})", "was called with what it does not take"),
        ("canvas._run.call('storage_get', {'other': 1})", "was called with what it does not take"),
        ("canvas._run.call('fetch', {'url': 5})", "was called with what it does not take"),
        ("canvas._run.call('image', {'bounds': [0, 0, 41, 1]})", "do not lie in the file"),
        ("canvas._run.call('similar', {'limit': 'x'})", "expected a whole number"),
    ],
)
def test_a_call_that_cannot_be_answered_is_an_error_in_the_script_with_the_reason(
    site: Client, shown: Any, call: str, reason: str
) -> None:
    with pytest.raises(RunFailedError, match="HostError") as failed:
        run(site, body("print('before')", f"await {call}"), shown)
    assert reason in failed.value.failure.message
    assert [line.text for line in failed.value.lines] == ["before"]


def test_a_run_that_fails_gives_no_changes_but_its_line_in_the_script(site: Client, shown: Any) -> None:
    with pytest.raises(RunFailedError, match="ValueError: no") as failed:
        run(site, body("canvas.create(Box(1, 2, 3, 4))", "await canvas.flush()", "raise ValueError('no')"), shown)
    (frame,) = failed.value.failure.frames
    assert frame.text == "raise ValueError('no')"


def test_what_was_flushed_belongs_to_the_changes(site: Client, shown: Any) -> None:
    source = body("canvas.create(Box(1, 2, 3, 4))", "await canvas.flush()", "canvas.create(Box(2, 2, 3, 4))")
    changed, _ = run(site, source, shown)
    assert [one.geometry.x for one in changed.created] == [1, 2]


def test_parameters_are_those_of_the_store_or_those_given(site: Client, shown: Any) -> None:
    own = block("Sized", (), '[tool.limner.params.size]\ntype = "integer"\ndefault = 3')
    source = f'{own}\nfrom limner import on\n\n@on("command")\ndef go(event, canvas):\n    print(canvas.params.size)\n'
    assert run(site, source, shown)[1][0].text == "3"
    assert run(site, source.replace("Sized", "Sized too"), shown, params={"size": 5})[1][0].text == "5"


def test_a_script_that_does_not_load_and_one_that_is_switched_off_are_told_apart(site: Client, shown: Any) -> None:
    with pytest.raises(LoadError, match="NameError"):
        run(site, BLOCK + "nothing\n", shown)
    script = site.script(shown["project"], block("Off"))
    with pytest.raises(PlaceError, match="switched off"), context(site).database.reading() as connection:
        program_of(connection, script["id"])


def test_a_file_of_another_project_is_not_to_be_had(site: Client, shown: Any) -> None:
    other = site.file()
    with pytest.raises(HostError, match="the project has no file"):
        run(site, body("pass"), shown, event=command(other))


def test_bytes_that_are_no_image_are_an_error_where_they_are_read(site: Client, shown: Any) -> None:
    source = body("await canvas._run.call('image', {'bounds': [0, 0, 1, 1]})")
    with pytest.raises(RunFailedError, match="could not be read"):
        run(site, source, shown, event=command(None), image=b"no image")
