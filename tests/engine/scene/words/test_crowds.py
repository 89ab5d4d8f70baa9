"""How many things a scene may hold in all."""

from __future__ import annotations

import json

import pytest

from domain.errors import InvalidParams
from engine.scene.spec import COUNT_MAX, THINGS_MAX, SceneSpec
from engine.scene.words.parser import parse
from engine.scene.words.scene_json import from_json


def scene(counts: list[int]) -> str:
    return json.dumps({"subjects": [{"noun": "boat", "count": count} for count in counts]})


def of(prompt: str) -> SceneSpec:
    return parse(prompt, style="realistic", seed=1)


def test_a_scene_that_is_sent_may_be_as_full_as_allowed_and_no_fuller() -> None:
    assert len(from_json(scene([COUNT_MAX] * (THINGS_MAX // COUNT_MAX))).subjects) == 3
    with pytest.raises(InvalidParams) as caught:
        from_json(scene([*[COUNT_MAX] * (THINGS_MAX // COUNT_MAX), 1]))
    assert caught.value.details["fields"][0]["field"] == "subjects"


def test_a_prompt_that_asks_for_more_gets_fewer_of_each_and_is_told() -> None:
    spec = of("200 boats, 40 birds, 40 trees, 40 sheep and a lighthouse")
    counts = {subject.noun: subject.count for subject in spec.subjects}
    assert sum(counts.values()) <= THINGS_MAX
    assert counts["lighthouse"] == 1
    assert min(counts["boat"], counts["sheep"]) > 10
    assert any("about 120 are shown" in note for note in spec.notes)


def test_what_a_prompt_gives_can_be_sent_back() -> None:
    spec = of(", ".join(f"40 {noun}" for noun in ("boats", "birds", "trees", "sheep", "cows", "cars", "houses")))
    assert from_json(spec.model_dump_json()) == spec
