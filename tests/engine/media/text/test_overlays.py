"""Titles and subtitles lie over frames, inside them, and only when they should."""

import cv2
import numpy as np
import pytest

from engine.media.film.frames import Frame, chroma, luma, to_nv12, to_rgb
from engine.media.film.shots.backdrop import Backdrop
from engine.media.film.shots.dressed import Dressed
from engine.media.film.shots.grade import MOODS, NEUTRAL, Grade, Grader
from engine.media.film.shots.source import FrameSource
from engine.media.text.captions import Caption, Captions
from engine.media.text.overlay import SAFE, Layer, Overlay, composite
from engine.media.text.sprite import Sprite
from engine.media.text.titles import LowerThird, Span, Title

SIZES = [(640, 360), (360, 640), (480, 480)]
LONG = "An exceedingly long text, with Donaudampfschifffahrtselektrizitätenhauptbetriebswerk in it, " * 6


def grey(level: int = 90, size: tuple[int, int] = (64, 48)) -> Frame:
    return to_nv12(np.full((size[1], size[0], 3), level, np.uint8))


@pytest.mark.parametrize("place", [(10, 8), (11, 9), (-6, -5), (50, 41)])
@pytest.mark.parametrize("opacity", [1.0, 0.5])
def test_a_layer_is_blended_as_in_rgb(place: tuple[int, int], opacity: float) -> None:
    # given: a half-transparent red square of uneven size
    pixels = np.zeros((9, 13, 4), np.uint8)
    pixels[:] = (100, 10, 0, 128)
    frame = grey()
    # when
    composite(frame, Layer(Sprite(pixels), *place, opacity))
    # then
    alpha = 128 / 255 * opacity
    expected = np.full((48, 64, 3), 90.0)
    left, top = place
    area = slice(max(0, top), max(0, top + 9)), slice(max(0, left), max(0, left + 13))
    expected[area] = 90 * (1 - alpha) + np.array([100, 10, 0]) * opacity
    error = np.abs(to_rgb(frame) - expected)
    inner = np.zeros((48, 64), np.uint8)
    inner[area] = 1
    near = np.ones((7, 7), np.uint8)  # chroma is shared by 2 x 2 pixels: edges mix
    assert error[cv2.erode(inner, near) > 0].max() <= 4
    assert error[cv2.dilate(inner, near) == 0].max() <= 2
    assert np.abs(luma(frame)[inner == 0].astype(int) - luma(grey())[inner == 0]).max() == 0


def overlays(size: tuple[int, int], text: str) -> list[Overlay]:
    return [
        Captions([Caption(0, 4, text)], size),
        Title(text, text, Span(0, 4), size),
        LowerThird(text, text, Span(0, 4), size),
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", [LONG, "שלום עולם " * 40, "Ok"])
def test_text_stays_inside_the_safe_area(size: tuple[int, int], text: str) -> None:
    source = Backdrop(size, 120, light=0.0)
    ground = to_rgb(source.frame(0)).astype(int)
    edge_x, edge_y = round(size[0] * SAFE) - 3, round(size[1] * SAFE) - 3
    for overlay in overlays(size, text):
        frame = to_rgb(Dressed(source, [overlay], fps=30).frame(60)).astype(int)
        bright = (frame - ground).max(axis=2) > 60
        assert bright.any()
        rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
        assert edge_x <= columns[0] and columns[-1] < size[0] - edge_x
        assert edge_y <= rows[0] and rows[-1] < size[1] - edge_y


def test_text_is_seen_only_in_its_time() -> None:
    size = SIZES[0]
    source = Backdrop(size, 300)
    captions = Captions([Caption(1, 2, "one"), Caption(2, 3, "two")], size)
    title = Title("Title", "", Span(4, 8), size)
    dressed = Dressed(source, [captions, title], fps=30)
    plain = source.frame(0)
    changed = [not np.array_equal(dressed.frame(index), plain) for index in (0, 29, 31, 89, 91, 119, 180, 239, 241)]
    assert changed == [False, False, True, True, False, False, True, True, False]
    assert not np.array_equal(dressed.frame(45).copy(), dressed.frame(75))
    steps = [int(np.abs(dressed.frame(i).astype(int) - plain).sum()) for i in range(120, 141, 4)]
    assert steps == sorted(steps) and len(set(steps)) == 6  # the title comes in bit by bit


def test_frames_do_not_depend_on_those_before() -> None:
    def source() -> FrameSource:
        size = SIZES[0]
        return Dressed(Backdrop(size, 90), overlays(size, "Ålesund 🎉"), fps=30, grade=MOODS["epic"], letterbox=2.39)

    forwards, alone = source(), source()
    whole = [forwards.frame(index).copy() for index in range(0, 60, 7)]
    assert np.array_equal(alone.frame(56), whole[8])
    assert np.array_equal(alone.frame(14), whole[2])


def test_a_letterbox_is_black_and_leaves_its_aspect() -> None:
    frame = Dressed(Backdrop((1280, 720), 3, colour=(200, 150, 90)), [], fps=30, letterbox=2.39).frame(0)
    rows = np.flatnonzero((luma(frame) > 40).any(axis=1))
    assert 1280 / len(rows) == pytest.approx(2.39, abs=0.02)
    assert (luma(frame)[: rows[0]] == 16).all() and (chroma(frame)[: rows[0] // 2] == 128).all()
    assert rows[0] == 720 - 1 - rows[-1]


def test_grades_keep_greys_in_order_and_do_what_they_say() -> None:
    ramp = np.repeat(np.arange(0, 256, 4, dtype=np.uint8)[None, :, None], 3, axis=2).repeat(16, axis=0)
    for grade in MOODS.values():
        frame = to_nv12(ramp)
        Grader(Grade(**{**vars(grade), "vignette": 0.0}), (64, 16)).apply(frame)
        assert (np.diff(luma(frame)[0].astype(int)) >= 0).all()
    untouched, before = grey(), grey()
    Grader(NEUTRAL, (64, 48)).apply(untouched)
    assert np.array_equal(untouched, before)
    red = to_nv12(np.full((48, 64, 3), (200, 40, 40), np.uint8))
    Grader(Grade(saturation=0.0), (64, 48)).apply(red)
    assert (chroma(red) == 128).all()
    warm = grey(200)
    Grader(Grade(highlights=(0.1, 0.0, -0.1)), (64, 48)).apply(warm)
    rgb = to_rgb(warm).mean(axis=(0, 1))
    assert rgb[0] - rgb[2] > 20
    dark = grey(200)
    Grader(Grade(vignette=0.4), (64, 48)).apply(dark)
    assert luma(dark)[0, 0] < luma(dark)[24, 32] - 40
