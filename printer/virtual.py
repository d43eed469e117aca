"""A printer made of software: bytes in, status bytes out, slips as PNG.

It obeys real-time requests at once, everything else in order; out of paper or open it holds
what comes and prints on when it can, as a real one does.
"""

import threading
from collections import deque
from dataclasses import replace
from typing import Final

from printer.profiles import PrinterProfile
from printer.virtual_commands import Command, Decoder, Item, Text, Unknown
from printer.virtual_memory import OBEYED, Memory
from printer.virtual_paper import UTF8, Paper, Style

_KEPT_SLIPS: Final = 20
_HOLDS_BYTES: Final = 65_536  # what comes while it cannot print; the rest is lost, and counted
_REAL_TIME: Final = b"\x10\x04"


class VirtualPrinter:
    """Any thread may feed it, watch it and move its switches."""

    def __init__(self, profile: PrinterProfile) -> None:
        self.profile = profile
        self.count = 0  # slips cut since the start
        self.unknown = 0  # bytes that were no command this printer knows
        self.lost = 0  # bytes that came when it could hold no more
        self._lock = threading.Lock()
        self._slips: deque[bytes] = deque(maxlen=_KEPT_SLIPS)
        self._has_paper, self._is_near_end = True, False
        self._is_open, self._is_on = False, True
        self._memory = Memory()
        self._answers = bytearray()
        self._begin()

    def feed(self, data: bytes) -> bytes:
        """Bytes from the host; what the printer has to say by now, often nothing."""
        with self._lock:
            if not self._is_on:
                return b""
            self._hear_real_time(data)
            self._hold(data)
            self._print_on()
            answers = b"" if self.profile.is_mute else bytes(self._answers)
            self._answers.clear()
            return answers

    def slips(self) -> list[bytes]:
        """The last slips as PNG, newest last."""
        with self._lock:
            return list(self._slips)

    def paper_out(self) -> None:
        """The roll ends."""
        self._switch(has_paper=False)

    def load_paper(self) -> None:
        """A new roll: what was held is printed."""
        self._switch(has_paper=True, is_near_end=False)

    def paper_near_end(self) -> None:
        """The roll is thin; printing goes on."""
        self._switch(is_near_end=True)

    def open_cover(self) -> None:
        """Somebody opens it."""
        self._switch(is_open=True)

    def close_cover(self) -> None:
        """And closes it: what was held is printed."""
        self._switch(is_open=False)

    def power_off(self) -> None:
        """Everything held and every setting is gone; nothing is answered."""
        with self._lock:
            self._is_on = False
            self._begin()

    def power_on(self) -> None:
        """As new."""
        with self._lock:
            self._is_on = True

    def _begin(self) -> None:
        """What a printer knows after power-up."""
        self._held = bytearray()
        self._tail = b""
        self._decoder = Decoder()
        self._paper = Paper(self.profile)
        self._answers.clear()
        self._asb = 0
        self._reset()

    def _reset(self) -> None:
        """What ESC @ does."""
        self._memory.reset()
        self._style = Style()
        self._feeds_half_dots = self.profile.sets_motion_unit
        self._qr_look, self._qr_data = (3, 0x30), b""

    def _switch(
        self,
        *,
        has_paper: bool | None = None,
        is_near_end: bool | None = None,
        is_open: bool | None = None,
    ) -> None:
        with self._lock:
            self._has_paper = self._has_paper if has_paper is None else has_paper
            self._is_near_end = self._is_near_end if is_near_end is None else is_near_end
            self._is_open = self._is_open if is_open is None else is_open
            if self._asb:
                self._answers += self._asb_status()
            self._print_on()

    @property
    def _is_stopped(self) -> bool:
        return self._is_open or not self._has_paper

    def _hold(self, data: bytes) -> None:
        room = _HOLDS_BYTES - len(self._held) if self._is_stopped else len(data)
        self.lost += len(data) - len(data[:room])
        self._held += data[:room]

    def _hear_real_time(self, data: bytes) -> None:
        """Answer each DLE EOT n wherever it stands, even inside a picture."""
        seen = self._tail + data
        for place in range(len(seen) - 2):
            if seen[place : place + 2] == _REAL_TIME and 1 <= seen[place + 2] <= 4:
                self._answers.append(self._status(seen[place + 2]))
        self._tail = seen[-2:]

    def _status(self, n: int) -> int:
        """DLE EOT n, bits as in TM-T88III spec p.134."""
        match n:
            case 1:
                return 0x12 | self._is_stopped << 3
            case 2:
                return 0x12 | self._is_open << 2 | (not self._has_paper) << 5
            case 4:
                near = self._is_near_end or not self._has_paper
                return 0x12 | near * 0x0C | (not self._has_paper) * 0x60
        return 0x12

    def _asb_status(self) -> bytes:
        near = self._is_near_end or not self._has_paper
        first = 0x10 | self._is_stopped << 3 | self._is_open << 5
        return bytes((first, 0, near * 0x03 | (not self._has_paper) * 0x0C, 0))

    def _print_on(self) -> None:
        if self._is_stopped or not self._is_on:
            return
        held, self._held = bytes(self._held), bytearray()
        for item in self._decoder.feed(held):
            self._obey(item)

    def _obey(self, item: Item) -> None:
        match item:
            case Text(data):
                self._paper.text(data, self._style, self._memory.glyphs)
            case Unknown(data):
                self.unknown += len(data)
            case Command(code, data):
                self._command(code, data)

    def _command(self, code: bytes, data: bytes) -> None:
        match code:
            case b"\x1b@":
                self._reset()
            case b"\x1b\x61" | b"\x1b\x45" | b"\x1b\x74" | b"\x1d\x21" | b"\x1c\x28\x43":
                self._restyle(code, data)
            case b"\n" | b"\x1bd" | b"\x1bJ" | b"\x1dP" | b"\x1dv0":
                self._move(code, data)
            case b"\x1d\x28\x6b":
                self._two_dimensional(data)
            case b"\x1dV\x00" | b"\x1dV\x01" | b"\x1dVA" | b"\x1dVB":
                self._cut()
            case b"\x1da" | b"\x1dr" | b"\x1d(H":
                self._report(code, data)
            case _ if code in OBEYED:
                self._answers += self._memory.obey(code, data, self._paper, self._style.side)

    def _restyle(self, code: bytes, data: bytes) -> None:
        match code[-1:]:
            case b"a":
                self._style = replace(self._style, side=data[0] & 0x03)
            case b"E":
                self._style = replace(self._style, is_bold=bool(data[0] & 1))
            case b"!":
                width, height = (data[0] >> 4 & 7) + 1, (data[0] & 7) + 1
                self._style = replace(self._style, width=width, height=height)
            case b"t" if self._style.page != UTF8:
                self._style = replace(self._style, page=data[0])
            case b"C" if data[:1] == b"0":
                self._style = replace(self._style, page=UTF8 if data[1:] in b"\x022" else 0)

    def _move(self, code: bytes, data: bytes) -> None:
        match code:
            case b"\n":
                self._paper.end_row(self._style)
            case b"\x1bd":
                for _ in range(data[0]):
                    self._paper.end_row(self._style)
            case b"\x1bJ":
                self._paper.feed(data[0] // 2 if self._feeds_half_dots else data[0])
            case b"\x1dP":
                self._feeds_half_dots = data[1] != self.profile.dpi
            case b"\x1dv0":
                self._paper.raster(data, self._style.side)

    def _two_dimensional(self, data: bytes) -> None:
        """GS ( k with cn = 49: 67 module, 69 level, 80 store, 81 print."""
        module, level = self._qr_look
        match data[1] if len(data) > 2 else None:
            case 67:
                self._qr_look = (min(max(1, data[2]), 16), level)
            case 69:
                self._qr_look = (module, data[2])
            case 80:
                self._qr_data = data[3:]
            case 81 if self._qr_data:
                self._paper.qr(self._qr_data, self._qr_look, self._style.side)

    def _cut(self) -> None:
        slip = self._paper.cut()
        if slip is not None:
            self._slips.append(slip)
            self.count += 1

    def _report(self, code: bytes, data: bytes) -> None:
        match code:
            case b"\x1da":
                self._asb = data[0]
                self._answers += self._asb_status() if self._asb else b""
            case b"\x1dr":
                self._answers.append(0x03 if self._is_near_end else 0x00)
            case b"\x1d(H" if data[:2] == b"00" and self.profile.has_process_id:
                self._answers += b"\x37\x22" + data[2:6] + b"\x00"
