"""The journal: what happened, in order, for ever.  Followers pull from it with own cursors."""

import sqlite3
import threading
from collections import deque
from dataclasses import dataclass
from itertools import islice

import msgspec

from server.events import SCHEMA, Event, from_json
from server.store import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: *seq* rises without repeating, *at* is RFC 3339 UTC."""

    seq: int
    at: str
    event: Event


_COLUMNS = "seq, at, event, data"
TAIL = 1000
"""Entries kept in memory for those who follow closely; who is further behind asks the file."""


class Journal:
    """Reads and appends entries; knows the newest committed *seq* without asking the file."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.reading() as connection:
            self._newest = newest_seq(connection)
        self._news = threading.Condition()
        self._is_ended = False
        self._tail: deque[Entry] = deque(maxlen=TAIL)
        store.after_commit(self._announce)

    @property
    def newest(self) -> int:
        """The seq of the last committed entry, 0 when there is none."""
        return self._newest

    def append(self, tx: sqlite3.Connection, at: str, event: Event) -> int:
        """Write *event* inside the transaction *tx* (so: on the writer) and return its seq."""
        cursor = tx.execute(
            "INSERT INTO journal (at, event, ticket, counter, schema, data) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                at,
                event.name,
                getattr(event, "ticket", None),
                getattr(event, "counter", None),
                SCHEMA,
                msgspec.json.encode(event).decode(),
            ),
        )
        seq = cursor.lastrowid or 0
        self._store.leave(Entry(seq, at, event))
        return seq

    def after(self, seq: int, limit: int = 500) -> list[Entry]:
        """The entries that follow *seq*, oldest first, *limit* at the most."""
        with self._news:
            if self._tail and self._tail[0].seq <= seq + 1:
                begin = seq + 1 - self._tail[0].seq
                return list(islice(self._tail, begin, begin + limit))
        with self._store.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit)
            ).fetchall()
        return [Entry(row["seq"], row["at"], from_json(row["event"], row["data"])) for row in rows]

    def wait_past(self, seq: int, timeout_s: float) -> int:
        """Wait until an entry past *seq* is committed, *timeout_s* at the most; the newest seq.

        The newest seq is compared inside the condition, so an entry committed between a caller's
        read and its wait is never missed.
        """
        with self._news:
            self._news.wait_for(lambda: self._newest > seq or self._is_ended, timeout_s)
            return self._newest

    def end_waiting(self) -> None:
        """Let everybody go who waits: the program ends."""
        with self._news:
            self._is_ended = True
            self._news.notify_all()

    def _announce(self, left: list[Entry]) -> None:
        """Take in what has just been committed.

        The tail has no gap: after an entry that another process wrote it begins anew.
        """
        if not left:
            return
        with self._news:
            if left[-1].seq != self._newest + len(left):
                self._tail.clear()
            self._tail.extend(left)
            self._newest = left[-1].seq
            self._news.notify_all()


def newest_seq(connection: sqlite3.Connection) -> int:
    """The seq of the last entry that *connection* sees, 0 when there is none."""
    row = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
    return int(row[0])


def cursor_of(connection: sqlite3.Connection, follower: str) -> int | None:
    """The seq up to which *follower* has handled the journal, ``None`` before its first."""
    row = connection.execute("SELECT seq FROM cursors WHERE follower = ?", (follower,)).fetchone()
    return None if row is None else int(row["seq"])


def save_cursor(tx: sqlite3.Connection, follower: str, seq: int) -> None:
    """Remember inside *tx* that *follower* has handled everything up to *seq*."""
    tx.execute(
        "INSERT INTO cursors (follower, seq) VALUES (?, ?) "
        "ON CONFLICT (follower) DO UPDATE SET seq = excluded.seq",
        (follower, seq),
    )
