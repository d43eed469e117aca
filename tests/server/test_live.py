"""The live streams: in order, without a gap, nothing that is not for the hall."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import fields
from typing import Any

import pytest

from server import live
from server.events import EVENTS, Called, Cancelled, Event
from server.journal import Entry
from server.live import Live, TooManyStreams, frame
from tests.server.desk import Desk

AT = "2026-11-23T01:00:00.000Z"


def told(data: bytes) -> dict[str, str]:
    """The fields of one event as a browser reads them."""
    lines = data.decode().rstrip("\n").split("\n")
    return dict(line.split(": ", 1) for line in lines)


def seqs(frames: list[bytes]) -> list[int]:
    return [int(told(each)["id"]) for each in frames]


async def each_frame(stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """Frame by frame, where the past comes a page at a time."""
    async for chunk in stream:
        for text in chunk.split(b"\n\n")[:-1]:
            yield text + b"\n\n"


async def take(stream: AsyncGenerator[bytes, None], count: int) -> list[bytes]:
    return [await asyncio.wait_for(anext(stream), 10) for _ in range(count)]


def hand_over(desk: Desk, to: Live, after: int) -> None:
    """What the live follower does."""
    for entry in desk.journal.after(after):
        to.handle(entry)


def on_a_loop(desk: Desk, body: Callable[[Live], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        streams = Live(desk.journal)
        streams.start()
        await body(streams)

    asyncio.run(run())


def test_a_frame_is_an_event_with_its_seq() -> None:
    event = Called(ticket=1, label="A001", counter="3", clerk="hoa", why="first_in_line")
    fields = told(frame(Entry(7, AT, event)))
    assert (fields["id"], fields["event"]) == ("7", "called")
    assert json.loads(fields["data"]) == {
        "seq": 7,
        "at": AT,
        "ticket": 1,
        "label": "A001",
        "counter": "3",
        "service": "",
    }


@pytest.mark.parametrize("kind", EVENTS.values())
def test_no_event_tells_the_hall_of_people_or_why_somebody_has_priority(kind: type[Event]) -> None:
    names = {each.name for each in fields(kind)}
    event = kind(**dict.fromkeys(names, "x"))
    data = json.loads(told(frame(Entry(1, AT, event)))["data"])
    assert data.keys() == {"seq", "at"} | names - {
        *("clerk", "for_clerk", "by", "why", "about", "is_priority", "is_assisted"),
        *("runs", "credits", "restored", "was", "now", "what", "old", "new"),
        *("ref", "verdict"),
    }


def test_a_text_never_ends_a_frame_early() -> None:
    event = Cancelled(ticket=1, label="A\n\nid: 9", counter=None, by="x")
    assert frame(Entry(1, AT, event)).count(b"\n\n") == 1


def test_a_new_stream_says_where_it_is_and_goes_on_from_there(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = streams.stream(None)
        [hello] = await take(stream, 1)
        assert hello == b"retry: 1000\nid: 1\n\n"
        desk.issue()
        hand_over(desk, streams, 1)
        assert seqs(await take(stream, 1)) == [2]

    desk.issue()
    on_a_loop(desk, body)


def test_what_is_told_and_not_kept_comes_once(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = each_frame(streams.stream(None))
        await take(stream, 1)
        streams.tell("scan", {"kiosk": "hall", "kind": "rubbish"})
        desk.issue()
        hand_over(desk, streams, 0)
        came = sorted(await take(stream, 2))
        assert came[0] == b'event: scan\ndata: {"kiosk":"hall","kind":"rubbish"}\n\n'
        assert seqs(came[1:]) == [1]
        late = each_frame(streams.stream(0))
        assert seqs(await take(late, 2)) == [0, 1]

    on_a_loop(desk, body)


def test_what_passes_is_told_to_open_streams_in_its_place_and_to_no_later_one(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = streams.stream(None)
        await take(stream, 1)
        desk.issue()
        hand_over(desk, streams, 1)
        [first] = await take(stream, 1)
        streams.tell("announce", {"id": 1, "text": "quầy số\n\nid: 9"})
        desk.issue()
        hand_over(desk, streams, 2)
        passing, second = await take(stream, 2)
        assert passing == (
            'event: announce\ndata: {"id":1,"text":"quầy số\\n\\nid: 9"}\n\n'.encode()
        )
        assert seqs([first, second]) == [2, 3]
        later = each_frame(streams.stream(1))
        assert seqs(await take(later, 3)) == [1, 2, 3]

    desk.issue()
    on_a_loop(desk, body)


def test_before_there_is_a_loop_nobody_listens(desk: Desk) -> None:
    Live(desk.journal).tell("announce", {})


def test_a_stream_resumes_without_a_gap_while_entries_are_appended(desk: Desk) -> None:
    """More than a page is missed, and as much arrives while the missed is being read."""

    async def body(streams: Live) -> None:
        stream = each_frame(streams.stream(3))
        frames = await take(stream, 100)
        for _ in range(300):
            desk.issue()
        hand_over(desk, streams, 700)
        frames += await take(stream, 898)
        assert seqs(frames) == [3, *range(4, 1001)]

    for _ in range(700):
        desk.issue()
    on_a_loop(desk, body)


def test_an_entry_committed_but_not_yet_handed_over_comes_once(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        desk.issue()
        desk.issue()
        stream = each_frame(streams.stream(0))
        frames = await take(stream, 1)
        hand_over(desk, streams, 0)
        frames += await take(stream, 2)
        assert seqs(frames) == [0, 1, 2]

    on_a_loop(desk, body)


def test_an_entry_both_missed_and_arriving_comes_once(desk: Desk) -> None:
    """It is handed over after the stream began and before what was missed has been read."""

    async def body(streams: Live) -> None:
        stream = each_frame(streams.stream(0))
        frames = await take(stream, 1)
        desk.issue()
        hand_over(desk, streams, 1)
        await asyncio.sleep(0)
        frames += await take(stream, 2)
        desk.issue()
        hand_over(desk, streams, 2)
        frames += await take(stream, 1)
        assert seqs(frames) == [0, 1, 2, 3]

    desk.issue()
    on_a_loop(desk, body)


def test_a_reader_from_the_future_is_taken_for_one_of_now(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = streams.stream(10**15)
        assert seqs([(await take(stream, 1))[0].split(b"\n", 1)[1]]) == [1]

    desk.issue()
    on_a_loop(desk, body)


def test_a_slow_reader_is_cut_off(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = streams.stream(None)
        await take(stream, 1)
        for seq in range(1, live.MAX_BEHIND + 5):
            streams.handle(Entry(seq, AT, Cancelled(ticket=1, label="A", counter=None, by="x")))
        await asyncio.sleep(0)
        seen = [each async for each in stream]
        assert seqs(seen) == list(range(1, live.MAX_BEHIND + 1))
        assert streams.count == 0

    on_a_loop(desk, body)


def test_closing_ends_every_stream_and_takes_no_more(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        open_now = [streams.stream(None) for _ in range(20)]
        for stream in open_now:
            await take(stream, 1)
        assert streams.count == 20
        streams.close()
        for stream in open_now:
            assert [each async for each in stream] == []
        assert streams.count == 0
        with pytest.raises(TooManyStreams):
            await anext(streams.stream(None))

    on_a_loop(desk, body)


def test_a_reader_who_goes_leaves_nothing_behind(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = streams.stream(None)
        await take(stream, 1)
        await stream.aclose()
        assert streams.count == 0

    on_a_loop(desk, body)


def test_there_are_only_so_many_streams(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        held = [streams.stream(None) for _ in range(live.MAX_STREAMS)]
        for stream in held:
            await anext(stream)
        with pytest.raises(TooManyStreams):
            await anext(streams.stream(None))
        streams.close()
        for stream in held:
            await stream.aclose()

    on_a_loop(desk, body)


def test_a_quiet_stream_says_that_it_is_alive() -> None:
    async def body() -> None:
        queue: asyncio.Queue[tuple[int, bytes] | None] = asyncio.Queue()
        arriving = live._arriving(queue, keep_alive_s=0.01)
        assert await anext(arriving) == (0, b":\n\n")
        queue.put_nowait((1, b"x"))
        queue.put_nowait(None)
        assert [each async for each in arriving][-1] == (1, b"x")

    asyncio.run(body())


def test_what_comes_before_there_is_a_loop_is_left_to_the_journal(desk: Desk) -> None:
    streams = Live(desk.journal)
    desk.issue()
    hand_over(desk, streams, 0)

    async def body() -> None:
        streams.start()
        assert seqs([(await take(streams.stream(0), 2))[1]]) == [1]

    asyncio.run(body())


def test_a_reader_that_is_cut_off_counts_until_it_is_gone(desk: Desk) -> None:
    async def body(streams: Live) -> None:
        stream = streams.stream(None)
        await take(stream, 1)
        for seq in range(1, live.MAX_BEHIND + 5):
            streams.handle(Entry(seq, AT, Cancelled(ticket=1, label="A", counter=None, by="x")))
        await asyncio.sleep(0)
        assert streams.count == 1
        await stream.aclose()
        assert streams.count == 0

    on_a_loop(desk, body)
