"""Four plush toys: a classic teddy, a pastel kawaii toy, a realistic fur toy and a big-headed chibi."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.builtin.restyle.arrays import (
    Bytes,
    Flags,
    Floats,
    blur,
    from_lab,
    luminance,
    mix,
    resized,
    smoothstep,
    to_bytes,
    to_float,
    to_lab,
    unit,
)
from engine.builtin.restyle.backdrop import Studio, backdrop
from engine.builtin.restyle.chibi import chibi
from engine.builtin.restyle.face import CHEEKS, FOREHEAD, Face, oval_mask
from engine.builtin.restyle.fields import Field
from engine.builtin.restyle.flatten import sky_mask
from engine.builtin.restyle.fur import Coat, Pile, draw_fur
from engine.builtin.restyle.plush_face import Features, draw_animal_eye, draw_face
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.regions import Cut, Patches, border_distance, cut_patches, recoloured
from engine.builtin.restyle.relief import combed, inner_distance, lit, puffed
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.stitches import outlines, seams, sew
from engine.builtin.restyle.subject import Subject
from engine.builtin.restyle.texture import noise, turbulence


@dataclass(frozen=True)
class Toy:
    """How a kind of toy is made. Lengths are in pixels of the 1024 px reference picture."""

    cut: Cut
    saturation: float
    lift: float
    puff: float
    pile: Pile
    emboss: float  # how deep the photo's finer forms (petals, folds) are quilted in, in pixels for black to white
    curls: float  # depth of the little tufts of teddy plush
    thread: float  # 0: no seams to be seen
    features: Features
    studio: Studio
    head: float = 0.0


TOYS: dict[str, Toy] = {
    "plushie-classic": Toy(
        cut=Cut(10, 0.004, 0.3, rounding=2.0), saturation=1.0, lift=0.08, puff=30,
        pile=Pile(length=11, spacing=3.1, curl=1.3, scatter=0.7, contrast=0.11), emboss=26, curls=1.0, thread=3.0,
        features=Features("button", 0.25, 0.28, 0.3), studio=Studio(80, 15), head=0.12,
    ),
    "plushie-kawaii": Toy(
        cut=Cut(9, 0.006, 0.2, rounding=2.8), saturation=0.98, lift=0.36, puff=40,
        pile=Pile(length=6, spacing=2.7, curl=0.6, scatter=0.9, contrast=0.06), emboss=16, curls=0.35, thread=2.6,
        features=Features("glossy", 0.33, 0.15, 0.85), studio=Studio(87, 20, "sparkles"), head=0.25,
    ),
    "plushie-realistic": Toy(
        cut=Cut(16, 0.002, 0.95, 0.9, rounding=1.5), saturation=1.05, lift=0.03, puff=24,
        pile=Pile(length=30, spacing=3.4, curl=0.55, scatter=0.28, contrast=0.15), emboss=30, curls=0.0, thread=0.0,
        features=Features("glass", 0.23, 0.26, 0.15), studio=Studio(74, 7),
    ),
    "plushie-chibi": Toy(
        cut=Cut(9, 0.006, 0.1, rounding=2.8), saturation=1.4, lift=0.05, puff=46,
        pile=Pile(length=4.5, spacing=2.6, curl=0.8, scatter=1.6, contrast=0.09), emboss=12, curls=0.15, thread=4.6,
        features=Features("glossy", 0.28, 0.17, 0.6), studio=Studio(82, 26), head=0.6,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """The lit cloth (RGB 0..1), the way its pile is combed, and the toy's silhouette (0..1)."""

    cloth: Floats
    comb: Field
    body: Floats


