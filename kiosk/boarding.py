"""The hall screen put together: one loop that sleeps until news, or until something takes turns."""

import logging
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.board_news import Announced, BoardNews, Heard
from kiosk.board_showing import BoardShowing
from kiosk.board_state import BoardDesk
from kiosk.couriers import Courier
from kiosk.hall_client import HallClient
from kiosk.hall_couriers import HallCourier, HallLive, SoundCourier, ZoneCourier, is_ours
from kiosk.hall_wire import Announcement
from kiosk.screen_home import ScreenHome

_LOGGER = logging.getLogger(__name__)


class Face(Protocol):
    """What the hall sees."""

    def show(self, showing: BoardShowing) -> None: ...

    def wait(self, timeout_s: float | None) -> list[str]:
        """Returns at a wake() or time-out, with "quit" when the screen is to end."""

    def wake(self) -> None:
        """May be called from any thread, and from a signal."""

    def close(self) -> None: ...


class Sounds(Protocol):
    """What the hall hears."""

    def start(self) -> None: ...

    def play(self, wav: bytes) -> None: ...

    def close(self) -> None: ...


class BoardProgram:
    """Owns everything that has to be closed. Use once: run().

    :param sounds: makes the loudspeaker, given whom to tell whether it is silent
    :param now_s: monotonic seconds
    """

    def __init__(
        self,
        home: ScreenHome,
        folder: Path,
        face: Face,
        sounds: Callable[[Callable[[bool], None]], Sounds],
        languages: tuple[str, ...],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home, self._face, self._now_s = home, face, now_s
        self._inbox: deque[BoardNews] = deque()
        self._is_over = False
        self._client = HallClient(home.server)
        self._desk = BoardDesk(home.zone, home.server, languages)
        self._speaker = sounds(lambda is_silent: self._put(Heard(is_silent)))
        self._hall = HallCourier(self._client, self._put)
        self._zone = ZoneCourier(self._client, home.zone, folder / "notices", self._put)
        self._live = HallLive(self._client, self._hall.nudge, self._zone.nudge, self._announce)

    def stop(self) -> None:
        """Make run() return soon. May be called from a signal."""
        self._is_over = True
        self._face.wake()

    def run(self) -> None:
        """Until stop(), or until somebody ends the window."""
        try:
            self._show()
            self._speaker.start()
            for courier in self._couriers():
                courier.start()
            self._loop()
        finally:
            self._end()

    def _loop(self) -> None:
        while not self._is_over:
            now_s = self._now_s()
            wait_s = self._desk.next_change_s(now_s) - now_s
            if "quit" in self._face.wait(None if wait_s == float("inf") else wait_s):
                return
            while self._inbox:
                self._desk.handle(self._inbox.popleft(), self._now_s())
                self._show()
            self._show()

    def _couriers(self) -> tuple[Courier, ...]:
        return self._zone, self._hall, self._live

    def _announce(self, announcement: Announcement) -> None:
        """Runs on the live stream's thread."""
        self._put(Announced(announcement))
        if is_ours(announcement, self._home.zone):
            SoundCourier(self._client, announcement, self._speaker.play).start()

    def _put(self, news: BoardNews) -> None:
        self._inbox.append(news)
        self._face.wake()

    def _show(self) -> None:
        """After each piece of news, so that no picture is passed over."""
        self._face.show(self._desk.showing(self._now_s()))

    def _end(self) -> None:
        for courier in self._couriers():
            courier.stop()
        self._speaker.close()
        self._face.close()
