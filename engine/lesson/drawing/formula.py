"""Mathematics set by typst, as outlines that can be drawn stroke by stroke."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache

import skia

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_PAGE = "#set page(width: auto, height: auto, margin: 3pt, fill: none)\n#set text(size: 20pt)\n"
_EM = 20.0
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?")
_FORBIDDEN = re.compile(r"[#`\\$]|/\*|//|std")
"""`std` is typst's library, which mathematics reaches too: `std.read` reads files, `std.eval` runs programs."""


@dataclass(frozen=True)
class SetFormula:
    """A formula of 1 unit per em. `glyphs`: outlines in reading order; width, height: of its box, in em."""

    glyphs: tuple[skia.Path, ...]
    width: float
    height: float


class BadFormula(ValueError):
    """typst cannot set this."""


@lru_cache(maxsize=256)
def svg_of(source: str) -> str:
    """A formula as SVG in black. Raises BadFormula as `set_formula`."""
    import typst

    if _FORBIDDEN.search(source):
        raise BadFormula("a formula is written without #, $, `, backslash, std and comments")
    try:
        return bytes(typst.compile((_PAGE + f"$ {source} $").encode(), format="svg")).decode()
    except typst.TypstError as error:
        raise BadFormula(f"{source!r} is not mathematics that typst can set: {error}") from None


@lru_cache(maxsize=256)
def set_formula(source: str) -> SetFormula:
    """Set `source`, in typst's math notation without the dollar signs ("F = m a", "x^2/2", "integral_0^1 f").

    Raises BadFormula. Code (`#`), raw text, comments and the library (`std`) are refused: a formula is not a program.
    """
    root = ET.fromstring(svg_of(source))  # noqa: S314  # typst wrote it
    symbols = {each.get("id"): each for each in root.iter(f"{_SVG}symbol")}
    found: list[tuple[float, skia.Path]] = []
    _walk(root, skia.Matrix(), symbols, found)
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    glyphs = tuple(path for _, path in sorted(found, key=lambda each: each[0]))
    return SetFormula(glyphs, width / _EM, height / _EM)


def _walk(
    node: ET.Element, matrix: skia.Matrix, symbols: dict[str | None, ET.Element], found: list[tuple[float, skia.Path]]
) -> None:
    here = matrix
    if node.get("transform"):
        here = skia.Matrix.Concat(here, _matrix(node.attrib["transform"]))
    if node.tag == f"{_SVG}use":
        here = skia.Matrix.Concat(here, skia.Matrix.Translate(float(node.get("x", 0)), float(node.get("y", 0))))
        for child in symbols[node.attrib[_HREF].removeprefix("#")]:
            _walk(child, here, symbols, found)
        return
    if node.tag == f"{_SVG}path":
        found.append(_outline(node, here))
    if node.tag not in (f"{_SVG}symbol", f"{_SVG}defs"):
        for child in node:
            _walk(child, here, symbols, found)


def _outline(node: ET.Element, matrix: skia.Matrix) -> tuple[float, skia.Path]:
    path = _path(node.attrib["d"])
    if node.get("fill") == "none":
        paint = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=float(node.get("stroke-width", 1)))
        path = _stroked(path, paint)
    path.transform(skia.Matrix.Concat(skia.Matrix.Scale(1 / _EM, 1 / _EM), matrix))
    return path.computeTightBounds().left(), path


def _stroked(path: skia.Path, paint: skia.Paint) -> skia.Path:
    """The outline of a stroked path: the bar of a fraction, the line over a root."""
    filled = skia.Path()
    paint.getFillPath(path, filled)
    return filled


def _matrix(text: str) -> skia.Matrix:
    numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", text)]
    if text.startswith("translate"):
        return skia.Matrix.Translate(*(numbers if len(numbers) == 2 else [numbers[0], 0.0]))
    if text.startswith("scale"):
        return skia.Matrix.Scale(numbers[0], numbers[-1])
    a, b, c, d, e, f = numbers
    return skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)


def _path(data: str) -> skia.Path:
    """The path of an SVG `d` attribute of absolute or relative commands as typst writes them."""
    path, tokens, command = skia.PathBuilder(), _TOKEN.findall(data), ""
    takes = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "Z": 0}
    x = y = 0.0
    home = (x, y)
    at = 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        count = takes[command.upper()]
        values = [float(each) for each in tokens[at : at + count]]
        at += count
        if command.islower() and command not in "hvz":
            values = [value + (x, y)[i % 2] for i, value in enumerate(values)]
        if command in "Zz":
            path.close()
            x, y = home
            continue
        if command in "HhVv":
            step = values[0]
            x, y = {"H": (step, y), "h": (x + step, y), "V": (x, step), "v": (x, y + step)}[command]
            path.lineTo(x, y)
            continue
        {"M": path.moveTo, "L": path.lineTo, "Q": path.quadTo, "C": path.cubicTo}[command.upper()](*values)
        x, y = values[-2:]
        if command in "Mm":
            home = (x, y)
            command = {"M": "L", "m": "l"}[command]
    return path.detach()
