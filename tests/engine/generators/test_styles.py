"""What a form offers is what the backends know: the styles are written down at each, and must agree."""

from typing import get_args

from data.image_prompts import load_image_styles
from data.restyle_prompts import load_style_prompts
from engine import image_request, restyle_request
from engine.generators.image import ImageParams
from engine.generators.restyle import STYLE_TITLES, Style


def test_restyle_offers_what_both_backends_know() -> None:
    offered = set(get_args(Style))
    assert offered == set(restyle_request.STYLES) == set(load_style_prompts()) == {key for key, _ in STYLE_TITLES}


def test_image_offers_what_both_backends_know() -> None:
    offered = set(ImageParams.model_json_schema()["properties"]["style"]["enum"])
    assert offered == set(image_request.STYLES) == set(load_image_styles())
