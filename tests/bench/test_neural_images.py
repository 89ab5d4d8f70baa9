"""The measurement of neural pictures, tried on models of a few thousand weights, and the size of the real ones."""

from __future__ import annotations

from typing import Any

import pytest

from bench import model_shapes, neural_images
from bench.neural_images import Plan, measure
from engine.neural import picture_batch
from tests.support.tiny_catalogue import CPU

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def test_each_row_compares_one_batch_with_as_many_single_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    ours: list[int] = []
    plain: list[int] = []
    denoise, one_by_one = picture_batch.denoise, neural_images.one_by_one

    def counted(pipeline: Any, arguments: dict[str, Any], report: Any, show: Any) -> Any:
        ours.append(len(arguments["prompt"]))
        return denoise(pipeline, arguments, report, show)

    monkeypatch.setattr(picture_batch, "denoise", counted)
    monkeypatch.setattr(neural_images, "one_by_one", lambda *asked: (plain.append(1), one_by_one(*asked)))

    lines = list(measure(Plan(("sdxl",), (2,), rounds=1, tiny=True), CPU))

    assert len(lines) == 3, "a head, one row as it is and one compiled"
    assert [line.split("|")[2].strip() for line in lines[1:]] == ["no", "yes"]
    assert ours == [2] * 4 and len(plain) == 8, "to warm up and once measured, for each row"


@pytest.mark.parametrize(
    ("make", "weights"), [(model_shapes.sdxl_unet, 2_567_463_684), (model_shapes.z_image_transformer, 6_154_908_736)]
)
def test_the_networks_are_as_large_as_the_published_ones(make: Any, weights: int) -> None:
    import torch

    with torch.device("meta"):
        network = make()

    assert sum(weight.numel() for weight in network.parameters()) == weights
