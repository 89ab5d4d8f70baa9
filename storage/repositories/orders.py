"""When jobs were ordered, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.account_lock import lock_account
from storage.tables import OrderRow


class SqlOrders:
    """`domain.ports.Orders`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, user_id: str, *, minor: bool, since: datetime, limit: int) -> list[datetime]:
        """Times after `since`, the newest first. Of two writing transactions that ask, the second one waits."""
        lock_account(self._connection, user_id)
        own = (OrderRow.user_id == user_id, OrderRow.minor == minor, OrderRow.at > since)
        return list(self._connection.scalars(select(OrderRow.at).where(*own).order_by(OrderRow.at.desc()).limit(limit)))

    def add(self, user_id: str, *, minor: bool, at: datetime, forget: datetime) -> None:
        """Note an order, and forget the user's until `forget`."""
        self._connection.execute(delete(OrderRow).where(OrderRow.user_id == user_id, OrderRow.at <= forget))
        self._connection.execute(insert(OrderRow).values(user_id=user_id, minor=minor, at=at))
