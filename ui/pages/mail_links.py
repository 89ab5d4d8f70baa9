"""Where the links in letters lead: verifying an address, choosing a new password. And asking for one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError, LinkSpent
from ui.client import client_of
from ui.deps import UiDeps
from ui.shell import current_user, page

Text = Annotated[str, Form()]

_SENT = "If this address has an account, a link is on its way. It works for an hour."
_LOGGED = "If this address has an account, whoever runs this studio now finds a link in its log: it sends no e-mail."


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/verify-email")
    def ask_to_verify(request: Request, token: str = "") -> Response:
        # Programs that look at mail open its links; only a person presses the button.
        return page(request, "verify_email.html", deps, token=token, state="asked", problem="")

    @router.post("/verify-email")
    def verify(request: Request, token: Text = "") -> Response:
        try:
            deps.accounts.mail.verify(token, client_of(request).ip)
        except KinoraError as error:
            values = {"token": "", "state": "refused", "problem": error.message}
            return page(request, "verify_email.html", deps, error.status, **values)
        return page(request, "verify_email.html", deps, token="", state="done", problem="")

    @router.post("/settings/verify-email")
    def send_again(request: Request) -> Response:
        user = current_user(request)
        try:
            deps.accounts.mail.send_verification(user, client_of(request).ip)
        except KinoraError:
            return RedirectResponse("/settings?letter=later", 303)
        return RedirectResponse("/settings?letter=sent", 303)

    @router.get("/forgot-password")
    def forgot_form(request: Request) -> Response:
        return page(request, "forgot_password.html", deps, email="", problem="", sent="")

    @router.post("/forgot-password")
    def forgot(request: Request, email: Text = "") -> Response:
        try:
            deps.accounts.mail.forgot_password(email, client_of(request).ip)
        except KinoraError as error:
            values = {"email": email, "problem": error.message, "sent": ""}
            return page(request, "forgot_password.html", deps, error.status, **values)
        sent = _SENT if deps.accounts.mailer.delivers else _LOGGED
        return page(request, "forgot_password.html", deps, email="", problem="", sent=sent)

    @router.get("/reset-password")
    def reset_form(request: Request, token: str = "") -> Response:
        spent = not deps.accounts.mail.reset_valid(token)
        return _reset_page(request, deps, "" if spent else token, spent=spent)

    @router.post("/reset-password")
    def reset(request: Request, token: Text = "", password: Text = "") -> Response:
        try:
            deps.accounts.mail.reset_password(token, password, client_of(request).ip)
        except LinkSpent:
            return _reset_page(request, deps, "", spent=True)
        except KinoraError as error:
            return _reset_page(request, deps, token, error=error)
        return RedirectResponse("/login?done=password", 303)

    return router


def _reset_page(
    request: Request, deps: UiDeps, token: str, *, spent: bool = False, error: KinoraError | None = None
) -> Response:
    status = error.status if error else 400 if spent else 200
    values = {"token": token, "spent": spent, "problem": error.message if error else ""}
    return page(request, "reset_password.html", deps, status, **values)
