"""The tables. Ids are opaque texts, times ISO 8601 in UTC."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy import UniqueConstraint as Unique

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _seq() -> Column[int]:
    return Column("seq", Integer, primary_key=True, autoincrement=True)


def _id() -> Column[str]:
    return Column("id", String(64), nullable=False, unique=True)


def _parent(table: str) -> Column[str]:
    target = ForeignKey(f"{table}s.id", ondelete="CASCADE")
    return Column(f"{table}_id", String(64), target, nullable=False, index=True)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _at(name: str = "created_at") -> Column[str]:
    return Column(name, String(32), nullable=False)


projects = Table(
    "projects",
    metadata,
    _seq(),
    _id(),
    Column("name", Text, nullable=False),
    Column("labels", JSON, nullable=False),
    Column("ontology", JSON, nullable=False, server_default=text("'{}'")),
    Column("pixel_size", JSON(none_as_null=True)),
    _at(),
)

files = Table(
    "files",
    metadata,
    _seq(),
    _id(),
    _parent("project"),
    Column("name", Text, nullable=False),
    Column("sort_name", Text, nullable=False, server_default=text("''")),
    Column("kind", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content_sha256", String(64), nullable=False, index=True),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("assignee", Text),
    Column("attributes", JSON, nullable=False, server_default=text("'{}'")),
    Column("pixel_size", JSON(none_as_null=True)),
    Column("said_pixel_size", JSON(none_as_null=True)),
    _at(),
    Index("ix_files_by_name", "project_id", "sort_name", "seq"),
)

comments = Table(
    "comments",
    metadata,
    _seq(),
    _id(),
    _parent("file"),
    Column("x", Float),
    Column("y", Float),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("resolved", Boolean, nullable=False, server_default=false()),
    _at(),
)

likenesses = Table(
    "likenesses",
    metadata,
    _seq(),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("method", Integer, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

instances = Table(
    "instances",
    metadata,
    _seq(),
    _id(),
    _parent("file"),
    Column("frame", Integer, nullable=False),
    Column("label", Text),
    Column("attributes", JSON, nullable=False),
    Column("geometry", JSON, nullable=False),
    Column("score", Float),
    Column("locked", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("group", String(64)),
    Column("order", Integer, nullable=False, server_default=text("0")),
    Column("links", JSON, nullable=False, server_default=text("'[]'")),
    Column("version", Integer, nullable=False),
    Column("provenance", JSON, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("returned", JSON(none_as_null=True)),
    Column("run_id", String(64)),
    Column("verdict", String(16)),
    Index("ix_instances_verdict", "run_id", "verdict"),
)

change_sets = Table(
    "change_sets",
    metadata,
    _seq(),
    _parent("file"),
    Column("revision", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("origin", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("touched", JSON, nullable=False),
    _at("at"),
    Unique("file_id", "key", name="uq_change_sets_key"),
    Index("ix_change_sets_revision", "file_id", "revision", unique=True),
)

scripts = Table(
    "scripts",
    metadata,
    _seq(),
    _id(),
    _parent("project"),
    Column("identity", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("version", String(80), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("place", String(80), nullable=False),
    Column("confirmed_grants", JSON, nullable=False),
    Column("confirmed_connect", JSON, nullable=False, server_default=text("'[]'")),
    Column("params", JSON, nullable=False),
    Column("overrides", JSON, nullable=False),
    Column("properties", JSON, nullable=False),
    Column("trusted", Boolean, nullable=False, server_default=false()),
    _at(),
    Unique("project_id", "identity", name="uq_scripts_identity"),
)

backends = Table(
    "backends",
    metadata,
    _seq(),
    _id(),
    _parent("project"),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("url", Text, nullable=False),
    Column("token_hash", String(64), nullable=False, index=True),
    Column("secret", Text, nullable=False),
    Column("script_id", String(64), ForeignKey("scripts.id", ondelete="SET NULL")),
    _at(),
    Unique("project_id", "name", name="uq_backends_name"),
)

script_versions = Table(
    "script_versions",
    metadata,
    _seq(),
    _parent("script"),
    Column("version", String(80), nullable=False),
    Column("source", Text, nullable=False),
    _at(),
    Unique("script_id", "version", name="uq_script_versions_version"),
)

runs = Table(
    "runs",
    metadata,
    _seq(),
    _id(),
    _parent("script"),
    Column("version", String(80), nullable=False),
    Column("file_id", String(64), ForeignKey("files.id", ondelete="CASCADE"), nullable=False),
    Column("event", String(64), nullable=False),
    Column("place", String(80), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("ms", Float, nullable=False),
    _at("at"),
    _count("suggested"),
    _count("accepted"),
    _count("rejected"),
    _count("edited"),
    Column("why", Text, nullable=False, server_default=text("''")),
    Index("ix_runs_version", "script_id", "version"),
)

script_storage = Table(
    "script_storage",
    metadata,
    _seq(),
    _parent("script"),
    Column("key", String(200), nullable=False),
    Column("value", Text, nullable=False),
    Column("size", Integer, nullable=False),
    _at("updated_at"),
    Unique("script_id", "key", name="uq_script_storage_key"),
)
