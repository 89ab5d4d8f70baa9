"""Makes one part of a film by one call of a video pipeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from data.catalogue import Model
from data.video_presets import VideoPresets
from data.video_prompts import VideoPrompts
from engine.neural.memory import is_out_of_memory
from engine.neural.pipelines import takes
from engine.neural.ticking import ticking
from engine.neural.video_denoising import denoise_video
from engine.neural.video_framing import Frames, as_bytes, drawn_size, stretched
from engine.neural.video_pipelines import VideoPipelines, video_presets
from engine.neural.video_preview import middle_frame_jpeg
from engine.rising_report import Report
from engine.video_request import VideoRequest

_FEWEST = 17  # frames in one call when memory is short; fewer hardly move
_SCALES = (1.0, 0.75, 0.5)  # of the sides when memory is shorter still
_DRAWN = 0.92  # share of the work done when all steps are, and decoding begins


@dataclass(frozen=True, eq=False)
class Shot:
    """What to film: `frames` frames of a request, from `first_frame` (H x W x 3) on if there is one."""

    request: VideoRequest
    first_frame: NDArray[np.uint8] | None
    seed: int
    frames: int


@dataclass(frozen=True)
class Effort:
    """How much is tried in one call: so many frames, at this share of the sides, decoding frugally or not."""

    frames: int
    scale: float = 1.0
    frugal: bool = False

    def less(self, presets: VideoPresets, *, continues: bool) -> Effort | None:
        """The next smaller one: frugal, then ever fewer frames if a film can continue, then smaller; then none."""
        if not self.frugal:
            return replace(self, frugal=True)
        fewer = max(_FEWEST, presets.whole(self.frames // 2))
        if continues and fewer < self.frames:
            return replace(self, frames=fewer)
        smaller = next((scale for scale in _SCALES if scale < self.scale), None)
        return None if smaller is None else replace(self, scale=smaller)


@dataclass
class Parts:
    """A shot that is made in one part or more, each beginning with the last frame of the one before."""

    shot: Shot
    done: list[Frames] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """Frames not yet made."""
        return self.shot.frames - sum(map(len, self.done))

    def next(self, most: int) -> Shot:
        """The next part, with at most so many frames. A later part repeats a frame, which `add` drops."""
        if not self.done:
            return replace(self.shot, frames=min(most, self.shot.frames))
        return replace(self.shot, first_frame=self.done[-1][-1], frames=min(most, self.missing + 1))

    def add(self, frames: Frames) -> None:
        self.done.append(frames[1:] if self.done else frames)

    def shares(self, part: Shot) -> tuple[float, float]:
        """Where in the whole shot a part begins and ends, 0..1."""
        start = self.shot.frames - self.missing
        return start / self.shot.frames, min(1.0, (start + part.frames) / self.shot.frames)

    def joined(self) -> Frames:
        return self.done[0] if len(self.done) == 1 else np.concatenate(self.done)


class Camera:
    """Films shots with a model. One that fails for want of memory may be tried again with less effort."""

    def __init__(self, model: Model, prompts: VideoPrompts, preview: Callable[[bytes], None]) -> None:
        self._model = model
        self._presets = video_presets(model)
        self._prompts = prompts
        self._preview = preview

    def film(self, shot: Shot, pipelines: VideoPipelines, effort: Effort, report: Report) -> Frames:
        """The shot's frames, all of the size drawn at full effort.

        Args:
            report: hears of fractions 0..1 after each step, and several times within a long one; may raise.
        """
        size = drawn_size(shot.request.size, self._presets, effort.scale)
        frames = self._presets.whole(shot.frames)
        pipelines.decode(frugally=effort.frugal)
        report(0.0)
        with ticking(pipelines.parts, lambda: report(0.0)):
            pipeline = pipelines.from_text() if shot.first_frame is None else pipelines.from_image()
            arguments = {**self._settings(shot, pipeline), **self._words(shot, pipelines), **_space(size, frames)}
            if shot.first_frame is not None:
                arguments["image"] = Image.fromarray(stretched(shot.first_frame, size))
            show = _Show(pipelines, size, self._presets.latent_frames(frames), self._preview)
            output = denoise_video(pipeline, arguments, lambda done: report(_DRAWN * done), show)
        report(1.0)
        return as_bytes(output.frames[0][: shot.frames], drawn_size(shot.request.size, self._presets))

    def _settings(self, shot: Shot, pipeline: Any) -> dict[str, Any]:
        import torch

        own = self._presets
        steps = self._model.presets.steps if shot.request.steps is None else shot.request.steps
        return {
            "num_inference_steps": steps,
            # Those that a model was distilled to; only this pipeline takes them without their noise levels.
            "timesteps": list(own.timesteps) if steps == len(own.timesteps) and takes(pipeline, "conditions") else None,
            "guidance_scale": self._guidance(shot.request),
            "frame_rate": own.fps,
            "decode_timestep": own.decode_timestep,
            "decode_noise_scale": own.decode_noise,
            "image_cond_noise_scale": own.image_noise,
            "output_type": "pt",
            # On the processor, so that a seed draws the same noise whatever the device.
            "generator": torch.Generator("cpu").manual_seed(shot.seed),
        }

    def _words(self, shot: Shot, pipelines: VideoPipelines) -> dict[str, Any]:
        request = shot.request
        prompt = self._prompts.around(request.prompt, request.style, request.camera)
        negative = self._prompts.without(request.negative_prompt, request.style)
        return pipelines.words(prompt, negative, guided=self._guidance(request) > 1)

    def _guidance(self, request: VideoRequest) -> float:
        own = self._model.presets.guidance_scale
        return own if request.guidance_scale is None else request.guidance_scale


def _space(size: tuple[int, int], frames: int) -> dict[str, int]:
    return {"width": size[0], "height": size[1], "num_frames": frames}


class _Show:
    """Shows unfinished latents. A lack of memory for a preview ends previews, not the film."""

    def __init__(
        self, pipelines: VideoPipelines, size: tuple[int, int], latent_frames: int, preview: Callable[[bytes], None]
    ) -> None:
        self._pipelines, self._size, self._latent_frames = pipelines, size, latent_frames
        self._preview = preview
        self._possible = True

    def __call__(self, latents: Any) -> None:
        jpeg = self._jpeg(latents) if self._possible else None
        if jpeg is not None:
            self._preview(jpeg)

    def _jpeg(self, latents: Any) -> bytes | None:
        try:
            return middle_frame_jpeg(self._pipelines.vae, latents, self._size, self._latent_frames)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            self._possible = False
            return None
        finally:
            self._pipelines.rest_vae()
