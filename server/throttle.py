"""How often somebody may try to sign in: hashing a password is dear on purpose (50 ms)."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIES = 5
WITHIN_S = 60.0
AT_ONCE = 2
"""Passwords hashed at the same time: the other request threads stay with the queue."""
REMEMBERED = 1000
"""Names with failures at the most; beyond that the oldest is forgotten."""


class TooManyTries(Exception):
    """Not now: too many failures for this name, or too many people signing in at once."""


class Throttle:
    """Counts failures a name."""

    def __init__(self, monotonic: Callable[[], float], patience_s: float = 1.0) -> None:
        self._monotonic = monotonic
        self._patience_s = patience_s
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()
        self._hashing = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def attempt(self, name: str) -> Iterator[Callable[[], None]]:
        """Try to sign in as *name*; call what is given if it was in vain.

        :raises TooManyTries: before any password is looked at.
        """
        if self._is_barred(name) or not self._hashing.acquire(timeout=self._patience_s):
            raise TooManyTries
        try:
            yield lambda: self._failed(name)
        finally:
            self._hashing.release()

    def _is_barred(self, name: str) -> bool:
        with self._lock:
            failures = self._failures.get(name, deque())
            while failures and self._monotonic() - failures[0] >= WITHIN_S:
                failures.popleft()
            return len(failures) >= TRIES

    def _failed(self, name: str) -> None:
        with self._lock:
            self._failures.setdefault(name, deque(maxlen=TRIES)).append(self._monotonic())
            while len(self._failures) > REMEMBERED:
                del self._failures[next(iter(self._failures))]
