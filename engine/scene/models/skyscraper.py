"""A tower of glass and offices."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, glowing, painted, shade
from engine.scene.kit.primitives import box, lathe, sphere
from engine.scene.kit.shaping import placed, repeated
from engine.scene.mesh import Mesh, joined
from engine.scene.models.masonry import WARM, block, pane
from engine.scene.models.model import Look, Model


def skyscraper(look: Look) -> Mesh:
    """A stepped glass tower with ribs, lit offices by night, a lobby and a mast."""
    rng = look.rng
    glass = (
        look.colour
        or ((0.36, 0.50, 0.62), (0.30, 0.46, 0.50), (0.45, 0.48, 0.56), (0.52, 0.47, 0.42))[int(rng.integers(0, 4))]
    )
    frame = ((0.80, 0.80, 0.78), (0.62, 0.62, 0.64), (0.75, 0.68, 0.58))[int(rng.integers(0, 3))]
    width, storey = 13.0, 2.6
    parts = [painted(block((width + 2, 0.6, width + 2), 0.08), (0.60, 0.60, 0.60), "stone")]
    y, tiers = 0.5, ((1.0, 9), (0.8, int(rng.integers(7, 11))), (0.58, int(rng.integers(4, 7))))
    for scale, floors in tiers:
        side = width * scale
        parts.append(placed(_tier(look, side, floors, storey, glass, frame), (0, y, 0)))
        y += floors * storey
        parts.append(painted(placed(block((side + 0.5, 0.7, side + 0.5), 0.08), (0, y, 0)), frame, "stone"))
        y += 0.5
    boxes = [placed(block((2.4, 1.6, 2.0), 0.05), (1.0, y, -1.0)), placed(block((1.4, 1.0, 1.4), 0.05), (-1.8, y, 1.4))]
    mast = lathe([(0.35, 0), (0.22, 3), (0.08, 3.2), (0.03, 9), (0, 9)], detail=0.5)
    parts += [
        painted(joined(boxes), (0.55, 0.56, 0.58), "metal"),
        painted(placed(mast, (0, y, 0)), (0.75, 0.76, 0.78), "metal"),
    ]
    parts.append(
        glowing(painted(placed(sphere(0.2, 0.4), (0, y + 9, 0)), (1.0, 0.25, 0.2), "glow"), 2.0 if look.lit else 0.3)
    )
    front = width / 2
    parts += [
        placed(pane(box((width * 0.5, 3.0, 0.2)), look), (0, 2.0, front + 0.1)),
        painted(placed(block((width * 0.6, 0.3, 2.4), 0.06), (0, 3.6, front + 0.9)), frame, "metal"),
    ]
    return joined(parts)


def _tier(look: Look, side: float, floors: int, storey: float, glass: Colour, frame: Colour) -> Mesh:
    """A square storey block: a grid of panes between ribs; some panes are lit or have their blinds down."""
    rng = look.rng
    height = floors * storey
    columns = max(5, round(side / 1.55 * (1 if look.detail > 0.5 else 0.5)))
    core = painted(block((side - 0.3, height, side - 0.3), 0.0), shade(glass, 0.5), "glass")
    x, row = (
        g.ravel() for g in np.meshgrid((np.arange(columns) + 0.5) / columns - 0.5, np.arange(floors), indexing="ij")
    )
    places = np.stack([x * (side - 0.2), row * storey + storey * 0.52, np.full(len(x), side / 2 - 0.1)], axis=1)
    one = box((side / columns * 0.86, storey * 0.8, 0.1))
    parts = [core]
    for k in range(4):
        tones = rng.uniform(0.8, 1.25, len(x))
        bright = rng.random(len(x)) < (0.45 if look.lit else 0.0)
        panes = [repeated(painted(one, glass, "gloss"), places[~bright], tones=tones[~bright])]
        if bright.any():
            panes.append(glowing(repeated(painted(one, WARM, "glow"), places[bright], tones=tones[bright]), 1.0))
        parts.append(placed(joined(panes), turn=(0, 90 * k, 0)))
    bands = [placed(box((side + 0.12, 0.34, side + 0.12)), (0, storey * k, 0)) for k in range(floors + 1)]
    ribs = [
        placed(box((0.24, height, 0.3)), (px * (side - 0.05), height / 2, side / 2))
        for px in np.linspace(-0.5, 0.5, columns // 2 + 1)
    ]
    parts.append(painted(joined(bands), frame, "stone"))
    parts += [placed(painted(joined(ribs), frame, "stone"), turn=(0, 90 * k, 0)) for k in range(4)]
    return joined(parts)


MODELS = (Model("skyscraper", skyscraper, 66.0, "ground"),)
