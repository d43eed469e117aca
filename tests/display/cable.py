"""A cable for tests: its far end is a software device, its clock moves only as it is told to."""

from collections.abc import Callable
from typing import Any

from display.bus import Bus
from display.protocol import Protocol
from display.virtual import VirtualBoards


class Clock:
    """A monotonic clock in seconds that stands still until told otherwise."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Cable:
    """The port. ``sent`` holds (instant, frame); write() returns at once, as it does."""

    def __init__(self, feed: Callable[[bytes], bytes], protocol: Protocol, clock: Clock) -> None:
        self.feed, self.protocol, self.clock = feed, protocol, clock
        self.sent: list[tuple[float, bytes]] = []
        self.arrived = b""
        self.arrived_at_s = 0.0
        self.turn_s = 0.0  # how long a board thinks before it answers
        self.is_away = False
        self.openings = 1

    def write(self, data: bytes) -> None:
        self._check()
        self.sent.append((self.clock.now_s, data))
        self.arrived += self.feed(data)
        wire_s = self.protocol.wire_s(len(data) + len(self.arrived))
        self.arrived_at_s = self.clock.now_s + wire_s + self.turn_s

    def read(self, limit: int, timeout_s: float) -> bytes:
        self._check()
        if not self.arrived or self.arrived_at_s > self.clock.now_s + timeout_s:
            self.clock.now_s += timeout_s
            return b""
        self.clock.now_s = max(self.clock.now_s, self.arrived_at_s)
        data, self.arrived = self.arrived[:limit], self.arrived[limit:]
        return data

    def _check(self) -> None:
        if self.is_away:
            raise OSError("the adapter is unplugged")


class EchoCable(Cable):
    """A two-wire adapter that hands back what it sends. ``spoil`` is what the cable makes of it,
    for the boards and for us: another sender at the same time.
    """

    def __init__(self, feed: Callable[[bytes], bytes], protocol: Protocol, clock: Clock) -> None:
        super().__init__(feed, protocol, clock)
        self.spoil: Callable[[bytes], bytes] = bytes

    def write(self, data: bytes) -> None:
        on_the_wire = self.spoil(data)
        self.arrived += on_the_wire
        super().write(on_the_wire)
        self.sent[-1] = (self.clock.now_s, data)


class Hall:
    """A bus, its cable and its boards, stepped by the test."""

    def __init__(
        self,
        protocol: Protocol,
        boards: dict[str, int],
        *,
        refresh_s: float = 10.0,
        cable: type[Cable] = Cable,
        **more: Any,
    ) -> None:
        self.clock = Clock()
        self.boards = VirtualBoards(protocol, boards.values())
        self.cable = cable(self.boards.feed, protocol, self.clock)
        self.bus = Bus(
            self.cable, protocol, boards, refresh_s=refresh_s, monotonic=self.clock, **more
        )

    def run_for(self, seconds: float) -> list[tuple[float, bytes]]:
        """Let the bus work for so long; the frames it sent, at seconds from now."""
        start_s, before = self.clock.now_s, len(self.cable.sent)
        end_s = start_s + seconds
        while self.clock.now_s < end_s:
            self.clock.now_s += min(self.bus.step(), end_s - self.clock.now_s)
        return [(at_s - start_s, frame) for at_s, frame in self.cable.sent[before:]]
