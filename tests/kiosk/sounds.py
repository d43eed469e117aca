"""Sounds made for tests."""

import io
import math
import struct
import wave
from functools import cache


@cache
def wav(seconds, rate=22050, channels=1, width=2):
    """A tone of that length."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        count = round(seconds * rate)
        tone = [round(12000 * math.cos(2 * math.pi * 440 * n / rate)) for n in range(count)]
        frame = "<" + "h" * channels if width == 2 else "<" + "B" * channels
        low = tone if width == 2 else [t // 256 + 128 for t in tone]
        sound.writeframes(b"".join(struct.pack(frame, *[t] * channels) for t in low))
    return out.getvalue()
