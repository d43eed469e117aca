"""``motcua voice``: the list of what is to be recorded, the clips that are made, a call to hear."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from display.speech import LANGUAGES
from hardware.sound import sound_named
from hardware.synthesis import synthesise
from server.announcements import Call
from server.announcer import Spoken
from server.config import load
from server.core import open_core
from server.errors import SetupError
from server.voice import FOLDER, VoiceFolder

NOBODY = -1
"""A call that is only listened to is no ticket's."""
TAIL_S = 0.3
"""What a sound card still has in its buffer when a sentence is over."""


def listed(folder: Path, language: str) -> Iterator[str]:
    """A line for each clip: who says it now, its name, and the text to be read aloud."""
    for clip in _voice(folder).listing(language, counters_of(folder)):
        said = f"{clip.source:<8}{clip.name + '.wav':<32}{clip.text}"
        yield f"{said}   ({clip.why})" if clip.why else said


def make(folder: Path, *, is_anew: bool = False) -> int:
    """Make the clips of all languages that are not there, or all anew; how many.

    :raises SetupError: if they cannot be made or kept.
    """
    voice, counters = _voice(folder), counters_of(folder)
    try:
        return sum(voice.make(each, counters, is_anew=is_anew) for each in LANGUAGES)
    except RuntimeError as error:
        raise SetupError(f"no clips can be made: {error}") from error
    except OSError as error:
        raise SetupError(f"{folder / FOLDER}: {error.strerror}") from error


def say(
    folder: Path,
    call: tuple[str, str, int],
    language: str,
    target: Path | None,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """Say the *call* (label, counter, times) on the sound card, or into the new file *target*; its
    text.

    :raises SetupError: if it cannot be said or heard.
    """
    spoken = _spoken(folder, call, language)
    if target is not None:
        try:
            with target.open("xb") as file:
                file.write(spoken.wav)
        except OSError as error:
            raise SetupError(f"{target}: {error.strerror}") from error
        return spoken.text
    sound = sound_named(load(folder).sound.device, folder, time.monotonic)
    try:
        sound.play(spoken.wav)
        if sound.why:
            raise SetupError(f"{sound.why} (--out FILE writes the call to a file instead)")
        sleep(spoken.duration_s + TAIL_S)
    finally:
        sound.close()
    return spoken.text


def counters_of(folder: Path) -> list[str]:
    """The counters of today: one with a name needs a clip of its own."""
    core = open_core(folder)
    try:
        with core.store.reading() as connection:
            return list(core.office.plan(connection).counters)
    finally:
        core.store.close()


def _spoken(folder: Path, call: tuple[str, str, int], language: str) -> Spoken:
    label, counter, times = call
    said = Call(ticket=NOBODY, label=label, counter=counter, times=times, asked_at_s=0.0)
    spoken = _voice(folder).speak(said, language, "linh", has_chime=True)
    assert spoken is not None  # there is the chime at least
    return spoken


def _voice(folder: Path) -> VoiceFolder:
    return VoiceFolder(folder, synthesise)
