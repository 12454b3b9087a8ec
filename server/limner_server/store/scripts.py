"""Scripts of a project: their immutable versions, and how they are configured."""

import hashlib
from collections.abc import Iterable
from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, delete, insert, select, update

from limner import manifest
from limner.errors import ManifestError, ParameterError
from limner.manifest import Manifest, Problem
from limner.params import resolve
from limner_server import wire
from limner_server.errors import conflict, invalid, not_found
from limner_server.store import files, projects
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import runs, script_versions, scripts


def add(connection: Connection, project: str, post: wire.ScriptPost) -> wire.ScriptView:
    """Add a script, switched off. Raises `ApiError` where it cannot be read or its name is taken."""
    projects.get(connection, project)
    block, language = _parsed(post)
    script = new_id()
    _refuse_taken(connection, project, script, block.identity)
    row = {
        "id": script,
        "project_id": project,
        "identity": block.identity,
        "filename": post.filename,
        "language": language,
        "version": version_of(post.source),
        "enabled": False,
        "place": block.places[0],
        "confirmed_grants": [],
        "params": {},
        "overrides": {},
        "properties": {},
        "created_at": now(),
    }
    connection.execute(insert(scripts).values(row))
    _keep_version(connection, script, post.source)
    return get(connection, script)


def get(connection: Connection, script: str) -> wire.ScriptView:
    row = connection.execute(_select().where(scripts.c.id == script)).mappings().first()
    if row is None:
        raise not_found("script", script)
    return _view(row)


def all_of(connection: Connection, project: str) -> list[wire.ScriptView]:
    projects.get(connection, project)
    query = _select().where(scripts.c.project_id == project).order_by(scripts.c.seq)
    return [_view(row) for row in connection.execute(query).mappings()]


def set_source(connection: Connection, script: str, post: wire.ScriptPost) -> wire.ScriptView:
    """Make a new version. One that declares more grants than were confirmed is switched off."""
    before = get(connection, script)
    block, language = _parsed(post)
    _refuse_taken(connection, before.project, script, block.identity)
    values: dict[str, Any] = {
        "identity": block.identity,
        "filename": post.filename,
        "language": language,
        "version": version_of(post.source),
        "enabled": before.enabled and set(block.grants) <= set(before.confirmed_grants),
        "place": before.place if _fits(before.place, block.places) else block.places[0],
        "params": _still_valid(block, before.params),
    }
    _keep_version(connection, script, post.source)
    connection.execute(update(scripts).where(scripts.c.id == script).values(values))
    return get(connection, script)


def configure(connection: Connection, script: str, patch: wire.ScriptPatch) -> wire.ScriptView:
    """Change the configuration. Raises `ApiError` that says which grant, place or parameter does not fit."""
    before = get(connection, script)
    values: dict[str, Any] = {}
    if patch.confirmed_grants is not UNSET:
        values["confirmed_grants"] = _grants(before, patch.confirmed_grants)
    if patch.place is not UNSET:
        values["place"] = _place(before, patch.place)
    if patch.params is not UNSET:
        values["params"] = _params(before, patch.params)
    confirmed = values.get("confirmed_grants", before.confirmed_grants)
    if patch.enabled is not UNSET:
        values["enabled"] = _enabled(before, patch.enabled, confirmed)
    elif patch.confirmed_grants is not UNSET:
        values["enabled"] = before.enabled and set(before.grants) <= set(confirmed)
    if values:
        connection.execute(update(scripts).where(scripts.c.id == script).values(values))
    return get(connection, script)


def remove(connection: Connection, script: str) -> None:
    if connection.execute(delete(scripts).where(scripts.c.id == script)).rowcount == 0:
        raise not_found("script", script)


def versions_of(connection: Connection, script: str) -> list[wire.ScriptVersion]:
    """Give all versions, newest first."""
    get(connection, script)
    query = select(script_versions).where(script_versions.c.script_id == script)
    rows = connection.execute(query.order_by(script_versions.c.seq.desc())).mappings()
    return [wire.convert(fields(row), wire.ScriptVersion) for row in rows]


def add_run(connection: Connection, script: str, post: wire.RunPost) -> None:
    """Keep a run; one that is kept already stays as it is."""
    get(connection, script)
    files.row_of(connection, post.file)
    if connection.execute(select(runs.c.id).where(runs.c.id == post.id)).first():
        return
    row = {**wire.plain(post), "file_id": post.file, "script_id": script, "at": now()}
    row.pop("file")
    connection.execute(insert(runs).values(row))


