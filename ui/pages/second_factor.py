"""Settings: signing in by two steps."""

from __future__ import annotations

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Form, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError
from domain.second_factor import Setup
from domain.users import User
from ui.client import client_of
from ui.deps import UiDeps
from ui.shell import current_user, page

PATH = "/settings/two-factor"

Text = Annotated[str, Form()]


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()
    factor = deps.accounts.second_factor

    @router.get(PATH)
    def two_factor(request: Request) -> Response:
        user = current_user(request)
        return _page(request, deps, user, None if user.two_factor else factor.begin(user))

    @router.post(PATH + "/enable")
    def enable(request: Request, password: Text = "", pending: Text = "", code: Text = "") -> Response:
        user, ip = current_user(request), client_of(request).ip
        try:
            deps.accounts.confirm_password(user, password, ip)
            codes = factor.enable(user, pending, code, ip)
        except KinoraError as error:
            return _page(request, deps, user, _same(deps, user, pending), error=error)
        return _page(request, deps, user, None, codes=codes)

    @router.post(PATH + "/disable")
    def disable(request: Request, password: Text = "", code: Text = "") -> Response:
        user, ip = current_user(request), client_of(request).ip
        try:
            deps.accounts.confirm_password(user, password, ip)
            factor.disable(user, code, ip)
        except KinoraError as error:
            return _page(request, deps, user, None, error=error)
        return RedirectResponse("/settings/security?done=two-factor-off", 303)

    @router.post(PATH + "/codes")
    def new_codes(request: Request, password: Text = "", code: Text = "") -> Response:
        user, ip = current_user(request), client_of(request).ip
        try:
            deps.accounts.confirm_password(user, password, ip)
            codes = factor.renew_codes(user, code, ip)
        except KinoraError as error:
            return _page(request, deps, user, None, error=error)
        return _page(request, deps, user, None, codes=codes)

    return router


def _same(deps: UiDeps, user: User, pending: str) -> Setup | None:
    """The setup that a form came from, so that a mistyped code does not ask for the app to be set up again."""
    if user.two_factor:
        return None
    try:
        return deps.accounts.second_factor.setup_of(user, pending)
    except KinoraError:
        return deps.accounts.second_factor.begin(user)


def _page(
    request: Request,
    deps: UiDeps,
    user: User,
    setup: Setup | None,
    *,
    codes: list[str] | None = None,
    error: KinoraError | None = None,
) -> Response:
    shown: dict[str, Any] = {
        "part": "security",
        "setup": setup,
        "picture": None if setup is None else _qr(setup.uri),
        "codes": codes or [],
        "left": deps.accounts.second_factor.codes_left(user.id),
        "problem": error.message if error else "",
        "wrong_fields": {entry["field"] for entry in error.details.get("fields", ())} if error else set(),
    }
    return page(request, "two_factor.html", deps, error.status if error else 200, **shown)


def _qr(uri: str) -> Markup:
    """Black on white in both themes: cameras want it so."""
    return Markup(segno.make(uri, error="m").svg_inline(scale=4, border=3, dark="#000", light="#fff"))  # noqa: S704
