"""Tells what stands out in a picture from its background, without a model."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Bytes, Flags, Floats, blur, smoothstep, to_float, to_lab

WORKING_SIDE = 240
CUT_STEPS = 4
LEAST_SOLIDITY = 0.6  # area by that of the convex hull: less is a tangle, not a thing
SEED = 1  # GrabCut draws from OpenCV's random numbers: fixed, so that a photo always gives the same mask


def salient_mask(photo: Bytes) -> Floats:
    """Mask (HxW, 0..1) of the subject of an RGB photo, all zeros where none stands out.

    Colours unlike those of the frame's border and near the middle mark the subject (boundary prior after Wei et
    al. 2012, frequency-tuned contrast after Achanta et al. 2009), GrabCut (Rother et al. 2004) finds its outline.
    """
    small = _small(photo)
    score = _salience(small)
    seeds = np.full(score.shape, cv2.GC_PR_BGD, np.uint8)
    seeds[score > 0.5] = cv2.GC_PR_FGD
    seeds[score > 0.85] = cv2.GC_FGD
    seeds[score < 0.06] = cv2.GC_BGD
    cut = _cut(small, seeds)
    if not _plausible(cut, score):
        return np.zeros(photo.shape[:2], np.float32)
    return _sharp(photo, _without_notches(cut).astype(np.float32))


def head_mask(photo: Bytes, left: tuple[float, float], right: tuple[float, float]) -> Floats:
    """Mask (HxW, 0..1) of an animal whose eyes are at these points, zeros where it cannot be told apart."""
    small = _small(photo)
    factor = small.shape[1] / photo.shape[1]
    one, other = np.array(left) * factor, np.array(right) * factor
    apart = float(np.linalg.norm(other - one))
    axis = (other - one) / max(apart, 1e-6)
    middle = (one + other) / 2 + np.array([-axis[1], axis[0]]) * apart * 0.3
    rows, columns = np.indices(small.shape[:2])
    distance = np.hypot(columns - middle[0], rows - middle[1]) / max(apart, 1.0)
    seeds = np.where(distance < 1.35, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[distance < 0.72] = cv2.GC_FGD
    seeds[distance > 2.4] = cv2.GC_BGD
    cut = _without_notches(_cut(small, seeds))
    if not 0.08 < float(cut.mean()) < 0.93:
        return np.zeros(photo.shape[:2], np.float32)
    return _sharp(photo, cut.astype(np.float32))


def refined(photo: Bytes, probability: Floats) -> Floats:
    """A soft mask of low resolution drawn tight to the picture's own outlines, 0..1."""
    small = _small(photo)
    coarse = cv2.resize(probability, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
    band = max(3, small.shape[0] // 60)
    core = cv2.erode((coarse > 0.6).astype(np.uint8), np.ones((band, band), np.uint8))
    reach = cv2.dilate((coarse > 0.35).astype(np.uint8), np.ones((band * 2 + 1, band * 2 + 1), np.uint8))
    seeds = np.where(coarse > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[core > 0] = cv2.GC_FGD
    seeds[reach == 0] = cv2.GC_BGD
    return _sharp(photo, _cut(small, seeds).astype(np.float32))


def _small(photo: Bytes) -> Bytes:
    factor = min(1.0, WORKING_SIDE / max(photo.shape[:2]))
    size = (max(16, round(photo.shape[1] * factor)), max(16, round(photo.shape[0] * factor)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _salience(small: Bytes) -> Floats:
    """How much each pixel stands out, 0..1."""
    lab = to_lab(to_float(small))
    height, width = lab.shape[:2]
    edge = max(2, min(height, width) // 24)
    sides = [lab[:edge], lab[-edge:], lab[:, :edge], lab[:, -edge:]]
    likeness = np.ones((height, width), np.float32)
    for side in sides:  # a pixel is background when it resembles any side of the frame
        pixels = side.reshape(-1, 3)
        mean, spread = pixels.mean(axis=0), pixels.std(axis=0) + 5
        distance = np.sqrt((((blur(lab, 2.0) - mean) / spread) ** 2).mean(axis=2))
        likeness *= 1 - np.exp(-((distance / 1.6) ** 2))
    contrast = np.sqrt(((blur(lab, 1.5) - lab.mean(axis=(0, 1))) ** 2).sum(axis=2))
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    middle = np.exp(-(rows**2 + columns**2) * 1.3).astype(np.float32)
    score = blur((likeness * 0.65 + contrast / (contrast.max() + 1e-3) * 0.35) * middle, 3.0)
    return np.asarray((score - score.min()) / (np.percentile(score, 99) - score.min() + 1e-6), dtype=np.float32)


def _cut(small: Bytes, seeds: Bytes) -> Flags:
    """GrabCut's foreground, its large pieces only."""
    known = [int((seeds == kind).sum()) for kind in range(4)]
    if small.std(axis=(0, 1)).max() < 1.5:  # nothing to tell apart
        return np.zeros(seeds.shape, np.bool_)
    if known[cv2.GC_FGD] + known[cv2.GC_PR_FGD] < 30 or known[cv2.GC_BGD] + known[cv2.GC_PR_BGD] < 30:
        return np.zeros(seeds.shape, np.bool_)
    cv2.setRNGSeed(SEED)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(small, seeds, (0, 0, 1, 1), *models, CUT_STEPS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # a picture of a single colour has no mixture of colours to fit
        return np.zeros(seeds.shape, np.bool_)
    mask = np.isin(seeds, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return _without_crumbs(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)))


def _without_crumbs(mask: Bytes) -> Flags:
    """Drop islands below an eighth of the largest, and fill holes of that size."""
    for value in (1, 0):
        count, pieces, stats, _ = cv2.connectedComponentsWithStats((mask == value).astype(np.uint8))
        areas = stats[1:, cv2.CC_STAT_AREA]
        for index in range(1, count):
            if areas[index - 1] < 0.125 * areas.max() and areas[index - 1] < 0.02 * mask.size:
                mask = np.where(pieces == index, 1 - value, mask).astype(np.uint8)
    return np.asarray(mask == 1)


def _without_notches(cut: Flags) -> Flags:
    """Bays in the outline closed: a thing lying on or against the subject belongs to it."""
    reach = WORKING_SIDE // 12 | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    padded = np.pad(cut.astype(np.uint8), reach)
    return np.asarray(cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[reach:-reach, reach:-reach] > 0)


def _plausible(cut: Flags, score: Floats) -> bool:
    """Whether a cut can be a subject: neither tiny nor all, clear of most of the frame, and of one piece."""
    area = float(cut.mean())
    if not 0.04 < area < 0.7:
        return False
    frame = np.concatenate([cut[0], cut[-1], cut[:, 0], cut[:, -1]])
    if float(frame.mean()) > 0.3 or float(cut[0].mean()) > 0.6:
        return False
    top, bottom, left, right = (bool(side.any()) for side in (cut[0], cut[-1], cut[:, 0], cut[:, -1]))
    if (left and right and not (top or bottom)) or (top and bottom and not (left or right)):
        return False  # a band from side to side: a horizon, a stripe
    _, _, stats, _ = cv2.connectedComponentsWithStats(cut.astype(np.uint8))
    if stats[1:, cv2.CC_STAT_AREA].max() < 0.7 * cut.sum() or score[cut].mean() < 0.3:
        return False
    points = np.argwhere(cut)[:, ::-1].astype(np.int32)
    hull = cv2.contourArea(cv2.convexHull(np.ascontiguousarray(points)))
    return bool(cut.sum() > LEAST_SOLIDITY * hull)


def _sharp(photo: Bytes, coarse: Floats) -> Floats:
    """A mask at the photo's size whose border follows the photo (guided filter, He et al. 2010)."""
    size = (photo.shape[1], photo.shape[0])
    soft = cv2.resize(blur(coarse, 0.8), size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    radius = max(2, round(max(size) / 90))
    guided = cv2.ximgproc.guidedFilter(photo, soft, radius, 120.0)
    return smoothstep(0.3, 0.7, np.asarray(guided, dtype=np.float32))
