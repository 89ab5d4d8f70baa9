"""Makes, shares and ends projects."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, replace

from domain.access import project_for
from domain.clock import utc_now
from domain.errors import Conflict, InvalidParams, NotFound
from domain.ports import Clock, Transaction, UnitOfWork
from domain.projects import (
    DESCRIPTION_MAX,
    MEMBERS_MAX,
    NAME_MAX,
    PROJECTS_MAX,
    Member,
    Project,
    ProjectFacts,
    ProjectRole,
)
from domain.users import User, new_id, normal_email


@dataclass(frozen=True)
class ProjectDesk:
    """The facade for projects that the API and the pages call. Each call may raise NotFound and Forbidden."""

    storage: UnitOfWork
    clock: Clock = utc_now

    def list(self, user: User) -> builtins.list[ProjectFacts]:
        """The projects that the user is in, the last changed first."""
        with self.storage.read() as tx:
            return tx.projects.of_user(user.id)

    def get(self, user: User, project_id: str) -> ProjectFacts:
        with self.storage.read() as tx:
            return _facts(tx, user, project_for(tx, user, project_id, ProjectRole.VIEWER))

    def create(self, user: User, name: str, description: str = "") -> ProjectFacts:
        """A new project, owned by the user. Raises InvalidParams, and Conflict for one too many."""
        now = self.clock()
        project = Project(new_id(), _name(name), _description(description), now, now)
        with self.storage.begin() as tx:
            if tx.projects.count_owned(user.id) >= PROJECTS_MAX:
                message = f"You own {PROJECTS_MAX} projects, which is the limit. Delete one first."
                raise Conflict(message, limit=PROJECTS_MAX)
            tx.projects.add(project)
            tx.projects.put_member(project.id, user.id, ProjectRole.OWNER, now)
        return ProjectFacts(project, ProjectRole.OWNER, members=1, jobs=0)

    def change(
        self, user: User, project_id: str, *, name: str | None = None, description: str | None = None
    ) -> ProjectFacts:
        """Rename it or describe it anew; None leaves things as they are. For owners."""
        with self.storage.begin() as tx:
            before = project_for(tx, user, project_id, ProjectRole.OWNER)
            after = replace(
                before,
                name=before.name if name is None else _name(name),
                description=before.description if description is None else _description(description),
                updated_at=self.clock(),
            )
            tx.projects.change(after)
            return _facts(tx, user, after)

    def delete(self, user: User, project_id: str) -> None:
        """For owners. What was in it stays with those who made it."""
        with self.storage.begin() as tx:
            project_for(tx, user, project_id, ProjectRole.OWNER)
            tx.projects.delete(project_id)
            _tell(tx, "project.deleted", user, project_id)

    def members(self, user: User, project_id: str) -> builtins.list[Member]:
        """Who is in it, owners first. For everybody who is."""
        with self.storage.read() as tx:
            project_for(tx, user, project_id, ProjectRole.VIEWER)
            return tx.projects.members(project_id)

    def add_member(self, user: User, project_id: str, email: str, role: ProjectRole) -> Member:
        """Let somebody in who has an account here. For owners.

        Raises:
            InvalidParams: this is no address, or nobody here has it.
            Conflict: they are in it already, or the project is full.
        """
        address = normal_email(email)
        with self.storage.begin() as tx:
            project_for(tx, user, project_id, ProjectRole.OWNER)
            found = tx.users.by_email(address)
            if found is None:
                raise InvalidParams.of_fields([("email", "Nobody here has an account with this address")])
            members = tx.projects.members(project_id, lock=True)
            if any(member.user_id == found[0].id for member in members):
                raise Conflict("They are in this project already. Change their role instead.")
            if len(members) >= MEMBERS_MAX:
                raise Conflict(f"A project has at most {MEMBERS_MAX} people.", limit=MEMBERS_MAX)
            tx.projects.put_member(project_id, found[0].id, role, self.clock())
            _tell(tx, "member.added", user, project_id, found[0].id, role)
            return _member(tx, project_id, found[0].id)

    def set_role(self, user: User, project_id: str, member_id: str, role: ProjectRole) -> Member:
        """For owners. Raises Conflict where nobody would own the project any more."""
        with self.storage.begin() as tx:
            project_for(tx, user, project_id, ProjectRole.OWNER)
            members = tx.projects.members(project_id, lock=True)
            member = _among(members, member_id)
            if role is not ProjectRole.OWNER:
                _check_owned(members, member)
            tx.projects.put_member(project_id, member_id, role, member.added_at)
            _tell(tx, "member.changed", user, project_id, member_id, role)
            return replace(member, role=role)

    def remove_member(self, user: User, project_id: str, member_id: str) -> None:
        """Take somebody out, for owners; or leave, for everybody. Raises Conflict for the last owner.

        What they have put into the project stays in it.
        """
        leaving = member_id == user.id
        with self.storage.begin() as tx:
            project_for(tx, user, project_id, ProjectRole.VIEWER if leaving else ProjectRole.OWNER)
            members = tx.projects.members(project_id, lock=True)
            _check_owned(members, _among(members, member_id))
            tx.projects.remove_member(project_id, member_id)
            _tell(tx, "member.removed", user, project_id, member_id)


def _tell(tx: Transaction, kind: str, user: User, project_id: str, member_id: str = "", role: str = "") -> None:
    """Write to the audit log who has changed who sees what."""
    more = {name: value for name, value in (("member_id", member_id), ("role", str(role))) if value}
    tx.audit.add(kind, user.id, data={"project_id": project_id, **more})


def _facts(tx: Transaction, user: User, project: Project) -> ProjectFacts:
    role = tx.projects.role_of(project.id, user.id)
    members, jobs = tx.projects.sizes(project.id)
    return ProjectFacts(project, role, members, jobs)


def _member(tx: Transaction, project_id: str, user_id: str) -> Member:
    return _among(tx.projects.members(project_id), user_id)


def _among(members: builtins.list[Member], member_id: str) -> Member:
    member = next((each for each in members if each.user_id == member_id), None)
    if member is None:
        raise NotFound("Nobody with this id is in the project.")
    return member


def _check_owned(members: builtins.list[Member], without: Member) -> None:
    if not any(each.role is ProjectRole.OWNER for each in members if each.user_id != without.user_id):
        raise Conflict("A project needs an owner. Make somebody else one first, or delete the project.")


def _name(text: str) -> str:
    name = text.strip()
    if not (1 <= len(name) <= NAME_MAX and name.isprintable()):
        raise InvalidParams.of_fields([("name", f"A name has 1 to {NAME_MAX} printable characters")])
    return name


def _description(text: str) -> str:
    if len(text) > DESCRIPTION_MAX or not all(c.isprintable() or c in "\n\t" for c in text):
        raise InvalidParams.of_fields([("description", f"A description has up to {DESCRIPTION_MAX} characters")])
    return text.strip()
