"""One frame out and, where the protocol has answers, one answer in."""

import typing
from collections.abc import Callable
from dataclasses import dataclass

from display.protocol import Answer, Protocol

# The longest answer of any protocol here is 8 bytes; an echoed frame and some noise fit as well.
_MAX_HELD = 256
_MAX_DRAINS = 16


class Port(typing.Protocol):
    """What a board cable needs of a port. Every method raises OSError when the port is away."""

    def write(self, data: bytes) -> None: ...
    def read(self, limit: int, timeout_s: float) -> bytes: ...


@dataclass(frozen=True)
class Outcome:
    """``why`` "" is good; ``last_byte_s`` is the monotonic instant the line fell silent."""

    why: str
    has_answered: bool
    last_byte_s: float


def exchange(
    port: Port, protocol: Protocol, frame: bytes, monotonic: Callable[[], float]
) -> Outcome:
    """Send ``frame``, wait for its answer: at most its wire time and one answer time-out.

    The caller has waited for the demanded silence. Raises OSError when the port is away.
    """
    _drain(port)
    port.write(frame)
    # write() returns when the operating system has the bytes; the last one leaves the wire later.
    sent_s = monotonic() + protocol.wire_s(len(frame))
    if not protocol.answer_timeout_s:
        return Outcome("", False, sent_s)
    answer, heard_s = _listen(port, protocol, frame, sent_s + protocol.answer_timeout_s, monotonic)
    return Outcome(
        why=answer.why if answer.is_whole else answer.why or "no answer",
        has_answered=answer.is_whole,
        last_byte_s=sent_s if heard_s is None else heard_s,
    )


def _drain(port: Port) -> None:
    """Throw away noise and late answers. Not discard_input(): over RFC 2217 that is a round trip
    with the serial server for each frame. Bounded, because a line may babble for ever.
    """
    for _ in range(_MAX_DRAINS):
        if not port.read(_MAX_HELD, 0.0):
            return


def _listen(
    port: Port,
    protocol: Protocol,
    frame: bytes,
    deadline_s: float,
    monotonic: Callable[[], float],
) -> tuple[Answer, float | None]:
    """The answer and the instant of the last byte heard (None: not one)."""
    got, heard_s = b"", None
    answer = protocol.judge(frame, got)
    while not answer.is_whole and (left_s := deadline_s - monotonic()) > 0:
        data = port.read(_MAX_HELD, left_s)
        if not data:
            break
        heard_s = monotonic()
        got = (got + data)[-_MAX_HELD:]
        answer = protocol.judge(frame, got)
    return answer, heard_s
