"""Who asks, and what was answered before: a request repeated with its key is done once."""

import hashlib
import sqlite3
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.errors import Malformed
from server.shapes import Ticket


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person signed in, a program with a token, or a page in a browser.

    *role* is clerk, manager, admin (people), kiosk, counter, screen, reader, admin, tablet
    (programs), citizen, home or web_kiosk (pages).  *counter* is the one a counter's program or a
    tablet belongs to.  *key_space* tells apart those who share a name: two browsers that are
    kiosks, two programs called alike.
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
        return hashlib.sha256(msgspec.json.encode(self.words)).hexdigest()[:32]


class Remembered(Exception):
    """Raised inside a transaction to leave it at once: this request has had its answer."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer


def recall_answer(tx: sqlite3.Connection, request: Request, shape: Any = Ticket | None) -> None:
    """Look for an earlier answer, which has this *shape*.

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
    raise Remembered(msgspec.json.decode(row["answer"], type=shape))


def remember_answer(tx: sqlite3.Connection, request: Request, answer: object, at: str) -> None:
    """Keep *answer* beside the change it belongs to."""
    if request.key is None:
        return
    text = msgspec.json.encode(answer).decode()
    tx.execute(
        "INSERT INTO answers (asker, key, request, answer, at) VALUES (?, ?, ?, ?, ?)",
        (request.owner, request.key, request.fingerprint, text, at),
    )
