"""Keypads made of software, for the demo and for tests: bytes in, lights and displays out."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from hardware.keypad import ADDRESSES, BEEP, END, PLACES, SCAN, SET_ADDRESS, START, Key, Light

_LONGEST = 7


@dataclass(frozen=True)
class Face:
    """What a keypad shows; ``mode`` is the display's own byte."""

    light: Light = Light.OFF
    text: str = ""
    mode: int = 0x20
    beeps: int = 0


class VirtualKeypads:
    """All the keypads of one line. Any thread may feed it and any thread may look."""

    def __init__(self, addresses: Iterable[int]) -> None:
        self._lock = threading.Lock()
        self._held = bytearray()
        self.faces = {address: Face() for address in addresses}

    def feed(self, data: bytes) -> bytes:
        """Bytes from the host in; keypads answer a scan alone. Never raises on any bytes."""
        with self._lock:
            return b"".join(self._take(byte) for byte in data)

    def snapshot(self) -> dict[int, Face]:
        """What each keypad shows now."""
        with self._lock:
            return dict(self.faces)

    @staticmethod
    def press(address: int, key: Key) -> bytes:
        """What a keypad sends when this key goes down."""
        return bytes([START, address, key, END])

    def _take(self, byte: int) -> bytes:
        if byte in (START, SET_ADDRESS, SCAN):
            self._held = bytearray([byte])
        elif byte == END:
            frame, self._held = bytes(self._held), bytearray()
            return self._obey(frame)
        elif self._held and len(self._held) < _LONGEST:
            self._held.append(byte)
        else:
            self._held.clear()
        return b""

    def _obey(self, frame: bytes) -> bytes:
        address = frame[1] if len(frame) > 1 else 0
        if address not in self.faces:
            return b""
        face = self.faces[address]
        if frame[0] == SCAN and len(frame) == 2:
            return bytes([SCAN, address, END])
        if frame[0] == SET_ADDRESS and len(frame) == 3 and frame[2] in ADDRESSES:
            self.faces[frame[2]] = self.faces.pop(address)
        elif frame[0] == START and len(frame) == 3:
            self._light(address, face, frame[2])
        elif frame[0] == START and len(frame) == 3 + PLACES:
            text = frame[3:].decode("ascii", "replace")
            self.faces[address] = Face(face.light, text, frame[2], face.beeps)
        return b""

    def _light(self, address: int, face: Face, code: int) -> None:
        has_beep = code >= Light.OFF + BEEP
        plain = code - BEEP if has_beep else code
        if plain in tuple(Light):
            beeps = face.beeps + has_beep
            self.faces[address] = Face(Light(plain), face.text, face.mode, beeps)
