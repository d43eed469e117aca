"""The rating tablet's desk: news in, the screen to show out. Writes to the outbox, nothing else."""

import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace

from kiosk import screens
from kiosk.news import Asking, News, Paired, Pulsed, Reached, Touched
from kiosk.outbox import Outbox, new_rating
from kiosk.screens import Happening, Screen
from kiosk.servertime import ServerTime
from kiosk.showing import Showing
from kiosk.wire import Window

_LOGGER = logging.getLogger(__name__)

FACES = {
    "very_satisfied": 5,
    "satisfied": 4,
    "neutral": 3,
    "dissatisfied": 2,
    "very_dissatisfied": 1,
}
LOW_SCORE = 2  # up to here, reasons are asked for
REASONS = (
    "waiting_time",
    "attitude",
    "unclear_guidance",
    "repeated_visits",
    "extra_cost",
    "equipment",
    "other",
)


class RateDesk:
    """One citizen at a time, one rating per ticket.

    :param now_s: monotonic seconds
    :param on_kept: called when a rating may be sent
    """

    def __init__(
        self,
        outbox: Outbox,
        server_time: ServerTime,
        on_kept: Callable[[], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._outbox, self._server_time = outbox, server_time
        self._on_kept, self._now_s = on_kept, now_s
        self._shown = screens.show(Screen.PAIRING, now_s())
        self._home = ""  # the office as it was called when it paired us; ratings belong to it
        self._rating_id = ""  # of the rating that is held
        self._answered: int | None = None  # ticket that was skipped or ran out
        self.showing = Showing(Screen.PAIRING)

    @property
    def ends_at_s(self) -> float | None:
        """When `time_out` is due, monotonic seconds."""
        return self._shown.ends_at_s

    def handle(self, news: News) -> None:
        """Take one piece of news."""
        match news:
            case Touched(name):
                self._touch(name)
            case Pulsed(pulse):
                self._set(office=pulse.office or self.showing.office, counter=pulse.counter)
                self._see(pulse.window)
            case Reached(is_away):
                self._set(is_away=is_away)
            case Asking(code):
                self._set(code=code)
                self._go(Happening.UNPAIRED)
            case Paired(home):
                self._home = home.office
                self._set(office=home.office, counter=home.counter)
                self._go(Happening.PAIRED)

    def time_out(self) -> None:
        """Nobody touched the screen for its time."""
        self._leave_window()
        self._go(Happening.TIMEOUT)

    def _touch(self, name: str) -> None:
        screen = self.showing.screen
        if screen is Screen.ASK and name in FACES:
            self._go(self._keep(FACES[name]))
        elif screen is Screen.REASONS and name in REASONS:
            self._toggle(name)
        elif screen is Screen.REASONS and name == "skip":
            self._give(frozenset())
            self._go(Happening.SKIP)
        elif screen is Screen.ASK and name == "skip":
            self._leave_window()
            self._go(Happening.SKIP)
        elif name == "done":
            self._go(Happening.DONE)

    def _keep(self, score: int) -> Happening:
        assert self.showing.window is not None
        is_low = score <= LOW_SCORE
        ticket = self.showing.window.ticket
        rating = new_rating(self._home, ticket, score, self._server_time.now())
        try:
            self._outbox.add(rating, is_held=is_low)
        except sqlite3.Error:
            _LOGGER.exception("the outbox did not take the rating of ticket %d", ticket)
            self._leave_window()
            self._set(why="not kept")
            return Happening.NOT_KEPT
        if not is_low:
            self._on_kept()
            return Happening.HIGH
        self._rating_id = rating.id
        return Happening.LOW

    def _toggle(self, reason: str) -> None:
        self._give(self.showing.reasons ^ {reason})
        self._go(Happening.REASON)

    def _give(self, reasons: frozenset[str]) -> None:
        try:
            self._outbox.give_reasons(self._rating_id, reasons)
        except sqlite3.Error:  # the rating itself is safe: go on without
            _LOGGER.exception("the outbox did not take the reasons")
            return
        self._set(reasons=reasons)

    def _see(self, window: Window | None) -> None:
        current = self.showing.window
        if window is None or self._is_done(window.ticket):
            self._go(Happening.WINDOW_CLOSED)
        elif self._shown.screen is Screen.ASK and current and current.ticket == window.ticket:
            self._until(window)
        elif self._go(Happening.WINDOW_OPENED):
            self._set(window=window)
            self._until(window)

    def _is_done(self, ticket: int) -> bool:
        return ticket == self._answered or self._outbox.has(self._home, ticket)

    def _until(self, window: Window) -> None:
        """The question stays until the server closes the window, within the table's bound."""
        stay_s = min(max(window.closes_in_s, 0.0), screens.STAY_S[Screen.ASK])
        self._shown = replace(self._shown, ends_at_s=self._now_s() + stay_s)

    def _leave_window(self) -> None:
        if self._shown.screen is Screen.ASK and self.showing.window:
            self._answered = self.showing.window.ticket

    def _go(self, happening: Happening) -> bool:
        shown = screens.after(screens.RATE, self._shown, happening, self._now_s())
        if shown is None:
            return False
        if self._shown.screen is Screen.REASONS and shown.screen is not Screen.REASONS:
            self._let_go()
        self._shown = shown
        self._set(screen=shown.screen)
        return True

    def _let_go(self) -> None:
        try:
            self._outbox.release(self._rating_id)
        except sqlite3.Error:  # the next start releases it
            _LOGGER.exception("the outbox did not release a rating")
        self._rating_id = ""
        self._set(reasons=frozenset())
        self._on_kept()

    def _set(self, **changes: object) -> None:
        self.showing = replace(self.showing, **changes)  # type: ignore[arg-type]
