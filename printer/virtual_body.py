"""The body of the software printer: roll, cover, cutter, receive buffer and flow control."""

import math
from dataclasses import dataclass
from typing import Final

XON: Final = b"\x11"
XOFF: Final = b"\x13"


@dataclass(frozen=True)
class Build:
    """How one is built and set. Defaults: TM-T88III spec (4 KB, or 45 bytes by DIP switch).

    `speed_mm_s` 0 prints at once; `near_end_mm` is what is left when the sensor sees the core.
    """

    buffer_bytes: int = 4096
    has_xonxoff: bool = True
    speed_mm_s: float = 0.0
    roll_mm: float = math.inf
    near_end_mm: float = 0.0

    @property
    def stop_at(self) -> int:
        """Free bytes at which it says XOFF."""
        return 128 if self.buffer_bytes > 256 else 16

    @property
    def go_at(self) -> int:
        """Free bytes at which it says XON again."""
        return 256 if self.buffer_bytes > 256 else 26


@dataclass
class Body:
    """What can be touched. `stalls` = it takes nothing and does not say why."""

    build: Build
    left_mm: float
    has_paper: bool = True
    is_near_end: bool = False
    is_open: bool = False
    is_cutter_stuck: bool = False
    stalls: bool = False

    @property
    def is_stopped(self) -> bool:
        """Nothing moves."""
        return self.is_open or not self.has_paper or self.is_cutter_stuck or self.stalls

    @property
    def is_offline(self) -> bool:
        """Stopped by something it can name."""
        return self.is_open or not self.has_paper or self.is_cutter_stuck

    def load(self) -> None:
        """A new roll."""
        self.left_mm, self.has_paper, self.is_near_end = self.build.roll_mm, True, False

    def spend(self, mm: float) -> None:
        """Paper goes out."""
        self.left_mm -= mm
        self.has_paper &= self.left_mm > 0
        self.is_near_end |= self.left_mm <= self.build.near_end_mm

    def real_time(self, n: int) -> int:
        """The answer to DLE EOT n, bits as in TM-T88III spec p.134."""
        match n:
            case 1:
                return 0x12 | self.is_offline << 3
            case 2:
                is_error = self.is_cutter_stuck << 6
                return 0x12 | self.is_open << 2 | (not self.has_paper) << 5 | is_error
            case 3:
                return 0x12 | self.is_cutter_stuck << 3
        near = self.is_near_end or not self.has_paper
        return 0x12 | near * 0x0C | (not self.has_paper) * 0x60

    def automatic(self) -> bytes:
        """The four bytes of ASB."""
        near = self.is_near_end or not self.has_paper
        first = 0x10 | self.is_offline << 3 | self.is_open << 5
        second = self.is_cutter_stuck << 3
        return bytes((first, second, near * 0x03 | (not self.has_paper) * 0x0C, 0))


class Buffer:
    """The receive buffer: what does not fit is lost, and counted."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._held = bytearray()
        self._has_said_stop = False
        self.lost = 0

    def __len__(self) -> int:
        return len(self._held)

    def put(self, data: bytes) -> None:
        """Bytes from the wire."""
        room = self._build.buffer_bytes - len(self._held)
        self.lost += max(0, len(data) - room)
        self._held += data[:room]

    def take(self, most: int) -> bytes:
        """The oldest bytes."""
        taken = bytes(self._held[:most])
        del self._held[:most]
        return taken

    def flow(self, stalls: bool) -> bytes:
        """XOFF or XON, when it is time to say it."""
        if not self._build.has_xonxoff:
            return b""
        free = self._build.buffer_bytes - len(self._held)
        if not self._has_said_stop and (stalls or free <= self._build.stop_at):
            self._has_said_stop = True
            return XOFF
        if self._has_said_stop and not stalls and free >= self._build.go_at:
            self._has_said_stop = False
            return XON
        return b""

    def clear(self) -> bytes:
        """Power-up: empty, and XON when the host was stopped."""
        self._held.clear()
        was_stopped, self._has_said_stop = self._has_said_stop, False
        return XON if was_stopped and self._build.has_xonxoff else b""
