"""Signing in with another service: there and back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from hmac import compare_digest

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError, NotAuthenticated, NotFound
from domain.foreign_sign_in import IdentityProvider, Trip
from domain.users import new_secret
from ui.client import client_of
from ui.deps import UiDeps
from ui.pages.sign_in import enter
from ui.safe_next import safe_next
from ui.shell import page

TRIP_COOKIE = "kinora_trip"
_LASTS = 600
"""Seconds for the trip."""
_STRAYED = "This sign-in was not begun in this browser, or took too long. Try again."


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()
    foreign = deps.accounts.foreign

    @router.get("/oauth/{provider}")
    def leave(request: Request, provider: str, next: str = "/") -> Response:
        try:
            service = _provider(deps, provider)
            trip = Trip(new_secret(), new_secret(), new_secret())
            address = service.address(trip, _back(deps, provider))
        except KinoraError as error:
            return _refused(request, deps, error)
        response = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
        kept = urlsafe_b64encode(json.dumps({**asdict(trip), "next": safe_next(next)}).encode()).decode()
        response.set_cookie(
            TRIP_COOKIE,
            kept,
            max_age=_LASTS,
            path=f"/oauth/{provider}",
            secure=deps.cookie_secure,
            httponly=True,
            samesite="lax",  # strict would not be sent on the way back
        )
        return response

    @router.get("/oauth/{provider}/back")
    def back(request: Request, provider: str, code: str = "", state: str = "") -> Response:
        try:
            service = _provider(deps, provider)
            trip, target = _trip(request.cookies.get(TRIP_COOKIE, ""))
            if not code or not compare_digest(state.encode(), trip.state.encode()):
                raise NotAuthenticated(_STRAYED)
            identity = service.identity(code, trip, _back(deps, provider))
            user = foreign.enter(identity, client_of(request).ip)
        except KinoraError as error:
            response = _refused(request, deps, error)
        else:
            if user.two_factor:
                ticket = deps.accounts.second_factor.ticket(user)
                shown = {"target": target, "ticket": ticket, "problem": ""}
                response = page(request, "login_code.html", deps, **shown, remember=False)
            else:
                response = enter(request, deps, user, target, remember=False)
        response.delete_cookie(TRIP_COOKIE, path=f"/oauth/{provider}", secure=deps.cookie_secure, httponly=True)
        return response

    return router


def _provider(deps: UiDeps, key: str) -> IdentityProvider:
    found = deps.accounts.foreign.providers.get(key)
    if found is None:
        raise NotFound("This studio does not sign in with that service.")
    return found


def _back(deps: UiDeps, provider: str) -> str:
    return f"{deps.accounts.base_url}/oauth/{provider}/back"


def _trip(kept: str) -> tuple[Trip, str]:
    """What the browser has kept. It need not be sealed: whoever changes it changes only their own trip."""
    try:
        found = json.loads(urlsafe_b64decode(kept.encode()))
        return Trip(str(found["state"]), str(found["nonce"]), str(found["verifier"])), safe_next(str(found["next"]))
    except (ValueError, KeyError, TypeError):
        raise NotAuthenticated(_STRAYED) from None


def _refused(request: Request, deps: UiDeps, error: KinoraError) -> Response:
    values = {"target": "/", "email": "", "problem": error.message, "done": ""}
    return page(request, "login.html", deps, error.status, **values)
