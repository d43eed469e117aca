"""The touch kiosk's desk: from what people come for to one number, and what else they may need."""

import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from kiosk.errands import Arrive, AskHelp, Errand, Requeue, Take
from kiosk.news import (
    Asking,
    BackInLine,
    HelpKnown,
    Issued,
    News,
    Offered,
    Pulsed,
    Refused,
    Scanned,
    SlipKnown,
    Touched,
)
from kiosk.reading import ALONE, Reading
from kiosk.screens import Happening, Screen
from kiosk.staff import NO_HANDS, StaffHands
from kiosk.take_steps import TakeSteps
from kiosk.visit import MISSED, PRIORITIES, Offer, Visit, day_of, grouped, typed
from kiosk.wire import Card, Ticket, Told

_NO_PAPER = ("failed", "none", "late")
_CARD = "citizen_card"
_ANSWERS = {"accept": True, "decline": False}
_SIMPLE = {  # touches that only change the screen
    "again": Happening.AGAIN,
    "priority": Happening.PRIORITY,
}


class TakeDesk(TakeSteps):
    """One visit after another at the touch kiosk.

    :param do: starts an errand in the background; its answer comes back as news with its key
    :param link: makes a whole address of a ticket's path
    The rest is as of TakeSteps.
    """

    def __init__(
        self,
        do: Callable[[Errand], None],
        link: Callable[[str], str],
        now_s: Callable[[], float] = time.monotonic,
        hands: StaffHands = NO_HANDS,
        reading: Reading = ALONE,
    ) -> None:
        super().__init__(now_s, hands, reading)
        self._do, self._link = do, link
        self._errand: Errand | None = None  # that is being answered, or was last
        self._help_key = ""
        self._now = ""

    def handle(self, news: News) -> None:
        """Take one piece of news; answers to an older touch change nothing."""
        match news:
            case Touched(name):
                self._touch(name)
            case Issued(key, ticket) if self._is_asked(key):
                self._give(ticket)
            case BackInLine(key, ticket) if self._is_asked(key):
                if self._go(Happening.BACK_IN_LINE):
                    self._set(ticket=ticket)
            case SlipKnown(key, state, place) if self._is_asked(key):
                self._paper(state, place)
            case Refused(key, why, said) if self._is_asked(key):
                self._refuse(why, said)
            case HelpKnown(key, state) if key == self._help_key:
                if self._go(Happening.HELP_KNOWN):
                    self._note(help=state)
            case Scanned(told):
                self._scan(told)
            case Offered():
                self._take_offer(news)
            case _:
                self._hear_of_office(news)

    def _hear_of_office(self, news: News) -> None:
        match news:
            case Pulsed(pulse):
                self._now = pulse.now
                self._set(office=pulse.office or self.showing.office)
                self._know(replace(self._offer, today=day_of(pulse.now, self._offer.zone)))
            case Asking():
                self._know(Offer())
        self._hear(news)

    def time_out(self) -> None:
        """Nobody touched the screen for its time."""
        if self._shown.screen is Screen.ISSUING:
            self._set(why="away", said="")
            self._note(can_retry=True)
        self._go(Happening.TIMEOUT)

    def _touch(self, name: str) -> None:
        kind, _, rest = name.partition(":")
        if self._touch_common(name):
            return
        if name in _SIMPLE:
            self._go(_SIMPLE[name])
        elif name in _ANSWERS and self._go(Happening.ANSWERED):
            self._answer(_ANSWERS[name])
        elif kind in self._CHOICES:
            self._CHOICES[kind](self, rest)

    def _choose_group(self, code: str) -> None:
        if self._offer.group(code) and self._go(Happening.GROUP):
            self._note(group=code, page=0)

    def _choose_service(self, code: str) -> None:
        is_found = self._shown.screen is Screen.SEARCH
        if self._is_open(code) and self._go(Happening.SERVICE):
            self._note(service=code, is_found=is_found)

    def _turn_page(self, rest: str) -> None:
        if self._go(Happening.PAGE):
            self._note(page=self._visit.page + 1)

    def _find(self, rest: str) -> None:
        if self._go(Happening.FIND):
            self._note(typed="", keypad="", page=0)

    def _open_keypad(self, kind: str) -> None:
        if self._go(Happening.MISSED if kind == MISSED else Happening.APPOINTMENT):
            self._note(typed="", problem="", keypad=kind)

    def _press(self, key: str) -> None:
        text = typed(self._visit, key, self._offer.prefixes)
        if text is not None and self._go(Happening.TYPED):
            self._note(typed=text, problem="", page=0)

    def _back(self, rest: str) -> None:
        is_found = self._shown.screen is Screen.CONFIRM and self._visit.is_found
        self._go(Happening.BACK_TO_FOUND if is_found else Happening.BACK)

    def _take(self, rest: str) -> None:
        if self._go(Happening.TAKE):
            self._run(Take(_key(), self._language, self._visit.service, self._visit.card))

    def _because(self, category: str) -> None:
        """`none` is without priority after all."""
        if category not in (*PRIORITIES, "none") or not self._go(Happening.BECAUSE):
            return
        card = Card(self._visit.card.scan, None if category == "none" else category)
        self._run(Take(_key(), self._language, self._visit.service, card))

    def _send(self, rest: str) -> None:
        text = self._visit.typed
        if text and self._go(Happening.SENT):
            is_missed = self._visit.keypad == MISSED
            self._run(
                Requeue(_key(), self._language, text)
                if is_missed
                else Arrive(_key(), self._language, code=text)
            )

    def _retry(self, rest: str) -> None:
        """The same key again: what was done and not heard of is not done twice."""
        if self._errand and self._visit.can_retry and self._go(Happening.RETRY):
            self._run(self._errand)

    def _call_help(self, rest: str) -> None:
        if self._go(Happening.ASK_HELP):
            self._help_key = _key()
            self._note(help="asking")
            self._do(AskHelp(self._help_key, self._language))

    def _scan(self, told: Told) -> None:
        """Whoever shows something begins anew; only an answer on its way is not left."""
        if told.kind == "slip" and told.label:
            self._present(Requeue(_key(), self._language, told.label))
        elif told.kind == "appointment" and told.scan:
            self._present(Arrive(_key(), self._language, scan=told.scan))
        else:
            self._show_card(told)

    def _present(self, errand: Errand) -> None:
        if self._go(Happening.PRESENTED):
            self._note_anew(Visit())
            self._run(errand)

    def _show_card(self, told: Told) -> None:
        is_offer = told.kind == _CARD and told.priority is not None
        if self._go(Happening.OFFERED if is_offer else Happening.SHOWN):
            card = Card(scan=told.scan if told.kind == _CARD else None)
            self._note_anew(Visit(told=told, card=card, note=told.kind))

    def _answer(self, is_accepted: bool) -> None:
        if is_accepted:
            self._note(card=Card(self._visit.card.scan, self._visit.told.priority), note="priority")

    def _is_open(self, code: str) -> bool:
        """While the list is on its way, only a program can name a service: the server judges."""
        service = self._offer.service(code)
        return service.is_open if service else bool(code) and not self._offer.services

    def _run(self, errand: Errand) -> None:
        self._errand = errand
        self._note(can_retry=False)
        self._do(errand)

    def _is_asked(self, key: str) -> bool:
        return self._errand is not None and key == self._errand.key

    def _give(self, ticket: Ticket) -> None:
        if self._go(Happening.ISSUED):
            self._set(ticket=ticket, slip="queued", place="", link=self._link(ticket.link))

    def _paper(self, state: str, place: str) -> None:
        is_missing = state in _NO_PAPER
        if self._go(Happening.SLIP_MISSING if is_missing else Happening.SLIP_OUT):
            self._set(slip=state, place=place)

    def _refuse(self, why: str, said: str) -> None:
        """What was typed is most often a digit read wrongly: it stays, with the server's words."""
        is_typed = self._visit.keypad and why != "away"
        if is_typed and self._go(Happening.MISTYPED):
            self._note(problem=said)
        elif self._go(Happening.REFUSED):
            is_odd = why == "failed" and isinstance(self._errand, Take)  # said to a program
            self._set(why=why, said="" if is_odd else said)
            self._note(can_retry=is_odd or why == "away")

    def _take_offer(self, news: Offered) -> None:
        here = tuple(each for each in news.services if each.why != "ended")
        ended = tuple(each for each in news.services if each.why == "ended")
        groups = grouped(here, news.groups)
        offer = Offer(here, ended, groups, news.hall)
        self._know(replace(offer, today=day_of(self._now, offer.zone)))
        if groups and self._visit.group is None and not self._visit.is_found:
            self._go(Happening.GROUPS_CAME)
        self._begin()

    _CHOICES: ClassVar[dict[str, Callable[["TakeDesk", str], None]]] = {
        "group": _choose_group,
        "service": _choose_service,
        "page": _turn_page,
        "find": _find,
        "keypad": _open_keypad,
        "key": _press,
        "back": _back,
        "take": _take,
        "because": _because,
        "send": _send,
        "retry": _retry,
        "help": _call_help,
    }


def _key() -> str:
    return str(uuid.uuid4())
