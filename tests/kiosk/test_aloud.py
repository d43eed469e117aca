"""Reading aloud: what is said, when it is over, and what happens without a voice."""

import io
import threading
import wave

import pytest

from hardware.synthesis import CannotSpeak
from kiosk.aloud import Aloud, as_wav, said, voiced
from kiosk.screens import Screen
from kiosk.showing import Prefs, Showing
from kiosk.typing import Keyboard
from kiosk.wire import Question
from kiosk.words import load

ASK = Showing(Screen.ASK, prefs=Prefs("vi"))


class Voice:
    """A synthesiser that remembers, and a loudspeaker that does."""

    def __init__(self, samples=b"\1\0" * 50, fails=False):
        self.samples, self.fails = samples, fails
        self.asked, self.played = [], []
        self.ended = threading.Event()
        words = {"vi": load("vi"), "en": load("en")}
        self.aloud = Aloud(words, self.synthesise, lambda: self, ("vi",), lambda s: ())

    def synthesise(self, language, texts):
        self.asked.append((language, *texts))
        if self.fails:
            raise CannotSpeak("away")
        return [self.samples for _ in texts]

    def play(self, wav):
        with wave.open(io.BytesIO(wav)) as sound:
            self.played.append(sound.readframes(10**6))

    def speak(self, showing=ASK):
        self.ended.clear()
        self.aloud.speak(showing, self.ended.set)


def test_a_screen_is_synthesised_played_and_over():
    voice = Voice()
    voice.speak()
    assert voice.ended.wait(10) and voice.played == [voice.samples]
    assert voice.asked[0][0] == "vi" and "Rất hài lòng" in voice.asked[0][1].replace("\u00a0", " ")


def test_the_same_text_is_synthesised_once():
    voice = Voice()
    for _ in range(2):
        voice.speak()
        assert voice.ended.wait(10)
    assert len(voice.asked) == 1 and voice.played.count(voice.samples) == 2


def test_without_a_voice_it_is_over_at_once():
    voice = Voice(fails=True)
    voice.speak()
    assert voice.ended.wait(10) and voice.played == []


def test_hush_is_heard_and_nothing_says_it_is_over():
    voice = Voice(samples=b"\1\0" * 22050 * 30)
    voice.speak()
    while not voice.played:
        pass
    voice.aloud.hush()
    assert voice.played[-1].strip(b"\0") == b""
    assert not voice.ended.is_set()


def test_what_has_no_translation_is_read_by_the_vietnamese_voice():
    text = "Please have these papers ready: Căn cước. Passport. Before you: 12."
    runs = [("en", "Please have these papers ready:"), ("vi", "Căn cước.")]
    assert voiced("en", text) == [*runs, ("en", "Passport. Before you: 12.")]
    assert voiced("vi", text) == [("vi", text)]
    voice = Voice()
    place = Showing(Screen.SORRY, said="Hôm nay nghỉ.", prefs=Prefs("en"))
    voice.speak(place)
    assert voice.ended.wait(10) and voice.played == [voice.samples * 2]
    assert [code for code, _ in voice.asked] == ["vi", "en"]


def test_silence_is_a_sound():
    with wave.open(io.BytesIO(as_wav(b""))) as sound:
        assert sound.getnframes() == 100


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("screen", [Screen.ASK, Screen.REASONS, Screen.COMMENT, Screen.THANKS])
def test_every_screen_a_citizen_may_hear_has_something_to_say(screen, language):
    text = said(Showing(screen), load(language))
    assert len(text) > 20 and (language == "en") == text.isascii()


def test_only_the_faces_that_are_there_are_read():
    text = said(Showing(Screen.ASK, question=Question(levels=3)), load("en"))
    assert "Very satisfied" not in text and "Dissatisfied" in text


def test_a_comment_is_read_back():
    keyboard = Keyboard("Cảm ơn")
    assert said(Showing(Screen.COMMENT, keyboard=keyboard), load("vi")) == "Cảm ơn"


def test_where_to_complain_is_said_when_it_is_shown():
    thanks = Showing(Screen.THANKS)
    assert "phone" not in said(thanks, load("en"))
    assert "phone" in said(Showing(Screen.THANKS, complaint="https://x"), load("en"))
