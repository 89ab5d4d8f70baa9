"""When a job's files were removed; chores and who did them last; refused orders and appeals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("jobs", sa.Column("files_removed_at", TIME, nullable=True))
    op.create_index(op.f("ix_jobs_files_removed_at_finished_at"), "jobs", ["files_removed_at", "finished_at"])
    op.create_table(
        "chores",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chores")),
    )
    op.create_table(
        "refusals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("generator", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("appealed_at", TIME, nullable=True),
        sa.Column("message", sa.String(), nullable=False, server_default=""),
        sa.Column("resolved_at", TIME, nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False, server_default=""),
        sa.CheckConstraint("outcome IN ('allowed', 'upheld')", name=op.f("ck_refusals_outcome")),
        sa.CheckConstraint("(outcome IS NULL) = (resolved_at IS NULL)", name=op.f("ck_refusals_resolved")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_refusals_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
    )
    op.create_index(op.f("ix_refusals_user_id_created_at_id"), "refusals", ["user_id", "created_at", "id"])
    op.create_index(op.f("ix_refusals_user_id_text_hash"), "refusals", ["user_id", "text_hash"])
    op.create_index(op.f("ix_refusals_appealed_at_id"), "refusals", ["appealed_at", "id"])


def downgrade() -> None:
    op.drop_table("refusals")
    op.drop_table("chores")
    op.drop_index(op.f("ix_jobs_files_removed_at_finished_at"), "jobs")
    op.drop_column("jobs", "files_removed_at")
