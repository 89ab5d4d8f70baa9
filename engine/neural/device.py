"""What this machine computes with, and what fits on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from data.catalogue import Model

Kind = Literal["cuda", "mps", "cpu"]
DtypeName = Literal["float32", "float16", "bfloat16"]

_GB = 10**9
_BF16_SINCE = (8, 0)  # compute capability of Ampere, the first generation with bfloat16 tensor cores
_TILING_ABOVE = 1024  # pixels a side from which a VAE decodes in tiles, so that its memory stops growing
_CARD_TOLERANCE = 0.93  # a card sold with 12 GB reports some 5 % less than that


@dataclass(frozen=True)
class Device:
    """One accelerator, or the processor.

    Attributes:
        kind: torch's name of the device type.
        name: for people.
        total_gb: its memory in GB (10^9 bytes); on "mps" what the system recommends to use; 0 for the processor.
        dtype: the type that it computes fastest without losing pictures.
    """

    kind: Kind
    name: str
    total_gb: float
    dtype: DtypeName

    def fits(self, model: Model) -> bool:
        """Whether the model can run here in bearable time, parts of it waiting in main memory if need be."""
        if self.kind == "cpu":
            return model.cpu
        return self.total_gb >= model.vram_gb * _CARD_TOLERANCE

    def offloads(self, model: Model) -> bool:
        """Whether the model's parts must take turns on the card. Only CUDA gains by it: on "mps" memory is shared."""
        return self.kind == "cuda" and self.total_gb < model.resident_gb * _CARD_TOLERANCE

    def tiles(self, model: Model, longest: int | None = None) -> bool:
        """Whether pictures are decoded in tiles: large ones, and all where the model only just fits.

        Args:
            longest: their longer side in pixels; None for the model's own.
        """
        return (longest or model.presets.max_side) > _TILING_ABOVE or self.offloads(model)

    def dtype_for(self, model: Model) -> DtypeName:
        """The model's own type where it asks for one; always float32 on the processor."""
        wanted = model.presets.dtype
        if self.kind == "cpu" or wanted == "auto":
            return self.dtype
        return wanted

    def free_gb(self) -> float | None:
        """Memory free right now in GB; None where it is not known (processor, "mps")."""
        if self.kind != "cuda":
            return None
        import torch

        free, _total = torch.cuda.mem_get_info()
        return float(free) / _GB

    def release(self) -> None:
        """Give memory of deleted tensors back to the card."""
        import gc

        import torch

        gc.collect()
        if self.kind == "cuda":
            torch.cuda.empty_cache()
        elif self.kind == "mps":
            torch.mps.empty_cache()


def detect() -> Device:
    """Look at what torch can use. Imports torch (1-2 s the first time). Raises ImportError where it is missing."""
    import torch

    if torch.cuda.is_available():
        return _cuda(torch)
    if torch.backends.mps.is_available():
        return Device("mps", "Apple GPU", torch.mps.recommended_max_memory() / _GB, "float16")
    return Device("cpu", "processor", 0.0, "float32")


def _cuda(torch: Any) -> Device:
    properties = torch.cuda.get_device_properties(0)
    modern = (properties.major, properties.minor) >= _BF16_SINCE
    return Device("cuda", properties.name, properties.total_memory / _GB, "bfloat16" if modern else "float16")
