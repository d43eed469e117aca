"""People and programs: who they are, what they may do, how they prove it."""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

from werkzeug.security import check_password_hash, generate_password_hash

from server.asking import Asker
from server.badges import check_badge
from server.errors import Malformed, Refused
from server.hours import stamp
from server.office import Office
from server.store import Store

PERSON_ROLES = ("clerk", "manager", "admin")
PROGRAM_ROLES = ("kiosk", "counter", "screen", "reader", "admin")
LONGEST_NAME = 64
TOKEN_BYTES = 24
"""192 random bits: a token cannot be guessed, so a plain SHA-256 of it is enough to keep."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in; *name* is the sign-in name, *badge* what stands on their badge."""

    name: str
    full_name: str
    role: str
    badge: str = ""


class Accounts:
    """The people and tokens of one office."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office

    def add_person(self, person: Person, password: str) -> None:
        """Let *person* sign in.

        :raises Malformed: ``bad_name``, ``bad_badge``, ``no_such_role``, ``short_password``,
            ``bad_password``.
        :raises Refused: ``name_taken``.
        """
        _check_name(person.name)
        _check_name(person.full_name)
        check_badge(person.badge)
        if person.role not in PERSON_ROLES:
            raise Malformed("no_such_role", known=", ".join(PERSON_ROLES))
        if len(password) < 8:
            raise Malformed("short_password")
        if not password.isprintable():
            raise Malformed("bad_password")
        hashed = generate_password_hash(password)

        def change(tx: sqlite3.Connection) -> None:
            row = (person.name, person.full_name, person.role, hashed, person.badge)
            try:
                tx.execute(
                    "INSERT INTO people (name, full_name, role, password_hash, badge) "
                    "VALUES (?, ?, ?, ?, ?)",
                    row,
                )
            except sqlite3.IntegrityError:
                raise Refused("name_taken", name=person.name) from None

        self._store.change(change)

    def person(self, name: str) -> Person | None:
        """The person with this sign-in name."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT * FROM people WHERE name = ?", (name,)).fetchone()
        return row and Person(row["name"], row["full_name"], row["role"], row["badge"])

    def sign_in(self, name: str, password: str) -> Person | None:
        """The person, if the password is theirs; takes as long when there is no such name."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT * FROM people WHERE name = ?", (name,)).fetchone()
        if row is None:
            generate_password_hash(password)
            return None
        if not check_password_hash(row["password_hash"], password):
            return None
        return Person(row["name"], row["full_name"], row["role"], row["badge"])

    def make_token(self, name: str, role: str, counter: str | None = None) -> str:
        """A new bearer token for a program; it is not kept, only its hash.

        :raises Malformed: ``bad_name``, ``no_such_role``, ``counter_needed``, ``no_such_counter``.
        """
        _check_name(name)
        if role not in PROGRAM_ROLES:
            raise Malformed("no_such_role", known=", ".join(PROGRAM_ROLES))
        if role == "counter" and counter is None:
            raise Malformed("counter_needed")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        asker = Asker(name, role, counter)
        self._store.change(lambda tx: self._keep(tx, token, asker))
        return token

    def forget_token(self, token: str) -> None:
        """Nobody is let in by *token* any more."""
        self._store.change(
            lambda tx: tx.execute("DELETE FROM tokens WHERE hash = ?", (token_hash(token),))
        )

    def _keep(self, tx: sqlite3.Connection, token: str, asker: Asker) -> None:
        if asker.counter is not None and asker.counter not in self._office.plan(tx).counters:
            raise Malformed("no_such_counter", counter=asker.counter)
        keep_token(tx, token, asker, stamp(self._office.now()))

    def asker(self, token: str) -> Asker | None:
        """Who holds *token*, if anybody does."""
        hashed = token_hash(token)
        row = self._store.row("SELECT name, role, counter FROM tokens WHERE hash = ?", hashed)
        if row is None:
            return None
        return Asker(row["name"], row["role"], row["counter"], key_space=hashed[:16])

    def session_key(self) -> str:
        """The key that signs session cookies; made once an office."""
        return self._made_once("session", secrets.token_hex(32))

    def kiosk_key(self) -> str:
        """What the PIN of kiosks in browsers is drawn from, hex; made once an office."""
        return self._made_once("kiosk", secrets.token_hex(32))

    def office_id(self) -> str:
        """Under which tablets find this office again, 16 hex digits; made once an office.

        It is no secret: the server announces it.
        """
        return self._made_once("office", secrets.token_hex(8))

    def _made_once(self, name: str, new: str) -> str:
        known = self._store.row("SELECT value FROM keys WHERE name = ?", name)
        if known is not None:
            return str(known["value"])

        def change(tx: sqlite3.Connection) -> str:
            tx.execute("INSERT OR IGNORE INTO keys (name, value) VALUES (?, ?)", (name, new))
            found = tx.execute("SELECT value FROM keys WHERE name = ?", (name,)).fetchone()
            return str(found[0])

        return self._store.change(change)


def _check_name(name: str) -> None:
    """Visible characters only: bytes that are no UTF-8 arrive here as invisible ones."""
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable() and name.strip() == name):
        raise Malformed("bad_name")


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep_token(tx: sqlite3.Connection, token: str, asker: Asker, at: str) -> None:
    """Let whoever holds *token* be *asker*, inside the transaction *tx*."""
    tx.execute(
        "INSERT INTO tokens (hash, name, role, counter, made_at) VALUES (?, ?, ?, ?, ?)",
        (token_hash(token), asker.name, asker.role, asker.counter, at),
    )
