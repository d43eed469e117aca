"""Speech from text, offline: asks espeak-ng, which runs as a program of its own."""

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

VOICES = {"vi": "vi", "en": "en"}
"""The synthesiser's voice of a language; ``vi`` is the north's."""
TIMEOUT_S = 60.0
PROGRAM = Path(__file__).with_name("espeak.py")


class CannotSpeak(RuntimeError):
    """The synthesiser is not there or failed: the text says why."""


def synthesise(
    language: str, texts: Sequence[str], program: Sequence[str] = (sys.executable, str(PROGRAM))
) -> list[bytes]:
    """*texts* in *language*, each as 16-bit little-endian samples at 22 050 Hz.

    :raises CannotSpeak: if there is no such voice, or the program is away, failed or hangs.
    """
    if language not in VOICES:
        raise CannotSpeak(f"there is no voice for {language!r}; known: {', '.join(VOICES)}")
    wanted = json.dumps([[VOICES[language], text] for text in texts]).encode()
    try:
        done = subprocess.run(
            program, input=wanted, capture_output=True, check=False, timeout=TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotSpeak(f"espeak-ng does not run: {error}") from error
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise CannotSpeak(f"espeak-ng failed: {lines[-1] if lines else done.returncode}")
    return _split(done.stdout, len(texts))


def _split(data: bytes, count: int) -> list[bytes]:
    """:raises CannotSpeak: if *data* is not *count* pieces, each after its length."""
    pieces, at = [], 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        pieces.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    if at != len(data) or len(pieces) != count or any(not each for each in pieces):
        raise CannotSpeak("espeak-ng said less than it was asked to")
    return pieces
