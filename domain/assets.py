"""Files that creators bring: their types, limits and record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

MIB = 1024 * 1024
IMAGE_MAX_BYTES = 50 * MIB
AUDIO_MAX_BYTES = 50 * MIB
VIDEO_MAX_BYTES = 500 * MIB
SCRIPT_MAX_BYTES = MIB
IMAGE_MIN_SIDE = 64
IMAGE_MAX_SIDE = 4096
VIDEO_MAX_SIDE = 4096


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

CONSENT_TEXTS: Mapping[AssetType, str] = {
    AssetType.PORTRAIT: "I have the consent of the person in this picture to make pictures and films of them.",
    AssetType.PERSON: "I have the consent of the person in this picture to make pictures and films of them.",
    AssetType.VOICE_SAMPLE: "I have the consent of the person in this recording to imitate their voice.",
}
"""What has to be confirmed for a face or a voice of a real person. The text is kept with the file as it was shown."""


@dataclass(frozen=True)
class Asset:
    """An uploaded file. `key` is its place in the object store; `sha256` is of the stored bytes.

    Attributes:
        width, height: pixels, of pictures and films, upright.
        duration: seconds, of sounds and films.
        fps: frames a second on average, of films.
        thumb_key: where a small WebP of a picture or film is kept; "" when there is none.
        waveform: loudness along a sound as two hexadecimal digits each, 00 to ff; "" for what is no sound.
        consent_at, consent_text: when the owner confirmed a text of CONSENT_TEXTS, and which.
    """

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
    project_id: str | None = None
    duration: float | None = None
    fps: float | None = None
    thumb_key: str = ""
    waveform: str = ""
    consent_at: datetime | None = None
    consent_text: str = ""


@dataclass(frozen=True)
class AssetUse:
    """How many jobs were ordered with a file, and how many of them are not over."""

    jobs: int = 0
    open: int = 0


@dataclass(frozen=True)
class CheckedMedia:
    """A file after its content was checked and cleaned: what may be stored.

    Attributes:
        content: the bytes, or a file of the check's own that holds them.
        ending: of the object's key, such as "png"; the local store tells a file's type by it.
        thumb: a small WebP of a picture or a film.
    """

    content: bytes | Path
    content_type: str
    ending: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    fps: float | None = None
    thumb: bytes | None = None
    waveform: str = ""

    @property
    def data(self) -> bytes:
        """All bytes at once: for what is known to be small."""
        return self.content.read_bytes() if isinstance(self.content, Path) else self.content


@dataclass(frozen=True)
class Upload:
    """A file that is on its way into the object store, sent there by its owner's program or browser.

    `key` is where it arrives; it becomes an asset of the same id once its content has been checked.
    """

    id: str
    user_id: str
    type: AssetType
    name: str
    content_type: str
    size: int
    key: str
    created_at: datetime
    expires_at: datetime
    consent: bool
