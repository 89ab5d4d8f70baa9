"""`make bench`: runs every measurement and writes a dated table to bench/README.md."""

from __future__ import annotations

import logging
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.table import Row

PARTS = ("overhead", "cold_warm", "latency", "watchers", "ledger", "scene_film", "parallax", "story", "library")
REPORT = Path(__file__).with_name("README.md")


def main() -> None:
    logging.disable(logging.WARNING)
    wanted = sys.argv[1:] or PARTS
    rows: list[Row] = []
    for part in wanted:
        print(f"{part} ...", file=sys.stderr, flush=True)
        rows += import_module(f"bench.{part}").measure()
    text = report(rows)
    print(text)
    if tuple(wanted) == PARTS:
        REPORT.write_text(text)


def report(rows: list[Row]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} ({machine}).",
        "Each row compares two things measured side by side in one run. The machine was shared: trust the ratios.",
        "",
        "| what | measured | floor or peer | result |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {row.what} | {row.measured} | {row.against} | {row.result} |" for row in rows]
    lines += [
        "",
        "What each part does stands in its module's first lines: " + ", ".join(f"`{p}.py`" for p in PARTS) + ".",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
