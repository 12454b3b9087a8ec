"""The files of a project as people work through them: filtered, sorted, counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from limner_server import wire
from limner_server.errors import conflict
from limner_server.store import files as store
from limner_server.store.tables import comments, files, instances, runs

STATES = ("todo", "in_progress", "done", "rejected")
FIRST_TO_LAST = ("in_progress", "todo", "rejected", "done")
NOBODY = "-"
MAX_SHARES = 200


@dataclass(frozen=True)
class Filter:
    """Which files, and in which order.

    `states` lets any of them through, all where empty. The assignee `-` is nobody. `label` wants an
    instance with it, `name` is a part of the name, `has` one of `HAS`, `sort` one of `SORTS`, with a
    minus before it the other way round.
    """

    states: tuple[str, ...] = ()
    assignee: str = ""
    label: str = ""
    has: str = ""
    name: str = ""
    sort: str = "added"


def page_of(connection: Connection, project: str, wanted: Filter, after: int, limit: int) -> list[tuple[int, Any]]:
    """Give up to `limit` files after the one with this sequence number, each with its own.

    Raises `ApiError` 409 where that one is gone and the order needs it.
    """
    query = store.selected(files.c.seq).where(*_conditions(project, wanted))
    if after:
        query = query.where(_after(connection, project, wanted, after))
    rows = connection.execute(query.order_by(*_order(wanted)).limit(limit)).mappings()
    return [(row["seq"], store.view_of(row)) for row in rows]


def these(connection: Connection, project: str, ids: list[str]) -> list[wire.FileView]:
    """Give the files of these ids that the project has, in their order."""
    query = store.selected().where(files.c.project_id == project, files.c.id.in_(ids))
    found = {row["id"]: store.view_of(row) for row in connection.execute(query).mappings()}
    return [found[id] for id in ids if id in found]


def order_of(connection: Connection, project: str, wanted: Filter, always: str = "") -> list[str]:
    """Give the ids of all files let through, in order, and of the one that always is."""
    conditions = and_(*_conditions(project, wanted))
    kept = or_(conditions, and_(files.c.project_id == project, files.c.id == always)) if always else conditions
    return list(connection.execute(select(files.c.id).where(kept).order_by(*_order(wanted))).scalars())


def progress_of(connection: Connection, project: str) -> wire.ProjectProgress:
    """Count a project's files by state and by who has them, the one with most first."""
    counted = select(files.c.state, func.count()).where(files.c.project_id == project).group_by(files.c.state)
    states = {str(state): int(count) for state, count in connection.execute(counted)}
    unresolved = (
        select(func.count())
        .select_from(comments.join(files, files.c.id == comments.c.file_id))
        .where(files.c.project_id == project, comments.c.resolved.is_(False))
    )
    return wire.ProjectProgress(
        files=sum(states.values()),
        **{state: states.get(state, 0) for state in STATES},
        comments=connection.execute(unresolved).scalar_one(),
        shares=_shares(connection, project),
    )


def _shares(connection: Connection, project: str) -> list[wire.Share]:
    done = func.sum(case((files.c.state == "done", 1), else_=0))
    query = select(files.c.assignee, func.count(), done).where(files.c.project_id == project)
    order = (func.count().desc(), files.c.assignee.is_(None), files.c.assignee)
    rows = connection.execute(query.group_by(files.c.assignee).order_by(*order).limit(MAX_SHARES))
    return [wire.Share(assignee, count, finished) for assignee, count, finished in rows]


def _conditions(project: str, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [files.c.project_id == project]
    if wanted.states:
        conditions.append(files.c.state.in_(wanted.states))
    if wanted.assignee:
        nobody = wanted.assignee == NOBODY
        conditions.append(files.c.assignee.is_(None) if nobody else files.c.assignee == wanted.assignee)
    if wanted.label:
        conditions.append(_with_instance(instances.c.label == wanted.label))
    if wanted.name:
        conditions.append(files.c.name.icontains(wanted.name, autoescape=True))
    if wanted.has:
        conditions.append(HAS[wanted.has](project))
    return conditions


def _with_instance(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(instances.c.file_id == files.c.id, instances.c.deleted.is_(False), *conditions)


def _with_suggestions(project: str) -> ColumnElement[bool]:
    """Whether the last run of a script on the file suggested more than was answered."""
    theirs = files.alias("theirs")
    last = (
        select(func.max(runs.c.seq))
        .select_from(runs.join(theirs, runs.c.file_id == theirs.c.id))
        .where(theirs.c.project_id == project)
        .group_by(runs.c.script_id, runs.c.file_id)
    )
    answered = runs.c.accepted + runs.c.rejected + runs.c.edited
    return files.c.id.in_(select(runs.c.file_id).where(runs.c.seq.in_(last), runs.c.suggested > answered))


HAS: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "instances": lambda _: _with_instance(),
    "nothing": lambda _: ~_with_instance(),
    "scripted": lambda _: _with_instance(instances.c.run_id.is_not(None), instances.c.verdict == "accepted"),
    "suggestions": _with_suggestions,
    "comments": lambda _: exists().where(comments.c.file_id == files.c.id, comments.c.resolved.is_(False)),
}


def _count() -> Any:
    query = select(func.count()).where(instances.c.file_id == files.c.id, instances.c.deleted.is_(False))
    return query.correlate(files).scalar_subquery()


SORTS: dict[str, Callable[[], Any]] = {
    "added": lambda: files.c.seq,
    "name": lambda: files.c.sort_name,
    "state": lambda: case({state: index for index, state in enumerate(FIRST_TO_LAST)}, value=files.c.state),
    "instances": _count,
}


def _order(wanted: Filter) -> tuple[Any, Any]:
    key = SORTS[wanted.sort.lstrip("-")]()
    return (key.desc() if wanted.sort.startswith("-") else key), files.c.seq


def _after(connection: Connection, project: str, wanted: Filter, seq: int) -> ColumnElement[bool]:
    if wanted.sort in ("added", "-added"):
        return files.c.seq < seq if wanted.sort.startswith("-") else files.c.seq > seq
    key = SORTS[wanted.sort.lstrip("-")]()
    last = connection.execute(select(key).where(files.c.project_id == project, files.c.seq == seq)).first()
    if last is None:
        raise conflict("the file this page of the list would begin after is gone: begin the list anew")
    downwards = wanted.sort.startswith("-")
    beyond = key < last[0] if downwards else key > last[0]
    reached = key <= last[0] if downwards else key >= last[0]
    result: ColumnElement[bool] = and_(reached, or_(beyond, files.c.seq > seq))
    return result
