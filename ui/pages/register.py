"""Making an account, and the first administrator's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.credits import SIGNUP_GRANT
from domain.errors import KinoraError, NotAuthenticated
from ui.client import client_of
from ui.deps import UiDeps
from ui.pages.error_page import error_page
from ui.pages.sign_in import enter
from ui.safe_next import safe_next
from ui.shell import page, signed_in

_SPENT = "This link has been used or has expired. Restart Kinora for a new one."

Text = Annotated[str, Form()]


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/register")
    def form(request: Request, next: str = "/") -> Response:
        if signed_in(request) is not None:
            return RedirectResponse(safe_next(next), 303)
        return _form(request, deps, target=safe_next(next))

    @router.post("/register")
    def register(
        request: Request,
        email: Text = "",
        password: Text = "",
        name: Text = "",
        next: Text = "/",
    ) -> Response:
        target = safe_next(next)
        try:
            user = deps.accounts.register(email, password, name, ip=client_of(request).ip)
        except KinoraError as error:
            return _form(request, deps, target=target, email=email, name=name, error=error)
        return enter(request, deps, user, target, remember=False)

    @router.get("/setup")
    def setup_form(request: Request, token: str = "") -> Response:
        if not deps.accounts.first_admin.valid(token):
            return error_page(request, deps, NotAuthenticated(_SPENT))
        return _form(request, deps, token=token)

    @router.post("/setup")
    def setup(request: Request, token: Text = "", email: Text = "", password: Text = "", name: Text = "") -> Response:
        try:
            user = deps.accounts.first_admin.register(token, email, password, name, client_of(request).ip)
        except NotAuthenticated as error:
            return error_page(request, deps, error)
        except KinoraError as error:
            return _form(request, deps, token=token, email=email, name=name, error=error)
        return enter(request, deps, user, "/", remember=False)

    return router


def _form(request: Request, deps: UiDeps, *, error: KinoraError | None = None, **values: str) -> Response:
    fields = {entry["field"]: entry["message"] for entry in error.details.get("fields", ())} if error else {}
    shown = {"target": "/", "token": "", "email": "", "name": "", **values}
    return page(
        request,
        "register.html",
        deps,
        error.status if error else 200,
        problem=error.message if error else "",
        wrong_fields=set(fields),
        grant=SIGNUP_GRANT,
        **shown,
    )
