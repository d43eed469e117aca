"""What a printer answers, told apart and read; pure.

Bits: TM-U220 p.54, TM-T88III spec p.134, Bixolon SRP-350 p.8. Telling mixed answers apart:
TM-U375 guide p.62. docs/reference/printers.md shows each in hex.

| first byte         | is                           | takes                          |
|--------------------|------------------------------|--------------------------------|
| 0**1**10           | the answer to a DLE EOT n    | itself                         |
| 0**1**00           | automatic status (ASB)       | three more of the form 0**0****|
| 37 then 22         | a process id (GS ( H fn 48)  | four characters and 00         |
| 0**0****           | an in-order answer (GS r)    | itself                         |
| 11, 13             | XON, XOFF                    | itself, anywhere               |
| anything else      | noise                        | itself                         |
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

Paper = Literal["unknown", "plenty", "near_end", "out"]
Cause = Literal["", "cover_open", "paper_out", "cutter", "error", "hot", "offline", "silent"]
"""Why nothing can be printed now; "" when something can."""

QUESTIONS: Final = (1, 2, 3, 4)  # DLE EOT n: printer, why offline, which error, paper
_XON, _XOFF = 0x11, 0x13
_PROCESS_ID_BYTES: Final = 7


@dataclass(frozen=True)
class RealTime:
    """The answer to a DLE EOT n; it does not say to which, so one is asked at a time."""

    byte: int


@dataclass(frozen=True)
class InOrder:
    """The answer to GS r: everything sent before it has been worked through."""

    byte: int


@dataclass(frozen=True)
class ProcessId:
    """Everything sent before GS ( H function 48 with this id is on paper."""

    id: bytes


@dataclass(frozen=True)
class Asb:
    """Automatic status, four bytes, sent unasked when something changes."""

    bytes: bytes


@dataclass(frozen=True)
class Flow:
    """XOFF (stop sending) or XON."""

    is_stopped: bool


@dataclass(frozen=True)
class Noise:
    """A byte no printer sends here: a wrong baud rate, an echo, a disturbed line."""

    byte: int


Token = RealTime | InOrder | ProcessId | Asb | Flow | Noise


def question(n: int) -> bytes:
    """DLE EOT n; answered at once, whatever the printer is doing."""
    return bytes((0x10, 0x04, n))


class StatusReader:
    """Feed it bytes in any pieces. Holds at most seven."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[Token]:
        """The tokens that `data` completes, in order."""
        tokens: list[Token] = []
        for byte in data:
            if byte in (_XON, _XOFF):
                tokens.append(Flow(byte == _XOFF))
            else:
                self._held += bytes((byte,))
                tokens += self._whole()
        return tokens

    def clear(self) -> None:
        """Forget a half answer, after the port was away."""
        self._held = b""

    def _whole(self) -> Iterator[Token]:
        while self._held:
            length, token = _first(self._held)
            if token is None:
                return
            self._held = self._held[length:]
            yield token


def _first(held: bytes) -> tuple[int, Token | None]:
    byte = held[0]
    if byte == 0x37:
        return _process_id(held)
    if byte & 0x93 == 0x12:
        return 1, RealTime(byte)
    if byte & 0x93 == 0x10:
        return _asb(held)
    if byte & 0x90 == 0x00:
        return 1, InOrder(byte)
    return 1, Noise(byte)


def _process_id(held: bytes) -> tuple[int, Token | None]:
    if len(held) > 1 and held[1] != 0x22:
        return 1, Noise(held[0])
    if len(held) < _PROCESS_ID_BYTES:
        return 0, None
    if held[6] != 0x00:
        return 1, Noise(held[0])
    return _PROCESS_ID_BYTES, ProcessId(held[2:6])


def _asb(held: bytes) -> tuple[int, Token | None]:
    if any(byte & 0x90 for byte in held[1:4]):
        return 1, Noise(held[0])
    if len(held) < 4:
        return 0, None
    return 4, Asb(held[:4])


@dataclass(frozen=True)
class Condition:
    """The printer as far as its answers tell."""

    is_offline: bool = False
    is_cover_open: bool = False
    is_stopped_by_paper: bool = False
    is_cutter_stuck: bool = False
    is_broken: bool = False  # it says: switch me off and on
    is_hot: bool = False  # it says: I go on by myself
    paper: Paper = "unknown"

    @property
    def cause(self) -> Cause:
        """The first thing a person has to put right."""
        if self.is_cover_open:
            return "cover_open"
        if self.is_stopped_by_paper or self.paper == "out":
            return "paper_out"
        if self.is_cutter_stuck:
            return "cutter"
        if self.is_broken:
            return "error"
        if self.is_hot:
            return "hot"
        return "offline" if self.is_offline else ""


def answered(condition: Condition, n: int, byte: int) -> Condition:
    """`condition` after `byte` answered DLE EOT `n`."""
    match n:
        case 1:
            return replace(condition, is_offline=bool(byte & 0x08))
        case 2:
            return replace(
                condition,
                is_cover_open=bool(byte & 0x04),
                is_stopped_by_paper=bool(byte & 0x20),
            )
        case 3:
            return _with_errors(condition, byte)
        case 4:
            return replace(condition, paper=_paper(byte & 0x60, byte & 0x0C))
    raise ValueError(f"DLE EOT {n} is not asked here")


def announced(condition: Condition, asb: bytes) -> Condition:
    """`condition` after four bytes of automatic status."""
    return replace(
        _with_errors(condition, asb[1]),
        is_offline=bool(asb[0] & 0x08),
        is_cover_open=bool(asb[0] & 0x20),
        is_stopped_by_paper=bool(asb[2] & 0x0C),
        paper=_paper(asb[2] & 0x0C, asb[2] & 0x03),
    )


def _with_errors(condition: Condition, byte: int) -> Condition:
    """The same bits in DLE EOT 3 and in the second byte of ASB."""
    return replace(
        condition,
        is_cutter_stuck=bool(byte & 0x08),
        is_broken=bool(byte & 0x20),
        is_hot=bool(byte & 0x40),
    )


def _paper(end_bits: int, near_bits: int) -> Paper:
    if end_bits:
        return "out"
    return "near_end" if near_bits else "plenty"
