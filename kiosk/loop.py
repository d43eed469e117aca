"""The loop of a tablet's program: it sleeps until a touch, news, or the end of a screen."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from kiosk.front import Front
from kiosk.news import Faulted, News, Touched
from kiosk.rating import RateDesk
from kiosk.taking import TakeDesk

_LOGGER = logging.getLogger(__name__)


class Inbox:
    """News of all threads, for the loop's. :param wake: ends the loop's sleep"""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._news: deque[News] = deque()
        self._wake = wake

    def put(self, news: News) -> None:
        """May be called from any thread."""
        self._news.append(news)
        self._wake()

    def take(self) -> Iterator[News]:
        """All that is there, the oldest first; also what comes meanwhile."""
        while self._news:
            yield self._news.popleft()


class Loop:
    """What citizens see must never stand still: a fault of ours is a screen too.

    :param hear: acts on news; what the desk is to be told of it
    :param fault_pause_s: before a fault is shown
    """

    def __init__(
        self,
        front: Front,
        desk: RateDesk | TakeDesk,
        inbox: Inbox,
        hear: Callable[[News], Iterable[News]],
        fault_pause_s: float,
    ) -> None:
        self._front, self._desk, self._inbox = front, desk, inbox
        self._hear, self._fault_pause_s = hear, fault_pause_s
        self._is_over = False

    def stop(self) -> None:
        """Make run() return at the next wake. May be called from a signal."""
        self._is_over = True

    def run(self) -> None:
        """Until stop(), or until somebody touches `quit`."""
        while not self._is_over:
            try:
                self._turn()
            except BrokenPipeError:  # nobody reads our lines any more
                raise
            except Exception as error:  # the outermost loop
                _LOGGER.exception("a fault; the failsafe screen is shown")
                self._fail(error)

    def drain(self) -> None:
        """Take the news that are there; each is shown, so that no screen is passed over."""
        for news in self._inbox.take():
            for each in self._hear(news):
                self._desk.handle(each)
            self._show()

    def _turn(self) -> None:
        """One wait, and what came of it."""
        touched = self._front.wait(self._desk.showing.screen, self._desk.ends_at_s)
        if "quit" in touched:
            self._is_over = True
            return
        for name in touched:
            self._desk.handle(Touched(name))
            self._show()
        self.drain()
        ends_at_s = self._desk.ends_at_s
        if ends_at_s is not None and ends_at_s <= time.monotonic():
            self._desk.time_out()
        self._show()

    def _fail(self, error: Exception) -> None:
        """Say that something of ours failed. The table says when it is tried again."""
        time.sleep(self._fault_pause_s)
        try:
            self._desk.handle(Faulted(type(error).__name__))
            self._show()
        except BrokenPipeError:
            raise
        except Exception:
            _LOGGER.exception("the failsafe screen could not be shown either")

    def _show(self) -> None:
        self._front.show(self._desk.showing)
