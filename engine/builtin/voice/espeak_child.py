"""Runs espeak-ng in a process of its own: started as a script, never imported.

espeak-ng is licensed under the GPL, so it lives on the far side of a pipe. One JSON line comes in; for each text one
JSON line and its samples go out. Uses the standard library only, so that it starts in a moment.

In:  {"op": "speak", "voice": "en-us", "rate": 160, "pitch": 50, "range": 60, "texts": ["Hello."]}
     {"op": "languages"}
Out: {"samples": n, "rate": 22050, "words": [[first character from 0, length, sample], ...],
      "phonemes": [[IPA, sample], ...]} and then n little-endian 16-bit samples; or {"languages": [[code, name], ...]};
     or {"error": "..."}.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any, ClassVar

SYNCHRONOUS = 2
PHONEME_EVENTS_IN_IPA = 1 | 2
BUFFER_MS = 200
RATE, PITCH, RANGE = 1, 3, 4
UTF8_WITH_PHONEMES = 1 | 0x100
BY_CHARACTER = 1
END, WORD, PHONEME = 0, 1, 7


class _Id(ctypes.Union):
    _fields_: ClassVar = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


class _Voice(ctypes.Structure):
    """espeak_VOICE of speak_lib.h, up to the fields that are read."""

    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class _Engine:
    def __init__(self) -> None:
        import espeakng_loader  # type: ignore[import-untyped]  # the wheel carries no types

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate = self._library.espeak_Initialize(SYNCHRONOUS, BUFFER_MS, data, PHONEME_EVENTS_IN_IPA)
        if self.rate <= 0:
            raise OSError("espeak-ng could not read its data")
        self._callback = _CALLBACK(self._hear)
        self._library.espeak_SetSynthCallback(self._callback)
        self._sound = bytearray()
        self._words: list[tuple[int, int, int]] = []
        self._phonemes: list[tuple[str, int]] = []

    def _hear(self, samples: Any, count: int, events: Any) -> int:
        if count > 0 and samples:
            self._sound += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != END:
            event = events[index]
            if event.type == WORD:
                self._words.append((event.text_position - 1, event.length, event.sample))
            elif event.type == PHONEME:
                self._phonemes.append((event.id.string.decode("utf-8", "ignore"), event.sample))
            index += 1
        return 0

    def choose(self, voice: str, settings: dict[int, int]) -> bool:
        """False where there is no such voice."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0 and not self._choose_by_language(voice):
            return False
        for parameter, value in settings.items():
            self._library.espeak_SetParameter(parameter, value, 0)
        return True

    def _choose_by_language(self, code: str) -> bool:
        """For codes such as "en-gb" and "fr-fr", which are no voice's name: the voice that lists it first."""
        files = {language: file for language, _name, file in self._voices()}
        return code in files and self._library.espeak_SetVoiceByName(files[code].encode()) == 0

    def speak(self, text: str) -> tuple[dict[str, Any], bytes]:
        self._sound, self._words, self._phonemes = bytearray(), [], []
        data = text.encode("utf-8") + b"\0"
        code = self._library.espeak_Synth(data, len(data), 0, BY_CHARACTER, 0, UTF8_WITH_PHONEMES, None, None)
        if code != 0:
            raise OSError(f"espeak-ng failed with code {code}")
        self._library.espeak_Synchronize()
        header = {
            "samples": len(self._sound) // 2,
            "rate": self.rate,
            "words": self._words,
            "phonemes": self._phonemes,
        }
        return header, bytes(self._sound)

    def languages(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name, _file in self._voices()]

    def _voices(self) -> list[tuple[str, str, str]]:
        """Language, name and file of each voice."""
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        voices, found, index = self._library.espeak_ListVoices(None), [], 0
        while voices[index]:
            voice = voices[index].contents
            code = ctypes.string_at(ctypes.addressof(voice.languages.contents) + 1)  # the first byte is a priority
            found.append((code.decode(), voice.name.decode(), voice.identifier.decode()))
            index += 1
        return found


def _answer(line: dict[str, Any]) -> None:
    out = sys.stdout.buffer

    def write(header: dict[str, Any], sound: bytes = b"") -> None:
        out.write(json.dumps(header).encode() + b"\n" + sound)
        out.flush()

    try:
        engine = _Engine()
        if line["op"] == "languages":
            write({"languages": engine.languages()})
            return
        settings = {RATE: line["rate"], PITCH: line["pitch"], RANGE: line["range"]}
        if not engine.choose(line["voice"], settings):
            write({"error": f"no voice {line['voice']!r}"})
            return
        for text in line["texts"]:
            write(*engine.speak(text))
    except (OSError, ImportError) as error:
        write({"error": str(error)})


if __name__ == "__main__":
    _answer(json.loads(sys.stdin.buffer.readline()))
