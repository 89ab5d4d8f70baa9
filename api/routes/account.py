"""One's own account: the address, the password, the profile, devices, what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.answers import SignedInView, UserView
from api.deps import CurrentUser, Deps, FromClient, Proof
from api.routes.auth import Body, forget_cookies, signed_in_answer
from domain.names import NAME_MAX
from domain.pronunciations import TEXT_MAX
from domain.users import SessionKind
from domain.views import user_view

ACTIVITY_MAX = 100

router = APIRouter(prefix="/auth", tags=["auth"])

Secret = Annotated[str, Field(min_length=1, max_length=200, description="What stands after token= in the link.")]
NewPassword = Annotated[str, Field(max_length=1000, description="8 characters to 72 bytes.")]


class LinkSecret(Body):
    """The secret of a link from a letter."""

    token: Secret


class Address(Body):
    """An e-mail address."""

    email: str = Field(max_length=320)


class Reset(Body):
    """The secret of a link from a letter, and the new password."""

    token: Secret
    password: NewPassword


class PasswordChange(Body):
    """The password of now, and the new one."""

    current_password: str = Field(max_length=1000)
    new_password: NewPassword


class ProfileChange(Body):
    """What is shown of an account."""

    name: str = Field(max_length=1000, description=f"1 to {NAME_MAX} visible characters.")


class SaidWords(Body):
    """How words are said, one a line."""

    pronunciations: str = Field(max_length=TEXT_MAX, description='Lines such as "Siobhan = shi-vawn".')


class Accepted(BaseModel):
    """The same for a known and an unknown address."""

    message: Literal["If this address has an account, a letter with a link is on its way."]


class DeviceView(BaseModel):
    """Where the account is signed in. `kind`: a browser, or a client of the API."""

    id: str
    name: str
    kind: SessionKind
    last_seen_at: datetime
    expires_at: datetime
    current: bool


class Devices(BaseModel):
    items: list[DeviceView]


class EventView(BaseModel):
    """Something that happened to the account."""

    id: int
    at: datetime
    kind: str
    ip: str
    data: dict[str, Any]


class Activity(BaseModel):
    """`next_cursor`: goes into `cursor` for what happened before; null at the end."""

    items: list[EventView]
    next_cursor: int | None


@router.post("/verify-email", status_code=204)
def verify_email(body: LinkSecret, deps: Deps, client: FromClient) -> None:
    """Take the link from the letter that verifies an address."""
    deps.accounts.mail.verify(body.token, client.ip)


@router.post("/verify-email/resend", status_code=202)
def send_verification_again(user: CurrentUser, deps: Deps, client: FromClient) -> None:
    """Send the letter again, at most 3 an hour."""
    deps.accounts.mail.send_verification(user, client.ip)


@router.post("/forgot-password", status_code=202)
def forgot_password(body: Address, deps: Deps, client: FromClient) -> Accepted:
    """Have a link sent that sets a new password. It works once, for an hour. At most 3 letters an hour."""
    deps.accounts.mail.forgot_password(body.email, client.ip)
    return Accepted(message="If this address has an account, a letter with a link is on its way.")


@router.post("/reset-password", status_code=204)
def reset_password(body: Reset, deps: Deps, client: FromClient) -> None:
    """Set a new password by the link from the letter. Ends every session; API keys stay."""
    deps.accounts.mail.reset_password(body.token, body.password, client.ip)


@router.post("/change-password", response_model=SignedInView)
def change_password(
    body: PasswordChange, user: CurrentUser, deps: Deps, response: Response, client: FromClient
) -> dict[str, Any]:
    """Set a new password. Ends every session, and opens a new one for who asks; API keys stay."""
    deps.accounts.change_password(user, body.current_password, body.new_password, client.ip)
    forget_cookies(deps, response)
    return signed_in_answer(deps, user, response, client)


@router.patch("/me", response_model=UserView)
def change_profile(body: ProfileChange, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Change the name."""
    changed = deps.accounts.set_name(user, body.name)
    return user_view(changed, deps.accounts.credits(user.id).balance)


@router.put("/me/pronunciations", status_code=204)
def set_pronunciations(body: SaidWords, user: CurrentUser, deps: Deps) -> None:
    """How words are said in all that speaks for this account. An order's own list decides where both name a word."""
    deps.accounts.set_pronunciations(user.id, body.pronunciations)


@router.get("/sessions")
def devices(user: CurrentUser, proof: Proof, deps: Deps) -> Devices:
    """Where the account is signed in, the last used first."""
    found = deps.accounts.sessions.devices(user.id, proof.family)
    return Devices(items=[DeviceView(**vars(device)) for device in found])


@router.delete("/sessions/{device_id}", status_code=204)
def end_device(device_id: str, user: CurrentUser, deps: Deps, client: FromClient) -> None:
    """Sign one device out, at once."""
    deps.accounts.sessions.end_device(user.id, device_id, client.ip)


@router.delete("/sessions", status_code=204)
def end_all_devices(user: CurrentUser, deps: Deps, response: Response, client: FromClient) -> None:
    """Sign out everywhere, here too. API keys go on working."""
    deps.accounts.sessions.end_all(user.id, client.ip)
    forget_cookies(deps, response)


@router.get("/activity")
def activity(
    user: CurrentUser,
    deps: Deps,
    cursor: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=ACTIVITY_MAX)] = 50,
) -> Activity:
    """What happened to the account that matters for its safety, newest first."""
    found = deps.accounts.activity(user.id, cursor, limit + 1)
    items = [EventView(id=e.id, at=e.at, kind=e.kind, ip=e.ip, data=dict(e.data)) for e in found[:limit]]
    return Activity(items=items, next_cursor=items[-1].id if len(found) > limit else None)
