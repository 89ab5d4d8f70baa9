"""Which requests for pictures can be drawn together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from engine.image_request import ImageRequest


def batches(requests: Sequence[ImageRequest], limit: int) -> list[list[int]]:
    """Positions in `requests`, grouped so that each group can be one call of a diffusion pipeline.

    A call has one size, one schedule and one guidance for all its pictures; prompts and seeds may differ, and so may
    styles where there is no reference, and the reference pictures themselves. Requests stay whole and join the first
    group that has room for them, so an early one never waits for a later one's group.

    Args:
        limit: the most pictures in a group. A request that asks for more by itself makes a group of its own.
    """
    groups: list[list[int]] = []
    counts: list[int] = []
    for position, request in enumerate(requests):
        asked = len(request.seeds)
        for group, members in enumerate(groups):
            if _agreement(requests[members[0]]) == _agreement(request) and counts[group] + asked <= limit:
                members.append(position)
                counts[group] += asked
                break
        else:
            groups.append([position])
            counts.append(asked)
    return groups


def _agreement(request: ImageRequest) -> Hashable:
    """What must be equal in a group."""
    # How much of a reference is kept, which a style has a say in, sets the schedule or the network of a whole call.
    kept = None if request.reference is None else (request.reference_strength, request.style)
    return request.size, request.steps, request.guidance_scale, kept
