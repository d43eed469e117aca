"""How often somebody may try: signing in, guessing a code, taking numbers without being known."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIES = 5
WITHIN_S = 60.0
AT_ONCE = 2
"""Passwords hashed at the same time (50 ms each): the other request threads stay with the queue."""
REMEMBERED = 1000
"""Names with something counted at the most; beyond that the oldest is forgotten."""


class TooManyTries(Exception):
    """Not now: too much under this name, or too many people at once."""


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
