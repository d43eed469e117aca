"""The tablet put together: who does what, and in which order it begins and ends."""

import time
from datetime import UTC, datetime

from kiosk.belonging import Belonging
from kiosk.crew import Cargo
from kiosk.front import Face, Front
from kiosk.idle_pictures import IdlePictures
from kiosk.loop import Inbox, Loop
from kiosk.news import Placed, Spoken
from kiosk.outbox import Outbox
from kiosk.presence import Presence
from kiosk.rating import RateDesk
from kiosk.reading import Voice, by_voice
from kiosk.servertime import ServerTime
from kiosk.settings import Settings, own_version
from kiosk.staff import Facts, StaffHands
from kiosk.taking import TakeDesk
from kiosk.wire import Condition

_SENT_S = 1.0  # at the end, for an answer on its way


class Program:
    """Owns everything that has to be closed. Use once: run()."""

    def __init__(self, settings: Settings, face: Face, voice: Voice | None = None) -> None:
        """:raises OSError, sqlite3.Error: the data folder or the port can not be used"""
        self._settings, self._face = settings, face
        settings.data.mkdir(parents=True, exist_ok=True)
        self._inbox = Inbox(face.wake)
        self._outbox, self._server_time = Outbox(settings.data / "outbox.db"), ServerTime()
        cargo = Cargo(self._outbox, self._server_time, self._inbox.put, self._status)
        self._belonging = Belonging(settings, cargo, lambda: self._presence.update())
        self._presence = Presence(settings, self._belonging, lambda: self._inbox.put(Placed()))
        self._desk = self._make_desk(voice)
        pictures = IdlePictures(settings.data / "idle", time.monotonic)
        tablet = self._belonging.identity.id
        front = Front(face, pictures, tablet, lambda: self._presence.place)
        hear, pause_s = self._belonging.hear, settings.fault_pause_s
        self._loop = Loop(front, self._desk, self._inbox, hear, pause_s)

    def stop(self) -> None:
        """Make run() return soon. May be called from a signal."""
        self._loop.stop()
        self._face.wake()

    def call_home(self, url: str) -> None:
        """Move to the server at this address, if it proves to be ours; returns at once."""
        self._belonging.call_home(url)

    def unpair(self) -> None:
        """Leave the office soon. May be called from any thread."""
        self._belonging.unpair()

    def run(self) -> None:
        """Until stop(), or until somebody touches `quit`."""
        try:
            self._begin()
            self._loop.run()
        finally:
            self._end()

    def _begin(self) -> None:
        self._presence.start()
        self._belonging.begin()
        self._loop.drain()
        if self._settings.server and self._belonging.home:
            self.call_home(self._settings.server)
        self._presence.announce()

    def _end(self) -> None:
        self._belonging.stop()
        self._presence.close()
        self._belonging.end(_SENT_S)
        self._outbox.close()
        self._face.close()

    def _make_desk(self, voice: Voice | None) -> RateDesk | TakeDesk:
        hands, belonging = self._hands(), self._belonging
        reading = by_voice(self._settings.languages, voice, lambda: self._inbox.put(Spoken()))
        if self._settings.kind == "take":
            return TakeDesk(belonging.do, belonging.link, hands=hands, reading=reading)
        return RateDesk(
            self._outbox,
            self._server_time,
            belonging.nudge_sender,
            hands=hands,
            reading=reading,
            on_read=belonging.nudge_pulse,
        )

    def _hands(self) -> StaffHands:
        pin = self._belonging.pin
        return StaffHands(pin, self._facts, self.unpair, self.call_home, self.stop)

    def _facts(self) -> Facts:
        home, waiting = self._belonging.home, self._outbox.undelivered()
        return Facts(self._presence.place, home.url if home else "", own_version(), waiting)

    def _status(self) -> Condition:
        from hardware.battery import battery  # 20 ms: after the first screen is there

        power = battery()
        screen, kept = str(self._desk.showing.screen), self._outbox.undelivered()
        clock = datetime.now(UTC).isoformat(timespec="seconds")
        read = self._desk.question_read
        return Condition(screen, kept, power.percent, power.is_charging, clock, read)
