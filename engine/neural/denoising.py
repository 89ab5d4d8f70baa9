"""One call of a diffusion pipeline: it can be watched, and given up at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.neural.latent_preview import remaining_noise
from engine.neural.pipelines import accepted
from engine.neural.ticking import ticking

_PREVIEWS = 6  # about as many in a call

Show = Callable[[Any, float], None]
"""Shows unfinished latents (B x C x h x w) that still hold this much noise (sigma)."""


def denoise(pipeline: Any, arguments: Mapping[str, Any], report: Callable[[float], None], show: Show) -> Any:
    """The pipeline's output for a call with these arguments.

    Args:
        arguments: those that the pipeline's call does not know are left out.
        report: hears of fractions 0..1: after each step, and with 0 some ten times a second within long ones. What it
            raises ends the call and is let through; the pipeline stays usable.
        show: called every few steps, but not after the last one.
    """
    try:
        with ticking(pipeline.components.values(), lambda: report(0.0)):
            return pipeline(**accepted(pipeline, {**arguments, "callback_on_step_end": _watch(report, show)}))
    except BaseException:
        pipeline.maybe_free_model_hooks()  # where parts take turns on the card, the one in use gives its place up
        raise


def _watch(report: Callable[[float], None], show: Show) -> Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]:
    def on_step_end(pipeline: Any, index: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        done, total = index + 1, max(index + 1, pipeline.num_timesteps)
        report(done / total)
        if done % max(1, total // _PREVIEWS) == 0 and done < total:
            show(tensors["latents"], remaining_noise(pipeline.scheduler))
        return {}

    return on_step_end
