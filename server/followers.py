"""The loop every follower shares: read past the cursor, handle, save the cursor, back off.

A follower pulls; nobody calls it back.  An entry it cannot handle is set aside in ``poison`` after
:data:`TRIES` tries, so that one bad entry never stops the rest.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from server.errors import StoreFailed
from server.hours import stamp
from server.journal import Entry, Journal, cursor_of, save_cursor
from server.office import Office
from server.store import Store

TRIES = 3
BACK_OFF_S = 0.2
IDLE_S = 0.5
"""How long a follower that has something to do in *between* sleeps without news."""
LONG_S = 10.0
"""And one that has not; the journal wakes it when the program ends."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What a follower stands on."""

    store: Store
    journal: Journal
    office: Office


class Follower:
    """Reads the journal for one *handle*.

    :param save_every: how many entries may be handled again after a crash, for a follower to which
        entries from before a restart matter.  ``None`` for one that paints the present (boards,
        screens) or keeps its own list of what is to be done (slips): it starts at the newest.
    :param between: called when it has handled what there was, and every :data:`IDLE_S` without
        news, on the follower's own thread.
    """

    def __init__(
        self,
        name: str,
        following: Following,
        handle: Callable[[Entry], None],
        *,
        save_every: int | None,
        between: Callable[[], None] | None = None,
    ) -> None:
        self.name = name
        self._on = following
        self._handle = handle
        self._save_every = save_every
        self._between = between
        self._idle_s = LONG_S if between is None else IDLE_S
        self.seq = self._saved = self._first_seq()

    def run(self, stop: threading.Event) -> None:
        """Follow until *stop*: the body of the follower's thread."""
        while not stop.is_set():
            try:
                if self._on.journal.wait_past(self.seq, self._idle_s) > self.seq:
                    self.step(stop)
                if self._between is not None:
                    self._between()
            except StoreFailed:  # the store has said so in the log; no entry is at fault
                stop.wait(BACK_OFF_S)
            except Exception:  # the outermost loop of this thread
                _log.exception("follower %s stumbled; it goes on in a moment", self.name)
                stop.wait(BACK_OFF_S)
        if self._save_every is not None and self.seq != self._saved:
            with suppress(StoreFailed):  # then some entries are handled twice, as after a crash
                self._save()

    def step(self, stop: threading.Event) -> None:
        """Handle what the journal has past the cursor and save how far that is."""
        entries = self._on.journal.after(self.seq)
        for entry in entries:
            if stop.is_set():
                break
            if not self._one(entry, stop):
                break
            self.seq = entry.seq
        if self._save_every is not None and self.seq - self._saved >= self._save_every:
            self._save()

    def _save(self) -> None:
        seq = self.seq
        self._on.store.change(lambda tx: save_cursor(tx, self.name, seq))
        self._saved = seq

    def _one(self, entry: Entry, stop: threading.Event) -> bool:
        """Handle one entry or set it aside; false when it was told to stop in between."""
        for attempt in range(1, TRIES + 1):
            try:
                self._handle(entry)
                return True
            except StoreFailed:
                raise
            except Exception as error:  # set aside below; its traceback is in the log
                _log.exception("follower %s, entry %d, try %d", self.name, entry.seq, attempt)
                trouble = repr(error)
            if stop.wait(BACK_OFF_S * attempt):
                return False
        self._set_aside(entry, trouble)
        return True

    def _set_aside(self, entry: Entry, trouble: str) -> None:
        at = stamp(self._on.office.now())
        self._on.store.change(
            lambda tx: tx.execute(
                "INSERT OR REPLACE INTO poison (follower, seq, error, at) VALUES (?, ?, ?, ?)",
                (self.name, entry.seq, trouble, at),
            )
        )

    def _first_seq(self) -> int:
        if self._save_every is None:
            return self._on.journal.newest
        with self._on.store.reading() as connection:
            found = cursor_of(connection, self.name)
        return 0 if found is None else found
