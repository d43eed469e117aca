"""The tablet's side of pairing: a code on the screen becomes a shared secret.

No sockets here; the requests and states are those of docs/reference/pairing.md.
"""

import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, cast

from spake2 import SPAKE2_B
from spake2.ed25519_basic import NotOnCurve
from spake2.spake2 import SPAKEError

SERVER_IDENTITY = b"motcua-server"
TRIES_PER_CODE = 5
PAUSE_S = 60.0
OPEN_FOR_S = 10.0
_MESSAGE_BYTES = 33  # side letter + Ed25519 point


class PairingError(Exception):
    """The tablet did not agree."""

    status = 403


class Malformed(PairingError):
    """The request is not a pairing request."""

    status = 400


class NotAsking(PairingError):
    """This tablet is paired and asks nobody."""

    status = 409


class TooManyTries(PairingError):
    """Too many tries: read the new code on the tablet and wait a minute."""

    status = 429


class NotConfirmed(PairingError):
    """No pairing was started here with the code on the screen."""


@dataclass(frozen=True)
class Offer:
    """What the office tells its new tablet. `counter` is None for a kiosk in the hall."""

    scheme: str
    port: int
    counter: str | None
    office: str
    spki: str | None = None

    def as_bytes(self) -> bytes:
        """The form both sides put under their HMAC (docs/reference/pairing.md)."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True)
class Agreed:
    """The end of a pairing that succeeded: what was offered, the token (hex), and what tells the
    server that it was this tablet that took it."""

    offer: Offer
    token: str
    receipt: str = ""


def new_code() -> str:
    """Six random decimal digits."""
    return f"{secrets.randbelow(10**6):06d}"


def mac(key: bytes, words: bytes) -> str:
    """HMAC-SHA256 in hex."""
    return hmac.new(key, words, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Chances:
    """Where code, randomness and time come from; tests bring their own."""

    draw_code: Callable[[], str] = new_code
    entropy: Callable[[int], bytes] = os.urandom
    monotonic: Callable[[], float] = time.monotonic


class Handshake:
    """One tablet's pairing state. Safe to use from several threads.

    `on_code` is called (under no lock) with the new code whenever the tries of one ran out.
    """

    def __init__(self, tablet_id: str, chances: Chances | None = None) -> None:
        self._tablet_id = tablet_id
        self._chances = chances or Chances()
        self._lock = threading.Lock()
        self._key: bytes | None = None  # of the open exchange
        self._opened_at_s = 0.0
        self._tries = 0
        self._paused_until_s = 0.0
        self.code = ""  # "" while the tablet asks nobody
        self.on_code: Callable[[str], None] = lambda code: None

    def ask(self) -> str:
        """Begin to ask for an office; the code to show."""
        with self._lock:
            self._paused_until_s = 0.0
            return self._renew()

    def rest(self) -> None:
        """Ask nobody any more."""
        with self._lock:
            self.code, self._key = "", None

    def start(self, message: bytes) -> tuple[bytes, str]:
        """Open an exchange: our message and our confirmation.

        :raises NotAsking: the tablet is paired
        :raises TooManyTries: the code is used up or the pause is not over
        :raises Malformed: the message is not a point of the group from side A
        """
        with self._lock:
            code = self.code
            is_used_up = bool(code) and not self._is_paused() and self._tries >= TRIES_PER_CODE
            if is_used_up:
                self._use_up()
            elif code and not self._is_paused():
                return self._open(message)
        if is_used_up:
            self.on_code(self.code)
        raise TooManyTries if code else NotAsking

    def finish(self, offer: Offer, confirm: str) -> Agreed:
        """Close the open exchange; whatever the outcome, it can not be used again.

        :raises NotConfirmed: nothing is open, it is too old, or `confirm` does not fit
        """
        with self._lock:
            key, self._key = self._key, None
            is_late = self._chances.monotonic() - self._opened_at_s > OPEN_FOR_S
            expected = mac(key or b"", b"server confirms" + offer.as_bytes())
            if key and not is_late and hmac.compare_digest(expected, confirm.lower()):
                return Agreed(offer, mac(key, b"bearer token"), mac(key, b"tablet is paired"))
            is_used_up = key is not None and self._tries >= TRIES_PER_CODE
            if is_used_up:
                self._use_up()
        if is_used_up:
            self.on_code(self.code)
        raise NotConfirmed

    def retry_after_s(self) -> int:
        """Whole seconds until a start can be answered again."""
        return max(0, round(self._paused_until_s - self._chances.monotonic()))

    def _is_paused(self) -> bool:
        return self._chances.monotonic() < self._paused_until_s

    def _open(self, message: bytes) -> tuple[bytes, str]:
        self._tries += 1
        if len(message) != _MESSAGE_BYTES:
            raise Malformed
        side = SPAKE2_B(
            self.code.encode("ascii"),
            idA=SERVER_IDENTITY,
            idB=self._tablet_id.encode("ascii"),
            entropy_f=self._chances.entropy,
        )
        ours = cast(bytes, side.start())
        try:
            key = cast(bytes, side.finish(message))
        except (SPAKEError, NotOnCurve, ValueError) as error:
            raise Malformed from error
        self._key, self._opened_at_s = key, self._chances.monotonic()
        return ours, mac(key, b"tablet confirms")

    def _use_up(self) -> None:
        self._renew()
        self._paused_until_s = self._chances.monotonic() + PAUSE_S

    def _renew(self) -> str:
        self.code, self._key, self._tries = self._chances.draw_code(), None, 0
        return self.code


def read_start(body: object) -> bytes:
    """The message of `/pair/start`. :raises Malformed:"""
    match body:
        case {"message": str(text)} if len(text) == 2 * _MESSAGE_BYTES:
            try:
                return bytes.fromhex(text)
            except ValueError as error:
                raise Malformed from error
    raise Malformed


def read_finish(body: object) -> tuple[Offer, str]:
    """The offer and confirmation of `/pair/finish`. :raises Malformed:"""
    if not isinstance(body, dict):
        raise Malformed
    fields: dict[str, Any] = dict(body)
    confirm = fields.pop("confirm", None)
    if not isinstance(confirm, str) or not confirm.isascii() or len(confirm) != 64:
        raise Malformed
    match fields:
        case {
            "scheme": "http",
            "port": int(port),
            "counter": str() | None as counter,
            "office": str(office),
            "spki": str() | None as spki,
        } if len(fields) == 5 and 0 < port < 65536 and not isinstance(port, bool):
            return Offer("http", port, counter, office, spki), confirm
    raise Malformed
