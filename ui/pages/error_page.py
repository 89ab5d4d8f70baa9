"""An error as a page."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import HTMLResponse

from domain.errors import KinoraError
from ui.deps import UiDeps
from ui.shell import page

_UNKNOWN = "That did not work"
_TITLES = {
    403: "This is not yours to see",
    404: "There is nothing here",
    429: "A little too fast",
    503: "Not available right now",
}


_MESSAGES = {
    403: "It belongs to another account.",
    404: "The address may have been mistyped, or what stood here has been deleted.",
}


def status_page(request: Request, deps: UiDeps, status: int) -> HTMLResponse:
    """A page for an error of which only the HTTP status is known."""
    message = _MESSAGES.get(status, "Go back and try again in a moment.")
    return page(request, "error.html", deps, status, title=_TITLES.get(status, _UNKNOWN), message=message)


def error_page(request: Request, deps: UiDeps, error: KinoraError) -> HTMLResponse:
    title = _TITLES.get(error.status, _UNKNOWN)
    return page(request, "error.html", deps, error.status, title=title, message=error.message)
