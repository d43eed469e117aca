"""QSystem counter keypads: ``01 address key 07`` in; light, display and address out. Pure.

The paper with worked frames: docs/reference/keypads.md.
"""

from dataclasses import dataclass
from enum import IntEnum

START, END = 0x01, 0x07
SET_ADDRESS, SCAN = 0x03, 0x04
ADDRESSES = range(0x20, 0xFF)
PLACES = 3
"""Signs on a keypad's display."""
BEEP = 0x07
"""Added to a light's code: the same light with half a second of sound."""
_STEADY, _BLINKING, _MOST = 0x20, 0x21, 0x7F
_FRAME = 4


class Key(IntEnum):
    """The four keys."""

    CALL = 0x31
    START = 0x32
    REDIRECT = 0x33
    FINISH = 0x34


class Light(IntEnum):
    """What a keypad's light does. Which colour of a pair blinks is read from their order."""

    OFF = 0x30
    RED = 0x31
    GREEN = 0x32
    RED_FAST = 0x33
    GREEN_FAST = 0x34
    RED_SLOW = 0x35
    GREEN_SLOW = 0x36


@dataclass(frozen=True)
class Pressed:
    """A whole frame of a keypad."""

    address: int
    key: Key


def light(address: int, light: Light, *, has_beep: bool = False) -> bytes:
    """The bytes that set the light. ValueError on an impossible address."""
    return bytes([START, _checked(address), light + (BEEP if has_beep else 0), END])


def display(address: int, text: str, *, blinks: int | None = 0) -> bytes:
    """The bytes that show the last three signs of ``text``: steady, blinking (``blinks`` None), or
    steady after 1 to 94 blinks. What is not printable ASCII is a blank.

    ValueError on an impossible address or number of blinks.
    """
    mode = _BLINKING if blinks is None else _STEADY if blinks == 0 else _BLINKING + blinks
    if blinks is not None and not 0 <= blinks <= _MOST - _BLINKING:
        raise ValueError(f"a keypad's display blinks 0 to {_MOST - _BLINKING} times, not {blinks}")
    return bytes([START, _checked(address), mode, *_signs(text), END])


def set_address(old: int, new: int) -> bytes:
    """The bytes that give a keypad another address. ValueError on an impossible one."""
    return bytes([SET_ADDRESS, _checked(old), _checked(new), END])


def scan(address: int) -> bytes:
    """The bytes that ask whether a keypad is there. ValueError on an impossible address."""
    return bytes([SCAN, _checked(address), END])


class KeypadDecoder:
    """The host's side: holds less than one frame. ``dropped`` counts what was begun and is none,
    as where two keypads spoke at once.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self.dropped = 0

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Pressed]:
        """The keys that ``data`` completes. Never raises."""
        return [pressed for byte in data if (pressed := self._take(byte)) is not None]

    def _take(self, byte: int) -> Pressed | None:
        if byte == START:
            self._drop()
            self._held.append(byte)
        elif self._held and self._fits(byte):
            self._held.append(byte)
            if len(self._held) == _FRAME:
                frame, self._held = self._held, bytearray()
                return Pressed(frame[1], Key(frame[2]))
        else:
            self._drop()
        return None

    def _fits(self, byte: int) -> bool:
        known = ((START,), ADDRESSES, tuple(Key), (END,))[len(self._held)]
        return byte in known

    def _drop(self) -> None:
        if self._held:
            self.dropped += 1
            self._held.clear()


def _signs(text: str) -> bytes:
    signs = "".join(each if " " <= each <= "~" else " " for each in text)
    return signs[-PLACES:].rjust(PLACES).encode("ascii")


def _checked(address: int) -> int:
    if address not in ADDRESSES:
        raise ValueError(
            f"the address of a keypad is {ADDRESSES[0]} to {ADDRESSES[-1]}, not {address}"
        )
    return address
