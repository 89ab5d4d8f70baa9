"""What this machine computes with, and what fits on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from data.card_tiers import CardTier
from data.catalogue import Model

Kind = Literal["cuda", "mps", "cpu"]
DtypeName = Literal["float32", "float16", "bfloat16"]

_GB = 10**9
_BF16_SINCE = (8, 0)  # compute capability of Ampere, the first generation with bfloat16 tensor cores
_CARD_TOLERANCE = 0.93  # a card sold with 12 GB reports some 5 % less than that
_PROCESSOR = CardTier(card_gb=0, at_once=4)


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

    def tier(self, model: Model) -> CardTier:
        """How the model runs here. Only CUDA gains by offloading and compiling: on "mps" memory is shared."""
        if self.kind == "cpu":
            return _PROCESSOR
        tier = model.tier(self.total_gb / _CARD_TOLERANCE)
        return tier if self.kind == "cuda" else tier.model_copy(update={"offload": "none", "compile": False})

    def offloads(self, model: Model) -> bool:
        """Whether some of the model must wait in main memory."""
        return self.tier(model).offload != "none"

    def tiles(self, model: Model, longest: int | None = None) -> bool:
        """Whether pictures are decoded in tiles, so that memory stops growing with their size.

        Args:
            longest: their longer side in pixels; None for the model's own.
        """
        return (longest or model.presets.max_side) > self.tier(model).tile

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
