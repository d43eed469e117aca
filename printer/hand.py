"""The slip a spool has sent, or is sending, and whose end is not known yet."""

from dataclasses import dataclass

from printer.job import Job, Times
from printer.proof import Proof


@dataclass
class Hand:
    """`proof` is None for a printer that never says anything."""

    job: Job
    proof: Proof | None
    unsent: bytes
    fence_at: float = 0.0  # when to ask once more
    over_at: float = 0.0  # when to give up
    quiet_at: float = 0.0  # when the line counts as quiet
    stalled_at: float | None = None
    has_begun: bool = False  # a byte has left
    is_cut_off: bool = False  # the port went away and is not back
    is_fenced: bool = False
    is_told: bool = False  # "unknown" has been reported

    def wait(self, now: float, patience_s: float, times: Times) -> None:
        """Wait for its end from now on."""
        self.fence_at = now + patience_s
        self.over_at = self.fence_at + times.fence_s

    def send_fence(self, prefix: bytes = b"") -> None:
        """Ask once more, and settle by the answer."""
        assert self.proof is not None, "a mute printer is not asked"
        self.unsent = prefix + self.proof.fence()
        self.is_fenced = True
