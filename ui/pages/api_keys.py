"""Settings: keys for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.clock import utc_now
from domain.errors import KinoraError
from domain.users import Scope, User, hash_secret
from ui.client import client_of
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.shell import current_user, page

PATH = "/settings/api-keys"
NEW_KEY_COOKIE = "kinora_new_key"
"""Takes a new key's secret over the redirect to the page that shows it. The server keeps it nowhere."""
_SHOWN_WITHIN = 60
"""Seconds the browser keeps it, should that page never be opened."""
SCOPES = {
    Scope.READ: "Look at everything",
    Scope.JOBS: "Order and end jobs",
    Scope.WRITE: "Change files, projects and the rest",
    Scope.ACCOUNT: "Manage the account",
}
PERIODS = {"30": "30 days", "90": "90 days", "365": "1 year", "": "Never"}


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get(PATH)
    def keys(request: Request) -> Response:
        secret = request.cookies.get(NEW_KEY_COOKIE, "")
        answer = _page(request, deps, current_user(request), secret=secret)
        if secret:
            answer.delete_cookie(NEW_KEY_COOKIE, path=PATH, secure=deps.cookie_secure, httponly=True)
        return answer

    @router.post(PATH)
    def create_key(
        request: Request,
        name: Annotated[str, Form()] = "",
        scopes: Annotated[list[str] | None, Form()] = None,
        days: Annotated[str, Form()] = "",
    ) -> Response:
        user = current_user(request)
        wanted = [scope for scope in Scope if scope.value in (scopes or [])]
        expires = int(days) if days in PERIODS and days else None
        try:
            _, secret = deps.accounts.keys.create(user.id, name, wanted, expires, client_of(request).ip)
        except KinoraError as error:
            return _page(request, deps, user, problem=error.message, status=error.status)
        # Redirected, so that reloading the page that shows the key does not make another one.
        answer = RedirectResponse(PATH, 303, headers={"Cache-Control": "no-store"})
        answer.set_cookie(
            NEW_KEY_COOKIE,
            secret,
            max_age=_SHOWN_WITHIN,
            path=PATH,
            secure=deps.cookie_secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    @router.post(PATH + "/{key_id}/revoke")
    def revoke_key(request: Request, key_id: str) -> Response:
        try:
            deps.accounts.keys.revoke(current_user(request).id, key_id, client_of(request).ip)
        except KinoraError as error:
            return error_page(request, deps, error)
        return RedirectResponse(PATH, 303)

    return router


def _page(
    request: Request, deps: UiDeps, user: User, *, secret: str = "", problem: str = "", status: int = 200
) -> Response:
    keys = deps.accounts.keys.of_user(user.id)
    if hash_secret(secret) not in {key.secret_hash for key in keys}:
        secret = ""  # of another account, or made up
    shown = {
        "part": "keys",
        "keys": keys,
        "now": utc_now(),
        "secret": secret,
        "problem": problem,
        "scopes": SCOPES,
        "periods": PERIODS,
        "origin": deps.public_url or str(request.base_url).rstrip("/"),
    }
    return page(request, "api_keys.html", deps, status, **shown)
