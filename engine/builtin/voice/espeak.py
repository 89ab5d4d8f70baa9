"""Asks espeak-ng for sounds, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import BackendUnavailable

_CHILD = Path(__file__).with_name("espeak_child.py")
PATIENCE = 30.0
"""Seconds that espeak-ng may take for one text; it needs about a thousandth of what it speaks."""
_MISSING = (
    "The built-in voices need espeak-ng, which did not start here. The administrator can install the Python package "
    "espeakng-loader."
)


@dataclass(frozen=True)
class Utterance:
    """What espeak-ng said for one text.

    Attributes:
        samples: float32 mono, -1..1.
        rate: in Hz, 22050 as a rule.
        words: (first character in the text, sample at which the word starts); a number gives several words.
        phonemes: (IPA, first sample); silences have "".
    """

    samples: NDArray[np.float32]
    rate: int
    words: tuple[tuple[int, int], ...]
    phonemes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Manner:
    """How espeak-ng speaks: its voice name, words a minute (80..450), pitch and pitch range (0..99, 50 is normal)."""

    voice: str
    rate: int
    pitch: int = 50
    range: int = 50


def utter(texts: Sequence[str], manner: Manner, check: Callable[[], None]) -> Iterator[Utterance]:
    """Say each text. `check` is called between them and may raise.

    Raises:
        BackendUnavailable: espeak-ng is not installed, failed, or hung.
    """
    order = {
        "op": "speak",
        "voice": manner.voice,
        "rate": manner.rate,
        "pitch": manner.pitch,
        "range": manner.range,
        "texts": list(texts),
    }
    with _Child(order) as child:
        for _ in texts:
            check()
            header = child.line()
            sound = np.frombuffer(child.take(2 * int(header["samples"])), "<i2").astype(np.float32) / 32768
            words = tuple((int(first), int(sample)) for first, _length, sample in header["words"])
            phonemes = tuple((str(name), int(sample)) for name, sample in header["phonemes"])
            yield Utterance(sound, int(header["rate"]), words, phonemes)


def installed_languages() -> frozenset[str]:
    """The codes that espeak-ng knows, lower case. Raises BackendUnavailable."""
    with _Child({"op": "languages"}) as child:
        return frozenset(code.lower() for code, _name in child.line()["languages"])


class _Child:
    """One espeak-ng process with its order given; never outlives its block."""

    def __init__(self, order: dict[str, Any]) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own script under our own interpreter, no shell
                [sys.executable, "-I", str(_CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise BackendUnavailable(_MISSING) from error
        try:
            with _pipe(self._process.stdin) as pipe:
                pipe.write(json.dumps(order).encode() + b"\n")
        except OSError as error:
            self._end()
            raise BackendUnavailable(_MISSING) from error

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def line(self) -> dict[str, Any]:
        with self._impatience():
            text = _pipe(self._process.stdout).readline()
        if not text.endswith(b"\n"):
            raise BackendUnavailable(_MISSING)
        answer: dict[str, Any] = json.loads(text)
        if "error" in answer:
            raise BackendUnavailable(f"{_MISSING} It said: {answer['error']}.")
        return answer

    def take(self, count: int) -> bytes:
        with self._impatience():
            data = _pipe(self._process.stdout).read(count)
        if len(data) < count:
            raise BackendUnavailable(_MISSING)
        return data

    @contextmanager
    def _impatience(self) -> Iterator[None]:
        """Ends a process that hangs; the reader then sees its pipe close."""
        alarm = threading.Timer(PATIENCE, self._process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without this pipe")
    return pipe
