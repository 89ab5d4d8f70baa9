"""Writes subtitles as SubRip (SRT) and WebVTT (W3C, https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from engine.media.subtitles.cues import Cue

_EMBED_RTL, _END_EMBED = "\u202b", "\u202c"


def to_srt(cues: Sequence[Cue]) -> str:
    """SubRip. Right-to-left lines are embedded as such, since players guess the direction of punctuation wrongly."""
    blocks = [
        f"{n}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n" + "\n".join(map(_directed, cue.lines)) + "\n"
        for n, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue]) -> str:
    """WebVTT; `&`, `<` and `>` are escaped."""
    blocks = [
        f"{n}\n{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n" + "\n".join(map(_escaped, cue.lines)) + "\n"
        for n, cue in enumerate(cues, 1)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _time(seconds: float, point: str) -> str:
    whole = max(0, round(seconds * 1000))
    rest, milliseconds = divmod(whole, 1000)
    minutes, second = divmod(rest, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{point}{milliseconds:03d}"


def _directed(line: str) -> str:
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return _EMBED_RTL + line + _END_EMBED
        if direction == "L":
            return line
    return line


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
