"""Checks texts: a script is UTF-8 without control characters."""

from __future__ import annotations

import codecs
import unicodedata

from domain.assets import SCRIPT_MAX_BYTES, CheckedMedia
from domain.errors import TooLarge, UnsupportedMedia

_PLAIN_CONTROLS = frozenset("\n\t")


def check_script(data: bytes) -> CheckedMedia:
    """A text with line ends as "\\n", without a byte order mark. UTF-16 with one is taken, too: Windows writes it.

    Raises:
        UnsupportedMedia: not a text, or an empty one.
        TooLarge: UTF-16 that is longer than 1 MB in UTF-8.
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    odd = next((each for each in text if _is_odd(each)), None)
    if odd is not None:
        raise UnsupportedMedia(f"This is not a plain text: it holds the character U+{ord(odd):04X}. Save it as UTF-8.")
    if not text.strip():
        raise UnsupportedMedia("This text is empty.")
    clean = text.encode()
    if len(clean) > SCRIPT_MAX_BYTES:
        raise TooLarge("This text is larger than 1 MB. Split it into several files.", max_bytes=SCRIPT_MAX_BYTES)
    return CheckedMedia(clean, "text/plain; charset=utf-8", "txt")


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnsupportedMedia("This is not a plain text in UTF-8. Save it as a text file (.txt, .md).") from None


def _is_odd(char: str) -> bool:
    """Control characters, and unassigned or private ones that no text needs."""
    return char not in _PLAIN_CONTROLS and char < " " or "\x7f" <= char < "\xa0" or unicodedata.category(char) == "Cn"
