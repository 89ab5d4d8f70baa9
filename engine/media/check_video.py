"""Checks films by decoding a part of them, and stores what was understood: the first picture and the first sound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from domain.assets import VIDEO_MAX_BYTES, VIDEO_MAX_SIDE, CheckedMedia
from domain.errors import InvalidParams, UnsupportedMedia
from engine.media.contained import Bounds, ContainedFailure, foreign, run_contained

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts"
"""Names of ffmpeg's demuxers, of which none opens a second file (references of MOV files are not followed)."""
PICTURES = ("h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "prores")
SOUNDS = (
    "aac",
    "mp3",
    "opus",
    "vorbis",
    "flac",
    "ac3",
    "eac3",
    "alac",
    "pcm_s16le",
    "pcm_s24le",
    "pcm_s16be",
    "pcm_u8",
)
_PCM = ("pcm_s16le", "pcm_s24le", "pcm_s16be", "pcm_u8")
CODECS = ",".join((*PICTURES, *SOUNDS, *_PCM, "libdav1d", "mp3float", "libopus"))
COPIED_SOUNDS = ("aac", "mp3", "opus")
"""What browsers play in MP4 as it is; other sounds are encoded anew."""
SIDE_MIN = 64
LONGEST = 4 * 3600.0
LOOK = 2.0
"""Seconds that are decoded. A film of 500 MB as a whole would take minutes."""
POSTER_SIDE = 640
FASTEST = 240
"""Frames a second; what is told beyond that is a time base, of a film without a steady rate."""
LOOKING = Bounds(30.0, memory=3 << 29, file_bytes=1 << 24)
COPYING = Bounds(240.0, file_bytes=VIDEO_MAX_BYTES + (64 << 20))

_UNREADABLE = (
    "This film could not be read: it is not an MP4, MOV, WebM, MKV or AVI film that plays in browsers, or it is "
    "damaged. Try exporting it again as MP4 with H.264."
)


@dataclass(frozen=True)
class _Look:
    """What a film's beginning shows: sides in pixels, upright; frames a second; the codecs of its picture and sound."""

    width: int
    height: int
    fps: float
    picture: str
    sound: str


def check_video(file: Path, folder: Path) -> CheckedMedia:
    """Decode the beginning of a film, and write its first picture and sound track into a new file.

    Everything else stays behind: names, places, chapters, subtitles, attachments, further tracks, what was appended.
    The picture is copied as it is coded.

    Returns:
        MP4, or WebM for VP8; with a poster.

    Raises:
        UnsupportedMedia: not a film of the kinds above, without picture, or not readable within the bounds.
        InvalidParams: a side is outside 64..4096 pixels, or it is longer than four hours.
    """
    try:
        look = _look(file, folder)
        _check_sides(look)
        ending, content_type = ("webm", "video/webm") if look.picture == "vp8" else ("mp4", "video/mp4")
        film = folder / f"film.{ending}"
        duration, frames = _copy(file, film, look)
        poster = _poster(film, folder, duration)
    except ContainedFailure:
        raise UnsupportedMedia(_UNREADABLE) from None
    fps = look.fps if look.fps <= FASTEST else frames / duration
    length = max(duration, frames / fps)  # the time told is that of the last frame's beginning
    return CheckedMedia(film, content_type, ending, look.width, look.height, round(length, 3), round(fps, 3), poster)


def _look(file: Path, folder: Path) -> _Look:
    decoded, coded = folder / "decoded.txt", folder / "coded.txt"
    hashes = ["-f", "framehash", "-hash", "crc32"]
    tracks = ["-map", "0:V:0", "-map", "0:a:0?"]
    seen = ["-map", "0:V:0", "-t", str(LOOK), *hashes, f"file:{decoded}"]
    known = [*tracks, "-c", "copy", "-t", "0.5", *hashes, f"file:{coded}"]
    run_contained([*foreign(file, FORMATS, CODECS), *seen, *known], LOOKING)
    sides = re.search(r"^#dimensions 0: (\d+)x(\d+)$", head := decoded.read_text(), re.MULTILINE)
    codecs = dict(re.findall(r"^#codec_id (\d): (\w+)$", coded.read_text(), re.MULTILINE))
    rate = re.search(r"^#tb 0: (\d+)/(\d+)$", head, re.MULTILINE)
    if sides is None or rate is None or not re.search(r"^0,", head, re.MULTILINE) or codecs.get("0") not in PICTURES:
        raise ContainedFailure("no frame")
    return _Look(int(sides[1]), int(sides[2]), int(rate[2]) / int(rate[1]), codecs["0"], codecs.get("1", ""))


def _check_sides(look: _Look) -> None:
    if min(look.width, look.height) >= SIDE_MIN and max(look.width, look.height) <= VIDEO_MAX_SIDE:
        return
    message = (
        f"This film has {look.width} x {look.height} pixels; each side must have {SIDE_MIN} to {VIDEO_MAX_SIDE}. "
        "Resize it and try again."
    )
    raise InvalidParams(message, fields=[{"field": "file", "message": message}])


def _copy(file: Path, film: Path, look: _Look) -> tuple[float, int]:
    """Write the film; gives its seconds and its number of frames."""
    sound = ["-c:a", "libopus"] if film.suffix == ".webm" else ["-c:a", "aac", "-b:a", "192k"]
    if look.sound in COPIED_SOUNDS and not (film.suffix == ".webm" and look.sound != "opus"):
        sound = ["-c:a", "copy"]
    bare = ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    packed = [] if film.suffix == ".webm" else ["-movflags", "+faststart"]
    tracks = ["-map", "0:V:0", "-map", "0:a:0?", "-c:v", "copy", *sound]
    written = ["-t", f"{LONGEST + 1}", "-max_muxing_queue_size", "4096", "-progress", "pipe:1", f"file:{film}"]
    told = run_contained([*foreign(file, FORMATS, CODECS), *tracks, *bare, *packed, *written], COPYING)
    duration, frames = _last(told, "out_time_us") / 1e6, int(_last(told, "frame"))
    if duration > LONGEST:
        message = "This film is longer than four hours. Cut it and try again."
        raise InvalidParams(message, fields=[{"field": "file", "message": message}])
    if duration <= 0 or frames < 1:
        raise ContainedFailure("no duration")
    return duration, frames


def _last(progress: str, name: str) -> float:
    found = re.findall(rf"^{name}=\s*(\d+)$", progress, re.MULTILINE)
    return float(found[-1]) if found else 0.0


def _poster(film: Path, folder: Path, duration: float) -> bytes:
    """A frame from near the beginning as WebP; the very first one where that is all there is."""
    poster = folder / "poster.webp"
    small = f"scale=w={POSTER_SIDE}:h={POSTER_SIDE}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    written = ["-map", "0:V:0", "-an", "-frames:v", "1", "-vf", small, "-c:v", "libwebp", "-quality", "80"]
    for start in (min(3.0, duration * 0.25), 0.0):
        place = ["-ss", f"{start:.3f}"]
        run_contained([*place, *foreign(film, FORMATS, CODECS), *written, "-f", "webp", f"file:{poster}"], LOOKING)
        if poster.is_file() and poster.stat().st_size:
            return poster.read_bytes()
    raise ContainedFailure("no poster")
