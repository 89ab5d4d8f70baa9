"""Projects: work that several people share, and what each of them may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PROJECTS_MAX = 200
"""Projects that one account owns."""
MEMBERS_MAX = 50
"""People in one project."""
NAME_MAX = 120
DESCRIPTION_MAX = 2000


class ProjectRole(StrEnum):
    """VIEWER sees everything in it; EDITOR also adds, moves and cancels; OWNER also decides who is in, and its end."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"

    @property
    def rank(self) -> int:
        """Each role may do what those of a lower rank may."""
        return _RANKS[self]


_RANKS = {ProjectRole.VIEWER: 1, ProjectRole.EDITOR: 2, ProjectRole.OWNER: 3}


@dataclass(frozen=True)
class Project:
    id: str
    name: str
    description: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Member:
    """Somebody in a project, with the name and address of their account."""

    user_id: str
    email: str
    name: str
    role: ProjectRole
    added_at: datetime


@dataclass(frozen=True)
class ProjectFacts:
    """A project as somebody in it sees it. `role`: theirs; None for an administrator who is not in it."""

    project: Project
    role: ProjectRole | None
    members: int
    jobs: int
