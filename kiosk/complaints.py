"""What goes wrong again and again, told to the log once a minute and with a count."""

import threading
import time
from collections.abc import Callable

AGAIN_S = 60.0
_REMEMBERED = 200  # different things that are told apart; beyond that the oldest is forgotten


class Complaints:
    """Says each thing once a minute, and how often it happened meanwhile. Safe from any thread."""

    def __init__(
        self, say: Callable[[str], None], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._say, self._monotonic = say, monotonic
        self._lock = threading.Lock()
        self._told: dict[str, tuple[float, int]] = {}  # when, and how often since

    def about(self, thing: str) -> None:
        """`thing` happened."""
        now_s = self._monotonic()
        with self._lock:
            at_s, since = self._told.get(thing, (None, 0))
            is_due = at_s is None or now_s - at_s >= AGAIN_S
            self._told.pop(thing, None)
            self._told[thing] = (now_s, 0) if at_s is None or is_due else (at_s, since + 1)
            while len(self._told) > _REMEMBERED:
                del self._told[next(iter(self._told))]
        if is_due:
            self._say(f"{thing} ({since} times more before)" if since else thing)
