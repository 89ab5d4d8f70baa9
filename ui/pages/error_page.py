"""An error as a page."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import HTMLResponse

from domain.errors import KinoraError
from ui.deps import UiDeps
from ui.shell import page

_TITLES = {
    403: "This is not yours to see",
    404: "There is nothing here",
    429: "A little too fast",
    503: "Not available right now",
}


def error_page(request: Request, deps: UiDeps, error: KinoraError) -> HTMLResponse:
    title = _TITLES.get(error.status, "That did not work")
    return page(request, "error.html", deps, error.status, title=title, message=error.message)
