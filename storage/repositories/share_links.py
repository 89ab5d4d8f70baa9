"""Share links in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from domain.sharing import ShareLink
from storage.tables import ShareLinkRow


class SqlShareLinks:
    """`domain.library_ports.ShareLinks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: ShareLink) -> None:
        self._connection.execute(insert(ShareLinkRow).values(**vars(link)))

    def by_secret(self, secret_hash: str) -> ShareLink | None:
        row = self._connection.execute(select(ShareLinkRow).where(ShareLinkRow.secret_hash == secret_hash))
        found = row.one_or_none()
        return None if found is None else ShareLink(**found._mapping)

    def of_job(self, job_id: str) -> list[ShareLink]:
        query = select(ShareLinkRow).where(ShareLinkRow.job_id == job_id)
        rows = self._connection.execute(query.order_by(ShareLinkRow.created_at.desc(), ShareLinkRow.id))
        return [ShareLink(**row._mapping) for row in rows]

    def revoke(self, job_id: str, link_id: str, now: datetime) -> bool:
        """End a link; one that was ended before keeps its time. False where the job has no such link."""
        own = (ShareLinkRow.job_id == job_id, ShareLinkRow.id == link_id)
        if self._connection.execute(select(ShareLinkRow.id).where(*own)).one_or_none() is None:
            return False
        change = update(ShareLinkRow).where(*own, ShareLinkRow.revoked_at.is_(None)).values(revoked_at=now)
        self._connection.execute(change)
        return True
