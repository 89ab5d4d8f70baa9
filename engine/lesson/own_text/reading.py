"""What a text says, by its form: definitions, numbers, sequences, and the words that matter in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_DEFINED = re.compile(
    r"^(?:An?\s+|The\s+)?(?P<term>[A-Z\u00c0-\u024f]?[\w\u00c0-\u024f'-]*(?:\s[\w\u00c0-\u024f'-]+){0,3}?)\s+"
    r"(?:is|are|means|refers to|was|were)\s+(?P<meaning>(?:an?|the|any|all|what|when|how)\b.+)$"
)
_CALLED = re.compile(
    r"^(?P<meaning>.{4,160}?)\s+(?:is|are)\s+(?:called|known as)\s+(?:an?\s+|the\s+)?"
    r"(?P<term>[\w\u00c0-\u024f' -]{3,40}?)[.!]?$"
)
_PRONOUNS = frozenset("it this that these those he she they there here we you i what who which one".split())
_NUMBER = re.compile(
    r"(?<![\w.,-])(?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?![\w-]|[.,]\d)"
    r"(?:\s?(?P<unit>%|°C|°F|(?:million |billion |trillion )?[a-zA-Zµ]+(?:\s(?:per|a)\s\w+)?))?"
)
_TOPIC = re.compile(
    r"^(?:An?\s+|The\s+)?(?P<topic>[\w'\u2019-]+(?:\s[\w'\u2019-]+){0,3}?)\s+(?:is|are|was|were|has|have|had|can|could|"
    r"will|would|must|may|do|does|did|makes?|lets?|gives?|needs?|takes?|turns?|moves?|holds?|brings?|carr(?:y|ies)|"
    r"becomes?|begins?|consists?|contains?|depends?|grows?|helps?|keeps?|lies?|shows?|stays?|uses?|works?)\b"
)
_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?)\s+([^\W\d_][\w'\u2019-]{2,})")
_STEP = re.compile(
    r"^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|after (?:that|this)|finally|last(?:ly)?|now)\b,?\s*", re.I
)
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_YEARS = range(1000, 2101)
DIGITS = 15
"""The most of a number that is shown large: more neither fit nor can be told apart."""
_COMMON = frozenset(
    "finally firstly secondly thirdly lastly long big small good great old young high low "
    "a about above after again all also although always am among an and another any are around as at away be because "
    "been before being below between both but by called can could did do does done down during each either else even "
    "every few first for from get gives go goes had has have he her here hers him his how however i if in into is it "
    "its just kind last less let like made make makes many may me mean means might more most much must my near need "
    "never new next no nor not now of off often on once one only or other our out over own part parts per put rather "
    "same say second see she should since so some something such take than that the their them then there therefore "
    "these they thing things this those though through thus time to together too two under until up upon us use used "
    "using usually very was way we well were what when where whether which while who whom whose why will with within "
    "without would you your".split()
)


@dataclass(frozen=True)
class Definition:
    term: str
    meaning: str


@dataclass(frozen=True)
class Quantity:
    """A number as it stands in a sentence. `at`: where in the sentence."""

    value: float
    decimals: int
    unit: str
    at: int


def definition(sentence: str) -> Definition | None:
    """What "A lever is a bar that turns" or "The fixed point is called the fulcrum" defines, or None."""
    found = _CALLED.match(sentence.strip()) or _DEFINED.match(sentence.strip())
    if found is None:
        return None
    term = re.sub(r"^(?:an?|the)\s+", "", found["term"].strip(), flags=re.I)
    words = term.lower().split()
    if not words or words[0] in _PRONOUNS or set(words) <= _COMMON or len(term) > 40:
        return None
    meaning = found["meaning"].rstrip(" .!?")
    return Definition(
        term[0].upper() + term[1:], meaning[0].lower() + meaning[1:] if meaning[1:2].islower() else meaning
    )


def topic(sentence: str) -> str | None:
    """What a sentence speaks of: "Heat" of "Heat can move in three ways". None where its form does not show it."""
    found = _TOPIC.match(sentence.strip())
    words = [] if found is None else found["topic"].split()
    if not words or words[0].lower() in _COMMON | _PRONOUNS or words[-1].lower() in _COMMON:
        return None
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def things(text: str) -> list[str]:
    """The words right after an article: mostly what is spoken of, in the order of the text."""
    found = [word for word in _THING.findall(text) if word.lower() not in _COMMON and not word.endswith("est")]
    return list(dict.fromkeys(found))


def quantity(sentence: str) -> Quantity | None:
    """The first number worth showing large: neither a year nor a number of one digit without a unit."""
    for found in _NUMBER.finditer(sentence):
        digits, unit = found["number"].replace(",", ""), (found["unit"] or "").strip()
        if unit.lower() in _COMMON:
            unit = ""
        if len(digits) > DIGITS:
            continue
        value = float(digits)
        plain = "." not in digits
        if (plain and "," not in found["number"] and int(value) in _YEARS) or (plain and abs(value) < 10 and not unit):
            continue
        return Quantity(value, len(digits.partition(".")[2]), unit, found.start())
    return None


def without_order(sentence: str) -> str | None:
    """A sentence that begins with "first", "then" or the like, without that word; None for any other sentence."""
    found = _STEP.match(sentence)
    if found is None or found.end() == len(sentence):
        return None
    rest = sentence[found.end() :]
    return rest[0].upper() + rest[1:]


def keywords(text: str) -> list[str]:
    """Its words by weight: often used, long ones first; in the form that is used most, names in capitals."""
    counts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for word in _WORD.findall(text):
        key = word.lower().rstrip("'\u2019")
        if key in _COMMON or (len(key) < 3 and key.isascii()):
            continue
        stem = key[:-1] if len(key) > 4 and key.endswith("s") and not key.endswith("ss") else key
        counts[stem] += 1
        forms.setdefault(stem, Counter())[word] += 1
    order = {stem: n for n, stem in enumerate(counts)}
    weight = {stem: count * min(2.0, 0.6 + len(stem) / 10) for stem, count in counts.items()}
    ranked = sorted(counts, key=lambda stem: (-weight[stem], order[stem]))
    return [min(forms[stem].items(), key=lambda form: (-form[1], form[0]))[0] for stem in ranked]


def reads_english(text: str) -> bool:
    """Whether so many of its words are common English ones that it is taken for English."""
    words = [word.lower() for word in _WORD.findall(text)]
    return sum(word in _COMMON for word in words) >= 0.25 * max(1, len(words)) and bool(words)


def shortened(sentence: str, most: int) -> str:
    """At most `most` characters, cut between words."""
    text = " ".join(sentence.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0] if " " in text[: most - 1] else text[: most - 1]
    return cut.rstrip(" ,;:-") + "\u2026"


def shared(words: Sequence[str], sentence: str) -> list[str]:
    """Those of `words` that stand in the sentence."""
    here = {word.lower() for word in _WORD.findall(sentence)}
    return [word for word in words if word.lower() in here]
