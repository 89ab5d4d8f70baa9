"""What holds for every test: no hub, no telemetry, one thread."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

LONG = (
    "browser/test_story_wizard.py",
    "contract/test_generators.py",
    "browser/test_creator_journey.py",
    "engine/generators/test_films.py",
    "chaos/test_chaos.py",
    "engine/builtin/image/test_builtin_image.py",
    "ui/test_in_browser.py",
    "engine/scene/render/test_renderer.py",
    "app/test_ending.py",
    "engine/scene/layout/test_sixty_prompts.py",
    "app/test_clients.py",
    "engine/generators/test_lesson.py",
    "queue_worker/test_worker_process.py",
    "engine/scene/render/test_style_separation.py",
    "ui/test_accessibility.py",
    "api/test_contract.py",
    "ui/test_models_page.py",
    "hostile/test_hostile_files.py",
    "ui/test_library_page.py",
    "engine/neural/test_image.py",
    "app/test_scaled.py",
    "engine/scene/layout/test_composition.py",
    "storage/test_ledger_machine.py",
    "engine/generators/test_story.py",
)
"""The files that take longest, to begin with: a long one at the end would leave the other process without work.

Those that start processes of their own take turns with those that keep one core busy, so that they seldom meet.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
