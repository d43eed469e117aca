"""The parts of the office's voice, put together: clips, announcer, follower and loudspeaker."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from display.speech import LANGUAGES
from hardware.sound import Sound, sound_named
from hardware.synthesis import synthesise
from server.announcer import Announcer, Surroundings
from server.asking import Remembered, Request, recall_answer, remember_answer
from server.clock import Now
from server.devices import Device
from server.errors import StoreFailed
from server.follow_voice import VoiceFollower
from server.hours import stamp
from server.plan import Plan
from server.store import Store
from server.voice import Synthesise, VoiceFolder

SPEAKS = ("server", "both")
"""What a zone's ``voice`` says when the server's loudspeaker is to speak."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What the voice is told by the rest of the server."""

    plan: Callable[[], Plan]
    is_called: Callable[[int, str], bool]
    language_of: Callable[[int], str]
    tell: Callable[[str, Mapping[str, object]], None]
    monotonic: Callable[[], float]
    store: Store
    now: Now
    synthesise: Synthesise = synthesise


class Speaking:
    """The voice of one office server.

    :param device: as ``[sound] device`` says.
    :raises SetupError: if a phrase of the office's own cannot be said.
    """

    def __init__(self, folder: Path, device: str, by: Spoken) -> None:
        self._by = by
        self._device = device
        self._voice = VoiceFolder(folder, by.synthesise)
        self.spell = self._voice.spell
        self._sound: Sound = sound_named(device, folder, by.monotonic)
        self.announcer = Announcer(
            Surroundings(
                zones=lambda: by.plan().zones,
                is_called=by.is_called,
                language_of=by.language_of,
                voice=self._voice,
                sound=self._sound,
                tell=by.tell,
                monotonic=by.monotonic,
            )
        )
        self.follower = VoiceFollower(self.announcer)

    def try_out(self, zone: str, request: Request) -> None:
        """Let somebody hear the loudspeakers of *zone*, once for each request.

        :raises Unknown: ``no_such_zone``. :raises Refused: ``zone_silent``.
        :raises Malformed: ``key_reused``.
        """
        with suppress(Remembered):
            self._by.store.change(lambda tx: self._once(tx, request))
            self.announcer.try_out(zone)

    def _once(self, tx: sqlite3.Connection, request: Request) -> None:
        recall_answer(tx, request)
        remember_answer(tx, request, None, stamp(self._by.now()))

    def run(self, stop: threading.Event) -> None:
        """Make the clips that are missing, then speak until *stop*: the body of a thread."""
        self._make()
        if self._is_wanted():
            self._sound.prepare()
        self.announcer.run(stop)
        self._sound.close()

    def roll(self) -> list[Device]:
        """The loudspeaker, if a zone wants it."""
        if not self._is_wanted():
            return []
        why = self._sound.why
        return [
            Device(
                id="sound",
                kind="speaker",
                name=self._device,
                state="away" if why else "ready",
                queued=self.announcer.waiting,
                why=why,
            )
        ]

    def _is_wanted(self) -> bool:
        return any(zone.voice in SPEAKS for zone in self._by.plan().zones.values())

    def _make(self) -> None:
        try:
            plan = self._by.plan()
            made = sum(self._voice.make(language, plan.counters) for language in LANGUAGES)
        except (RuntimeError, OSError, StoreFailed) as error:
            _log.error("voice: %s; calls are only chimed until it is put right", error)
        else:
            if made:
                _log.info("voice: %d clips made", made)
