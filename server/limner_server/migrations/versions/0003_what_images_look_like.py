"""What images look like; those that are there already are looked at in the background"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("method", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_likenesses")),
        sa.UniqueConstraint("sha256", name=op.f("uq_likenesses_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_files_content_sha256"), "files", ["content_sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_files_content_sha256"), "files")
    op.drop_table("likenesses")
