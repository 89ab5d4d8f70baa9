"""Settings: the password, devices, and what happened to the account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError
from domain.users import User
from ui.activity_words import activity_words
from ui.client import client_of
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.pages.sign_in import enter, left
from ui.shell import current_user, page, signed_in_by

_EVENTS = 30

Text = Annotated[str, Form()]


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/settings/security")
    def security(request: Request, done: str = "") -> Response:
        return security_page(request, deps, current_user(request), done=done)

    @router.post("/settings/password")
    def change_password(request: Request, current: Text = "", password: Text = "") -> Response:
        user = current_user(request)
        try:
            deps.accounts.change_password(user, current, password, client_of(request).ip)
        except KinoraError as error:
            return security_page(request, deps, user, error=error)
        return enter(request, deps, user, "/settings/security?done=password", remember=False)

    @router.post("/settings/devices/{device_id}/end")
    def end_device(request: Request, device_id: str) -> Response:
        try:
            deps.accounts.sessions.end_device(current_user(request).id, device_id, client_of(request).ip)
        except KinoraError as error:
            return error_page(request, deps, error)
        return RedirectResponse("/settings/security#devices", 303)

    @router.post("/logout-everywhere")
    def leave_everywhere(request: Request) -> Response:
        deps.accounts.sessions.end_all(current_user(request).id, client_of(request).ip)
        return left(deps)

    return router


def security_page(
    request: Request, deps: UiDeps, user: User, *, error: KinoraError | None = None, done: str = ""
) -> Response:
    """The page; `error`: why the password was not changed."""
    fields = {entry["field"] for entry in error.details.get("fields", ())} if error else set()
    events = [(event, activity_words(event)) for event in deps.accounts.activity(user.id, limit=_EVENTS)]
    shown = {
        "part": "security",
        "devices": deps.accounts.sessions.devices(user.id, signed_in_by(request)),
        "events": events,
        "problem": error.message if error else "",
        "wrong_fields": fields,
        "done": done,
    }
    return page(request, "security.html", deps, error.status if error else 200, **shown)
