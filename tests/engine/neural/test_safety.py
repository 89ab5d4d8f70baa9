"""The safety checker on tiny random weights: what it says, and where it is found."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.neural.safety import SafetyChecker
from tests.support.tiny_models import save_checker


def picture(seed: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("threshold", "fine"), [(2.0, True), (-2.0, False)], ids=["finds nothing", "finds all"])
@pytest.mark.parametrize("brought", [True, False], ids=["with a model", "alone"])
def test_pictures_are_looked_at_with_the_weights_that_are_here(
    tmp_path: Path, threshold: float, fine: bool, brought: bool
) -> None:
    save_checker(tmp_path / ("sd15" if brought else "safety-checker"), threshold, apart=brought)
    checker = SafetyChecker(tmp_path)
    assert checker.present
    assert checker([picture(seed) for seed in range(5)]) is fine
    assert checker([]) is True


def test_without_weights_nothing_can_be_told(tmp_path: Path) -> None:
    checker = SafetyChecker(tmp_path)
    assert not checker.present
    assert checker([picture(0)]) is None
    (tmp_path / "safety-checker").mkdir()
    (tmp_path / "safety-checker" / "config.json").write_text("{}")
    assert checker([picture(0)]) is None
