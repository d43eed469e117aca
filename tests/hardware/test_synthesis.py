"""Speech from text: every clip of a fresh installation, and a synthesiser that fails."""

import sys
import tomllib
from pathlib import Path

import pytest

from display import clips, speech
from display.speech import Manner
from hardware.synthesis import CannotSpeak, synthesise

PHRASES = Path(speech.__file__).parent / "phrases"


def parts(language: str) -> list[str]:
    document = tomllib.loads((PHRASES / f"{language}.toml").read_text(encoding="utf-8"))
    return speech.every_part(Manner(language=language, **document), ["Tư pháp"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_part_is_spoken_and_can_be_heard(language: str) -> None:
    """Judged by machine: as long as a word takes, as loud as the others, not clipped, no silence
    around it."""
    texts = parts(language)
    for said, data in zip(texts, synthesise(language, texts), strict=True):
        raw = clips.from_bytes(data)
        assert max(map(abs, raw)) < clips.FULL, said
        clip = clips.ready(raw)
        words = len(said.split())
        assert 0.15 * words < clips.duration_s(clip) < 0.7 * words + 0.2, said
        assert 0.75 * clips.LOUD < clips.rms(clip) < 1.05 * clips.LOUD, said
        assert max(map(abs, clip)) <= clips.PEAK + 1, said
        edge = round(0.05 * clips.RATE)
        assert max(map(abs, clip[:edge])) > clips.QUIET / 2, said
        assert max(map(abs, clip[-edge:])) > clips.QUIET / 2, said


def test_a_language_without_a_voice_is_refused() -> None:
    with pytest.raises(CannotSpeak, match="no voice for 'km'; known: vi, en"):
        synthesise("km", ["x"])


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (["/no/such/program"], "does not run"),
        ([sys.executable, "-c", "raise RuntimeError('no data')"], "RuntimeError: no data"),
        ([sys.executable, "-c", "print('hello')"], "said less"),
        ([sys.executable, "-c", r"import os; os.write(1, b'\0\0\0\x02ab')"], "said less"),
        ([sys.executable, "-c", r"import os; os.write(1, b'\0\0\0\0' * 2)"], "said less"),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], "failed: -9"),
    ],
)
def test_a_synthesiser_that_fails_says_so(program: list[str], why: str) -> None:
    with pytest.raises(CannotSpeak, match=why):
        synthesise("vi", ["một", "hai"], program)
