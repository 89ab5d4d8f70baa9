"""A result that somebody has shared, for people without an account."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from domain.errors import KinoraError
from domain.jobs import StoredArtifact
from domain.library import POSTERS, pictures_of, title_of
from domain.sharing_desk import Shared
from ui.deps import LINK_LIFETIME, UiDeps
from ui.pages.error_page import error_page
from ui.shell import page

_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
_KINDS = ("video", "audio")


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/s/{secret}")
    def shared_result(request: Request, secret: str) -> Response:
        """Read-only. A link that has ended looks like one that never was."""
        try:
            shared = deps.sharing.open(secret, _address(request))
            answer: Response = page(request, "shared.html", deps, **_shown(deps, shared, secret))
        except KinoraError as error:
            answer = error_page(request, deps, error)
        answer.headers.update(_HEADERS)
        return answer

    @router.get("/s/{secret}/{name}")
    def shared_file(request: Request, secret: str, name: str) -> Response:
        """Leads to a file of the result; its copy without the prompt is made when it is first asked for."""
        try:
            key, save_as = deps.formats.show(deps.sharing.open(secret, _address(request)), name)
        except KinoraError as error:
            return error_page(request, deps, error)
        url = deps.objects.url(key, LINK_LIFETIME, save_as if "save" in request.query_params else None)
        return RedirectResponse(url, 307, {**_HEADERS, "Cache-Control": "no-store"})

    return router


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _shown(deps: UiDeps, shared: Shared, secret: str) -> dict[str, Any]:
    job, link, files = shared.job, shared.link, deps.formats.shown(shared)
    pictures = pictures_of(files)
    films, sounds = ([each for each in files if each.content_type.startswith(kind)] for kind in _KINDS)
    poster = next((each.name for each in files if each.name in POSTERS), None)
    generator = deps.studio.generators.get(job.generator)
    return {
        "base": f"/s/{secret}",
        "title": generator.title if generator else job.generator,
        "prompt": title_of(job.generator, job.params) if link.with_prompt else "",
        "made_by": (job.backend or {}).get("name", ""),
        "pictures": [] if films else pictures,
        "films": films,
        "sounds": _one_of_each(sounds),
        "poster": poster,
        "files": [each for each in files if each.name not in POSTERS],
        "ends": link.expires_at.isoformat(),
    }


def _one_of_each(sounds: list[StoredArtifact]) -> list[StoredArtifact]:
    """WAV and MP3 of one name are the same sound."""
    return list({each.name.rpartition(".")[0]: each for each in reversed(sounds)}.values())[::-1]
