"""Meshes on the GPU, drawn once for each place where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.mesh import Mesh
from engine.scene.render.motion import phases, placements, shape_uniforms
from engine.scene.render.patches import patches
from engine.scene.render.programs import Programs, set_uniforms
from engine.scene.render.sides import split_sides
from engine.scene.scene import Instance, Scene

_VERTEX = np.dtype([("position", "3f4"), ("normal", "3f4"), ("colour", "4u1"), ("surface", "4f2")])
_VERTEX_LAYOUT = "3f4 3f4 4f1 4f2"
_VERTEX_NAMES = ("in_position", "in_normal", "in_colour", "in_surface")
_PLACE_LAYOUT = "4f4 4f4 4f4 4f4/i"
_PLACE_NAMES = ("in_row0", "in_row1", "in_row2", "in_who")
_PLACE_BYTES = 64


@dataclass(frozen=True, eq=False)
class Kind:
    """How geometry is drawn: the programs for things, for the ground, and for plants beyond some metres."""

    things: moderngl.Program
    ground: moderngl.Program
    plain: moderngl.Program
    plain_beyond: float

    @property
    def programs(self) -> tuple[moderngl.Program, ...]:
        """All of them, to give them what they share."""
        return self.things, self.ground, self.plain


def _packed(mesh: Mesh) -> bytes:
    data = np.zeros(len(mesh.positions), _VERTEX)
    data["position"] = mesh.positions
    data["normal"] = mesh.normals
    data["colour"][:, :3] = np.clip(mesh.colours * 255.0 + 0.5, 0, 255)
    data["surface"] = np.clip(mesh.surface, -60000, 60000)
    return data.tobytes()


class Placed:
    """One mesh with its places, uploaded."""

    def __init__(self, context: moderngl.Context, instance: Instance, identity: int, *, ground: bool = False) -> None:
        mesh = instance.mesh
        self._context = context
        self.ground = ground
        self.sway = 1.0 if instance.motion == "sway" else 0.0
        self.moving = (instance.motion not in ("still", "sway") or instance.course is not None) and not ground
        self.living = instance.life is not None
        self.timed = self.moving or instance.glow is not None
        self._instance = instance
        self._identity = identity
        self._transforms = np.asarray(instance.transforms, np.float64).reshape(-1, 4, 4)
        self._phases = phases(self._transforms)
        low, high = mesh.bounds
        self._middle = (np.asarray(low, np.float64) + high) / 2
        self._radius = float(np.linalg.norm(np.asarray(high, np.float64) - low)) / 2
        outward, both = (mesh.triangles[:0], mesh.triangles) if ground else split_sides(mesh)
        if np.any(np.linalg.det(self._transforms[:, :3, :3]) <= 0):
            outward, both = outward[:0], np.concatenate([outward, both])
        self._outward = len(outward)
        self.triangles = len(outward) + len(both)
        self._vertices = context.buffer(_packed(mesh))
        self._indices = context.buffer(np.concatenate([outward, both]).astype(np.int32).tobytes())
        self._places = context.buffer(reserve=max(len(self._transforms), 1) * _PLACE_BYTES, dynamic=True)
        self._arrays: dict[int, moderngl.VertexArray] = {}
        self._shape = shape_uniforms(instance) | {"sway": self.sway, "ground": float(ground), "glow": 1.0}
        self._now = self._transforms
        self.centres = np.zeros((0, 3))
        self.radii = np.zeros(0)
        self._written: NDArray[np.intp] | None = None
        self.move_to(0.0)

    def move_to(self, time: float) -> None:
        """Puts everything where it is at `time` seconds."""
        self._shape["glow"] = self._instance.glow(time) if self._instance.glow is not None else 1.0
        self._now = placements(self._instance, time)
        self.centres = self._now[:, :3, :3] @ self._middle + self._now[:, :3, 3]
        scale = np.linalg.norm(self._now[:, :3, :3], axis=1).max(axis=1, initial=0.0)
        self.radii = scale * self._radius * (1.15 if self.living else 1.0) + 0.3 * self.sway
        self._written = None

    def _rows(self, numbers: NDArray[np.intp]) -> bytes:
        now = self._now[numbers]
        who = np.empty((len(now), 4))
        who[:, 0] = self._phases[numbers]
        # Names for the ink: neighbours get different ones.
        who[:, 1] = 0.02 + 0.96 * ((self._identity * 0.381966 + numbers * 0.618034) % 1.0)
        who[:, 2] = self._instance.subject
        who[:, 3] = np.linalg.norm(now[:, :3, 1], axis=1)
        rows = np.concatenate([now[:, :3].reshape(-1, 12), who], axis=1)
        return bytes(rows.astype(np.float32).tobytes())

    def draw(self, program: moderngl.Program, numbers: NDArray[np.intp]) -> None:
        """Draws the places with these numbers, 0 to k - 1, in their order."""
        if len(numbers) == 0 or self.triangles == 0:
            return
        set_uniforms(program, self._shape)
        if self._written is None or not np.array_equal(self._written, numbers):
            self._places.write(self._rows(numbers))
            self._written = numbers
        array, count = self._array(program), len(numbers)
        if self._outward:
            self._context.enable(moderngl.CULL_FACE)
            array.render(moderngl.TRIANGLES, vertices=3 * self._outward, instances=count)
            self._context.disable(moderngl.CULL_FACE)
        rest = self.triangles - self._outward
        if rest:
            array.render(moderngl.TRIANGLES, vertices=3 * rest, first=3 * self._outward, instances=count)

    def _array(self, program: moderngl.Program) -> moderngl.VertexArray:
        if program.glo not in self._arrays:
            content = [
                _used(self._vertices, _VERTEX_LAYOUT, _VERTEX_NAMES, program),
                _used(self._places, _PLACE_LAYOUT, _PLACE_NAMES, program),
            ]
            self._arrays[program.glo] = self._context.vertex_array(
                program, [part for part in content if part is not None], self._indices
            )
        return self._arrays[program.glo]

    def release(self) -> None:
        """Frees buffers and arrays."""
        for array in self._arrays.values():
            array.release()
        self._arrays.clear()
        for buffer in (self._vertices, self._indices, self._places):
            buffer.release()


def _used(
    buffer: moderngl.Buffer, layout: str, names: tuple[str, ...], program: moderngl.Program
) -> tuple[object, ...] | None:
    """The part of a layout that a program reads; what its compiler dropped becomes padding."""
    body, _, step = layout.partition("/")
    sizes = {"3f4": 12, "4f4": 16, "4f1": 4, "4f2": 8}
    parts, kept = [], []
    for part, name in zip(body.split(), names, strict=True):
        if name in program:
            parts.append(part)
            kept.append(name)
        else:
            parts.append(f"{sizes[part]}x1")
    if not kept:
        return None
    return (buffer, " ".join(parts) + (f"/{step}" if step else ""), *kept)


class Geometry:
    """Everything of a scene that is made of triangles."""

    def __init__(self, context: moderngl.Context, programs: Programs, scene: Scene) -> None:
        self._programs = programs
        instances = [part for part in scene.instances if len(part.transforms) and len(part.mesh.triangles)]
        self.placed = [Placed(context, part, number + 1) for number, part in enumerate(instances)]
        if scene.ground is not None and len(scene.ground.triangles):
            here = np.eye(4, dtype=np.float32)[None]
            self.placed += [Placed(context, Instance(patch, here), 0, ground=True) for patch in patches(scene.ground)]
        self.moving = any(part.moving for part in self.placed)
        self.swaying = any(part.sway > 0 or part.living for part in self.placed)
        self.triangles = sum(part.triangles * len(part.radii) for part in self.placed)

    def move_to(self, time: float) -> None:
        """Puts moving things where they are at `time` seconds."""
        for part in self.placed:
            if part.timed:
                part.move_to(time)

    @property
    def spheres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Centres n x 3 and radii n of all things but the ground."""
        parts = [part for part in self.placed if not part.ground]
        if not parts:
            return np.zeros((0, 3)), np.zeros(0)
        return np.concatenate([part.centres for part in parts]), np.concatenate([part.radii for part in parts])

    def kind(self, fragment: str, definitions: tuple[tuple[str, str], ...] = (), plain_beyond: float = np.inf) -> Kind:
        """How geometry is drawn by the fragment shader.

        Plants that begin beyond `plain_beyond` metres are drawn without definitions: the shader must fade to that.
        """
        things = self._programs.find("geometry.vert", fragment, definitions)
        ground = self._programs.find("geometry.vert", fragment, (*definitions, ("GROUND", "1")))
        plain = self._programs.find("geometry.vert", fragment) if np.isfinite(plain_beyond) else things
        return Kind(things, ground, plain, plain_beyond)

    def draw(
        self,
        kind: Kind,
        planes: NDArray[np.float64],
        eye: NDArray[np.float64],
        wanted: Callable[[Placed], bool] = lambda _: True,
    ) -> None:
        """Draws what is `wanted` and touches the inside of all planes (n x 4), the nearest first."""
        order = sorted(filter(wanted, self.placed), key=lambda part: _nearness(part, eye))
        for part in order:
            reach = part.centres @ planes[:, :3].T + planes[:, 3] + part.radii[:, None]
            seen = np.flatnonzero(np.all(reach >= 0, axis=1))
            away = np.linalg.norm(part.centres[seen] - eye, axis=1)
            nearest = np.argsort(away, kind="stable")
            seen, away = seen[nearest], away[nearest]
            plain = (away - part.radii[seen] > kind.plain_beyond) & (part.sway > 0)
            part.draw(kind.ground if part.ground else kind.things, seen[~plain])
            part.draw(kind.plain, seen[plain])

    def release(self) -> None:
        """Frees all buffers."""
        for part in self.placed:
            part.release()
        self.placed = []


def _nearness(part: Placed, eye: NDArray[np.float64]) -> tuple[bool, float]:
    return part.ground, float((np.linalg.norm(part.centres - eye, axis=1) - part.radii).min())


def extent(parts: Sequence[Placed]) -> float:
    """How far the farthest thing is from the origin, metres."""
    return max((float((np.linalg.norm(part.centres, axis=1) + part.radii).max()) for part in parts), default=10.0)
