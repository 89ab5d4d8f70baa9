"""Cameras as numbers: matrices, rays and parts of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.scene.scene import Camera

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """A part of the whole picture, 0..1 from its lower left corner."""

    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, eq=False)
class View:
    """A camera looking through a window.

    Attributes:
        eye: where it stands.
        right, up, forward: unit vectors.
        half_width, half_height: tangents of half the angles of view of the whole picture.
        near, far: metres.
    """

    eye: Matrix
    right: Matrix
    up: Matrix
    forward: Matrix
    half_width: float
    half_height: float
    near: float
    far: float
    window: Window = Window()

    @property
    def rays(self) -> tuple[Matrix, Matrix, Matrix]:
        """Vectors r, u, f: the ray through normalised device coordinates x, y of the window is f + r x + u y."""
        w = self.window
        across = self.right * self.half_width
        upward = self.up * self.half_height
        middle = across * (2 * w.x + w.width - 1) + upward * (2 * w.y + w.height - 1)
        return across * w.width, upward * w.height, self.forward + middle

    @property
    def matrix(self) -> Matrix:
        """World to clip space, 4 x 4."""
        w = self.window
        look = np.eye(4)
        look[:3, :3] = np.stack([self.right, self.up, -self.forward])
        look[:3, 3] = -look[:3, :3] @ self.eye
        lens = np.zeros((4, 4))
        lens[0, 0] = 1.0 / (self.half_width * w.width)
        lens[1, 1] = 1.0 / (self.half_height * w.height)
        lens[0, 2] = (2 * w.x + w.width - 1) / w.width
        lens[1, 2] = (2 * w.y + w.height - 1) / w.height
        lens[2, 2] = (self.far + self.near) / (self.near - self.far)
        lens[2, 3] = 2 * self.far * self.near / (self.near - self.far)
        lens[3, 2] = -1.0
        return lens @ look

    @property
    def planes(self) -> Matrix:
        """Left, right, lower, upper plane of what is seen: 4 x 4; p . (x, y, z, 1) >= 0 inside, unit normals."""
        m = self.matrix
        planes = np.stack([m[3] + m[0], m[3] - m[0], m[3] + m[1], m[3] - m[1]])
        return np.asarray(planes / np.linalg.norm(planes[:, :3], axis=1, keepdims=True))

    def mirrored(self, level: float) -> View:
        """Seen from below a level mirror. The picture is upside down, so that triangles keep their order."""
        flip = np.array([1.0, -1.0, 1.0])
        eye = self.eye * flip + np.array([0.0, 2.0 * level, 0.0])
        return View(
            eye, self.right * flip, -self.up * flip, self.forward * flip,
            self.half_width, self.half_height, self.near, self.far, self.window,
        )  # fmt: skip

    def through(self, window: Window) -> View:
        """The same camera behind another window."""
        return View(
            self.eye, self.right, self.up, self.forward, self.half_width, self.half_height, self.near, self.far, window
        )

    def project(self, direction: Matrix) -> tuple[float, float, float]:
        """Where a far direction appears in the whole picture (0..1), and its depth, negative behind the eye."""
        depth = float(direction @ self.forward)
        scale = max(abs(depth), 1e-4)
        x = float(direction @ self.right) / (scale * self.half_width)
        y = float(direction @ self.up) / (scale * self.half_height)
        return x * 0.5 + 0.5, y * 0.5 + 0.5, depth


def _unit(vector: Matrix) -> Matrix:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))


def view_of(camera: Camera, aspect: float, nearest: float, farthest: float) -> View:
    """The view of a camera. `nearest` and `farthest` bound the distances of what is to be seen, in metres."""
    eye = np.asarray(camera.eye, np.float64)
    forward = _unit(np.asarray(camera.target, np.float64) - eye)
    if not np.any(forward):
        forward = np.array([0.0, 0.0, -1.0])
    aid = np.array([0.0, 1.0, 0.0]) if abs(forward[1]) < 0.999 else np.array([0.0, 0.0, -1.0])
    right = _unit(np.cross(forward, aid))
    half_height = float(np.tan(np.radians(np.clip(camera.fov, 1.0, 150.0)) / 2))
    near = float(np.clip(nearest, 0.02, 1.0))
    return View(
        eye, right, np.cross(right, forward), forward, half_height * aspect, half_height, near, max(farthest, near * 10)
    )


def focus_distance(camera: Camera) -> float:
    """Metres along the view that are sharp."""
    if camera.focus is not None:
        return max(camera.focus, 0.05)
    return max(float(np.linalg.norm(np.subtract(camera.target, camera.eye))), 0.05)
