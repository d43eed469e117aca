"""Who asks, and what was answered before: a request repeated with its key is done once."""

import hashlib
import json
import sqlite3
from dataclasses import asdict, dataclass, field

from server.errors import Malformed
from server.shapes import Slip, Ticket, Wait


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person signed in, a program with a token, or a page in a browser.

    *role* is clerk, manager, admin (people), kiosk, counter, screen, reader, admin, tablet
    (programs), citizen or web_kiosk (pages).  *counter* is the one a counter's program or a tablet
    belongs to.  *key_space* tells apart those who share a name: two browsers that are kiosks, two
    programs called alike.
    """

    name: str
    role: str
    counter: str | None = None
    is_person: bool = False
    key_space: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as far as repeating it goes: *key* is its ``Idempotency-Key``, or ``None``."""

    asker: Asker
    key: str | None
    words: tuple[object, ...]

    @property
    def owner(self) -> str:
        """Keys of two askers never meet."""
        return f"{self.asker.role}:{self.asker.name}:{self.asker.key_space}"

    @property
    def fingerprint(self) -> str:
        """What was asked, short: the same key with other words is a mistake, not a repeat."""
        return hashlib.sha256(json.dumps(self.words).encode()).hexdigest()[:32]


class Remembered(Exception):
    """Raised inside a transaction to leave it at once: this request has had its answer."""

    def __init__(self, answer: Ticket | None) -> None:
        self.answer = answer


def recall_answer(tx: sqlite3.Connection, request: Request) -> None:
    """Look for an earlier answer.

    :raises Remembered: with it, if this request has been done.
    :raises Malformed: ``key_reused`` if its key was used for another request.
    """
    if request.key is None:
        return
    row = tx.execute(
        "SELECT request, answer FROM answers WHERE asker = ? AND key = ?",
        (request.owner, request.key),
    ).fetchone()
    if row is None:
        return
    if row["request"] != request.fingerprint:
        raise Malformed("key_reused")
    raise Remembered(_ticket(row["answer"]))


def remember_answer(
    tx: sqlite3.Connection, request: Request, answer: Ticket | None, at: str
) -> None:
    """Keep *answer* beside the change it belongs to."""
    if request.key is None:
        return
    text = json.dumps(None if answer is None else asdict(answer), ensure_ascii=False)
    tx.execute(
        "INSERT INTO answers (asker, key, request, answer, at) VALUES (?, ?, ?, ?, ?)",
        (request.owner, request.key, request.fingerprint, text, at),
    )


def _ticket(text: str) -> Ticket | None:
    fields = json.loads(text)
    if fields is None:
        return None
    fields["slip"] = Slip(**fields["slip"])
    fields["wait_s"] = fields["wait_s"] and Wait(**fields["wait_s"])
    return Ticket(**fields)
