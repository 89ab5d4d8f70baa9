"""What can go wrong with a film."""

from __future__ import annotations

from domain.errors import KinoraError


class FilmFailed(KinoraError):
    """ffmpeg stopped with an error, or a film cannot be read."""

    code, status = "film_failed", 500
