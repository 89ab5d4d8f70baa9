"""Accounts: verified addresses, a second factor, devices, scopes of keys, other services that sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("users", sa.Column("email_verified_at", TIME, nullable=True))
    op.add_column("users", sa.Column("totp_secret", sa.String(), nullable=True))
    op.add_column("users", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("users", sa.Column("deleted_at", TIME, nullable=True))
    op.add_column("sessions", sa.Column("last_seen_at", TIME, nullable=True))
    op.add_column("api_keys", sa.Column("expires_at", TIME, nullable=True))
    every_scope = "read jobs write account"
    op.add_column("api_keys", sa.Column("scopes", sa.String(), nullable=False, server_default=every_scope))
    with op.batch_alter_table("one_time_tokens") as table:
        table.add_column(sa.Column("user_id", sa.String(), nullable=True))
        table.create_foreign_key(op.f("fk_one_time_tokens_user_id"), "users", ["user_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_one_time_tokens_user_id"), ["user_id"])
        table.create_index(op.f("ix_one_time_tokens_expires_at"), ["expires_at"])
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "identities",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_identities_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("provider", "subject", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"])


def downgrade() -> None:
    op.drop_table("identities")
    op.drop_table("recovery_codes")
    with op.batch_alter_table("one_time_tokens") as table:
        table.drop_index(op.f("ix_one_time_tokens_expires_at"))
        table.drop_index(op.f("ix_one_time_tokens_user_id"))
        table.drop_constraint(op.f("fk_one_time_tokens_user_id"), type_="foreignkey")
        table.drop_column("user_id")
    op.drop_column("api_keys", "scopes")
    op.drop_column("api_keys", "expires_at")
    op.drop_column("sessions", "last_seen_at")
    for name in ("deleted_at", "totp_step", "totp_secret", "email_verified_at"):
        op.drop_column("users", name)
