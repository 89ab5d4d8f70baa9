"""English as it is read aloud, word by word, and which words are stressed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.builtin.voice.text.numbers import roman
from engine.builtin.voice.text.rules import Word, abbreviation, said

_SPELLED = frozenset(
    "AI AM API BBC CEO CFO CIA CNN CPU CTO DIY DNA DJ EU FAQ FBI FM GDP GPS GPU GPT HD HTML HTTP IBM ID IQ IT KPI LED "
    "LLM MBA MIT MP OK PC PDF PH PHD PM PR PS PVC RNA ROI SEO SMS SQL SUV TV UFO UI UK UN UNESCO UNICEF URL US USA USB "
    "UV UX VIP VR WHO WWII XML NASA NATO NBA NFL NHL OPEC RAM ROM SCUBA LASER JPEG PNG COVID SCORM PIN SIM".split()
)
_SHOUTED_SHORT = frozenset("NO NOT NOW YES YOU ALL ANY BIG GO STOP NEVER EVER VERY ONLY THIS THAT ME WE MUST".split())


def is_shouted(word: str, sentence: Sequence[str]) -> bool:
    """Whether a word in capitals is meant to be stressed, rather than an abbreviation or a heading."""
    core = re.sub(r"[^A-Za-z']", "", word)
    if len(core) < 2 or not core.isupper() or core in _SPELLED or any(c.isdigit() for c in word):
        return False
    if roman(core) or all(w.isupper() or not any(c.isalpha() for c in w) for w in sentence):
        return False
    return core in _SHOUTED_SHORT or (len(core) >= 4 and bool(re.search("[AEIOUY]", core)))


def english_words(words: Sequence[str]) -> list[str]:
    """How each word is said, punctuation kept; one result for one word, empty where it is silent."""
    parted = [_parted(word) for word in words]
    cores = ["", *(core for _, core, _ in parted), ""]
    shouted = [is_shouted(word, words) for word in words]
    heading = bool(words) and all(word.upper() == word for word in words) and len(words) > 1
    found = []
    for n, (opens, core, closes) in enumerate(parted):
        word = Word(core, cores[n], cores[n + 2], opens, closes)
        sound = said(word)
        shortened = len(core) == 1 or abbreviation(word) is not None
        if closes.startswith(".") and shortened and n + 1 < len(parted):
            closes = closes[1:]
        if (shouted[n] or (heading and core not in _SPELLED)) and sound == core:
            sound = core.lower()
        found.append(_quiet(opens) + sound + _quiet(closes))
    return found


def _parted(word: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"([\"'“‘«(\[{¿¡<—–]*)(.*?)([\"'”’»)\]}.,;:!?…>—–]*)", word, re.DOTALL)
    return (match[1], match[2], match[3]) if match and match[2] else ("", word, "")


def _quiet(marks: str) -> str:
    """Only the punctuation that shapes the melody."""
    return "".join("," if c in "—–)" else c for c in marks if c in ",;:.!?…—–)")[:2]
