"""Make what the page knows of the data from the runtime's dataclasses: `make types`.

Writes `web/types/data.d.ts` (TypeScript declarations that check the browser modules) and
`web/js/generated/messages.js` (the compiled validator of what a cell may say). `--check` only says
whether they are what the dataclasses would give.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.events import EVENTS
from limner.instances import ActorKind, Instance
from limner.protocol import MESSAGES
from limner_server import wire
from limner_server.openapi import schemas_of

WEB = Path(__file__).parents[1]
OUTPUTS = ("types/data.d.ts", "js/generated/messages.js")
FROM_CELL = (
    *("ready", "initialized", "call", "flush", "progress", "notify", "report", "settings", "overlay"),
    *("log", "result", "error", "fatal"),
)
VIEWS = (
    *(wire.Comment, wire.FilesChanged, wire.ProjectProgress),
    *(wire.FileView, wire.ChangedFile, wire.SimilarView, wire.Properties),
    *(wire.Project, wire.Label, wire.ScriptView),
    *(wire.ChangePost, wire.ChangeReply, wire.LogEntry, wire.InstanceList, wire.HistoryEntry, wire.Person),
    *(wire.RunPost, wire.RunView),
    *(wire.Ontology, wire.OntologyPut, wire.OntologyChange),
    *(wire.BackendView, wire.BackendAdded, wire.PlaceView, wire.ScriptPlaces),
)


def schema() -> dict[str, Any]:
    """Give one JSON Schema with every type in `$defs` and the messages of a cell in `from_cell`."""
    types = [Instance, Created, Updated, Suggested, ChangeSet, *VIEWS, *EVENTS.values(), *MESSAGES.values()]
    _, components = schemas_of(types)
    for name, message in MESSAGES.items():
        components[message.__name__]["properties"]["type"] = {"const": name}
        components[message.__name__].setdefault("required", []).insert(0, "type")
    for name, event in EVENTS.items():
        components[event.__name__]["properties"]["name"] = {"const": name}
        components[event.__name__].setdefault("required", []).insert(0, "name")
    components["Event"] = {"oneOf": [_ref(event.__name__) for event in EVENTS.values()]}
    components["ActorKind"] = {"enum": list(ActorKind.__args__)}
    return {"components": components, "from_cell": {name: MESSAGES[name].__name__ for name in FROM_CELL}}


def generate(folder: Path) -> None:
    """Write the generated files into a folder laid out as `web/`."""
    text = json.dumps(schema())
    command = ["node", str(WEB / "tools" / "declarations.mjs"), str(folder)]
    subprocess.run(command, input=text, text=True, check=True, cwd=WEB)


def stale() -> list[str]:
    """Give the generated files that are not what the dataclasses would give."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        return [name for name in OUTPUTS if not _same(Path(folder) / name, WEB / name)]


def _same(made: Path, kept: Path) -> bool:
    return kept.is_file() and made.read_bytes() == kept.read_bytes()


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the files are up to date")
    if not parser.parse_args().check:
        generate(WEB)
        return 0
    old = stale()
    if old:
        print(f"stale: {', '.join(old)}; run `make types`", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
