"""The clocks that are handed to the office: the machine's own, or a faster one for rehearsals."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]


def machine_now() -> datetime:
    """The machine's clock as an aware instant."""
    return datetime.now(UTC)


class FastClock:
    """A clock that starts at *start* and runs *speed* times as fast as time does."""

    def __init__(
        self, start: datetime, speed: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._start = start
        self._speed = speed
        self._monotonic = monotonic
        self._began = monotonic()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The office's instant."""
        with self._lock:
            elapsed_s = (self._monotonic() - self._began) * self._speed
            return self._start + timedelta(seconds=elapsed_s)

    def jump_to(self, later: datetime) -> None:
        """Go on from *later*: a rehearsal skips the night. Never goes back."""
        with self._lock:
            elapsed_s = (self._monotonic() - self._began) * self._speed
            current = self._start + timedelta(seconds=elapsed_s)
            self._start, self._began = max(later, current), self._monotonic()
