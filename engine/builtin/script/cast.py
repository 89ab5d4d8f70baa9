"""Who a story is about, and where: names, places and things from the topic's words, the context and the seed."""

import random
import re

from engine.builtin.script.grammar import capitalised
from engine.builtin.script.lexicon import lexicon, read_data
from engine.builtin.script.topic import Topic

_NAMED = re.compile(r"\b(?:called|named|name is|name's|character is|hero is|heroine is)\s+([A-Z][\w'’-]+)")
_NOT_NAMES = frozenset(["The", "A", "An", "In", "It", "He", "She", "They"])


def slots(topic: Topic, extra: str, rng: random.Random) -> dict[str, str]:
    """The story's slots: hero, pronouns, helper, place, thing, want and how the hero is introduced."""
    data = read_data("cast")
    words = set(re.findall(r"\w+", f"{topic.raw} {topic.about}".lower()))
    first_person = topic.kind == "noun" and bool(re.match(r"(?:my|our)\b", topic.about))
    place = _place(words, data, rng)
    hero, gender = _hero(topic, extra, data["names"], rng)
    helper = rng.choice([n for g in ("she", "he") for n in data["names"][g] if n != hero])
    made = {"helper": helper, "place": place["at"], "ground": place["ground"], "light": place["light"]}
    made |= {"thing": rng.choice(place["things"]), "hour": rng.choice(data["hours"]), "weather": rng.choice(data["weather"])}
    made |= _pronouns("i" if first_person else gender, "I" if first_person else hero)
    return made | _want(topic) | _who(topic, place["work"], made["hero"], first_person=first_person)


def _hero(topic: Topic, extra: str, names: dict[str, list[str]], rng: random.Random) -> tuple[str, str]:
    words = set(re.findall(r"\w+", topic.about.lower()))
    if words & {"girl", "woman", "mother", "grandmother", "queen", "princess", "she", "her", "sister", "witch"}:
        gender = "she"
    elif words & {"boy", "man", "father", "grandfather", "king", "prince", "he", "his", "brother", "wizard"}:
        gender = "he"
    else:
        gender = rng.choice(("she", "he"))
    given = next((n for n in _NAMED.findall(f"{topic.raw} {extra}") if n not in _NOT_NAMES), None)
    return given or rng.choice(names[gender]), gender


def _pronouns(person: str, hero: str) -> dict[str, str]:
    forms = {"she": ("she", "her", "her", "herself"), "he": ("he", "him", "his", "himself"), "i": ("I", "me", "my", "myself")}
    they, them, their, themself = forms[person]
    heros = "my" if person == "i" else f"{hero}’s"
    return {"hero": hero, "they": they, "they_obj": them, "their": their, "themself": themself, "heros": heros, "hero_obj": "me" if person == "i" else hero}


def _place(words: set[str], data: dict[str, dict[str, dict[str, list[str]]]], rng: random.Random) -> dict[str, str | list[str]]:
    places = data["place"]
    named = [key for key, place in places.items() if words & set(place["words"])]
    return places[named[0] if named else rng.choice([k for k in sorted(places) if "anywhere" in places[k]["words"]])]


def _want(topic: Topic) -> dict[str, str]:
    want = {
        "howto": "learn how to {act}", "list": "get better at {about}" if "act" in topic.forms else "make sense of {about}",
        "versus": "choose between {a} and {b}", "quoted": "find the right words for it",
        "clause": "find out {about}", "character": "put things right",
    }.get(topic.kind, "understand {about}")  # fmt: skip
    for key, value in {"about": topic.about, **topic.forms}.items():
        want = want.replace("{" + key + "}", value)
    return {"want": want}


def _who(topic: Topic, work: str, hero: str, *, first_person: bool) -> dict[str, str]:
    who = topic.forms.get("who", "")
    if first_person:
        return {"intro": "this is how I remember it", "who": "someone with a story to tell"}
    made = {"intro": f"{hero} was {who or work}", "who": who or work}
    short = re.sub(r"^(?:an?|my|our|the)\s+(?:\w+\s+)*?(?=\S+(?:\s\S+)?$)", "", who)
    if topic.forms.get("deed"):
        made["turned"] = topic.forms["deed"]
        found = re.search(r"\b(?:an?|the)\s+((?:\w+\s+)?\w+)", topic.forms["deed"])
        if found and not set(found.group(1).lower().split()) & (lexicon().prepositions | lexicon().auxiliaries):
            made["token"] = f"the {found.group(1).split()[-1]}"
    return made | ({"role": capitalised(short)} if short else {})
