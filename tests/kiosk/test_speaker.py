"""What is played, heard through SDL's disk driver, which writes the samples to a file."""

import array
import time

import pytest

from kiosk.speaker import Speaker
from tests.kiosk.sounds import wav

RATE = 44100  # the mixer's, in two channels of 16 bits
WAIT_S = 60


@pytest.fixture
def heard(tmp_path, monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(tmp_path / "heard.raw"))
    return tmp_path / "heard.raw"


@pytest.fixture
def speaker():
    states = []
    speaker = Speaker(states.append)
    speaker.states = states
    speaker.start()
    yield speaker
    speaker.close()


def loud_s(file):
    """From the first to the last sample that is not silence, seconds."""
    data = file.read_bytes() if file.exists() else b""
    samples = array.array("h", data[: len(data) // 4 * 4])
    loud = [n for n, sample in enumerate(samples) if sample]
    return (loud[-1] - loud[0]) / 2 / RATE if loud else 0.0


def until_loud_for(file, seconds):
    ends_at_s = time.monotonic() + WAIT_S
    while loud_s(file) < seconds:
        assert time.monotonic() < ends_at_s, loud_s(file)
        time.sleep(0.05)


def until_quiet(file):
    """Until a fifth of a second of silence has followed."""
    ends_at_s = time.monotonic() + WAIT_S
    while any(file.read_bytes()[-RATE * 4 // 5 :]):
        assert time.monotonic() < ends_at_s
        time.sleep(0.05)


def test_a_sound_is_played_at_its_length(heard, speaker):
    speaker.play(wav(0.8))
    until_loud_for(heard, 0.79)
    until_quiet(heard)
    assert loud_s(heard) == pytest.approx(0.8, abs=0.01)
    assert speaker.states == [False]


def test_a_new_sound_ends_the_one_before(heard, speaker):
    speaker.play(wav(30.0, 8000))
    until_loud_for(heard, 0.2)
    speaker.play(wav(0.5))
    until_quiet(heard)
    assert loud_s(heard) < 15.0


def test_rubbish_is_passed_over(heard, speaker, caplog):
    speaker.play(b"RIFF rubbish")
    speaker.play(wav(0.3))
    until_loud_for(heard, 0.29)
    assert "could not be played" in caplog.text


def test_a_fault_of_our_own_costs_one_sound(heard, speaker, caplog):
    speaker.play("no bytes at all")
    speaker.play(wav(0.6))
    until_loud_for(heard, 0.59)
    assert "the next one is tried" in caplog.text


def test_without_a_sound_card_it_is_said_once(monkeypatch, caplog):
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    states = []
    speaker = Speaker(states.append)
    speaker.start()
    for _ in range(3):
        speaker.play(wav(0.1))
    speaker.close()
    assert states == [True] and caplog.text.count("no sound") == 1


def test_a_sound_card_that_comes_later_is_used(heard, monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    states = []
    speaker = Speaker(states.append)
    speaker.start()
    ends_at_s = time.monotonic() + WAIT_S
    while not states and time.monotonic() < ends_at_s:
        time.sleep(0.01)
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    speaker.play(wav(0.3))
    until_loud_for(heard, 0.29)
    speaker.close()
    assert states == [True, False]
