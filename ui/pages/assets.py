"""The files that a creator has brought. Drawn by the scripts from the REST API."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.asset_intake import max_bytes
from domain.assets import AUDIO_TYPES, CONSENT_TEXTS, IMAGE_TYPES, AssetType
from ui.deps import UiDeps
from ui.shell import current_user, page

LABELS = {
    AssetType.PHOTO: "Photo",
    AssetType.PORTRAIT: "Portrait",
    AssetType.PERSON: "Person, for trying on",
    AssetType.GARMENT: "Garment",
    AssetType.AUDIO: "Sound",
    AssetType.VOICE_SAMPLE: "Voice to imitate",
    AssetType.VIDEO: "Film",
    AssetType.SCRIPT: "Text",
}


def routes(deps: UiDeps) -> APIRouter:
    router = APIRouter()

    @router.get("/assets")
    def assets(request: Request) -> Response:
        current_user(request)
        return page(request, "assets.html", deps, types=asset_types())

    return router


def asset_types() -> str:
    """JSON for the script: what files can be, in the order in which they are offered."""
    facts = [
        {
            "type": kind.value,
            "label": label,
            "medium": _medium(kind),
            "max_bytes": max_bytes(kind),
            "consent": CONSENT_TEXTS.get(kind, ""),
        }
        for kind, label in LABELS.items()
    ]
    return json.dumps(facts)


def _medium(kind: AssetType) -> str:
    """What a file of this type is to a browser: the first half of its media type."""
    if kind in IMAGE_TYPES:
        return "image"
    if kind in AUDIO_TYPES:
        return "audio"
    return "video" if kind is AssetType.VIDEO else "text"
