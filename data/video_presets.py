"""How a model that makes videos is run."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

_LEAST_SECONDS = 2.5  # in one piece: a chunk of a film, and what takes share where one fades into the next


class VideoPresets(BaseModel):
    """What one call of a video model makes, besides steps and guidance, which are among `Presets`.

    Attributes:
        fps: frames a second that it was trained on.
        frames: the most frames that it makes well in one piece; one more than a multiple of `frame_step`.
        frame_step: frames that one latent frame stands for, but for the first one: 4 (Wan) or 8 (LTX).
        pixels: width times height that it draws well.
        multiple: of which both sides must be: the decoder's factor times the patch.
        flow_shift: of the noise schedule (Esser et al. 2024); larger pictures need more. None keeps the folder's.
        timesteps: of a model that was distilled to exactly these; empty for others.
        decode_timestep, decode_noise: of a decoder that removes the last noise itself (LTX from 0.9.1 on).
        image_noise: put on the start image, so that what is in it begins to move (LTX from 0.9.5 on).
        float32_vae: whether the decoder needs full precision.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fps: int = Field(ge=1, le=60)
    frames: int = Field(ge=5, le=513)
    frame_step: int = Field(ge=1, le=16)
    pixels: int = Field(ge=32 * 32, le=2048 * 2048)
    multiple: int = Field(ge=8, le=64)
    flow_shift: float | None = Field(default=None, gt=0, le=20)
    timesteps: tuple[float, ...] = ()
    decode_timestep: float = Field(default=0.0, ge=0, le=1)
    decode_noise: float = Field(default=0.0, ge=0, le=1)
    image_noise: float = Field(default=0.0, ge=0, le=1)
    float32_vae: bool = False

    @model_validator(mode="after")
    def _whole_latent_frames(self) -> VideoPresets:
        if self.frames % self.frame_step != 1:
            raise ValueError("frames must be one more than a multiple of frame_step")
        if self.seconds < _LEAST_SECONDS:
            raise ValueError(f"frames must last {_LEAST_SECONDS} seconds at least")
        return self

    @property
    def seconds(self) -> float:
        """From the first to the last frame of the longest piece."""
        return (self.frames - 1) / self.fps

    def whole(self, frames: int) -> int:
        """The number of frames that the model makes where so many are wanted: rounded up, at most `frames`."""
        steps = -(-(max(frames, 2) - 1) // self.frame_step)
        return min(self.frames, steps * self.frame_step + 1)

    def latent_frames(self, frames: int) -> int:
        """Of so many frames, which `whole` gave."""
        return (frames - 1) // self.frame_step + 1
