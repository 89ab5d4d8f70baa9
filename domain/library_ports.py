"""What the rules of projects, the library and share links need from storage."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.library import LibraryFilter, LibraryItem
from domain.projects import Member, Project, ProjectFacts, ProjectRole
from domain.sharing import ShareLink


class Projects(Protocol):
    def find(self, project_id: str) -> Project | None: ...
    def of_user(self, user_id: str) -> list[ProjectFacts]:
        """Those that somebody is in, the last changed first."""

    def sizes(self, project_id: str) -> tuple[int, int]:
        """How many people and how many jobs are in it."""

    def role_of(self, project_id: str, user_id: str) -> ProjectRole | None: ...
    def members(self, project_id: str, *, lock: bool = False) -> list[Member]:
        """Owners first. `lock`: until our transaction ends nobody else changes who is in."""

    def count_owned(self, user_id: str) -> int:
        """How many projects an account owns; until our transaction ends it gets no other one."""

    def add(self, project: Project) -> None: ...
    def change(self, project: Project) -> None:
        """Write name, description and when they were changed."""

    def delete(self, project_id: str) -> None:
        """What was in it is in no project then."""

    def put_member(self, project_id: str, user_id: str, role: ProjectRole, added_at: datetime) -> None:
        """Add somebody, or change their role."""

    def remove_member(self, project_id: str, user_id: str) -> None: ...


class Library(Protocol):
    def add(self, item: LibraryItem) -> None: ...
    def find(self, job_id: str) -> LibraryItem | None: ...
    def page(self, where: LibraryFilter, before_id: int | None, limit: int) -> list[LibraryItem]:
        """Newest first, from below `before_id`. Without `words`, which only a search needs."""

    def move(self, job_id: str, project_id: str | None) -> None: ...
    def set_favourite(self, job_id: str, favourite: bool) -> bool:
        """False where there is no such item."""

    def set_thumbnail(self, job_id: str, key: str) -> None: ...


class ShareLinks(Protocol):
    def add(self, link: ShareLink) -> None: ...
    def by_secret(self, secret_hash: str) -> ShareLink | None: ...
    def of_job(self, job_id: str) -> list[ShareLink]:
        """Newest first; with those that have ended."""

    def revoke(self, job_id: str, link_id: str, now: datetime) -> bool:
        """False where the job has no such link."""
