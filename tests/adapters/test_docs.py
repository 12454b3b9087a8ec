"""The page about model servers: its programs run, and it names all there is."""

import dataclasses
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from limner import Box, Polygon, testing
from limner_server.adapters.cvat import loading, scripts
from limner_server.adapters.cvat.shapes import TYPES
from limner_server.adapters.webhook.offer import Offer
from limner_server.adapters.webhook.slot import Answer
from limner_server.cells.headless import RunFailedError
from tests.adapters.bright import scene
from tests.adapters.receiving import BOX, Desk, Receiver
from tests.server.serving import DEADLINE, until
from tests.server.world import BASE, SIGNED_IN, Client, make_app

PAGE = (Path(__file__).parents[2] / "docs" / "model-servers.md").read_text()
PROGRAMS = {
    text.split("\n")[0].removeprefix("# "): text
    for text in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
}


def section(title: str) -> str:
    """Give what stands under a heading, up to the next of its rank."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^\1 |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[2]


def test_the_detector_detects(tmp_path: Path) -> None:
    (tmp_path / "detector.py").write_text(PROGRAMS["detector.py"])
    source = scripts.serve(loading.load(str(tmp_path / "detector.py")))
    outcome = testing.run(source, testing.command(scene()), image=scene())
    assert outcome.error is None, outcome.error
    assert [(one.geometry, one.label) for one in outcome.changes.created] == [(Box(10, 20, 80, 60), "bright")]


@pytest.mark.parametrize("type", [*TYPES, "skeleton", "tag"])
def test_every_shape_of_cvat_has_its_place_in_the_table(type: str) -> None:
    rows = [line.split("|")[1] for line in section("Shapes").splitlines() if line.startswith("| ")]
    assert any(type in row for row in rows)


@pytest.mark.parametrize(
    ("title", "record"), [("What is posted", Offer), ("What may be answered", Answer)], ids=["hello", "answer"]
)
def test_every_key_of_an_answer_has_a_row(title: str, record: type) -> None:
    first = " ".join(line.split("|")[1] for line in section(title).splitlines() if line.startswith("| "))
    named = set(re.findall(r"`(\w+)`", first)) - {"type", "hello", "event"}
    assert named == {field.name for field in dataclasses.fields(record)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A project beside the page's receiver, which runs in a process of its own."""
    (tmp_path / "receiver.py").write_text(PROGRAMS["receiver.py"])
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    command = [sys.executable, "receiver.py", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    receiver = Receiver()
    receiver.port = port
    app = make_app(tmp_path, allow_private="127.0.0.1/32")
    try:
        until(lambda: _answers(port))
        with Client(app, base_url=BASE, headers=SIGNED_IN) as client:
            yield Desk(client, receiver)
    finally:
        process.kill()
        process.wait(DEADLINE)


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def test_the_receiver_takes_what_is_signed_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    assert desk.register()["description"] == "Cuts corners"
    (tmp_path / "secret.txt").write_text("another secret")
    with pytest.raises(RunFailedError, match=r"answers with status 401: .*the signature does not fit"):
        desk.run(desk.created())
    (tmp_path / "secret.txt").write_text(desk.receiver.secret + "\n")
    changes, _ = desk.run(desk.created())
    assert changes.created[0].geometry == Polygon([(2, 3), (12, 3), (2, 15)])
    assert changes.deleted == ("i1",)
    assert Box(2, 3, 10, 12) == BOX
