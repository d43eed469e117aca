"""Keypads on their line: what they send becomes presses, what they should show becomes frames."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.keypad import ADDRESSES, Key, KeypadDecoder, Light, display, light
from server.keys import REPEAT_S

_log = logging.getLogger(__name__)

MOST_WAITING = 64
"""Presses that wait for the office; more is a keypad gone mad, and is dropped."""
REFUSAL_BLINKS = 3
REFUSAL_S = 1.5
REFUSAL = Light.RED_SLOW
"""With sound.  Not the faster one: on a line whose echo is not known yet it would be heard as the
key *redirect*.  Of the lights below red and green are keys too, but keys that do nothing then."""
WORDS = {Key.CALL: "call", Key.START: "start", Key.REDIRECT: "redirect", Key.FINISH: "finish"}


class Line(Protocol):
    """What a keypad needs of its cable's owner."""

    def put(self, key: str, frame: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Face:
    """What a keypad shows: *light* is off, red, green, red_slow or green_slow; *text* ends in the
    three signs of its display."""

    light: str = "off"
    text: str = ""


class Pad:
    """One keypad.  *redirect* is the service or counter that its third key sends to."""

    def __init__(self, line: str, address: int, counter: str, redirect: str = "") -> None:
        if address not in ADDRESSES:
            raise ValueError(f"the address of a keypad is 32 to 254, not {address}")
        self.name = f"{line} {address}"
        self.id = f"keypad-{line}-{address}"
        self.address, self.counter, self.redirect = address, counter, redirect
        self._line: Line | None = None
        self._lock = threading.Lock()
        self._face = Face()
        self._restore_at_s: float | None = None

    @property
    def face(self) -> Face:
        """What it was told to show last."""
        with self._lock:
            return self._face

    def plug(self, line: Line) -> None:
        """From now on it hangs on *line*."""
        self._line = line

    def show(self, face: Face) -> None:
        """Show *face*; what it shows already is not sent again."""
        with self._lock:
            was, self._face = self._face, face
            if face.light != was.light and self._restore_at_s is None:
                self._put_light(Light[face.light.upper()])
            if face.text != was.text:
                self._put_text(0)

    def repaint(self) -> None:
        """Send it all again: it may have been without power."""
        with self._lock:
            if self._restore_at_s is None:
                self._put_light(Light[self._face.light.upper()])
            self._put_text(0)

    def refuse(self, now_s: float) -> None:
        """Show that a key was heard and does nothing: red light, sound, the display blinks."""
        with self._lock:
            self._restore_at_s = now_s + REFUSAL_S
            self._put_light(REFUSAL, has_beep=True)
            self._put_text(REFUSAL_BLINKS)

    def settle(self, now_s: float) -> None:
        """End a refusal that is over."""
        with self._lock:
            if self._restore_at_s is not None and now_s >= self._restore_at_s:
                self._restore_at_s = None
                self._put_light(Light[self._face.light.upper()])

    def _put_light(self, code: Light, *, has_beep: bool = False) -> None:
        if self._line is not None:
            frame = light(self.address, code, has_beep=has_beep)
            self._line.put(f"{self.id} light", frame)

    def _put_text(self, blinks: int) -> None:
        if self._line is not None:
            text = display(self.address, self._face.text, blinks=blinks)
            self._line.put(f"{self.id} text", text)


@dataclass(frozen=True, slots=True)
class Press:
    """A key went down at the monotonic instant *at_s*."""

    pad: Pad
    key: str
    at_s: float


class PadLine:
    """The keypads of one line.  :meth:`hear` is called on its thread and never waits.

    *dropped* counts presses and frames that came to nothing: repeats, no address of ours,
    collisions, a full queue.
    """

    def __init__(
        self,
        name: str,
        pads: Sequence[Pad],
        presses: "queue.Queue[Press]",
        monotonic: Callable[[], float],
    ) -> None:
        self._name = name
        self._pads: Mapping[int, Pad] = {pad.address: pad for pad in pads}
        self._presses = presses
        self._monotonic = monotonic
        self._decoder = KeypadDecoder()
        self._last_s: dict[tuple[int, Key], float] = {}
        self._repeats = self._strangers = self._lost = 0

    @property
    def dropped(self) -> Mapping[str, int]:
        """What came to nothing so far, by its reason."""
        return {
            "collision": self._decoder.dropped,
            "repeat": self._repeats,
            "stranger": self._strangers,
            "overrun": self._lost,
        }

    def hear(self, data: bytes) -> None:
        """Bytes that came unasked."""
        for pressed in self._decoder.feed(data):
            self._press(pressed.address, pressed.key)

    def _press(self, address: int, key: Key) -> None:
        now_s = self._monotonic()
        pad = self._pads.get(address)
        if pad is None:
            if not self._strangers:
                _log.warning("%s: a keypad with address %d is in no table", self._name, address)
            self._strangers += 1
            return
        last_s = self._last_s.get((address, key))
        self._last_s[address, key] = now_s  # a key that is held says so again and again
        if last_s is not None and now_s - last_s < REPEAT_S:
            self._repeats += 1
            return
        try:
            self._presses.put_nowait(Press(pad, WORDS[key], now_s))
        except queue.Full:
            self._lost += 1
