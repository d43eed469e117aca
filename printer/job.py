"""A slip to print, and the line it waits in until the printer can take it."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """`id` names what it is for, as ``ticket:17``; `data` is what render() gave.

    `length_mm` of paper, with the feed to the cutter; `made_at` in monotonic seconds.
    """

    id: str
    data: bytes
    length_mm: int
    made_at: float


@dataclass(frozen=True)
class Times:
    """How long things may take. `baud` is the wire's; 10 bits carry a byte."""

    baud: int = 9600
    confirm_s: float = 8.0  # from the last byte to the printer's word that it is done
    max_age_s: float = 180.0  # an older slip is of no use: its owner knows the number by now
    grace_s: float = 1.0  # how long a slip waits behind an open cover or an empty roll
    stays_s: float = 10.0  # and while the port is away, which is often back by itself
    poll_s: float = 1.0  # between two questions how the printer is
    fence_s: float = 2.0  # for the answer to a question that nothing stands before
    quiet_s: float = 1.0  # after it nothing more comes; also: printing on once well again
    stalled_s: float = 1.5  # a line that takes nothing for so long is told
    stalled_most_s: float = 90.0  # and given up after this

    def wire_s(self, length: int) -> float:
        """Seconds that `length` bytes take on the wire."""
        return length * 10 / self.baud


@dataclass(frozen=True)
class Trouble:
    """What keeps slips from being printed, and since when (monotonic seconds)."""

    cause: str
    since_at: float


class Waiting:
    """Slips in the order they came; any thread may add, one thread takes."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._lock = threading.Lock()
        self._jobs: deque[Job] = deque()

    def __len__(self) -> int:
        with self._lock:
            return len(self._jobs)

    def add(self, job: Job) -> None:
        """Last in the line."""
        with self._lock:
            self._jobs.append(job)

    def first(self) -> Job | None:
        """The next to print, left where it is."""
        with self._lock:
            return self._jobs[0] if self._jobs else None

    def take(self) -> None:
        """Remove the first."""
        with self._lock:
            self._jobs.popleft()

    def put_back(self, job: Job) -> None:
        """First in the line again: not a byte of it has left."""
        with self._lock:
            self._jobs.appendleft(job)

    def hopeless(self, now: float, trouble: Trouble | None) -> Iterator[tuple[Job, str]]:
        """Take out, one by one, the slips that will not be printed any more, and say why."""
        while job := self.first():
            reason = self._reason(job, now, trouble)
            if not reason:
                return
            self.take()
            yield job, reason

    def _reason(self, job: Job, now: float, trouble: Trouble | None) -> str:
        if now - job.made_at > self._times.max_age_s:
            return "too_old"
        if trouble is None:
            return ""
        waited_s = now - max(job.made_at, trouble.since_at)
        patience_s = self._times.stays_s if trouble.cause == "away" else self._times.grace_s
        return trouble.cause if waited_s >= patience_s else ""
