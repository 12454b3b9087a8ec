"""Programs from the store: scripts as they may run now, beside the page."""

from sqlalchemy import Connection, select

from limner_server import wire
from limner_server.cells.slot import PlaceError, Program
from limner_server.store import scripts
from limner_server.store.tables import scripts as rows

SERVER = "server"
BACKEND = "backend:"


def program_of(connection: Connection, script: str) -> Program:
    """Give the stored version of a script with the grants that a person confirmed.

    Raises `ApiError` where there is no such script, `PlaceError` where it may not run beside the page, and says why.
    """
    view = scripts.get(connection, script)
    _refuse(view)
    trusted = connection.execute(select(rows.c.trusted).where(rows.c.id == script)).scalar_one()
    return Program(
        script=view.id,
        project=view.project,
        identity=view.identity,
        version=view.version,
        filename=view.filename,
        source=view.source,
        place=view.place if view.place.startswith(BACKEND) else SERVER,
        grants=tuple(grant for grant in view.grants if grant in view.confirmed_grants),
        params=view.params,
        dependencies=tuple(view.dependencies),
        assets=tuple(view.assets),
        timeout=view.timeout,
        trusted=bool(trusted),
    )


def _refuse(view: wire.ScriptView) -> None:
    if not view.enabled:
        raise PlaceError(f"the script {view.name!r} is switched off")
    if view.language != "python":
        raise PlaceError(f"the script {view.name!r} is in JavaScript, which runs in the browser only")
    if not view.place.startswith(BACKEND) and SERVER not in view.places:
        raise PlaceError(f'the script {view.name!r} does not name "server" in the places of its block')


def is_current(connection: Connection, program: Program) -> bool:
    """Say whether the program is still what the store has and what a person confirmed."""
    row = connection.execute(select(rows).where(rows.c.id == program.script)).mappings().first()
    return (
        row is not None
        and row["enabled"]
        and row["version"] == program.version
        and set(row["confirmed_grants"]) >= set(program.grants)
        and bool(row["trusted"]) == program.trusted
    )
