"""Asking a printer how it is: one real-time question at a time over its port."""

from collections.abc import Callable
from typing import Final, Literal, Protocol

from printer.status import (
    QUESTIONS,
    Asb,
    Condition,
    RealTime,
    StatusReader,
    Token,
    announced,
    answered,
    question,
)

ANSWER_S: Final = 0.5  # a DLE EOT is answered at once; USB adapters add up to 16 ms
_TAKEN_S: Final = 0.05
_MOST_OTHERS: Final = 256  # tokens kept for take(); a line that babbles must not fill memory

Heard = (
    Literal["ready", "unknown", "stalled"]
    | Literal["paper_out", "cover_open", "cutter", "error", "hot", "offline", "silent"]
)


class Port(Protocol):
    """What asking needs of a port; all raise OSError when it is away."""

    def write(self, data: bytes) -> None: ...

    def write_some(self, data: bytes, timeout_s: float) -> int: ...

    def read(self, limit: int, timeout_s: float) -> bytes: ...


class Asker:
    """Keeps what one printer answered; not for two threads at once."""

    def __init__(self, port: Port, monotonic: Callable[[], float]) -> None:
        self._port, self._monotonic = port, monotonic
        self._reader = StatusReader()
        self._others: list[Token] = []
        self.forget()

    def forget(self) -> None:
        """The port was away: it may be another printer that comes back."""
        self.drop()
        self.is_stalled = False
        self.condition = Condition()
        self._questions = list(QUESTIONS)
        self._answered: set[int] = set()

    def drop(self) -> None:
        """Forget half an answer and what nobody asked for: a new slip begins."""
        self._reader.clear()
        self._others = []

    @property
    def has_ever_answered(self) -> bool:
        """About this connection: a printer that answered and stops is switched off or
        unplugged; one that never did may be unable to."""
        return bool(self._answered)

    def ask(self) -> Heard:
        """Ask all questions; silence to the first is silence.

        A question this printer has never answered is not asked again: cheap ones know some.
        """
        self._read(0)  # an answer that came too late must not pass for the next one
        for n in tuple(self._questions):
            byte = self._answer_to(n)
            if byte is not None:
                self._answered.add(n)
                self.condition = answered(self.condition, n, byte)
            elif self.is_stalled:
                return "stalled"
            elif n == QUESTIONS[0]:
                return "silent" if self.has_ever_answered else "unknown"
            elif n not in self._answered:
                self._questions.remove(n)
        return self.condition.cause or "ready"

    def is_there(self) -> bool:
        """Whether it answers one real-time question now, as only a printer does."""
        self._read(0)
        byte = self._answer_to(QUESTIONS[0])
        if byte is not None:
            self._answered.add(QUESTIONS[0])
        return byte is not None

    def take(self, timeout_s: float) -> list[Token]:
        """What else came, now or within `timeout_s`: ends of slips, mostly."""
        if not self._others:
            self._read(timeout_s)
        tokens, self._others = self._others, []
        return tokens

    def _answer_to(self, n: int) -> int | None:
        asked = question(n)
        taken = self._port.write_some(asked, _TAKEN_S)
        self.is_stalled = not taken
        if not taken:
            return None
        if taken < len(asked):
            self._port.write(asked[taken:])
        until = self._monotonic() + ANSWER_S
        while (left_s := until - self._monotonic()) > 0:
            for token in self._read(left_s):
                if isinstance(token, RealTime):
                    return token.byte
        return None

    def _read(self, timeout_s: float) -> list[Token]:
        tokens = self._reader.feed(self._port.read(64, timeout_s))
        for token in tokens:
            if isinstance(token, Asb):
                self.condition = announced(self.condition, token.bytes)
        others = [t for t in tokens if not isinstance(t, RealTime | Asb)]
        self._others = (self._others + others)[-_MOST_OTHERS:]
        return tokens
