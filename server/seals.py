"""Sealed requests, as the server judges them: ``docs/reference/seals.md``.

Only words and numbers: the key, the clock (as ticks) and the request are handed in.
"""

import hashlib
import heapq
import hmac
import re
from dataclasses import dataclass, field

SCHEME = "Motcua"
PROOF = "Motcua-Proof"
"""The header of an answer that shows who gave it."""
WINDOW_MS = 120_000
"""A seal counts when its tick is so near to ours; so long each way a nonce is remembered."""
MOST_NONCES = 20_000
"""Seals of one tablet that may count at once: 80 a second, 40 times what a busy kiosk sends."""

GOOD, ALTERED, STALE, REPLAYED, CROWDED = VERDICTS = (
    *("good", "altered", "stale", "replayed", "crowded"),
)

_SEAL = re.compile(
    r'Motcua id="([A-Za-z0-9-]{1,40})", epoch="((?:[0-9a-f]{16})?)", tick="([0-9]{1,15})", '
    r'nonce="([0-9a-f]{32})", mac="([0-9a-f]{64})"'
)


@dataclass(frozen=True, slots=True)
class Seal:
    """What a sealed request carries in ``Authorization``; *tick* is in ms of the *epoch*."""

    tablet: str
    epoch: str
    tick: int
    nonce: str
    mac: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a seal is over: *target* is the path with its query as it came, *key* the
    ``Idempotency-Key`` or ``""``."""

    method: str
    target: str
    body: bytes
    key: str


def read_seal(header: str) -> Seal | None:
    """The seal in an ``Authorization`` header; ``None`` when it is not written as one."""
    found = _SEAL.fullmatch(header)
    if found is None:
        return None
    tablet, epoch, tick, nonce, mac = found.groups()
    return Seal(tablet, epoch, int(tick), nonce, mac)


def request_mac(key: bytes, seal: Seal, asked: Asked) -> str:
    """The mac that a request with this seal must carry."""
    return _mac(
        key,
        *("request", asked.method, asked.target, seal.tablet, seal.epoch, str(seal.tick)),
        *(seal.nonce, hashlib.sha256(asked.body).hexdigest(), asked.key),
    )


def is_right(key: bytes, seal: Seal, asked: Asked) -> bool:
    """Whether this seal was made with *key* for what was asked."""
    return hmac.compare_digest(request_mac(key, seal, asked), seal.mac)


def answer_mac(key: bytes, nonce: str, status: int, body: bytes, challenge: str = "") -> str:
    """The proof of the answer to the request with *nonce*.

    :param challenge: the answer's ``WWW-Authenticate``, if it has one.
    """
    return _mac(key, "answer", nonce, str(status), hashlib.sha256(body).hexdigest(), challenge)


def stale(epoch: str, tick: int) -> str:
    """``WWW-Authenticate`` for a tablet that reckons wrongly."""
    return f'{SCHEME} error="stale", epoch="{epoch}", tick="{tick}"'


UNPAIRED = f'{SCHEME} error="unpaired"'
"""``WWW-Authenticate`` for a tablet that was unpaired."""


def staff_pin(key: bytes) -> str:
    """The six digits that open the staff page of the tablet with this *key*."""
    drawn = int.from_bytes(hmac.digest(key, b"staff pin", "sha256")[:8])
    return f"{drawn % 10**6:06d}"


@dataclass(slots=True)
class Nonces:
    """The nonces of one tablet that might still be sent again.  Not safe from several threads."""

    most: int = MOST_NONCES
    _ends: list[tuple[int, str]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def judge(self, seal: Seal, epoch: str, now: int) -> str:
        """How *seal*, whose mac is right, stands at tick *now*: one of :data:`VERDICTS`.

        A good one is remembered: the same again is ``replayed``.
        """
        self._drop(now)
        if seal.epoch != epoch or abs(seal.tick - now) > WINDOW_MS:
            return STALE
        if seal.nonce in self._known:
            return REPLAYED
        if len(self._known) >= self.most:
            return CROWDED
        self._known.add(seal.nonce)
        heapq.heappush(self._ends, (seal.tick + WINDOW_MS, seal.nonce))
        return GOOD

    def _drop(self, now: int) -> None:
        while self._ends and self._ends[0][0] < now:
            self._known.discard(heapq.heappop(self._ends)[1])

    def __len__(self) -> int:
        return len(self._known)


def _mac(key: bytes, *lines: str) -> str:
    return hmac.new(key, "\n".join(("motcua-seal-1", *lines)).encode(), "sha256").hexdigest()
