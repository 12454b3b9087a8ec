"""Every bundled Python script gives the same instances on a remote backend as in CPython."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from limner import File, testing
from limner.canvas import new_id
from limner.memory import MemoryHost
from limner.protocol import ErrorMessage, EventMessage, ParamsMessage, Result, encode
from limner.testing import Outcome
from limner.transcript import Transcript
from limner_server.resources import SCRIPTS
from tests.scripts.agreeing import assert_alike
from tests.scripts.library_cases import CASES, MODELS, Case
from tests.server.images import encoded
from tests.server.replicas.peers import Api, Page, backend, page
from tests.server.serving import Served, repository, serve

HERE = [case for case in CASES if not case.similar]  # which files look alike is the server's to say, not the case's


class Elsewhere:
    """A server with a backend for each script, started when it is first asked for."""

    def __init__(self, served: Served, models: Path, folder: Path, stack: ExitStack) -> None:
        self.api, self.models, self.folder, self.stack = Api(served), models, folder, stack
        self._places: dict[tuple[str, bool], tuple[str, Page]] = {}

    def place(self, case: Case) -> tuple[str, Page]:
        """Give a project and the page's cell of the case's script in it, which finds its models or none."""
        self.models.unlink(missing_ok=True)
        if case.assets:
            self.models.symlink_to(MODELS)
        key = (case.script, bool(case.assets))
        if key not in self._places:
            self._places[key] = self._started(case.script)
        return self._places[key]

    def _started(self, script: str) -> tuple[str, Page]:
        project = self.api.project()
        _, token = self.api.backend(project)
        source = (SCRIPTS / script).read_text()
        self.stack.enter_context(backend(self.folder, source, self.api.served.origin, token, name=script))
        enabled = self.api.enable(self.api.joined(project)["script"])
        return project, self.stack.enter_context(page(self.api.served, enabled))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    folder, root = tmp_path_factory.mktemp("served"), repository(tmp_path_factory.mktemp("root"))
    with ExitStack() as stack:
        served = stack.enter_context(serve(root, folder))
        yield Elsewhere(served, folder / "data" / "models", tmp_path_factory.mktemp("scripts"), stack)


def test_every_bundled_script_but_one_is_tried() -> None:
    assert {case.script for case in CASES} - {case.script for case in HERE} == {"duplicate_files.py"}


@pytest.mark.parametrize("case", HERE, ids=lambda case: f"{Path(case.script).stem}: {case.name}")
def test_it_does_the_same_on_a_backend_as_in_cpython(elsewhere: Elsewhere, case: Case) -> None:
    project, at = elsewhere.place(case)
    file = elsewhere.api.upload(project, encoded(Image.fromarray(case.image)), case.event.file.name)
    about = File(file["id"], file["name"], file["width"], file["height"])
    moved = replace(case, event=replace(case.event, file=about, project=project))
    given = {"params": case.params, "labels": case.labels, "settings": case.settings, "assets": case.assets}
    kept = {"storage": dict(case.storage), "answers": list(case.answers), "instances": case.instances}
    here = testing.run(SCRIPTS / case.script, moved.event, image=case.image, **kept, **given)
    there = ran(at, moved)
    for outcome in (here, there):  # where an asset was looked for is not the same in both
        outcome.notices = [re.sub(r"(asset '[^']*').*", r"\1", notice) for notice in outcome.notices]
    assert_alike(there, here)


def ran(at: Page, case: Case) -> Outcome:
    """Run a case on the backend, over the image as the server has it; the page answers from memory."""
    world = MemoryHost(None, list(case.instances), dict(case.storage), list(case.answers))
    transcript = Transcript(world, case.labels)
    at.socket.send(encode(ParamsMessage(dict(case.params))))
    for hook in (hook for hook in at.hooks if hook.matches(case.event)):
        transcript.begin(case.event)
        at.socket.send(encode(EventMessage(new_id(), hook.id, case.event, case.settings)))
        transcript.end(answered(at, transcript))
    return transcript.outcome


def answered(at: Page, transcript: Transcript) -> Any:
    """Answer what the run asks until it is over."""
    while not isinstance(message := at.next(), (Result, ErrorMessage)):
        reply = transcript.hear(message, at.frames)
        if reply is not None:
            at.socket.send(encode(reply[0]))
            for frame in reply[1]:
                at.socket.send(frame)
    return message
