"""Projects in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, select, update

from domain.projects import Member, Project, ProjectFacts, ProjectRole
from storage.account_lock import lock_account
from storage.tables import AssetRow, Base, JobRow, LibraryItemRow, ProjectMemberRow, ProjectRow, UserRow

_HELD: Sequence[type[Base]] = (JobRow, LibraryItemRow, AssetRow)
"""Tables whose rows may be in a project."""


class SqlProjects:
    """`domain.ports.Projects`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, project_id: str) -> Project | None:
        row = self._connection.execute(select(ProjectRow).where(ProjectRow.id == project_id)).one_or_none()
        return None if row is None else Project(**row._mapping)

    def of_user(self, user_id: str) -> list[ProjectFacts]:
        """Those that somebody is in, the last changed first."""
        people = select(func.count()).where(ProjectMemberRow.project_id == ProjectRow.id).correlate(ProjectRow)
        jobs = select(func.count()).where(JobRow.project_id == ProjectRow.id).correlate(ProjectRow)
        mine = select(ProjectMemberRow.project_id, ProjectMemberRow.role).where(ProjectMemberRow.user_id == user_id)
        own = mine.subquery()
        query = (
            select(*ProjectRow.__table__.columns, own.c.role, people.scalar_subquery(), jobs.scalar_subquery())
            .join(own, own.c.project_id == ProjectRow.id)
            .order_by(ProjectRow.updated_at.desc(), ProjectRow.id)
        )
        rows = self._connection.execute(query)
        return [ProjectFacts(Project(*row[:5]), role=row[5], members=row[6], jobs=row[7]) for row in rows]

    def sizes(self, project_id: str) -> tuple[int, int]:
        """How many people and how many jobs are in it."""
        people = select(func.count()).where(ProjectMemberRow.project_id == project_id)
        jobs = select(func.count()).where(JobRow.project_id == project_id)
        return int(self._connection.execute(people).scalar_one()), int(self._connection.execute(jobs).scalar_one())

    def role_of(self, project_id: str, user_id: str) -> ProjectRole | None:
        own = (ProjectMemberRow.project_id == project_id, ProjectMemberRow.user_id == user_id)
        return self._connection.execute(select(ProjectMemberRow.role).where(*own)).scalar_one_or_none()

    def members(self, project_id: str, *, lock: bool = False) -> list[Member]:
        """Owners first. `lock`: until our transaction ends nobody else changes who is in."""
        if lock:
            self._connection.execute(select(ProjectRow.id).where(ProjectRow.id == project_id).with_for_update())
        rank = case({role: role.rank for role in ProjectRole}, value=ProjectMemberRow.role)
        query = (
            select(ProjectMemberRow, UserRow.email, UserRow.name)
            .join(UserRow, UserRow.id == ProjectMemberRow.user_id)
            .where(ProjectMemberRow.project_id == project_id)
            .order_by(rank.desc(), ProjectMemberRow.added_at, ProjectMemberRow.user_id)
        )
        rows: Iterable[Row[Any]] = self._connection.execute(query)
        return [_member(row) for row in rows]

    def count_owned(self, user_id: str) -> int:
        """Of two writing transactions that ask, the second one waits and counts what the first one has added."""
        lock_account(self._connection, user_id)
        own = (ProjectMemberRow.user_id == user_id, ProjectMemberRow.role == ProjectRole.OWNER)
        return int(self._connection.execute(select(func.count()).where(*own)).scalar_one())

    def add(self, project: Project) -> None:
        self._connection.execute(insert(ProjectRow).values(**vars(project)))

    def change(self, project: Project) -> None:
        """Write name, description and when they were changed."""
        values = {"name": project.name, "description": project.description, "updated_at": project.updated_at}
        self._connection.execute(update(ProjectRow).where(ProjectRow.id == project.id).values(**values))

    def delete(self, project_id: str) -> None:
        """What was in it is in no project then."""
        for table in _HELD:
            columns = table.__table__.c
            self._connection.execute(update(table).where(columns.project_id == project_id).values(project_id=None))
        self._connection.execute(delete(ProjectMemberRow).where(ProjectMemberRow.project_id == project_id))
        self._connection.execute(delete(ProjectRow).where(ProjectRow.id == project_id))

    def put_member(self, project_id: str, user_id: str, role: ProjectRole, added_at: datetime) -> None:
        """Add somebody, or change their role."""
        own = (ProjectMemberRow.project_id == project_id, ProjectMemberRow.user_id == user_id)
        changed = self._connection.execute(update(ProjectMemberRow).where(*own).values(role=role))
        if changed.rowcount == 0:
            values = {"project_id": project_id, "user_id": user_id, "role": role, "added_at": added_at}
            self._connection.execute(insert(ProjectMemberRow).values(**values))

    def remove_member(self, project_id: str, user_id: str) -> None:
        own = (ProjectMemberRow.project_id == project_id, ProjectMemberRow.user_id == user_id)
        self._connection.execute(delete(ProjectMemberRow).where(*own))


def _member(row: Row[Any]) -> Member:
    return Member(row.user_id, row.email, row.name, row.role, row.added_at)
