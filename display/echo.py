"""Our own bytes coming back on a two-wire cable, and what it means when they come back wrong.

Pure: told what was sent and what arrived. The rules: docs/reference/board-protocols.md, "Echo and
collisions".
"""

from collections.abc import Callable

# So many frames in a row must come back before an adapter is held to echo, and so many must not
# before one that was found to is held not to: one stray copy is not a habit.
STREAK = 5
# A USB adapter hands bytes over up to 16 ms late, a serial server on the network some more.
ECHO_WAIT_S = 0.05
# Back-off: a random part of 1, 2, 4 … slots, each as long as a frame, never more than this.
MAX_DOUBLINGS = 4
LONGEST_BACK_OFF_S = 0.25


class Echo:
    """Tells our own frame from what others say. ``is_sure``: the settings say that it echoes."""

    def __init__(self, *, is_sure: bool = False) -> None:
        self._is_sure = self._has_echo = is_sure
        self._streak = 0
        self._awaited = b""
        self._may_miss = False
        self.held = b""
        """Came, and may yet become our frame."""
        self.others = 0
        """How many bytes came since the last frame went out that are not of it."""
        self.is_back = False
        """The whole of the last frame has come back."""

    @property
    def has_echo(self) -> bool:
        """Every frame comes back, so one that does not has met another sender."""
        return self._has_echo

    def send(self, frame: bytes) -> bytes:
        """``frame`` goes out now (b"": one that cannot be told from its answer). Gives out what
        was held back for the frame before.
        """
        if self._awaited and not self._may_miss:
            self._count(is_back=False)
        held, self.held = self.held, b""
        self._awaited, self._may_miss = frame, False
        self.is_back, self.others = False, 0
        return held

    def may_come_again(self, frame: bytes) -> None:
        """``frame`` came, as its echo or as an answer that looks the same; a second one tells."""
        self._awaited, self._may_miss = frame, True

    def take(self, data: bytes) -> bytes:
        """What of ``data`` is not our own frame; its likely beginning is held back."""
        came, self.held = self.held + data, b""
        if self._awaited:
            before, mark, behind = came.partition(self._awaited)
            if mark:
                self._count(is_back=True)
                self._awaited, self.is_back = b"", True
                came = before + behind
            else:
                kept = _overlap(came, self._awaited)
                came, self.held = came[: len(came) - kept], came[len(came) - kept :]
        self.others += len(came)
        return came

    def forget(self) -> None:
        """The port was opened anew: it may be another adapter, and nothing comes back now."""
        self._has_echo, self._streak = self._is_sure, 0
        self._awaited = self.held = b""

    def _count(self, *, is_back: bool) -> None:
        """Changes its mind after STREAK frames in a row that speak against it. A frame that came
        back spoiled says nothing about the adapter.
        """
        is_spoiled = self._has_echo and bool(self.others or self.held)
        if self._is_sure or is_spoiled or is_back == self._has_echo:
            self._streak = 0
            return
        self._streak += 1
        if self._streak >= STREAK:
            self._has_echo, self._streak = is_back, 0


def _overlap(came: bytes, awaited: bytes) -> int:
    """How many last bytes of ``came`` may be the beginning of ``awaited``."""
    most = min(len(came), len(awaited) - 1)
    return next((n for n in range(most, 0, -1) if came.endswith(awaited[:n])), 0)


class BackOff:
    """How long to wait after a collision; ``random`` gives 0.0 up to 1.0."""

    def __init__(self, slot_s: float, random: Callable[[], float]) -> None:
        self._slot_s, self._random = slot_s, random
        self._in_a_row = 0

    def collided(self) -> float:
        """Seconds to wait now."""
        slots = 1 << min(self._in_a_row, MAX_DOUBLINGS)
        self._in_a_row += 1
        return min(self._random() * slots * self._slot_s, LONGEST_BACK_OFF_S)

    def went_well(self) -> None:
        """The next collision is a first one again."""
        self._in_a_row = 0
