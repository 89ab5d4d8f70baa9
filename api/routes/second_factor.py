"""Signing in by two steps."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import CurrentUser, Deps, FromClient
from api.routes.auth import Body

router = APIRouter(prefix="/auth/totp", tags=["auth"])

_CODE = Field(min_length=1, max_length=40, description="A code of the app; where it is on, a recovery code will do.")


class Enabling(Body):
    """The password, what the setup gave as `pending`, and the first code of the app."""

    password: str = Field(max_length=1000)
    pending: str = Field(max_length=500)
    code: str = _CODE


class Proof(Body):
    """The password and a code."""

    password: str = Field(max_length=1000)
    code: str = _CODE


class State(BaseModel):
    """Whether signing in takes a code, and how many recovery codes are left."""

    enabled: bool
    recovery_codes_left: int


class SetupView(BaseModel):
    """What an authenticator app needs. `uri` is what a QR code says; `pending` goes back with the first code."""

    secret: str
    uri: str
    pending: str


class RecoveryCodes(BaseModel):
    """Codes that sign in once each when the app is lost. They are shown this once."""

    recovery_codes: list[str]


@router.get("")
def state(user: CurrentUser, deps: Deps) -> State:
    """Whether two-step sign-in is on."""
    return State(enabled=user.two_factor, recovery_codes_left=deps.accounts.second_factor.codes_left(user.id))


@router.post("/setup")
def set_up(user: CurrentUser, deps: Deps) -> SetupView:
    """A new secret for an authenticator app. It is in force only after `enable`."""
    return SetupView(**vars(deps.accounts.second_factor.begin(user)))


@router.post("/enable")
def enable(body: Enabling, user: CurrentUser, deps: Deps, client: FromClient) -> RecoveryCodes:
    """Turn two-step sign-in on. API keys go on working."""
    deps.accounts.confirm_password(user, body.password, client.ip)
    return RecoveryCodes(recovery_codes=deps.accounts.second_factor.enable(user, body.pending, body.code, client.ip))


@router.post("/disable", status_code=204)
def disable(body: Proof, user: CurrentUser, deps: Deps, client: FromClient) -> None:
    """Turn two-step sign-in off."""
    deps.accounts.confirm_password(user, body.password, client.ip)
    deps.accounts.second_factor.disable(user, body.code, client.ip)


@router.post("/recovery-codes")
def renew_recovery_codes(body: Proof, user: CurrentUser, deps: Deps, client: FromClient) -> RecoveryCodes:
    """Make new recovery codes; those of before end."""
    deps.accounts.confirm_password(user, body.password, client.ip)
    return RecoveryCodes(recovery_codes=deps.accounts.second_factor.renew_codes(user, body.code, client.ip))
