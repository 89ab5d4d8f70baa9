"""Files that creators bring: their types, limits and record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MIB = 1024 * 1024
IMAGE_MAX_BYTES = 50 * MIB
AUDIO_MAX_BYTES = 50 * MIB
IMAGE_MIN_SIDE = 64
IMAGE_MAX_SIDE = 4096


class AssetType(StrEnum):
    """What a file is used as."""

    PORTRAIT = "portrait"
    GARMENT = "garment"
    PERSON = "person"
    PHOTO = "photo"
    VOICE_SAMPLE = "voice_sample"
    SCRIPT = "script"
    VIDEO = "video"
    AUDIO = "audio"


IMAGE_TYPES = frozenset({AssetType.PORTRAIT, AssetType.GARMENT, AssetType.PERSON, AssetType.PHOTO})
AUDIO_TYPES = frozenset({AssetType.VOICE_SAMPLE, AssetType.AUDIO})


@dataclass(frozen=True)
class Asset:
    """An uploaded file. `key` is its place in the object store; `sha256` is of the stored bytes."""

    id: str
    user_id: str
    type: AssetType
    name: str
    content_type: str
    size: int
    sha256: str
    key: str
    created_at: datetime
    width: int | None = None
    height: int | None = None
    status: str = "ready"


@dataclass(frozen=True)
class CheckedMedia:
    """A file after its content was checked and cleaned: what may be stored."""

    data: bytes
    content_type: str
    width: int | None = None
    height: int | None = None
