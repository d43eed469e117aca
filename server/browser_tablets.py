"""Browsers that show ``/rate``: how one asks to be paired, and how it is known afterwards.

The table of states is in docs/reference/pairing.md, *A browser as a tablet*.
"""

import hmac
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from server.accounts import token_hash
from server.asking import Asker
from server.devices import Heard
from server.pairing import NotAsking, TooManyTries, WrongCode
from server.store import Store

AT_ONCE = 8
"""Browsers that may ask at the same time: an office pairs its tablets one after another."""
FORGOTTEN_S = 1800.0
UNSEEN_S = 120.0
"""A page looks every 5 s, one in a hidden tab once a minute: one that does not is not there."""
TRIES = 5
PAUSE_S = 60.0
KEY_BYTES = 24
"""192 random bits, as a program's token."""

_log = logging.getLogger(__name__)


class Full(Exception):
    """Too many browsers ask at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one browser stands: *state* is ``none``, ``asking`` or ``paired``.

    *key* is its secret, *code* the six digits while it asks, *counter* once it is paired.
    """

    state: str = "none"
    id: str = ""
    key: str = ""
    code: str | None = None
    counter: str | None = None


@dataclass(slots=True, kw_only=True)
class _Asking:
    """A browser that asks; *looked_at* is when its page last looked, monotonic seconds."""

    id: str
    key: str
    name: str
    code: str
    asked_at: float
    looked_at: float
    tries: int = 0
    paused_until: float = field(default=0.0)


def six_digits() -> str:
    """A code for a screen."""
    return f"{secrets.randbelow(10**6):06d}"


class BrowserTablets:
    """Who asks stands in memory alone, who is paired in the store; safe from any thread.

    :param monotonic: seconds
    :param draw_code: six digits
    """

    def __init__(
        self,
        store: Store,
        monotonic: Callable[[], float],
        draw_code: Callable[[], str] = six_digits,
    ) -> None:
        self._store = store
        self._monotonic = monotonic
        self._draw_code = draw_code
        self._asking: dict[str, _Asking] = {}
        self._lock = threading.Lock()

    def ask(self, name: str) -> Standing:
        """A browser that is not known wants to be paired.

        :raises Full: if :data:`AT_ONCE` ask already.
        """
        with self._lock:
            self._forget_old()
            if len(self._asking) >= AT_ONCE:
                raise Full
            now = self._monotonic()
            new = _Asking(
                id=secrets.token_hex(8),
                key=secrets.token_urlsafe(KEY_BYTES),
                name=name,
                code=self._draw_code(),
                asked_at=now,
                looked_at=now,
            )
            self._asking[new.id] = new
            return _standing(new)

    def standing(self, key: str) -> Standing:
        """How the browser with *key* stands; that it looked is remembered."""
        with self._lock:
            self._forget_old()
            for each in self._asking.values():
                if _is_same(each.key, key):
                    each.looked_at = self._monotonic()
                    return _standing(each)
        who = self.asker(key)
        if who is None:
            return Standing()
        return Standing(state="paired", id=who.name, key=key, counter=who.counter)

    def asker(self, key: str) -> Asker | None:
        """The tablet that a browser with *key* is, if it is paired."""
        hashed = token_hash(key)
        row = self._store.row(
            "SELECT id, counter FROM tablets WHERE token_hash = ? AND is_browser", hashed
        )
        if row is None:
            return None
        return Asker(row["id"], "tablet", row["counter"], key_space=hashed[:16])

    def heard(self) -> list[Heard]:
        """Those that ask, as the roll of devices hears tablets."""
        with self._lock:
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

    def pair(self, tablet: str, code: str, keep: Callable[[str], None]) -> None:
        """Pair the browser *tablet* that shows *code*: *keep* is given its key.

        :raises NotAsking: it asks no more. :raises WrongCode: one of :data:`TRIES` for a code.
        :raises TooManyTries: for :data:`PAUSE_S` after the last of them; there is a new code then.
        """
        with self._lock:
            self._forget_old()
            found = self._asking.get(tablet)
            if found is None:
                raise NotAsking
            if self._monotonic() < found.paused_until:
                raise TooManyTries
            if not _is_same(found.code, code):
                self._count_try(found)
                raise WrongCode
            keep(found.key)
            del self._asking[tablet]

    def _count_try(self, found: _Asking) -> None:
        found.tries += 1
        _log.warning(
            "wrong code for the browser %s (%s), try %d", found.id, found.name, found.tries
        )
        if found.tries >= TRIES:
            found.tries = 0
            found.code = self._draw_code()
            found.paused_until = self._monotonic() + PAUSE_S

    def _forget_old(self) -> None:
        now = self._monotonic()
        self._asking = {
            each.id: each
            for each in self._asking.values()
            if now - each.asked_at < FORGOTTEN_S and now - each.looked_at < UNSEEN_S
        }


def _standing(asking: _Asking) -> Standing:
    return Standing(state="asking", id=asking.id, key=asking.key, code=asking.code)


def _is_same(known: str, given: str) -> bool:
    return hmac.compare_digest(known.encode(), given.encode())
