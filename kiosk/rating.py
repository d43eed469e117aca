"""The rating tablet's desk: news in, the screen to show out. Writes to the outbox, nothing else."""

import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace

from kiosk import screens
from kiosk.desk import STAFFS, Desk
from kiosk.news import News, Paired, PhotoCame, Pulsed, Touched
from kiosk.outbox import Outbox, new_rating
from kiosk.rate_asking import FACES, begun, offered
from kiosk.reading import ALONE, Reading
from kiosk.screens import Happening, Screen
from kiosk.servertime import ServerTime
from kiosk.signs import Signs
from kiosk.staff import NO_HANDS, StaffHands
from kiosk.typing import press
from kiosk.wire import Pulse, QuestionRead, Window

_LOGGER = logging.getLogger(__name__)


class RateDesk(Desk):
    """One citizen at a time, one rating per visit.

    :param on_kept: called when a rating may be sent
    :param on_read: called when the server is to be told that the question is being read
    The rest is as of Desk.
    """

    def __init__(
        self,
        outbox: Outbox,
        server_time: ServerTime,
        on_kept: Callable[[], None],
        now_s: Callable[[], float] = time.monotonic,
        hands: StaffHands = NO_HANDS,
        reading: Reading = ALONE,
        on_read: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(screens.RATE, Screen.IDLE, now_s, hands, reading)
        self._outbox, self._server_time = outbox, server_time
        self._on_kept, self._on_read = on_kept, on_read
        self._rating_id = ""  # of the rating that is held
        self._signs = Signs()
        self._left: tuple[int, str] | None = None  # visit that was skipped or ran out

    def handle(self, news: News) -> None:
        """Take one piece of news."""
        match news:
            case Touched(name):
                self._touch(name)
            case Pulsed(pulse, reading):
                self._set(office=pulse.office or self.showing.office, counter=pulse.counter)
                self._see(pulse, reading)
            case PhotoCame(window, file):
                if self.showing.window and self.showing.window.id == window:
                    self._set(photo=file)
            case Paired(home):
                self._set(counter=home.counter)
                self._hear(news)
            case _:
                self._hear(news)

    @property
    def question_read(self) -> QuestionRead | None:
        signs = self._signs
        is_asking = self._shown.screen is Screen.ASK
        return QuestionRead(signs.window, signs.said) if is_asking and signs.said else None

    def time_out(self) -> None:
        """Nobody touched the screen for its time."""
        is_asking = self._shown.screen is Screen.ASK
        if is_asking and self.showing.is_speaking and self._now_s() < self._signs.ends_s:
            self._read_on()  # somebody listens
            return
        self._leave_window()
        self._go(Happening.TIMEOUT)

    def _touch(self, name: str) -> None:
        screen = self.showing.screen
        if self._touch_common(name):
            return
        if screen is Screen.ASK:
            self._answer(name)
        elif screen is Screen.REASONS and name in self.showing.question.reasons:
            self._give(self.showing.reasons ^ {name})
            self._go(Happening.REASON)
        elif screen in (Screen.REASONS, Screen.COMMENT, Screen.THANKS):
            self._tell(name)

    def _answer(self, name: str) -> None:
        if FACES.get(name) in offered(self.showing.question.levels):
            self._go(self._keep(FACES[name]))
        elif name == "skip":
            self._leave_window()
            self._go(Happening.SKIP)
        elif name == "glass" and self._go(Happening.READING):
            self._read_on()

    def _tell(self, name: str) -> None:
        """Reasons and comment: what may be added while the rating is held."""
        screen, keyboard = self.showing.screen, self.showing.keyboard
        if name.startswith("key:") and screen is Screen.COMMENT and keyboard:
            self._set(keyboard=press(keyboard, name.removeprefix("key:")))
            self._go(Happening.TYPED)
        elif name == "comment" and self.showing.can_comment:
            self._set(keyboard=keyboard or begun(self.showing))
            self._go(Happening.COMMENT)
        elif name == "back" and self.showing.score_is_low:
            self._go(Happening.BACK)
        elif name == "skip" and screen is not Screen.THANKS:
            self._give(frozenset())
            self._close_comment(Happening.SKIP)
        elif name == "done":
            self._comment()
            self._close_comment(Happening.DONE)

    def _close_comment(self, happening: Happening) -> None:
        self._set(can_comment=False, keyboard=None)
        self._go(happening)

    def _read_on(self) -> None:
        """The question ends with its window, which being read moves."""
        if self._shown.screen is not Screen.ASK:
            super()._read_on()
            return
        signs = self._signs.read(self._now_s(), self._server_time.now())
        is_new, self._signs = signs is not self._signs, signs
        self._stay()
        if is_new:
            self._on_read()

    def _stay(self) -> None:
        """The question stays until its window closes, within the table's bound; while it is read
        aloud the clock is looked at before."""
        now_s, signs = self._now_s(), self._signs
        ends_at_s = min(signs.ends_s, now_s + screens.STAY_S[Screen.ASK])
        if self.showing.is_speaking and signs.read_s:
            ends_at_s = min(ends_at_s, now_s + signs.read_s / 4)
        self._shown = replace(self._shown, ends_at_s=ends_at_s)

    def _keep(self, score: int) -> Happening:
        window, question = self.showing.window, self.showing.question
        assert window is not None and self._home is not None
        is_low = score <= question.low
        now, read_at = self._server_time.now(), self._signs.said
        rating = new_rating(self._home, window.ticket, score, now, window.id, read_at)
        try:
            self._outbox.add(rating, is_held=is_low or question.has_comment)
        except sqlite3.Error:
            _LOGGER.exception("the outbox did not take the rating of ticket %d", window.ticket)
            self._leave_window()
            self._set(why="not kept")
            return Happening.NOT_KEPT
        self._rating_id = rating.id
        complaint = question.complaint.url if question.complaint and is_low else ""
        self._set(complaint=complaint, can_comment=question.has_comment, score_is_low=is_low)
        if is_low:
            return Happening.LOW
        return Happening.HIGH

    def _give(self, reasons: frozenset[str]) -> None:
        try:
            self._outbox.give_reasons(self._rating_id, reasons)
        except sqlite3.Error:  # the rating itself is safe: go on without
            _LOGGER.exception("the outbox did not take the reasons")
            return
        self._set(reasons=reasons)

    def _comment(self) -> None:
        """Only by *send*: what somebody typed and left standing is not ours."""
        text = self.showing.keyboard.text.strip() if self.showing.keyboard else ""
        if not text or not self._rating_id:
            return
        try:
            self._outbox.give_comment(self._rating_id, text)
        except sqlite3.Error:
            _LOGGER.exception("the outbox did not take a comment")

    def _see(self, pulse: Pulse, reading: QuestionRead | None) -> None:
        window, current = pulse.window, self.showing.window
        is_same = window and current and _visit(current) == _visit(window)
        if window is None or self._is_done(window):
            # A server that was not told of a sign yet may think that nobody reads.
            if self._shown.screen is not Screen.ASK or not self._signs.has_untold(reading):
                self._go(Happening.WINDOW_CLOSED)
        elif is_same and self._shown.screen in (Screen.ASK, *STAFFS):
            self._until(window, reading)
        elif self._go(Happening.WINDOW_OPENED):
            self._welcome(pulse, window)
            self._until(window, reading)

    def _welcome(self, pulse: Pulse, window: Window) -> None:
        """Another citizen: nothing of the one before is left."""
        question = pulse.asked()
        prefs, languages = self._reading.first(question, window)
        self._set(window=window, question=question, prefs=prefs, languages=languages)
        self._set(photo="", complaint="", can_comment=False, keyboard=None, reasons=frozenset())

    def _is_done(self, window: Window) -> bool:
        is_rated = self._outbox.has(self._home or "", window.ticket, window.id)
        return is_rated or self._left == _visit(window)

    def _until(self, window: Window, reading: QuestionRead | None) -> None:
        """The question stays until the server closes the window."""
        self._signs = self._signs.heard(window, self._now_s(), reading)
        if self._shown.screen is Screen.ASK:
            self._stay()

    def _leave_window(self) -> None:
        if self._shown.screen is Screen.ASK and self.showing.window:
            self._left = _visit(self.showing.window)

    def _arrive(self, before: Screen, happening: Happening) -> None:
        if happening is Happening.WINDOW_OPENED:  # another citizen
            self._quiet()
        super()._arrive(before, happening)
        screen = self._shown.screen
        if screen is before:
            return
        if before is Screen.COMMENT and screen is Screen.THANKS:
            self._set(can_comment=False)
        is_open = screen in (Screen.REASONS, Screen.COMMENT) or (
            screen is Screen.THANKS and self.showing.can_comment and not self.showing.score_is_low
        )
        if self._rating_id and not is_open:
            self._let_go()
        if screen is Screen.THANKS and self.showing.complaint:
            ends_at_s = self._now_s() + screens.READ_S
            self._shown = replace(self._shown, ends_at_s=ends_at_s)
        if screen is Screen.IDLE:
            self._set(prefs=self._reading.own(), photo="")

    def _let_go(self) -> None:
        try:
            self._outbox.release(self._rating_id)
        except sqlite3.Error:  # the next start releases it
            _LOGGER.exception("the outbox did not release a rating")
        self._rating_id = ""
        self._set(reasons=frozenset(), can_comment=False, keyboard=None)
        self._on_kept()


def _visit(window: Window) -> tuple[int, str]:
    return window.ticket, window.id
