"""CVAT functions behind a real `limner backend`: what they find comes back through the server, as it does in a cell."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from limner import Box, Instance, Mask, testing
from limner.events import Command, OpenFile, Prompt
from limner.protocol import Cancel, ErrorMessage, Log, Notify, Result
from limner.rings import Bounds
from tests.adapters.bright import FUNCTIONS, LEFT, scene, script
from tests.adapters.serving_functions import Office, envelope
from tests.server.serving import LIMNER, REPOSITORY, environment, repository, serve


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    root = repository(tmp_path_factory.mktemp("root"))
    with serve(root, tmp_path_factory.mktemp("served")) as served:
        office = Office(served)
        with closing(office.http):
            yield office


@pytest.mark.parametrize("form", ["rectangle", "mask", "skeleton", "tag"])
def test_a_detection_function_finds_through_a_backend_what_it_finds_in_a_cell(
    office: Office, tmp_path: Path, form: str
) -> None:
    function = str(FUNCTIONS / "bright_things.py")
    file = office.upload(scene())
    with (
        office.backend(tmp_path, "--cvat", function, "-p", f"form=str:{form}", "-p", "level=int:100", name=form) as own,
        office.page(own) as page,
    ):
        answer = page.run(Command(**envelope(office, file)), threshold=0.5)
    here = testing.run(script("bright_things", form=form), testing.command(scene()), image=scene())
    assert isinstance(answer, Result), answer
    assert len(answer.changes.created) > 0
    found = [(one.geometry, one.label, one.attributes, one.score) for one in answer.changes.created]
    assert found == [(one.geometry, one.label, one.attributes, one.score) for one in here.changes.created]


def test_an_interaction_function_suggests_and_says_what_it_lacks(office: Office, tmp_path: Path) -> None:
    file = office.upload(scene())
    with (
        office.backend(tmp_path, "--cvat", str(FUNCTIONS / "scissors.py"), name="scissors") as own,
        office.page(own) as page,
    ):
        box = Prompt(**envelope(office, file), session="s", box=Bounds(5, 15, 40, 30))
        answer = page.run(box)
        assert isinstance(answer, Result), answer
        (one,) = answer.changes.suggested
        assert isinstance(one.geometry, Mask)
        assert tuple(one.geometry.bounds) == LEFT
        nothing = page.run(Prompt(**envelope(office, file), session="s"))
        assert isinstance(nothing, Result), nothing
        (notice,) = (one.text for one in page.told if isinstance(one, Notify))
        assert notice == "scissors needs a box round the object, dragged first"


def test_a_tracking_function_finds_a_shape_on_the_next_file(office: Office, tmp_path: Path) -> None:
    first, second = office.upload(scene()), office.upload(scene(7, 3))
    with (
        office.backend(tmp_path, "--cvat", str(FUNCTIONS / "matching.py"), name="matching") as own,
        office.page(own) as page,
    ):
        thing = Instance("thing", first.id, Box(*LEFT), "cup")
        begun = page.run(Command(**envelope(office, first), instance=thing, command="follow"))
        assert isinstance(begun, Result), begun
        answer = page.run(OpenFile(**envelope(office, second)))
    assert isinstance(answer, Result), answer
    assert [(one.geometry, one.label) for one in answer.changes.suggested] == [(Box(17, 23, 30, 20), "cup")]


def test_a_function_that_fails_says_so_and_serves_on(office: Office, tmp_path: Path) -> None:
    arguments = ("--cvat", str(FUNCTIONS / "slips.py"), "-p", "slip=str:its own error")
    file = office.upload(scene())
    with office.backend(tmp_path, *arguments, name="slips") as own, office.page(own) as page:
        answers = [page.run(Command(**envelope(office, file))) for _ in range(2)]
    for answer in answers:
        assert isinstance(answer, ErrorMessage)
        assert "slips: ZeroDivisionError: division by zero (slips.py:" in answer.error.message


def test_a_function_that_computes_without_end_is_stopped_and_serves_on(office: Office, tmp_path: Path) -> None:
    arguments = ("--cvat", str(FUNCTIONS / "slips.py"), "-p", "slip=str:no end")
    file = office.upload(scene())
    with office.backend(tmp_path, *arguments, name="endless") as own, office.page(own) as page:
        for _ in range(2):
            run = page.begin(Command(**envelope(office, file)))
            while page.hear(Log).run != run:
                pass
            page.tell(Cancel(run))
            answer = page.hear(Result, ErrorMessage)
            assert isinstance(answer, ErrorMessage)
            assert answer.stopped


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cvat", "no_such_module"], "limner: no_such_module: ModuleNotFoundError: No module named 'no_such_module'"),
        (["--cvat", str(FUNCTIONS / "slips.py")], "limner: slips: TypeError: Slips.__init__() missing 1 required"),
        (["--cvat", str(FUNCTIONS / "clicks.py"), "-p", "a=5"], "limner: the parameter 'a=5' is not NAME=TYPE:VALUE"),
        (["some.py", "-p", "a=int:5"], "limner: -p gives parameters to a function for CVAT"),
        (["some.py", "--cvat", "x"], "not allowed with argument SCRIPT"),
    ],
)
def test_what_cannot_be_served_is_said_before_anything_is_connected(arguments: list[str], message: str) -> None:
    command = [str(LIMNER), "backend", *arguments, "--server", "http://127.0.0.1:1", "--token", "t"]
    done = subprocess.run(command, env=environment(REPOSITORY), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode > 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr
