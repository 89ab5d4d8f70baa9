"""`python -m queue_worker.tidy [--dry-run] [--force]`: remove now what is no longer kept or belongs to nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import wiring
from domain.errors import Unavailable
from settings import Settings


def main(argv: Sequence[str] | None = None) -> None:
    """Print what was removed, or with --dry-run what would be."""
    parser = argparse.ArgumentParser(prog="python -m queue_worker.tidy", description="Removes files past their time.")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    parser.add_argument("--force", action="store_true", help="remove orphans even when they are suspiciously many")
    options = parser.parse_args(argv)
    try:
        with wiring.files_of(Settings()) as (retention, orphans):
            tallies = (
                retention.run(dry=options.dry_run),
                orphans.run(dry=options.dry_run, force=options.force),
            )
    except (Unavailable, ValueError) as error:
        sys.exit(f"Nothing was removed: {error}")
    said = "Would remove" if options.dry_run else "Removed"
    lines = [f"{said} {line}" for tally in tallies for line in tally.lines()]
    notes = [note for tally in tallies for note in tally.notes]
    sys.stdout.write("\n".join([*lines, *notes] or ["Nothing to remove."]) + "\n")


if __name__ == "__main__":
    main()
