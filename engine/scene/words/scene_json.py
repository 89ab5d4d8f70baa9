"""scene.json back to a SceneSpec."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import ValidationError

from data.scene_lexicon import load_scene_lexicon
from domain.errors import InvalidParams
from engine.scene.spec import THINGS_MAX, SceneSpec

Field = dict[str, str]


def from_json(text: str) -> SceneSpec:
    """A scene.json, edited or not. Raises InvalidParams that names the path of each bad field."""
    try:
        spec = SceneSpec.model_validate(json.loads(text, parse_constant=_refuse))
    except ValidationError as error:
        raise _refusal([{"field": _path(e["loc"]), "message": e["msg"]} for e in error.errors()]) from None
    except (ValueError, RecursionError) as error:
        raise _refusal([{"field": "(body)", "message": f"This is not JSON: {error}"}]) from None
    faults = list(_faults(spec))
    if faults:
        raise _refusal(faults)
    return spec


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a JSON number")


def _refusal(fields: list[Field]) -> InvalidParams:
    first = fields[0]
    return InvalidParams(f"scene.json: {first['field']}: {first['message']}", fields=fields)


def _path(location: tuple[int | str, ...]) -> str:
    """ "subjects[2].count"."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".") or "(body)"


def _faults(spec: SceneSpec) -> Iterator[Field]:
    """What the types cannot say: unknown names, and references that lead nowhere or round in circles."""
    lexicon = load_scene_lexicon()
    for index, subject in enumerate(spec.subjects):
        at = f"subjects[{index}]"
        if subject.noun not in lexicon.nouns:
            yield {"field": f"{at}.noun", "message": f'There is no "{subject.noun}" among the nouns that can be shown.'}
        if subject.colour is not None and subject.colour not in lexicon.colours:
            yield {"field": f"{at}.colour", "message": f'"{subject.colour}" is not a colour of the lexicon.'}
        if subject.material is not None and subject.material not in lexicon.materials:
            yield {"field": f"{at}.material", "message": f'"{subject.material}" is not a material of the lexicon.'}
        if subject.pose is not None and subject.pose not in lexicon.poses:
            yield {"field": f"{at}.pose", "message": f'"{subject.pose}" is not a pose of the lexicon.'}
        if subject.relation is not None and subject.relation.to >= len(spec.subjects):
            yield {"field": f"{at}.relation.to", "message": f"There is no subject {subject.relation.to}."}
    things = sum(subject.count for subject in spec.subjects)
    if things > THINGS_MAX:
        message = f"All subjects together may be {THINGS_MAX} things; these are {things}."
        yield {"field": "subjects", "message": message}
    yield from _circles(spec)
    yield from _strangers(spec)


def _circles(spec: SceneSpec) -> Iterator[Field]:
    for index in range(len(spec.subjects)):
        at, steps = index, 0
        while steps <= len(spec.subjects):
            relation = spec.subjects[at].relation
            if relation is None or relation.to >= len(spec.subjects):
                break
            at, steps = relation.to, steps + 1
            if at == index:
                message = "A subject cannot be related to itself, directly or through others."
                yield {"field": f"subjects[{index}].relation.to", "message": message}
                break


def _strangers(spec: SceneSpec) -> Iterator[Field]:
    colours = load_scene_lexicon().colours
    for index, character in enumerate(spec.characters):
        at = f"characters[{index}]"
        for part in ("hair", "skin", "clothes"):
            colour = getattr(character, part)
            if colour is not None and colour not in colours:
                yield {"field": f"{at}.{part}", "message": f'"{colour}" is not a colour of the lexicon.'}
        if character.subject is not None and character.subject >= len(spec.subjects):
            yield {"field": f"{at}.subject", "message": f"There is no subject {character.subject}."}
