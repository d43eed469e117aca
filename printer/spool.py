"""One printer's slips: in order, each confirmed or reported as not on paper.

`docs/explanation/paper.md` has the table of states and the reasons. One thread runs `Spool.run`
and owns the port; any thread may `put` and ask for `health`.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from printer.asking import Asker
from printer.job import Job, Times, Trouble, Waiting
from printer.profiles import LARGEST_BAND_BYTES, PrinterProfile
from printer.status import InOrder, Noise, Paper, ProcessId

__all__ = ["Job", "Port", "PrinterHealth", "PrinterState", "Spool", "Times"]

_LOG: Final = logging.getLogger(__name__)
_INIT: Final = b"\x1b\x40"
# An unfinished GS v 0 swallows what follows as dots; outside a picture a printer ignores NUL.
# Then a cut, so that the half slip falls off by itself.
_END_HALF_SLIP: Final = bytes(LARGEST_BAND_BYTES) + _INIT + b"\x1d\x56\x42\x00"
_ASK_IN_ORDER: Final = b"\x1d\x72\x01"
_ASK_PROCESS_ID: Final = b"\x1d\x28\x48\x06\x00\x30\x30"
_CHUNK_BYTES: Final = 512  # 0.53 s at 9600: well inside the port's write time-out of 2 s
_BUFFERED_BYTES: Final = 4096  # what the system may still hold after write() came back
_LISTEN_S: Final = 0.1
_UNKNOWN_POLLS: Final = 10  # a printer that never answers is asked this much less often

PrinterState = Literal[
    "unknown", "ready", "away", "paper_out", "cover_open", "cutter", "offline", "silent"
]
Report = Callable[[str, str, str], None]
_WHY: Final = {
    "unknown": "it has not answered yet",
    "ready": "",
    "paper_out": "no paper",
    "cover_open": "the cover is open",
    "cutter": "the cutter is stuck",
    "offline": "offline, and it does not say why",
    "silent": "it answered before and does not answer now",
}


class Port(Protocol):
    """What a spool needs of a port; every method raises OSError when the port is away."""

    def write(self, data: bytes) -> None: ...

    def read(self, limit: int, timeout_s: float) -> bytes: ...

    def discard_input(self) -> None: ...


@dataclass(frozen=True)
class PrinterHealth:
    """For people: `why` is a plain sentence, "" when nothing is wrong."""

    state: PrinterState
    queued: int
    paper: Paper
    printed: int
    why: str


@dataclass
class _Hand:
    """The job whose bytes are out and whose end is not known yet."""

    job: Job
    process_id: bytes
    deadline_at: float
    is_told: bool = False  # "failed" has been reported
    has_noise: bool = False  # the line said something no printer says


def _wait(event: threading.Event, timeout_s: float) -> object:
    return event.wait(timeout_s)


class Spool:
    """The owner of one printer's port.

    `report(job_id, state, reason)` is called on the spool's thread: "printing" at most once,
    then "printed" or "failed". After "failed" only one thing may follow: ("printed", "late"),
    when the printer held the slip and printed it once it could.
    """

    def __init__(
        self,
        port: Port,
        profile: PrinterProfile,
        report: Report,
        *,
        times: Times | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Event, float], object] = _wait,
    ) -> None:
        self._port, self._profile, self._report = port, profile, report
        self._times = times or Times()
        self._monotonic, self._wait = monotonic, wait
        self._asker = Asker(port, monotonic)
        self._woken = threading.Event()
        self._waiting = Waiting(self._times)
        self._hand: _Hand | None = None
        self._trouble: Trouble | None = None
        self._has_half_slip = False
        self._poll_at = self._wire_free_at = monotonic()
        self._printed = self._sent = 0
        self._state: tuple[PrinterState, str] = ("unknown", _WHY["unknown"])

    def put(self, job: Job) -> None:
        """Queue a slip; returns at once."""
        self._waiting.add(job)
        self._woken.set()

    def health(self) -> PrinterHealth:
        """How the printer is, as last heard."""
        state, why = self._state
        paper = self._asker.condition.paper
        if state == "ready" and paper == "near_end":
            why = "the paper roll is nearly at its end"
        queued = len(self._waiting) + (self._hand is not None)
        return PrinterHealth(state, queued, paper, self._printed, why)

    def holds(self, id: str) -> bool:
        """Whether the printer may still bring this slip out."""
        hand = self._hand
        return hand is not None and hand.job.id == id

    def run(self, stop: threading.Event) -> None:
        """The thread's body; returns within about a second of `stop`."""
        while not stop.is_set():
            try:
                self.step()
            except Exception:
                _LOG.exception("printer spool: a step failed, going on")
                self._wait(stop, self._times.poll_s)

    def step(self) -> None:
        """One turn: ask how the printer is; then look after the slip in hand, or send one."""
        self._woken.clear()
        try:
            self._ask_when_due()
            self._give_up_waiting()
            if self._hand:
                self._follow(self._hand)
            elif self._can_send and (job := self._waiting.first()):
                self._send(job)
            else:
                self._idle()
        except OSError as away:
            self._went_away(away)

    @property
    def _can_send(self) -> bool:
        return self._trouble is None and self._state[0] != "away"

    def _idle(self) -> None:
        self._wait(self._woken, max(0.0, self._poll_at - self._monotonic()))

    def _give_up_waiting(self) -> None:
        for job, reason in self._waiting.hopeless(self._monotonic(), self._trouble):
            self._report(job.id, "failed", reason)

    # Asking

    def _ask_when_due(self) -> None:
        now = self._monotonic()
        if now < self._poll_at:
            return
        self._poll_at = now + self._times.poll_s
        if self._profile.is_mute:
            self._port.write(b"\0")  # ignored by the printer; a port that is away says so
            self._note("unknown")
            return
        heard = self._asker.ask()
        if heard == "unknown":
            self._poll_at = now + self._times.poll_s * _UNKNOWN_POLLS
        self._note(heard)

    def _note(self, state: PrinterState) -> None:
        self._state = (state, _WHY[state])
        if state not in ("ready", "unknown"):
            since_at = self._trouble.since_at if self._trouble else self._monotonic()
            self._trouble = Trouble(state, since_at)
            return
        self._trouble = None
        if self._has_half_slip:
            self._write(_END_HALF_SLIP)
            self._has_half_slip = False

    # Sending

    def _send(self, job: Job) -> None:
        """Write a job; a fault before its first dot leaves it waiting."""
        self._port.discard_input()
        self._asker.drop()
        self._port.write(_INIT)  # prints nothing: if this fails, the slip has not begun
        self._report(job.id, "printing", "")
        self._waiting.take()
        self._sent += 1
        process_id = f"{self._sent % 10_000:04d}".encode("ascii")
        try:
            self._write(job.data + self._last_words(process_id))
        except OSError:
            self._has_half_slip = True
            self._report(job.id, "failed", "cut_off")
            raise
        self._hand = _Hand(job, process_id, self._monotonic() + self._patience_s(job))
        self._poll_at = max(self._monotonic(), self._wire_free_at) + self._times.poll_s / 2

    def _write(self, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK_BYTES):
            chunk = data[start : start + _CHUNK_BYTES]
            self._port.write(chunk)
            now = self._monotonic()
            free_at = max(now, self._wire_free_at) + self._times.wire_s(len(chunk))
            self._wire_free_at = min(free_at, now + self._times.wire_s(_BUFFERED_BYTES))

    def _last_words(self, process_id: bytes) -> bytes:
        """What makes the printer say that it has come to the end of this slip."""
        if self._profile.is_mute:
            return b""
        if self._profile.has_process_id:
            return _ASK_PROCESS_ID + process_id
        return _ASK_IN_ORDER

    def _patience_s(self, job: Job) -> float:
        if self._profile.is_mute:
            return max(0.0, self._wire_free_at - self._monotonic())
        return self._times.wire_s(len(job.data)) + self._times.confirm_s

    # Following

    def _follow(self, hand: _Hand) -> None:
        """Wait for the slip's end; say once, early, when a person has to help."""
        if self._hears_end(hand):
            self._finish(hand)
        elif self._trouble:
            self._tell(hand, self._trouble.cause)
            hand.deadline_at = self._monotonic() + self._times.confirm_s
        elif self._monotonic() >= hand.deadline_at:
            self._run_out_of_patience(hand)

    def _hears_end(self, hand: _Hand) -> bool:
        tokens = self._asker.take(_LISTEN_S)
        if self._profile.has_process_id:
            return ProcessId(hand.process_id) in tokens
        for token in tokens:
            hand.has_noise |= isinstance(token, Noise)
            if isinstance(token, InOrder) and not hand.has_noise:
                return True  # an echo of our own bytes begins with ESC, which is noise
        return False

    def _finish(self, hand: _Hand, reason: str = "") -> None:
        self._hand = None
        self._printed += 1
        self._report(hand.job.id, "printed", "late" if hand.is_told else reason)

    def _run_out_of_patience(self, hand: _Hand) -> None:
        if self._profile.is_mute:
            self._finish(hand, "unconfirmed")
            return
        self._hand = None
        self._tell(hand, "unconfirmed" if self._asker.has_ever_answered else "silent")

    def _tell(self, hand: _Hand, reason: str) -> None:
        if not hand.is_told:
            hand.is_told = True
            self._report(hand.job.id, "failed", reason)

    def _went_away(self, fault: OSError) -> None:
        """The port is gone: the slip in hand is over, what has not begun waits."""
        self._state, self._trouble = ("away", str(fault)), None
        self._asker.forget()
        hand, self._hand = self._hand, None
        if hand:
            self._tell(hand, "away")
        self._poll_at = self._monotonic() + self._times.poll_s / 4
        self._give_up_waiting()
        self._wait(self._woken, self._times.poll_s / 4)
