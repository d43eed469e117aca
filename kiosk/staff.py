"""Staff's door on a tablet: the corner, the PIN, and what staff may do behind it.

Pure: the clock and what is to be done are handed in. docs/reference/screens.md, *Staff*.
"""

import hmac
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.screens import Happening, Screen
from kiosk.typing import Keyboard, Layout, press
from kiosk.words import mark as _

PIN_DIGITS = 6
TRIES = 5
PAUSE_S = 60.0
CORNER_TOUCHES = 4
CORNER_S = 3.0
_ADDRESS_MOST = 120


@dataclass(frozen=True)
class Facts:
    """What staff wants to read: `server` is empty while the tablet belongs to nobody; `waiting`
    counts the ratings the server does not have yet."""

    address: str = ""
    server: str = ""
    version: str = ""
    waiting: int = 0


@dataclass(frozen=True)
class StaffView:
    """What the screens pin and staff show. `is_sure`: *unpair* was touched once; `keyboard`: a
    server's address is being typed; `said` is a catalogue text about what was tried last."""

    digits: int = 0
    is_wrong: bool = False
    is_paused: bool = False
    is_sure: bool = False
    keyboard: Keyboard | None = None
    said: str = ""
    facts: Facts = Facts()


IN_VAIN = _("No server that knows this tablet answers there.")


def _nothing(*given: object) -> None:
    pass


@dataclass(frozen=True)
class StaffHands:
    """What the door may do.

    :ivar pin: six digits, or "" while there is none: then nobody comes in
    :ivar call_home: look for our office at a typed address; answers later
    """

    pin: Callable[[], str] = str
    facts: Callable[[], Facts] = Facts
    unpair: Callable[[], None] = _nothing
    call_home: Callable[[str], None] = _nothing
    end: Callable[[], None] = _nothing


NO_VIEW = StaffView()
NO_HANDS = StaffHands()


class StaffDoor:
    """Counts wrong PINs, also those of somebody who leaves and comes back.

    :param now_s: monotonic seconds
    """

    def __init__(self, hands: StaffHands, now_s: Callable[[], float]) -> None:
        self._hands, self._now_s = hands, now_s
        self._typed = ""
        self._wrong = 0
        self._paused_until_s = 0.0
        self.view = StaffView()

    def open(self) -> None:
        """Somebody comes to the screen pin, or to staff's."""
        self._typed = ""
        self.view = StaffView(is_paused=self._is_paused(), facts=self._hands.facts())

    def say(self, text: str) -> None:
        """What came of something that was tried."""
        self.view = replace(self.view, said=text, facts=self._hands.facts())

    def touch(self, screen: Screen, name: str) -> Happening | None:
        """What a touch on one of the two screens is; None when it is nothing."""
        if name == "leave":
            return Happening.LEAVE
        if screen is Screen.PIN:
            return self._digit(name)
        return self._act(name)

    def _is_paused(self) -> bool:
        return self._now_s() < self._paused_until_s

    def _digit(self, name: str) -> Happening | None:
        if self._is_paused() or not name.startswith("key:"):
            return None
        keyboard = press(Keyboard(self._typed, Layout.DIGITS), name.removeprefix("key:"))
        if keyboard.text == self._typed:
            return None
        self._typed = keyboard.text
        self.view = replace(self.view, digits=len(self._typed), is_wrong=False, is_paused=False)
        return self._tried() if len(self._typed) == PIN_DIGITS else Happening.TYPED

    def _tried(self) -> Happening:
        right, typed, self._typed = self._hands.pin(), self._typed, ""
        if right and hmac.compare_digest(right.encode(), typed.encode()):
            self._wrong = 0
            self.open()
            return Happening.PIN_RIGHT
        self._wrong += 1
        if self._wrong % TRIES == 0:
            self._paused_until_s = self._now_s() + PAUSE_S
        self.view = replace(self.view, digits=0, is_wrong=True, is_paused=self._is_paused())
        return Happening.PIN_WRONG

    def _act(self, name: str) -> Happening | None:
        if name.startswith("key:") and self.view.keyboard:
            keyboard = press(self.view.keyboard, name.removeprefix("key:"))
            self.view = replace(self.view, keyboard=keyboard)
            return Happening.TYPED
        is_sure = self.view.is_sure
        self.view = replace(self.view, is_sure=False)
        match name:
            case "unpair" if self.view.facts.server:
                self.view = replace(self.view, is_sure=True)
            case "sure" if is_sure:
                self._hands.unpair()
            case "server" if self.view.facts.server:
                start = Keyboard("http://", Layout.ADDRESS, is_upper=False, most=_ADDRESS_MOST)
                self.view = replace(self.view, keyboard=start, said="")
            case "back":
                self.view = replace(self.view, keyboard=None)
            case "done" if self.view.keyboard:
                url = self.view.keyboard.text
                self.view = replace(self.view, keyboard=None, said=_("Looking for the server…"))
                self._hands.call_home(url)
            case "end":
                self._hands.end()
            case _:
                return None
        return Happening.TYPED


class Corner:
    """Four touches in the corner within 3 s are meant. :param now_s: monotonic seconds"""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._touched_s: deque[float] = deque(maxlen=CORNER_TOUCHES)

    def touch(self) -> bool:
        """One more touch there; whether staff means to come in."""
        now_s = self._now_s()
        self._touched_s.append(now_s)
        is_full = len(self._touched_s) == CORNER_TOUCHES
        is_meant = is_full and now_s - self._touched_s[0] <= CORNER_S
        if is_meant:
            self._touched_s.clear()
        return is_meant
