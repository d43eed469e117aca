"""A printer made of software: bytes in, status bytes out, slips as PNG.

It obeys real-time requests at once, everything else in order; stopped, it holds what comes, as far
as its buffer goes, and prints on when it can, as a real one does.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from printer.profiles import PrinterProfile
from printer.virtual_body import Body, Buffer, Build
from printer.virtual_commands import Command, Decoder, Item, Text, Unknown
from printer.virtual_memory import OBEYED, Memory
from printer.virtual_paper import UTF8, Paper, Style

_KEPT_SLIPS: Final = 20
_KEPT_TEXTS: Final = 2_000
_REAL_TIME: Final = b"\x10\x04"
_STEP_BYTES: Final = 64  # what it looks at in one go: a fault stops it no later
_TO_CUTTER_MM: Final = 15.0
_MM_PER_INCH: Final = 25.4
_CUTS: Final = (b"\x1dV\x00", b"\x1dV\x01", b"\x1dVA", b"\x1dVB")
_WRONG_SPEED: Final = 0xA5  # what a byte is read as at another speed, as good as any


class VirtualPrinter:
    """Any thread may feed it, watch it and move its switches.

    With a print speed in `build` it works on as `monotonic` goes, whenever it is fed, be it b"".
    """

    def __init__(
        self,
        profile: PrinterProfile,
        build: Build | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.profile = profile
        self.count = 0  # slips cut since the start
        self.unknown = 0  # bytes that were no command this printer knows
        self._build = build or Build()
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._slips: deque[bytes] = deque(maxlen=_KEPT_SLIPS)
        self._texts: deque[str] = deque(maxlen=_KEPT_TEXTS)
        self._body = Body(self._build, self._build.roll_mm)
        self._buffer = Buffer(self._build)
        self._is_on, self._will_jam, self._is_at_wrong_speed = True, False, False
        self._memory = Memory()
        self._answers = bytearray()
        self._begin()

    def feed(self, data: bytes) -> bytes:
        """Bytes from the host; what the printer has to say by now, often nothing."""
        with self._lock:
            if not self._is_on:
                return b""
            if self._is_at_wrong_speed:
                data = bytes(byte ^ _WRONG_SPEED for byte in data)
            self._hear_real_time(data)
            for start in range(0, len(data), _STEP_BYTES):
                self._buffer.put(data[start : start + _STEP_BYTES])
                self._print_on()
            self._print_on()
            return self._said(len(data))

    def slips(self) -> list[bytes]:
        """The last slips as PNG, newest last."""
        with self._lock:
            return list(self._slips)

    def texts(self) -> list[str]:
        """The text bytes (Latin-1) of each piece of paper that came out, newest last; pieces that
        a power cut ended are among them."""
        with self._lock:
            return list(self._texts)

    @property
    def lost(self) -> int:
        """Bytes that came when it could hold no more."""
        return self._buffer.lost

    def paper_out(self) -> None:
        """The roll ends."""
        with self._touching() as body:
            body.has_paper = False

    def load_paper(self) -> None:
        """A new roll: what was held is printed."""
        with self._touching() as body:
            body.load()

    def paper_near_end(self) -> None:
        """The roll is thin; printing goes on."""
        with self._touching() as body:
            body.is_near_end = True

    def open_cover(self) -> None:
        """Somebody opens it."""
        with self._touching() as body:
            body.is_open = True

    def close_cover(self) -> None:
        """And closes it: what was held is printed."""
        with self._touching() as body:
            body.is_open = False

    def jam_cutter(self) -> None:
        """The next cut sticks."""
        self._will_jam = True

    def free_cutter(self) -> None:
        """It is freed: the cut is made, what was held is printed."""
        self._will_jam = False
        with self._touching() as body:
            body.is_cutter_stuck = False

    def stall(self) -> None:
        """It says XOFF and does nothing, not saying why."""
        with self._touching() as body:
            body.stalls = True

    def go_on(self) -> None:
        """And XON again."""
        with self._touching() as body:
            body.stalls = False

    def set_speed(self, is_wrong: bool) -> None:
        """Its line speed is not the host's: each reads the other wrongly."""
        self._is_at_wrong_speed = is_wrong

    def power_off(self) -> None:
        """Everything held and every setting is gone; nothing is answered."""
        with self._lock:
            self._is_on = False
            if self._words:
                self._texts.append(self._words.decode("latin-1"))
            self._begin()

    def power_on(self) -> None:
        """As new."""
        with self._lock:
            self._is_on = True
            self._answers += self._wakes_with

    def _begin(self) -> None:
        """What a printer knows after power-up."""
        self._wakes_with = self._buffer.clear()
        self._tail = b""
        self._decoder = Decoder()
        self._paper = Paper(self.profile)
        self._words = bytearray()
        self._pending: Item | None = None
        self._busy_until = 0.0
        self._answers.clear()
        self._asb = 0
        self._body.stalls = self._body.is_cutter_stuck = False
        self._reset()

    def _reset(self) -> None:
        """What ESC @ does."""
        self._memory.reset()
        self._style = Style()
        self._feeds_half_dots = self.profile.sets_motion_unit
        self._qr_look, self._qr_data = (3, 0x30), b""

    @contextmanager
    def _touching(self) -> Iterator[Body]:
        with self._lock:
            yield self._body
            self._changed()

    def _changed(self) -> None:
        if self._asb:
            self._answers += self._body.automatic()
        if self._is_on:
            self._print_on()

    def _said(self, heard: int) -> bytes:
        answers = bytes(self._answers)
        self._answers.clear()
        if self.profile.is_mute:
            return bytes(byte for byte in answers if byte in b"\x11\x13")
        if self._is_at_wrong_speed:  # zeros are what broken frames are read as
            return bytes(byte ^ _WRONG_SPEED for byte in answers) + bytes(heard // 8)
        return answers

    def _hear_real_time(self, data: bytes) -> None:
        """Answer each DLE EOT n wherever it stands, even inside a picture."""
        seen = self._tail + data
        for place in range(len(seen) - 2):
            if seen[place : place + 2] == _REAL_TIME and 1 <= seen[place + 2] <= 4:
                self._answers.append(self._body.real_time(seen[place + 2]))
        self._tail = seen[-2:]

    def _print_on(self) -> None:
        while not self._body.is_stopped and self._monotonic() >= self._busy_until:
            item = self._next_item()
            if item is None:
                break
            if self._will_jam and isinstance(item, Command) and item.code in _CUTS:
                self._pending, self._body.is_cutter_stuck = item, True
                self._answers += self._body.automatic() if self._asb else b""
                break
            had_paper, before = self._body.has_paper, self._paper.fed_dots
            self._obey(item)
            self._move_paper(item, self._paper.fed_dots - before, had_paper)
        self._answers += self._buffer.flow(self._body.stalls)

    def _next_item(self) -> Item | None:
        item, self._pending = self._pending, None
        while item is None:
            item = next(self._decoder.feed(b""), None)
            if item is None and not self._buffer:
                return None
            if item is None:
                item = next(self._decoder.feed(self._buffer.take(_STEP_BYTES)), None)
        return item

    def _move_paper(self, item: Item, dots: int, had_paper: bool) -> None:
        mm = dots * _MM_PER_INCH / self.profile.dpi
        if isinstance(item, Command) and item.code in _CUTS:
            mm += _TO_CUTTER_MM
        self._body.spend(mm)
        if self._build.speed_mm_s and mm:
            self._busy_until = self._monotonic() + mm / self._build.speed_mm_s
        if self._asb and had_paper and not self._body.has_paper:
            self._answers += self._body.automatic()

    def _obey(self, item: Item) -> None:
        match item:
            case Text(data):
                self._words += data
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
            case _ if code in _CUTS:
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
        words, self._words = self._words, bytearray()
        if words:
            self._texts.append(words.decode("latin-1"))
        if slip is not None:
            self._slips.append(slip)
            self.count += 1

    def _report(self, code: bytes, data: bytes) -> None:
        match code:
            case b"\x1da":
                self._asb = data[0]
                self._answers += self._body.automatic() if self._asb else b""
            case b"\x1dr":
                self._answers.append(0x03 if self._body.is_near_end else 0x00)
            case b"\x1d(H" if data[:2] == b"00" and self.profile.has_process_id:
                self._answers += b"\x37\x22" + data[2:6] + b"\x00"
