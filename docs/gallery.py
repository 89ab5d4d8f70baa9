"""`make gallery`: renders docs/gallery from a fixed list of prompts, with the built-in renderer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from docs import gallery_lessons
from engine.builtin.image import BuiltinImage
from engine.builtin.kept_renderer import KeptRenderer
from engine.builtin.scene_writer import BuiltinScene
from engine.builtin.video import BuiltinVideo
from engine.generators import clip, scene3d
from engine.image_request import ImageRequest
from engine.media.film.format import VideoFormat
from engine.scene.film.camera_path import CameraMove

FOLDER = Path(__file__).parent / "gallery"
EXAMPLES = Path(__file__).parent.parent / "data" / "examples"
EXAMPLE = (320, 320)
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
SCENE_STYLES = ("realistic", "cartoon", "cinematic", "abstract")
SCENE_STYLED = "A windmill on a farm, two cows, autumn morning"
SEEDS = (1, 2, 3, 4)
SEEDED = "A red barn and a tractor in a field of sunflowers"
FILMS: tuple[tuple[str, str, CameraMove, str], ...] = (
    ("lighthouse", "cinematic", "orbit", "A lighthouse on a rocky coast at sunset, a sailboat and gulls"),
    ("village", "cartoon", "dolly", "A snowy village at dusk, lit windows, a snowman"),
    ("reef", "realistic", "pan", "A whale and many fish underwater, corals"),
    ("pearls", "abstract", "static", "Golden dreamy waves"),
)
FILM = VideoFormat(640, 360, 30)
MOMENTS = (0, 5, 10, 14.9)
"""Seconds of a film of 15 s that are shown."""


def main() -> None:
    """Draw every picture and film strip, the pictures on the examples' buttons, and the page that shows them."""
    FOLDER.mkdir(exist_ok=True)
    with KeptRenderer() as renderer:
        lines = [*_pictures(BuiltinImage(renderer)), *_films(BuiltinVideo(renderer)), *_lessons()]
    (FOLDER / "README.md").write_text("\n".join(lines))


def _pictures(backend: BuiltinImage) -> list[str]:
    """All pictures, and those of the styles and seeds side by side."""
    lines = [
        "# Gallery",
        "",
        "Made by `make gallery` with the built-in renderer: no model, no GPU. The words are the whole prompt.",
        "",
    ]
    for name, style, prompt in PROMPTS:
        _save(_drawn(backend, style, prompt, SIZE), name)
        lines += [f"![{prompt}]({name}.jpg)", "", f"*{prompt}* ({style})", ""]
    _save(_row([_drawn(backend, style, STYLED, (768, 576)) for style in STYLES]), "styles")
    lines += ["![The five image styles](styles.jpg)", "", f"*{STYLED}*: {', '.join(STYLES)}", ""]
    _save(_row([_drawn(backend, "3d", SEEDED, (768, 576), seed) for seed in SEEDS]), "seeds")
    lines += ["![Four seeds](seeds.jpg)", "", f"*{SEEDED}*: four seeds", ""]
    return lines


def _films(video: BuiltinVideo) -> list[str]:
    """Four moments of each film, and the examples' pictures."""
    _save(_row([_moments(video, SCENE_STYLED, style, "orbit", (7,))[0] for style in SCENE_STYLES]), "scene-styles")
    lines = ["## Films", "", "Four moments of 15 seconds each: `scene3d`.", ""]
    lines += ["![The four scene styles](scene-styles.jpg)", "", f"*{SCENE_STYLED}*: {', '.join(SCENE_STYLES)}", ""]
    for name, style, move, prompt in FILMS:
        _save(_row(_moments(video, prompt, style, move)), f"film-{name}")
        lines += [f"![{prompt}](film-{name}.jpg)", "", f"*{prompt}* ({style}, {move})", ""]
    for generator in (scene3d.GENERATOR, clip.GENERATOR):
        for example in generator.examples:
            style, move = example.values.get("style", "cinematic"), example.values.get("camera", "orbit")
            picture = _moments(video, example.values["prompt"], style, move, (5,))[0]
            _save(ImageOps.fit(picture, EXAMPLE, Image.Resampling.LANCZOS), example.picture[:-4], EXAMPLES)
    return lines


def _lessons() -> list[str]:
    """Boards of lessons, and the examples' pictures."""
    _save(gallery_lessons.sheet(), "lessons")
    for name, picture in gallery_lessons.examples():
        _save(picture, name, EXAMPLES)
    told = "Boards of nine of the sixty topics, as they stand when all has been said"
    return ["## Lessons", "", f"![{told}](lessons.jpg)", "", f"*{told}.*", ""]


def _moments(
    video: BuiltinVideo, prompt: str, style: str, move: CameraMove, moments: Sequence[float] = MOMENTS
) -> list[Image.Image]:
    plan = BuiltinScene().write(prompt, "", style, SEED, _ignore)
    with video.scene(plan, FILM, 15, move, _go_on) as shot:
        return [Image.fromarray(shot.frame(round(moment * FILM.fps))) for moment in moments]


def _drawn(backend: BuiltinImage, style: str, prompt: str, size: tuple[int, int], seed: int = SEED) -> Image.Image:
    request = ImageRequest(prompt=prompt, seeds=(seed,), style=style, width=size[0], height=size[1])
    plan = BuiltinScene().write(prompt, "", style, seed, _ignore)
    return Image.fromarray(backend.draw(plan, request, 0, _ignore, _ignore))


def _row(pictures: Sequence[Image.Image]) -> Image.Image:
    """Side by side, at half their size."""
    width, height = pictures[0].width // 2, pictures[0].height // 2
    row = Image.new("RGB", (width * len(pictures), height))
    for position, picture in enumerate(pictures):
        row.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (width * position, 0))
    return row


def _ignore(_value: object) -> None:
    """Nobody watches while the gallery is made."""


def _go_on() -> None:
    """Nobody cancels it."""


def _save(image: Image.Image, name: str, folder: Path = FOLDER) -> None:
    image.save(folder / f"{name}.jpg", quality=82, optimize=True)


if __name__ == "__main__":
    main()
