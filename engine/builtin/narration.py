"""Writes what a voice says over a scene film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from data.scene_lexicon import load_scene_lexicon
from data.scene_narration import SceneNarration, load_scene_narration

_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_VERBS = {"is": "are", "stands": "stand", "lies": "lie", "passes": "pass", "waits": "wait"}
SUBJECTS_MAX = 5
_WITHOUT_SKY = ("underwater", "space", "mars", "room", "studio")


def narrate(scene: Any, words: int, seed: int) -> str:
    """Sentences on a scene (JSON as in scene.json), at most `words` words in all. The same seed says the same."""
    rng = np.random.default_rng([seed, 37])
    said = load_scene_narration()
    subjects = list(_subjects(scene, said, rng))
    places = list(rng.permutation(np.array(said.place[scene["place"]], dtype=object)))
    outside = [_one(getattr(said, kind)[scene[kind]], rng) for kind in ("time_of_day", "weather", "season")]
    rest = [""] * 3 if scene["place"] in _WITHOUT_SKY else outside
    closing = _one(said.mood[scene["mood"]], rng)
    # What matters most is taken first; what fits is then said in the order in which one looks around.
    wanted = [places[0], *subjects[:2], closing, rest[0], *subjects[2:], rest[1], *places[1:2], rest[2], *places[2:]]
    order = [places[0], rest[0], *subjects[:2], rest[1], *places[1:2], *subjects[2:], rest[2], *places[2:], closing]
    taken = _fitting([sentence for sentence in wanted if sentence], words)
    return " ".join(sentence for sentence in order if sentence in taken)


def _fitting(sentences: Sequence[str], words: int) -> set[str]:
    taken: set[str] = set()
    for sentence in sentences:
        length = len(sentence.split())
        if length <= words and sentence not in taken:
            taken.add(sentence)
            words -= length
    return taken


def _one(sentences: Sequence[str], rng: np.random.Generator) -> str:
    return sentences[int(rng.integers(len(sentences)))]


def _subjects(scene: Any, said: SceneNarration, rng: np.random.Generator) -> Iterator[str]:
    nouns = load_scene_lexicon().nouns
    used: set[str] = set()
    for subject in scene["subjects"][:SUBJECTS_MAX]:
        noun = nouns[subject["noun"]]
        kind = "person" if noun.person else noun.habitat if noun.habitat in said.subject else "ground"
        templates = [template for template in said.subject[kind] if template not in used] or list(said.subject[kind])
        template = _one(templates, rng)
        used.add(template)
        yield _filled(template, subject)


def _filled(template: str, subject: Any) -> str:
    thing, plural = _thing(subject)
    verbs = {one: many if plural else one for one, many in _VERBS.items()}
    return template.format(thing=thing, Thing=thing[0].upper() + thing[1:], **verbs)


def _thing(subject: Any) -> tuple[str, bool]:
    """ "a red lighthouse", and whether it is more than one."""
    name = (subject["word"] or "").replace("-", " ").strip() or subject["noun"].replace("-", " ")
    count = subject["count"]
    size = subject["size"] if subject["size"] != "normal" else None
    words = [word for word in (size, subject["colour"], subject["material"]) if word]
    adjectives = " ".join(words)
    if count == 1:
        phrase = f"{adjectives} {name}".strip()
        return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}", False
    number = _NUMBERS[count] if count < len(_NUMBERS) else "many"
    return " ".join(part for part in (number, adjectives, _plural(subject["noun"], name)) if part), True


def _plural(noun: str, word: str) -> str:
    """The plural of a word that stands for a noun: as it was written, by the lexicon's exceptions, or by rule."""
    known = load_scene_lexicon().nouns[noun].plural
    if word in known or (word != noun.replace("-", " ") and word.endswith("s")):
        return word
    alike = next((plural for plural in known if plural[:2] == word[:2]), None)
    if alike is not None:
        return alike
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