def runs_of(connection: Connection, script: str, before: int, limit: int) -> list[tuple[int, wire.RunView]]:
    """Give up to `limit` runs before the sequence number, newest first."""
    get(connection, script)
    query = select(runs).where(runs.c.script_id == script, runs.c.seq < before)
    rows = connection.execute(query.order_by(runs.c.seq.desc()).limit(limit)).mappings()
    return [(row["seq"], wire.convert({**fields(row), "file": row["file_id"]}, wire.RunView)) for row in rows]


def version_of(source: str) -> str:
    """Give the immutable name of a source: its content hash."""
    return "sha256:" + hashlib.sha256(source.encode()).hexdigest()


def _parsed(post: wire.ScriptPost) -> tuple[Manifest, str]:
    try:
        language = manifest.language_of(post.filename)
        return manifest.parse(post.source, language), language
    except ManifestError as error:
        raise invalid(str(error)) from None


def _refuse_taken(connection: Connection, project: str, script: str, identity: str) -> None:
    taken = select(scripts.c.id).where(
        scripts.c.project_id == project, scripts.c.identity == identity, scripts.c.id != script
    )
    if connection.execute(taken).first():
        raise conflict(f"the project has a script {identity!r} already: change its name or namespace, or update it")


def _keep_version(connection: Connection, script: str, source: str) -> None:
    version = version_of(source)
    known = select(script_versions.c.seq).where(
        script_versions.c.script_id == script, script_versions.c.version == version
    )
    if connection.execute(known).first() is None:
        row = {"script_id": script, "version": version, "source": source, "created_at": now()}
        connection.execute(insert(script_versions).values(row))


def _select() -> Any:
    joined = scripts.join(
        script_versions,
        (script_versions.c.script_id == scripts.c.id) & (script_versions.c.version == scripts.c.version),
    )
    return select(scripts, script_versions.c.source).select_from(joined)


def _view(row: Any) -> wire.ScriptView:
    problems: list[Problem] = []
    block = manifest.parse(row["source"], row["language"], problems)
    return wire.ScriptView(
        id=row["id"],
        project=row["project_id"],
        identity=row["identity"],
        name=block.name,
        description=block.description,
        filename=row["filename"],
        language=row["language"],
        version=row["version"],
        declared_version=block.version,
        enabled=row["enabled"],
        place=row["place"],
        places=list(block.places),
        grants=list(block.grants),
        confirmed_grants=row["confirmed_grants"],
        timeout=block.timeout,
        hotkey=block.hotkey,
        dependencies=list(block.dependencies),
        parameters=list(block.params.values()),
        params=row["params"],
        problems=[wire.ScriptProblem(p.line, p.message, p.severity) for p in problems],
        source=row["source"],
        created_at=row["created_at"],
    )


def _grants(script: wire.ScriptView, given: list[str]) -> list[str]:
    stray = sorted(set(given) - set(script.grants))
    if stray:
        raise invalid(f"the script does not declare the grant {stray[0]!r}", declared=script.grants)
    return [grant for grant in script.grants if grant in given]


def _enabled(script: wire.ScriptView, wanted: bool, confirmed: list[str]) -> bool:
    missing = [grant for grant in script.grants if grant not in confirmed]
    if wanted and missing:
        raise conflict(
            f"confirm the grants {', '.join(missing)} before switching {script.name!r} on", missing_grants=missing
        )
    return wanted


def _place(script: wire.ScriptView, place: str) -> str:
    if _fits(place, script.places):
        return place
    raise invalid(f"the script does not run in place {place!r}: it declares {', '.join(script.places)}")


def _fits(place: str, places: Iterable[str]) -> bool:
    return place in places or place == "auto" or place.startswith("backend:")


def _params(script: wire.ScriptView, given: dict[str, Any]) -> dict[str, Any]:
    try:
        resolve({parameter.name: parameter for parameter in script.parameters}, given)
    except (ParameterError, OverflowError) as error:
        raise invalid(str(error)) from None
    return given


def _still_valid(block: Manifest, given: dict[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in given.items():
        try:
            kept[name] = block.params[name].check(value)
        except (KeyError, ParameterError):
            continue
    return kept
