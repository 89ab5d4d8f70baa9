"""What is asked of a file before it is looked at: its type, its size, and consent for a face or a voice."""

from __future__ import annotations

from domain.assets import (
    AUDIO_MAX_BYTES,
    AUDIO_TYPES,
    CONSENT_TEXTS,
    IMAGE_MAX_BYTES,
    IMAGE_TYPES,
    SCRIPT_MAX_BYTES,
    VIDEO_MAX_BYTES,
    AssetType,
)
from domain.errors import InvalidParams, TooLarge, UnsupportedMedia


def max_bytes(kind: AssetType) -> int:
    """The most bytes that a file of this type may have."""
    if kind in IMAGE_TYPES:
        return IMAGE_MAX_BYTES
    if kind in AUDIO_TYPES:
        return AUDIO_MAX_BYTES
    return VIDEO_MAX_BYTES if kind is AssetType.VIDEO else SCRIPT_MAX_BYTES


def check_size(kind: AssetType, size: int) -> None:
    """Raises TooLarge for more bytes than a file of this type may have, UnsupportedMedia for none at all."""
    if size == 0:
        raise UnsupportedMedia("This file could not be read: it is empty.")
    if size > max_bytes(kind):
        raise TooLarge(_too_large(kind), max_bytes=max_bytes(kind))


def _too_large(kind: AssetType) -> str:
    if kind in IMAGE_TYPES:
        return "This picture is larger than 50 MB. Export it smaller."
    if kind in AUDIO_TYPES:
        return "This sound is larger than 50 MB. Cut it, or export it as MP3."
    if kind is AssetType.VIDEO:
        return "This film is larger than 500 MB. Cut it, or export it with a lower bit rate."
    return "This text is larger than 1 MB. Split it into several files."


def check_consent(kind: AssetType, consent: bool) -> None:
    """Raises InvalidParams for a face or a voice without the tick."""
    if kind in CONSENT_TEXTS and not consent:
        message = f"Confirm this first: {CONSENT_TEXTS[kind]}"
        raise InvalidParams(message, fields=[{"field": "consent", "message": message}], text=CONSENT_TEXTS[kind])
