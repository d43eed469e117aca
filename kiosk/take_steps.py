"""Where the touch kiosk stands: its screen, the visit, the office's offer; every step is a row of
the table."""

import time
from collections.abc import Callable
from dataclasses import replace

from kiosk import screens
from kiosk.rate_asking import ALONE, Reading
from kiosk.screens import Happening, Screen
from kiosk.showing import Showing
from kiosk.staff import NO_HANDS, StaffDoor, StaffHands
from kiosk.visit import Offer, Visit, begun_anew

STAFFS = (Screen.PIN, Screen.STAFF)
_AT_HOME = (Screen.GROUPS, Screen.PIN)  # a kiosk that belongs to nobody has none of these
_FRESH = (Screen.GROUPS, Screen.PAIRING, Screen.PIN)  # a visit ends where the next begins
_STAYS = (Happening.ANSWERED, Happening.PAGE, Happening.PREFERENCE, Happening.GROUPS_CAME)
_NEXT = (Happening.TIMEOUT, Happening.AGAIN, Happening.LEAVE, Happening.UNPAIRED)


class TakeSteps:
    """The part of the desk that walks.

    :param hands: what staff may do
    :param reading: what languages there are, the kiosk's own first
    """

    def __init__(
        self,
        now_s: Callable[[], float] = time.monotonic,
        hands: StaffHands = NO_HANDS,
        reading: Reading = ALONE,
    ) -> None:
        self._now_s, self._reading = now_s, reading
        self._door = StaffDoor(hands, now_s)
        self._is_paired = False
        self._shown = screens.show(Screen.PAIRING, now_s())
        self._offer, self._visit = Offer(), Visit()
        self.showing = Showing(Screen.PAIRING, prefs=reading.own(), languages=reading.known)

    @property
    def ends_at_s(self) -> float | None:
        """When `time_out` is due, monotonic seconds."""
        return self._shown.ends_at_s

    def _staff(self, name: str) -> None:
        happening = self._door.touch(self._shown.screen, name)
        self._set(staff=self._door.view)
        if happening:
            self._go(happening)

    @property
    def _language(self) -> str:
        """In which this citizen reads, and gets the slip."""
        return self.showing.prefs.language or self._reading.known[0]

    def _know(self, offer: Offer) -> None:
        self._offer = offer
        self._set(offer=offer)

    def _begin(self) -> None:
        """Where there are no groups a visit begins among the services."""
        if self._shown.screen is Screen.GROUPS and not self._offer.groups:
            self._step(Happening.NO_GROUPS)

    def _go(self, happening: Happening) -> bool:
        if not self._step(happening):
            return False
        self._begin()
        return True

    def _step(self, happening: Happening) -> bool:
        shown = screens.after(screens.TAKE, self._shown, happening, self._now_s())
        if shown is not None and not self._is_paired and shown.screen in _AT_HOME:
            shown = screens.show(Screen.PAIRING, self._now_s())
        if shown is None:
            return False
        before, self._shown = self._shown.screen, shown
        if shown.screen in _FRESH and happening not in _STAYS:
            self._end_visit(happening)
        if shown.screen in STAFFS and before is not shown.screen:
            self._door.open()
            self._set(staff=self._door.view)
        self._set(screen=shown.screen, visit=self._visit)
        return True

    def _end_visit(self, happening: Happening) -> None:
        """By *back* the same citizen begins anew; else it is the next one."""
        if happening is Happening.BACK:
            self._visit = begun_anew(self._visit)
        else:
            self._visit = Visit()
        if happening in _NEXT:
            self._set(prefs=self._reading.own())

    def _note(self, **changes: object) -> None:
        self._note_anew(replace(self._visit, **changes))  # type: ignore[arg-type]

    def _note_anew(self, visit: Visit) -> None:
        self._visit = visit
        self._set(visit=visit)

    def _set(self, **changes: object) -> None:
        self.showing = replace(self.showing, **changes)  # type: ignore[arg-type]
