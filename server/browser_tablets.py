"""Browsers that show ``/rate`` and ask to be paired: letters to them, and their answers.

A page can not listen for a connection, so the requests of pairing lie here until it asks for them;
the exchange itself is :mod:`server.pairing`'s.  docs/reference/pairing.md, *A browser as a tablet*.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.devices import Heard
from server.pairing import NotAsking, Offer, TabletUnreachable, pair

AT_ONCE = 8
"""Browsers that may ask at the same time: an office pairs its tablets one after another."""
FORGOTTEN_S = 1800.0
UNSEEN_S = 120.0
"""A page looks each second, one in a hidden tab once a minute: one that does not is not there."""
PATIENCE_S = 3.5
"""For each of a pairing's two answers: a page looks each second, and a slow tablet reckons for one.
An administrator's page waits 8 s for both."""


class Full(Exception):
    """Too many browsers ask at once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A request of pairing that waits for its page, to ``/pair/start`` or ``/pair/finish``."""

    number: int
    path: str
    body: Mapping[str, object]


Answer = tuple[int, dict[str, object]]
"""Status and body, as the small listener of a program answers."""


@dataclass(slots=True, kw_only=True)
class _Asking:
    """A browser that asks; *looked_at* is when its page last looked, monotonic seconds."""

    id: str
    name: str
    asked_at: float
    looked_at: float
    letter: Letter | None = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page that asks, as :func:`server.pairing.pair` reaches it."""

    browsers: "BrowserTablets"
    id: str

    def post(self, path: str, body: dict[str, object]) -> Answer:
        """What the page answers.

        :raises TabletUnreachable: nothing, in time. :raises NotAsking: it asks no more.
        """
        return self.browsers.send(self.id, path, body)


class BrowserTablets:
    """Who asks stands in memory alone; safe from any thread.

    :param monotonic: seconds
    :param patience_s: how long a page has to answer
    """

    def __init__(self, monotonic: Callable[[], float], patience_s: float = PATIENCE_S) -> None:
        self._monotonic = monotonic
        self._patience_s = patience_s
        self._asking: dict[str, _Asking] = {}
        self._written = 0
        self._answered = threading.Condition()

    def ask(self, name: str) -> str:
        """A browser wants to be paired; the id (16 hex digits) under which it asks, and only it.

        :raises Full: if :data:`AT_ONCE` ask already.
        """
        with self._answered:
            self._forget_old()
            if len(self._asking) >= AT_ONCE:
                raise Full
            now = self._monotonic()
            new = _Asking(id=secrets.token_hex(8), name=name, asked_at=now, looked_at=now)
            self._asking[new.id] = new
            return new.id

    def look(self, tablet: str) -> tuple[bool, Letter | None]:
        """Whether *tablet* asks, and what waits for it; that it looked is remembered."""
        with self._answered:
            found = self._found(tablet)
            if found is None:
                return False, None
            found.looked_at = self._monotonic()
            return True, found.letter if found.answer is None else None

    def answer(self, tablet: str, number: int, answer: Answer) -> bool:
        """The page's answer to the letter with this number; whether one was waited for."""
        with self._answered:
            found = self._found(tablet)
            if found is None or found.letter is None or found.letter.number != number:
                return False
            if found.answer is not None:
                return False
            found.answer = answer
            self._answered.notify_all()
            return True

    def send(self, tablet: str, path: str, body: Mapping[str, object]) -> Answer:
        """Lay a request down for *tablet*, and wait for what it answers.

        :raises TabletUnreachable: nothing, in time. :raises NotAsking: it asks no more.
        """
        with self._answered:
            found = self._found(tablet)
            if found is None:
                raise NotAsking
            self._written += 1
            found.letter, found.answer = Letter(self._written, path, body), None
            self._answered.wait_for(lambda: found.answer is not None, self._patience_s)
            answer, found.letter, found.answer = found.answer, None, None
        if answer is None:
            raise TabletUnreachable
        return answer

    def pair(self, tablet: str, code: str, offer: Offer, keep: Callable[[str], None]) -> None:
        """Pair the browser *tablet* that shows *code*: *keep* is given its token.

        :raises PairingFailed: as :func:`server.pairing.pair` says
        """
        pair(Page(self, tablet), code, offer, keep)
        with self._answered:
            self._asking.pop(tablet, None)

    def heard(self) -> list[Heard]:
        """Those that ask, as the roll of devices hears tablets."""
        with self._answered:
            self._forget_old()
            now = self._monotonic()
            return [
                Heard(
                    id=each.id,
                    kind="rate",
                    name=each.name,
                    address="",
                    port=0,
                    is_asking=True,
                    heard_s_ago=now - each.looked_at,
                    is_browser=True,
                )
                for each in self._asking.values()
            ]

    def _found(self, tablet: str) -> _Asking | None:
        self._forget_old()
        return self._asking.get(tablet)

    def _forget_old(self) -> None:
        now = self._monotonic()
        self._asking = {
            each.id: each
            for each in self._asking.values()
            if now - each.asked_at < FORGOTTEN_S and now - each.looked_at < UNSEEN_S
        }
