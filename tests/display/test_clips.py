"""Clips as bytes: what is read, how loud and how long it is, and that nothing clicks or clips."""

import io
import math
import wave
from array import array
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from display import clips
from display.clips import NoClip, read_wav, write_wav


def tone(seconds: float, rate: int = clips.RATE, height: int = 8000) -> "array[int]":
    count = round(seconds * rate)
    return array(
        "h", (round(height * math.sin(440 * 2 * math.pi * n / rate)) for n in range(count))
    )


def wav(samples: "array[int]", rate: int = clips.RATE, channels: int = 1, width: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()


@given(st.lists(st.integers(-32768, 32767), max_size=300))
def test_what_is_written_is_read_again(values: list[int]) -> None:
    samples = array("h", values)
    assert read_wav(write_wav(samples)) == samples
    assert clips.from_bytes(clips.to_bytes(samples)) == samples


def test_a_wav_file_is_one_channel_of_16_bits_at_22050() -> None:
    with wave.open(io.BytesIO(write_wav(tone(0.5)))) as file:
        assert file.getparams()[:4] == (1, 2, 22_050, 11_025)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_recording_of_another_rate_lasts_as_long_and_sounds_as_high(rate: int) -> None:
    read = read_wav(wav(tone(1.0, rate), rate))
    assert clips.duration_s(read) == pytest.approx(1.0, abs=0.001)
    crossings = sum(a < 0 <= b for a, b in pairwise(read))
    assert crossings == pytest.approx(440, abs=2)
    assert clips.rms(read) == pytest.approx(clips.rms(tone(1.0)), rel=0.05)


def test_two_channels_become_their_mean() -> None:
    assert read_wav(wav(array("h", [100, 300, -2, -4]), channels=2)) == array("h", [200, -3])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no WAV file"),
        (b"RIFF\0\0\0\0WAVE", "no WAV file"),
        (b"ID3 an mp3 file", "no WAV file"),
        (wav(array("h", [0] * 8), width=1), "8-bit"),
        (wav(array("h", [0] * 6), channels=3), "3 channels"),
        (wav(array("h", [0] * 8), rate=4_000), "4000 Hz"),
        (wav(array("h", [0] * (21 * 8_000)), rate=8_000), "longer than 20 s"),
    ],
)
def test_what_is_no_clip_is_refused_with_what_would_be_right(data: bytes, why: str) -> None:
    with pytest.raises(NoClip, match=why):
        read_wav(data)


@settings(max_examples=200)
@given(st.binary(max_size=120))
def test_rubbish_is_refused_and_nothing_worse(rubbish: bytes) -> None:
    for data in (rubbish, write_wav(tone(0.001))[:44] + rubbish, b"RIFF" + rubbish):
        with suppress(NoClip):
            read_wav(data)


def test_silence_around_a_clip_is_cut_and_its_edges_are_soft() -> None:
    out = clips.ready(clips.joined([clips.silence(0.7), tone(0.3), clips.silence(1.1)]))
    assert clips.duration_s(out) == pytest.approx(0.3, abs=2 * clips.EDGE_S + 0.001)
    assert (out[0], out[-1]) == (0, 0)


@pytest.mark.parametrize("height", [400, 3000, 32_767])
def test_loud_and_soft_recordings_become_equally_loud(height: int) -> None:
    out = clips.ready(tone(0.4, height=height))
    assert clips.rms(out) == pytest.approx(clips.LOUD, rel=0.05)
    assert max(map(abs, out)) <= clips.PEAK + 1


def test_silence_alone_is_no_clip_and_no_trouble() -> None:
    assert len(clips.ready(clips.silence(0.5))) == 0
    assert len(clips.ready(array("h"))) == 0


def test_the_chime_is_two_tones_that_die_away() -> None:
    chime = clips.chime()
    assert clips.duration_s(chime) == pytest.approx(1.1, abs=0.01)
    assert max(map(abs, chime)) <= clips.PEAK + 1
    half = len(chime) // 2
    for part, hertz in ((chime[:half], 659), (chime[half:], 523)):
        crossings = sum(a < 0 <= b for a, b in pairwise(part))
        assert crossings / clips.duration_s(part) == pytest.approx(hertz, rel=0.02)
        assert clips.rms(part[-500:]) < clips.rms(part[:2000]) / 5
