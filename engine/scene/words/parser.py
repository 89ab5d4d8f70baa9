"""The way from an English prompt to a SceneSpec, by the lexicon alone."""

from __future__ import annotations

from collections import Counter

from data.scene_lexicon import SceneLexicon, load_scene_lexicon
from engine.scene.spec import Character, RelationTo, SceneSpec, SpecStyle, Subject, View
from engine.scene.words.draft import Draft
from engine.scene.words.reader import Reader
from engine.scene.words.settling import Settled, settle

CHARACTERS_MAX = 8
NOTES_MAX = 20
UNKNOWN_MAX = 200
PROMPT_MAX = 2000


def parse(prompt: str, *, negative: str = "", style: SpecStyle, seed: int) -> SceneSpec:
    """The scene that a prompt describes. The same words and seed give the same spec; no text makes it raise.

    Args:
        prompt: English; what is past 2000 characters is not read.
        negative: what must not be seen.
        seed: 0..2^32 - 1.
    """
    lexicon = load_scene_lexicon()
    text = prompt[:PROMPT_MAX].encode("utf-8", "replace").decode("utf-8")
    wanted, unwanted = Reader(lexicon), Reader(lexicon, negative=True)
    wanted.read(text)
    unwanted.read(negative[:PROMPT_MAX].encode("utf-8", "replace").decode("utf-8"))
    settled = settle(lexicon, wanted, unwanted)
    notes = [*settled.notes, *_style_note(wanted, style)]
    return SceneSpec.model_validate(
        {
            "prompt": text,
            "place": settled.place,
            "time_of_day": settled.time,
            "weather": settled.weather,
            "season": settled.season,
            "mood": settled.mood,
            "palette": settled.palette,
            "subjects": tuple(_subject(draft) for draft in settled.drafts),
            "characters": _characters(lexicon, settled),
            "without": settled.without,
            "style": style,
            "camera": View.model_validate({"shot": settled.shot}),
            "seed": seed,
            "unknown_words": tuple(wanted.unknown[:UNKNOWN_MAX]),
            "notes": tuple(notes[:NOTES_MAX]),
        }
    )


def _style_note(wanted: Reader, style: str) -> list[str]:
    other = [name for name in wanted.said["style"] if name != style]
    return [f'The style is the one chosen, "{style}"; "{other[0]}" in the prompt does not change it.'] if other else []


def _subject(draft: Draft) -> Subject:
    relation = draft.relation
    return Subject.model_validate(
        {
            "noun": draft.noun,
            "count": draft.asked,
            "colour": draft.colour,
            "size": draft.size or "normal",
            "material": draft.material,
            "pose": draft.pose,
            "relation": None
            if relation is None
            else RelationTo.model_validate({"kind": relation[0], "to": relation[1]}),
            "word": draft.word if draft.word != draft.noun else None,
        }
    )


def _characters(lexicon: SceneLexicon, settled: Settled) -> tuple[Character, ...]:
    """The people whose looks or names are told. Without a name they go by what they are."""
    characters: list[Character] = []
    seen: Counter[str] = Counter()
    for index, draft in enumerate(settled.drafts):
        kind = lexicon.nouns[draft.noun].person
        if kind is None or not (draft.name or draft.looks) or len(characters) == CHARACTERS_MAX:
            continue
        seen[draft.word] += 1
        number = f" {seen[draft.word]}" if seen[draft.word] > 1 else ""
        looks = {part: draft.looks.get(part) for part in ("hair", "skin", "clothes")}
        name = draft.name or f"{draft.word}{number}"
        characters.append(Character.model_validate({"name": name[:60], "kind": kind, **looks, "subject": index}))
    return tuple(characters)
