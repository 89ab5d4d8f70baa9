"""Result files in other formats, or with another record. What comes in was made by Kinora."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from domain.errors import UnsupportedMedia
from domain.generator import Artifact
from engine.media.check_video import CODECS, FORMATS
from engine.media.contained import Bounds, ContainedFailure, foreign, run_contained
from engine.media.film.errors import FilmFailed
from engine.media.film.mp4 import write_mp4_record
from engine.media.record import embed
from engine.media.source_type import source_type

BOUNDS = Bounds(240.0)
GIF_SIDE = 480
GIF_FPS = 12
NOTE = "AI-generated with Kinora"
_SOUNDS = "wav,mp3"
_SOUND_CODECS = "pcm_s16le,pcm_s24le,mp3,mp3float"
_SAVED: Mapping[str, tuple[str, dict[str, Any]]] = {
    "image/png": ("PNG", {"compress_level": 6}),
    "image/jpeg": ("JPEG", {"quality": 92, "subsampling": 0}),
    "image/webp": ("WEBP", {"quality": 90, "method": 4}),
}


def make_copy(source: Path, kind: str, wanted: str, record: Mapping[str, Any], folder: Path) -> Path:
    """A copy in `folder` as the media type `wanted`, with `record` in place of its own.

    PNG, JPEG, MP4, WAV and MP3 carry the record, WebP its IPTC mark, GIF and WebM a note that it is AI-generated.

    Raises UnsupportedMedia: it cannot be read, or not be had as that.
    """
    out = folder / "copy"
    try:
        if kind == wanted == "video/mp4":
            write_mp4_record(source, record, out)
        elif kind.startswith("video/"):
            _film(source, wanted, out)
        elif kind.startswith("audio/") and kind == wanted:
            _sound(source, kind, record, out)
        elif kind.startswith("image/") and wanted in _SAVED:
            _picture(source, wanted, record, out)
        else:
            raise UnsupportedMedia(f"A file of type {kind} cannot be had as {wanted}.")
    except (ContainedFailure, FilmFailed, OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnsupportedMedia("This file could not be converted. Download it as it is.") from error
    return out


def _picture(source: Path, wanted: str, record: Mapping[str, Any], out: Path) -> None:
    name, options = _SAVED[wanted]
    with Image.open(source, formats=("PNG", "JPEG", "WEBP")) as opened:
        clear = "A" in opened.getbands() and wanted != "image/jpeg"
        picture = ImageOps.exif_transpose(opened).convert("RGBA" if clear else "RGB")
        profile = opened.info.get("icc_profile")
    picture.info.clear()
    if wanted == "image/webp":
        options = {**options, "xmp": _xmp(record).encode()}
    picture.save(out, name, icc_profile=profile, **options)
    marked = embed(Artifact(out.name, wanted, out.read_bytes()), record).content
    if isinstance(marked, bytes):
        out.write_bytes(marked)


def _sound(source: Path, kind: str, record: Mapping[str, Any], out: Path) -> None:
    """The sound as it is, its tags left out and written anew."""
    muxer = "wav" if "wav" in kind else "mp3"
    opened = foreign(source, _SOUNDS, _SOUND_CODECS)
    bare = ["-map", "0:a", "-c", "copy", "-map_metadata", "-1", "-fflags", "+bitexact", "-f", muxer, f"file:{out}"]
    run_contained([*opened, *bare], BOUNDS)
    marked = embed(Artifact(out.name, kind, out.read_bytes()), record).content
    if isinstance(marked, bytes):
        out.write_bytes(marked)


def _film(source: Path, wanted: str, out: Path) -> None:
    opened = foreign(source, FORMATS, CODECS)
    if wanted == "video/webm":
        picture = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-crf", "33"]
        sound = ["-b:v", "0", "-c:a", "libopus", "-b:a", "112k"]
        note = ["-map_metadata", "-1", "-metadata", f"comment={NOTE}"]
        run_contained([*opened, *picture, *sound, *note, "-f", "webm", f"file:{out}"], BOUNDS)
    elif wanted == "image/gif":
        size = f"scale='min({GIF_SIDE},iw)':-2:flags=lanczos"
        colours = f"fps={GIF_FPS},{size},split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer"
        run_contained([*opened, "-an", "-filter_complex", colours, "-f", "gif", f"file:{out}"], BOUNDS)
        out.write_bytes(gif_with_comment(out.read_bytes(), NOTE))
    else:
        raise UnsupportedMedia(f"A film cannot be had as {wanted}.")


def gif_with_comment(gif: bytes, text: str) -> bytes:
    """A comment of up to 255 bytes after the header and its colours (GIF89a, sections 18, 19 and 24)."""
    flags = gif[10]
    start = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    said = text.encode("ascii")
    return gif[:start] + b"\x21\xfe" + bytes([len(said)]) + said + b"\x00" + gif[start:]


def _xmp(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=True).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        'xmlns:kinora="urn:kinora:record" '
        f'Iptc4xmpExt:DigitalSourceType="{source_type(record)}" kinora:record="{text}"/></rdf:RDF></x:xmpmeta>'
    )
