"""An error as a page."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp

from domain.errors import KinoraError
from ui.deps import UiDeps
from ui.html_errors import HtmlErrors
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


_EXPIRED = "This link no longer works"
_FOREIGN = "This form was not sent from a page of this studio. Open the page again and send it from there."
_NEW_LINK = "Links to files work for an hour. Open the page that it came from again for a new one."


def error_pages(app: ASGIApp, deps: UiDeps) -> HtmlErrors:
    """The app, its errors and those of all that is inside it as pages. It goes around the guard, which refuses, too."""
    return HtmlErrors(app, lambda request, status: _status_page(request, deps, status))


def _status_page(request: Request, deps: UiDeps, status: int) -> HTMLResponse:
    """A page for an error of which only the HTTP status is known."""
    if status == 403 and request.url.path.startswith("/objects/"):
        return page(request, "error.html", deps, status, title=_EXPIRED, message=_NEW_LINK)
    if status == 403 and request.method == "POST":
        return page(request, "error.html", deps, status, title=_UNKNOWN, message=_FOREIGN)
    message = _MESSAGES.get(status, "Go back and try again in a moment.")
    return page(request, "error.html", deps, status, title=_TITLES.get(status, _UNKNOWN), message=message)


def error_page(request: Request, deps: UiDeps, error: KinoraError) -> HTMLResponse:
    title = _TITLES.get(error.status, _UNKNOWN)
    return page(request, "error.html", deps, error.status, title=title, message=error.message)
