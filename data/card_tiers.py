"""How a model runs on graphics cards of different sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Offload = Literal["none", "model", "group", "sequential"]


class CardTier(BaseModel):
    """How a model runs on a card of at least so much memory, up to the next tier.

    Attributes:
        card_gb: the card's memory in GB (10^9 bytes).
        offload: what waits in main memory. "none": nothing. "model": the pipeline's parts (encoder, network, decoder)
            take turns on the card. "group": layers do, the next one copied while one computes. "sequential": single
            layers do, one after the other; the least memory and the slowest.
        at_once: the most pictures in one call.
        tile: side in pixels of the tiles that a decoder works in; pictures up to this side are decoded whole.
        compile: whether repeated layers are compiled. The first pictures of a size then take a minute longer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    card_gb: float = Field(ge=0)
    offload: Offload = "none"
    at_once: int = Field(default=8, ge=1, le=16)
    tile: int = Field(default=1024, ge=256, le=4096)
    compile: bool = False


def usual_tiers(vram_gb: float, resident_gb: float) -> tuple[CardTier, ...]:
    """For a model of which only the least card and the one that holds all of it are known."""
    whole = CardTier(card_gb=resident_gb)
    if vram_gb >= resident_gb:
        return (whole,)
    return CardTier(card_gb=vram_gb, offload="model", at_once=4, tile=512), whole


def check_tiers(tiers: Sequence[CardTier], vram_gb: float, resident_gb: float) -> None:
    """Raises ValueError unless the tiers rise and agree with the two sizes that stand for them."""
    sizes = [tier.card_gb for tier in tiers]
    if sizes != sorted(set(sizes)):
        raise ValueError("the tiers' card_gb must rise")
    if sizes[0] != vram_gb:
        raise ValueError("vram_gb must be the card_gb of the first tier")
    whole = [tier.card_gb for tier in tiers if tier.offload == "none"]
    if not whole or whole[0] != resident_gb:
        raise ValueError("resident_gb must be the card_gb of the first tier that offloads nothing")
