"""Projects and who is in them."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CurrentUser, Deps
from domain.projects import DESCRIPTION_MAX, MEMBERS_MAX, NAME_MAX, PROJECTS_MAX, Member, ProjectFacts, ProjectRole

router = APIRouter(prefix="/projects", tags=["projects"])

_NAME = Field(min_length=1, max_length=NAME_MAX, description=f"1 to {NAME_MAX} printable characters.")
_ROLE = Field(
    description="viewer sees everything in the project; editor also orders into it, moves and cancels; owner also"
    " decides who is in."
)


class ProjectBody(BaseModel):
    """A new project."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"name": "Spring campaign", "description": "Posters and three short films."}]},
    )

    name: str = _NAME
    description: str = Field("", max_length=DESCRIPTION_MAX)


class ProjectChange(BaseModel):
    """What of a project is to change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"name": "Summer campaign"}]}
    )

    name: str | None = Field(None, min_length=1, max_length=NAME_MAX)
    description: str | None = Field(None, max_length=DESCRIPTION_MAX)


class NewMember(BaseModel):
    """Somebody to let in."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"email": "bob@example.org", "role": "editor"}]}
    )

    email: str = Field(max_length=254, description="Of an account here.")
    role: ProjectRole = _ROLE


class NewRole(BaseModel):
    """Another role for somebody."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [{"role": "viewer"}]})

    role: ProjectRole = _ROLE


class ProjectView(BaseModel):
    """A project. `role` is one's own; null for an administrator who is not in it."""

    id: str
    name: str
    description: str
    role: ProjectRole | None
    members: int
    jobs: int
    created_at: datetime
    updated_at: datetime


class ProjectList(BaseModel):
    """The projects that one is in. `limit`: how many one may own."""

    items: list[ProjectView]
    limit: int


class MemberView(BaseModel):
    """Somebody in a project."""

    user_id: str
    email: str
    name: str
    role: ProjectRole
    added_at: datetime


class MemberList(BaseModel):
    """Who is in a project, owners first. `limit`: how many may be."""

    items: list[MemberView]
    limit: int


@router.get("")
def list_projects(user: CurrentUser, deps: Deps) -> ProjectList:
    """The projects that the user is in, the last changed first."""
    return ProjectList(items=[_view(facts) for facts in deps.projects.list(user)], limit=PROJECTS_MAX)


@router.post("", status_code=201)
def create_project(body: ProjectBody, user: CurrentUser, deps: Deps) -> ProjectView:
    """Make a project. Who makes it owns it."""
    return _view(deps.projects.create(user, body.name, body.description))


@router.get("/{project_id}")
def get_project(project_id: str, user: CurrentUser, deps: Deps) -> ProjectView:
    """One project, for those who are in it."""
    return _view(deps.projects.get(user, project_id))


@router.patch("/{project_id}")
def change_project(project_id: str, body: ProjectChange, user: CurrentUser, deps: Deps) -> ProjectView:
    """Rename or describe a project anew. For owners."""
    return _view(deps.projects.change(user, project_id, name=body.name, description=body.description))


@router.delete("/{project_id}", status_code=204)
def delete_project(project_id: str, user: CurrentUser, deps: Deps) -> None:
    """End a project. What was in it stays with those who made it. For owners."""
    deps.projects.delete(user, project_id)


@router.get("/{project_id}/members")
def list_members(project_id: str, user: CurrentUser, deps: Deps) -> MemberList:
    """Who is in a project."""
    items = [_member(member) for member in deps.projects.members(user, project_id)]
    return MemberList(items=items, limit=MEMBERS_MAX)


@router.post("/{project_id}/members", status_code=201)
def add_member(project_id: str, body: NewMember, user: CurrentUser, deps: Deps) -> MemberView:
    """Let somebody in who has an account here. For owners."""
    return _member(deps.projects.add_member(user, project_id, body.email, body.role))


@router.patch("/{project_id}/members/{member_id}")
def change_role(project_id: str, member_id: str, body: NewRole, user: CurrentUser, deps: Deps) -> MemberView:
    """Give somebody another role. For owners; 409 where nobody would own the project any more."""
    return _member(deps.projects.set_role(user, project_id, member_id, body.role))


@router.delete("/{project_id}/members/{member_id}", status_code=204)
def remove_member(project_id: str, member_id: str, user: CurrentUser, deps: Deps) -> None:
    """Take somebody out, for owners; or leave, with one's own id. What they have put into the project stays in it."""
    deps.projects.remove_member(user, project_id, member_id)


def _view(facts: ProjectFacts) -> ProjectView:
    return ProjectView(**vars(facts.project), role=facts.role, members=facts.members, jobs=facts.jobs)


def _member(member: Member) -> MemberView:
    return MemberView(**vars(member))
