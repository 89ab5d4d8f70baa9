"""Where a mesh is hit from above."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.scene.kit.primitives import box, sphere
from engine.scene.layout.surface import spots, tops
from engine.scene.mesh import joined


def test_the_highest_of_all_surfaces_over_a_point_is_found() -> None:
    rng = np.random.default_rng(4)
    points = rng.uniform(-1.6, 1.6, (300, 2))

    found = tops(joined([sphere(1.0, 3.0), box((3.0, 0.5, 3.0))]), points)

    reach = np.linalg.norm(points, axis=1)
    ball = np.sqrt(np.clip(1 - reach**2, 0, None))
    on_box = (np.abs(points) <= 1.5).all(axis=1)
    assert found[on_box] == pytest.approx(np.maximum(ball, 0.25)[on_box], abs=0.03)
    assert np.isneginf(found[~on_box]).all() and 10 < (~on_box).sum() < 200


def test_no_points_have_no_heights() -> None:
    assert tops(box((1.0, 1.0, 1.0)), np.zeros((0, 2))).shape == (0,)


def test_the_best_spot_on_a_step_is_the_even_place() -> None:
    step = joined([box((2.0, 0.2, 2.0)), box((1.0, 2.0, 2.0)).moved(_shifted(0.5))])

    places = spots(step, 0.2)

    assert places[0][1] == pytest.approx(1.0), "the upper side of the step, not its edge"
    assert abs(places[0][0]) > 0.2


def _shifted(x: float) -> NDArray[np.float64]:
    matrix = np.eye(4)
    matrix[0, 3] = x
    return matrix
