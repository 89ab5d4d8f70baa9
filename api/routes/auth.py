"""Signing up and in, tokens and API keys."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import SESSION_COOKIE, ApiDeps, CurrentUser, Deps
from domain.accounts import NewSession
from domain.clock import utc_now
from domain.errors import NotAuthenticated
from domain.pronunciations import TEXT_MAX
from domain.users import ACCESS_TOKEN_LIFETIME, REFRESH_TOKEN_LIFETIME, ApiKey, SessionKind, User
from domain.views import user_view

REFRESH_COOKIE = "kinora_refresh"
REFRESH_PATH = "/api/v1/auth"

router = APIRouter(prefix="/auth", tags=["auth"])

RefreshCookie = Annotated[str | None, Cookie(alias=REFRESH_COOKIE, include_in_schema=False)]
SessionCookie = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]
UserAgent = Annotated[str, Header(include_in_schema=False)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Registration(_Body):
    """A new account."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000, description="8 characters to 72 bytes.")
    name: str = Field("", max_length=1000)


class SignIn(_Body):
    """An e-mail address and its password."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)


class SaidWords(_Body):
    """How words are said, one a line."""

    pronunciations: str = Field(max_length=TEXT_MAX, description='Lines such as "Siobhan = shi-vawn".')


class KeyName(_Body):
    """What a new API key is called."""

    name: str = Field(max_length=1000)


@router.post("/register", status_code=201)
def register(body: Registration, deps: Deps, response: Response, user_agent: UserAgent = "") -> dict[str, Any]:
    """Make an account with its first credits."""
    user = deps.accounts.register(body.email, body.password, body.name)
    return _signed_in(deps, user, response, user_agent)


@router.post("/login")
def login(body: SignIn, deps: Deps, request: Request, response: Response, user_agent: UserAgent = "") -> dict[str, Any]:
    """Sign in. After 5 failures in 15 minutes an account waits."""
    ip = request.client.host if request.client else ""
    user = deps.accounts.sign_in(body.email, body.password, ip)
    return _signed_in(deps, user, response, user_agent)


@router.post("/refresh")
def refresh(deps: Deps, response: Response, secret: RefreshCookie = None) -> dict[str, Any]:
    """Spend the refresh token in the cookie for a new one and an access token. A spent one ends its whole family."""
    if not secret:
        raise NotAuthenticated("This sign-in has ended. Please sign in again.")
    return _tokens(deps, deps.accounts.refresh(secret), response)


@router.post("/logout", status_code=204)
def logout(
    _user: CurrentUser, deps: Deps, response: Response, secret: RefreshCookie = None, session: SessionCookie = None
) -> None:
    """End this sign-in: its refresh tokens and its browser session."""
    for held in filter(None, (secret, session)):
        deps.accounts.sign_out(held)
    response.delete_cookie(REFRESH_COOKIE, REFRESH_PATH, secure=deps.cookie_secure, httponly=True, samesite="strict")
    response.delete_cookie(SESSION_COOKIE, "/", secure=deps.cookie_secure, httponly=True, samesite="lax")


@router.get("/me")
def me(user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """The signed-in user."""
    return user_view(user, deps.accounts.credits(user.id).balance)


@router.put("/me/pronunciations", status_code=204)
def set_pronunciations(body: SaidWords, user: CurrentUser, deps: Deps) -> None:
    """How words are said in all that speaks for this account. An order's own list decides where both name a word."""
    deps.accounts.set_pronunciations(user.id, body.pronunciations)


@router.post("/api-keys", status_code=201)
def create_api_key(body: KeyName, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Make an API key. It is shown this once."""
    key, secret = deps.accounts.create_api_key(user.id, body.name)
    return {**_key_view(key), "key": secret}


@router.get("/api-keys")
def api_keys(user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """The API keys in use, by their first characters."""
    return {"items": [_key_view(key) for key in deps.accounts.api_keys(user.id) if key.revoked_at is None]}


@router.delete("/api-keys/{key_id}", status_code=204)
def revoke_api_key(key_id: str, user: CurrentUser, deps: Deps) -> None:
    """End an API key at once."""
    deps.accounts.revoke_api_key(user.id, key_id)


def _key_view(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
    }


def _signed_in(deps: ApiDeps, user: User, response: Response, user_agent: str) -> dict[str, Any]:
    return _tokens(deps, deps.accounts.open_session(user, SessionKind.REFRESH, user_agent=user_agent), response)


def _tokens(deps: ApiDeps, session: NewSession, response: Response) -> dict[str, Any]:
    age = min(session.expires_at - utc_now(), REFRESH_TOKEN_LIFETIME)
    response.set_cookie(
        REFRESH_COOKIE,
        session.secret,
        max_age=round(age.total_seconds()),
        path=REFRESH_PATH,
        secure=deps.cookie_secure,
        httponly=True,
        samesite="strict",
    )
    return {
        "user": user_view(session.user, deps.accounts.credits(session.user.id).balance),
        "access_token": deps.accounts.access_token(session.user),
        "token_type": "bearer",
        "expires_in": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
    }
