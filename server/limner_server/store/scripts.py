"""Scripts of a project: their immutable versions, and how they are configured."""

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET
from sqlalchemy import Connection, delete, insert, select, update

from limner import manifest
from limner.errors import ManifestError, ParameterError
from limner.manifest import Manifest, Problem
from limner.params import resolve
from limner_server import wire
from limner_server.errors import ApiError, conflict, invalid, not_found
from limner_server.store import projects
from limner_server.store.database import fields, new_id, now
from limner_server.store.tables import script_versions, scripts
from limner_server.versions import version_of as version_of


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
        "confirmed_connect": [],
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


def found(connection: Connection, project: str, post: wire.ScriptPost) -> wire.ScriptView | None:
    """Give the script of a project that has the identity of this source, if there is one. Raises `ApiError`."""
    query = _select().where(scripts.c.project_id == project, scripts.c.identity == _parsed(post)[0].identity)
    row = connection.execute(query).mappings().first()
    return None if row is None else _view(row)


def projects_having(connection: Connection) -> dict[str, list[str]]:
    """Give the projects that have a script, by the script's identity."""
    having: dict[str, list[str]] = {}
    for identity, project in connection.execute(select(scripts.c.identity, scripts.c.project_id)):
        having.setdefault(identity, []).append(project)
    return having


def set_source(connection: Connection, script: str, post: wire.ScriptPost) -> wire.ScriptView:
    """Make a new version. One that declares more grants or other hosts than were confirmed is switched off."""
    before = get(connection, script)
    block, language = _parsed(post)
    _refuse_taken(connection, before.project, script, block.identity)
    values: dict[str, Any] = {
        "identity": block.identity,
        "filename": post.filename,
        "language": language,
        "version": version_of(post.source),
        "enabled": before.enabled and not _missing(block, before.confirmed_grants, before.confirmed_connect),
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
        values["confirmed_connect"] = before.connect if "network" in values["confirmed_grants"] else []
    if patch.trusted is not UNSET:
        values["trusted"] = patch.trusted
    if patch.place is not UNSET:
        values["place"] = _place(before, patch.place)
    if patch.params is not UNSET:
        values["params"] = _params(before, patch.params)
    confirmed = (values.get(name, getattr(before, name)) for name in ("confirmed_grants", "confirmed_connect"))
    missing = _missing(before, *confirmed)
    if patch.enabled is not UNSET:
        values["enabled"] = _enabled(before, patch.enabled, missing)
    elif patch.confirmed_grants is not UNSET:
        values["enabled"] = before.enabled and not missing
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


def hosts_of(connection: Connection, script: str) -> list[str]:
    """Give the hosts a script may reach now. Raises `ApiError` 403 where it may reach none, and says why."""
    view = get(connection, script)
    if not view.enabled:
        raise ApiError(403, "not_enabled", f"the script {view.name!r} is switched off")
    if "network" not in view.grants or "network" not in view.confirmed_grants:
        raise ApiError(403, "not_granted", f"the script {view.name!r} has no confirmed grant 'network'")
    return [host for host in view.connect if host in view.confirmed_connect]


def _parsed(post: wire.ScriptPost) -> tuple[Manifest, str]:
    try:
        language = manifest.language_of(post.filename)
        return manifest.parse(post.source, language, filename=post.filename), language
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
    block = manifest.parse(row["source"], row["language"], problems, row["filename"])
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
        connect=list(block.connect),
        confirmed_connect=row["confirmed_connect"],
        timeout=block.timeout,
        hotkey=block.hotkey,
        dependencies=list(block.dependencies),
        modules=list(block.modules),
        assets=list(block.assets),
        commands=list(block.commands.values()),
        parameters=list(block.params.values()),
        params=row["params"],
        trusted=row["trusted"],
        problems=[wire.ScriptProblem(p.line, p.message, p.severity) for p in problems],
        source=row["source"],
        created_at=row["created_at"],
    )


def _grants(script: wire.ScriptView, given: list[str]) -> list[str]:
    stray = sorted(set(given) - set(script.grants))
    if stray:
        raise invalid(f"the script does not declare the grant {stray[0]!r}", declared=script.grants)
    return [grant for grant in script.grants if grant in given]


def _missing(script: wire.ScriptView | Manifest, grants: list[str], hosts: list[str]) -> dict[str, list[str]]:
    """Give what the script declares beyond what was confirmed: nothing, where it may be on."""
    wanted = script.connect if "network" in script.grants else ()
    found = {
        "missing_grants": [grant for grant in script.grants if grant not in grants],
        "missing_hosts": [host for host in wanted if host not in hosts],
    }
    return {name: items for name, items in found.items() if items}


def _enabled(script: wire.ScriptView, wanted: bool, missing: dict[str, list[str]]) -> bool:
    if wanted and missing:
        words = {"missing_grants": "the grants", "missing_hosts": "the hosts"}
        listed = " and ".join(f"{words[name]} {', '.join(items)}" for name, items in missing.items())
        raise conflict(f"confirm {listed} before switching {script.name!r} on", **missing)
    return wanted


def _place(script: wire.ScriptView, place: str) -> str:
    if script.language == "javascript" and place not in ("browser", "auto"):
        raise invalid(f"the script is in JavaScript, which runs in the browser only, not in place {place!r}")
    if _fits(place, script.places):
        return place
    raise invalid(f"the script does not run in place {place!r}: it declares {', '.join(script.places)}")


def _fits(place: str, places: Iterable[str]) -> bool:
    return place in places or place == "auto" or place.removeprefix("backend:") not in ("", place)


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