def render_plush(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The toy, and the photo as it was warped for it (both RGB 0..1, HxWx3)."""
    toy = TOYS[scene.style]
    subject = _sewable(scene)
    figure = chibi(to_bytes(scene.picture), subject, toy.head * scene.opacity) if toy.head else None
    subject = figure.subject if figure else subject
    picture = to_float(figure.photo) if figure else scene.picture
    body = _rounded_silhouette(subject)
    skins = [_skin(picture, face) for face in subject.faces]
    progress.at(0.12)
    plain = _plain(picture, subject, skins)
    patches = _cloth_patches(plain, subject, skins, toy, scene)
    progress.at(0.3)
    covered = _stuffed(patches, body, plain, toy, scene)
    progress.at(0.42)
    toy_picture = _upholstered(covered, patches, subject.faces, toy, scene)
    bare = toy_picture
    for face, skin in zip(subject.faces, skins, strict=True):
        toy_picture = draw_face(toy_picture, face, toy.features, recoloured(skin[None, None], 1.0, toy.lift)[0, 0])
    for eye in subject.eyes:
        toy_picture = draw_animal_eye(toy_picture, eye, toy.features)
        progress.tick()
    progress.at(0.95)
    # A light touch leaves the face to the photo: a toy's eyes shining faintly through real ones are no pretty sight.
    worn = float(smoothstep(0.5, 0.85, np.array(scene.opacity, np.float32)))
    return _finish(mix(to_float(bare), to_float(toy_picture), worn)), picture


def _sewable(scene: Scene) -> Subject:
    """The subject, unless it stands in open country: a landscape is sewn whole, as a felt picture."""
    subject = scene.subject
    if subject.faces or subject.eyes or float(sky_mask(scene.photo).mean()) < 0.12:
        return subject
    return Subject(np.zeros_like(subject.mask))


def _finish(picture: Floats) -> Floats:
    """A touch of bloom, as of a lens close up."""
    glow = blur(np.clip(picture - 0.72, 0, 1), 14 * unit(picture.shape))
    return np.clip(picture + glow * 0.3, 0, 1)


def _rounded_silhouette(subject: Subject) -> Floats:
    """The subject without the thin bits no toy maker would sew; all ones for a picture without a subject."""
    if not subject.found:
        return np.ones_like(subject.mask)
    scale = unit(subject.mask.shape)
    padded = np.pad(subject.mask, 64, mode="edge")
    quarter = cv2.resize(padded, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = max(3, round(10 * scale) | 1)
    opened = cv2.morphologyEx(quarter, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    wide = max(3, round(16 * scale) | 1)  # and without narrow gaps: no one sews those either
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide)))
    whole = resized(np.asarray(closed, np.float32), padded.shape, cv2.INTER_CUBIC)
    if whole.max() < 0.6:  # nothing but thin bits: better those than nothing
        whole = padded
    return smoothstep(0.42, 0.58, blur(whole, 8 * scale)[64:-64, 64:-64])


def _skin(picture: Floats, face: Face) -> Floats:
    """RGB of the face's skin, from cheeks and forehead, the lighter half of what is there."""
    spots = np.concatenate([face.at((*CHEEKS, FOREHEAD)), [face.place(0, -0.35)]])
    samples = []
    reach = max(1, int(face.span * 0.08))
    for x, y in spots.astype(int):
        area = picture[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].reshape(-1, 3)
        samples.extend(area.tolist())
    if not samples:
        return np.array([0.87, 0.68, 0.57], np.float32)
    ranked = sorted(samples, key=sum)
    return np.asarray(np.median(np.array(ranked[len(ranked) // 3 :], np.float32), axis=0), dtype=np.float32)


def _plain(picture: Floats, subject: Subject, skins: list[Floats]) -> Floats:
    """The photo without its background and without the features of its faces: the toy gets its own."""
    plain = picture
    for face, skin in zip(subject.faces, skins, strict=True):
        oval = oval_mask(picture.shape, (face,), 0.05, 1.03)
        plain = mix(plain, np.broadcast_to(skin, picture.shape).astype(np.float32), oval)
    if subject.found:  # the background must not eat up patches: the subject's own colours run on into it
        weight = subject.mask + np.float32(1e-3) * float(subject.mask.mean())
        sigma = 24 * unit(picture.shape)
        around = blur(plain * weight[..., None], sigma) / np.maximum(blur(weight, sigma), 1e-5)[..., None]
        plain = mix(np.clip(around, 0, 1).astype(np.float32), plain, subject.mask)
    return plain


def _embossed(plain: Floats, scale: float) -> Floats:
    """The photo's forms of middling size as heights, about -0.5..0.5."""
    grey = luminance(plain)
    return np.asarray(np.tanh((blur(grey, 2.5 * scale) - blur(grey, 18 * scale)) * 2.5) / 2.5 * scale, np.float32)


def _cloth_patches(plain: Floats, subject: Subject, skins: list[Floats], toy: Toy, scene: Scene) -> Patches:
    """Patches of the plain picture; each face is one piece of cloth."""
    cut = toy.cut
    if subject.eyes and cut.natural < 0.5:  # a coat's markings would fall into a hundred scraps of felt
        cut = replace(cut, colours=max(4, cut.colours - 4), least_area=0.012, rounding=cut.rounding + 1.5)
    patches = cut_patches(plain, cut, scene.rng, scene.progress.tick)
    labels, colour = patches.labels, recoloured(_dyed(patches.colour, subject), toy.saturation, toy.lift)
    for index, (face, skin) in enumerate(zip(subject.faces, skins, strict=True)):
        oval = oval_mask(plain.shape, (face,), 0.0, 1.05) * subject.mask
        labels = np.where(oval > 0.5, patches.count + index, labels).astype(np.int32)
        shade = recoloured(skin[None, None], min(1.1, toy.saturation), max(toy.lift, 0.12))
        colour = mix(colour, np.broadcast_to(shade, colour.shape).astype(np.float32), blur(oval, 1.0))
    return Patches(labels, colour, patches.count + len(skins))


def _dyed(colour: Floats, subject: Subject) -> Floats:
    """Colours as cloth is dyed: spread over the range from dark to light, and cleaner than a camera sees them."""
    lab = to_lab(colour)
    chosen = lab[..., 0][subject.mask > 0.5] if subject.found else lab[..., 0].ravel()
    low, middle, high = np.percentile(chosen, (2, 50, 98))
    gain = min(1.5, 84.0 / max(float(high - low), 20.0))
    lifted = (lab[..., 0] - middle) * np.float32(gain) + np.float32(np.clip(middle, 46, 74))
    lab[..., 0] = np.clip(mix(lab[..., 0], lifted, 0.75), 8, 97)
    chroma = np.linalg.norm(lab[..., 1:], axis=2, keepdims=True)
    lab[..., 1:] *= 1 + np.float32(0.35) * np.exp(-chroma / 40)
    return from_lab(lab)


def _stuffed(patches: Patches, body: Floats, plain: Floats, toy: Toy, scene: Scene) -> Covered:
    """The stuffed shape in its cloth, before any fibre is on it."""
    scale = unit(body.shape)
    border = border_distance(patches, scene.progress.tick)
    inside = inner_distance(body)
    border = np.minimum(border, inside)
    lumps = turbulence(body.shape, 90 * scale, 2, scene.rng) * np.float32(5 * scale)
    height = puffed(border, toy.puff * scale) + puffed(inside, 130 * scale) * np.float32(1.1) + lumps
    height = blur(height, 2.5 * scale) + _embossed(plain, scale) * np.float32(toy.emboss)
    if toy.curls:
        tufts = noise(body.shape, 9 * scale, scene.rng) + noise(body.shape, 5 * scale, scene.rng) * np.float32(0.6)
        height += tufts * np.float32(1.5 * toy.curls * scale)
    scene.progress.tick()
    diffuse, away = lit(height, 1.0)
    crease = np.exp(-border / np.float32(5 * scale)) * np.float32(0.34)
    shade = (0.42 + 0.74 * diffuse) * (1 - crease)
    cloth = np.clip(patches.colour, 0.045, 0.97) * shade[..., None]  # no cloth is quite black or white
    fuzz = (away**1.5 * 0.16)[..., None] * (0.35 + patches.colour)
    swirl = turbulence(body.shape, 150 * scale, 2, scene.rng) * np.float32(0.9)
    comb = combed(height, 0.35, swirl, 10 * scale)
    return Covered(np.clip(cloth + fuzz, 0, 1).astype(np.float32), comb, body)


def _upholstered(covered: Covered, patches: Patches, faces: tuple[Face, ...], toy: Toy, scene: Scene) -> Bytes:
    """Fibres over the cloth, the backdrop behind, the seams on top."""
    cloth, comb, body, progress = covered.cloth, covered.comb, covered.body, scene.progress
    scale = unit(cloth.shape)
    inside: Flags = body > 0.5
    found = bool((~inside).any())
    pile = _scaled(toy.pile, scale * (1.0 if found or toy.pile.length < 16 else 0.5))
    base = cloth
    if found:
        subject_colour = cloth[inside].mean(axis=0) if inside.any() else np.full(3, 0.5, np.float32)
        wall = backdrop(body, toy.studio, scene.mood, subject_colour, scene.rng)
        base = mix(wall, cloth, body)
        progress.at(0.5)
    face = _bare(patches, faces, body.shape) & inside
    progress.tick()
    picture = draw_fur(to_bytes(base), inside & ~face, Coat(pile, comb), scene.rng, progress.tick)
    if faces:  # shorn where eyes and mouth go
        picture = draw_fur(picture, face, Coat(_shorn(pile), comb), scene.rng, progress.tick)
    progress.at(0.75)
    if toy.pile.length > 16:  # long fur is lit strand by strand: a second, thinner coat of finer hair
        fine = Pile(pile.length * 0.6, pile.spacing * 1.3, pile.curl * 1.5, pile.scatter * 2, pile.contrast * 1.4)
        picture = draw_fur(picture, inside & ~face, Coat(fine, comb), scene.rng, progress.tick)
    progress.at(0.85)
    if toy.thread:
        picture = _sewn(picture, patches, inside, toy, progress)
    return picture


def _scaled(pile: Pile, scale: float) -> Pile:
    width = 2 if scale > 1.2 else 1
    return Pile(pile.length * scale, max(1.6, pile.spacing * scale), pile.curl, pile.scatter, pile.contrast, width)


def _bare(patches: Patches, faces: tuple[Face, ...], shape: tuple[int, ...]) -> Flags:
    """Faces, and what is near them and of their colour: ears, neck. Long fur there would be a beard."""
    bare = oval_mask(shape, faces, 0.0, 1.0) > 0.5
    lab = to_lab(patches.colour)
    for face in faces:
        x, y = np.clip(face.centre.astype(int), 0, (shape[1] - 1, shape[0] - 1))
        alike = np.linalg.norm((lab - lab[y, x]) * np.array([0.5, 1, 1], np.float32), axis=2) < 13
        bare |= alike & (oval_mask(shape, (face,), 0.0, 1.6) > 0.5)
    return bare


def _shorn(pile: Pile) -> Pile:
    short = min(pile.length, max(3.0, pile.length * 0.4))
    return Pile(short, max(1.6, pile.spacing * 0.85), pile.curl, pile.scatter, pile.contrast * 0.55)


def _sewn(picture: Bytes, patches: Patches, inside: Flags, toy: Toy, progress: Progress) -> Bytes:
    scale = unit(picture.shape)
    thread = max(1.0, toy.thread * scale)
    inset = max(3.0, 15 * scale)
    if not inside.all():
        depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    else:  # a felt picture is hemmed along its frame
        framed = np.pad(np.ones_like(inside, np.uint8)[1:-1, 1:-1], 1)
        depth = cv2.distanceTransform(framed, cv2.DIST_L2, 5)
    progress.tick()
    lines = outlines(depth > inset, 60 * scale)
    lines += seams(patches.labels, np.asarray(depth > inset * 2.2), 20 * scale, 110 * scale, progress.tick)
    return sew(picture, lines, thread, 0.55, progress.tick)
