"""Who may come in by a seal: the tablets that are paired, and what is said to the others."""

import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass

from server import seals
from server.accounts import token_hash
from server.asking import Asker
from server.complaints import Complaints
from server.seals import Asked, Nonces, Seal
from server.store import Store
from server.throttle import Limit, TooManyTries

TRIES = 20
WITHIN_S = 60.0
"""Wrong seals from one address, before they are not even looked at as such; right ones always
are, so that nobody shuts a tablet out by using its address."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Witness:
    """What the answer to a request with this *nonce* is proven by."""

    key: bytes
    nonce: str

    def prove(self, status: int, body: bytes, challenge: str) -> str:
        """The value of ``Motcua-Proof``."""
        return seals.answer_mac(self.key, self.nonce, status, body, challenge)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """*asker* is who asks; else *status* and *code* are the problem that is answered, with
    *challenge* as its ``WWW-Authenticate``.  Without a *witness* nothing is proven to whoever asks:
    it did not prove itself either, or it repeats what somebody else has said."""

    asker: Asker | None = None
    witness: Witness | None = None
    status: int = 401
    code: str = ""
    challenge: str = seals.SCHEME


class SealDesk:
    """Judges the seals of one office.  Safe from any thread.

    :param monotonic: seconds; the ticks that tablets reckon by are its milliseconds since now.
    :param epoch: 16 hex digits that no earlier run of this server had.
    """

    def __init__(
        self,
        store: Store,
        monotonic: Callable[[], float],
        epoch: str | None = None,
        say: Callable[[str], None] = _log.warning,
    ) -> None:
        self._store = store
        self._monotonic = monotonic
        self._epoch = epoch or secrets.token_hex(8)
        self._zero_s = monotonic()
        self._complaints = Complaints(say, monotonic)
        self._wrong = Limit(monotonic, TRIES, WITHIN_S)
        self._nonces: dict[str, Nonces] = {}
        self._lock = threading.Lock()

    def judge(self, header: str, asked: Asked, address: str) -> Judged:
        """Who sends *asked* from *address* under this ``Authorization``."""
        seal = seals.read_seal(header)
        if seal is None:
            return self._refuse("a seal that is none", None, address)
        row = self._row("tablets", seal.tablet)
        if row is not None and _fits(row, seal, asked):
            return self._let_in(row, seal, address)
        gone = self._row("unpaired_tablets", seal.tablet)
        if gone is not None and _fits(gone, seal, asked):
            witness = Witness(_key(gone), seal.nonce)
            return Judged(witness=witness, code="unpaired", challenge=seals.UNPAIRED)
        known = row or gone
        kind = "a request that was invented or altered" if known else "a request"
        return self._refuse(kind, seal.tablet if known else None, address)

    def refuse_bearer(self, token: str, address: str) -> Judged | None:
        """What to say to whoever sends a paired tablet's *token*; ``None`` if it is none.

        403 and not 401: a tablet with an older program then waits for its new program, paired.
        """
        row = self._store.row("SELECT id FROM tablets WHERE token_hash = ?", token_hash(token))
        if row is None:
            return None
        self._complaints.about(_line("a bearer token instead of a seal", row["id"], address))
        return Judged(status=403, code="seal_needed")

    def _let_in(self, row: sqlite3.Row, seal: Seal, address: str) -> Judged:
        witness = Witness(_key(row), seal.nonce)
        tick = round((self._monotonic() - self._zero_s) * 1000)
        with self._lock:
            nonces = self._nonces.setdefault(row["token_hash"], Nonces())
            verdict = nonces.judge(seal, self._epoch, tick)
        match verdict:
            case seals.GOOD:
                role = "tablet" if row["kind"] == "rate" else "kiosk"
                space = row["token_hash"][:16]
                asker = Asker(row["id"], role, row["counter"], key_space=space)
                return Judged(asker=asker, witness=witness)
            case seals.STALE:
                self._tell_of_old(seal, tick, address)
                challenge = seals.stale(self._epoch, tick)
                return Judged(witness=witness, code="stale_seal", challenge=challenge)
            case seals.CROWDED:
                self._complaints.about(_line("more requests than a tablet has", row["id"], address))
                return Judged(witness=witness, status=429, code="too_many_seals")
            case _:
                return self._refuse("a request sent before", row["id"], address)

    def _tell_of_old(self, seal: Seal, tick: int, address: str) -> None:
        """A tablet that has just started knows no epoch, and after our own start all know an old
        one; later an old seal may be somebody else's copy."""
        if seal.epoch and tick > seals.WINDOW_MS:
            self._complaints.about(_line("a request with an old seal", seal.tablet, address))

    def _refuse(self, kind: str, tablet: str | None, address: str) -> Judged:
        self._complaints.about(_line(kind, tablet, address))
        try:
            self._wrong.take(address)
        except TooManyTries:
            return Judged(status=429, code="too_many_seals")
        return Judged(code="bad_seal")

    def _row(self, table: str, tablet: str) -> sqlite3.Row | None:
        return self._store.row(f"SELECT * FROM {table} WHERE id = ?", tablet)


def _fits(row: sqlite3.Row, seal: Seal, asked: Asked) -> bool:
    return seals.is_right(_key(row), seal, asked)


def _key(row: sqlite3.Row) -> bytes:
    return bytes.fromhex(row["token_hash"])


def _line(kind: str, tablet: str | None, address: str) -> str:
    """Only names that we gave: what a stranger writes does not get into the log."""
    whose = f"in the name of tablet {tablet}" if tablet else "in the name of no tablet of ours"
    return f"refused: {kind}, {whose}, from {address}"
