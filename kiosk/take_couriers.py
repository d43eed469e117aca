"""The touch kiosk's threads: the list of services, and one errand for each touch."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.couriers import Courier, Put
from kiosk.errands import Arrive, AskHelp, Errand, Requeue, Take
from kiosk.hall_wire import WHOLE_HALL
from kiosk.news import BackInLine, HelpKnown, Issued, News, Offered, Refused, SlipKnown
from kiosk.pace import Backoff
from kiosk.wire import Group, Helped, Ticket

_LOGGER = logging.getLogger(__name__)

SERVICES_S = 15.0  # without live events
GROUPS_S = 60.0  # they are set up once, and the list of services comes every second
SERVICES_GAP_S = 1.0  # with them: in a full hall something is issued or called all the time
ISSUE_FOR_S = 8.0
SLIP_FOR_S = 8.0
SLIP_GAP_S = 1.0
HELP_FOR_S = 60.0
HELP_GAP_S = 2.0


class Services(Courier):
    """Keeps the list of services fresh, and with it the groups and the hall's facts."""

    def __init__(
        self, client: Client, put: Put, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__("services")
        self._client, self._put, self._now_s = client, put, now_s
        self._look_at_s = now_s()  # when the groups are due
        self._groups: tuple[Group, ...] = ()
        self._hall = WHOLE_HALL

    def work(self) -> None:
        while not self._is_over:
            self.look()
            time.sleep(SERVICES_GAP_S)
            self._rest(SERVICES_S - SERVICES_GAP_S)

    def look(self) -> None:
        """Ask once, and tell."""
        try:
            services = self._client.services()
            if self._now_s() >= self._look_at_s:
                self._look_around()
                self._look_at_s = self._now_s() + GROUPS_S
        except (ServerAway, ServerSaid) as error:
            _LOGGER.info("no list of services: %s", error)
        else:
            self._put(Offered(services, self._groups, self._hall))

    def _look_around(self) -> None:
        """Without these people can still take a number. :raises ServerAway:"""
        try:
            self._groups = self._client.groups()
            self._hall = self._client.hall()
        except ServerSaid as error:
            _LOGGER.info("no groups or no hall: %s", error)


class _Asking(Courier):
    """Asks with one key until the server answers, for 8 s at the most."""

    def __init__(self, client: Client, put: Put, errand: Errand) -> None:
        super().__init__(type(errand).__name__)
        self._client = replace(client, language=errand.language)
        self._put, self._key = put, errand.key

    def _ask(self, ask: Callable[[], Ticket]) -> Ticket | None:
        ends_at_s = time.monotonic() + ISSUE_FOR_S
        backoff = Backoff(0.2, 2.0)
        while True:
            try:
                return ask()
            except ServerSaid as said:
                _LOGGER.warning("%s: %s", self._thread.name, said)
                if said.status < 500:
                    self._put(_refusal(self._key, said))
                    return None
            except ServerAway as away:
                _LOGGER.warning("%s: %s", self._thread.name, away)
            if time.monotonic() > ends_at_s:
                self._put(Refused(self._key, "away"))
                return None
            time.sleep(backoff.wait_s())

    def _give(self, ticket: Ticket) -> None:
        self._put(Issued(self._key, ticket))
        self._put(self._slip(ticket))

    def _slip(self, ticket: Ticket) -> News:
        place = ""
        ends_at_s = time.monotonic() + SLIP_FOR_S
        while ticket.slip.state in ("queued", "printing"):
            if time.monotonic() + SLIP_GAP_S > ends_at_s:
                return SlipKnown(self._key, "late")
            time.sleep(SLIP_GAP_S)
            try:
                ticket = self._client.ticket(ticket.id)
            except (ServerAway, ServerSaid) as error:
                _LOGGER.info("ticket %d: %s", ticket.id, error)
            if ticket.slip.place and ticket.slip.place != place:
                place = ticket.slip.place
                self._put(SlipKnown(self._key, "queued", place))
        return SlipKnown(self._key, ticket.slip.state, ticket.slip.place or "")


class TakeNumber(_Asking):
    """Asks for a ticket, then looks whether the slip came out."""

    def __init__(self, client: Client, put: Put, errand: Take) -> None:
        super().__init__(client, put, errand)
        self._errand = errand

    def work(self) -> None:
        it = self._errand
        if ticket := self._ask(lambda: self._client.issue(it.service, it.key, it.card)):
            self._give(ticket)


class ComeBack(_Asking):
    """Back into line by the label on the slip."""

    def __init__(self, client: Client, put: Put, errand: Requeue) -> None:
        super().__init__(client, put, errand)
        self._errand = errand

    def work(self) -> None:
        if ticket := self._ask(lambda: self._client.requeue(self._errand.label, self._key)):
            self._put(BackInLine(self._key, ticket))


class ComeToAppointment(_Asking):
    """The number of somebody who has an appointment."""

    def __init__(self, client: Client, put: Put, errand: Arrive) -> None:
        super().__init__(client, put, errand)
        self._by = {"code": errand.code} if errand.scan is None else {"scan": errand.scan}

    def work(self) -> None:
        ticket = self._ask(lambda: self._client.arrive(self._by, self._key))
        if ticket and ticket.slip.state == "printed":  # used before: its slip came out long ago
            self._put(BackInLine(self._key, ticket))
        elif ticket:
            self._give(ticket)


class CallHelp(Courier):
    """Tells the staff, then looks whether one of them says that they come."""

    def __init__(self, client: Client, put: Put, errand: AskHelp) -> None:
        super().__init__("call-help")
        self._client = replace(client, language=errand.language)
        self._put, self._key = put, errand.key

    def work(self) -> None:
        try:
            helped = self._client.ask_help(self._key)
        except (ServerAway, ServerSaid) as error:
            _LOGGER.warning("nobody could be told that help is asked for: %s", error)
            self._put(HelpKnown(self._key, "failed"))
            return
        if not helped.is_answered:
            self._put(HelpKnown(self._key, "told"))
            helped = self._wait(helped)
        if helped.is_answered:
            self._put(HelpKnown(self._key, "coming"))

    def _wait(self, helped: Helped) -> Helped:
        ends_at_s = time.monotonic() + HELP_FOR_S
        while not helped.is_answered and time.monotonic() < ends_at_s:
            time.sleep(HELP_GAP_S)
            try:
                helped = self._client.helped(helped.id)
            except (ServerAway, ServerSaid) as error:
                _LOGGER.info("help %d: %s", helped.id, error)
        return helped


def run(errand: Errand, client: Client, put: Put) -> Courier:
    """A courier for the errand, to be started."""
    match errand:
        case Take():
            return TakeNumber(client, put, errand)
        case Requeue():
            return ComeBack(client, put, errand)
        case Arrive():
            return ComeToAppointment(client, put, errand)
        case AskHelp():
            return CallHelp(client, put, errand)


def _refusal(key: str, said: ServerSaid) -> Refused:
    return Refused(key, "closed" if said.status == 409 else "failed", said.title)
