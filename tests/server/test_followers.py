"""The loop every follower shares."""

import logging
import threading
from pathlib import Path

import pytest

from server.errors import StoreFailed
from server.followers import TRIES, Follower, Following
from server.journal import Entry, Journal, cursor_of
from tests.server.desk import Desk, asked, open_desk


def following(desk: Desk) -> Following:
    return Following(store=desk.store, journal=desk.journal, office=desk.office)


class Reader:
    """Remembers what it was given, and fails as often as told at one seq."""

    def __init__(self, fails_at: int = 0, times: int = 0) -> None:
        self.seen: list[int] = []
        self.tries: list[int] = []
        self._fails_at, self._times = fails_at, times

    def __call__(self, entry: Entry) -> None:
        self.tries.append(entry.seq)
        if entry.seq == self._fails_at and self.tries.count(entry.seq) <= self._times:
            raise ValueError("too spicy")
        self.seen.append(entry.seq)


def follow(desk: Desk, reader: Reader, *, save_every: int | None = 1) -> Follower:
    return Follower("test", following(desk), reader, save_every=save_every)


def cursor(desk: Desk) -> int | None:
    with desk.store.reading() as connection:
        return cursor_of(connection, "test")


def test_it_reads_everything_once_in_order_and_saves_how_far(desk: Desk) -> None:
    for _ in range(3):
        desk.issue()
    reader = Reader()
    follower = follow(desk, reader)
    follower.step(threading.Event())
    follower.step(threading.Event())
    assert reader.seen == [1, 2, 3]
    assert (follower.seq, cursor(desk)) == (3, 3)


def test_a_restart_resumes_where_it_was(tmp_path: Path) -> None:
    with open_desk(tmp_path / "o.db") as desk:
        desk.issue()
        follow(desk, Reader()).step(threading.Event())
        desk.issue()
    with open_desk(tmp_path / "o.db") as desk:
        reader = Reader()
        follow(desk, reader).step(threading.Event())
        assert reader.seen == [2]


def test_one_that_paints_the_present_starts_at_the_newest(desk: Desk) -> None:
    desk.issue()
    reader = Reader()
    follower = follow(desk, reader, save_every=None)
    desk.issue()
    follower.step(threading.Event())
    assert reader.seen == [2]
    assert cursor(desk) is None


def test_a_stumble_is_tried_again(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        desk.issue()
    reader = Reader(fails_at=1, times=TRIES - 1)
    follow(desk, reader).step(threading.Event())
    assert reader.seen == [1, 2]
    assert "too spicy" in caplog.text
    assert desk.count("poison") == 0


def test_poison_is_set_aside_and_the_rest_goes_on(desk: Desk) -> None:
    for _ in range(3):
        desk.issue()
    reader = Reader(fails_at=2, times=99)
    follow(desk, reader).step(threading.Event())
    assert reader.seen == [1, 3]
    assert reader.tries.count(2) == TRIES
    with desk.store.reading() as connection:
        [row] = connection.execute("SELECT follower, seq, error FROM poison").fetchall()
    assert tuple(row) == ("test", 2, "ValueError('too spicy')")
    assert cursor(desk) == 3


def test_one_told_to_stop_in_the_middle_of_trying_does_not_skip(desk: Desk) -> None:
    desk.issue()
    desk.issue()
    stop = threading.Event()

    def handle(entry: Entry) -> None:
        stop.set()
        raise ValueError("not now")

    follower = Follower("test", following(desk), handle, save_every=1)
    follower.step(stop)
    assert (follower.seq, cursor(desk), desk.count("poison")) == (0, None, 0)


def test_its_thread_follows_until_it_is_told_to_stop(desk: Desk) -> None:
    stop, has_three = threading.Event(), threading.Event()
    reader = Reader()

    def handle(entry: Entry) -> None:
        reader(entry)
        if len(reader.seen) == 3:
            has_three.set()

    follower = Follower("test", following(desk), handle, save_every=1)
    thread = threading.Thread(target=follower.run, args=(stop,))
    thread.start()
    for _ in range(3):
        desk.issue()
    assert has_three.wait(10)
    stop.set()
    desk.counters.open("1", asked(None))
    thread.join(10)
    assert not thread.is_alive()


def test_a_journal_that_cannot_be_read_does_not_end_the_thread(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """An entry of a newer program, taken away again by whoever restores the file."""
    stop, done = threading.Event(), threading.Event()
    caplog.set_level(logging.ERROR)
    desk.issue()
    on = Following(store=desk.store, journal=Journal(desk.store), office=desk.office)
    follower = Follower("test", on, lambda entry: done.set(), save_every=1)
    desk.store.change(lambda tx: tx.execute("UPDATE journal SET event = 'exploded'"))
    thread = threading.Thread(target=follower.run, args=(stop,))
    thread.start()
    while "stumbled" not in caplog.text:
        assert not done.is_set()
    desk.store.change(lambda tx: tx.execute("UPDATE journal SET event = 'issued'"))
    assert done.wait(10)
    stop.set()
    thread.join()


def test_a_disk_that_takes_nothing_is_no_fault_of_an_entry(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.issue()
    stop = threading.Event()
    tries: list[int] = []

    def handle(entry: Entry) -> None:
        tries.append(entry.seq)
        if len(tries) <= TRIES + 1:
            raise StoreFailed("database or disk is full")
        stop.set()

    Follower("test", following(desk), handle, save_every=1).run(stop)
    assert tries == [1] * (TRIES + 2)
    assert desk.count("poison") == 0
    assert "Traceback" not in caplog.text
