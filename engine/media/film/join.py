"""Joins chunks into a film without encoding them again, with sound, and with the record inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.media.film.ffmpeg import no_check, run_ffmpeg, source, target
from engine.media.film.mp4 import first_track_duration, write_mp4_record

AUDIO = ("-c:a", "aac", "-b:a", "160k", "-ar", "48000")


def join(
    chunks: Sequence[Path],
    audio: Path | None,
    out: Path,
    record: Mapping[str, Any],
    *,
    check: Callable[[], None] = no_check,
) -> None:
    """Write the film. The same chunks, sound and record give the same bytes.

    Args:
        chunks: files that `Encoder` made, all of one format.
        audio: any sound file; cut or continued with silence to the length of the picture, its loudness untouched.
        out: an .mp4 file. Its folder also takes two drafts for the while.
        record: JSON-able, see `write_mp4_record`.

    Raises:
        FilmFailed: a chunk or the sound cannot be read.
    """
    if not chunks:
        raise ValueError("a film needs chunks")
    listing, draft = out.with_suffix(".chunks.txt"), out.with_suffix(".draft.mp4")
    durations = [first_track_duration(chunk) for chunk in chunks]
    listing.write_text("".join(map(_entry, chunks, durations)))
    try:
        run_ffmpeg(_arguments(listing, audio, draft, sum(durations, Fraction(0))), check=check, what="join the film")
        write_mp4_record(draft, record, out)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    finally:
        listing.unlink()
        draft.unlink(missing_ok=True)


def _entry(chunk: Path, duration: Fraction) -> str:
    quoted = str(chunk.resolve()).replace("'", "'\\''")
    return f"file 'file:{quoted}'\nduration {float(duration):.9f}\n"


def _arguments(listing: Path, audio: Path | None, draft: Path, duration: Fraction) -> list[str]:
    sound: list[str] = []
    inputs = source(listing, "-f", "concat", "-safe", "0")
    if audio is not None:
        inputs += source(audio)
        sound = ["-map", "1:a:0", *AUDIO, "-af", "apad", "-t", f"{float(duration):.6f}"]
    copy = ["-map", "0:v:0", "-c:v", "copy", *sound, "-map_metadata", "-1", "-map_chapters", "-1"]
    return [*inputs, *copy, "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mp4", target(draft)]
