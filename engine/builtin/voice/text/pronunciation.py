"""A creator's own pronunciations: respellings, or IPA turned into espeak-ng's English phonemes."""

from __future__ import annotations

import re

from domain.errors import InvalidParams

_ENGLISH = {
    "tʃ": "tS", "dʒ": "dZ", "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI", "oʊ": "oU", "əʊ": "oU", "aʊ": "aU", "ɪə": "i@",
    "eə": "e@", "ʊə": "U@", "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "ɜ": "3:", "ɝ": "3:",
    "ɚ": "3", "ɪ": "I", "i": "i", "ɛ": "E", "e": "E", "æ": "a", "a": "a", "ʌ": "V", "ə": "@", "ʊ": "U", "u": "u:",
    "ɒ": "0", "ɔ": "O:", "ɑ": "A:", "o": "oU", "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g",
    "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "m": "m", "n": "n",
    "ŋ": "N", "l": "l", "ɫ": "l", "r": "r", "ɹ": "r", "j": "j", "w": "w", "x": "x", "ʔ": "?",
    "ˈ": "'", "'": "'", "ˌ": ",", ".": "", "ː": "", " ": "||",
}  # fmt: skip
_VOWELS = "iɪeɛæaʌəʊuɒɔɑoɜɝɚ"


def respelled(value: str, language: str) -> str:
    """What espeak-ng is given for a pronunciation. Raises InvalidParams for IPA that it cannot say."""
    value = value.strip()
    if len(value) > 2 and value[0] == value[-1] == "/":
        return _phonemes(value[1:-1], language)
    return re.sub(r"[\[\]{}<>_/\\]", " ", value).strip()


def _phonemes(ipa: str, language: str) -> str:
    if not language.startswith("en"):
        raise _refused("IPA pronunciations work for English only; give a respelling instead")
    found, rest = [], _stress_before_vowel(ipa)
    while rest:
        size = 2 if rest[:2] in _ENGLISH else 1
        if rest[:size] not in _ENGLISH:
            raise _refused(f"the sound {rest[0]!r} in /{ipa}/ is not one of English")
        found.append(_ENGLISH[rest[:size]])
        rest = rest[size:]
    return f"[[{''.join(found)}]]"


def _stress_before_vowel(ipa: str) -> str:
    """espeak-ng marks stress right before the vowel; IPA marks it before the syllable."""
    return re.sub(rf"([ˈ'ˌ])([^{_VOWELS}ˈˌ' ]*)", r"\2\1", ipa)


def _refused(message: str) -> InvalidParams:
    return InvalidParams.of_fields([("pronunciations", message)])
