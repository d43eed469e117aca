"""How long bytes take on a serial wire; pure, the clock is handed in."""

# A longer silence than this starts a new stream; within it a late wake-up is made up for.
SLACK_S = 0.005
_PIECES_PER_S = 200


class Pace:
    """The wire's time table. baud None: no wire, nothing waits. 8N1 and 7E1 are 10 bits a byte;
    what comes within slack_s after the last byte is taken to have come right behind it.
    """

    def __init__(self, baud: int | None, bits_per_byte: int = 10, slack_s: float = SLACK_S) -> None:
        self._slack_s = slack_s
        self._byte_s = bits_per_byte / baud if baud else 0.0
        self._free_s = float("-inf")
        # At most 5 ms of wire at a time, so that a device sees bytes about when they would come;
        # 0 when not paced.
        self.piece_bytes = max(1, int(1 / self._byte_s / _PIECES_PER_S)) if baud else 0

    def wait_s(self, count: int, now_s: float) -> float:
        """Seconds from now until the last of count bytes has passed; books the wire until then.

        The wire is booked from when it became free, if that was just now, so that the error of
        one sleep does not add up over a stream; else from now.
        """
        if not self._byte_s:
            return 0.0
        start_s = self._free_s if now_s - self._free_s < self._slack_s else now_s
        self._free_s = start_s + count * self._byte_s
        return max(0.0, self._free_s - now_s)
