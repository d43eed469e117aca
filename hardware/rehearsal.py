"""Ports for rehearsing without a device: one that remembers, one that follows a script."""

from collections.abc import Iterable
from types import TracebackType

from hardware.ports import PortAway

# How much is shown on each side of a wrong byte.
_AROUND_BYTES = 8


class RecordingPort:
    """Remembers each write in frames; reads give the bytes of answers, then nothing.

    unplug() makes every use raise PortAway until plug().
    """

    def __init__(self, answers: bytes = b"", url: str = "rehearsal:") -> None:
        self.url = url
        self.frames: list[bytes] = []
        self.answers = answers
        self.is_closed = False
        self._why = ""

    @property
    def written(self) -> bytes:
        """All that was written, in one piece."""
        return b"".join(self.frames)

    def write(self, data: bytes) -> None:
        self._check()
        self.frames.append(bytes(data))

    def write_some(self, data: bytes, timeout_s: float) -> int:
        self.write(data)
        return len(data)

    def read(self, limit: int, timeout_s: float) -> bytes:
        self._check()
        answer, self.answers = self.answers[:limit], self.answers[limit:]
        return answer

    def discard_input(self) -> None:
        self._check()
        self.answers = b""

    def close(self) -> None:
        self.is_closed = True

    def unplug(self, why: str = "it was unplugged") -> None:
        self._why = why

    def plug(self) -> None:
        self._why = ""

    def _check(self) -> None:
        if self._why:
            raise PortAway(self.url, self._why)


class ScriptedPort:
    """Follows [(sent, answered), …]: the bytes the driver must send, and what it then hears.

    An empty `sent` is heard without being asked for. The driver may send a step in several writes
    or several steps in one. Raises AssertionError at the first wrong byte and, when used in a
    `with`, if something stayed unsaid or unread.
    """

    def __init__(self, script: Iterable[tuple[bytes, bytes]], url: str = "rehearsal:") -> None:
        self.url = url
        self.is_closed = False
        self._steps = list(script)
        self._step = 0
        self._said = 0  # of this step's `sent`
        self._unread = b""
        self._pass_finished_steps()

    def __enter__(self) -> "ScriptedPort":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:  # a fault inside is the better message
            self.check_finished()

    def write(self, data: bytes) -> None:
        for byte in data:
            self._hear(byte, data)

    def write_some(self, data: bytes, timeout_s: float) -> int:
        self.write(data)
        return len(data)

    def read(self, limit: int, timeout_s: float) -> bytes:
        answer, self._unread = self._unread[:limit], self._unread[limit:]
        return answer

    def discard_input(self) -> None:
        self._unread = b""

    def close(self) -> None:
        self.is_closed = True

    def check_finished(self) -> None:
        """Raises AssertionError unless the whole script was said and read."""
        if self._step < len(self._steps):
            left = self._steps[self._step][0][self._said :]
            raise AssertionError(f"step {self._step + 1}: unsaid: {left.hex(' ')}")
        if self._unread:
            raise AssertionError(f"unread: {self._unread.hex(' ')}")

    def _hear(self, byte: int, data: bytes) -> None:
        if self._step >= len(self._steps):
            raise AssertionError(f"sent after the end of the script: {data.hex(' ')}")
        wanted = self._steps[self._step][0]
        if byte != wanted[self._said]:
            shown = wanted[max(0, self._said - _AROUND_BYTES) : self._said + _AROUND_BYTES]
            raise AssertionError(
                f"step {self._step + 1}, byte {self._said}: sent {byte:02x}, "
                f"wanted {wanted[self._said]:02x} (in … {shown.hex(' ')} …)"
            )
        self._said += 1
        self._pass_finished_steps()

    def _pass_finished_steps(self) -> None:
        while self._step < len(self._steps) and self._said == len(self._steps[self._step][0]):
            self._unread += self._steps[self._step][1]
            self._step += 1
            self._said = 0
