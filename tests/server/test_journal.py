"""The journal: order, pages, waiting without a lost wake-up, cursors."""

import sqlite3
import threading

import pytest

from server.errors import Refused
from server.events import CounterClosed
from server.journal import TAIL, Journal, cursor_of, save_cursor
from tests.server.desk import Desk, asked

AT = "2026-11-23T01:00:00.000Z"


def append(desk: Desk, counter: str = "1") -> int:
    return desk.store.change(lambda tx: desk.journal.append(tx, AT, CounterClosed(counter=counter)))


def test_entries_come_in_order_with_their_seq(desk: Desk) -> None:
    seqs = [append(desk, str(n)) for n in range(5)]
    assert seqs == [1, 2, 3, 4, 5]
    entries = desk.journal.after(2)
    assert [entry.seq for entry in entries] == [3, 4, 5]
    assert (entries[0].at, entries[0].event) == (AT, CounterClosed(counter="2"))


def test_pages_meet_without_gap_or_double(desk: Desk) -> None:
    for _ in range(23):
        append(desk)
    seen, seq = [], 0
    while page := desk.journal.after(seq, limit=5):
        seen += [entry.seq for entry in page]
        seq = seen[-1]
    assert seen == list(range(1, 24))


def test_newest_is_known_at_once_and_after_a_restart(desk: Desk) -> None:
    assert desk.journal.newest == 0
    append(desk)
    assert desk.journal.newest == 1
    assert Journal(desk.store).newest == 1


def test_a_change_that_fails_leaves_no_trace_in_newest(desk: Desk) -> None:
    """A closed counter that calls a ticket which is gone has been opened, and then was not."""
    desk.finished()
    desk.counters.close("1", asked(None))
    newest = desk.journal.newest
    with pytest.raises(Refused):
        desk.counters.call("1", 1, asked(None))
    assert desk.journal.newest == newest == desk.journal.after(0)[-1].seq
    assert desk.journal.wait_past(newest, 0) == newest
    append(desk)
    assert desk.journal.wait_past(newest, 0) == newest + 1


def seqs_past(journal: Journal, seq: int) -> list[int]:
    return [entry.seq for entry in journal.after(seq)]


def test_the_tail_in_memory_tells_what_the_file_tells(desk: Desk) -> None:
    """Behind the tail, in it and past it; a fresh journal has no tail and asks the file."""
    for n in range(TAIL + 5):
        append(desk, str(n))
    fresh = Journal(desk.store)
    for seq in (0, 3, 4, 5, 6, TAIL, TAIL + 4, TAIL + 5, TAIL + 9):
        assert desk.journal.after(seq, 7) == fresh.after(seq, 7)


def test_what_a_failed_change_appended_is_never_told(desk: Desk) -> None:
    def fails(tx: sqlite3.Connection) -> None:
        desk.journal.append(tx, AT, CounterClosed(counter="never"))
        raise LookupError

    append(desk)
    with pytest.raises(LookupError):
        desk.store.change(fails)
    append(desk, "2")
    assert [entry.event for entry in desk.journal.after(1)] == [CounterClosed(counter="2")]


def test_an_entry_of_another_process_is_told_too(desk: Desk) -> None:
    append(desk)
    other = sqlite3.connect(desk.store.path)
    other.execute(
        "INSERT INTO journal (at, event, schema, data) VALUES (?, 'counter_closed', 1, ?)",
        (AT, '{"counter":"9"}'),
    )
    other.commit()
    other.close()
    append(desk)
    assert seqs_past(desk.journal, 0) == [1, 2, 3]
    append(desk)
    assert seqs_past(desk.journal, 0) == [1, 2, 3, 4]
    assert seqs_past(desk.journal, 2) == [3, 4]


def test_a_seq_is_never_used_again(desk: Desk) -> None:
    append(desk)
    desk.store.change(lambda tx: tx.execute("DELETE FROM journal"))
    assert append(desk) == 2


def test_waiting_ends_when_there_is_nothing(desk: Desk) -> None:
    assert desk.journal.wait_past(0, 0.01) == 0


def test_waiting_ends_with_an_entry(desk: Desk) -> None:
    found: list[int] = []
    waiter = threading.Thread(target=lambda: found.append(desk.journal.wait_past(0, 10)))
    waiter.start()
    append(desk)
    waiter.join()
    assert found == [1]


def test_waiting_ends_with_the_program(desk: Desk) -> None:
    found: list[int] = []
    waiter = threading.Thread(target=lambda: found.append(desk.journal.wait_past(0, 3600)))
    waiter.start()
    desk.journal.end_waiting()
    waiter.join(60)
    assert found == [desk.journal.wait_past(0, 3600)] == [0]


def test_no_wake_up_is_lost_among_many_readers_and_writers(desk: Desk) -> None:
    """Every reader sees every entry, none twice; a lost wake-up would end in the time-out."""
    readers, writers, each_writes = 8, 4, 25
    total = writers * each_writes
    seen: list[list[int]] = [[] for _ in range(readers)]

    def read(mine: list[int]) -> None:
        seq = 0
        while seq < total and desk.journal.wait_past(seq, 20) > seq:
            mine += [entry.seq for entry in desk.journal.after(seq, limit=7)]
            seq = mine[-1]

    threads = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    threads += [
        threading.Thread(target=lambda: [append(desk) for _ in range(each_writes)])
        for _ in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [list(range(1, total + 1))] * readers


def test_a_cursor_is_kept_by_follower(desk: Desk) -> None:
    def read(follower: str) -> int | None:
        with desk.store.reading() as connection:
            return cursor_of(connection, follower)

    def save(follower: str, seq: int) -> None:
        def work(tx: sqlite3.Connection) -> None:
            save_cursor(tx, follower, seq)

        desk.store.change(work)

    assert read("province") is None
    save("province", 3)
    save("voice", 9)
    save("province", 7)
    assert (read("province"), read("voice")) == (7, 9)
