"""Requests on the loop: they pause for their commit and hold nobody up."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from server.errors import StoreFailed
from server.pausing import run_here, this_request
from server.store import Store
from tests.server.test_store import note, notes, opened


def test_what_is_called_answers_or_raises_here() -> None:
    def fails() -> None:
        raise LookupError("mine")

    async def body() -> None:
        assert await run_here(lambda: 6 * 7) == 42
        with pytest.raises(LookupError, match="mine"):
            await run_here(fails)

    asyncio.run(body())
    assert this_request() is None


async def all_of(store: Store, jobs: list[Callable[[sqlite3.Connection], object]]) -> list[object]:
    asked = [run_here(lambda job=job: store.change(job)) for job in jobs]  # type: ignore[misc]
    return await asyncio.gather(*asked, return_exceptions=True)


def test_requests_share_a_commit_and_one_with_a_fault_harms_no_other(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        commits: list[int] = []
        store.after_commit(lambda left: commits.append(len(notes(store))))
        jobs = [note(1), note(1), *(note(number) for number in range(2, 20))]
        answers = asyncio.run(all_of(store, jobs))
        assert isinstance(answers[1], sqlite3.IntegrityError)
        assert notes(store) == list(range(1, 20))
        assert commits == [19]


def test_nobody_has_an_answer_before_the_commit(tmp_path: Path) -> None:
    """While the disk is busy the loop goes on, and what came meanwhile shares the next commit."""
    with opened(tmp_path / "o.db") as store:
        go = threading.Event()
        seen: list[list[int]] = []

        def listener(left: list[object]) -> None:
            seen.append(notes(store))
            assert go.wait(10)

        async def body() -> None:
            store.after_commit(listener)
            first = asyncio.ensure_future(all_of(store, [note(1)]))
            while not seen:
                await asyncio.sleep(0)
            rest = asyncio.ensure_future(all_of(store, [note(2), note(3)]))
            for _ in range(100):
                await asyncio.sleep(0)
            assert not first.done() and not rest.done() and notes(store) == [1]
            go.set()
            await asyncio.gather(first, rest)

        asyncio.run(body())
        assert seen == [[1], [1, 2, 3]]


def test_threads_and_requests_take_turns(tmp_path: Path) -> None:
    """None is lost, none done twice, and the answer is there for readers when it is given."""
    with opened(tmp_path / "o.db") as store:
        each = 150

        def on_a_thread(begin: int) -> None:
            for number in range(begin, begin + each):
                store.change(note(number))
                assert store.row("SELECT id FROM notes WHERE id = ?", number) is not None

        async def on_the_loop(begin: int) -> None:
            for number in range(begin, begin + each):
                await run_here(lambda number=number: store.change(note(number)))  # type: ignore[misc]
                assert store.row("SELECT id FROM notes WHERE id = ?", number) is not None

        async def body() -> None:
            await asyncio.gather(
                *(asyncio.to_thread(on_a_thread, n * 1000) for n in range(3)),
                *(on_the_loop(n * 1000) for n in range(3, 9)),
            )

        asyncio.run(body())
        assert notes(store) == [n * 1000 + number for n in range(9) for number in range(each)]


def test_all_who_share_a_failed_commit_are_told(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        pages = store.change(lambda tx: tx.execute("PRAGMA page_count").fetchone()[0])
        store._writer.execute(f"PRAGMA max_page_count = {pages}")
        answers = asyncio.run(all_of(store, [note(1), note(2, "x" * 100_000), note(3)]))
        assert [type(answer) for answer in answers] == [StoreFailed] * 3
        store._writer.execute("PRAGMA max_page_count = 1000000")
        asyncio.run(all_of(store, [note(4)]))
        assert notes(store) == [4]


def test_a_loop_that_ended_with_a_request_under_way_stops_nobody(tmp_path: Path) -> None:
    with opened(tmp_path / "o.db") as store:
        go = threading.Event()
        store.after_commit(lambda left: go.wait(10) and None)

        async def body() -> None:
            under_way = asyncio.ensure_future(all_of(store, [note(1)]))
            await asyncio.sleep(0.01)
            assert not under_way.done()

        asyncio.run(body())
        go.set()
        store.change(note(2))
        assert 2 in notes(store)
