"""Films and scripts as assets, consent, searchable names, which jobs use a file, and files on their way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TYPES = "'portrait', 'garment', 'person', 'photo', 'voice_sample', 'script', 'video', 'audio'"


def upgrade() -> None:
    _add_columns()
    _create_uses()
    _create_uploads()
    _fill_in()


def _add_columns() -> None:
    for column in (
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("fps", sa.Double(), nullable=True),
        sa.Column("thumb_key", sa.String(), nullable=False, server_default=""),
        sa.Column("waveform", sa.String(), nullable=False, server_default=""),
        sa.Column("consent_at", TIME, nullable=True),
        sa.Column("consent_text", sa.String(), nullable=False, server_default=""),
        sa.Column("folded_name", sa.String(), nullable=False, server_default=""),
    ):
        op.add_column("assets", column)


def _create_uses() -> None:
    op.create_table(
        "asset_uses",
        sa.Column("asset_id", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_asset_uses_asset_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_asset_uses_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("asset_id", "job_id", name=op.f("pk_asset_uses")),
    )
    op.create_index(op.f("ix_asset_uses_job_id"), "asset_uses", ["job_id"])


def _create_uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"type IN ({TYPES})", name=op.f("ck_uploads_type")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_uploads_size")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_uploads_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_user_id"), "uploads", ["user_id"])
    op.create_index(op.f("ix_uploads_expires_at"), "uploads", ["expires_at"])
    op.create_index(op.f("ix_uploads_key"), "uploads", ["key"], unique=True)


def _fill_in() -> None:
    """What is known of the files that are there: their names in small letters, and the jobs that name their ids."""
    connection = op.get_bind()
    for asset_id, name in connection.execute(sa.text("SELECT id, name FROM assets")).all():
        values = {"id": asset_id, "name": name.casefold()}
        connection.execute(sa.text("UPDATE assets SET folded_name = :name WHERE id = :id"), values)
    uses = (
        "INSERT INTO asset_uses (asset_id, job_id) SELECT assets.id, jobs.id FROM jobs JOIN assets"
        " ON assets.user_id = jobs.user_id AND CAST(jobs.params AS VARCHAR) LIKE '%\"' || assets.id || '\"%'"
    )
    connection.execute(sa.text(uses))


def downgrade() -> None:
    op.drop_table("uploads")
    op.drop_table("asset_uses")
    names = ("folded_name", "consent_text", "consent_at", "waveform", "thumb_key", "fps", "duration")
    for name in names:
        op.drop_column("assets", name)
