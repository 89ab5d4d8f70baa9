"""Signing up, in and out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import SignedInView, UserView
from api.deps import SESSION_COOKIE, ApiDeps, CurrentUser, Deps, FromClient
from domain.clock import utc_now
from domain.errors import NotAuthenticated
from domain.sessions import Client, NewSession
from domain.users import ACCESS_TOKEN_LIFETIME, REFRESH_TOKEN_LIFETIME, SessionKind, User
from domain.views import user_view

REFRESH_COOKIE = "kinora_refresh"
REFRESH_PATH = "/api/v1/auth"

router = APIRouter(prefix="/auth", tags=["auth"])

RefreshCookie = Annotated[str | None, Cookie(alias=REFRESH_COOKIE, include_in_schema=False)]
SessionCookie = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]


class Body(BaseModel):
    """The body of a request: what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Registration(Body):
    """A new account."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000, description="8 characters to 72 bytes.")
    name: str = Field("", max_length=1000)


class SignIn(Body):
    """An e-mail address and its password."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    totp: str = Field("", max_length=40, description="With two-step sign-in: a code of the app, or a recovery code.")


@router.post("/register", status_code=201, response_model=SignedInView)
def register(body: Registration, deps: Deps, response: Response, client: FromClient) -> dict[str, Any]:
    """Make an account with its first credits. A letter with a link that verifies the address goes out."""
    user = deps.accounts.register(body.email, body.password, body.name, ip=client.ip)
    return signed_in_answer(deps, user, response, client)


@router.post("/login", response_model=SignedInView)
def login(body: SignIn, deps: Deps, response: Response, client: FromClient) -> dict[str, Any]:
    """Sign in. After 5 failures in 15 minutes an account waits.

    401 with the code "totp_required" asks for the same again with `totp`.
    """
    user = deps.accounts.sign_in(body.email, body.password, client.ip, body.totp)
    return signed_in_answer(deps, user, response, client)


@router.post("/refresh", response_model=SignedInView)
def refresh(deps: Deps, response: Response, client: FromClient, secret: RefreshCookie = None) -> dict[str, Any]:
    """Spend the refresh token in the cookie for a new one and an access token. A spent one ends its whole family."""
    if not secret:
        raise NotAuthenticated("This sign-in has ended. Please sign in again.")
    return _tokens(deps, deps.accounts.sessions.refresh(secret, client), response)


@router.post("/logout", status_code=204)
def logout(
    _user: CurrentUser,
    deps: Deps,
    response: Response,
    client: FromClient,
    secret: RefreshCookie = None,
    session: SessionCookie = None,
) -> None:
    """End this sign-in: its refresh tokens and its browser session."""
    for held in filter(None, (secret, session)):
        deps.accounts.sessions.end(held, client.ip)
    forget_cookies(deps, response)


@router.get("/me", response_model=UserView)
def me(user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """The signed-in user."""
    return user_view(user, deps.accounts.credits(user.id).balance)


def forget_cookies(deps: ApiDeps, response: Response) -> None:
    """Have the client throw away what signs it in."""
    response.delete_cookie(REFRESH_COOKIE, REFRESH_PATH, secure=deps.cookie_secure, httponly=True, samesite="strict")
    response.delete_cookie(SESSION_COOKIE, "/", secure=deps.cookie_secure, httponly=True, samesite="lax")


def signed_in_answer(deps: ApiDeps, user: User, response: Response, client: Client) -> dict[str, Any]:
    """Open a family of refresh tokens and answer with the user and an access token."""
    return _tokens(deps, deps.accounts.sessions.open(user, SessionKind.REFRESH, client), response)


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
        "access_token": deps.accounts.sessions.access_token(session),
        "token_type": "bearer",
        "expires_in": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
    }
