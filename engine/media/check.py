"""Checks what creators bring, by its kind. Adapter of domain.ports.MediaCheck."""

from __future__ import annotations

from domain.assets import AUDIO_TYPES, AssetType, CheckedMedia
from engine.media.images import check_image
from engine.media.sounds import check_sound


def check_media(data: bytes, kind: AssetType) -> CheckedMedia:
    """The file decoded and encoded anew. Raises UnsupportedMedia or InvalidParams, as the two checks do."""
    return check_sound(data, kind) if kind in AUDIO_TYPES else check_image(data, kind)
