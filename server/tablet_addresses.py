"""The addresses at which tablets are asked for, as people typed them: the table of that name."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Refused, Unknown
from server.spots import Spot
from server.store import Store

MOST_ADDRESSES = 64


@dataclass(frozen=True)
class Typed:
    """A *spot*, and who typed it when."""

    spot: Spot
    at: str
    by: str


class TabletAddresses:
    """Those of one office; *stamp* says what time it is."""

    def __init__(self, store: Store, stamp: Callable[[], str]) -> None:
        self._store = store
        self._stamp = stamp

    def all(self) -> list[Typed]:
        """In the order of their entry."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT * FROM tablet_addresses ORDER BY rowid").fetchall()
        return [
            Typed(Spot(row["address"], row["port"]), row["typed_at"], row["typed_by"])
            for row in rows
        ]

    def has(self, spot: Spot) -> bool:
        """Whether it is kept."""
        sql = "SELECT 1 FROM tablet_addresses WHERE address = ? AND port = ?"
        return self._store.row(sql, spot.address, spot.port) is not None

    def keep(self, spot: Spot, tablet: str, by: str) -> None:
        """Keep *spot*, where *tablet* answers, instead of any other address of that tablet.

        :raises Refused: ``too_many_addresses``.
        """

        def change(tx: sqlite3.Connection) -> None:
            tx.execute(
                "DELETE FROM tablet_addresses WHERE (address = ? AND port = ?) OR tablet = ?",
                (spot.address, spot.port, tablet),
            )
            count = tx.execute("SELECT count(*) FROM tablet_addresses").fetchone()[0]
            if count >= MOST_ADDRESSES:
                raise Refused("too_many_addresses", most=MOST_ADDRESSES)
            tx.execute(
                "INSERT INTO tablet_addresses VALUES (?, ?, ?, ?, ?)",
                (spot.address, spot.port, tablet, self._stamp(), by),
            )

        self._store.change(change)

    def remove(self, spot: Spot, request: Request) -> None:
        """Forget *spot*. :raises Unknown: ``no_such_address``."""

        def change(tx: sqlite3.Connection) -> None:
            recall_answer(tx, request)
            gone = tx.execute(
                "DELETE FROM tablet_addresses WHERE address = ? AND port = ?",
                (spot.address, spot.port),
            )
            if gone.rowcount == 0:
                raise Unknown("no_such_address")
            remember_answer(tx, request, None, self._stamp())

        with suppress(Remembered):
            self._store.change(change)
