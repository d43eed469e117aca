"""What is shown to a scanner: at a kiosk for the next ticket there, at a counter to be called.

A card is forgotten within the call that read it.  What is kept, for two minutes and in memory
alone, is a token of chance, a fingerprint salted for the day and how old somebody is at least.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from server import appointment_rows, cards, queries
from server.acts import Act
from server.asking import Asker, Request
from server.cards import Scan
from server.counters import Counters
from server.errors import OfficeError, Refused, StoreFailed, Unknown
from server.office import Office
from server.persons import Claim, Persons
from server.shapes import Ticket
from server.store import Store
from server.throttle import TooManyTries
from server.tickets import IN_HAND

_log = logging.getLogger(__name__)

EVENT = "scan"
KEPT_S = 120.0
"""Time to read the question and to choose a service; after that somebody else may stand there."""
MOST_KEPT = 100
SAME_S = 3.0
"""A reader that reads by itself reads a card that is held there again and again."""
ELDERLY = "elderly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a token stands for: somebody's *claim* on today, or the *code* of an appointment."""

    until_s: float
    claim: Claim | None = field(default=None, repr=False)
    code: str = field(default="", repr=False)


class Scans:
    """The scans of one office.

    :param tell: says something on ``/live`` that is kept nowhere.
    """

    def __init__(
        self,
        store: Store,
        office: Office,
        persons: Persons,
        tell: Callable[[str, Mapping[str, object]], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._office = office
        self._persons = persons
        self._tell = tell
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}
        self._last: dict[str, tuple[int, float]] = {}

    def at_kiosk(self, kiosk: str, text: str) -> None:
        """Something was shown at *kiosk*: 20 ms of one core for a card."""
        if self._is_again(kiosk, text):
            return
        said: dict[str, object] = {"kiosk": kiosk, "kind": cards.RUBBISH, "scan": None}
        try:
            said |= self._answer(cards.read(text, self._today()))
        except (OfficeError, TooManyTries, StoreFailed) as error:
            _log.info("kiosk %s: a scan came to nothing: %s", kiosk, type(error).__name__)
        self._tell(EVENT, said)

    def held(self, token: str) -> Held | None:
        """What *token* stands for, ``None`` when it is over."""
        self.sweep()
        with self._lock:
            return self._held.get(token)

    def code(self, token: str) -> str:
        """The appointment's code that *token* stands for. :raises Refused: ``scan_over``."""
        found = self.held(token)
        if found is None or not found.code:
            raise Refused("scan_over")
        return found.code

    def used(self, token: str) -> None:
        """It has had its ticket."""
        with self._lock:
            self._held.pop(token, None)

    def sweep(self) -> None:
        """Forget what is over: a chore of every second."""
        now_s = self._monotonic()
        with self._lock:
            for token in [each for each, held in self._held.items() if held.until_s <= now_s]:
                del self._held[token]

    def _answer(self, scan: Scan) -> dict[str, object]:
        match scan.kind:
            case cards.CITIZEN_CARD:
                return self._card(scan)
            case cards.APPOINTMENT:
                return {"kind": cards.APPOINTMENT, "scan": self._keep(code=scan.text)}
            case cards.APPOINTMENT_PAGE:
                with self._store.reading() as connection:
                    row = appointment_rows.by_secret(connection, scan.text)
                return {"kind": cards.APPOINTMENT, "scan": self._keep(code=row["code"])}
            case cards.SLIP | cards.LABEL:
                return {
                    "kind": cards.SLIP,
                    "label": ticket_of(self._store, self._office, scan).label,
                }
            case _:
                return {"kind": scan.kind}

    def _card(self, scan: Scan) -> dict[str, object]:
        if scan.age is not None and scan.age < cards.CHILD:
            return {"kind": "child"}  # a ticket without a card: nobody's identity is taken down
        claim = self._persons.claim(scan.identity, self._today())
        age = scan.age_from
        return {
            "kind": cards.CITIZEN_CARD,
            "scan": self._keep(claim=claim),
            "priority": None if age is None else ELDERLY,
            "age": age,
        }

    def _keep(self, *, claim: Claim | None = None, code: str = "") -> str:
        self.sweep()
        token = secrets.token_urlsafe(16)
        held = Held(until_s=self._monotonic() + KEPT_S, claim=claim, code=code)
        with self._lock:
            self._held[token] = held
            while len(self._held) > MOST_KEPT:
                del self._held[next(iter(self._held))]
        return token

    def _is_again(self, kiosk: str, text: str) -> bool:
        """Compared by Python's own salted hash: the text itself is not kept."""
        with self._lock:
            was, at_s = self._last.get(kiosk, (0, float("-inf")))
            now_s = self._monotonic()
            self._last[kiosk] = (hash(text), now_s)
            return was == hash(text) and now_s - at_s < SAME_S

    def _today(self) -> date:
        return date.fromisoformat(self._office.today())


class CounterScans:
    """Slips shown at counters.

    :param refuse: lets the keypads of a counter say that nothing came of it.
    """

    def __init__(
        self,
        store: Store,
        office: Office,
        counters: Counters,
        refuse: Callable[[str], None],
    ) -> None:
        self._store = store
        self._office = office
        self._counters = counters.seen_by(_check_open)
        self._refuse = refuse

    def at_counter(self, counter: str, text: str) -> bool:
        """Call the ticket whose slip was shown at *counter*; false when nothing came of it.

        Only an open counter calls, and the slip of the ticket in hand changes nothing.
        """
        try:
            scan = cards.read(text, self._office.local().date())
            ticket = ticket_of(self._store, self._office, scan)
            if self._has_in_hand(counter, ticket.id):
                return True
            asked = Request(Asker(f"scanner-{counter}", "counter", counter), None, ("scan",))
            self._counters.call(counter, ticket.id, asked)
        except (OfficeError, StoreFailed) as error:
            said = error.code if isinstance(error, OfficeError) else "the file"
            _log.info("counter %s: a scan came to nothing: %s", counter, said)
            self._refuse(counter)
            return False
        return True

    def _has_in_hand(self, counter: str, ticket: int) -> bool:
        with self._store.reading() as connection:
            held = queries.row_in_hand(connection, counter)
        return held is not None and held["id"] == ticket and held["state"] in IN_HAND


def ticket_of(store: Store, office: Office, scan: Scan) -> Ticket:
    """The ticket of a slip. :raises Unknown: ``no_such_ticket``."""
    with store.reading() as connection:
        if scan.kind == cards.SLIP:
            return queries.ticket_by_secret(connection, scan.text)
        if scan.kind == cards.LABEL:
            return queries.ticket_by_label(connection, office.today(), scan.text)
    raise Unknown("no_such_ticket")


def _check_open(act: Act) -> None:
    """Whoever sits down opens the counter, not a slip that is held there."""
    if act.state()["state"] != "open":
        raise Refused("changed_since", label=act.number)
