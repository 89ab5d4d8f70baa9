"""Keys for programs."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import CurrentUser, Deps, FromClient, Proof
from api.routes.auth import Body
from domain.api_keys import EXPIRY_DAYS_MAX
from domain.users import ApiKey, Scope

router = APIRouter(prefix="/auth/api-keys", tags=["auth"])


class WantedKey(Body):
    """A new API key."""

    name: str = Field(max_length=1000, description="What the key is for, to tell keys apart.")
    scopes: list[Scope] = Field(
        default_factory=lambda: list(Scope),
        min_length=1,
        max_length=len(Scope),
        description="read: look; jobs: order, change and end jobs; write: change everything else but the account;"
        " account: the account, its keys and sessions, and for administrators the studio.",
    )
    expires_in_days: int | None = Field(None, ge=1, le=EXPIRY_DAYS_MAX, description="Without it the key does not end.")


class KeyView(BaseModel):
    """An API key in use, by its first characters."""

    id: str
    name: str
    hint: str
    scopes: list[Scope]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


class NewKey(KeyView):
    """A key just made: `key` is shown this once."""

    key: str


class Keys(BaseModel):
    items: list[KeyView]


@router.post("", status_code=201)
def create_api_key(body: WantedKey, user: CurrentUser, proof: Proof, deps: Deps, client: FromClient) -> NewKey:
    """Make an API key. It is shown this once."""
    key, secret = deps.accounts.keys.create(
        user.id, body.name, body.scopes, body.expires_in_days, client.ip, within=proof.scopes
    )
    return NewKey(**_view(key).model_dump(), key=secret)


@router.get("")
def api_keys(user: CurrentUser, deps: Deps) -> Keys:
    """The API keys that were not revoked, newest first."""
    return Keys(items=[_view(key) for key in deps.accounts.keys.of_user(user.id)])


@router.delete("/{key_id}", status_code=204)
def revoke_api_key(key_id: str, user: CurrentUser, deps: Deps, client: FromClient) -> None:
    """End an API key at once."""
    deps.accounts.keys.revoke(user.id, key_id, client.ip)


def _view(key: ApiKey) -> KeyView:
    return KeyView(
        id=key.id,
        name=key.name,
        hint=key.hint,
        scopes=[scope for scope in Scope if scope in key.scopes],
        created_at=key.created_at,
        last_used_at=key.last_used_at,
        expires_at=key.expires_at,
    )
