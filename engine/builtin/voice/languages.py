"""Which languages can be spoken, and whether a text is written in letters that its language reads."""

from __future__ import annotations

import unicodedata
from collections import Counter

from domain.errors import InvalidParams

ALIASES = {
    "en": "en-us",
    "fr": "fr-fr",
    "zh": "cmn",
    "zh-cn": "cmn",
    "zh-hans": "cmn",
    "zh-tw": "cmn",
    "zh-hant": "cmn",
    "zh-hk": "yue",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "fil": "id",
    "es-mx": "es-419",
    "pt-pt": "pt",
    "he-il": "he",
}
UNREAD_SHARE = 0.2
"""Of the letters: from here on a text is refused."""
_SCRIPTS = {
    "ar fa ur sd ug": {"ARABIC"},
    "ru uk bg be mk kk ky tt ba cv nog": {"CYRILLIC"},
    "sr bs uz tk az": {"CYRILLIC", "LATIN"},
    "el grc": {"GREEK"},
    "he": {"HEBREW"},
    "hi mr ne kok": {"DEVANAGARI"},
    "bn as bpy": {"BENGALI"},
    "pa": {"GURMUKHI"},
    "gu": {"GUJARATI"},
    "or": {"ORIYA"},
    "ta": {"TAMIL"},
    "te": {"TELUGU"},
    "kn": {"KANNADA"},
    "ml": {"MALAYALAM"},
    "si": {"SINHALA"},
    "th": {"THAI"},
    "my shn": {"MYANMAR"},
    "am ti": {"ETHIOPIC"},
    "ka": {"GEORGIAN"},
    "hy hyw": {"ARMENIAN"},
    "ko": {"HANGUL"},
    "ja": {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    "cmn yue hak": {"CJK"},
    "chr": {"CHEROKEE"},
}
_READS = {code: scripts for codes, scripts in _SCRIPTS.items() for code in codes.split()}
_TITLES = {"CJK": "Chinese characters", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def espeak_voice(language: str, installed: frozenset[str]) -> str:
    """espeak-ng's name for a language code. Raises InvalidParams for one that it cannot speak."""
    code = language.strip().lower().replace("_", "-")
    for candidate in (code, code.split("-")[0]):
        name = ALIASES.get(candidate, candidate)
        if name in installed:
            return name
    raise InvalidParams.of_fields([("language", f"the built-in voices cannot speak {language[:20]!r}")])


def spoken_codes(installed: frozenset[str]) -> tuple[str, ...]:
    """Every code that `espeak_voice` takes as it stands, sorted."""
    return tuple(sorted(installed | {alias for alias, name in ALIASES.items() if name in installed}))


def check_letters(text: str, voice: str) -> None:
    """Raises InvalidParams when much of the text is in letters that this language does not read."""
    counts = Counter(_script(c) for c in text if c.isalpha())
    read = _READS.get(voice.split("-")[0], set()) | {"LATIN"}
    unread = Counter({script: n for script, n in counts.items() if script not in read})
    if not unread or sum(unread.values()) <= UNREAD_SHARE * sum(counts.values()):
        return
    script = unread.most_common(1)[0][0]
    if voice == "ja" and script == "CJK":
        raise _refused("the built-in voices read Japanese in kana only; write the kanji as hiragana")
    title = _TITLES.get(script, f"{script.capitalize()} letters")
    raise _refused(f"it is written in {title}, which the chosen language does not read; choose its language")


def _script(character: str) -> str:
    name = unicodedata.name(character, "LATIN").split()[0]
    return "LATIN" if name in ("FULLWIDTH", "MODIFIER", "FEMININE", "MASCULINE", "MICRO") else name


def _refused(message: str) -> InvalidParams:
    return InvalidParams.of_fields([("text", message)])
