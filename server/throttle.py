"""How often somebody may try: signing in, guessing a code, taking numbers without being known."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

TRIES = 5
WITHIN_S = 60.0
AT_ONCE = 2
"""Passwords hashed at the same time (50 ms each): the other request threads stay with the queue."""
REMEMBERED = 1000
"""Names with something counted at the most; beyond that the oldest is forgotten."""


class TooManyTries(Exception):
    """Not now: too much under this name, or too many people at once."""


class TooSoon(TooManyTries):
    """Not for another *seconds* seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Limit:
    """Counts a name up to *tries* within *within_s* seconds; safe from any thread."""

    def __init__(
        self, monotonic: Callable[[], float], tries: int = TRIES, within_s: float = WITHIN_S
    ) -> None:
        self._monotonic = monotonic
        self._tries = tries
        self._within_s = within_s
        self._counted: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def check(self, name: str) -> None:
        """:raises TooManyTries: if *name* has had its tries."""
        with self._lock:
            self._check(name)

    def count(self, name: str) -> None:
        """That was one."""
        with self._lock:
            self._count(name)

    def take(self, name: str) -> None:
        """One more, if *name* may. :raises TooManyTries: if it has had its tries."""
        with self._lock:
            self._check(name)
            self._count(name)

    @contextmanager
    def one(self, name: str) -> Iterator[None]:
        """:meth:`take` for what is done inside; what fails there does not count."""
        self.take(name)
        is_done = False
        try:
            yield
            is_done = True
        finally:
            if not is_done:
                self._give_back(name)

    def _give_back(self, name: str) -> None:
        with self._lock:
            if counted := self._counted.get(name):  # it may be forgotten meanwhile
                counted.pop()

    def _check(self, name: str) -> None:
        counted = self._counted.get(name, deque())
        while counted and self._monotonic() - counted[0] >= self._within_s:
            counted.popleft()
        if len(counted) >= self._tries:
            raise TooManyTries

    def _count(self, name: str) -> None:
        counted = self._counted.setdefault(name, deque(maxlen=self._tries))
        counted.append(self._monotonic())
        while len(self._counted) > REMEMBERED:
            del self._counted[next(iter(self._counted))]


FREE_GUESSES = 5
FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 30.0
GUESSES_WITHIN_S = 600.0
MOST_COUNTED = 64
"""An old citizen may mistype a code five times without noticing anything; then each wrong code
costs a pause, 2, 4, 8, 16 and from there on 30 s: a kiosk's next citizen waits half a minute at
the most.  Whoever guesses on and on has one guess in 30 s, 2,880 a day.  Only a code that is due
within its grace brings out a ticket: of 20 such among 10**8 codes one is hit in 5,000,000 guesses,
which takes five years; somebody who asks for any of 1,000 that are booked learns of one in 35 days,
and still cannot give it back without the booking's own browser."""


def pause_s(wrong: int) -> float:
    """How long after the last of *wrong* guesses the next may come."""
    if wrong < FREE_GUESSES:
        return 0.0
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(wrong - FREE_GUESSES, 10))


@dataclass
class _Guesser:
    """*wrong*: when, as far as it is remembered; *pending*: guesses not known to be right yet."""

    wrong: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_COUNTED))
    pending: int = 0


class Guesses:
    """Makes whoever guesses wait longer and longer, and nobody for long; safe from any thread."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        wrong: type[Exception],
        patience_s: float = 5.0,
    ) -> None:
        self._monotonic = monotonic
        self._wrong = wrong
        self._patience_s = patience_s
        self._guessers: dict[str, _Guesser] = {}
        self._known = threading.Condition()

    @contextmanager
    def one(self, name: str) -> Iterator[None]:
        """One guess; what is done inside raises the *wrong* of this object if it was.

        Guesses at the same time wait for each other where all might be wrong and not all would be
        free; so never on the event loop.

        :raises TooSoon: if a pause is not over.
        """
        guesser = self._take(name)
        is_wrong = False
        try:
            yield
        except self._wrong:
            is_wrong = True
            raise
        finally:
            self._know(guesser, is_wrong)

    def _take(self, name: str) -> _Guesser:
        with self._known:
            guesser = self._guessers.setdefault(name, _Guesser())
            while len(self._guessers) > REMEMBERED:
                del self._guessers[next(iter(self._guessers))]
            if not self._known.wait_for(lambda: self._is_next(guesser), self._patience_s):
                raise TooSoon(FIRST_PAUSE_S)
            if guesser.wrong:
                over_at = guesser.wrong[-1] + pause_s(len(guesser.wrong))
                if (left := over_at - self._monotonic()) > 0:
                    raise TooSoon(left)
            guesser.pending += 1
            return guesser

    def _is_next(self, guesser: _Guesser) -> bool:
        now, wrong = self._monotonic(), guesser.wrong
        while wrong and now - wrong[0] >= GUESSES_WITHIN_S:
            wrong.popleft()
        return guesser.pending == 0 or guesser.pending + len(wrong) < FREE_GUESSES

    def _know(self, guesser: _Guesser, is_wrong: bool) -> None:
        with self._known:
            guesser.pending -= 1
            if is_wrong:
                guesser.wrong.append(self._monotonic())
            self._known.notify_all()


class Throttle:
    """Counts failures to sign in, a name."""

    def __init__(self, monotonic: Callable[[], float], patience_s: float = 1.0) -> None:
        self._patience_s = patience_s
        self._failures = Limit(monotonic)
        self._hashing = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def attempt(self, name: str) -> Iterator[Callable[[], None]]:
        """Try to sign in as *name*; call what is given if it was in vain.

        :raises TooManyTries: before any password is looked at.
        """
        self._failures.check(name)
        if not self._hashing.acquire(timeout=self._patience_s):
            raise TooManyTries
        try:
            yield lambda: self._failures.count(name)
        finally:
            self._hashing.release()
