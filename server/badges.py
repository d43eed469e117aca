"""What a tablet shows of whoever served: the number on their badge and, if they agreed, a photo."""

import sqlite3

from server.errors import Malformed
from server.photos import Photos
from server.store import Store

LONGEST = 32


class Badges:
    """The badges and photos of the people of one office."""

    def __init__(self, store: Store, photos: Photos) -> None:
        self._store = store
        self._photos = photos

    def give(self, name: str, badge: str) -> None:
        """Let the badge of *name* say *badge*; empty for none.

        :raises Malformed: ``bad_badge``, ``no_such_clerk``.
        """
        check_badge(badge)
        self._store.change(lambda tx: _set(tx, name, "badge", badge))

    def show_photo(self, name: str, picture: bytes) -> None:
        """Keep *picture*, a JPEG, PNG or WebP file, as the photo of *name*.

        :raises Malformed: ``no_picture``, ``no_such_clerk``.
        """
        self._change_photo(name, self._photos.keep(picture))

    def hide_photo(self, name: str) -> None:
        """Take the photo of *name* away, file and all. :raises Malformed: ``no_such_clerk``."""
        self._change_photo(name, "")

    def _change_photo(self, name: str, file: str) -> None:
        def change(tx: sqlite3.Connection) -> list[str]:
            row = tx.execute("SELECT photo FROM people WHERE name = ?", (name,)).fetchone()
            _set(tx, name, "photo", file)
            return [row["photo"]] if row["photo"] and not _is_used(tx, row["photo"]) else []

        try:
            unused = self._store.change(change)
        except Malformed:
            self._forget_unused(file)
            raise
        for each in unused:
            self._photos.forget(each)

    def _forget_unused(self, file: str) -> None:
        if file and not self._store.row("SELECT 1 FROM people WHERE photo = ?", file):
            self._photos.forget(file)


def check_badge(badge: str) -> None:
    """:raises Malformed: ``bad_badge``."""
    if len(badge) > LONGEST or not badge.isprintable() or badge.strip() != badge:
        raise Malformed("bad_badge")


def _set(tx: sqlite3.Connection, name: str, column: str, value: str) -> None:
    changed = tx.execute(f"UPDATE people SET {column} = ? WHERE name = ?", (value, name))
    if changed.rowcount == 0:
        raise Malformed("no_such_clerk", name=name)


def _is_used(tx: sqlite3.Connection, file: str) -> bool:
    return tx.execute("SELECT 1 FROM people WHERE photo = ?", (file,)).fetchone() is not None
