"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError, LinkSpent
from domain.users import SessionKind, User
from ui.client import client_of
from ui.deps import UiDeps
from ui.safe_next import safe_next
from ui.session_cookie import SESSION_COOKIE, clear_session, set_session
from ui.shell import page, signed_in


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/login")
    def form(request: Request, next: str = "/", done: str = "") -> Response:
        target = safe_next(next)
        if signed_in(request) is not None:
            return RedirectResponse(target, 303)
        return page(request, "login.html", deps, target=target, email="", problem="", done=done)

    @router.post("/login")
    def sign_in(
        request: Request,
        email: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        remember: Annotated[bool, Form()] = False,
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        target = safe_next(next)
        try:
            user = deps.accounts.first_step(email, password, client_of(request).ip)
        except KinoraError as error:
            values = {"target": target, "email": email, "problem": error.message, "done": ""}
            return page(request, "login.html", deps, error.status, **values)
        if user.two_factor:
            ticket = deps.accounts.second_factor.ticket(user)
            return page(request, "login_code.html", deps, target=target, ticket=ticket, remember=remember, problem="")
        return enter(request, deps, user, target, remember=remember)

    @router.post("/login/code")
    def second_step(
        request: Request,
        ticket: Annotated[str, Form()] = "",
        code: Annotated[str, Form()] = "",
        remember: Annotated[bool, Form()] = False,
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        target = safe_next(next)
        try:
            user = deps.accounts.second_factor.by_ticket(ticket, code, client_of(request).ip)
        except LinkSpent as error:
            values = {"target": target, "email": "", "problem": error.message, "done": ""}
            return page(request, "login.html", deps, 401, **values)
        except KinoraError as error:
            kept = {"target": target, "ticket": ticket, "problem": error.message}
            return page(request, "login_code.html", deps, error.status, **kept, remember=remember)
        return enter(request, deps, user, target, remember=remember)

    @router.post("/logout")
    def sign_out(request: Request) -> Response:
        secret = request.cookies.get(SESSION_COOKIE)
        if secret:
            deps.accounts.sessions.end(secret, client_of(request).ip)
        return left(deps)

    return router


def enter(request: Request, deps: UiDeps, user: User, target: str, *, remember: bool) -> Response:
    """Open a session and go to `target`, which must be safe."""
    session = deps.accounts.sessions.open(user, SessionKind.BROWSER, client_of(request), remember=remember)
    response = RedirectResponse(target, 303)
    set_session(response, session, remember=remember, secure=deps.cookie_secure)
    return response


def left(deps: UiDeps) -> Response:
    response = RedirectResponse("/login", 303)
    clear_session(response, secure=deps.cookie_secure)
    return response
