"""`make gallery`: renders docs/gallery from a fixed list of prompts, with the built-in renderer."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from engine.builtin.image import BuiltinImage
from engine.builtin.scene_writer import BuiltinScene
from engine.image_request import ImageRequest

FOLDER = Path(__file__).parent / "gallery"
SEED = 7
SIZE = (960, 640)

PROMPTS: tuple[tuple[str, str, str], ...] = (
    ("lighthouse", "cinematic", "A red and white lighthouse on a rocky coast at sunset, a small sailboat"),
    ("fox", "3d", "A fox beside a cabin in a winter forest at night"),
    ("pagoda", "anime", "A pagoda among cherry trees in a spring garden"),
    ("windmill", "realistic", "Three sheep on a meadow beside a windmill, spring morning"),
    ("castle", "cinematic", "A castle on a hill above a lake, foggy dawn"),
    ("balloon", "artistic", "Two hot air balloons above mountains in autumn"),
    ("whale", "3d", "A whale and many small fish underwater, corals"),
    ("city", "anime", "A yellow bus in a city street on a rainy evening"),
    ("desert", "realistic", "A tent and a campfire in the desert at night under the stars"),
    ("farm", "artistic", "A farm with a red tractor, a barn and five chickens, golden hour"),
    ("room", "3d", "A cosy room with a sofa, a lamp, a bookshelf and a sleeping cat"),
    ("space", "cinematic", "An astronaut beside a rocket on the moon"),
)
STYLES = ("realistic", "artistic", "cinematic", "anime", "3d")
STYLED = "A wooden boat on a mountain lake, pine trees, afternoon"


def main() -> None:
    """Draw every picture, the five styles of one prompt side by side, and the page that shows them."""
    FOLDER.mkdir(exist_ok=True)
    backend = BuiltinImage()
    lines = [
        "# Gallery",
        "",
        "Made by `make gallery` with the built-in renderer: no model, no GPU. The words are the whole prompt.",
        "",
    ]
    for name, style, prompt in PROMPTS:
        _save(_drawn(backend, style, prompt, SIZE), name)
        lines += [f"![{prompt}]({name}.jpg)", "", f"*{prompt}* ({style})", ""]
    sheet = Image.new("RGB", (384 * len(STYLES), 288))
    for position, style in enumerate(STYLES):
        sheet.paste(_drawn(backend, style, STYLED, (768, 576)).resize((384, 288)), (384 * position, 0))
    _save(sheet, "styles")
    lines += ["![The five styles](styles.jpg)", "", f"*{STYLED}*: {', '.join(STYLES)}", ""]
    backend.close()
    (FOLDER / "README.md").write_text("\n".join(lines))


def _drawn(backend: BuiltinImage, style: str, prompt: str, size: tuple[int, int]) -> Image.Image:
    request = ImageRequest(prompt=prompt, seeds=(SEED,), style=style, width=size[0], height=size[1])
    plan = BuiltinScene().write(prompt, "", style, SEED, _ignore)
    return Image.fromarray(backend.draw(plan, request, 0, _ignore, _ignore))


def _ignore(_value: object) -> None:
    """Nobody watches while the gallery is made."""


def _save(image: Image.Image, name: str) -> None:
    image.save(FOLDER / f"{name}.jpg", quality=82, optimize=True)


if __name__ == "__main__":
    main()
