"""The server's clock, as far as the tablet knows it: a tablet's own clock is often wrong."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class ServerTime:
    """Learned from a heartbeat, carried on by the monotonic clock; before that, our own clock."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._base_at = datetime.now(UTC)
        self._base_s = monotonic()

    def learn(self, now: str, asked_s: float, answered_s: float) -> None:
        """`now` (RFC 3339) was the server's clock between two monotonic seconds.

        :raises ValueError: `now` is not an instant with a zone
        """
        at = datetime.fromisoformat(now)
        if at.tzinfo is None:
            raise ValueError("an instant without a zone")
        self._base_at, self._base_s = at.astimezone(UTC), (asked_s + answered_s) / 2

    def now(self) -> str:
        """RFC 3339, UTC, to the millisecond."""
        at = self._base_at + timedelta(seconds=self._monotonic() - self._base_s)
        return at.isoformat(timespec="milliseconds")
