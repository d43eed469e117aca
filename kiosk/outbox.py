"""What the server does not have yet, on disk: ratings, each with its own id.

    held -> waiting -> sent | refused

A rating is on disk (SQLite, synchronous=FULL) before the citizen is thanked. *held* means that
reasons may still be added; a restart releases what a dead process held. A rating belongs to the
office that asked for it and is never sent to another.
"""

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEEP_ROWS = 1000  # settled ratings kept, so that a ticket is not asked about twice

_TABLE = """(
    seq integer primary key autoincrement,
    id text not null unique,
    office text not null,
    ticket integer not null,
    window text not null default '',  -- which visit: an office put back from a copy numbers anew
    score integer not null check (score between 1 and 5),
    reasons text not null,
    comment text,
    rated_at text not null,
    state text not null check (state in ('held', 'waiting', 'sent', 'refused')),
    why text not null default '',
    read_at text not null default '[]',  -- when the question was being read
    unique (office, ticket, window)  -- one rating per visit
)"""
_VERSION = 2
# The file of an earlier program, carried over whole or not at all.
_FROM_0 = f"""
begin immediate;
alter table rating rename to older;
create table rating {_TABLE};
insert into rating (seq, id, office, ticket, score, reasons, rated_at, state, why)
    select seq, id, office, ticket, score, reasons, rated_at, state, why from older;
drop table older;
pragma user_version = {_VERSION};
commit;
"""
_FROM_1 = f"""
begin immediate;
alter table rating add column read_at text not null default '[]';
pragma user_version = {_VERSION};
commit;
"""
_NEW = f"begin immediate; create table rating {_TABLE}; pragma user_version = {_VERSION}; commit;"


@dataclass(frozen=True)
class Rating:
    """One answer of one citizen. `score` 5 (very satisfied) to 1; `rated_at` RFC 3339, in the
    server's time; `id` is the Idempotency-Key it is sent with."""

    id: str
    office: str
    ticket: int
    score: int
    rated_at: str
    reasons: tuple[str, ...] = ()
    window: str = ""  # the visit, in the office's own words; "": it said none
    comment: str | None = None
    read_at: tuple[str, ...] = ()  # when the question was being read, as rated_at

    def as_body(self) -> dict[str, object]:
        """The body of `POST /ratings`."""
        return {
            "ticket": self.ticket,
            "score": self.score,
            "reasons": list(self.reasons),
            "comment": self.comment,
            "rated_at": self.rated_at,
            **({"window": self.window} if self.window else {}),
            **({"read_at": list(self.read_at)} if self.read_at else {}),
        }


def new_rating(
    office: str,
    ticket: int,
    score: int,
    rated_at: str,
    window: str = "",
    read_at: tuple[str, ...] = (),
) -> Rating:
    id = str(uuid.uuid4())
    return Rating(id, office, ticket, score, rated_at, window=window, read_at=read_at)


class Outbox:
    """The ratings in one SQLite file. Safe to use from several threads.

    Every method that writes returns when the disk has it, and raises sqlite3.Error when not.
    """

    def __init__(self, path: Path) -> None:
        """Opens or makes the file, and releases what an earlier process held."""
        self._lock = threading.Lock()
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
            self._db.execute(f"pragma {pragma}")
        self._make_table()
        self._db.execute("update rating set state = 'waiting' where state = 'held'")
        self._db.execute(
            "delete from rating where state in ('sent', 'refused')"
            " and seq <= (select max(seq) from rating) - ?",
            (KEEP_ROWS,),
        )

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def add(self, rating: Rating, *, is_held: bool) -> bool:
        """Keep a rating; False when this visit of this office has one already."""
        state = "held" if is_held else "waiting"
        done = self._change(
            "insert into rating (id, office, ticket, window, score, reasons, rated_at, state,"
            " read_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " on conflict (office, ticket, window) do nothing",
            rating.id,
            rating.office,
            rating.ticket,
            rating.window,
            rating.score,
            json.dumps(rating.reasons),
            rating.rated_at,
            state,
            json.dumps(rating.read_at),
        )
        return done == 1

    def give_reasons(self, rating_id: str, reasons: Iterable[str]) -> None:
        """Set the reasons of a held rating; of any other, nothing."""
        self._change(
            "update rating set reasons = ? where id = ? and state = 'held'",
            json.dumps(sorted(reasons)),
            rating_id,
        )

    def give_comment(self, rating_id: str, comment: str | None) -> None:
        """Set the comment of a held rating; of any other, nothing."""
        self._change(
            "update rating set comment = ? where id = ? and state = 'held'", comment, rating_id
        )

    def release(self, rating_id: str) -> None:
        """No more reasons will come: it may be sent."""
        self._change(
            "update rating set state = 'waiting' where id = ? and state = 'held'", rating_id
        )

    def settle(self, rating_id: str, state: str, why: str = "") -> None:
        """The server has it (`sent`) or will never take it (`refused`, and why)."""
        self._change(
            # What a citizen wrote is not kept here once the server has it, or will never take it.
            "update rating set state = ?, why = ?, comment = null"
            " where id = ? and state = 'waiting'",
            state,
            why,
            rating_id,
        )

    def adopt(self, name: str, owner: str) -> None:
        """Ratings kept under an office's name, before it had an id, are those of `owner`."""
        if name != owner:
            self._change("update or ignore rating set office = ? where office = ?", owner, name)

    def waiting(self, office: str) -> list[Rating]:
        """What may be sent to this office now, oldest first; at most 100."""
        with self._cursor() as cursor:
            rows = cursor.execute(
                "select id, office, ticket, score, rated_at, reasons, window, comment, read_at"
                " from rating where state = 'waiting' and office = ? order by seq limit 100",
                (office,),
            ).fetchall()
        return [
            Rating(id, office, ticket, score, at, _texts(reasons), window, comment, _texts(read_at))
            for id, office, ticket, score, at, reasons, window, comment, read_at in rows
        ]

    def undelivered(self) -> int:
        """How many ratings the server does not have yet, held ones and other offices' too."""
        with self._cursor() as cursor:
            sql = "select count(*) from rating where state in ('held', 'waiting')"
            return int(cursor.execute(sql).fetchone()[0])

    def has(self, office: str, ticket: int, window: str = "") -> bool:
        """Whether this visit was rated here."""
        with self._cursor() as cursor:
            sql = "select 1 from rating where office = ? and ticket = ? and window = ?"
            return cursor.execute(sql, (office, ticket, window)).fetchone() is not None

    def _make_table(self) -> None:
        version = self._db.execute("pragma user_version").fetchone()[0]
        if version == 0:
            sql = "select 1 from sqlite_master where name = 'rating'"
            is_older = self._db.execute(sql).fetchone() is not None
            self._db.executescript(_FROM_0 if is_older else _NEW)
        elif version < _VERSION:
            self._db.executescript(_FROM_1)

    @contextmanager
    def _cursor(self) -> Iterator[sqlite3.Cursor]:
        with self._lock:
            yield self._db.cursor()

    def _change(self, sql: str, *values: object) -> int:
        with self._cursor() as cursor:
            return int(cursor.execute(sql, values).rowcount)


def _texts(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))
