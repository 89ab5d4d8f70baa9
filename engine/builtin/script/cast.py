"""Who a story is about, and where: names, places and things from the topic's words, the context and the seed."""

import random
import re
from typing import Any

from engine.builtin.script.grammar import article
from engine.builtin.script.lexicon import read_data
from engine.builtin.script.topic import Topic

_NAMED = re.compile(r"\b(?:called|named|name is|name's|character is|hero is|heroine is)\s+([A-Z][\w'’-]+)")
_SHE = frozenset("girl woman mother grandmother queen princess she her sister witch daughter".split())
_HE = frozenset("boy man father grandfather king prince he his brother wizard son".split())
_STATES = frozenset(
    "was were had could wanted lived loved hated knew believed thought felt dreamed would did never".split()
)
_NOT_NAMES = frozenset(["The", "A", "An", "In", "It", "He", "She", "They"])


def slots(topic: Topic, extra: str, rng: random.Random, *, long: bool) -> dict[str, str]:
    """The story's slots: hero, pronouns, helper, place, want and how the hero is introduced.

    Only a `long` story has room to introduce the helper and a keepsake; elsewhere the helper is always called
    a friend, and the keepsake's slots are missing, so that no sentence can speak of it.
    """
    data = read_data("cast")
    words = set(re.findall(r"\w+", f"{topic.raw} {topic.about}".lower()))
    place = _place(words, data["place"], rng)
    hero, gender = _hero(words, f"{topic.raw} {extra}", data["names"], rng)
    friend = rng.choice([n for g in ("she", "he") for n in data["names"][g] if n != hero])
    thing = rng.choice(place["things"])
    first_person = topic.kind == "noun" and topic.about.startswith(("my ", "our "))
    made = _pronouns("i" if first_person else gender, "I" if first_person else hero)
    if long:
        made |= {"helper": friend, "known_friend": friend, "thing": thing, "a_thing": f"{article(thing)} {thing}"}
    else:
        made |= {"helper": f"{made['their']} friend {friend}", "both": made["hero"]}
    made |= {"place": place["at"], "ground": place["ground"], "light": place["light"]}
    made |= {"hour": rng.choice(data["hours"]), "weather": rng.choice(data["weather"])}
    return made | {"want": _want(topic)} | _introduction(topic, place["work"], hero)


def _hero(words: set[str], text: str, names: dict[str, list[str]], rng: random.Random) -> tuple[str, str]:
    """(name, "she" or "he"): a name given in the text stays, the pronoun follows the words around it."""
    if words & _SHE:
        gender = "she"
    elif words & _HE:
        gender = "he"
    else:
        gender = rng.choice(("she", "he"))
    given = next((n for n in _NAMED.findall(text) if n not in _NOT_NAMES), None)
    if given:
        said = re.findall(r"\b(she|her|he|his|him)\b", text.lower())
        gender = ("she" if said[0] in ("she", "her") else "he") if said else gender
    return given or rng.choice(names[gender]), gender


def _pronouns(person: str, hero: str) -> dict[str, str]:
    forms = {"she": ("she", "her", "her"), "he": ("he", "him", "his"), "i": ("I", "me", "my")}
    they, them, their = forms[person]
    mine = person == "i"
    return {
        "hero": hero, "they": they, "they_obj": them, "their": their,
        "both": "we" if mine else "they", "both_obj": "us" if mine else "them",
        "heros": "my" if mine else f"{hero}’s", "hero_obj": "me" if mine else hero,
    }  # fmt: skip


def _place(words: set[str], places: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    named = [key for key, place in places.items() if words & set(place["words"])]
    anywhere = [key for key, place in places.items() if "anywhere" in place["words"]]
    found: dict[str, Any] = places[named[0] if named else rng.choice(anywhere)]
    return found


def _want(topic: Topic) -> str:
    if topic.kind == "noun" and topic.about.startswith(("my ", "our ")):
        return f"remember {topic.about} as it really was"
    if topic.kind == "versus":
        return f"choose between {topic.forms['a']} and {topic.forms['b']}"
    if topic.kind in ("character", "quoted"):
        return "put things right"
    if "act" in topic.forms:
        return f"learn how to {topic.forms['act']}"
    return f"find out {topic.about}" if topic.kind == "clause" else f"understand {topic.about}"


def _introduction(topic: Topic, work: str, hero: str) -> dict[str, str]:
    who, deed = topic.forms.get("who", work), topic.forms.get("deed", "")
    if re.match(r"(?:two|three|four|five)\b", who):
        who = f"one of {who}"
    else:
        who = who.split(" and ")[0]
    if not deed:
        return {"intro": f"{hero} was {who}", "who": who}
    if deed.split()[0] in _STATES:
        return {"intro": f"{hero} was {who} who {deed}", "who": who}
    return {"intro": f"{hero} was {who}", "who": who, "turned": deed}
