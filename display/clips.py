"""Clips of speech: from WAV bytes to samples and back, made equally loud, joined; and the chime.

Samples are one channel of 16-bit numbers at :data:`RATE`.  Nothing here opens a file.
"""

import io
import math
import sys
import wave
from array import array
from collections.abc import Iterable, Sequence

RATE = 22_050
"""Samples a second: what espeak-ng gives, and enough for a voice."""
FULL = 32_767
LOUD = 0.12 * FULL
"""How loud speech is on average (root mean square): -18 dB of full scale."""
PEAK = 0.9 * FULL
QUIET = 0.01 * FULL
"""Below this, about -40 dB, a recording is taken to be silent."""
EDGE_S = 0.012
"""What is left of the silence around a clip, so that no consonant is cut."""
FADE_S = 0.004
"""A clip begins and ends softly: without it a joint clicks."""
LONGEST_S = 20.0
"""No phrase takes longer; a file that does is not a clip."""

CHIME_HZ = (659.26, 523.25)
"""Two falling tones, e and c: *ding dong*."""
TONE_S = 0.55

Samples = array  # of type code "h"


class NoClip(ValueError):
    """These bytes are not a clip: the text says why and what would be right."""


def read_wav(data: bytes) -> "Samples[int]":
    """The samples of a WAV file, whatever its rate, one channel or two.

    :raises NoClip: if it is none, not 16-bit PCM, or too long.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            if width != 2 or channels not in (1, 2) or not 8_000 <= rate <= 192_000:
                raise NoClip(
                    f"{8 * width}-bit, {channels} channels, {rate} Hz: "
                    "save it as 16-bit PCM WAV, one channel, 22050 or 44100 Hz"
                )
            if file.getnframes() > LONGEST_S * rate:
                raise NoClip(f"longer than {LONGEST_S:g} s: cut it to the words")
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise NoClip(f"no WAV file ({error}): save it as 16-bit PCM WAV") from error
    samples = from_bytes(frames[: len(frames) // (2 * channels) * 2 * channels])
    if channels == 2:
        pairs = zip(samples[::2], samples[1::2], strict=True)
        samples = array("h", ((left + right) // 2 for left, right in pairs))
    return samples if rate == RATE else _at_our_rate(samples, rate)


def write_wav(samples: "Samples[int]") -> bytes:
    """*samples* as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(to_bytes(samples))
    return out.getvalue()


def from_bytes(data: bytes) -> "Samples[int]":
    """Little-endian 16-bit numbers."""
    samples = array("h")
    samples.frombytes(data)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def to_bytes(samples: "Samples[int]") -> bytes:
    """The reverse of :func:`from_bytes`."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples.tobytes()


def trimmed(samples: "Samples[int]") -> "Samples[int]":
    """Without the silence around it; empty if it is silent."""
    first = next((n for n, each in enumerate(samples) if abs(each) > QUIET), None)
    if first is None:
        return array("h")
    behind = next(n for n, each in enumerate(reversed(samples)) if abs(each) > QUIET)
    edge = round(EDGE_S * RATE)
    return samples[max(0, first - edge) : min(len(samples), len(samples) - behind + edge)]


def levelled(samples: "Samples[int]") -> "Samples[int]":
    """As loud as every other clip, never beyond :data:`PEAK`."""
    peak = max(map(abs, samples), default=0)
    if not peak:
        return samples
    gain = min(LOUD / rms(samples), PEAK / peak)
    return array("h", (round(each * gain) for each in samples))


def faded(samples: "Samples[int]") -> "Samples[int]":
    """With a soft beginning and end."""
    out = array("h", samples)
    count = min(round(FADE_S * RATE), len(out) // 2)
    for n in range(count):
        out[n] = out[n] * n // count
        out[-1 - n] = out[-1 - n] * n // count
    return out


def ready(samples: "Samples[int]") -> "Samples[int]":
    """Trimmed, levelled and faded: fit to be joined to others."""
    return faded(levelled(trimmed(samples)))


def rms(samples: Sequence[int]) -> float:
    """The root mean square: how loud it is on the whole."""
    return math.sqrt(math.fsum(each * each for each in samples) / len(samples)) if samples else 0.0


def silence(seconds: float) -> "Samples[int]":
    """Nothing to be heard."""
    return array("h", bytes(2 * round(seconds * RATE)))


def joined(pieces: Iterable["Samples[int]"]) -> "Samples[int]":
    """One after another."""
    out = array("h")
    for piece in pieces:
        out.extend(piece)
    return out


def duration_s(samples: Sequence[int]) -> float:
    """How long it lasts."""
    return len(samples) / RATE


def chime() -> "Samples[int]":
    """Two tones that die away, so that people look up before anything is said."""
    return levelled(joined(_tone(hertz) for hertz in CHIME_HZ))


def _tone(hertz: float) -> "Samples[int]":
    """A struck bell: the tone and a little of its octave, softer and softer."""
    out = array("h")
    for n in range(round(TONE_S * RATE)):
        at = n / RATE
        swing = math.sin(2 * math.pi * hertz * at) + 0.3 * math.sin(4 * math.pi * hertz * at)
        out.append(round(0.5 * FULL * min(1.0, at / 0.005) * math.exp(-5 * at) * swing / 1.3))
    return faded(out)


def _at_our_rate(samples: "Samples[int]", rate: int) -> "Samples[int]":
    """*samples* of *rate* at ours: each new one is the mean of the old ones in its time, or lies
    between two when there are fewer."""
    step = rate / RATE
    count = int(len(samples) / step)
    out = array("h")
    for n in range(count):
        begin = n * step
        end = int(begin + step)
        first = int(begin)
        if end - first > 1:
            out.append(sum(samples[first:end]) // (end - first))
        else:
            after = samples[min(first + 1, len(samples) - 1)]
            part = begin - first
            out.append(round(samples[first] * (1 - part) + after * part))
    return out
