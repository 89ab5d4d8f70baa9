"""Text as it is compared with lists of words: what disguises words is taken off.

A text has several readings, since a disguise can mean more than one thing: "n1ce" may be "nice" or "nlce". Whoever
looks for words looks in all of them.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

_LATIN = {
    pair[0]: pair[1]
    for pair in (
        "аa вb еe єe эe һh нh іi кk ӏl јj мm оo тt рp сc ѕs уy хx ԁd ԛq ԝw гr пn "  # Cyrillic
        "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy "  # Greek
        "օo սu հh ցg ոn զq "  # Armenian
        "ɑa ɡg ıi łl øo đd ħh ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"
    ).split()
}
"""Letters that look like Latin ones (Unicode's confusables.txt, UTS 39), and small capitals."""

_ENCLOSED = {start + at: chr(97 + at) for start in (0x1F150, 0x1F170, 0x1F1E6) for at in range(26)}
"""Letters in filled circles and squares, and those of flags, which have no decomposition."""

_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s"}
_LEET |= {"!": "i", "|": "l", "+": "t", "€": "e", "£": "l", "¢": "c", "(": "c"}
_ONE = ("i", "l")
"""What a "1" may stand for."""
_VOWELS = "aeiou"
_STARRED = re.compile(r"[a-z]+\*[a-z]+")
_INSIDE = re.compile(r"(?<=[^\W_])[\W_]{1,2}(?=[^\W_])")
"""Signs between two letters of one piece of text."""
_SINGLE = re.compile(r"(?<![^\W_])(?:[^\W_][\W_]{1,3}){2,}[^\W_](?![^\W_])")
"""Letters that stand alone, three or more in a row."""
_ARTICLE = re.compile(r"(?:^|(?<=[^\W_]{2} ))([ai]) (?=(?:[^\W_] ){2,})")
"""An "a" or "I" before a spelled word, which is no letter of it."""
_RUN = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1+")


def readings(text: str) -> tuple[str, ...]:
    """What a text may be meant to say, each as small Latin words with one space between them; at least one."""
    plain = folded(text)
    variants = [plain, _close_up(plain), _joined(plain), *_unleeted(plain)]
    variants += [_joined(_ARTICLE.sub(r"\1 ... ", plain))] if _ARTICLE.search(plain) else []
    variants += [_unstarred(plain, vowel) for vowel in _VOWELS if "*" in plain]
    found = dict.fromkeys(_words(variant) for variant in variants)
    found |= dict.fromkeys(_words(_joined(_RUN.sub(r"\1", variant))) for variant in variants if _RUN.search(variant))
    return tuple(found)


def folded(text: str) -> str:
    """In small letters, without accents, invisible characters and look-alikes of Latin letters."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ENCLOSED)).casefold()
    seen = (c for c in decomposed if unicodedata.category(c) not in ("Cf", "Mn", "Me", "Cc") or c in "\n\t")
    return "".join(_LATIN.get(c, c) for c in seen)


def squeezed(words: str) -> str:
    """Each letter that is repeated said once: "nuude" and "nude" are then the same."""
    return _DOUBLE.sub(r"\1", words)


def _joined(plain: str) -> str:
    """Spelled words, "n u d e" or "n.u.d.e", and words with signs inside, "nu-de", put together."""
    return _close_up(_SINGLE.sub(lambda found: re.sub(r"[\W_]", "", found[0]), plain))


def _close_up(plain: str) -> str:
    """Without signs inside pieces of text: "h.o.w t.o" is "how to"."""
    return re.sub(r"\S+", lambda piece: _INSIDE.sub("", piece[0]), plain)


def _unleeted(plain: str) -> list[str]:
    """Digits and signs inside words read as letters: both readings of "1"."""
    if not any(sign in plain for sign in (*_LEET, "1")):
        return []
    tables = [str.maketrans({**_LEET, "1": one}) for one in _ONE]
    texts = dict.fromkeys((plain, _SINGLE.sub(_close, plain)))
    return [_joined(_read_signs(text, table)) for table, text in product(tables, texts)]


def _read_signs(text: str, table: dict[int, str]) -> str:
    """Pieces with a letter in them read by a table; plain numbers stay."""
    return re.sub(r"\S+", lambda piece: piece[0].translate(table) if _mixed(piece[0]) else piece[0], text)


def _close(spelled: re.Match[str]) -> str:
    return re.sub(r"[\s.\-_]", "", spelled[0])


def _mixed(piece: str) -> bool:
    return any("a" <= c <= "z" for c in piece)


def _unstarred(plain: str, vowel: str) -> str:
    return _STARRED.sub(lambda piece: piece[0].replace("*", vowel), plain)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))
