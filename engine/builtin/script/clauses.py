"""Questions and question clauses: "why is the sky blue?" <-> "why the sky is blue"."""

import re
from dataclasses import dataclass

from engine.builtin.script.grammar import base_of_third_person, capitalised, is_plural, past, third_person
from engine.builtin.script.lexicon import lexicon

_WH = ("how", "why", "when", "where", "what", "who", "which")
_BE = (
    "is",
    "are",
    "was",
    "were",
    "can",
    "could",
    "should",
    "will",
    "would",
    "has",
    "have",
    "had",
    "may",
    "might",
    "must",
)
_ENGLISH = frozenset("the a an of and in on for to with how why what is are my your our i you at from by it".split())
_FOREIGN_ARTICLES = frozenset("el la los las der die das und les des".split())
_FOREIGN = _FOREIGN_ARTICLES | frozenset(
    "de del le du il di que como wie warum comment pourquoi por en na o os um uma et ist est".split()
)
_LATIN_END = 0x24F
_PREDICATE = re.compile(r"(?:ing|ed|ful|ous|ive|able|ible|ant|ent|ical|less)$")


@dataclass(frozen=True)
class Clause:
    """A question as an indirect clause ("" when it cannot be turned), its subject, and as a direct question."""

    about: str
    subject: str
    question: str


def definition_of(phrase: str) -> str | None:
    """X for "what is X", "what are X", "who was X" and "what X is"; else None."""
    text = phrase.rstrip("?!. ")
    match = re.match(r"(?:what|who)(?:['’]s| is| are| was| were)\s+(.+)$", text, re.IGNORECASE)
    if match and not re.search(r"\b(?:like|made|called|used|happening|going|doing)\b", match.group(1)):
        return match.group(1)
    match = re.match(r"what (.+) (?:is|are)$", text, re.IGNORECASE)
    return match.group(1) if match else None


def read(phrase: str) -> Clause | None:
    """The clause a phrase holds, or None when it is no question."""
    text = phrase.rstrip("?!. ")
    words = text.split()
    first = words[0].lower()
    asked = phrase.rstrip(" .!").endswith("?")
    if first in lexicon().auxiliaries and len(words) > 2:
        about, subject = _turn(words[0].lower(), words[1:])
        return Clause(f"whether {about}" if about else "", subject, capitalised(text) + "?")
    if first not in _WH or len(words) < 3:
        return Clause("", "", capitalised(text) + "?") if asked else None
    second = words[1].lower()
    if second in ("much", "many", "long", "often", "far", "if", "about") and any(
        w in lexicon().auxiliaries for w in words
    ):
        return Clause("", "", capitalised(text) + "?")
    if second in lexicon().auxiliaries:
        about, subject = _turn(second, words[2:])
        return Clause(f"{first} {about}" if about else "", subject, capitalised(text) + "?")
    return _statement(first, words)


def _turn(auxiliary: str, words: list[str]) -> tuple[str, str]:
    """("the sky is blue", "the sky") from "is" + "the sky blue"; ("", "") when the parts are unclear."""
    split = _predicate_start(words) if auxiliary in _BE else _verb_start(words)
    if split is None:
        return "", ""
    subject, rest = " ".join(words[:split]), words[split:]
    if auxiliary == "do":
        return " ".join(words), subject
    if auxiliary in ("does", "did"):
        rest = [third_person(rest[0]) if auxiliary == "does" else past(rest[0]), *rest[1:]]
        return " ".join([subject, *rest]), subject
    return " ".join([subject, auxiliary, *rest]), subject


def _verb_start(words: list[str]) -> int | None:
    start = 2 if words[0].lower() in lexicon().determiners else 1
    for index in range(start, len(words)):
        if words[index].lower() in lexicon().verbs:
            later = index + 1 < len(words) and words[index + 1].lower() in lexicon().verbs
            return index + 1 if later else index
    return len(words) - 1 if len(words) in (2, 3) and len(words) > start else None


def _predicate_start(words: list[str]) -> int | None:
    if words[0].lower() in lexicon().pronouns:
        return 1 if len(words) > 1 else None
    start = 2 if words[0].lower() in lexicon().determiners else 1
    stops = lexicon().adjectives | lexicon().prepositions | lexicon().determiners
    for index in range(start, len(words)):
        low = words[index].lower()
        if low in stops or low in lexicon().verbs or _PREDICATE.search(low):
            return None if low in ("of", "who", "which") else index
    return len(words) - 1 if len(words) > start else None


def _statement(first: str, words: list[str]) -> Clause:
    """A clause in statement order, such as "how volcanoes erupt" or "what causes earthquakes"."""
    text = " ".join([first, *words[1:]])
    verb = words[1].lower()
    if first in ("what", "who", "which") and (
        base_of_third_person(verb) or verb in lexicon().past.values() or verb.endswith("ed")
    ):
        tail = " ".join(words[2:])
        unclear = re.search(r"\b(?:when|if|while|after|before|to|in|at)\b", tail)
        return Clause(text, "" if unclear else tail, capitalised(text) + "?")
    for index in range(2, len(words)):
        low, subject = words[index].lower(), " ".join(words[1:index])
        if low in _BE:
            rest = " ".join(words[index + 1 :])
            return Clause(text, subject, f"{capitalised(first)} {low} {subject} {rest}".strip() + "?")
        base = low if low in lexicon().verbs else base_of_third_person(low)
        if base and words[index - 1].lower() not in lexicon().determiners:
            rest = " ".join([base, *words[index + 1 :]])
            helper = "do" if low == base or is_plural(subject.split()[-1]) else "does"
            return Clause(text, subject, f"{capitalised(first)} {helper} {subject} {rest}?")
    return Clause(text, "", f"Do you know {text}?")


def foreign(phrase: str) -> bool:
    """Whether a phrase is probably not English: another script, or function words of other languages."""
    letters = [c for c in phrase if c.isalpha()]
    if letters and sum(ord(c) > _LATIN_END for c in letters) > len(letters) / 3:
        return True
    words = set(re.findall(r"\w+", phrase.lower()))
    if len(words) < 2 or _ENGLISH & words:
        return bool(_FOREIGN_ARTICLES & words) and "the" not in words
    return bool(_FOREIGN & words) and (len(words) > 2 or any(ord(c) > 127 for c in phrase))
