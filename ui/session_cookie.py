"""The cookie of a signed-in browser."""

from __future__ import annotations

from starlette.responses import Response

from domain.sessions import NewSession
from domain.users import REMEMBERED_SESSION_LIFETIME

SESSION_COOKIE = "kinora_session"


def set_session(response: Response, session: NewSession, *, remember: bool, secure: bool) -> None:
    """Hand a session's secret to the browser: unreadable for scripts, not sent along from other sites.

    Args:
        remember: keep it for the session's lifetime; otherwise the browser forgets it when it is closed.
    """
    response.set_cookie(
        SESSION_COOKIE,
        session.secret,
        max_age=int(REMEMBERED_SESSION_LIFETIME.total_seconds()) if remember else None,
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )


def clear_session(response: Response, *, secure: bool) -> None:
    response.delete_cookie(SESSION_COOKIE, path="/", secure=secure, httponly=True, samesite="lax")
