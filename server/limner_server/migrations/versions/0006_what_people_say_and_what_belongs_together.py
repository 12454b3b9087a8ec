"""What people say about files, and which instances belong together"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COMMENTS: tuple[sa.Column[Any], ...] = (
    sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(64), nullable=False),
    sa.Column("file_id", sa.String(64), nullable=False),
    sa.Column("x", sa.Float()),
    sa.Column("y", sa.Float()),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("author", sa.Text(), nullable=False),
    sa.Column("resolved", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("created_at", sa.String(32), nullable=False),
)


def upgrade() -> None:
    op.add_column("projects", sa.Column("ontology", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("files", sa.Column("assignee", sa.Text()))
    op.add_column("files", sa.Column("attributes", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("instances", sa.Column("group", sa.String(64)))
    op.add_column("instances", sa.Column("order", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("instances", sa.Column("links", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.create_table(
        "comments",
        *COMMENTS,
        sa.UniqueConstraint("id", name="uq_comments_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_comments_file_id", ondelete="CASCADE"),
    )
    op.create_index("ix_comments_file_id", "comments", ["file_id"])


def downgrade() -> None:
    op.drop_table("comments")
    for table, columns in (
        ("instances", ("links", "order", "group")),
        ("files", ("attributes", "assignee")),
        ("projects", ("ontology",)),
    ):
        for column in columns:
            op.drop_column(table, column)
