"""The touch kiosk's desk: one tap, one ticket."""

import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from kiosk import screens
from kiosk.news import (
    Asking,
    Issued,
    News,
    Offered,
    Paired,
    Pulsed,
    Reached,
    Refused,
    Scanned,
    SlipKnown,
    Touched,
)
from kiosk.screens import Happening, Screen
from kiosk.showing import Showing
from kiosk.wire import Card, Ticket, Told

_NO_PAPER = ("failed", "none", "late")

_CARD = "citizen_card"
_ANSWERS = {"accept": True, "decline": False}

Issue = Callable[[str, str, Card], None]  # (service code, idempotency key, card)


class TakeDesk:
    """The services, and the one number that is being taken.

    :param issue: asks for a ticket in the background; answers come back as news with the key
    :param link: makes a whole address of a ticket's path
    """

    def __init__(
        self,
        issue: Issue,
        link: Callable[[str], str],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issue, self._link, self._now_s = issue, link, now_s
        self._shown = screens.show(Screen.PAIRING, now_s())
        self._key = ""  # of the touch that is being answered
        self._told = Told()  # the card that goes with the next number
        self._card = Card()
        self.showing = Showing(Screen.PAIRING)

    @property
    def ends_at_s(self) -> float | None:
        """When `time_out` is due, monotonic seconds."""
        return self._shown.ends_at_s

    def handle(self, news: News) -> None:
        """Take one piece of news; answers to an older touch change nothing."""
        match news:
            case Touched(name):
                self._touch(name)
            case Offered(services):
                self._set(services=tuple(each for each in services if each.why != "ended"))
            case Issued(key, ticket) if key == self._key:
                self._give(ticket)
            case SlipKnown(key, state, place) if key == self._key:
                self._paper(state, place)
            case Refused(key, why, said) if key == self._key:
                self._set(why=why, said=said)
                self._go(Happening.REFUSED)
            case Scanned(told):
                self._scan(told)
            case _:
                self._hear(news)

    def _hear(self, news: News) -> None:
        match news:
            case Pulsed(pulse):
                self._set(office=pulse.office or self.showing.office)
            case Reached(is_away):
                self._set(is_away=is_away)
            case Asking(code):
                self._set(code=code, services=())
                self._go(Happening.UNPAIRED)
            case Paired(home):
                self._set(office=home.office)
                self._go(Happening.PAIRED)

    def time_out(self) -> None:
        """Nobody touched the screen for its time."""
        self._set(why="away", said="")
        self._go(Happening.TIMEOUT)

    def _touch(self, name: str) -> None:
        if name == "again":
            self._go(Happening.AGAIN)
        if name in _ANSWERS and self._go(Happening.ANSWERED):
            self._answer(_ANSWERS[name])
        code = name.removeprefix("service:")
        if code and code != name and self._is_open(code) and self._go(Happening.SERVICE):
            self._key = str(uuid.uuid4())
            self._issue(code, self._key, self._card)

    def _scan(self, told: Told) -> None:
        """Whoever shows something begins anew; only a number that is being given is not left."""
        is_offer = told.kind == _CARD and told.priority is not None
        if self._go(Happening.OFFERED if is_offer else Happening.SHOWN):
            self._told, self._card = told, Card(scan=told.scan if told.kind == _CARD else None)
            self._set(note=told.kind, age=told.age)

    def _answer(self, is_accepted: bool) -> None:
        if is_accepted:
            self._card = Card(self._card.scan, self._told.priority)
            self._set(note="priority")

    def _is_open(self, code: str) -> bool:
        """While the list is on its way, only a program can name a service: the server judges."""
        known = {service.code: service.is_open for service in self.showing.services}
        return known.get(code, not known)

    def _give(self, ticket: Ticket) -> None:
        if self._go(Happening.ISSUED):
            self._set(ticket=ticket, slip="queued", place="", link=self._link(ticket.link))

    def _paper(self, state: str, place: str) -> None:
        is_missing = state in _NO_PAPER
        if self._go(Happening.SLIP_MISSING if is_missing else Happening.SLIP_OUT):
            self._set(slip=state, place=place)

    def _go(self, happening: Happening) -> bool:
        shown = screens.after(screens.TAKE, self._shown, happening, self._now_s())
        if shown is None:
            return False
        self._shown = shown
        self._set(screen=shown.screen)
        if shown.screen in (Screen.SERVICES, Screen.PAIRING):
            self._told, self._card = Told(), Card()
            self._set(note="", age=None)
        return True

    def _set(self, **changes: object) -> None:
        self.showing = replace(self.showing, **changes)  # type: ignore[arg-type]
