"""Where a spoken call is heard: the sound card, or a file that records like a tape.

Playing never waits until the end: whoever plays knows how long a sound lasts.
"""

import io
import logging
import os
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

FILE = "file:"
NONE = "none"
DEFAULT = "default"
RATE = 22_050
AGAIN_S = 60.0
"""A card that is away is looked for again so often, when there is something to say."""
LONGEST_GAP_S = 3600.0
"""More silence than this is not recorded between two calls."""
NO_CARD = "no sound card can be opened: is one there, and the name in office.toml right?"
NOT_PLAYING = "the sound card does not play"
_BUFFER = 1024
"""Samples between the program and the card: 46 ms."""

_log = logging.getLogger(__name__)


class Sound(Protocol):
    """Something that plays WAV files, one after another."""

    def prepare(self) -> None:
        """Try the device, so that trouble is known before there is something to say."""

    def play(self, wav: bytes) -> None:
        """Begin to play *wav* and come back at once; trouble is in :attr:`why`, never raised."""

    @property
    def why(self) -> str:
        """One sentence if nothing can be heard, else empty."""

    def close(self) -> None:
        """Let go of the device."""


class NoSound:
    """No loudspeaker, by choice."""

    why = ""

    def prepare(self) -> None:
        """There is nothing to try."""

    def play(self, wav: bytes) -> None:
        """Nothing is to be heard."""

    def close(self) -> None:
        """Nothing was opened."""


class Tape:
    """Records what would be heard, with its silences, as one WAV file.

    A sound that begins before the last has ended is recorded behind it, and :attr:`overlaps` counts
    it.
    """

    def __init__(self, path: Path, monotonic: Callable[[], float]) -> None:
        self._path = path
        self._monotonic = monotonic
        self._began: float | None = None
        self._frames = 0
        self.overlaps = 0
        self.why = ""

    def prepare(self) -> None:
        """A file is written when there is something to record."""

    def play(self, wav: bytes) -> None:
        """Record *wav* at the time it is now on the tape."""
        with wave.open(io.BytesIO(wav)) as played:
            sound = played.readframes(played.getnframes())
        now = self._monotonic()
        if self._began is None:
            self._began = now
        behind = round((now - self._began) * RATE) - self._frames
        self.overlaps += behind < 0
        gap = min(max(behind, 0), round(LONGEST_GAP_S * RATE))
        try:
            self._append(bytes(2 * gap) + sound)
        except (OSError, wave.Error, EOFError) as error:
            self.why = f"{self._path} cannot be written to: {error}"
            _log.warning("sound: %s", self.why)
        else:
            self.why = ""
            self._frames += gap + len(sound) // 2

    def close(self) -> None:
        """The file is whole after each sound."""

    def _append(self, sound: bytes) -> None:
        """The old and the new in a new file, which takes the old one's place."""
        old = b""
        if self._frames:
            with wave.open(str(self._path), "rb") as before:
                old = before.readframes(before.getnframes())
        whole = io.BytesIO()
        with wave.open(whole, "wb") as after:
            after.setnchannels(1)
            after.setsampwidth(2)
            after.setframerate(RATE)
            after.writeframes(old + sound)
        new = self._path.with_name(self._path.name + ".new")
        new.write_bytes(whole.getvalue())
        new.replace(self._path)


class Card:
    """The machine's sound card, through SDL; opened at :meth:`prepare` or the first sound.

    :param name: the device's name as the system has it, :data:`DEFAULT` for its usual one.
    :param open_mixer: gives the mixer, ready; in tests something that remembers.
    """

    def __init__(
        self, name: str, monotonic: Callable[[], float], open_mixer: Callable[[str], Any] | None
    ) -> None:
        self._name = name
        self._monotonic = monotonic
        self._open_mixer = open_mixer or sdl_mixer
        self._mixer: Any = None
        self._tried_at: float | None = None
        self._playing: Any = None
        self.why = ""

    def prepare(self) -> None:
        """Open the card, unless that was tried a moment ago."""
        if self._mixer is None:
            self._open()

    def play(self, wav: bytes) -> None:
        """Begin to play *wav*."""
        self.prepare()
        if self._mixer is None:
            return
        try:
            # Kept: what nobody holds any more falls silent.
            self._playing = self._mixer.Sound(file=io.BytesIO(wav))
            self._mixer.Channel(0).play(self._playing)
            self.why = ""
        except RuntimeError as error:  # pygame.error is one
            self._trouble(NOT_PLAYING, error)
            self.close()

    def close(self) -> None:
        """Let go of the card."""
        if self._mixer is not None:
            self._mixer.quit()
            self._mixer = None

    def _open(self) -> None:
        now = self._monotonic()
        if self._tried_at is not None and now - self._tried_at < AGAIN_S:
            return
        self._tried_at = now
        try:
            self._mixer = self._open_mixer(self._name)
        except (RuntimeError, ImportError, OSError) as error:
            self._trouble(NO_CARD, error)

    def _trouble(self, why: str, error: Exception) -> None:
        """Say it once in the log, for as long as it is the same."""
        if why != self.why:
            _log.warning("sound: %s (%s)", why, error)
        self.why = why


def sdl_mixer(name: str) -> Any:
    """pygame's mixer on the device *name*.

    :raises RuntimeError: ``pygame.error`` if it cannot be opened.
    """
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    os.environ["SDL_NO_SIGNAL_HANDLERS"] = "1"  # SIGTERM is the server's
    # Here and not above: a server that does not speak need not carry SDL (28 MB).
    from pygame import mixer

    device = None if name == DEFAULT else name
    mixer.init(RATE, -16, 1, _BUFFER, devicename=device)
    return mixer


def sound_named(device: str, folder: Path, monotonic: Callable[[], float]) -> Sound:
    """The sound of ``[sound] device``: ``default``, ``none``, ``file:PATH`` (beside *folder*'s
    other files, if it is no whole path), or a device's name."""
    if device == NONE:
        return NoSound()
    if device.startswith(FILE):
        return Tape(folder / device.removeprefix(FILE), monotonic)
    return Card(device, monotonic, None)
