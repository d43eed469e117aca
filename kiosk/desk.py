"""What the desks of both tablets share: the screen and its time, how it is read, staff's door and
the news of the office. Every step is a row of the table."""

from collections.abc import Callable
from dataclasses import replace

from kiosk import screens
from kiosk.news import Asking, CalledInVain, Faulted, Moved, News, Paired, Reached, Spoken
from kiosk.reading import Reading, after_preference
from kiosk.screens import Happening, Screen, Table
from kiosk.showing import Showing
from kiosk.staff import IN_VAIN, StaffDoor, StaffHands
from kiosk.wire import QuestionRead

STAFFS = (Screen.PIN, Screen.STAFF)


class Desk:
    """Where a tablet stands. What a kind of tablet adds is in a class of its own.

    :param table: which steps there are
    :param rests: the screen where nobody stands; a tablet that belongs to nobody has none
    :param now_s: monotonic seconds
    :param hands: what staff may do
    :param reading: what languages there are, the tablet's own first, and the voice
    """

    def __init__(
        self,
        table: Table,
        rests: Screen,
        now_s: Callable[[], float],
        hands: StaffHands,
        reading: Reading,
    ) -> None:
        self._table, self._at_home = table, (rests, Screen.PIN)
        self._now_s, self._reading = now_s, reading
        self._door = StaffDoor(hands, now_s)
        self._home: str | None = None  # the owner of what is done here now
        self._shown = screens.show(Screen.PAIRING, now_s())
        self.showing = Showing(
            Screen.PAIRING, prefs=reading.own(), languages=reading.known, voices=reading.voices
        )

    @property
    def ends_at_s(self) -> float | None:
        """When `time_out` is due, monotonic seconds."""
        return self._shown.ends_at_s

    @property
    def question_read(self) -> QuestionRead | None:
        """When the question that is shown was being read, for the server; None: it was not."""
        return None

    def _hear(self, news: News) -> None:
        """What means the same to every tablet."""
        match news:
            case Reached(is_away):
                self._set(is_away=is_away)
            case Asking(code):
                self._home = None
                self._set(code=code)
                self._go(Happening.UNPAIRED)
            case Paired(home):
                self._home = home.owner
                self._set(office=home.office)
                self._go(Happening.PAIRED)
            case Spoken() if self.showing.is_speaking:
                self._set(is_speaking=False)
                self._shown = screens.show(self._shown.screen, self._now_s())
                self._read_on()
            case CalledInVain():
                self._door.say(IN_VAIN)
                self._set(staff=self._door.view)
            case Moved():
                self._go(Happening.LEAVE)
            case Faulted(why):
                self._go(Happening.FAULT)
                self._set(why=why)

    def _touch_common(self, name: str) -> bool:
        """Staff's door, and how the screen is read; whether the touch was about them."""
        if name == "corner":
            self._go(Happening.CORNER)
        elif self._shown.screen in STAFFS:
            self._staff(name)
        elif changed := after_preference(self.showing, name):
            self._prefer(changed)
        else:
            return False
        return True

    def _staff(self, name: str) -> None:
        happening = self._door.touch(self._shown.screen, name)
        self._set(staff=self._door.view)
        if happening:
            self._go(happening)

    def _prefer(self, changed: Showing) -> None:
        if self._go(Happening.PREFERENCE):
            if changed.is_speaking != self.showing.is_speaking:
                (self._reading.speak if changed.is_speaking else self._reading.hush)(changed)
            prefs, keyboard = changed.prefs, changed.keyboard
            self._set(prefs=prefs, keyboard=keyboard, is_speaking=changed.is_speaking)
            self._read_on()

    def _read_on(self) -> None:
        """A screen that is read has 30 s left or more, from the end of what is read aloud."""
        if self._shown.ends_at_s is not None:
            stay_s = screens.HEARD_S if self.showing.is_speaking else screens.READ_S
            longer_s = max(self._shown.ends_at_s, self._now_s() + stay_s)
            self._shown = replace(self._shown, ends_at_s=longer_s)

    def _go(self, happening: Happening) -> bool:
        """One step; False when the table has no such row."""
        before = self._shown.screen
        shown = screens.after(self._table, self._shown, happening, self._now_s())
        if shown is not None and self._home is None and shown.screen in self._at_home:
            shown = screens.show(Screen.PAIRING, self._now_s())
        if shown is None:
            return False
        self._shown = shown
        self._arrive(before, happening)
        self._set(screen=shown.screen)
        return True

    def _arrive(self, before: Screen, happening: Happening) -> None:
        """What a step brings with it, besides the screen."""
        if self._shown.screen is before:
            if self.showing.is_speaking:  # the step gave the screen its usual time
                self._read_on()
            return
        self._quiet()
        if self._shown.screen in STAFFS:
            self._door.open()
            self._set(staff=self._door.view)

    def _quiet(self) -> None:
        """Break off what is read aloud."""
        if self.showing.is_speaking:
            self._reading.hush(self.showing)
            self._set(is_speaking=False)

    def _set(self, **changes: object) -> None:
        self.showing = replace(self.showing, **changes)  # type: ignore[arg-type]
