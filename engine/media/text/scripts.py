"""Which writing system a character belongs to, as far as the choice of a font needs it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

LATIN, CJK, EMOJI, SYMBOLS = "Latin", "CJK", "Emoji", "Symbols2"

_RANGES = (  # first and last code point of blocks (Unicode, Blocks.txt), and the Noto family that has them
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0750, 0x077F, "Arabic"),
    (0x08A0, 0x08FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B00, 0x0B7F, "Oriya"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, CJK),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x231A, 0x231B, EMOJI),
    (0x23E9, 0x23F3, EMOJI),
    (0x2600, 0x2604, EMOJI),
    (0x2605, 0x260D, SYMBOLS),
    (0x260E, 0x26FF, EMOJI),
    (0x2700, 0x2704, SYMBOLS),
    (0x2705, 0x2705, EMOJI),
    (0x2706, 0x2707, SYMBOLS),
    (0x2708, 0x270D, EMOJI),
    (0x270E, 0x2727, SYMBOLS),
    (0x2728, 0x2728, EMOJI),
    (0x2729, 0x274B, SYMBOLS),
    (0x274C, 0x2757, EMOJI),
    (0x2763, 0x2764, EMOJI),
    (0x2795, 0x2797, EMOJI),
    (0x2B50, 0x2B50, EMOJI),
    (0x2E80, 0x303F, CJK),
    (0x3040, 0x9FFF, CJK),
    (0xA960, 0xA97F, CJK),
    (0xAC00, 0xD7FF, CJK),
    (0xF900, 0xFAFF, CJK),
    (0xFB1D, 0xFB4F, "Hebrew"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE30, 0xFE4F, CJK),
    (0xFE70, 0xFEFE, "Arabic"),
    (0xFF00, 0xFFEF, CJK),
    (0x1F000, 0x1FAFF, EMOJI),
    (0x20000, 0x3FFFF, CJK),
)
_FIRSTS = [first for first, _, _ in _RANGES]
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def clean(text: str) -> str:
    """Without what has no picture: control characters, and the marks that override the writing direction."""
    kept = (" " if c.isspace() and c != "\n" else c for c in unicodedata.normalize("NFC", text))
    return "".join(c for c in kept if c in "\n" + _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def script_of(character: str) -> str:
    """The script of a character taken alone: the name of a Noto family, CJK or EMOJI; LATIN for all else."""
    place = bisect_right(_FIRSTS, ord(character)) - 1
    return _RANGES[place][2] if place >= 0 and ord(character) <= _RANGES[place][1] else LATIN


def clings(character: str) -> bool:
    """Whether a character belongs to the one before: combining marks, joiners, skin tones."""
    return (
        character in _JOINERS
        or unicodedata.category(character).startswith("M")
        or 0x1F3FB <= ord(character) <= 0x1F3FF
        or 0xE0020 <= ord(character) <= 0xE007F
    )


def clusters(text: str) -> list[str]:
    """Characters with all that clings to them: what no line may divide. Flags are pairs."""
    found: list[str] = []
    for character in text:
        joined = bool(found) and (clings(character) or found[-1].endswith("\u200d"))
        flag = bool(found) and len(found[-1]) == 1 and _is_flag(found[-1]) and _is_flag(character)
        if joined or flag:
            found[-1] += character
        else:
            found.append(character)
    return found


def cluster_script(cluster: str) -> str:
    """As `script_of`, minding the marks that ask for a picture or for plain text."""
    if "\ufe0f" in cluster or "\u20e3" in cluster:
        return EMOJI
    script = script_of(cluster[0])
    return SYMBOLS if script == EMOJI and "\ufe0e" in cluster else script


def _is_flag(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF
