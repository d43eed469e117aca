"""What goes wrong again and again, told to the log once in a while and with a count."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

AGAIN_S = 60.0
REMEMBERED = 1000
"""Different things that are told apart at the most; beyond that the oldest is forgotten."""


@dataclass(slots=True)
class _Told:
    at_s: float
    since: int = 0


class Complaints:
    """Says each thing once a minute, and how often it happened meanwhile.  Safe from any thread.

    :param say: writes a line.
    :param monotonic: seconds.
    """

    def __init__(self, say: Callable[[str], None], monotonic: Callable[[], float]) -> None:
        self._say = say
        self._monotonic = monotonic
        self._told: dict[str, _Told] = {}
        self._lock = threading.Lock()

    def about(self, thing: str) -> None:
        """*thing* happened."""
        line = self._line(thing)
        if line is not None:
            self._say(line)

    def _line(self, thing: str) -> str | None:
        now_s = self._monotonic()
        with self._lock:
            told = self._told.get(thing)
            if told is not None and now_s - told.at_s < AGAIN_S:
                told.since += 1
                return None
            self._told.pop(thing, None)
            self._told[thing] = _Told(now_s)
            while len(self._told) > REMEMBERED:
                del self._told[next(iter(self._told))]
        return thing if not told or not told.since else f"{thing} ({told.since} times more before)"
