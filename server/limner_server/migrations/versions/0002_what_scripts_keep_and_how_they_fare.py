"""What scripts keep, the hosts they may reach, and how their results fare"""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PEOPLE = ("human", "undo")
COUNTS = ("suggested", "accepted", "rejected", "edited")
READ_AT_ONCE = 100


def upgrade() -> None:
    op.create_table(
        "script_storage",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("script_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["script_id"], ["scripts.id"], name=op.f("fk_script_storage_script_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_script_storage")),
        sa.UniqueConstraint("script_id", "key", name="uq_script_storage_key"),
    )
    op.create_index(op.f("ix_script_storage_script_id"), "script_storage", ["script_id"])
    op.add_column("scripts", sa.Column("confirmed_connect", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    for name in COUNTS:
        op.add_column("runs", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_index("ix_runs_version", "runs", ["script_id", "version"])
    op.add_column("instances", sa.Column("returned", sa.JSON(), nullable=True))
    op.add_column("instances", sa.Column("run_id", sa.String(length=64), nullable=True))
    op.add_column("instances", sa.Column("verdict", sa.String(length=16), nullable=True))
    _unconfirm_network()
    _judge_instances()
    op.create_index("ix_instances_verdict", "instances", ["run_id", "verdict"])


def downgrade() -> None:
    op.drop_index("ix_instances_verdict", "instances")
    for name in ("verdict", "run_id", "returned"):
        op.drop_column("instances", name)
    op.drop_index("ix_runs_version", "runs")
    for name in reversed(COUNTS):
        op.drop_column("runs", name)
    op.drop_column("scripts", "confirmed_connect")
    op.drop_index(op.f("ix_script_storage_script_id"), "script_storage")
    op.drop_table("script_storage")


def _unconfirm_network() -> None:
    """Who confirmed `network` was not shown its hosts: ask again."""
    scripts = sa.table("scripts", sa.column("id"), sa.column("enabled"), sa.column("confirmed_grants", sa.JSON()))
    connection = op.get_bind()
    for id, grants in connection.execute(sa.select(scripts.c.id, scripts.c.confirmed_grants)).all():
        if "network" in grants:
            values = {"confirmed_grants": [grant for grant in grants if grant != "network"], "enabled": False}
            connection.execute(sa.update(scripts).where(scripts.c.id == id).values(values))


def _judge_instances() -> None:
    """Say of each instance a script made what became of it, as the history tells."""
    connection = op.get_bind()
    deleted_by, returned = _history(connection)
    table = sa.table(
        "instances",
        sa.column("id"),
        sa.column("deleted", sa.Boolean()),
        sa.column("provenance", sa.JSON()),
        sa.column("returned", sa.JSON(none_as_null=True)),
        sa.column("run_id"),
        sa.column("verdict"),
    )
    rows = connection.execute(sa.select(table.c.id, table.c.deleted, table.c.provenance)).all()
    for id, deleted, provenance in rows:
        if provenance.get("actor") == "script" and 0 < len(provenance.get("run") or "") <= 64:
            verdict = "edited" if id in returned else "accepted"
            if deleted:
                verdict = "rejected" if deleted_by.get(id, "human") in PEOPLE else "removed"
            values = {"run_id": provenance["run"], "returned": returned.get(id), "verdict": verdict}
            connection.execute(sa.update(table).where(table.c.id == id).values(values))


def _history(connection: sa.Connection) -> tuple[dict[str, str], dict[str, Any]]:
    """Give who deleted each instance last, and the geometry each had before a person first changed it."""
    deleted_by: dict[str, str] = {}
    returned: dict[str, Any] = {}
    for actor, changes in _change_sets(connection):
        deleted_by.update({gone["id"]: actor for gone in changes["deleted"]})
        for before, after in ((step["before"], step["after"]) for step in changes["updated"]):
            if actor in PEOPLE and before["geometry"] != after["geometry"]:
                returned.setdefault(before["id"], before["geometry"])
            if returned.get(before["id"]) == after["geometry"]:
                del returned[before["id"]]
    return deleted_by, returned


def _change_sets(connection: sa.Connection) -> Iterator[tuple[str, Any]]:
    """Give the change sets in their order, few at a time: the history may be larger than memory."""
    query = sa.text("SELECT seq, origin, changes FROM change_sets WHERE seq > :after ORDER BY seq LIMIT :most")
    after = 0
    while rows := connection.execute(query, {"after": after, "most": READ_AT_ONCE}).all():
        for seq, origin, changes in rows:
            yield _read(origin)["actor"], _read(changes)
            after = seq


def _read(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, (str, bytes)) else value
