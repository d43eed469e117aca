"""Office words to keypads' words: what each counter's light and three-sign display say.

Like boards they paint the present: an entry of the journal only says that it is time to look.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from server import keys
from server.journal import Entry
from server.keypads import Seat
from server.pads import Face

CLOSED_TEXT = "---"
PAUSED_TEXT = "NGH"
CALL_TEXT = "CAL"
FREE_TEXT = ""

LIGHTS: Mapping[str, str] = {
    keys.CLOSED: "off",
    keys.PAUSED: "off",
    keys.FREE: "green",
    keys.CALLED: "red_slow",
    keys.SERVING: "red",
}
WANTED_LIGHT = "green_slow"


class Keypad(Protocol):
    """What this follower needs of a keypad."""

    @property
    def counter(self) -> str: ...
    def show(self, face: Face) -> None: ...


class KeypadFollower:
    """Tells every keypad what to show.

    :param look: gives the named counters as they are now.
    :param newest: the journal's newest seq: an older entry needs no look, a later one has its own.
    """

    def __init__(
        self,
        pads: Sequence[Keypad],
        look: Callable[[Sequence[str]], list[Seat]],
        newest: Callable[[], int],
    ) -> None:
        self._pads = pads
        self._look = look
        self._newest = newest

    def paint(self) -> None:
        """Show what every counter is doing now."""
        numbers = sorted({pad.counter for pad in self._pads})
        faces = {seat.counter: face_of(seat) for seat in self._look(numbers)}
        for pad in self._pads:
            pad.show(faces[pad.counter])

    def handle(self, entry: Entry) -> None:
        """Look at the counters, unless there is a later entry to do so for."""
        if self._pads and entry.seq >= self._newest():
            self.paint()


def face_of(seat: Seat) -> Face:
    """What the keypad of *seat* shows."""
    if seat.label:
        return Face(LIGHTS[seat.state], seat.label)
    if seat.state == keys.FREE and seat.is_wanted:
        return Face(WANTED_LIGHT, CALL_TEXT)
    text = {keys.FREE: FREE_TEXT, keys.PAUSED: PAUSED_TEXT}.get(seat.state, CLOSED_TEXT)
    return Face(LIGHTS[seat.state], text)
