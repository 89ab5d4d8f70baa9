"""Who may do what with jobs, files and projects. The only place where this is decided.

What belongs to an account is its own. What is in a project is seen by everybody in the project and may be moved or
cancelled by its editors and owners. Administrators may do all of that. Credits are only ever those of who orders.
"""

from __future__ import annotations

from domain.assets import Asset
from domain.errors import Forbidden, NotFound
from domain.jobs import Job
from domain.ports import Transaction
from domain.projects import Project, ProjectRole
from domain.users import Role, User


def check_read(tx: Transaction, user: User, job: Job) -> None:
    """Raises Forbidden for a job that is neither the user's nor in a project of theirs."""
    if not (_owns(user, job.user_id) or _at_least(tx, user, job.project_id, ProjectRole.VIEWER)):
        raise Forbidden("This job belongs to another account.")


def check_change(tx: Transaction, user: User, job: Job) -> None:
    """Raises Forbidden for a job that the user may not move, cancel or mark."""
    check_read(tx, user, job)
    if not (_owns(user, job.user_id) or _at_least(tx, user, job.project_id, ProjectRole.EDITOR)):
        raise Forbidden("You can look at what is in this project, but not change it.")


def check_own(tx: Transaction, user: User, job: Job) -> None:
    """Raises Forbidden for a job that the user has not ordered: nobody else may delete it or give it to strangers."""
    check_read(tx, user, job)
    if not _owns(user, job.user_id):
        raise Forbidden("Only who has ordered this job may do that.")


def check_see(tx: Transaction, user: User, asset: Asset) -> None:
    """Raises Forbidden for a file that is neither the user's nor in a project of theirs."""
    if not (_owns(user, asset.user_id) or _at_least(tx, user, asset.project_id, ProjectRole.VIEWER)):
        raise Forbidden("This file belongs to another account.")


def may_use(tx: Transaction, user_id: str, asset: Asset) -> bool:
    """Whether an account may order work with a file."""
    if asset.user_id == user_id:
        return True
    return asset.project_id is not None and tx.projects.role_of(asset.project_id, user_id) is not None


def project_for(tx: Transaction, user: User, project_id: str, needed: ProjectRole) -> Project:
    """The project. Raises NotFound, or Forbidden where the user has a lower role in it than `needed`."""
    project = tx.projects.find(project_id)
    if project is None:
        raise NotFound("There is no such project.", project_id=project_id)
    if user.role is Role.ADMIN:
        return project
    role = tx.projects.role_of(project_id, user.id)
    if role is None:
        raise Forbidden("This project belongs to other people.")
    if role.rank < needed.rank:
        article = "an" if needed is not ProjectRole.VIEWER else "a"
        raise Forbidden(f"Only {article} {needed} of this project may do that. You are its {role}.")
    return project


def _owns(user: User, owner_id: str) -> bool:
    return owner_id == user.id or user.role is Role.ADMIN


def _at_least(tx: Transaction, user: User, project_id: str | None, needed: ProjectRole) -> bool:
    role = None if project_id is None else tx.projects.role_of(project_id, user.id)
    return role is not None and role.rank >= needed.rank
