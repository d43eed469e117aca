"""Readers of QR and bar codes on a serial line: whole codes out of bytes. Nothing read is logged.

Settings of a reader: docs/how-to/connect-keypads-and-scanners.md.
"""

import logging
import threading
import time
import traceback
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

# A citizen's card has about 130 bytes, a health-insurance card up to 350.
MAX_BYTES = 400
# A reader sends a code in one go: at 9600 baud a silence of a hundred characters is its end.
IDLE_S = 0.1
AWAY_RETRY_S = 0.5
FAULT_PAUSE_S = 1.0
_CR, _LF = 0x0D, 0x0A
_READ_BYTES = 256
# GB 2312's own row of Latin letters with tone marks: what Vietnamese becomes in a reader set to it.
_GBK_LATIN = 0xA8

_log = logging.getLogger(__name__)


class Port(Protocol):
    """What a scanner needs of a port. Raises OSError while it is away."""

    def read(self, limit: int, timeout_s: float) -> bytes: ...


@dataclass(frozen=True)
class Code:
    """One code in NFC; where bytes were no UTF-8, marks stand in for them and ``why`` says what
    the reader is set to.
    """

    text: str
    why: str = ""


class Framer:
    """Codes end with CR, LF or both, or with silence. Holds at most MAX_BYTES; ``dropped`` counts
    what was longer.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._is_too_long = False
        self._heard_s = 0.0
        self.dropped = 0

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes, now_s: float) -> list[Code]:
        """The codes that ``data``, which came at ``now_s``, completes. Never raises."""
        found = self.idle(now_s)
        for byte in data:
            if byte in (_CR, _LF):
                found += self._end()
            elif len(self._held) < MAX_BYTES:
                self._held.append(byte)
            else:
                self._is_too_long = True
        if data:
            self._heard_s = now_s
        return found

    def idle(self, now_s: float) -> list[Code]:
        """The code that a silence until ``now_s`` has ended, if any."""
        return self._end() if self._held and now_s - self._heard_s >= IDLE_S else []

    def _end(self) -> list[Code]:
        raw, is_too_long = bytes(self._held), self._is_too_long
        self._held.clear()
        self._is_too_long = False
        if is_too_long:
            self.dropped += 1
            return []
        code = decode(raw)
        return [code] if code.text else []


def decode(raw: bytes) -> Code:
    """The code in ``raw``. A reader that is not set to UTF-8 spoils letters, not digits."""
    text, why = raw.decode("utf-8", "replace"), ""
    if "\N{REPLACEMENT CHARACTER}" in text:
        is_gbk = bytes([_GBK_LATIN]) in raw
        why = "it sends GBK, not UTF-8" if is_gbk else "it sends Latin-1 or another old code page"
    return Code(unicodedata.normalize("NFC", text).strip(), why)


class Scanner:
    """Reads one port and hands on each code. ``state`` is ready or away, ``why`` one sentence."""

    def __init__(
        self,
        name: str,
        port: Port,
        take: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._port, self._take, self._monotonic = name, port, take, monotonic
        self._framer = Framer()
        self._away_why = "not opened yet"
        self._code_why = ""
        self.count = 0

    @property
    def state(self) -> str:
        return "away" if self._away_why else "ready"

    @property
    def why(self) -> str:
        return self._away_why or self._code_why

    @property
    def dropped(self) -> int:
        """Codes that were too long to be any of ours."""
        return self._framer.dropped

    def run(self, stop: threading.Event) -> None:
        """The thread's body: until ``stop`` is set, hand on what is read."""
        while not stop.is_set():
            try:
                self.step()
            except OSError as error:
                self._lose(error)
                stop.wait(AWAY_RETRY_S)
            except Exception as fault:
                # Without the fault's own words: they may repeat what was on a card.
                where = traceback.extract_tb(fault.__traceback__)[-1]
                said = (self._name, type(fault).__name__, where.name, where.lineno)
                _log.exception("scanner %s: %s in %s, line %s", *said, exc_info=False)
                stop.wait(FAULT_PAUSE_S)

    def step(self) -> None:
        """Read for a moment. Raises OSError when the port is away."""
        data = self._port.read(_READ_BYTES, IDLE_S)
        self._come_back()
        for code in self._framer.feed(data, self._monotonic()):
            self.count += 1
            if code.why and not self._code_why:
                _log.warning("scanner %s: %s: set it to UTF-8", self._name, code.why)
            self._code_why = code.why
            self._take(code.text)

    def _come_back(self) -> None:
        if self._away_why:
            _log.info("scanner %s: the port is there", self._name)
            self._away_why = ""

    def _lose(self, error: OSError) -> None:
        why = str(error) or type(error).__name__
        if self._away_why != why:
            _log.warning("scanner %s: the port is away: %s", self._name, why)
        self._away_why = why
        self._framer = Framer()
