"""Checks pictures by decoding them, and stores only what was decoded."""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from domain.assets import IMAGE_MAX_SIDE, IMAGE_MIN_SIDE, AssetType, CheckedMedia
from domain.errors import InvalidParams, KinoraError, UnsupportedMedia
from engine.media.image_bounds import gif_canvas, is_laborious, webp_canvas

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
THUMB_SIDE = 320
_LOSSY = ("JPEG", "MPO")
"""MPO is what cameras call a JPEG that carries further pictures; only the first one is kept."""
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By the values of the EXIF orientation tag; 1 and what the standard does not know stay as they are."""


def check_image(data: bytes, kind: AssetType) -> CheckedMedia:
    """Decode a picture and encode it anew: upright, RGB(A), one frame, without metadata or anything appended.

    Returns:
        PNG where the picture has transparency or was lossless, else JPEG of quality 95; with a small WebP.

    Raises:
        UnsupportedMedia: not a JPG, PNG, GIF or WEBP, or it ends early.
        InvalidParams: a side is outside 64..4096 pixels. Decided from the header: a bomb is never unpacked.
    """
    if is_laborious(data):
        raise UnsupportedMedia(_damaged(kind))
    for canvas in filter(None, (webp_canvas(data), gif_canvas(data))):
        _check_size(canvas, kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; what matters is refused below
        try:
            return _decoded(data, kind)
        except KinoraError:
            raise
        except UnidentifiedImageError:
            message = f"This {_noun(kind)} could not be read: it is not a JPG, PNG, GIF or WEBP picture."
            raise UnsupportedMedia(message) from None
        except Image.DecompressionBombError:
            raise _refused_size(f"This {_noun(kind)} has far too many pixels") from None
        except Exception:  # noqa: BLE001  a decoder meets a stranger's bytes: whatever it raises, they cannot be read
            raise UnsupportedMedia(_damaged(kind)) from None


def _decoded(data: bytes, kind: AssetType) -> CheckedMedia:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _check_size(image.size, kind)
        lossy = image.format in _LOSSY
        image.load()
        _check_size(image.size, kind)  # a GIF's first frame may have made it larger
        turn = _UPRIGHT.get(_orientation(image))
        upright = _eight_bit(image) if turn is None else _eight_bit(image).transpose(turn)
        return _encode(upright, lossy)


def _orientation(image: Image.Image) -> int:
    """1 to 8; 1 for what cannot be read, as other programs show it."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001  the tag is a stranger's, too, and nothing depends on it
        return 1


def _damaged(kind: AssetType) -> str:
    return f"This {_noun(kind)} could not be read: it ends early or is damaged. Try exporting it again as PNG or JPEG."


def _noun(kind: AssetType) -> str:
    return {"photo": "photo", "portrait": "portrait"}.get(kind.value, f"{kind.value} picture")


def _check_size(size: tuple[int, int], kind: AssetType) -> None:
    if min(size) < IMAGE_MIN_SIDE or max(size) > IMAGE_MAX_SIDE:
        raise _refused_size(f"This {_noun(kind)} has {size[0]} x {size[1]} pixels")


def _refused_size(what: str) -> InvalidParams:
    message = f"{what}; each side must have {IMAGE_MIN_SIDE} to {IMAGE_MAX_SIDE}. Resize it and try again."
    return InvalidParams(message, fields=[{"field": "file", "message": message}])


def _eight_bit(image: Image.Image) -> Image.Image:
    """Grey values of 16 bits brought to 8; Pillow would cut off all above 255."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image).astype(np.uint32) // 257).clip(0, 255).astype(np.uint8))


def _encode(image: Image.Image, lossy: bool) -> CheckedMedia:
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    clean = image.convert("RGBA" if has_alpha else "RGB")
    clean.info.clear()
    out = io.BytesIO()
    if lossy:
        clean.save(out, "JPEG", quality=95)
    else:
        clean.save(out, "PNG", compress_level=3)
    content_type, ending = ("image/jpeg", "jpg") if lossy else ("image/png", "png")
    return CheckedMedia(out.getvalue(), content_type, ending, *clean.size, thumb=_thumb(clean))


def _thumb(image: Image.Image) -> bytes:
    small, out = image.copy(), io.BytesIO()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    small.save(out, "WEBP", quality=80, method=2)
    return out.getvalue()


def decode_rgb(data: bytes) -> NDArray[np.uint8]:
    """A stored picture as H x W x 3 RGB, transparency laid on white."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.mode != "RGBA":
            return np.asarray(image.convert("RGB"))
        white = Image.new("RGBA", image.size, "white")
        return np.asarray(Image.alpha_composite(white, image).convert("RGB"))


def encode_png(rgb: NDArray[np.uint8]) -> bytes:
    """H x W x 3 RGB as PNG."""
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "PNG", compress_level=4)
    return out.getvalue()


def encode_preview(rgb: NDArray[np.uint8], max_side: int = 512) -> bytes:
    """A small JPEG of at most `max_side` pixels a side, for progress events."""
    image = Image.fromarray(rgb)
    image.thumbnail((max_side, max_side))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=78)
    return out.getvalue()


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
