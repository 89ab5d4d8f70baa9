"""Settings: the profile, and how words are said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError
from domain.names import NAME_MAX
from domain.pronunciations import TEXT_MAX
from domain.users import User
from ui.deps import UiDeps
from ui.shell import current_user, page

_LETTERS = {
    "sent": "A link is on its way. It works for three days.",
    "logged": "Whoever runs this studio now finds the link in its log: it sends no e-mail.",
    "later": "That were many letters. Look into your mail, or ask again in an hour.",
}


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/settings")
    def settings(request: Request, letter: str = "") -> Response:
        if letter == "sent" and not deps.accounts.mailer.delivers:
            letter = "logged"
        return _page(request, deps, current_user(request), letter=_LETTERS.get(letter, ""))

    @router.post("/settings/name")
    def rename(request: Request, name: Annotated[str, Form()] = "") -> Response:
        user = current_user(request)
        try:
            deps.accounts.set_name(user, name)
        except KinoraError as error:
            return _page(request, deps, user, unnamed=error.message, name=name, status=error.status)
        return RedirectResponse("/settings", 303)

    @router.post("/settings/pronunciations")
    def say_words(request: Request, pronunciations: Annotated[str, Form()] = "") -> Response:
        user = current_user(request)
        try:
            deps.accounts.set_pronunciations(user.id, pronunciations)
        except KinoraError as error:
            return _page(request, deps, user, unsaid=error.message, words=pronunciations, status=error.status)
        return RedirectResponse("/settings#pronunciations", 303)

    return router


def _page(
    request: Request,
    deps: UiDeps,
    user: User,
    *,
    letter: str = "",
    unnamed: str = "",
    name: str | None = None,
    unsaid: str = "",
    words: str | None = None,
    status: int = 200,
) -> Response:
    shown = {
        "part": "profile",
        "credits": deps.accounts.credits(user.id),
        "letter": letter,
        "unnamed": unnamed,
        "name": user.name if name is None else name,
        "name_max": NAME_MAX,
        "unsaid": unsaid,
        "words": user.pronunciations if words is None else words,
        "words_max": TEXT_MAX,
    }
    return page(request, "settings.html", deps, status, **shown)
