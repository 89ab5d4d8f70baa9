"""How words are said, kept for each account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("pronunciations", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("users", "pronunciations")
