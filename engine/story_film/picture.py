"""The stages in which each scene's picture is drawn."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.generator import RunContext
from engine.builtin.falling import Kind
from engine.builtin.image import StillWish
from engine.image_request import ImageRequest
from engine.scene.scene import Camera, Picture, Scene
from engine.scene.spec import SceneSpec, Shot
from engine.story.picture import lies, picture_prompt, scene_of
from engine.story.storyboard import PEOPLE, Storyboard, StoryScene, StoryStyle
from engine.story.vocabulary import beasts
from engine.story_film.camera import REACH, shown_move
from engine.story_film.framing import aimed, only, reach, upper_parts
from engine.story_film.layouts import Layouts
from engine.story_film.packed import packed, unpacked

OVERSCAN = 1.08
"""A picture is so much larger than the frame: a moving camera never enlarges it."""
PICTURE_SAMPLES = 1.5
"""Samples of a pixel along each axis. A camera before the picture and the encoder even out what two would refine."""
DEPTH_STEP = 4
"""Pixels to a cell of depth: a moving camera looks no closer."""
AIRBORNE = ("snow", "rain", "leaves", "petals", "embers", "fireflies", "dust")
NEURAL_STYLES: dict[StoryStyle, tuple[str, str]] = {
    "pixar": ("3d", ""),
    "realistic": ("realistic", ""),
    "anime": ("anime", ""),
    "cartoon": ("artistic", "flat cartoon illustration, bold outlines: "),
    "cinematic": ("cinematic", ""),
}
"""The style of an image request, and what goes before its prompt."""
SHOT_WORDS: dict[Shot, str] = {
    "wide": "wide shot",
    "medium": "medium shot",
    "close": "close-up",
    "above": "seen from above",
    "low": "low angle",
}
_SIDES = (512, 1536)

Rgb = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class StoryPicture:
    """What a scene shows.

    Attributes:
        rgb: h x w x 3, OVERSCAN times the film's size.
        depth: about h / 4 x w / 4 distances, infinite for the sky.
        air: what falls or floats before it, if anything.
    """

    rgb: Rgb
    depth: NDArray[np.float32]
    air: Kind | None = None

    def to_bytes(self) -> bytes:
        _, png = cv2.imencode(".png", self.rgb[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
        size = max(1, self.rgb.shape[1] // DEPTH_STEP), max(1, self.rgb.shape[0] // DEPTH_STEP)
        depth = cv2.resize(np.minimum(self.depth, 6e4), size, interpolation=cv2.INTER_NEAREST)
        return packed(self.air, png=np.asarray(png, np.uint8).ravel(), depth=depth.astype(np.float16))

    @staticmethod
    def from_bytes(data: bytes) -> StoryPicture:
        air, arrays = unpacked(data)
        bgr = cv2.imdecode(arrays["png"], cv2.IMREAD_COLOR)
        if bgr is None:
            raise ValueError("this is no picture")
        depth = arrays["depth"].astype(np.float32)
        depth[depth >= 5.9e4] = np.inf
        return StoryPicture(np.ascontiguousarray(bgr[..., ::-1], np.uint8), depth, air)


@dataclass(frozen=True)
class Painter:
    """Draws the pictures of a storyboard with one backend for frames of one size."""

    ctx: RunContext
    backend: Any
    board: Storyboard
    size: tuple[int, int]

    def key(self, index: int) -> list[Any]:
        """JSON that names all that a scene's picture depends on."""
        scene = self.board.scenes[index]
        identity = self.backend.info.identity
        if self._neural:
            return [_prompt(self.board, scene), self.board.style, scene.shot, scene.seed, self.size, identity]
        spec = scene_of(self.board, scene).model_dump(mode="json", exclude={"prompt", "notes"})
        return [spec, shown_move(scene.move), self.size, identity]

    def draw(self, index: int) -> bytes:
        """The stage "draw-N": a `StoryPicture` as bytes."""
        (drawn,) = self.drawn([index])
        return drawn

    def drawn(self, indices: Sequence[int]) -> Generator[bytes, None, None]:
        """The stages "draw-N" of several scenes: a `StoryPicture` as bytes for each, in order."""
        with Layouts(self._laid_out, indices) as layouts:
            for index in indices:
                yield self._draw(index, layouts)

    def _draw(self, index: int, layouts: Layouts) -> bytes:
        def make() -> bytes:
            picture = self._from_model(index) if self._neural else self._from_scene(index, layouts)
            return picture.to_bytes()

        drawn: bytes = self.ctx.stage(f"draw-{index + 1}", "story-picture-5", self.key(index), make=make)
        return drawn

    def _laid_out(self, index: int, check: Callable[[], None]) -> Scene:
        from engine.scene.layout.compose import compose

        width, height = _drawn_size(self.size)
        return compose(scene_of(self.board, self.board.scenes[index]), width / height, check=check)

    @property
    def _neural(self) -> bool:
        return bool(self.backend.info.kind == "neural")

    def _from_scene(self, index: int, layouts: Layouts) -> StoryPicture:
        from engine.media.images import encode_preview

        scene = self.board.scenes[index]
        size = _drawn_size(self.size)
        wish = StillWish(
            AIRBORNE,
            lambda camera, sketch: self._aimed(scene, camera, sketch),
            PICTURE_SAMPLES,
            lambda check: layouts.scene(index, check),
        )
        still = self.backend.still(scene_of(self.board, scene), size, self.ctx.progress, wish)
        self.ctx.progress(0.97, preview=encode_preview(still.picture.rgb))
        air = cast("Kind | None", next(iter(still.airborne), None))
        return StoryPicture(still.picture.rgb, still.picture.depth, air)

    def _aimed(self, scene: StoryScene, camera: Camera, sketch: Picture) -> Camera:
        move = shown_move(scene.move)
        spec = scene_of(self.board, scene)
        faces = None
        if scene.shot == "close":
            faces = (only if lies(spec) else upper_parts)(sketch, _living(spec))
        box = reach(faces or sketch, OVERSCAN, move, REACH[move])
        if box is None:
            return camera
        return aimed(camera, box, self.size[0] / self.size[1], OVERSCAN, close=faces is not None)

    def _from_model(self, index: int) -> StoryPicture:
        from engine.builtin.falling import falling_in
        from engine.builtin.photo_depth import photo_depth
        from engine.builtin.picture_film import fitted
        from engine.media.film.format import VideoFormat
        from engine.media.film.shots.parallax import resample

        scene = self.board.scenes[index]
        (picture,) = self.backend.render(
            self._request(scene), self.ctx.progress, lambda jpeg: self.ctx.progress(0.5, preview=jpeg)
        )
        cut = fitted(picture, VideoFormat(*self.size))
        rgb = resample(cut, *_drawn_size(self.size))
        return StoryPicture(rgb, photo_depth(rgb), falling_in(scene.prompt))

    def _request(self, scene: StoryScene) -> ImageRequest:
        style, before = NEURAL_STYLES[self.board.style]
        width, height = _model_size(self.size)
        return ImageRequest(
            prompt=before + _prompt(self.board, scene),
            seeds=(scene.seed,),
            style=style,
            width=width,
            height=height,
        )


def _living(spec: SceneSpec) -> list[int]:
    """Numbers of the subjects who have faces."""
    return [n for n, one in enumerate(spec.subjects, 1) if one.noun in PEOPLE or one.noun in beasts()]


def _prompt(board: Storyboard, scene: StoryScene) -> str:
    said = picture_prompt(board, scene).strip() or board.title.strip() or "A quiet place"
    return f"{said}, {SHOT_WORDS[scene.shot]}"


def _drawn_size(size: tuple[int, int]) -> tuple[int, int]:
    return round(size[0] * OVERSCAN / 2) * 2, round(size[1] * OVERSCAN / 2) * 2


def _model_size(size: tuple[int, int]) -> tuple[int, int]:
    """What a model draws for a film of this size: sides of whole 64 pixels, the shorter one about 768."""
    scale = 768 / min(size)
    sides = [min(max(round(side * scale / 64) * 64, _SIDES[0]), _SIDES[1]) for side in size]
    return sides[0], sides[1]
