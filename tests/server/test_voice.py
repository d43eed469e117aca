"""The folder of clips: the office's own before the made ones, and what happens to each fault."""

from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest

from display import clips
from display.speech import clip_name
from server.announcements import TRIAL, Call
from server.errors import SetupError
from server.voice import AFTER_CHIME_S, PART_S, PAUSE_S, VoiceFolder

CALL = Call(ticket=1, label="A042", counter="21", times=1, asked_at_s=0)
WORDS = ["Xin mời số thứ tự", "a", "không", "bốn", "hai", "đến quầy số", "hai", "mươi", "mốt"]


class Synthesiser:
    """Says a text as a steady level, another for each text; 0.1 s a letter."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.trouble = ""

    def __call__(self, language: str, texts: Sequence[str]) -> list[bytes]:
        if self.trouble:
            raise RuntimeError(self.trouble)
        self.asked += texts
        return [clips.to_bytes(level(len(text) / 10)) for text in texts]


def level(seconds: float, value: int = 3000) -> "array[int]":
    return array("h", [value, -value] * round(seconds * clips.RATE / 2))


@pytest.fixture
def says() -> Synthesiser:
    return Synthesiser()


@pytest.fixture
def voice(tmp_path: Path, says: Synthesiser) -> VoiceFolder:
    return VoiceFolder(tmp_path, says)


def seconds(text: str) -> float:
    return len(text) / 10


def test_a_sentence_lasts_as_long_as_its_clips_and_silences(voice: VoiceFolder) -> None:
    spoken = voice.speak(CALL, "vi", "linh", has_chime=True)
    assert spoken is not None
    assert spoken.text == "Xin mời số thứ tự a không bốn hai, đến quầy số hai mươi mốt"
    words = sum(map(seconds, WORDS)) + PART_S * (len(WORDS) - 1) + PAUSE_S
    wanted = clips.duration_s(clips.chime()) + AFTER_CHIME_S + words
    assert spoken.duration_s == pytest.approx(wanted, abs=0.01)
    assert clips.duration_s(clips.read_wav(spoken.wav)) == pytest.approx(spoken.duration_s)
    without = voice.speak(CALL, "vi", "linh", has_chime=False)
    assert without is not None and without.duration_s == pytest.approx(words, abs=0.01)


def test_a_trial_calls_nobody(voice: VoiceFolder) -> None:
    trial = Call(ticket=TRIAL, label="", counter="", times=1, asked_at_s=0)
    spoken = voice.speak(trial, "vi", "linh", has_chime=True)
    assert spoken is not None
    assert spoken.text == "Thử loa, Xin quý vị yên tâm chờ đến lượt"


def test_what_is_missing_is_made_once_and_kept(
    tmp_path: Path, voice: VoiceFolder, says: Synthesiser
) -> None:
    voice.speak(CALL, "vi", "linh", has_chime=True)
    assert says.asked == list(dict.fromkeys(WORDS))
    voice.speak(CALL, "vi", "linh", has_chime=True)
    again = VoiceFolder(tmp_path, says)
    again.speak(CALL, "vi", "linh", has_chime=True)
    assert len(says.asked) == len(set(WORDS))
    assert (tmp_path / "voice" / "vi" / "made" / "muwowi.wav").is_file()


def test_make_makes_what_is_missing_or_all(voice: VoiceFolder, says: Synthesiser) -> None:
    count = voice.make("vi", ["1", "Tư pháp"])
    assert count == len(says.asked) > 50 and "Tư pháp" in says.asked
    assert voice.make("vi", ["1", "Tư pháp"]) == 0
    assert voice.make("vi", is_anew=True) == count - 1
    assert {each.source for each in voice.listing("vi")} == {"made"}


def test_the_offices_own_clip_goes_first_and_is_heard_at_once(
    tmp_path: Path, voice: VoiceFolder
) -> None:
    voice.make("vi")
    before = voice.speak(CALL, "vi", "linh", has_chime=False)
    own = tmp_path / "voice" / "vi" / "muwowi.wav"
    own.write_bytes(clips.write_wav(level(2.0, 9000)))
    after = voice.speak(CALL, "vi", "linh", has_chime=False)
    assert before is not None and after is not None
    longer = 2.0 - seconds("mươi")
    assert after.duration_s == pytest.approx(before.duration_s + longer, abs=0.01)
    assert clips.to_bytes(clips.ready(level(2.0, 9000))) in after.wav
    assert {e.text: e.source for e in voice.listing("vi")}["mươi"] == "own"
    own.unlink()
    gone = voice.speak(CALL, "vi", "linh", has_chime=False)
    assert gone is not None and gone.duration_s == before.duration_s


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"ID3", "save it as 16-bit PCM WAV"),
        (clips.write_wav(clips.silence(1)), "nothing is to be heard"),
        (b"", "no WAV file"),
    ],
)
def test_a_recording_that_cannot_be_used_is_named_and_the_made_one_is_heard(
    tmp_path: Path, voice: VoiceFolder, data: bytes, why: str
) -> None:
    voice.make("vi")
    before = voice.speak(CALL, "vi", "linh", has_chime=False)
    (tmp_path / "voice" / "vi" / "a.wav").write_bytes(data)
    assert voice.speak(CALL, "vi", "linh", has_chime=False) == before
    [clip] = [each for each in voice.listing("vi") if each.name == "a"]
    assert clip.source == "made" and why in clip.why


def test_without_a_word_only_the_chime_is_heard(voice: VoiceFolder, says: Synthesiser) -> None:
    voice.make("vi")
    says.trouble = "no library"
    wordy = Call(ticket=1, label="A042", counter="Hộ tịch", times=1, asked_at_s=0)
    spoken = voice.speak(wordy, "vi", "linh", has_chime=True)
    assert spoken is not None
    chime = clips.duration_s(clips.chime())
    assert spoken.duration_s == pytest.approx(chime + AFTER_CHIME_S, abs=0.01)
    assert voice.speak(wordy, "vi", "linh", has_chime=False) is None
    assert voice.speak(CALL, "vi", "linh", has_chime=False) is not None


def test_a_disk_that_keeps_nothing_does_not_silence_the_voice(
    tmp_path: Path, says: Synthesiser
) -> None:
    (tmp_path / "voice" / "vi").mkdir(parents=True)
    (tmp_path / "voice" / "vi" / "made").write_text("a file where the folder should be")
    spoken = VoiceFolder(tmp_path, says).speak(CALL, "vi", "linh", has_chime=False)
    assert spoken is not None


def test_an_own_chime(tmp_path: Path, voice: VoiceFolder) -> None:
    (tmp_path / "voice").mkdir()
    chime = tmp_path / "voice" / "chime.wav"
    for data, seconds in ((clips.write_wav(level(3.0)), 3.0), (b"x", 1.1)):
        chime.write_bytes(data)
        with_chime = voice.speak(CALL, "vi", "linh", has_chime=True)
        without = voice.speak(CALL, "vi", "linh", has_chime=False)
        assert with_chime is not None and without is not None
        longer = with_chime.duration_s - without.duration_s
        assert longer == pytest.approx(seconds + AFTER_CHIME_S, abs=0.01)


def phrases(folder: Path, text: str) -> None:
    (folder / "voice" / "vi").mkdir(parents=True)
    (folder / "voice" / "vi" / "phrases.toml").write_text(text, encoding="utf-8")


def test_the_offices_own_words(tmp_path: Path, says: Synthesiser) -> None:
    phrases(
        tmp_path, '[phrases]\ncall = "Mời số {label} vào quầy {counter}."\n[letters]\nA = "anh"'
    )
    spoken = VoiceFolder(tmp_path, says).speak(CALL, "vi", "linh", has_chime=True)
    assert spoken is not None
    assert spoken.text == "Mời số anh không bốn hai vào quầy hai mươi mốt"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[phrases", "Expected"),
        ('[phrase]\ncall = "x"', "unknown table 'phrase'"),
        ("call = 'x'", "unknown table 'call'"),
        ('[phrases]\ncal = "x"', "unknown key 'phrases.cal'"),
        ("[phrases]\ncall = 3", "phrases.call = 3: text is wanted here"),
        ('[phrases]\ncall = "Mời {so}"', "there is no {so}"),
    ],
)
def test_words_that_cannot_be_said_stop_the_start(
    tmp_path: Path, says: Synthesiser, text: str, complaint: str
) -> None:
    phrases(tmp_path, text)
    with pytest.raises(SetupError, match=complaint) as caught:
        VoiceFolder(tmp_path, says)
    assert "phrases.toml" in str(caught.value)


def test_the_list_is_the_names_and_texts_of_all_clips(voice: VoiceFolder) -> None:
    listing = voice.listing("en", ["Tư pháp"])
    assert {each.source for each in listing} == {"missing"}
    assert all(each.name == clip_name(each.text) for each in listing)
    assert len({each.name for each in listing}) == len(listing)
