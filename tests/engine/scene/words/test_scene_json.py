"""scene.json can be edited and sent back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.errors import InvalidParams
from engine.scene.words.parser import parse
from engine.scene.words.scene_json import from_json


def test_what_the_parser_wrote_is_read_back() -> None:
    spec = parse("a girl named Mira with red hair and two dogs", style="anime", seed=3)

    assert from_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"subjects": [{"noun": "cat"}, {"noun": "cat", "count": 4000}]}, "subjects[1].count"),
        ({"subjects": [{"noun": "frobnicator"}]}, "subjects[0].noun"),
        ({"subjects": [{"noun": "cat", "colour": "zorg"}]}, "subjects[0].colour"),
        ({"subjects": [{"noun": "cat", "relation": {"kind": "on", "to": 5}}]}, "subjects[0].relation.to"),
        ({"subjects": [{"noun": "cat", "relation": {"kind": "on", "to": 0}}]}, "subjects[0].relation.to"),
        ({"characters": [{"name": "Mira", "hair": "zorg"}]}, "characters[0].hair"),
        ({"characters": [{"name": "Mira", "subject": 3}]}, "characters[0].subject"),
        ({"place": "nowhere"}, "place"),
        ({"camera": {"shot": "sideways"}}, "camera.shot"),
        ({"sead": 3}, "sead"),
        ({"seed": -1}, "seed"),
    ],
)
def test_a_bad_value_is_refused_with_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidParams) as refused:
        from_json(json.dumps(change))

    assert refused.value.details["fields"][0]["field"] == path
    assert path in refused.value.message


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"seed": NaN}', "[" * 50_000])
def test_what_is_no_scene_is_refused(text: str) -> None:
    with pytest.raises(InvalidParams):
        from_json(text)
