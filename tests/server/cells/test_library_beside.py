"""Every bundled Python script gives the same instances in a process of the server as in CPython."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from limner import manifest, testing
from limner.canvas import new_id
from limner.errors import HostError
from limner.memory import MemoryHost
from limner.protocol import Call, EventMessage, Message
from limner.testing import Outcome
from limner.transcript import Transcript
from limner_server.cells.confined import open_confined
from limner_server.cells.dispatcher import Dispatcher
from limner_server.cells.slot import Program, Slot
from limner_server.resources import SCRIPTS
from limner_server.settings import Settings, load
from limner_server.store.scripts import version_of
from tests.scripts.agreeing import assert_alike
from tests.scripts.library_cases import CASES, Case


class Written:
    """A `RunHost` that takes down what it hears, and answers from memory."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript

    async def answer(self, call: Call, frames: Sequence[bytes]) -> tuple[Any, Sequence[bytes]]:
        reply, given = self.transcript.hear(call) or (None, ())
        assert reply is not None
        if reply.error is not None:
            raise HostError(reply.error)
        return reply.value, given

    def hear(self, message: Message, frames: Sequence[bytes]) -> None:
        self.transcript.hear(message, frames)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load({"data": tmp_path_factory.mktemp("data")}, environment={})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{Path(case.script).stem}: {case.name}")
def test_it_does_the_same_on_the_server_as_in_cpython(settings: Settings, case: Case) -> None:
    given = {"params": case.params, "labels": case.labels, "settings": case.settings}
    kept = {"storage": dict(case.storage), "answers": list(case.answers)}
    brought = {"instances": case.instances, "assets": case.assets, "similar": case.similar}
    here = testing.run(SCRIPTS / case.script, case.event, image=case.image, **brought, **kept, **given)
    assert_alike(asyncio.run(beside(settings, case)), here)


async def beside(settings: Settings, case: Case) -> Outcome:
    """Run a case in a process of the server."""

    async def opener(program: Program) -> list[Slot]:
        return [await open_confined(program, settings)]

    found = {"assets": case.assets, "similar": list(case.similar)}
    world = MemoryHost(case.image, list(case.instances), dict(case.storage), list(case.answers), **found)
    world.declared = (program := program_of(case.script)).assets
    transcript, dispatcher = Transcript(world, case.labels), Dispatcher(opener)
    ready = await dispatcher.hooks(program)
    assert ready.error is None, ready.error
    for hook in (hook for hook in ready.hooks if hook.matches(case.event)):
        transcript.begin(case.event)
        message = EventMessage(new_id(), hook.id, case.event, case.settings)
        ran = await dispatcher.run(program, message, Written(transcript), params=case.params)
        assert ran.title.startswith("process")
        transcript.end(ran.answer)
    await dispatcher.close()
    return transcript.outcome


def program_of(name: str) -> Program:
    source = (SCRIPTS / name).read_text()
    block = manifest.parse(source)
    own = {"script": name, "project": "p", "identity": block.identity, "version": version_of(source), "filename": name}
    rights = {"grants": block.grants, "dependencies": block.dependencies, "assets": block.assets}
    return Program(**own, source=source, place="server", timeout=60.0, **rights)  # type: ignore[arg-type]
