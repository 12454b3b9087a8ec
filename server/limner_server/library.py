"""Bundled scripts on their way into a project."""

from msgspec import UNSET
from sqlalchemy import Connection

from limner_server import catalogue, wire
from limner_server.catalogue import Entry
from limner_server.store import scripts


def begin(connection: Connection, project: str, *, enabled: bool = False) -> list[wire.ScriptView]:
    """Add the scripts that every project begins with; `enabled` confirms their grants and switches them on."""
    return [install(connection, project, one, enabled=enabled) for one in catalogue.entries() if one.starter]


def install(connection: Connection, project: str, entry: Entry, *, enabled: bool = False) -> wire.ScriptView:
    """Add a bundled script to a project, or bring the one that is there to the bundled version.

    `enabled` confirms what the script asks for and switches it on.
    """
    post = wire.ScriptPost(entry.file, entry.source)
    known = {script.identity: script for script in scripts.all_of(connection, project)}
    there = known.get(entry.block.identity)
    script = scripts.set_source(connection, there.id, post) if there else scripts.add(connection, project, post)
    if not enabled:
        return script
    patch = wire.ScriptPatch(enabled=True, confirmed_grants=script.grants or UNSET)
    return scripts.configure(connection, script.id, patch)
