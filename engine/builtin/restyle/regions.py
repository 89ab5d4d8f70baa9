"""Cuts a picture into a few patches of like colour with rounded outlines."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, Labels, blur, from_lab, mix, resized, to_lab

WORKING_SIDE = 300
SAMPLES = 2500
STEPS = 12


@dataclass(frozen=True)
class Patches:
    """`labels` HxW say which patch a pixel belongs to (0..count-1); `colour` is HxWx3, even within each patch."""

    labels: Labels
    colour: Floats
    count: int


@dataclass(frozen=True)
class Cut:
    """At most how many `colours`; pieces below `least_area` (a share of the picture) go to their neighbours.

    `natural` 0..1 says how much of the photo's own shading stays within a patch, `grain` how fine (sigma in working
    pixels); `rounding` is how far outlines are rounded, in the same pixels.
    """

    colours: int
    least_area: float
    natural: float
    grain: float = 3.0
    rounding: float = 3.0


def k_means(points: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Centres (at most `count`) of clusters among the rows of `points`: Lloyd's steps after k-means++ (2007)."""
    sample = points[rng.integers(0, len(points), SAMPLES)]
    centres = [sample[int(rng.integers(len(sample)))]]
    nearest = ((sample - centres[0]) ** 2).sum(axis=1).astype(np.float64)
    while len(centres) < count and nearest.sum() > 1e-6:
        centres.append(sample[int(rng.choice(len(sample), p=nearest / nearest.sum()))])
        nearest = np.minimum(nearest, ((sample - centres[-1]) ** 2).sum(axis=1))
    found = np.array(centres, np.float32)
    for _ in range(STEPS):
        owner = ((sample[:, None] - found[None]) ** 2).sum(axis=2).argmin(axis=1)
        for index in range(len(found)):
            mine = sample[owner == index]
            if len(mine):
                found[index] = mine.mean(axis=0)
    return found


def nearest_centre(image: Floats, centres: Floats, tick: Callable[[], None]) -> Labels:
    """Index of the nearest centre at each pixel of an HxWxC image."""
    best = np.full(image.shape[:2], np.inf, np.float32)
    labels = np.zeros(image.shape[:2], np.int32)
    for index, centre in enumerate(centres):
        distance = ((image - centre) ** 2).sum(axis=2)
        closer = distance < best
        labels[closer] = index
        best = np.where(closer, distance, best)
        tick()
    return labels


def cut_patches(picture: Floats, cut: Cut, rng: np.random.Generator, tick: Callable[[], None]) -> Patches:
    """Cut an RGB picture (0..1) into patches with rounded outlines."""
    factor = WORKING_SIDE / max(picture.shape[:2])
    small_shape = (max(8, round(picture.shape[0] * factor)), max(8, round(picture.shape[1] * factor)))
    small = np.asarray(cv2.resize(picture, small_shape[::-1], interpolation=cv2.INTER_AREA), dtype=np.float32)
    for _ in range(3):
        small = np.asarray(cv2.bilateralFilter(small, 7, 0.12, 5), dtype=np.float32)
    tick()
    lab = to_lab(small) * np.array([0.5, 1.2, 1.2], np.float32)  # a cloth is told by its hue, not by its folds
    lab = blur(lab, cut.rounding * 0.6)
    first = nearest_centre(lab, k_means(lab.reshape(-1, 3), cut.colours, rng), tick)
    labels = _without_crumbs(first, cut.least_area * first.size)
    tick()
    sure = (labels == first).astype(np.float32)  # crumbs must not tint the patch that swallowed them
    return _grown(np.dstack([small, sure]), labels, picture.shape, cut, tick)


def _without_crumbs(labels: Labels, least: float) -> Labels:
    """Give the pieces below `least` pixels to the nearest large piece."""
    crumbs = np.zeros(labels.shape, np.uint8)
    for index in range(int(labels.max()) + 1):
        _, pieces, stats, _ = cv2.connectedComponentsWithStats((labels == index).astype(np.uint8), connectivity=4)
        small = stats[:, cv2.CC_STAT_AREA] < least
        small[0] = False
        crumbs |= small[pieces].astype(np.uint8)
    if crumbs.all() or not crumbs.any():
        return labels
    _, owner = cv2.distanceTransformWithLabels(crumbs, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    kept = np.zeros(int(owner.max()) + 1, np.int32)
    kept[owner[crumbs == 0]] = labels[crumbs == 0]
    return np.asarray(kept[owner], dtype=np.int32)


def _grown(small: Floats, labels: Labels, shape: tuple[int, ...], cut: Cut, tick: Callable[[], None]) -> Patches:
    """The patches at full size: each one's membership is blurred and enlarged, the strongest wins.

    `small` is RGB and, fourth, how sure a pixel is to belong to its patch.
    """
    best = np.full(shape[:2], -1, np.float32)
    full = np.zeros(shape[:2], np.int32)
    colour = np.zeros((*shape[:2], 3), np.float32)
    used = np.unique(labels)
    for new, index in enumerate(used):
        member = (labels == index).astype(np.float32)
        rounded = resized(blur(member, cut.rounding), shape, cv2.INTER_CUBIC)
        own = member * small[..., 3]
        even, fine = (_within(small[..., :3], own, sigma) for sigma in (16.0, cut.grain))
        local = resized(mix(even, fine, cut.natural), shape)
        wins = rounded > best
        full[wins] = new
        colour[wins] = local[wins]
        best = np.maximum(best, rounded)
        tick()
    return Patches(full, colour, len(used))


def _within(small: Floats, member: Floats, sigma: float) -> Floats:
    """The picture blurred among the pixels of one patch; far from it, the patch's mean colour."""
    inside = small * member[..., None]
    weight = blur(member, sigma) + np.float32(1e-3) * member.mean() + np.float32(1e-9)
    colour = blur(inside, sigma) + np.float32(1e-3) * inside.mean(axis=(0, 1))
    return np.asarray(np.clip(colour / weight[..., None], 0, 1), dtype=np.float32)


def border_distance(patches: Patches, tick: Callable[[], None]) -> Floats:
    """Distance in pixels from each pixel to the border of its own patch."""
    distance = np.zeros(patches.labels.shape, np.float32)
    for index in range(patches.count):
        member = (patches.labels == index).astype(np.uint8)
        if member.all():
            return np.full(member.shape, float(max(member.shape)), np.float32)
        distance += cv2.distanceTransform(member, cv2.DIST_L2, 3)
        tick()
    return distance


def recoloured(colour: Floats, saturation: float, lift: float) -> Floats:
    """Colours made livelier (`saturation` above 1) and drawn towards white (`lift` 0..1)."""
    lab = to_lab(colour)
    lab[..., 1:] *= np.float32(saturation)
    lab[..., 0] = lab[..., 0] * np.float32(1 - lift) + np.float32(96 * lift)
    return from_lab(lab)
