"""The one writer: shared commits, all or nothing, and what a full or foreign file does."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.errors import SetupError, StoreFailed
from server.store import Store, statements


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    store = Store(path)
    try:
        store.change(lambda tx: tx.execute("CREATE TABLE IF NOT EXISTS notes (id UNIQUE, t TEXT)"))
        yield store
    finally:
        store.close()


def note(number: int, text: str = "") -> Callable[[sqlite3.Connection], object]:
    return lambda tx: tx.execute("INSERT INTO notes VALUES (?, ?)", (number, text))


def notes(store: Store) -> list[int]:
    with store.reading() as connection:
        return [row[0] for row in connection.execute("SELECT id FROM notes ORDER BY id")]


def held_up(store: Store) -> tuple[threading.Event, threading.Thread]:
    """Keep the writer busy until the event, so that what is asked meanwhile shares a commit."""
    go, is_in = threading.Event(), threading.Event()

    def work(tx: sqlite3.Connection) -> None:
        is_in.set()
        assert go.wait(10)

    thread = threading.Thread(target=store.change, args=(work,))
    thread.start()
    assert is_in.wait(10)
    return go, thread


def together(store: Store, jobs: list[Callable[[sqlite3.Connection], object]]) -> list[object]:
    """The result, or the error, of every job; all of them wait for one commit."""

    def one(job: Callable[[sqlite3.Connection], object]) -> object:
        try:
            return store.change(job)
        except Exception as error:
            return error

    go, thread = held_up(store)
    with ThreadPoolExecutor(len(jobs)) as pool:
        answers = [pool.submit(one, job) for job in jobs]
        while store._jobs.qsize() < len(jobs):
            pass
        go.set()
        thread.join()
        return [answer.result() for answer in answers]


def test_a_change_is_there_for_readers_once_it_is_answered(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        for number in range(50):
            store.change(note(number))
            assert notes(store)[-1] == number


def test_the_result_of_the_work_is_the_answer(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        assert store.change(lambda tx: 6 * 7) == 42


def test_changes_that_wait_share_one_commit(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        commits: list[int] = []
        store.after_commit(lambda left: commits.append(len(notes(store))))
        together(store, [note(number) for number in range(40)])
        assert commits == [0, 40]


def leaving(store: Store, number: int) -> Callable[[sqlite3.Connection], object]:
    def work(tx: sqlite3.Connection) -> None:
        store.leave(number)
        note(number)(tx)

    return work


def test_what_changes_leave_is_handed_on_once_it_is_committed(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        handed: list[tuple[list[object], list[int]]] = []
        store.after_commit(lambda left: handed.append((left, notes(store))))
        store.change(leaving(store, 1))
        together(store, [leaving(store, 2), leaving(store, 1), leaving(store, 3)])
        assert handed == [([1], [1]), ([], [1]), ([2, 3], [1, 2, 3])]


def test_what_a_failed_commit_has_left_is_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        pages = store.change(lambda tx: tx.execute("PRAGMA page_count").fetchone()[0])
        store._writer.execute(f"PRAGMA max_page_count = {pages}")
        handed: list[list[object]] = []
        store.after_commit(handed.append)
        together(store, [leaving(store, 1), note(2, "x" * 100_000)])
        store._writer.execute("PRAGMA max_page_count = 1000000")
        store.change(leaving(store, 3))
        assert handed == [[], [3]]


def test_one_row_is_read_without_a_transaction(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        assert store.row("SELECT id FROM notes WHERE id = ?", 1) is None
        store.change(note(1))
        found = store.row("SELECT id FROM notes WHERE id = ?", 1)
        assert found is not None and found["id"] == 1
        store.change(note(2))
        assert notes(store) == [1, 2]


def test_an_error_in_one_job_harms_no_other(tmp_path: Path) -> None:
    def fails(tx: sqlite3.Connection) -> None:
        note(99)(tx)
        raise LookupError("mine")

    with opened(tmp_path / "o.db") as store:
        answers = together(store, [note(1), fails, note(2), note(1), note(3)])
        kinds = [type(answer) for answer in answers]
        assert kinds.count(LookupError) == kinds.count(sqlite3.IntegrityError) == 1
        assert notes(store) == [1, 2, 3]


def test_a_full_disk_fails_the_change_and_the_next_one_works(tmp_path: Path) -> None:
    """``max_page_count`` gives SQLite's own "database or disk is full"."""
    with opened(tmp_path / "o.db") as store:
        pages = store.change(lambda tx: tx.execute("PRAGMA page_count").fetchone()[0])
        store._writer.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreFailed, match="full"):
            store.change(note(1, "x" * 100_000))
        assert notes(store) == []
        store._writer.execute("PRAGMA max_page_count = 1000000")
        store.change(note(2, "x" * 100_000))
        assert notes(store) == [2]


