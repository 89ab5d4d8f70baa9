"""Pictures are checked by decoding, and only what was decoded is stored."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from domain.assets import AssetType
from domain.errors import InvalidParams, UnsupportedMedia
from engine.media.images import check_image, decode_rgb, encode_png, encode_preview, png_size


def picture(size: tuple[int, int] = (80, 70), mode: str = "RGB", kind: str = "PNG", **options: object) -> bytes:
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 4), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "stored"), [("PNG", "image/png"), ("GIF", "image/png"), ("WEBP", "image/png"), ("JPEG", "image/jpeg")]
)
def test_every_allowed_format_is_taken(kind: str, stored: str) -> None:
    media = check_image(picture(kind=kind), AssetType.PHOTO)
    assert (media.content_type, media.width, media.height) == (stored, 80, 70)
    assert decode_rgb(media.data).shape == (70, 80, 3)


@pytest.mark.parametrize("side", [64, 4096])
def test_sides_at_the_limits_are_taken(side: int) -> None:
    assert check_image(picture((side, 64)), AssetType.PHOTO).width == side


@pytest.mark.parametrize("size", [(63, 64), (64, 63), (4097, 64), (64, 4097)])
def test_sides_beyond_the_limits_are_refused_with_the_size(size: tuple[int, int]) -> None:
    with pytest.raises(InvalidParams, match=f"{size[0]} x {size[1]} pixels"):
        check_image(picture(size), AssetType.PHOTO)


@pytest.mark.parametrize(
    ("side", "message"), [(8000, "8000 x 8000 pixels"), (30000, "far too many pixels")], ids=["64-Mpx", "900-Mpx"]
)
def test_a_bomb_is_refused_from_its_header(side: int, message: str) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000))
    with pytest.raises(InvalidParams, match=message):
        check_image(bomb + chunk(b"IEND", b""), AssetType.PHOTO)


@pytest.mark.parametrize("data", [b"", b"hello", b"<svg onload='alert(1)'/>", b"%PDF-1.4", picture(kind="BMP")])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match="not a JPG, PNG, GIF or WEBP"):
        check_image(data, AssetType.PHOTO)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_that_ends_early_is_refused(kind: str) -> None:
    data = picture((200, 200), kind=kind)
    with pytest.raises(UnsupportedMedia, match="ends early or is damaged"):
        check_image(data[: len(data) // 2], AssetType.PHOTO)


def test_metadata_and_appended_bytes_do_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    data = picture(kind="JPEG", exif=exif) + b"<script>alert(1)</script>"
    stored = check_image(data, AssetType.PHOTO).data
    assert b"secret place" not in stored
    assert b"<script>" not in stored


def test_a_picture_is_stored_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    media = check_image(picture((90, 70), kind="JPEG", exif=exif), AssetType.PHOTO)
    assert (media.width, media.height) == (70, 90)


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    ramp = np.linspace(0, 65535, 64, dtype=np.uint16)[None].repeat(64, axis=0)
    out = io.BytesIO()
    Image.fromarray(ramp).save(out, "PNG")
    stored = decode_rgb(check_image(out.getvalue(), AssetType.PHOTO).data)[0, :, 0]
    assert np.abs(stored.astype(int) - ramp[0] // 257).max() <= 1


def test_transparency_is_laid_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(out, "PNG")
    assert decode_rgb(check_image(out.getvalue(), AssetType.PHOTO).data).min() == 255


def test_previews_are_small() -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (1500, 1000, 3), dtype=np.uint8)
    with Image.open(io.BytesIO(encode_preview(rgb, 256))) as preview:
        assert max(preview.size) == 256
    assert png_size(encode_png(rgb)) == (1000, 1500)
