"""Hearing of cancellation while a network computes, not only between its steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

TICK_SECONDS = 0.1


@contextmanager
def ticking(parts: Iterable[Any], tick: Callable[[], None]) -> Iterator[None]:
    """Inside, `tick` is called from between the layers of the networks among `parts`, some ten times a second at most.

    What it raises ends the computation. On a processor one denoising step of a full-size model takes seconds.
    """
    import torch

    last = time.monotonic()

    def hook(_layer: Any, _inputs: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= TICK_SECONDS:
            last = time.monotonic()
            tick()

    networks = [part for part in parts if isinstance(part, torch.nn.Module)]
    handles = [layer.register_forward_pre_hook(hook) for network in networks for layer in _layers(network)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _layers(network: Any) -> Iterator[Any]:
    """The members of all lists of layers: blocks, and what blocks are made of.

    Nothing of compiled layers: a hook would become part of what is compiled, and so have it compiled anew for each job.
    """
    import torch

    for module in network.children():
        if getattr(module, "_compiled_call_impl", None) is not None:
            continue
        if isinstance(module, torch.nn.ModuleList):
            yield from (layer for layer in module if getattr(layer, "_compiled_call_impl", None) is None)
        yield from _layers(module)