def test_all_who_share_a_failed_commit_are_told(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        pages = store.change(lambda tx: tx.execute("PRAGMA page_count").fetchone()[0])
        store._writer.execute(f"PRAGMA max_page_count = {pages}")
        answers = together(store, [note(1), note(2, "x" * 100_000), note(3)])
        assert [type(answer) for answer in answers] == [StoreFailed] * 3
        assert notes(store) == []


def test_a_reader_sees_one_snapshot_and_cannot_write(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store, store.reading() as connection:
        connection.execute("SELECT * FROM notes").fetchall()
        store.change(note(1))
        assert connection.execute("SELECT * FROM notes").fetchall() == []
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM notes")


def test_readers_are_used_again(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        with store.reading() as first, store.reading() as second:
            assert first is not second
        with store.reading() as again:
            assert again in (first, second)


def test_closing_finishes_what_was_asked_and_takes_no_more(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        go, thread = held_up(store)
        with ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(store.change, note(number)) for number in range(8)]
            while store._jobs.qsize() < 8:
                pass
            closing = threading.Thread(target=store.close)
            closing.start()
            go.set()
            for answer in answers:
                answer.result(10)
            closing.join()
            thread.join()
        with pytest.raises(StoreFailed, match="closing"):
            store.change(note(9))
        store.close()
    with opened(tmp_path / "o.db") as store:
        assert notes(store) == list(range(8))


def test_the_file_is_durable_at_each_commit(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        read = store.change(
            lambda tx: [
                tx.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
        )
        assert read == ["wal", 2, 1]


def test_a_file_that_is_no_office_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    path.write_bytes(b"this is a letter, not a database " * 100)
    before = path.read_bytes()
    with pytest.raises(SetupError, match="cannot be opened for writing: file is not a database"):
        Store(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be opened for writing: unable to open"):
        Store(tmp_path / "nowhere" / "o.db")


def test_the_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        store.change(
            lambda tx: tx.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
                "VALUES ('office', '9999_later', 'x')"
            )
        )
    with pytest.raises(
        SetupError, match=r"written by a newer program \(step 9999_later\): install"
    ):
        Store(tmp_path / "o.db")


def test_statements_are_told_apart_by_sqlite_itself() -> None:
    sql = "CREATE TABLE a (b TEXT DEFAULT ';'); -- one;\nCREATE TABLE c (d);\n"
    assert [each.split("(")[0] for each in statements(sql)] == [
        "CREATE TABLE a ",
        "CREATE TABLE c ",
    ]


def test_a_listener_that_fails_stops_neither_this_change_nor_the_next(tmp_path: Path) -> None:
    with opened(tmp_path / "office.db") as store:
        calls: list[int] = []

        def listener(left: list[object]) -> None:
            calls.append(1)
            raise sqlite3.OperationalError("disk I/O error")

        store.after_commit(listener)
        store.change(note(1))
        store.change(note(2))
        assert (notes(store), calls) == ([1, 2], [1, 1])


def test_a_change_with_a_fault_of_its_own_harms_nobody_else(tmp_path: Path) -> None:
    with opened(tmp_path / "office.db") as store:
        wrong_binding = [note(1), lambda tx: tx.execute("INSERT INTO notes VALUES (?, ?)", (2,))]
        results = together(store, [*wrong_binding, note(3)])
        assert isinstance(results[1], sqlite3.ProgrammingError)
        assert notes(store) == [1, 3]


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_that_is_taken_away_takes_no_change(tmp_path: Path, is_replaced: bool) -> None:
    """What is written into a file that nobody can open again would be acknowledged and lost."""
    path = tmp_path / "office.db"
    with opened(path) as store:
        store.change(note(1))
        path.rename(tmp_path / "kept.db")
        if is_replaced:
            path.write_bytes(b"")
        with pytest.raises(StoreFailed, match="was removed or replaced"):
            store.row("SELECT 1")  # a new reader would open the wrong file
        with pytest.raises(StoreFailed, match="put the file back or restore a backup"):
            store.change(note(2))
        path.unlink(missing_ok=True)
        (tmp_path / "kept.db").rename(path)
        store.change(note(3))
        assert notes(store) == [1, 3]


def test_the_log_says_once_that_nothing_is_taken_and_once_that_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "office.db"
    with opened(path) as store:
        path.rename(tmp_path / "kept.db")
        for _ in range(3):
            with pytest.raises(StoreFailed):
                store.change(note(1))
        (tmp_path / "kept.db").rename(path)
        store.change(note(2))
        store.change(note(3))
    said = [record.getMessage() for record in caplog.records]
    assert [each.startswith(str(path)) for each in said] == [True, True]
    assert "takes no change" in said[0] and "takes changes again" in said[1]


def test_trying_it_out_writes(tmp_path: Path) -> None:
    with opened(tmp_path / "office.db") as store:
        log = store.path.with_name("office.db-wal")
        for _ in range(3):
            before = log.stat().st_size
            store.try_out()
            assert log.stat().st_size > before
