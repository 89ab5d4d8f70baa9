"""One account's decisions, one after the other."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.tables import UserRow


def lock_account(connection: Connection, account: str) -> bool:
    """Let no other writing transaction decide about this account until ours ends; False for none, or a deleted one.

    Locks the user's row on PostgreSQL, weakly enough that rows which refer to it can be written meanwhile. On SQLite
    a writing transaction is alone anyway. A reading transaction locks nothing.
    """
    query = select(UserRow.id).where(UserRow.id == account, UserRow.deleted_at.is_(None))
    if not connection.get_execution_options().get("postgresql_readonly", False):
        query = query.with_for_update(key_share=True)
    return connection.execute(query).first() is not None
