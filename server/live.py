"""Server-Sent Events: every committed journal entry to every open stream, in order, without a gap.

One event-loop thread carries all streams; an entry is encoded once.  Of an entry only what a hall
may see is sent: no clerk, no administrator, and no reason for priority, which may be health data.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import fields

import msgspec

from server.journal import Entry, Journal

KEEP_ALIVE_S = 10.0
"""The contract promises a comment at least every 15 s."""
MAX_BEHIND = 1000
"""Frames kept for a slow reader; past that it is cut off and resumes by its Last-Event-ID."""
MAX_STREAMS = 4000
PAGE = 200
REPLAYS = 2
"""How many streams read the past at once."""
RETRY_MS = 1000

NOT_FOR_THE_HALL = frozenset(
    {
        *("clerk", "for_clerk", "by", "why", "about", "is_priority", "is_assisted"),
        *("runs", "credits", "restored", "was", "now", "what", "old", "new"),
        *("ref", "verdict"),
    }
)


def frame(entry: Entry) -> bytes:
    """One entry as a Server-Sent Event (WHATWG HTML 9.2)."""
    told = {"seq": entry.seq, "at": entry.at}
    for each in fields(entry.event):
        if each.name not in NOT_FOR_THE_HALL:
            told[each.name] = getattr(entry.event, each.name)
    data = msgspec.json.encode(told)
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (entry.seq, entry.event.name.encode(), data)


def passing(name: str, data: Mapping[str, object]) -> bytes:
    """An event that is no entry of the journal: without an id, so that nobody resumes after it."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(data))


class TooManyStreams(Exception):
    """No more streams: the asker should try again later."""


class Live:
    """The streams of one server.  Made anywhere, used on one event loop after :meth:`start`."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._loop: asyncio.AbstractEventLoop | None = None
        self._streams: set[asyncio.Queue[tuple[int, bytes] | None]] = set()
        self._newest = 0
        self._open = 0
        self._is_closed = False
        self._replays = asyncio.Semaphore(REPLAYS)

    @property
    def count(self) -> int:
        """How many streams are open."""
        return self._open

    def start(self) -> None:
        """Carry streams on the running loop from now on."""
        # In this order: an entry handed over before there is a loop is in the newest seq below.
        self._loop = asyncio.get_running_loop()
        self._newest = self._journal.newest

    def close(self) -> None:
        """End every stream; the readers come back when the server does."""
        self._is_closed = True
        for queue in self._streams:
            queue.put_nowait(None)

    def handle(self, entry: Entry) -> None:
        """Hand an entry to the loop: the follower's side, any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._publish, entry.seq, frame(entry))

    def tell(self, name: str, data: Mapping[str, object]) -> None:
        """Send to every open stream what is of this moment only, from any thread: a stream that
        opens later never hears of it."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._publish, 0, passing(name, data))

    def _publish(self, seq: int, data: bytes) -> None:
        self._newest = max(self._newest, seq)
        for queue in list(self._streams):
            if queue.qsize() >= MAX_BEHIND:
                queue.put_nowait(None)
                self._streams.discard(queue)
            else:
                queue.put_nowait((seq, data))

    async def stream(self, after: int | None) -> AsyncGenerator[bytes, None]:
        """The bytes of one stream: what came *after* that seq, then what comes.

        :raises TooManyStreams: if :data:`MAX_STREAMS` are open.
        """
        if self._open >= MAX_STREAMS or self._is_closed:
            raise TooManyStreams
        self._open += 1
        queue: asyncio.Queue[tuple[int, bytes] | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            sent = self._newest if after is None else min(after, self._newest)
            # An id alone moves the reader's Last-Event-ID, so that it can resume before any event.
            yield f"retry: {RETRY_MS}\nid: {sent}\n\n".encode()
            async for seq, data in self._missed(sent):
                sent = seq
                yield data  # a page of frames
            async for seq, data in _arriving(queue):
                if seq == 0 or seq > sent:  # 0: no entry of the journal
                    sent = max(sent, seq)
                    yield data
        finally:
            self._open -= 1
            self._streams.discard(queue)

    async def _missed(self, sent: int) -> AsyncIterator[tuple[int, bytes]]:
        """From the journal: everything past *sent* up to where this stream's queue begins.

        Pages are read and put together on other threads, few at a time, so that somebody who asks
        for a whole year does not keep the loop from anybody else.
        """
        until = self._newest
        while sent < until:
            async with self._replays:
                sent, page = await asyncio.to_thread(self._page, sent)
            if not page:
                return
            yield sent, page

    def _page(self, sent: int) -> tuple[int, bytes]:
        entries = self._journal.after(sent, PAGE)
        return (entries[-1].seq if entries else sent), b"".join(map(frame, entries))


async def _arriving(
    queue: asyncio.Queue[tuple[int, bytes] | None], keep_alive_s: float = KEEP_ALIVE_S
) -> AsyncIterator[tuple[int, bytes]]:
    """What is put into *queue*, with a comment whenever nothing came for a while; ends at None."""
    while True:
        try:
            async with asyncio.timeout(keep_alive_s):  # wait_for would make a task each time
                item = await queue.get()
        except TimeoutError:
            yield 0, b":\n\n"
            continue
        if item is None:
            return
        yield item
