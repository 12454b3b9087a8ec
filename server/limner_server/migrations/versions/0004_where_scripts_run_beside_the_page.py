"""Where scripts run beside the page: backends, and scripts an administrator trusts"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backends",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("script_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_backends_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["script_id"], ["scripts.id"], name=op.f("fk_backends_script_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_backends")),
        sa.UniqueConstraint("id", name=op.f("uq_backends_id")),
        sa.UniqueConstraint("project_id", "name", name="uq_backends_name"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_backends_project_id"), "backends", ["project_id"])
    op.create_index(op.f("ix_backends_token_hash"), "backends", ["token_hash"])
    op.add_column("scripts", sa.Column("trusted", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("scripts", "trusted")
    op.drop_table("backends")
