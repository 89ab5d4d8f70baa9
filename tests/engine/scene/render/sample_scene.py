"""Small scenes of plain shapes: the renderer's tests need no models."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh, joined
from engine.scene.scene import Air, Camera, Instance, Lamp, Scene, Sky, Water

Triple = tuple[float, float, float]


def mesh_of(positions, triangles, normals, colour: Triple, surface=(0.6, 0.0, 0.0, 0.0)) -> Mesh:
    count = len(positions)
    return Mesh(
        np.asarray(positions, np.float32),
        np.asarray(normals, np.float32),
        np.tile(np.asarray(colour, np.float32), (count, 1)),
        np.tile(np.asarray(surface, np.float32), (count, 1)),
        np.asarray(triangles, np.int32),
    )


def grid_triangles(rows: int, columns: int) -> np.ndarray:
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    a = (i * columns + j).ravel()
    return np.concatenate([np.stack([a, a + 1, a + columns + 1], 1), np.stack([a, a + columns + 1, a + columns], 1)])


def sphere(radius: float, colour: Triple, surface=(0.5, 0.0, 0.0, 0.0), rows: int = 33) -> Mesh:
    polar, turn = np.meshgrid(np.linspace(0, np.pi, rows), np.linspace(0, 2 * np.pi, 2 * rows), indexing="ij")
    normals = np.stack([np.sin(polar) * np.cos(turn), np.cos(polar), np.sin(polar) * np.sin(turn)], -1).reshape(-1, 3)
    return mesh_of(normals * radius, grid_triangles(rows, 2 * rows)[:, ::-1], normals, colour, surface)


def box(size: Triple, colour: Triple, surface=(0.6, 0.0, 0.0, 0.0)) -> Mesh:
    positions, normals, triangles = [], [], []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            normal = np.eye(3)[axis] * sign
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            start = len(positions)
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                positions.append((normal + a * u + b * v) * np.asarray(size) / 2)
                normals.append(normal)
            order = [[0, 1, 2], [0, 2, 3]] if sign > 0 else [[0, 2, 1], [0, 3, 2]]
            triangles += (np.asarray(order) + start).tolist()
    return mesh_of(positions, triangles, normals, colour, surface)


def cone(radius: float, height: float, base: float, colour: Triple, top: float = 0.0, sway: float = 0.0) -> Mesh:
    turn = np.linspace(0, 2 * np.pi, 25)
    ring = np.stack([np.cos(turn), np.zeros_like(turn), np.sin(turn)], 1)
    slope = (radius - top) / height
    normals = ring + np.array([0, slope, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    positions = np.concatenate([ring * radius + [0, base, 0], ring * top + [0, base + height, 0]])
    return mesh_of(positions, grid_triangles(2, 25)[:, ::-1], np.tile(normals, (2, 1)), colour, (0.85, 0, 0, sway))


def tree() -> Mesh:
    leaves = [
        cone(1.5 - 0.32 * k, 1.7, 0.9 + 1.0 * k, (0.16, 0.36 + 0.03 * k, 0.17), sway=0.2 + 0.2 * k) for k in range(4)
    ]
    return joined([cone(0.22, 1.2, 0.0, (0.36, 0.24, 0.16), top=0.18), *leaves])


def shifted(*places: Triple, scale: float = 1.0) -> np.ndarray:
    result = np.tile(np.eye(4, dtype=np.float32) * scale, (len(places), 1, 1))
    result[:, 3, 3] = 1.0
    result[:, :3, 3] = places
    return result


def hills(extent: float = 120.0, size: int = 220) -> Mesh:
    axis = np.sign(np.linspace(-1, 1, size)) * np.abs(np.linspace(-1, 1, size)) ** 1.7 * extent
    z, x = np.meshgrid(axis, axis, indexing="ij")
    y = height_at(x, z)
    dx, dz = height_at(x + 0.1, z) - y, height_at(x, z + 0.1) - y
    normals = np.stack([-dx / 0.1, np.ones_like(y), -dz / 0.1], -1).reshape(-1, 3)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    mesh = mesh_of(
        np.stack([x, y, z], -1).reshape(-1, 3), grid_triangles(size, size)[:, ::-1], normals, (0.36, 0.5, 0.2)
    )
    high, flat = mesh.positions[:, 1:2], normals[:, 1:2]
    sand, grass, rock, snow = (
        np.array(c) for c in ((0.84, 0.76, 0.58), (0.36, 0.52, 0.20), (0.45, 0.42, 0.40), (0.93, 0.95, 0.98))
    )
    colour = np.where(high < 0.35, sand, grass)
    colour = np.where(flat < 0.80, rock, colour)
    colour = np.where((high > 15) & (flat > 0.6), snow, colour)
    surface = np.tile(np.array([0.92, 0, 0, 0]), (len(colour), 1))
    return Mesh(mesh.positions, mesh.normals, colour.astype(np.float32), surface.astype(np.float32), mesh.triangles)


def height_at(x, z):
    x, z = np.asarray(x, float), np.asarray(z, float)
    rolling = 1.1 * np.sin(x * 0.21 + 1) * np.cos(z * 0.17) + 0.5 * np.sin(x * 0.53 + z * 0.41)
    peaks = np.clip((-z - 30) / 60, 0, 1) ** 1.3 * (
        14 + 9 * np.sin(x * 0.07 + 2) + 5 * np.sin(x * 0.19) + 2 * np.sin(x * 0.6 + z * 0.5)
    )
    bay = 3.2 * np.exp(-((x - 9) ** 2) / 160 - (z - 2) ** 2 / 260)
    return rolling * 0.6 + 1.0 + peaks - bay


SKIES = {
    "noon": Sky(
        (0.5, 0.72, 0.42),
        (1.0, 0.96, 0.88),
        3.2,
        (0.22, 0.46, 0.86),
        (0.72, 0.84, 0.95),
        (0.36, 0.38, 0.30),
        clouds=0.45,
    ),
    "sunset": Sky(
        (0.35, 0.10, -0.93),
        (1.0, 0.62, 0.32),
        3.0,
        (0.26, 0.34, 0.62),
        (0.98, 0.66, 0.42),
        (0.30, 0.24, 0.22),
        clouds=0.5,
    ),
    "night": Sky(
        (-0.28, 0.34, -0.9),
        (0.72, 0.80, 1.0),
        0.5,
        (0.03, 0.05, 0.13),
        (0.10, 0.14, 0.26),
        (0.05, 0.06, 0.09),
        clouds=0.2,
        stars=1.0,
        moon=True,
        galaxy=0.8,
    ),
    "aurora": Sky(
        (-0.5, 0.4, 0.6),
        (0.72, 0.80, 1.0),
        0.4,
        (0.02, 0.05, 0.12),
        (0.08, 0.16, 0.24),
        (0.05, 0.06, 0.09),
        clouds=0.05,
        stars=1.0,
        moon=True,
        aurora=1.0,
    ),
    "overcast": Sky(
        (0.4, 0.7, 0.3), (0.9, 0.93, 1.0), 0.8, (0.52, 0.56, 0.62), (0.72, 0.75, 0.78), (0.30, 0.30, 0.30), clouds=0.95
    ),
}


def bay_scene(sky: str = "noon", **changes) -> Scene:
    """Hills, trees, a bay and four balls: gold, red, glazed and glowing."""
    rng = np.random.default_rng(4)
    spots = rng.uniform((-45, -50), (45, 12), (420, 2))
    heights = height_at(spots[:, 0], spots[:, 1])
    keep = (heights > 0.6) & (heights < 13) & (np.linalg.norm(spots - [0, 6], axis=1) > 7)
    trees = shifted(*[(x, h - 0.05, z) for (x, z), h in zip(spots[keep], heights[keep], strict=True)])
    scale = rng.uniform(0.6, 1.3, len(trees)).astype(np.float32)
    trees[:, :3, :3] *= scale[:, None, None]

    def at(x, z, lift):
        return shifted((x, float(height_at(x, z)) + lift, z))

    instances = (
        Instance(tree(), trees, motion="sway"),
        Instance(sphere(1.1, (0.95, 0.72, 0.30), (0.22, 1.0, 0, 0)), at(-2.4, 5.5, 1.05), subject=1),
        Instance(sphere(0.8, (0.78, 0.12, 0.10), (0.35, 0.0, 0, 0)), at(0.2, 7.0, 0.75), subject=2),
        Instance(box((1.5, 2.2, 1.5), (0.85, 0.80, 0.72)), at(-5.2, 3.8, 1.05), subject=3),
        Instance(sphere(0.4, (1.0, 0.75, 0.4), (0.6, 0.0, 6.0, 0)), at(1.7, 6.6, 0.45), subject=4, motion="bob"),
    )
    base = dict(
        instances=instances,
        sky=SKIES[sky],
        camera=Camera((-4.0, 4.2, 17.0), (0.5, 1.6, 3.0), 42.0),
        ground=hills(),
        water=Water(0.0, (0.30, 0.66, 0.66), (0.04, 0.20, 0.32), 0.05, 0.7),
        air=Air(
            tuple(0.5 + 0.5 * c for c in SKIES[sky].horizon) if sky in ("noon", "overcast") else SKIES[sky].horizon,
            0.0012,
            30.0,
            0.5,
        ),
        lamps=(Lamp((1.7, float(height_at(1.7, 6.6)) + 1.0, 6.6), (1.0, 0.7, 0.4), 3.0, 9.0),),
    )
    return Scene(**(base | changes))


def ball_on_floor(sun: Triple = (0.6, 0.8, 0.0), **changes) -> Scene:
    """A ball of radius 1 at (0, 1, 0) on a grey floor, seen level from 8 metres."""
    floor = mesh_of(
        [(-30, 0, 30), (30, 0, 30), (30, 0, -30), (-30, 0, -30)],
        [[0, 1, 2], [0, 2, 3]],
        [(0, 1, 0)] * 4,
        (0.5, 0.5, 0.5),
        (0.9, 0, 0, 0),
    )
    sky = Sky(sun, (1, 1, 1), 3.0, (0.3, 0.5, 0.8), (0.7, 0.8, 0.9), (0.3, 0.3, 0.3), clouds=0.0)
    base = dict(
        instances=(Instance(sphere(1.0, (0.8, 0.2, 0.2), rows=65), shifted((0, 1, 0)), subject=1),),
        sky=sky,
        camera=Camera((0, 1, 8), (0, 1, 0), 40.0, aperture=0.0),
        ground=floor,
    )
    return Scene(**(base | changes))
