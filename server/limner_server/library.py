"""The bundled scripts, added to every new project."""

from msgspec import UNSET
from sqlalchemy import Connection

from limner_server import wire
from limner_server.resources import SCRIPTS
from limner_server.store import scripts


def install(connection: Connection, project: str, *, enabled: bool = False) -> list[wire.ScriptView]:
    """Add the bundled scripts to a project; `enabled` confirms their grants and switches them on."""
    added = []
    for path in sorted(SCRIPTS.glob("*.py")):
        script = scripts.add(connection, project, wire.ScriptPost(path.name, path.read_text(encoding="utf-8")))
        patch = wire.ScriptPatch(enabled=enabled, confirmed_grants=script.grants if enabled else UNSET)
        added.append(scripts.configure(connection, script.id, patch))
    return added
