"""From a request to sound: sketch, score, performance, levels."""

from __future__ import annotations

from collections.abc import Callable

from data.music_moods import load_moods
from engine.builtin.music.mastering import mastered
from engine.builtin.music.performance import perform
from engine.builtin.music.score import Score, sketch
from engine.builtin.music.scoring import score
from engine.builtin.music.synth import RATE, play
from engine.music_request import Music, MusicRequest


def written(request: MusicRequest) -> Score:
    """The piece on paper."""
    return score(sketch(request, load_moods()[request.mood]), request.seed)


def compose(request: MusicRequest, report: Callable[[float], None]) -> Music:
    """The piece as sound. What is raised is told at BuiltinMusic.compose."""
    piece = written(request)
    report(0.05)
    samples = play(perform(piece, request.seed), lambda done: report(0.05 + 0.85 * done))
    music = Music(mastered(samples, RATE), RATE, piece.description)
    report(1.0)
    return music
