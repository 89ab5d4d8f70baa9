"""What is left undrawn, or kept from an earlier frame, must not show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.scene.mesh import Mesh, joined
from engine.scene.render import geometry
from engine.scene.render.geometry import Geometry
from engine.scene.render.lamp_cells import lamp_cells
from engine.scene.render.patches import patches
from engine.scene.render.renderer import Renderer
from engine.scene.render.sides import split_sides
from engine.scene.render.view import view_of
from engine.scene.scene import Camera, Instance, Lamp, Particles, Scene
from tests.engine.scene.render.sample_scene import bay_scene, box, hills, mesh_of, shifted, sphere


def lively_scene() -> Scene:
    """Leaves that sway, a ball that bobs and one that flies in circles: all three casting shadows."""
    scene = bay_scene()
    bird = Instance(sphere(0.6, (0.2, 0.2, 0.3)), shifted((1.0, 4.5, 5.0)), motion="circle", speed=3.0)
    return replace(scene, instances=(*scene.instances, bird))


def camera_at(scene: Scene, step: float) -> Camera:
    x, y, z = scene.camera.eye
    return replace(scene.camera, eye=(x + 4.0 * step, y + 0.5 * step, z - 3.0 * step))


@pytest.mark.parametrize("style", ["realistic", "anime"])
def test_a_frame_does_not_depend_on_those_drawn_before(renderer: Renderer, style: str) -> None:
    scene = lively_scene()

    def frames(*steps: float) -> list[np.ndarray]:
        film = renderer.prepare(scene, 112, 64, style=style, seed=2)
        drawn = [film.frame(3.0 * step, camera_at(scene, step)).rgb for step in steps]
        film.release()
        return drawn

    first = frames(0.55)[0]
    later = frames(0.0, 1.0, 0.93, 0.55)[-1]

    assert np.array_equal(first, later)


def test_shadows_follow_what_moves(renderer: Renderer) -> None:
    scene = lively_scene()
    film = renderer.prepare(scene, 200, 120, style="realistic", seed=2)
    kept = film.frame(1.0, maps=False)
    renderer.render(scene, 64, 64, style="realistic", seed=2)
    again = film.frame(1.0)
    later = film.frame(1.0 + 1 / 30)
    film.release()

    assert kept.depth.size == 0 and np.array_equal(kept.rgb, again.rgb)
    assert (np.abs(again.rgb.astype(int) - later.rgb).max(axis=2) > 8).any()


@pytest.mark.parametrize("style", ["cinematic", "anime"])
def test_a_picture_is_the_same_with_and_without_its_maps(renderer: Renderer, style: str) -> None:
    scene = replace(bay_scene(), particles=(Particles("snow", 1.0),))
    film = renderer.prepare(scene, 112, 64, style=style, seed=2)
    without, whole = film.frame(2.0, maps=False), film.frame(2.0)
    film.release()

    assert np.array_equal(without.rgb, whole.rgb)


def test_grain_of_plants_has_gone_where_they_are_drawn_without(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = bay_scene()
    plants = [part for part in scene.instances if part.motion == "sway"]
    short = renderer.render(scene, 200, 120, style="realistic", seed=2, samples=1)
    kind = Geometry.kind
    monkeypatch.setattr(
        Geometry, "kind", lambda *given, **also: replace(found := kind(*given, **also), plain=found.things)
    )

    whole = renderer.render(scene, 200, 120, style="realistic", seed=2, samples=1)

    assert plants
    assert np.abs(short.rgb.astype(int) - whole.rgb).max() <= 2


def test_leaving_out_back_sides_changes_no_picture(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = bay_scene()
    short = renderer.render(scene, 200, 120, style="realistic", seed=2, samples=1)
    monkeypatch.setattr(geometry, "split_sides", lambda mesh: (mesh.triangles[:0], mesh.triangles))

    whole = renderer.render(scene, 200, 120, style="realistic", seed=2, samples=1)

    assert np.abs(short.rgb.astype(int) - whole.rgb).mean() < 0.3
    assert (short.subjects == whole.subjects).mean() > 0.999


def test_closed_shells_are_seen_from_outside_only() -> None:
    shell, sheet = box((1, 1, 1), (1, 0, 0)), leaf()
    turned = replace(shell, triangles=shell.triangles[:, ::-1])
    room = replace(turned, normals=-turned.normals)

    assert [len(part) for part in split_sides(shell)] == [12, 0]
    assert np.array_equal(np.sort(split_sides(turned)[0]), np.sort(shell.triangles)), "turned the right way round"
    assert [len(part) for part in split_sides(room)] == [0, 12], "a room is seen from inside"
    assert [len(part) for part in split_sides(sheet)] == [0, 2]
    assert [len(part) for part in split_sides(joined([shell, sheet]))] == [12, 2]
    outside = split_sides(turned)[0]
    a, b, c = (turned.positions[outside[:, k]] for k in range(3))
    assert (np.einsum("ti,ti->t", np.cross(b - a, c - a), a + b + c) > 0).all()


def test_the_back_of_a_leaf_is_drawn_with_its_front() -> None:
    front = leaf()
    back = replace(front, triangles=front.triangles[:, ::-1], normals=-front.normals)

    assert [len(part) for part in split_sides(joined([front, back]))] == [0, 2]


def leaf() -> Mesh:
    corners = [(2, 0, 0), (3, 0, 0), (3, 1, 0), (2, 1, 0)]
    return mesh_of(corners, [[0, 1, 2], [0, 2, 3]], [(0, 0, 1)] * 4, (0, 1, 0))


def test_patches_are_the_ground() -> None:
    ground = hills()
    cut = patches(ground)

    def sums(meshes: list[Mesh]) -> np.ndarray:
        corners = np.concatenate([mesh.positions[mesh.triangles].reshape(-1, 9) for mesh in meshes])
        return corners[np.lexsort(corners.T)]

    assert len(cut) > 30
    assert np.array_equal(sums(cut), sums([ground]))


@pytest.mark.parametrize("size", [(1280, 720), (97, 61)])
def test_each_pixel_has_the_lamps_that_reach_it(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    lamps = [Lamp(tuple(at), (1, 1, 1), 1.0, reach) for at, reach in zip(
        rng.uniform((-30, -5, -40), (30, 15, 12), (12, 3)), rng.uniform(1, 9, 12), strict=True
    )]  # fmt: skip
    view = view_of(Camera((0, 2, 10), (0, 2, 0), 45.0), size[0] / size[1], 0.1, 1000.0)

    cells = lamp_cells(lamps, view, size)

    covered = np.zeros((size[1], size[0]), int)
    lit = np.zeros((12, size[1], size[0]), bool)
    for (x, y, wide, high), near in cells:
        covered[y : y + high, x : x + wide] += 1
        lit[list(near), y : y + high, x : x + wide] = True
    assert (covered == 1).all()
    for number, lamp in enumerate(lamps):
        points = np.asarray(lamp.position) + lamp.reach * 1.2 * _directions(rng)
        clip = np.column_stack([points, np.ones(len(points))]) @ view.matrix.T
        seen = (clip[:, 3] > 0.1) & (np.abs(clip[:, :2]) < clip[:, 3:]).all(axis=1)
        at = ((clip[seen, :2] / clip[seen, 3:] * 0.5 + 0.5) * size).astype(int)
        assert lit[number, at[:, 1], at[:, 0]].all()


def _directions(rng: np.random.Generator) -> np.ndarray:
    ways = rng.standard_normal((400, 3))
    return ways / np.linalg.norm(ways, axis=1, keepdims=True)
