"""What a topic string says: its kind, and the phrases that let sentences speak of it."""

import re
from dataclasses import dataclass, field

from engine.builtin.script import clauses, noun_phrase, plain_text
from engine.builtin.script.grammar import capitalised, gerund, number_word, singular
from engine.builtin.script.lexicon import lexicon

_FORMS = "script|video|story|film|lesson|documentary|talk|ad|advert|speech|clip|narration"
_REQUEST = re.compile(
    rf"""^(?:please\s+)?(?:can\ you\s+|could\ you\s+)?(?:
      (?:write|make|create|produce|generate|give|prepare|draft)\s+(?:me\s+|us\s+)?(?:an?\s+|the\s+)?
        (?:[\w-]+\s+){{0,4}}?(?:{_FORMS})s?\s+(?:about|on|of|for|explaining|telling)\s+
    | (?:an?\s+|the\s+)?(?:[\w-]+\s+)?(?:{_FORMS})\s+(?:about|on|explaining)\s+
    | (?:topic|subject|title)\s*:\s*
    | (?:explain|describe)\s+(?:to\ me\s+)?
    | (?:tell|teach)\s+(?:me|us)\s+(?:about\s+)?
    | (?:all\s+)?about\s+
    | let['’]?s\ talk\ about\s+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
_LIST = re.compile(r"^(?:the\s+|my\s+)?(?:top\s+|best\s+)?(\d{1,2}|[a-z]+)\s+(.*)$", re.IGNORECASE)
_FOR_AUDIENCE = re.compile(
    r"\s+for (?:kids|children|beginners|students|everyone|adults|professionals|creators|dummies)$", re.IGNORECASE
)
_ODD = re.compile(r"[\[\](){}<>|\\/*_#=~^@]|https?:|www\.")
_MAX_WORDS = 12
_MAX_NOUN_WORDS = 9


@dataclass(frozen=True)
class Topic:
    """A topic understood.

    kind: noun, clause, howto, versus, list, character or quoted. `about` follows "about" or "understand";
    `subject` is a noun phrase that can begin a sentence, `plural` its number; `question` asks the topic.
    `forms` holds the phrases only some kinds have (a, b, gerund, act, count, unit). `rest` is text beyond
    the topic's first sentence, to be used as context.
    """

    raw: str
    kind: str
    about: str
    subject: str
    plural: bool
    question: str
    title: str
    forms: dict[str, str] = field(default_factory=dict)
    rest: str = ""


def analyse(text: str) -> Topic:
    """Understand any topic string; what cannot be understood is quoted, never guessed at."""
    raw = " ".join(plain_text.clean(text).split())
    first, rest = _first_sentence(plain_text.without_symbols(plain_text.clean(text)))
    trimmed = _REQUEST.sub("", first).strip(' .,:;-–—"“”') or first
    phrase = noun_phrase.normal_case(_FOR_AUDIENCE.sub("", trimmed))
    if not phrase or not any(c.isalnum() for c in phrase):
        return _quoted(raw, raw or "this", rest)
    if len(phrase.split()) > _MAX_WORDS and not noun_phrase.character(phrase):
        return _quoted(raw, phrase, rest)
    if clauses.foreign(phrase) or _ODD.search(phrase):
        return _quoted(raw, trimmed, rest)
    for reader in (_versus, _list, _howto, _asked, _character):
        topic = reader(raw, phrase, rest)
        if topic:
            return topic
    return _noun(raw, phrase, rest)


def _first_sentence(text: str) -> tuple[str, str]:
    found = plain_text.sentences(text)
    if len(found) < 2:
        return " ".join(text.split()), ""
    return found[0], "\n".join(found[1:])


def _versus(raw: str, phrase: str, rest: str) -> Topic | None:
    parts = _VERSUS.split(phrase.rstrip("?!. "))
    if len(parts) == 1 and re.fullmatch(r"[\w' -]+? or [\w' -]+", phrase.rstrip("?")) and len(phrase.split()) <= 7:
        parts = re.split(r"\s+or\s+", phrase.rstrip("?"))
        if parts[0].split()[0].lower() in lexicon().auxiliaries | {"how", "why", "what", "which", "who"}:
            return None
    if len(parts) != 2 or not all(parts):
        return None
    a, b = (noun_phrase.bare(noun_phrase.normal_case(part)) for part in parts)
    return Topic(
        raw, "versus", f"{a} and {b}", f"the choice between {a} and {b}", False,
        f"{capitalised(a)} or {b}?", title_case(f"{a} versus {b}"), {"a": a, "b": b}, rest,
    )  # fmt: skip


def _list(raw: str, phrase: str, rest: str) -> Topic | None:
    match = _LIST.match(phrase.rstrip("?!. "))
    words = [number_word(n) for n in range(13)]
    if not match or not (match.group(1).isdigit() or match.group(1).lower() in words[2:]):
        return None
    count = int(match.group(1)) if match.group(1).isdigit() else words.index(match.group(1).lower())
    tokens = match.group(2).split()
    at = next((i for i, t in enumerate(tokens[:4]) if singular(t.lower()) in lexicon().list_units), None)
    if at is None or not 2 <= count <= 50:
        return None
    unit, tail = " ".join(tokens[: at + 1]), tokens[at + 1 :]
    forms = {
        "count": number_word(count),
        "unit": unit.lower(),
        "one": singular(tokens[at].lower()),
        "number": str(count),
    }
    title = title_case(f"{count} {match.group(2)}")
    return _list_topic(raw, forms, tail, title, rest)


def _list_topic(raw: str, forms: dict[str, str], tail: list[str], title: str, rest: str) -> Topic:
    if len(tail) > 1 and tail[0].lower() == "to":
        act = " ".join(tail[1:])
        doing = _doing(act)
        forms |= {"act": act, "gerund": doing}
        return Topic(raw, "list", doing, doing, False, _how(act), title, forms, rest)
    matter = " ".join(tail[1:]) if tail and tail[0].lower() in ("for", "of", "about", "on", "in", "from") else ""
    matter = noun_phrase.bare(matter) if matter else f"these {forms['count']} {forms['unit']}"
    many = noun_phrase.takes_plural(matter)
    question = f"Which {forms['unit']} deserve your attention?"
    return Topic(raw, "list", matter, matter, many, question, title, forms, rest)


def _howto(raw: str, phrase: str, rest: str) -> Topic | None:
    low = phrase.lower().rstrip("?!. ")
    match = re.match(r"(?:how to|how do (?:you|i|we)|how can (?:you|i|we)|ways to|guide to) (.+)", low)
    first = low.split()[0]
    asked = first in lexicon().auxiliaries and (len(low.split()) > 2 or phrase.endswith("?"))
    if asked:
        return None
    if match:
        act = phrase.rstrip("?!. ")[match.start(1) :]
    elif (
        first in lexicon().verbs - lexicon().mass_nouns - {"work", "water", "dream", "love", "sleep", "paint"}
        and len(low.split()) > 1
    ):
        if low.split()[1] in lexicon().prepositions | lexicon().auxiliaries:
            return None
        act = phrase.rstrip("?!. ")
    else:
        return None
    if act.split()[0].lower() in ("i", "you", "we", "be") and len(act.split()) < 2:
        return None
    doing = _doing(act)
    return Topic(
        raw, "howto", doing, doing, False, _how(act), title_case(f"how to {act}"),
        {"act": act, "gerund": doing}, rest,
    )  # fmt: skip


def _how(act: str) -> str:
    return f"How can you {act}?" if act.startswith("be ") else f"How do you {act}?"


def _doing(act: str) -> str:
    verb, _, tail = act.partition(" ")
    doing = f"{gerund(verb.lower())} {tail}".strip()
    return re.sub(r" and (\w+)", lambda m: f" and {gerund(m[1])}" if m[1] in lexicon().verbs else m[0], doing)


def _asked(raw: str, phrase: str, rest: str) -> Topic | None:
    named = clauses.definition_of(phrase)
    if named:
        return _noun(raw, named, rest)
    clause = clauses.read(phrase)
    if clause is None:
        return None
    if not clause.about:
        return _quoted(raw, clause.question, rest)
    subject = noun_phrase.bare(clause.subject) if clause.subject else "this question"
    if subject.lower() in lexicon().pronouns:
        subject = "this question"
    many = noun_phrase.takes_plural(subject)
    return Topic(raw, "clause", clause.about, subject, many, clause.question, title_case(clause.about), {}, rest)


def _character(raw: str, phrase: str, rest: str) -> Topic | None:
    found = noun_phrase.character(phrase)
    if not found:
        return None
    told = phrase.rstrip("?!. ")
    title = title_case(told if len(told.split()) <= _MAX_NOUN_WORDS else found.noun_phrase)
    return Topic(
        raw, "character", f"the story of {told}", "this story", False, f"What happens to {told}?",
        title, {"who": found.noun_phrase, "deed": found.deed}, rest,
    )  # fmt: skip


def _noun(raw: str, phrase: str, rest: str) -> Topic:
    if phrase.lower().rstrip("?!. ") in lexicon().pronouns:
        return _quoted(raw, raw, rest)
    said = noun_phrase.bare(re.sub(r"^(?:the )?top (?=\d)", "the top ", phrase.rstrip("?!. ")))
    if len(said.split()) > _MAX_NOUN_WORDS:
        return _quoted(raw, phrase, rest)
    many = noun_phrase.takes_plural(said)
    named = re.match(r"(?:my|our|your|the top|\S+['’]s)\b", said) or said[:1].isupper()
    question = f"Why talk about {said}?" if named else f"What {'are' if many else 'is'} {said}?"
    return Topic(raw, "noun", said, said, many, question, title_case(said), {}, rest)


def _quoted(raw: str, phrase: str, rest: str) -> Topic:
    if raw[:1].isupper():
        phrase = phrase[:1].upper() + phrase[1:]
    words = phrase.rstrip(".").split()
    short = " ".join(words[:_MAX_WORDS]) + ("…" if len(words) > _MAX_WORDS else "")
    # A long topic is context too, so that what it says is said.
    full = f"{phrase.rstrip('.')}.\n{rest}".strip() if rest or len(words) > _MAX_WORDS else ""
    short = short.replace("“", "").replace("”", "").replace('"', "")
    return Topic(raw, "quoted", "this topic", "this topic", False, "Where do we begin?", short, {"quoted": short}, full)


def title_case(text: str) -> str:
    """Headline capitals: every word but short joining words; words with a capital inside stay as they are."""
    small = {"a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "with", "by", "from", "versus", "vs"}
    words = text.split()
    done = [w if i and w in small else capitalised(w) for i, w in enumerate(words)]
    return " ".join(done)
