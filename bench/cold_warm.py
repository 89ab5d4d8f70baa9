"""How much a warm model saves: the first picture of a fresh process against the second one of the same process.

The model is a tiny SDXL with random weights, so what is measured is start-up (imports, reading, building) against
the fixed cost of a run; with full-size weights both grow, loading by their size and a run by steps and pixels.

    python -m bench.cold_warm
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.table import Row, median, milliseconds, timed

ROUNDS = 3
TIMEOUT = 120.0  # seconds a round may take
_ROOT = Path(__file__).parents[1]


def measure() -> list[Row]:
    """One row for the report."""
    seconds = figures()
    ratio = seconds["cold_s"] / seconds["warm_s"]
    return [
        Row(
            "A picture from a warm model (tiny SDXL)",
            milliseconds(seconds["warm_s"]),
            f"cold, in a fresh process: {seconds['cold_s']:.1f} s",
            f"{ratio:.0f} times faster",
        )
    ]


def figures(rounds: int = ROUNDS) -> dict[str, float]:
    """Medians over `rounds` fresh processes, in seconds.

    Returns:
        cold_s: from starting a process to its first picture, imports and loading included; warm_s: its second picture.
    """
    with tempfile.TemporaryDirectory() as folder:
        _run("save", folder)
        runs = [_round(folder) for _ in range(rounds)]
    return {key: median([run[key] for run in runs]) for key in ("cold_s", "warm_s")}


def _round(folder: str) -> dict[str, float]:
    started = time.time()
    times = json.loads(_run("draw", folder))
    return {"cold_s": times["first_done"] - started, "warm_s": times["warm_s"]}


def _run(what: str, folder: str) -> str:
    command = [sys.executable, "-m", "bench.cold_warm", what, folder]
    done = subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=TIMEOUT)
    return done.stdout


def _save(folder: Path) -> None:
    from tests.support.tiny_models import save_sdxl

    save_sdxl(folder / "sdxl")


def _draw(folder: Path) -> dict[str, float]:
    import numpy as np

    from engine.neural.device import detect
    from engine.neural.model_cache import ModelCache
    from engine.neural.restyle import NeuralRestyle
    from engine.neural.weights import Weights
    from engine.restyle_request import RestyleRequest
    from tests.support.tiny_catalogue import tiny_entry

    model = tiny_entry("sdxl")
    photo = np.full((64, 64, 3), 128, np.uint8)
    request = RestyleRequest("watercolour", 0.8, 1)

    backend = NeuralRestyle(ModelCache(detect()), model, Weights(folder, {"sdxl": model}))
    backend.render(photo, request, _ignore, _ignore)
    first_done = time.time()
    return {"first_done": first_done, "warm_s": timed(lambda: backend.render(photo, request, _ignore, _ignore))}


def _ignore(_value: object) -> None:
    """Nobody watches a benchmark."""


def main() -> None:
    if sys.argv[1:2] == ["save"]:
        _save(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["draw"]:
        print(json.dumps(_draw(Path(sys.argv[2]))))
    else:
        print(json.dumps(figures(), indent=2))


if __name__ == "__main__":
    main()
