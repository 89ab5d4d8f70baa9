"""One call of a video pipeline: it can be watched, and given up at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.neural.pipelines import accepted
from engine.rising_report import Report

_PREVIEWS = 6  # about as many in a call

ShowClean = Callable[[Any], None]
"""Shows latents as the pipeline holds them, with the noise that is still in them taken out as far as it is known."""


def denoise_video(pipeline: Any, arguments: Mapping[str, Any], report: Report, show: ShowClean) -> Any:
    """The pipeline's output for a call with these arguments; those that it does not know are left out.

    Args:
        report: hears of a fraction 0..1 after each step. What it raises ends the call and is let through; the
            pipeline stays usable.
        show: called every few steps, but not after the last one.
    """
    watch = _Watch(report, show)
    try:
        return pipeline(**accepted(pipeline, {**arguments, "callback_on_step_end": watch.on_step_end}))
    except BaseException:
        pipeline.maybe_free_model_hooks()  # where parts take turns on the card, the one in use gives its place up
        raise


class _Watch:
    """What happens after each step."""

    def __init__(self, report: Report, show: ShowClean) -> None:
        self._report, self._show = report, show
        self._before: Any = None

    def on_step_end(self, pipeline: Any, index: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        done, total = index + 1, max(index + 1, pipeline.num_timesteps)
        self._report(done / total)
        latents, before = tensors["latents"], self._before
        if before is not None and done % max(1, total // _PREVIEWS) == 0 and done < total:
            self._show(without_noise(before, latents, *_sigmas(pipeline.scheduler, index)))
        self._before = latents
        return {}


def without_noise(before: Any, after: Any, sigma_before: float, sigma_after: float) -> Any:
    """The picture that two successive latents are on their way to.

    A rectified flow (Liu et al. 2023) moves on a straight line from noise, at sigma 1, to the picture, at sigma 0:
    the line through the two is followed to its end.
    """
    if sigma_before <= sigma_after:
        return after
    return after + (after - before) * (sigma_after / (sigma_before - sigma_after))


def _sigmas(scheduler: Any, index: int) -> tuple[float, float]:
    """Noise before and after the step of this index."""
    last = len(scheduler.sigmas) - 1
    return float(scheduler.sigmas[min(index, last)]), float(scheduler.sigmas[min(index + 1, last)])
