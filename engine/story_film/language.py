"""In which language a story is told."""

from __future__ import annotations

import unicodedata
from collections import Counter

SPOKEN = {
    "ARABIC": "ar", "ARMENIAN": "hy", "BENGALI": "bn", "CJK": "zh", "CYRILLIC": "ru", "DEVANAGARI": "hi",
    "ETHIOPIC": "am", "GEORGIAN": "ka", "GREEK": "el", "GUJARATI": "gu", "HANGUL": "ko", "HEBREW": "he",
    "HIRAGANA": "ja", "KANNADA": "kn", "KATAKANA": "ja", "MALAYALAM": "ml", "MYANMAR": "my", "SINHALA": "si",
    "TAMIL": "ta", "TELUGU": "te", "THAI": "th",
}  # fmt: skip
"""The language that is most often written in each script; of those in Latin letters it is English."""
SAMPLE = 4000
"""Characters that are looked at."""


def language_of(text: str) -> str:
    """The code of the language that a text is taken for, by its letters. Kana among Chinese characters is Japanese."""
    names = [unicodedata.name(c, "").split(" ", 1)[0].split("-", 1)[0] for c in text[:SAMPLE] if c.isalpha()]
    counts = Counter(SPOKEN.get(name, "en") for name in names)
    if counts["ja"] and counts["zh"]:
        counts["ja"] += counts.pop("zh")
    return counts.most_common(1)[0][0] if counts else "en"
