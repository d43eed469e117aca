"""Where calls are heard: the tape with its silences, and a card that is away, there, or breaks."""

import io
import logging
import wave
from pathlib import Path

import pytest

from hardware import sound
from hardware.sound import AGAIN_S, Card, NoSound, Tape, sdl_mixer, sound_named

RATE = 22_050


def wav(seconds: float, value: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes([value, 0]) * round(seconds * RATE))
    return out.getvalue()


def heard(path: Path) -> list[tuple[int, float]]:
    """What is on a tape: each value with how many seconds of it."""
    with wave.open(str(path)) as file:
        data = file.readframes(file.getnframes())
    found: list[tuple[int, float]] = []
    for value in data[::2]:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return [(value, round(count / RATE, 3)) for value, count in found]


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


def test_a_tape_has_what_was_played_with_the_silence_between(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "heard.wav"
    tape = Tape(path, clock)
    tape.play(wav(1.0, 1))
    clock.at_s += 1.5
    tape.play(wav(0.5, 2))
    assert heard(path) == [(1, 1.0), (0, 0.5), (2, 0.5)]
    assert (tape.overlaps, tape.why) == (0, "")


def test_what_begins_over_another_is_counted(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "heard.wav"
    tape = Tape(path, clock)
    tape.play(wav(1.0, 1))
    clock.at_s += 0.5
    tape.play(wav(1.0, 2))
    assert heard(path) == [(1, 1.0), (2, 1.0)]
    assert tape.overlaps == 1


def test_a_tape_that_cannot_be_written_says_so_and_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    tape = Tape(folder / "heard.wav", Clock())
    tape.play(wav(0.1))
    assert "heard.wav cannot be written to" in tape.why
    folder.mkdir()
    tape.play(wav(0.1))
    assert tape.why == ""


class Mixer:
    """pygame's mixer, as far as it is used."""

    def __init__(self) -> None:
        self.played: list[bytes] = []
        self.is_broken = self.is_over = False

    def Sound(self, file: io.BytesIO) -> bytes:
        return file.read()

    def Channel(self, number: int) -> "Mixer":
        assert number == 0
        return self

    def play(self, sound: bytes) -> None:
        if self.is_broken:
            raise RuntimeError("audio device unplugged")
        self.played.append(sound)

    def quit(self) -> None:
        self.is_over = True


def test_a_card_is_opened_when_there_is_something_to_say_and_closed() -> None:
    opened, mixer = [], Mixer()

    def open_mixer(name: str) -> Mixer:
        opened.append(name)
        return mixer

    card = Card("USB Audio", Clock(), open_mixer)
    assert opened == []
    card.play(b"one")
    card.play(b"two")
    card.close()
    assert (opened, mixer.played, mixer.is_over, card.why) == (
        *(["USB Audio"], [b"one", b"two"], True, ""),
    )


def test_a_card_may_be_tried_before_there_is_something_to_say() -> None:
    mixer = Mixer()
    card = Card("default", Clock(), lambda name: mixer)
    card.prepare()
    assert card.why == "" and mixer.played == []

    def fail(name: str) -> Mixer:
        raise RuntimeError("ALSA: no such device")

    away = Card("default", Clock(), fail)
    away.prepare()
    assert away.why == sound.NO_CARD


def test_a_card_that_is_away_is_said_once_and_looked_for_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, tries = Clock(), []
    mixer = Mixer()

    def open_mixer(name: str) -> Mixer:
        tries.append(clock())
        if len(tries) < 3:
            raise RuntimeError("ALSA: no such device")
        return mixer

    card = Card("default", clock, open_mixer)
    with caplog.at_level(logging.WARNING):
        for _ in range(30):
            card.play(b"call")
            clock.at_s += AGAIN_S / 10
            if not card.why:
                break
    assert len(tries) == 3 and mixer.played == [b"call"]
    assert [each.message for each in caplog.records] == [
        f"sound: {sound.NO_CARD} (ALSA: no such device)"
    ]


def test_a_card_that_breaks_is_opened_anew(caplog: pytest.LogCaptureFixture) -> None:
    mixers = [Mixer(), Mixer()]
    mixers[0].is_broken = True
    left = iter(mixers)
    clock = Clock()
    card = Card("default", clock, lambda name: next(left))
    card.play(b"lost")
    assert (card.why, mixers[0].is_over) == (sound.NOT_PLAYING, True)
    clock.at_s += AGAIN_S
    card.play(b"heard")
    assert (card.why, mixers[1].played) == ("", [b"heard"])


def test_sdl_plays_on_its_dummy_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real mixer, where no sound card is needed."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    monkeypatch.setenv("SDL_NO_SIGNAL_HANDLERS", "1")
    card = Card("default", Clock(), sdl_mixer)
    card.play(wav(0.1))
    assert card.why == ""
    card.close()


def test_a_card_without_that_name_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    card = Card("no such card", Clock(), sdl_mixer)
    card.play(wav(0.1))
    assert card.why == sound.NO_CARD


def test_each_word_of_the_configuration_is_a_sound(tmp_path: Path) -> None:
    made = [sound_named(each, tmp_path, Clock()) for each in ("none", "file:a.wav", "default")]
    assert [type(each) for each in made] == [NoSound, Tape, Card]
    for each in made[:2]:
        each.prepare()
    made[0].play(b"")
    made[1].play(wav(0.1))
    assert heard(tmp_path / "a.wav") == [(1, 0.1)]
    for each in made:
        each.close()
        assert each.why == ""
