"""What pages read aloud: made once and kept, a recording before it, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from server.kiosk_prompts import SENTENCES
from server.plan import REASONS, Group, Plan, Service
from server.prompts import PROMPTS, Prompts
from server.voice import VoiceFolder
from server.words import LANGUAGES, Words
from tests.server.desk import Desk
from tests.server.web import web_app

TONE = b"\x00\x20\x00\xe0" * 2000


@dataclass
class Voice:
    """A synthesiser that remembers what it was asked to say."""

    said: list[tuple[str, str]] = field(default_factory=list)
    is_away: bool = False

    def __call__(self, language: str, texts: Sequence[str]) -> list[bytes]:
        if self.is_away:
            raise RuntimeError("espeak-ng does not run")
        self.said += [(language, each) for each in texts]
        return [TONE for _ in texts]


PLAN = Plan(
    day=date(2026, 11, 23),
    services={
        "B": Service(
            code="B",
            name="Đất đai",
            name_en="Land",
            documents={"vi": ("Căn cước", "Sổ đỏ"), "en": ("Identity card",)},
        ),
    },
    groups={"land": Group(code="land", name="Đất đai, môi trường", services=("B",))},
)


def prompts(folder: Path, voice: Voice) -> Prompts:
    spell = VoiceFolder(folder, voice).spell
    return Prompts(folder, voice, Words().in_language, lambda: PLAN, spell)


def test_a_prompt_is_made_once_and_kept(tmp_path: Path) -> None:
    voice = Voice()
    found = prompts(tmp_path, voice)
    data = found.wav("ask", "vi")
    assert data is not None and data.startswith(b"RIFF")
    assert prompts(tmp_path, voice).wav("ask", "vi") == data
    assert voice.said == [("vi", found.text("ask", "vi"))]
    assert voice.said[0][1].startswith("Mời ông/bà đánh giá")


def test_a_recording_goes_before_what_is_made(tmp_path: Path) -> None:
    own = tmp_path / "voice" / "vi" / "prompt-thanks.wav"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"RIFF of a person")
    voice = Voice()
    assert prompts(tmp_path, voice).wav("thanks", "vi") == b"RIFF of a person"
    assert voice.said == []


def test_without_a_synthesiser_there_is_none(tmp_path: Path) -> None:
    voice = Voice(is_away=True)
    found = prompts(tmp_path, voice)
    assert found.wav("ask", "vi") is None
    voice.is_away = False
    assert found.wav("ask", "vi") is not None


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("x", "vi"), ("../ask", "vi"), ("ask", "km"), ("service-X", "vi"), ("papers-..", "vi")),
        *(("group-B", "vi"), ("number-", "vi"), ("number-A042", "km"), ("number--", "vi")),
    ],
)
def test_only_what_is_known_is_made(tmp_path: Path, name: str, language: str) -> None:
    assert prompts(tmp_path, Voice()).wav(name, language) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_and_reason_can_be_read(tmp_path: Path, language: str) -> None:
    found = prompts(tmp_path, Voice())
    names = {"ask", "faces-5", "faces-3", "reasons", "comment", "thanks", "complaint"}
    assert names | {f"reason-{each}" for each in REASONS} == PROMPTS.keys() - SENTENCES.keys()
    texts = [found.text(each, language) for each in PROMPTS]
    assert all(each.endswith((".", "?", ":", "…")) for each in texts)
    assert not [each for each in texts if "{" in each or "}" in each]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_is_said_after_its_sentence(language: str) -> None:
    translate = Words().in_language(language)
    sentences = [translate(each) for said in SENTENCES.values() for each in said]
    assert [each for each in sentences if "{" in each and not each.endswith("}")] == []


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("group-land", "vi", "Đất đai, môi trường."),
        ("service-B", "en", "Land."),
        ("papers-B", "vi", "Căn cước. Sổ đỏ."),
        ("papers-B", "en", "Identity card."),
    ],
)
def test_what_the_office_calls_things_is_read(
    tmp_path: Path, name: str, language: str, said: str
) -> None:
    voice = Voice()
    assert prompts(tmp_path, voice).wav(name, language) is not None
    assert voice.said == [(language, said)]


def test_a_number_is_of_the_clips_that_calls_are_made_of(tmp_path: Path) -> None:
    voice = Voice()
    found = prompts(tmp_path, voice)
    assert found.wav("number-A015", "vi") is not None
    assert [said for _, said in voice.said] == ["a", "không", "một", "năm"]
    before = len(voice.said)
    assert found.wav("number-15", "vi") is not None
    assert [said for _, said in voice.said[before:]] == ["mười", "lăm"]
    voice.is_away = True
    assert found.wav("number-A015", "vi") is not None


def test_the_route_gives_a_sound_or_says_that_there_is_none(desk: Desk) -> None:
    app = web_app(desk)
    known = {("ask", "en"): b"RIFF"}
    app.extensions["motcua"] = replace(
        app.extensions["motcua"], prompt=lambda name, language: known.get((name, language))
    )
    client = app.test_client()
    answer = client.get("/api/v1/prompts/ask.wav?language=en")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", b"RIFF")
    missing = client.get("/api/v1/prompts/ask.wav")
    assert missing.status_code == 404
    assert missing.get_json()["type"] == "/problems/no_such_prompt"
    assert client.get("/api/v1/prompts/ask.wav?voice=x").status_code == 422
