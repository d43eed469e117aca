"""Boards made of software, for the demo and for tests: they hear what a real board would."""

import threading
from collections.abc import Iterable

from display.protocol import Heard, Protocol


class VirtualBoards:
    """All the boards on one cable as one device. Any thread may feed it and any thread may look.

    ``texts`` holds what each board draws, padding included ("" after power came on); ``frames``
    counts the frames that were for one of these boards; an address put into ``is_silent`` is a
    board without power or with a cut wire.
    """

    def __init__(self, protocol: Protocol, addresses: Iterable[int]) -> None:
        self._protocol = protocol
        self._lock = threading.Lock()
        self._decoder = protocol.decoder()
        self.texts = dict.fromkeys(addresses, "")
        self.frames = 0
        self.is_silent: set[int] = set()

    def feed(self, data: bytes) -> bytes:
        """Bytes from the host in, what the boards answer out. Never raises on any bytes."""
        with self._lock:
            return b"".join(self._answered(heard) for heard in self._decoder.feed(data))

    def snapshot(self) -> dict[int, str]:
        """What each board draws now."""
        with self._lock:
            return dict(self.texts)

    def power_cut(self) -> None:
        """Every board forgets its text and half a frame, as after the power went and came back."""
        with self._lock:
            self.texts = dict.fromkeys(self.texts, "")
            self._decoder = self._protocol.decoder()

    def _answered(self, heard: Heard) -> bytes:
        for_whom = self.texts.keys() if heard.is_for_all else self.texts.keys() & {heard.address}
        awake = for_whom - self.is_silent
        if not awake:
            return b""
        self.frames += 1
        if heard.text is not None:
            self.texts |= dict.fromkeys(awake, heard.text)
        return heard.answer
