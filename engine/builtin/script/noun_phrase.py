"""Noun phrases in topics: case, articles, number, and the people and creatures stories are about."""

import re
from dataclasses import dataclass

from engine.builtin.script.grammar import base_of_third_person, is_plural, past, plural, singular
from engine.builtin.script.lexicon import lexicon

_KEEP_LOWER = frozenset(
    "how why what when where who which is are can do does did should will the a an my our your his her top in "
    "on".split()
)
_ABSTRACT = re.compile(
    r"(?:tion|sion|ment|ness|ity|ism|ance|ence|ing|logy|graphy|ics|ship|hood|ture|nomy|sis|ware|work)s?$"
)


@dataclass(frozen=True)
class Character:
    """Someone a story is about: "a lighthouse keeper", what they did in the past tense, and the number."""

    noun_phrase: str
    deed: str
    plural: bool


def normal_case(phrase: str) -> str:
    """The phrase as it stands inside a sentence: shouting lowered, a sentence capital taken off, names kept."""
    words = phrase.split()
    letters = [c for c in phrase if c.isalpha()]
    shouting = len(words) > 1 and len(letters) > 6 and all(c.isupper() for c in letters)
    if shouting or (len(words) == 1 and phrase.isalpha() and phrase.isupper() and len(phrase) > 6):
        words = [w.lower() for w in words]
    if _is_headline(words):
        words = [words[0], *(w.lower() if _is_known(w.lower()) else w for w in words[1:])]
    if words and _is_sentence_capital(words):
        words[0] = words[0].lower()
    return " ".join(_name(w) for w in words)


def _is_sentence_capital(words: list[str]) -> bool:
    first, low = words[0], words[0].lower()
    if not first[:1].isupper() or any(c.isupper() for c in first[1:]) or low == "i":
        return False
    words_known = lexicon()
    if low in _KEEP_LOWER or low in words_known.determiners | words_known.prepositions:
        return True
    if low in words_known.proper or low.endswith(("'s", "’s")) or (len(words) > 1 and words[1][:1].isupper()):
        return False
    return _is_known(low) or len(words) > 1


def _is_headline(words: list[str]) -> bool:
    """Whether all longer words are capitalised, so that a capital says nothing about a name."""
    longer = [w for w in words if len(w) > 3 and w.isalpha()]
    return len(longer) > 2 and all(w[0].isupper() and w[1:].islower() for w in longer)


def _is_known(low: str) -> bool:
    words = lexicon()
    if low in words.proper:
        return False
    nouns = words.count_nouns | words.mass_nouns | words.definite_nouns | words.list_units
    known = nouns | words.verbs | words.adjectives | words.prepositions
    return low in known or singular(low) in known or bool(_ABSTRACT.search(low))


def _name(word: str) -> str:
    low = word.lower()
    if low == "i" or re.fullmatch(r"i['’](?:m|ve|d|ll)", low):
        return "I" + word[1:]
    if low in lexicon().acronyms:
        return word.upper()
    return word.capitalize() if word.islower() and re.sub(r"\W.*", "", low) in lexicon().proper else word


def head_noun(phrase: str) -> str:
    """The noun that decides the number: the last word before a preposition or relative pronoun."""
    words = phrase.split()
    for index, word in enumerate(words):
        if index and word.lower() in lexicon().prepositions:
            return words[index - 1]
    return words[-1] if words else ""


def takes_plural(phrase: str) -> bool:
    """Whether a noun phrase takes a plural verb."""
    before = re.split(r"\b(?:of|in|for|with|who|that|from)\b", phrase)[0]
    if re.match(r"\w+ing\b", phrase) and not is_plural(phrase.split()[0]) and len(phrase.split()) > 1:
        return False
    if re.match(r"(?:my|our|the|a|an|this|that)?\s*(?:[\w-]+\s+)*(?:choice|way|art|story|history|question)\b", before):
        return is_plural(head_noun(phrase))
    if re.search(r"\w and \w", before) and not phrase[:1].isupper():
        return True
    return is_plural(head_noun(phrase))


def bare(phrase: str) -> str:
    """The phrase made fit to stand in a sentence: "volcano" -> "volcanoes", "sky" -> "the sky"."""
    words = phrase.split()
    if not words or words[0].lower() in lexicon().determiners:
        return phrase
    if phrase.lower() in lexicon().definite_nouns:
        return f"the {phrase}"
    if len(words) <= 2 and words[-1].lower() in lexicon().count_nouns and words[-1].islower():
        return plural(phrase)
    return phrase


def character(phrase: str) -> Character | None:
    """The person or creature a phrase such as "a fox who learns to fly" is about, if it is about one."""
    match = re.match(
        r"((?:an?|the|two|three|my|our|one)\s+(?:[\w'’-]+\s+){0,5}?[\w'’-]+)(?:,?\s+(?:who|that|which)\s+(.+)|\s+(?:in|on|from|of|with|and|at)\s+.+)?$",
        phrase.rstrip("?!. "), re.IGNORECASE,
    )  # fmt: skip
    if not match:
        return None
    noun = match.group(1).split()[-1].lower()
    if singular(noun) not in lexicon().animate and not (match.group(2) and re.search(r"\bwho\b", phrase)):
        return None
    if phrase.split()[0].lower() in ("the",) and not match.group(2):
        return None
    who = match.group(1) if match.group(2) else phrase
    return Character(
        who, _past_deed(match.group(2) or ""), is_plural(noun) or phrase.lower().startswith(("two ", "three "))
    )


def _past_deed(deed: str) -> str:
    """The relative clause in the past tense; "" when its verb is not known."""
    words = deed.split()
    if not words:
        return ""
    first = words[0].lower()
    special = {"is": "was", "are": "were", "has": "had", "can": "could", "cannot": "could not", "can't": "could not",
               "doesn't": "did not", "does": "did", "will": "would", "never": "never"}  # fmt: skip
    base = first if first in lexicon().verbs else base_of_third_person(first)
    if first in special:
        words[0] = special[first]
    elif base:
        words[0] = past(base)
    elif first not in lexicon().past.values() and not first.endswith("ed"):
        return ""
    for index in range(2, len(words)):
        later = base_of_third_person(words[index]) if words[index - 1] in ("and", "then", "but", "never") else None
        if later:
            words[index] = past(later)
    return " ".join(words)
