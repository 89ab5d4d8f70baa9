"""Runs FluidSynth in a process of its own: started as a script, never imported.

FluidSynth is licensed under the LGPL and holds the soundfont's samples, so a process keeps both apart and gives the
memory back. Uses the standard library only, so that it starts in a moment.

In:  {"library": "libfluidsynth.so.3", "font": path, "rate": 48000, "samples": n, "reverb": [room, damp, width, level],
      "channels": [[bank, program], ...], "events": [[sample, "on" | "off" | "control", channel, a, b], ...]}
     with the events in order of time.
Out: n stereo pairs of little-endian float32; nothing at all and a line on stderr when something is missing.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

BLOCK = 64
"""Samples that FluidSynth makes at once: an event takes effect at the next such border."""
LARGEST = 1 << 14
"""Samples asked for in one call."""
_ERROR_LEVELS = 5
_LINEAR = 1
"""Interpolation: a quarter less work than the fourth order, unheard in a soundfont sampled every few keys."""


def main() -> None:
    order = json.loads(sys.stdin.buffer.read())
    fluid = _library(order["library"])
    synth, font = _opened(fluid, order)
    for channel, (bank, program) in enumerate(order["channels"]):
        fluid.fluid_synth_program_select(synth, channel, font, bank, program)
    commands = {
        "on": fluid.fluid_synth_noteon,
        "control": fluid.fluid_synth_cc,
        "off": lambda synth, channel, key, _: fluid.fluid_synth_noteoff(synth, channel, key),
    }
    now = 0
    for sample, kind, channel, first, second in order["events"]:
        now = _play(fluid, synth, now, sample // BLOCK * BLOCK)
        commands[kind](synth, channel, first, second)
    _play(fluid, synth, now, order["samples"])


def _library(name: str) -> Any:
    fluid = ctypes.CDLL(name)
    silent = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)()
    for level in range(_ERROR_LEVELS):
        fluid.fluid_set_log_function(level, silent, None)
    for maker in ("new_fluid_settings", "new_fluid_synth"):
        getattr(fluid, maker).restype = ctypes.c_void_p
    return fluid


def _opened(fluid: Any, order: dict[str, Any]) -> tuple[ctypes.c_void_p, int]:
    settings = ctypes.c_void_p(fluid.new_fluid_settings())
    channels = (len(order["channels"]) + 15) // 16 * 16
    for name, value in (
        ("synth.midi-channels", channels),
        ("synth.polyphony", 512),
        ("synth.cpu-cores", 1),
        ("synth.chorus.active", 0),
        ("synth.dynamic-sample-loading", 1),
    ):
        fluid.fluid_settings_setint(settings, name.encode(), value)
    room, damp, width, level = order["reverb"]
    for name, number in (
        ("synth.sample-rate", order["rate"]),
        ("synth.gain", 0.5),
        ("synth.reverb.room-size", room),
        ("synth.reverb.damp", damp),
        ("synth.reverb.width", width),
        ("synth.reverb.level", level),
    ):
        fluid.fluid_settings_setnum(settings, name.encode(), ctypes.c_double(number))
    synth = ctypes.c_void_p(fluid.new_fluid_synth(settings))
    font = fluid.fluid_synth_sfload(synth, order["font"].encode(), 1)
    if font < 0:
        raise SystemExit("the soundfont cannot be read")
    fluid.fluid_synth_set_interp_method(synth, -1, _LINEAR)
    return synth, font


def _play(fluid: Any, synth: ctypes.c_void_p, now: int, until: int) -> int:
    """Writes the samples from now to until."""
    while now < until:
        count = min(LARGEST, until - now)
        buffer = (ctypes.c_float * (2 * count))()
        fluid.fluid_synth_write_float(synth, count, buffer, 0, 2, buffer, 1, 2)
        sys.stdout.buffer.write(buffer)
        now += count
    return now


if __name__ == "__main__":
    main()
