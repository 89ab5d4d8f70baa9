"""What sixty prompts ask for is in scene.json and to be seen. KINORA_ALL_SCENES=1 renders all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest

from engine.scene.layout.compose import compose
from engine.scene.layout.group import PLANTS
from engine.scene.render.renderer import Renderer
from engine.scene.spec import SceneSpec, Subject
from engine.scene.words.parser import parse
from tests.support.sixty_prompts import SIXTY_PROMPTS

WIDTH, HEIGHT = 240, 160
LEAST_SHARE, LEAST_TALL = 0.001, 0.05
"""Of the picture's pixels, and of its height or width, what a subject takes at least."""
SKY = {"sun", "moon", "star", "cloud", "aurora", "galaxy", "hill", "cliff"}
"""Drawn by the sky or the ground: no subject mask."""
SAMPLED = tuple(SIXTY_PROMPTS)[3::8]
RENDERED = tuple(SIXTY_PROMPTS) if os.environ.get("KINORA_ALL_SCENES") else SAMPLED


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as made:
        yield made


def test_sixty_prompts_cover_all_places_and_eighty_nouns() -> None:
    nouns = {noun for _, asked in SIXTY_PROMPTS.values() for noun in asked.split()}

    assert len(SIXTY_PROMPTS) == 60
    assert len({place for place, _ in SIXTY_PROMPTS.values()}) == 21
    assert len(nouns) >= 80


@pytest.mark.parametrize("prompt", SIXTY_PROMPTS)
def test_every_noun_that_is_asked_for_is_in_the_spec_and_nothing_else(prompt: str) -> None:
    place, asked = SIXTY_PROMPTS[prompt]

    spec = parse(prompt, style="realistic", seed=1)

    assert spec.place == place
    assert {subject.noun for subject in spec.subjects} == set(asked.split())
    assert not spec.unknown_words


def _may_be_cut(subject: Subject, spec: SceneSpec) -> bool:
    """A table under what lies on it, a tree over somebody, a field of flowers."""
    return subject.noun == "table" or (subject.noun in PLANTS and len(spec.subjects) > 1)


@pytest.mark.parametrize("prompt", RENDERED)
def test_every_subject_is_seen_and_not_cut_by_the_frame(prompt: str, renderer: Renderer) -> None:
    spec = parse(prompt, style="3d", seed=7)

    picture = renderer.render(compose(spec, WIDTH / HEIGHT), WIDTH, HEIGHT, style="3d", seed=7, samples=1)

    for number, subject in enumerate(spec.subjects, 1):
        if subject.noun in SKY:
            continue
        mask = picture.subjects == number
        assert mask.mean() > LEAST_SHARE, subject.noun
        rows, columns = np.nonzero(mask)
        assert max(np.ptp(rows) / HEIGHT, np.ptp(columns) / WIDTH) > LEAST_TALL, subject.noun
        edges = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
        assert not edges.any() or _may_be_cut(subject, spec), subject.noun
