"""One frame out and, where the protocol has answers, one answer in."""

import math
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from display.echo import ECHO_WAIT_S, Echo
from display.protocol import Protocol

# The longest answer of any protocol here is 8 bytes; an echoed frame and some noise fit as well.
_MAX_HELD = 256
_MAX_DRAINS = 16
NOTHING_BACK = "our own bytes did not come back: does this adapter echo, and is its cable in?"
COLLISION = "another sender spoke at the same time"


class Port(typing.Protocol):
    """What a board cable needs of a port. Every method raises OSError when the port is away."""

    def write(self, data: bytes) -> None: ...
    def read(self, limit: int, timeout_s: float) -> bytes: ...


@dataclass
class Wire:
    """A port and what this end knows of its line. ``answer_timeout_s`` 0.0: there are no answers;
    ``free_s``: the monotonic instant at which the last of our bytes has left.
    """

    port: Port
    protocol: Protocol
    monotonic: Callable[[], float]
    echo: Echo
    answer_timeout_s: float
    has_ears: bool = False
    """Somebody wants what others say."""
    free_s: float = -math.inf


@dataclass(frozen=True)
class Outcome:
    """``why`` "" is good; ``last_byte_s`` is the monotonic instant the line fell silent.

    ``answer_s``: how long after our last byte that was. ``others``: bytes that arrived and are
    neither the answer nor our own, where somebody wants them.
    """

    why: str
    has_answered: bool
    last_byte_s: float
    is_collision: bool = False
    answer_s: float = 0.0
    others: bytes = b""


def listen(wire: Wire) -> bytes:
    """What has arrived, our own bytes taken out. Not discard_input(): over RFC 2217 that is a round
    trip for each frame. Bounded, because a line may babble for ever.
    """
    return b"".join(wire.echo.take(data) for data in _arrived(wire.port))


def exchange(wire: Wire, frame: bytes, patience_s: float = math.inf) -> Outcome:
    """Send ``frame``, wait for its answer: at most its wire time and one answer time-out, and no
    longer than ``patience_s``.

    The caller has waited for the demanded silence. Raises OSError when the port is away.
    """
    before = listen(wire)
    patience_s = min(patience_s, wire.answer_timeout_s)
    looks_like_answer = patience_s > 0 and wire.protocol.judge(frame, frame).is_whole
    is_told_apart = wire.echo.has_echo or not looks_like_answer
    before += wire.echo.send(frame if is_told_apart else b"")
    wire.port.write(frame)
    # write() returns when the operating system has the bytes; the last one leaves the wire later.
    wire.free_s = max(wire.monotonic(), wire.free_s) + wire.protocol.wire_s(len(frame))
    behind = b""
    if wire.echo.has_echo:
        behind, heard_s = _await_echo(wire, frame)
        if not wire.echo.is_back:
            return _spoiled(wire, before + behind, heard_s)
    if not patience_s:
        return Outcome("", False, wire.free_s, others=before + behind)
    return _answered(wire, frame, patience_s, (before, behind))


def _arrived(port: Port) -> Iterator[bytes]:
    for _ in range(_MAX_DRAINS):
        if not (data := port.read(_MAX_HELD, 0.0)):
            return
        yield data


def _await_echo(wire: Wire, frame: bytes) -> tuple[bytes, float]:
    """What came besides our frame while it was waited for, and when the last of all came."""
    got, heard_s = b"", wire.free_s
    deadline_s = wire.free_s + ECHO_WAIT_S
    while not wire.echo.is_back and (left_s := deadline_s - wire.monotonic()) > 0:
        data = wire.port.read(_MAX_HELD, left_s)
        if not data:
            break
        heard_s = wire.monotonic()
        got = (got + wire.echo.take(data))[-_MAX_HELD:]
        if len(got) >= len(frame) and not wire.echo.held and heard_s >= wire.free_s:
            break
    return got, heard_s


def _spoiled(wire: Wire, others: bytes, heard_s: float) -> Outcome:
    """Our bytes came back wrong, or not at all."""
    is_collision = bool(wire.echo.others or wire.echo.held)
    others += wire.echo.send(b"")
    last_byte_s = max(wire.free_s, heard_s)
    why = COLLISION if is_collision else NOTHING_BACK
    return Outcome(why, False, last_byte_s, is_collision=is_collision, others=others)


def _answered(wire: Wire, frame: bytes, patience_s: float, came: tuple[bytes, bytes]) -> Outcome:
    """Waits for the answer; ``came`` is what arrived before our frame and behind its echo."""
    (before, got), heard_s = came, None
    judge = wire.protocol.judge
    deadline_s = wire.free_s + patience_s
    answer = judge(frame, got + wire.echo.held)
    while not answer.is_whole and (left_s := deadline_s - wire.monotonic()) > 0:
        data = wire.port.read(_MAX_HELD, left_s)
        if not data:
            break
        heard_s = wire.monotonic()
        got = (got + wire.echo.take(data))[-_MAX_HELD:]
        answer = judge(frame, got + wire.echo.held)
    last_byte_s = wire.free_s if heard_s is None else heard_s
    if answer.is_whole and not wire.echo.is_back and judge(frame, frame).is_whole:
        wire.echo.may_come_again(frame)
        wire.echo.take(got.partition(frame)[2])
    return Outcome(
        why=answer.why if answer.is_whole else answer.why or "no answer",
        has_answered=answer.is_whole,
        last_byte_s=last_byte_s,
        answer_s=max(0.0, last_byte_s - wire.free_s),
        others=before + _unasked(wire.protocol, frame, got) if wire.has_ears else b"",
    )


def _unasked(protocol: Protocol, frame: bytes, got: bytes) -> bytes:
    """``got`` without the answer to ``frame``: its shortest whole beginning's shortest end."""
    ends = range(1, len(got) + 1)
    end = next((n for n in ends if protocol.judge(frame, got[:n]).is_whole), 0)
    if not end:
        return got
    starts = range(end - 1, -1, -1)
    start = next(n for n in starts if protocol.judge(frame, got[n:end]).is_whole)
    return got[:start] + got[end:]
