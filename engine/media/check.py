"""Checks what creators bring, by its kind. Adapter of domain.ports.MediaCheck."""

from __future__ import annotations

from pathlib import Path

from domain.assets import AUDIO_TYPES, IMAGE_TYPES, AssetType, CheckedMedia
from engine.media.check_script import check_script
from engine.media.check_video import check_video
from engine.media.images import check_image
from engine.media.sounds import check_sound


def check_media(file: Path, kind: AssetType, folder: Path) -> CheckedMedia:
    """The file decoded and written anew; `folder` is for what is made on the way.

    Raises UnsupportedMedia, TooLarge or InvalidParams, as the check of each kind says.
    """
    if kind in IMAGE_TYPES:
        return check_image(file.read_bytes(), kind)
    if kind in AUDIO_TYPES:
        return check_sound(file, kind, folder)
    return check_video(file, folder) if kind is AssetType.VIDEO else check_script(file.read_bytes())
