"""Where a visit to the touch kiosk stands: what was chosen, and the office's offer."""

import time
from collections.abc import Callable
from dataclasses import replace

from kiosk import screens
from kiosk.desk import Desk
from kiosk.reading import ALONE, Reading
from kiosk.screens import Happening, Screen
from kiosk.staff import NO_HANDS, StaffHands
from kiosk.visit import Offer, Visit, begun_anew

_FRESH = (Screen.GROUPS, Screen.PAIRING, Screen.PIN)  # a visit ends where the next begins
_STAYS = (Happening.ANSWERED, Happening.PAGE, Happening.PREFERENCE, Happening.GROUPS_CAME)
_LISTS_ANEW = (Happening.PAGE, Happening.TYPED)  # what was being read stands there no more
_NEXT = (Happening.TIMEOUT, Happening.AGAIN, Happening.LEAVE, Happening.UNPAIRED)


class TakeSteps(Desk):
    """The part of the desk that walks. Parameters are as of Desk."""

    def __init__(
        self,
        now_s: Callable[[], float] = time.monotonic,
        hands: StaffHands = NO_HANDS,
        reading: Reading = ALONE,
    ) -> None:
        super().__init__(screens.TAKE, Screen.GROUPS, now_s, hands, reading)
        self._offer, self._visit = Offer(), Visit()

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
            super()._go(Happening.NO_GROUPS)

    def _go(self, happening: Happening) -> bool:
        if not super()._go(happening):
            return False
        self._begin()
        return True

    def _arrive(self, before: Screen, happening: Happening) -> None:
        is_fresh = self._shown.screen in _FRESH and happening not in _STAYS
        if is_fresh or happening in _LISTS_ANEW:
            self._quiet()
        super()._arrive(before, happening)
        if is_fresh:
            self._end_visit(happening)
        self._set(visit=self._visit)

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
