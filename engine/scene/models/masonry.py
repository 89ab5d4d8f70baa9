"""Parts of buildings: roofs, windows, doors, battlements, quoins. Fronts face +z."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.paint import Colour, glowing, painted, shade, snowy, varied
from engine.scene.kit.primitives import box, cylinder, lathe, sphere
from engine.scene.kit.shaping import placed, repeated
from engine.scene.kit.sweeps import extrude
from engine.scene.mesh import Mesh, joined
from engine.scene.models.model import Look

WARM: Colour = (1.0, 0.80, 0.45)
PANE: Colour = (0.30, 0.42, 0.52)
WHITE: Colour = (0.93, 0.91, 0.86)
OAK: Colour = (0.45, 0.31, 0.20)


def block(size: tuple[float, float, float], round: float = 0.04) -> Mesh:  # the kit's word
    """A rounded box that stands on y = 0."""
    return placed(box(size, round), (0, size[1] / 2, 0))


def arch(width: float, height: float, depth: float, bevel: float = 0.0) -> Mesh:
    """A plate with a round top, its foot at y = 0."""
    turn = np.linspace(0, np.pi, 13)
    top = np.stack([np.cos(turn), np.sin(turn)], axis=1) * width / 2 + (0, height - width / 2)
    return extrude(np.concatenate([[(-width / 2, 0), (width / 2, 0)], top]), depth, bevel)


def pane(mesh: Mesh, look: Look) -> Mesh:
    """Glass: dark by day, warm and shining if the look is lit."""
    return glowing(painted(mesh, WARM, "glow"), 1.0) if look.lit else painted(mesh, PANE, "glass")


def window(width: float, height: float, look: Look, *, frame: Colour = WHITE, shutters: Colour | None = None) -> Mesh:
    """Framed, with a cross of bars and a sill; its foot at the origin, on a wall at z = 0."""
    parts = [pane(placed(box((width, height, 0.04)), (0, height / 2, 0.02)), look)]
    thick = 0.07
    bars = [placed(box((thick, height + thick, 0.12)), (x, height / 2, 0.03)) for x in (-width / 2, width / 2)]
    bars += [placed(box((width + thick, thick, 0.12)), (0, y, 0.03)) for y in (0, height)]
    bars += [
        placed(box((0.035, height, 0.08)), (0, height / 2, 0.02)),
        placed(box((width, 0.035, 0.08)), (0, height * 0.55, 0.02)),
    ]
    bars.append(placed(box((width + 0.28, 0.09, 0.24), 0.03), (0, -0.06, 0.08)))
    parts.append(painted(joined(bars), frame, "paint"))
    if shutters is not None:
        leaf = [placed(box((width * 0.46, height, 0.05), 0.02), (0, height / 2, 0.03))]
        leaf += [placed(box((width * 0.34, 0.035, 0.08)), (0, height * y, 0.03)) for y in np.linspace(0.12, 0.88, 7)]
        one = painted(joined(leaf), shutters, "paint")
        parts += [placed(one, (side * (width * 0.77 + 0.02), 0, 0)) for side in (-1, 1)]
    return joined(parts)


def arched_window(width: float, height: float, look: Look, *, frame: Colour = (0.70, 0.67, 0.62)) -> Mesh:
    """A round-headed window in a stone surround."""
    bars = [
        placed(box((0.05, height * 0.95, 0.05)), (0, height * 0.47, 0.12)),
        placed(box((width, 0.05, 0.05)), (0, height * 0.55, 0.12)),
    ]
    return joined(
        [
            painted(placed(arch(width * 1.32, height * 1.1, 0.16, 0.03), (0, -0.06 * height, 0.0)), frame, "stone"),
            pane(placed(arch(width, height, 0.06), (0, 0, 0.075)), look),
            painted(joined(bars), shade(frame, 0.55), "iron"),
        ]
    )


def door(width: float, height: float, colour: Colour, *, round_top: bool = False, frame: Colour = WHITE) -> Mesh:
    """Planks in a frame with a knob."""
    shape = arch if round_top else _plate
    surround = painted(
        placed(shape(width * 1.26, height + width * 0.13, 0.14, 0.03), (0, 0, 0.02)),
        frame,
        "stone" if round_top else "paint",
    )
    leaf = painted(placed(shape(width, height, 0.1, 0.02), (0, 0, 0.06)), colour, "wood")
    lines = [
        placed(box((0.02, height * (0.84 if round_top else 0.96), 0.02)), (x * width, height * 0.46, 0.112))
        for x in (-0.25, 0.0, 0.25)
    ]
    knob = painted(placed(sphere(0.05, 0.5), (width * 0.36, height * 0.47, 0.15)), (0.85, 0.68, 0.3), "gold")
    return joined([surround, leaf, painted(joined(lines), shade(colour, 0.6), "wood"), knob])


def _plate(width: float, height: float, depth: float, bevel: float = 0.0) -> Mesh:
    return extrude([(-width / 2, 0), (width / 2, 0), (width / 2, height), (-width / 2, height)], depth, bevel)


def gable(width: float, depth: float, rise: float) -> Mesh:
    """The solid under a pitched roof: ridge along x, on y = 0."""
    return placed(extrude([(-depth / 2, 0), (depth / 2, 0), (0, rise)], width), turn=(0, 90, 0))


def walls_with_gable(size: tuple[float, float, float], rise: float) -> Mesh:
    """A body of (width, height, depth) with the gables of a roof whose ridge runs along x, in one piece."""
    width, height, depth = size
    half = depth / 2
    ring = [(-half, 0.0), (half, 0.0), (half, height), (0.0, height + rise), (-half, height)]
    return placed(extrude(ring, width, 0.04), turn=(0, 90, 0))


def pitched_roof(
    size: tuple[float, float, float], colour: Colour, look: Look, *, over: float = 0.4, tile: float = 0.5
) -> Mesh:
    """Rows of tiles over a gable of (width, depth, rise); the eaves reach `over` metres beyond the walls."""
    width, depth, rise = size
    rng = look.rng
    slope = np.arctan2(rise, depth / 2)
    length = float(np.hypot(rise, depth / 2)) + over
    rows = max(4, round(length / (tile * 0.8)))
    columns = max(4, round((width + 2 * over) / tile / (1 if look.detail > 0.5 else 2)))
    broad, long = (width + 2 * over) / columns, length / rows
    row, column = (grid.ravel() for grid in np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij"))
    along = (row + 0.5) * long
    x = (column - (columns - 1) / 2) * broad
    one = box((broad * 0.97, 0.1, long * 1.35))
    slabs: list[Mesh] = []
    for side in (1, -1):
        out = np.cos(slope) * along
        places = np.stack([x, rise + 0.06 - np.sin(slope) * along, side * out], axis=1)
        tones = rng.uniform(0.84, 1.12, len(x))
        tilt = side * (float(np.degrees(slope)) - 5)
        slabs.append(repeated(painted(one, colour, "clay"), places, (tilt, 0, 0), 1.0, tones))
    cap = placed(box((width + 2 * over + 0.05, 0.2, 0.3), 0.08), (0, rise + 0.1, 0))
    under = placed(extrude(_chevron(depth, rise, over), width + 2 * over - 0.08), turn=(0, 90, 0))
    roof = joined([*slabs, painted(cap, shade(colour, 0.85), "clay"), painted(under, shade(colour, 0.6), "clay")])
    return snowy(roof, 0.96, 0.3) if look.season == "winter" else roof


def _chevron(depth: float, rise: float, over: float) -> list[tuple[float, float]]:
    drop = over * rise / (depth / 2)
    end = depth / 2 + over
    return [(-end, -drop), (0, rise - 0.12), (end, -drop), (end, -drop + 0.1), (0, rise), (-end, -drop + 0.1)]


def cone_roof(radius: float, height: float, colour: Colour, look: Look, *, flare: float = 0.12) -> Mesh:
    """A pointed round roof in courses of tiles, on y = 0, with a knob on top."""
    rows = max(5, round(height / 0.42 * (1 if look.detail > 0.5 else 0.6)))
    profile: list[tuple[float, float]] = [(0, 0)]
    for k in range(rows):
        part, after = k / rows, (k + 1) / rows
        low = radius * (1 - part) * (1 + flare * (1 - part) ** 4) + 0.05
        high = radius * (1 - after) * (1 + flare * (1 - after) ** 4) + 0.02
        profile += [(low, height * part), (high, height * after - 0.02)]
    sides = 24 if look.detail > 0.5 else 14
    shell = varied(painted(lathe([*profile, (0, height)], sides=sides), colour, "clay"), 0.25, look.rng, 3.0)
    steps = np.clip(shell.positions[:, 1] / height, 0, 1)
    shell = replace(
        shell, colours=(shell.colours * (0.86 + 0.14 * np.mod(steps * rows + 0.04, 1.0))[:, None]).astype(np.float32)
    )
    knob = painted(placed(sphere(radius * 0.07 + 0.03, 0.5), (0, height, 0)), (0.85, 0.70, 0.35), "gold")
    return joined([snowy(shell, 0.95, 0.25) if look.season == "winter" else shell, knob])


def battlements(
    outline: list[tuple[float, float]], y: float, size: tuple[float, float, float], closed: bool = True
) -> Mesh:
    """Merlons of (width, height, depth) along the lines between points (x, z)."""
    parts: list[Mesh] = []
    one = block(size, 0.0)
    ends = outline[1:] + outline[:1] if closed else outline[1:]
    for (x, z), (u, w) in zip(outline, ends, strict=False):
        length = float(np.hypot(u - x, w - z))
        count = max(2, round(length / (size[0] * 1.9)))
        part = (np.arange(count) + 0.5) / count
        places = np.stack([x + (u - x) * part, np.full(count, y), z + (w - z) * part], axis=1)
        parts.append(repeated(one, places, (0, float(np.degrees(np.arctan2(-(w - z), u - x))), 0)))
    return joined(parts)


def crown_of(radius: float, y: float, size: tuple[float, float, float], count: int) -> Mesh:
    """Merlons round a tower."""
    one = placed(block(size, 0.0), (0, y, radius))
    return joined(placed(one, turn=(0, 360.0 * k / count, 0)) for k in range(count))


def stones_on(look: Look, size: tuple[float, float], count: int, colour: Colour) -> Mesh:
    """Single proud stones scattered over a wall of (width, height) at z = 0, as if the plaster had let them go."""
    rng = look.rng
    spots = np.stack(
        [rng.uniform(-0.46, 0.46, count) * size[0], rng.uniform(0.04, 0.94, count) * size[1], np.zeros(count)], axis=1
    )
    one = painted(box((0.5, 0.24, 0.08), 0.03), colour, "stone")
    return repeated(one, spots, scales=rng.uniform(0.7, 1.2, (count, 3)), tones=rng.uniform(0.8, 1.1, count))


def stones_round(look: Look, radius: tuple[float, float], height: float, count: int, colour: Colour) -> Mesh:
    """The same on a round tower that goes from the first to the second radius."""
    rng = look.rng
    one = painted(box((0.5, 0.24, 0.1), 0.03), colour, "stone")
    parts: list[Mesh] = []
    for level, angle, tone in zip(
        rng.uniform(0.04, 0.94, count), rng.uniform(0, 360, count), rng.uniform(0.8, 1.1, count), strict=True
    ):
        out = radius[0] + (radius[1] - radius[0]) * level
        piece = replace(one, colours=np.clip(one.colours * tone, 0, 1).astype(np.float32))
        parts.append(
            placed(
                piece, (out * np.sin(np.radians(angle)), level * height, out * np.cos(np.radians(angle))), (0, angle, 0)
            )
        )
    return joined(parts)


def chimney(look: Look, height: float, colour: Colour = (0.60, 0.34, 0.28)) -> Mesh:
    """Bricks with a rim and a pot."""
    parts = [block((0.62, height, 0.62), 0.04), placed(block((0.78, 0.16, 0.78), 0.04), (0, height, 0))]
    pot = painted(placed(cylinder(0.17, 0.32, 0.14), (0, height + 0.14, 0)), (0.72, 0.42, 0.3), "clay")
    whole = joined([varied(painted(joined(parts), colour, "brick"), 0.3, look.rng, 4.0), pot])
    return snowy(whole) if look.season == "winter" else whole
