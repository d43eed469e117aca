"""How long to wait before the next try."""

import random
from collections.abc import Callable


class Backoff:
    """Doubling from `first_s` to `most_s`, each wait drawn from its upper half.

    The draw keeps sixty tablets from coming back in the same instant after a power cut.
    """

    def __init__(
        self, first_s: float, most_s: float, draw: Callable[[], float] = random.random
    ) -> None:
        self._first_s, self._most_s, self._draw = first_s, most_s, draw
        self._next_s = first_s

    def wait_s(self) -> float:
        """The wait before the next try; the one after it will be longer."""
        whole_s, self._next_s = self._next_s, min(2 * self._next_s, self._most_s)
        return whole_s * (0.5 + self._draw() / 2)

    def reset(self) -> None:
        """It went well."""
        self._next_s = self._first_s
