"""One printer's slips: in order, each confirmed or reported as not on paper.

`docs/explanation/paper.md` has the table of states and the reasons. One thread runs `Spool.run`
and owns the port; any thread may `put` and ask for `health`.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from printer.asking import Asker
from printer.hand import Hand
from printer.health import WHY, Port, PrinterHealth, PrinterState
from printer.job import Job, Times, Trouble, Waiting
from printer.profiles import LARGEST_BAND_BYTES, PrinterProfile
from printer.proof import ASK_PROCESS_ID, InOrderProof, ProcessIdProof, Proof
from printer.status import ProcessId

__all__ = ["Job", "Port", "PrinterHealth", "PrinterState", "Spool", "Times"]

_LOG: Final = logging.getLogger(__name__)
_INIT: Final = b"\x1b\x40"
# An unfinished GS v 0 swallows what follows as dots; outside a picture a printer ignores NUL.
# Then a cut, so that the half slip falls off by itself.
_END_HALF_SLIP: Final = bytes(LARGEST_BAND_BYTES) + _INIT + b"\x1d\x56\x42\x00"
_BUFFERED_BYTES: Final = 4096  # what the system may still hold after a write came back
_LISTEN_S: Final = 0.1
_TAKEN_S: Final = 0.05  # how long one look waits for the line to take a byte
_UNKNOWN_POLLS: Final = 10  # a printer that never answers is asked this much less often
_PROBE: Final = b"0000"

Report = Callable[[str, str, str], None]


def _wait(event: threading.Event, timeout_s: float) -> object:
    return event.wait(timeout_s)


class Spool:
    """The owner of one printer's port.

    `report(job_id, state, reason)` is called on the spool's thread: "printing" at most once, then
    "printed"; "failed", when nothing of it can be on paper or in the printer; or "unknown". After
    "unknown" only one thing may follow: ("printed", "late").
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
        self._hand: Hand | None = None
        self._trouble: Trouble | None = None
        self._away: Trouble | None = None
        self._poll_at = self._wire_free_at = monotonic()
        self._printed = self._used_mm = self._numbers = self._owed = 0
        self._has_process_id = profile.has_process_id
        self._is_probed = not profile.may_have_process_id
        self._begun = ""  # the job last reported as printing
        self._state: tuple[PrinterState, str] = ("unknown", WHY["unknown"])

    def put(self, job: Job) -> None:
        """Queue a slip; returns at once."""
        self._waiting.add(job)
        self._woken.set()

    def holds(self, id: str) -> bool:
        """Whether the printer may still bring this job out."""
        hand = self._hand
        return hand is not None and hand.job.id == id

    def health(self) -> PrinterHealth:
        """How the printer is, as last heard."""
        state, why = self._state
        paper = self._asker.condition.paper
        if state == "ready" and paper == "near_end":
            why = "the paper roll is nearly at its end"
        queued = len(self._waiting) + (self._hand is not None)
        return PrinterHealth(state, queued, paper, self._printed, why, self._used_mm)

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
            if not (self._hand and self._hand.unsent):
                self._ask_when_due()
            self._give_up_waiting()
            if self._hand:
                self._look_after(self._hand)
            elif self._can_send and (job := self._waiting.first()):
                self._begin(job)
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
        for job, reason in self._waiting.hopeless(self._monotonic(), self._trouble or self._away):
            self._report(job.id, "failed", reason)

    # Asking

    def _ask_when_due(self) -> None:
        now = self._monotonic()
        if now < self._poll_at:
            return
        self._poll_at = now + self._times.poll_s
        if self._profile.is_mute:
            # Ignored by the printer; a port that is away or held says so.
            self._note("unknown" if self._port.write_some(b"\0", _TAKEN_S) else "stalled")
            return
        heard = self._asker.ask()
        if heard == "unknown":
            self._poll_at = now + self._times.poll_s * _UNKNOWN_POLLS
        self._note(heard)
        if heard == "stalled" and self._trouble and self._is_long(self._trouble.since_at):
            self._port.write(b"\0")  # as in _stall
        if heard == "ready" and not self._is_probed and not self._hand:
            self._probe()

    def _note(self, state: PrinterState) -> None:
        self._state, self._away = (state, WHY[state]), None
        if state in ("ready", "unknown"):
            if self._trouble and self._hand and self._hand.proof and not self._hand.unsent:
                self._hand.wait(self._monotonic(), self._times.quiet_s, self._times)
            self._trouble = None
            return
        since_at = self._trouble.since_at if self._trouble else self._monotonic()
        self._trouble = Trouble(state, since_at)

    def _probe(self) -> None:
        """Whether this printer knows process ids; one that does not takes it for nothing."""
        self._is_probed = True
        self._port.write(ASK_PROCESS_ID + _PROBE)
        until = self._monotonic() + self._times.quiet_s
        while self._monotonic() < until and not self._has_process_id:
            self._has_process_id = ProcessId(_PROBE) in self._asker.take(_LISTEN_S)
        self._poll_at = self._monotonic() + self._times.poll_s

    # Sending

    def _begin(self, job: Job) -> None:
        """Say that it is printing, then send; a fault before its first byte leaves it waiting."""
        self._port.discard_input()
        self._asker.drop()
        if self._begun != job.id:
            self._report(job.id, "printing", "")
            self._begun = job.id
        self._waiting.take()
        proof = None if self._profile.is_mute else self._new_proof()
        self._hand = Hand(job, proof, _INIT + job.data + (proof.question() if proof else b""))
        self._push(self._hand)

    def _new_proof(self) -> Proof:
        if not self._has_process_id:
            return InOrderProof(self._owed)
        return ProcessIdProof(self._next_number(), self._next_number())

    def _next_number(self) -> bytes:
        self._numbers += 1
        return f"{self._numbers % 10_000:04d}".encode("ascii")

    def _push(self, hand: Hand) -> None:
        """Send what the line takes, without a gap; nothing else is sent in between."""
        while hand.unsent:
            taken = self._port.write_some(hand.unsent, _TAKEN_S)
            if not taken:
                self._stall(hand)
                return
            hand.unsent, hand.stalled_at, hand.has_begun = hand.unsent[taken:], None, True
            now = self._monotonic()
            free_at = max(now, self._wire_free_at) + self._times.wire_s(taken)
            self._wire_free_at = min(free_at, now + self._times.wire_s(_BUFFERED_BYTES))
        if self._state[0] == "stalled":
            self._note("unknown")
        now = self._monotonic()
        wire_s = max(0.0, self._wire_free_at - now)
        patience_s = self._times.confirm_s if hand.proof else 0.0
        if hand.is_fenced and not hand.is_told:
            patience_s = 0.0
        hand.wait(now, wire_s + patience_s, self._times)
        self._poll_at = max(now, self._wire_free_at) + self._times.poll_s / 2

    def _stall(self, hand: Hand) -> None:
        """The line takes nothing: wait, tell, and only after minutes let the slip go."""
        now = self._monotonic()
        since_at = hand.stalled_at = now if hand.stalled_at is None else hand.stalled_at
        self._hear(hand)
        if now - since_at < self._times.stalled_s:
            return
        self._note("stalled")
        if not hand.has_begun:
            self._hand = None
            self._waiting.put_back(hand.job)
            self._poll_at = now + self._times.poll_s
        elif not self._is_long(since_at):
            self._tell(hand, self._asker.condition.cause or "stalled")
        else:
            # XON may be lost, or XOFF was noise. This write times out, which closes the port;
            # opened anew it is free. If it does not, the line has just become free by itself.
            first, hand.unsent = hand.unsent[:1], hand.unsent[1:]
            self._port.write(first)

    def _is_long(self, since_at: float) -> bool:
        return self._monotonic() - since_at >= self._times.stalled_most_s

    # Following

    def _look_after(self, hand: Hand) -> None:
        if hand.is_cut_off and self._can_send:
            hand.is_cut_off = False
            hand.send_fence(_END_HALF_SLIP)
        if hand.unsent:
            self._push(hand)
        elif hand.proof is None:
            self._follow_blindly(hand)
        else:
            self._follow(hand, hand.proof)

    def _follow_blindly(self, hand: Hand) -> None:
        left_s = hand.fence_at - self._monotonic()
        if left_s > 0:
            self._wait(threading.Event(), min(left_s, _LISTEN_S))
        else:
            self._finish(hand, "unconfirmed")

    def _follow(self, hand: Hand, proof: Proof) -> None:
        """Wait for the slip's end; say once, early, when a person has to help."""
        self._hear(hand, _LISTEN_S)
        now = self._monotonic()
        if proof.is_done and self._is_sure(proof):
            self._finish(hand)
        elif proof.is_fence_heard and now >= hand.quiet_at:
            self._settle(hand, proof)
        elif self._trouble:
            self._tell(hand, self._trouble.cause)
        elif not hand.is_fenced and now >= hand.fence_at:
            hand.send_fence()
        elif now >= hand.over_at:
            self._settle(hand, proof)

    def _hear(self, hand: Hand, timeout_s: float = 0.0) -> None:
        for token in self._asker.take(timeout_s):
            if hand.proof and hand.proof.hear(token):
                hand.quiet_at = self._monotonic() + self._times.quiet_s

    def _is_sure(self, proof: Proof) -> bool:
        """Zeros are what a broken line says too; a real-time answer it cannot say."""
        if not proof.needs_cross_check:
            return True
        is_there = self._asker.is_there()
        for token in self._asker.take(0):
            proof.hear(token)
        return is_there and proof.is_done

    def _finish(self, hand: Hand, reason: str = "") -> None:
        self._hand, self._owed = None, 0
        self._printed += 1
        self._used_mm += hand.job.length_mm
        self._report(hand.job.id, "printed", "late" if hand.is_told else reason)

    def _settle(self, hand: Hand, proof: Proof) -> None:
        """Nobody can say any more whether it is on paper."""
        self._hand, self._owed = None, proof.owed
        self._used_mm += hand.job.length_mm
        reason = "unconfirmed" if self._asker.has_ever_answered else "silent"
        self._tell(hand, "noise" if proof.has_noise else reason)

    def _tell(self, hand: Hand, reason: str) -> None:
        if not hand.is_told:
            hand.is_told = True
            self._report(hand.job.id, "unknown", reason)

    def _went_away(self, fault: OSError) -> None:
        """The port is gone: what has not begun waits, the slip in hand is never sent again."""
        self._state, self._trouble = ("away", str(fault)), None
        self._away = self._away or Trouble("away", self._monotonic())
        self._asker.forget()
        self._has_process_id = self._profile.has_process_id
        self._is_probed = not self._profile.may_have_process_id
        if self._hand:
            self._cut_off(self._hand)
        self._poll_at = self._monotonic() + self._times.poll_s / 4
        self._give_up_waiting()
        self._wait(self._woken, self._times.poll_s / 4)

    def _cut_off(self, hand: Hand) -> None:
        if not hand.has_begun:
            self._hand = None
            self._waiting.put_back(hand.job)
            return
        self._tell(hand, "cut_off" if hand.unsent else "away")
        hand.unsent, hand.stalled_at = b"", None
        if hand.proof is None:
            self._hand = None
        else:
            hand.is_cut_off = True  # when the port is back its half, if any, is ended
