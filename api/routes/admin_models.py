"""The models on this machine, for administrators: what is here, and downloads."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import CurrentUser, Deps
from domain.errors import Forbidden
from domain.users import Role, User


def administrator(user: CurrentUser) -> User:
    """The signed-in user, if it is an administrator. Raises Forbidden."""
    if user.role is not Role.ADMIN:
        raise Forbidden("Only administrators look after the models.")
    return user


Administrator = Annotated[User, Depends(administrator)]

router = APIRouter(prefix="/admin/models", tags=["models"])


class Consent(BaseModel):
    """That a licence has been read and is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    licence: str = Field(max_length=200, description="Its name, as the list of models gives it.")


@router.get("")
def models(_user: Administrator, deps: Deps) -> dict[str, Any]:
    """Every model of the catalogue with its licence, its size and its state on this machine."""
    return deps.models.overview()


@router.post("/{key}/download", status_code=202)
def download(key: str, consent: Consent, user: Administrator, deps: Deps) -> dict[str, Any]:
    """Begin a download, or go on with one. It runs beside the studio; the list of models says how far it is."""
    deps.models.download(key, consent.licence, user.email)
    return {"key": key}


@router.post("/{key}/cancel", status_code=202)
def cancel(key: str, _user: Administrator, deps: Deps) -> dict[str, Any]:
    """Stop a download; what has arrived is kept."""
    deps.models.cancel(key)
    return {"key": key}


@router.delete("/{key}", status_code=204)
def remove(key: str, _user: Administrator, deps: Deps) -> Response:
    """Delete a model from this machine, or what was begun of it."""
    deps.models.remove(key)
    return Response(status_code=204)
