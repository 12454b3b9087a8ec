"""How large pixels are, and how names are sorted"""

import sqlalchemy as sa
from alembic import op

from limner_server.store.naming import sort_name

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("pixel_size", sa.JSON()))
    op.add_column("files", sa.Column("pixel_size", sa.JSON()))
    op.add_column("files", sa.Column("said_pixel_size", sa.JSON()))
    op.add_column("files", sa.Column("sort_name", sa.Text(), nullable=False, server_default=sa.text("''")))
    files = sa.table("files", sa.column("seq", sa.Integer), sa.column("name", sa.Text), sa.column("sort_name", sa.Text))
    connection = op.get_bind()
    for seq, name in connection.execute(sa.select(files.c.seq, files.c.name)).all():
        connection.execute(sa.update(files).where(files.c.seq == seq).values(sort_name=sort_name(name)))
    op.create_index("ix_files_by_name", "files", ["project_id", "sort_name", "seq"])


def downgrade() -> None:
    op.drop_index("ix_files_by_name", "files")
    for column in ("sort_name", "said_pixel_size", "pixel_size"):
        op.drop_column("files", column)
    op.drop_column("projects", "pixel_size")
