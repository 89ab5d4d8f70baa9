"""Account settings: API keys, and signing out everywhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError
from domain.pronunciations import TEXT_MAX
from domain.users import User, hash_secret
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.pages.sign_in import left
from ui.shell import current_user, page

NEW_KEY_COOKIE = "kinora_new_key"
"""Takes a new key's secret over the redirect to the page that shows it. The server keeps it nowhere."""
_SHOWN_WITHIN = 60
"""Seconds the browser keeps it, should that page never be opened."""


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/settings")
    def settings(request: Request) -> Response:
        secret = request.cookies.get(NEW_KEY_COOKIE, "")
        answer = _page(request, deps, current_user(request), secret=secret)
        if secret:
            answer.delete_cookie(NEW_KEY_COOKIE, path="/settings", secure=deps.cookie_secure, httponly=True)
        return answer

    @router.get("/settings/api-keys")
    def keys() -> Response:
        return RedirectResponse("/settings", 303)

    @router.post("/settings/api-keys")
    def create_key(request: Request, name: Annotated[str, Form()] = "") -> Response:
        user = current_user(request)
        try:
            _, secret = deps.accounts.keys.create(user.id, name)
        except KinoraError as error:
            return _page(request, deps, user, problem=error.message, status=error.status)
        # Redirected, so that reloading the page that shows the key does not make another one.
        answer = RedirectResponse("/settings", 303, headers={"Cache-Control": "no-store"})
        answer.set_cookie(
            NEW_KEY_COOKIE,
            secret,
            max_age=_SHOWN_WITHIN,
            path="/settings",
            secure=deps.cookie_secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    @router.post("/settings/api-keys/{key_id}/revoke")
    def revoke_key(request: Request, key_id: str) -> Response:
        user = current_user(request)
        try:
            deps.accounts.keys.revoke(user.id, key_id)
        except KinoraError as error:
            return error_page(request, deps, error)
        return RedirectResponse("/settings", 303)

    @router.post("/settings/pronunciations")
    def say_words(request: Request, pronunciations: Annotated[str, Form()] = "") -> Response:
        user = current_user(request)
        try:
            deps.accounts.set_pronunciations(user.id, pronunciations)
        except KinoraError as error:
            return _page(request, deps, user, unsaid=error.message, words=pronunciations, status=error.status)
        return RedirectResponse("/settings#pronunciations", 303)

    @router.post("/logout-everywhere")
    def leave_everywhere(request: Request) -> Response:
        deps.accounts.sessions.end_all(current_user(request).id)
        return left(deps)

    return router


def _page(
    request: Request,
    deps: UiDeps,
    user: User,
    *,
    secret: str = "",
    problem: str = "",
    unsaid: str = "",
    words: str | None = None,
    status: int = 200,
) -> Response:
    keys = deps.accounts.keys.of_user(user.id)
    if hash_secret(secret) not in {key.secret_hash for key in keys}:
        secret = ""  # of another account, or made up
    origin = deps.public_url or str(request.base_url).rstrip("/")
    credits = deps.accounts.credits(user.id)
    shown = {"keys": keys, "secret": secret, "problem": problem, "origin": origin, "credits": credits}
    said = user.pronunciations if words is None else words
    return page(request, "settings.html", deps, status, **shown, unsaid=unsaid, words=said, words_max=TEXT_MAX)
