"""Fonts by script and weight: Inter for Latin, Greek and Cyrillic, Noto for the rest.

Files are looked for where Debian and the makers' archives put them. A script without its font is set in Noto Sans:
boxes, but no failure.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont, features

from domain.errors import BackendUnavailable
from engine.media.text.scripts import CJK, EMOJI, LATIN, SYMBOLS

Weight = Literal["regular", "medium", "semibold", "bold"]

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
PLAIN, MATHS = "", "Math"
"""Noto Sans itself, and Noto Sans Math."""
EMOJI_SIZE = 109
"""The only size in which Noto Color Emoji has its pictures."""
_HEAVY = ("semibold", "bold")
_INTER = {"regular": "Regular", "medium": "Medium", "semibold": "SemiBold", "bold": "Bold"}


def font(script: str, weight: Weight, size: int, *, display: bool = False) -> ImageFont.FreeTypeFont:
    """A font for shaped text, `size` pixels to the em (emoji: always EMOJI_SIZE).

    Args:
        display: the cut of Inter for large sizes, with finer spacing.

    Raises:
        BackendUnavailable: no fonts, or no shaping, on this machine.
    """
    return _loaded(script, weight, EMOJI_SIZE if script == EMOJI else size, display)


def covering(character: str) -> str:
    """The script in whose font a character that Inter may lack is found; LATIN where none has it."""
    return next((script for script in (LATIN, PLAIN, SYMBOLS, MATHS, CJK) if _has(script, character)), LATIN)


@lru_cache(maxsize=1024)
def _has(script: str, character: str) -> bool:
    """Whether a font draws a character other than as the box for missing ones."""
    face = font(script, "regular", 24)
    return bytes(face.getmask(character)) != bytes(face.getmask("\U0010ffff"))


@lru_cache(maxsize=128)
def _loaded(script: str, weight: Weight, size: int, display: bool) -> ImageFont.FreeTypeFont:
    if not features.check("raqm"):
        raise BackendUnavailable("Text needs the system package libfribidi0, which is not installed here.")
    available = _files()
    for name in _names(script, weight, display):
        if path := available.get(name):
            return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
    raise BackendUnavailable("Text needs the system packages fonts-inter and fonts-noto-core, which are missing here.")


def _names(script: str, weight: Weight, display: bool) -> list[str]:
    noto = "Bold" if weight in _HEAVY else "Regular"
    last = [f"NotoSans-{noto}.ttf", "DejaVuSans.ttf"]
    if script == EMOJI:
        return ["NotoColorEmoji.ttf", *last]
    if script == CJK:
        return [f"NotoSansCJK-{noto}.ttc", *last]
    if script == SYMBOLS:
        return ["NotoSansSymbols2-Regular.ttf", *last]
    if script == LATIN:
        cut = f"{'InterDisplay' if display else 'Inter'}-{_INTER[weight]}"
        return [f"{cut}.otf", f"{cut}.ttf", f"Inter-{_INTER[weight]}.otf", *last]
    return [f"NotoSans{script}-{noto}.ttf", f"NotoSans{script}-Regular.ttf", *last]


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    """Font files by name. Sorted, so that one of two with the same name is always the same."""
    found = (p for folder in FOLDERS for p in sorted(folder.rglob("*")) if p.suffix in (".ttf", ".otf", ".ttc"))
    return {path.name: str(path) for path in found}
