"""English word forms: plurals, articles, verb endings, capitals."""

import re

from engine.builtin.script.lexicon import lexicon

_VOWEL_SOUND_EXCEPTIONS = re.compile(
    r"^(?:uni(?!n|m)|us(?:e|a|u)|eu|one\b|once|ubiq|ut(?:e|i|o)|u[bfhjkqrst][aeiou]|ewe)", re.IGNORECASE
)
_SILENT_H = re.compile(r"^(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()


def article(phrase: str) -> str:
    """ "a" or "an", by the sound that begins `phrase`."""
    word = re.sub(r"^\W+", "", phrase).split(" ")[0]
    if re.fullmatch(r"[A-Z]{2,}\S*", word) and not re.search(r"[AEIOU]", word[1:-1]):
        return "an" if word[0] in _VOWEL_LETTERS else "a"
    if re.match(r"(?:8|11\b|18\b)", word) or _SILENT_H.match(word):
        return "an"
    if _VOWEL_SOUND_EXCEPTIONS.match(word):
        return "a"
    return "an" if word[:1].lower() in "aeiou" and word else "a"


def plural(noun: str) -> str:
    """The plural of a singular noun; the last word of a compound is changed."""
    head, _, last = noun.rpartition(" ")
    irregular = lexicon().plurals.get(last.lower())
    if irregular:
        made = irregular
    elif re.search(r"(?:s|x|z|ch|sh)$", last):
        made = last + "es"
    elif re.search(r"[^aeiou]y$", last):
        made = last[:-1] + "ies"
    else:
        made = last + "s"
    return f"{head} {made}".strip()


def singular(noun: str) -> str:
    """The singular of a noun in lower case; an already singular one comes back unchanged."""
    words = lexicon()
    for one, many in words.plurals.items():
        if noun == many:
            return one
    if len(noun) < 4 or noun in words.singular_in_s or not noun.endswith("s") or noun.endswith("ss"):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if re.search(r"(?:ch|sh|x|ss|zz)es$", noun):
        return noun[:-2]
    return noun[:-1]


def is_plural(noun: str) -> bool:
    """Whether a head noun takes a plural verb."""
    low = noun.lower().strip("'’\".,")
    words = lexicon()
    if low in words.plurals.values() and low not in words.plurals:
        return True
    if low.endswith(("'s", "’s")) or re.search(r"[A-Z].*[A-Z]", noun):
        return False
    return (
        len(low) > 3 and low.endswith("s") and low not in words.singular_in_s and not low.endswith(("ss", "us", "is"))
    )


def third_person(verb: str) -> str:
    """ "work" -> "works"."""
    special = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    if verb in special:
        return special[verb]
    if re.search(r"(?:s|x|z|ch|sh)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def base_of_third_person(verb: str) -> str | None:
    """ "works" -> "work"; None when no known verb has this form."""
    return next((base for base in _third_person_bases(verb) if base in lexicon().verbs), None)


def _third_person_bases(verb: str) -> list[str]:
    special = {"is": "be", "has": "have", "does": "do", "goes": "go"}
    if verb in special:
        return [special[verb]]
    found = [verb[:-1]] if verb.endswith("s") else []
    if verb.endswith("ies"):
        found.insert(0, verb[:-3] + "y")
    if verb.endswith("es"):
        found.append(verb[:-2])
    return found


def past(verb: str) -> str:
    """The simple past of a base form."""
    irregular = lexicon().past.get(verb)
    if irregular:
        return irregular
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ed"


def gerund(verb: str) -> str:
    """ "bake" -> "baking"."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ing"


def _doubles(verb: str) -> bool:
    return bool(re.fullmatch(r"(?:[^aeiou]*|qu)[aeiou][bdgklmnprt]", verb)) or verb in {
        "begin", "forget", "admit", "commit", "prefer", "refer", "program", "unplug", "quit",
    }  # fmt: skip


def number_word(number: int) -> str:
    """0..12 as a word, larger numbers in digits."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def ordinal_word(number: int) -> str:
    """1..12 as an ordinal word."""
    return _ORDINALS[number]


def capitalised(text: str) -> str:
    """`text` with its first letter in upper case, unless its first word has a capital inside, as iPhone does."""
    match = re.match(r"^([\"“‘(\[]*)(\S+)", text)
    if not match or any(c.isupper() for c in match.group(2)[1:]):
        return text
    at = len(match.group(1))
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]
