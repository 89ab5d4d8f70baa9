"""The before/after sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from engine.builtin.restyle.arrays import Bytes

WIDEST = 2400  # pixels, of the whole sheet
TALLEST_PANEL = 1100
MARGIN, GAP, HEADER = 44, 3, 92
GROUND, TITLE, QUIET = (247, 245, 242), (28, 27, 31), (122, 118, 124)
FONTS = ("Inter-SemiBold.otf", "Inter-SemiBold.ttf", "DejaVuSans-Bold.ttf")

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Layout:
    """Panels of `width` x `height` pixels, `columns` to a row."""

    width: int
    height: int
    columns: int


def before_after(before: NDArray[np.uint8], afters: Sequence[NDArray[np.uint8]], style_title: str) -> NDArray[np.uint8]:
    """A sheet (RGB, at most 2400 pixels wide) of the photo and its 1 to 4 restylings, all equally high.

    Portraits stand in one row; landscapes go into two where that makes them larger. Raises ValueError without an
    after, or with more than four.
    """
    if not 1 <= len(afters) <= 4:
        raise ValueError("a sheet shows one to four results")
    panels = [before, *afters]
    layout = _layout(before.shape, len(panels))
    rows = -(-len(panels) // layout.columns)
    width = 2 * MARGIN + layout.columns * layout.width + (layout.columns - 1) * GAP
    height = HEADER + rows * layout.height + (rows - 1) * GAP + MARGIN
    sheet = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(sheet, "RGBA")
    _header(draw, width, style_title, len(afters))
    for index, panel in enumerate(panels):
        row, column = divmod(index, layout.columns)
        in_row = min(layout.columns, len(panels) - row * layout.columns)
        left = (width - in_row * layout.width - (in_row - 1) * GAP) // 2 + column * (layout.width + GAP)
        top = HEADER + row * (layout.height + GAP)
        sheet.paste(Image.fromarray(_fitted(panel, layout)), (left, top))
        label = "Before" if index == 0 else "After" if len(afters) == 1 else f"After {index}"
        _pill(draw, (left, top + layout.height), label, layout)
    return np.asarray(sheet, dtype=np.uint8).copy()


def _layout(shape: tuple[int, ...], count: int) -> Layout:
    """The number of columns that makes the panels largest, on a sheet not much taller than wide."""
    ratio = shape[1] / shape[0]
    best = Layout(1, 1, 1)
    for columns in range(2, count + 1):
        rows = -(-count // columns)
        if rows > 2 or count % columns == 1:  # a single panel left over looks forgotten
            continue
        width = (WIDEST - 2 * MARGIN - (columns - 1) * GAP) / columns
        height = min(width / ratio, TALLEST_PANEL, (WIDEST * 0.8 - HEADER - MARGIN) / rows)
        height = min(height, max(float(shape[0]), 480.0))
        layout = Layout(max(1, int(height * ratio)), max(1, int(height)), columns)
        if layout.height >= best.height * 1.02 or (layout.height > best.height * 0.98 and columns > best.columns):
            best = layout
    return best


def _fitted(panel: Bytes, layout: Layout) -> Bytes:
    """The picture at exactly the panel's size; pixel art stays crisp, being enlarged in nearest steps."""
    smaller = panel.shape[1] >= layout.width
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(panel, (layout.width, layout.height), interpolation=how), dtype=np.uint8)


def _font(size: int) -> _Font:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:  # not installed here: Pillow brings one of its own
            continue
    return ImageFont.load_default(size)


def _header(draw: ImageDraw.ImageDraw, width: int, title: str, count: int) -> None:
    middle = HEADER // 2 + 2
    note = "Before / After" if count == 1 else f"Before / After · {count} results"
    quiet = _font(22)
    room = width - 2 * MARGIN - draw.textlength(note, font=quiet) - 24
    if room < 120:  # a narrow sheet keeps its title only
        note, room = "", float(width - 2 * MARGIN)
    size = 34
    while size > 12 and draw.textlength(title, font=_font(size)) > room:
        size -= 2
    draw.text((MARGIN, middle), title, fill=TITLE, font=_font(size), anchor="lm")
    draw.text((width - MARGIN, middle), note, fill=QUIET, font=quiet, anchor="rm")


def _pill(draw: ImageDraw.ImageDraw, corner: tuple[int, int], label: str, layout: Layout) -> None:
    """A label on a dark pill in the lower left of a panel whose lower left is `corner`."""
    size = int(np.clip(layout.width * 0.032, 14, 24))
    font = _font(size)
    inset, pad = max(8, size * 3 // 4), size * 3 // 4
    wide, tall = int(draw.textlength(label, font=font)) + 2 * pad, round(size * 1.75)
    x, y = corner[0] + inset, corner[1] - inset - tall
    draw.rounded_rectangle((x, y, x + wide, y + tall), tall // 2, fill=(20, 19, 23, 172))
    draw.text((x + wide / 2, y + tall / 2), label, fill=(255, 255, 255, 255), font=font, anchor="mm")
