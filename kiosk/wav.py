"""Whether some bytes are a sound that may be played: RIFF WAVE, plain PCM; no I/O beyond them."""

import io
import wave

_RATES_HZ = range(8000, 48001)
_MOST_S = 60.0
_MOST_OFF_S = 0.5  # between the length that was told and the length it has


class NotASound(ValueError):
    """These bytes are no sound that can be played."""


def length_s(data: bytes, told_s: float) -> float:
    """How long it lasts.

    :param told_s: how long the server says it lasts
    :raises NotASound: rubbish, cut off, not PCM of 16 bits, or not as long as was told
    """
    try:
        with wave.open(io.BytesIO(data)) as sound:
            form = (sound.getsampwidth(), sound.getnchannels(), sound.getframerate())
            frames = sound.getnframes()
            there = len(sound.readframes(frames))
    except (wave.Error, EOFError, RuntimeError) as error:
        raise NotASound(f"not a wav file: {error}") from error
    width, channels, rate = form
    if width != 2 or channels not in (1, 2) or rate not in _RATES_HZ:
        raise NotASound(f"{width * 8} bits, {channels} channels, {rate} Hz")
    if there != frames * width * channels:
        raise NotASound(f"{frames} frames told, {there // (width * channels)} there")
    seconds: float = frames / rate
    if not 0 < seconds <= _MOST_S or abs(seconds - told_s) > _MOST_OFF_S:
        raise NotASound(f"{seconds:.1f} s long, {told_s:.1f} s told")
    return seconds
