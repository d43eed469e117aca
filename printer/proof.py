"""What a printer's answers prove of one slip; pure. `docs/explanation/paper.md` has the rules.

A printer does things in order and can only lose what it has not done yet, all at once. So when
the newest question is answered and nothing more comes, what was not answered before it is lost.
"""

from typing import Final

from printer.status import InOrder, Noise, ProcessId, Token

ASK_IN_ORDER: Final = b"\x1d\x72\x01" * 2
"""GS r 1 twice: one stray zero on the line is common, a pair and nothing else is not."""
ASK_PROCESS_ID: Final = b"\x1d\x28\x48\x06\x00\x30\x30"
_PAIR: Final = 2
_PAPER_THERE: Final = (0x00, 0x03)  # plenty, near end; without paper GS r is not answered
_MOST_OWED: Final = 8


class InOrderProof:
    """By GS r 1 after the cut. `owed`: answers to earlier questions that may still come."""

    needs_cross_check: Final = True

    def __init__(self, owed: int) -> None:
        self.has_noise = False
        self._asked, self._got, self._is_fenced = owed, 0, False

    def question(self) -> bytes:
        """What to send after the slip."""
        self._asked += _PAIR
        return ASK_IN_ORDER

    def fence(self) -> bytes:
        """What to send when the end of the slip has not been heard: answered, it settles."""
        self._is_fenced = True
        return self.question()

    def hear(self, token: Token) -> bool:
        """Take in what came; true when it was an answer."""
        match token:
            case InOrder(byte) if byte in _PAPER_THERE:
                self._got += 1
                return True
            case InOrder() | Noise():
                self.has_noise = True
        return False

    @property
    def is_done(self) -> bool:
        """Everything that was asked has been answered, and nothing else came."""
        return self._got == self._asked and not self.has_noise

    @property
    def is_fence_heard(self) -> bool:
        """At least the newest pair was answered: true of the slip or not, nothing is pending
        once the line is quiet."""
        return self._is_fenced and self._got >= _PAIR

    @property
    def owed(self) -> int:
        """Answers that may still come, when this slip is given up now."""
        return 0 if self.is_fence_heard else min(_MOST_OWED, max(0, self._asked - self._got))


class ProcessIdProof:
    """By GS ( H function 48 with a number of its own; no other answer passes for it."""

    needs_cross_check: Final = False
    owed: Final = 0

    def __init__(self, id: bytes, fence_id: bytes) -> None:
        self.has_noise = False
        self._id, self._fence_id = id, fence_id
        self.is_done = self.is_fence_heard = False

    def question(self) -> bytes:
        """What to send after the slip."""
        return ASK_PROCESS_ID + self._id

    def fence(self) -> bytes:
        """What to send when the end of the slip has not been heard."""
        return ASK_PROCESS_ID + self._fence_id

    def hear(self, token: Token) -> bool:
        """Take in what came; true when it was an answer."""
        match token:
            case ProcessId(id):
                self.is_done |= id == self._id
                self.is_fence_heard |= id == self._fence_id
                return True
            case Noise():
                self.has_noise = True
        return False


Proof = InOrderProof | ProcessIdProof
