"""Sealed requests, the tablet's side: docs/reference/seals.md."""

import hashlib
import hmac
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

PROOF = "Motcua-Proof"
_STALE = re.compile(r'Motcua error="stale", epoch="([0-9a-f]{16})", tick="([0-9]{1,15})"')
_UNPAIRED = 'Motcua error="unpaired"'


@dataclass(frozen=True)
class Asked:
    """What a seal is over: `target` is the path with its query as sent, `key` the Idempotency-Key
    or empty."""

    method: str
    target: str
    body: bytes
    key: str


@dataclass(frozen=True)
class Answered:
    """What a proof is over: `challenge` is the answer's WWW-Authenticate, or empty."""

    status: int
    body: bytes
    challenge: str
    proof: str


@dataclass(frozen=True)
class Sealed:
    """`header` is the Authorization of a request; the answer must know its `nonce`."""

    header: str
    nonce: str


def key_of(token: str) -> bytes:
    """The key (32 bytes) that pairing's token stands for."""
    return hashlib.sha256(token.encode()).digest()


def staff_pin(key: bytes) -> str:
    """The six digits that open this tablet's staff page; the office's devices page shows them."""
    drawn = int.from_bytes(hmac.digest(key, b"staff pin", "sha256")[:8])
    return f"{drawn % 10**6:06d}"


class Seal:
    """Seals what one tablet asks, and knows its server by the proof. Safe to use from any thread.

    :param monotonic: seconds
    :param entropy: random bytes, that many
    """

    def __init__(
        self,
        tablet_id: str,
        token: str,
        monotonic: Callable[[], float] = time.monotonic,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.token = token
        self._tablet_id, self._key = tablet_id, key_of(token)
        self._monotonic, self._entropy = monotonic, entropy
        self._lock = threading.Lock()
        self._epoch, self._zero_s = "", monotonic()  # when the server's ticks were 0, by our clock

    def seal(self, asked: Asked) -> Sealed:
        """A seal for one sending of this request: another sending needs another."""
        with self._lock:
            epoch, tick = self._epoch, max(0, round((self._monotonic() - self._zero_s) * 1000))
        nonce = self._entropy(16).hex()
        mac = self._mac(
            *("request", asked.method, asked.target, self._tablet_id, epoch, str(tick), nonce),
            *(hashlib.sha256(asked.body).hexdigest(), asked.key),
        )
        named = {"id": self._tablet_id, "epoch": epoch, "tick": tick, "nonce": nonce, "mac": mac}
        return Sealed("Motcua " + ", ".join(f'{k}="{v}"' for k, v in named.items()), nonce)

    def is_proven(self, nonce: str, answer: Answered) -> bool:
        """Whether only our server can have given this answer, and to this request."""
        body = hashlib.sha256(answer.body).hexdigest()
        mac = self._mac("answer", nonce, str(answer.status), body, answer.challenge)
        return hmac.compare_digest(mac.encode(), answer.proof.encode())

    def learn(self, challenge: str, asked_s: float) -> bool:
        """Reckon as a proven answer's challenge says; whether it was one to reckon by.

        :param asked_s: when, by our clock, the request was sent
        """
        found = _STALE.fullmatch(challenge)
        if found is None:
            return False
        with self._lock:
            between_s = (asked_s + self._monotonic()) / 2
            self._epoch, self._zero_s = found[1], between_s - int(found[2]) / 1000
        return True

    def now_s(self) -> float:
        """By the clock that this was given."""
        return self._monotonic()

    def _mac(self, *lines: str) -> str:
        words = "\n".join(("motcua-seal-1", *lines)).encode()
        return hmac.new(self._key, words, hashlib.sha256).hexdigest()


def is_unpaired(challenge: str) -> bool:
    """Whether a proven answer's challenge says that the office has unpaired this tablet."""
    return challenge == _UNPAIRED
