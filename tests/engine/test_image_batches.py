"""What may be asked of an image backend, and what can be drawn together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.image_batches import batches
from engine.image_request import ImageRequest

GREY = np.full((40, 60, 3), 128, np.uint8)
WHITE = np.full((80, 20, 3), 255, np.uint8)


def request(**changes: Any) -> ImageRequest:
    return ImageRequest(**{"prompt": "a fox", "seeds": (1,), "width": 512, "height": 512, **changes})


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"prompt": "  "}, "prompt"),
        ({"style": "cubist"}, "cubist"),
        ({"width": 448}, "multiples of 64"),
        ({"height": 1600}, "multiples of 64"),
        ({"width": 520}, "multiples of 64"),
        ({"seeds": ()}, "seeds"),
        ({"seeds": (1, 2, 3, 4, 5)}, "seeds"),
        ({"seeds": (2**32,)}, "seeds"),
        ({"steps": 0}, "steps"),
        ({"steps": 101}, "steps"),
        ({"guidance_scale": 20.5}, "guidance_scale"),
        ({"reference_strength": 1.1}, "reference_strength"),
        ({"reference": GREY.astype(np.float32)}, "reference"),
        ({"reference": GREY[..., 0]}, "reference"),
    ],
)
def test_refuses_what_is_out_of_range(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        request(**changes)


def test_takes_the_limits() -> None:
    assert request(width=1536, height=512, seeds=(0, 2**32 - 1), steps=100, guidance_scale=0.0).size == (1536, 512)


def test_requests_that_agree_are_drawn_together() -> None:
    asked = [request(), request(prompt="an owl", style="anime", seeds=(7, 8), negative_prompt="snow")]

    assert batches(asked, limit=8) == [[0, 1]]


@pytest.mark.parametrize(
    "other",
    [
        {"width": 576},
        {"steps": 30},
        {"guidance_scale": 3.0},
        {"reference": GREY},
    ],
)
def test_requests_that_differ_in_what_a_call_has_once_are_not(other: dict[str, Any]) -> None:
    assert batches([request(), request(**other), request()], limit=8) == [[0, 2], [1]]


def test_references_go_together_when_they_are_kept_alike() -> None:
    asked = [
        request(reference=GREY),
        request(reference=WHITE, prompt="an owl"),
        request(reference=GREY, reference_strength=0.2),
        request(reference=GREY, style="anime"),
    ]

    assert batches(asked, limit=8) == [[0, 1], [2], [3]]


def test_a_full_group_is_followed_by_another_and_requests_stay_whole() -> None:
    asked = [request(seeds=(1, 2, 3)), request(seeds=(1, 2)), request(seeds=(1,)), request(seeds=(1, 2, 3, 4))]

    assert batches(asked, limit=4) == [[0, 2], [1], [3]]
    assert batches(asked, limit=2) == [[0], [1], [2], [3]]


@given(
    wishes=st.lists(st.tuples(st.integers(1, 4), st.sampled_from([512, 640]), st.sampled_from([None, 8])), max_size=12),
    limit=st.integers(1, 8),
)
def test_nobody_is_lost_or_drawn_twice(wishes: list[tuple[int, int, int | None]], limit: int) -> None:
    asked = [request(seeds=tuple(range(count)), width=width, steps=steps) for count, width, steps in wishes]

    groups = batches(asked, limit)

    assert sorted(position for group in groups for position in group) == list(range(len(asked)))
    for group in groups:
        assert len({(asked[n].size, asked[n].steps) for n in group}) == 1
        assert sum(len(asked[n].seeds) for n in group) <= limit or len(group) == 1
    firsts = [group[0] for group in groups]
    assert firsts == sorted(firsts), "in the order in which they came"
