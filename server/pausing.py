"""Requests that wait for a commit without a thread each.

A request in a :class:`Request` runs on the event loop as far as its change, pauses there while
other requests run, and goes on once the commit is done.  With a thread a request, threads handing
Python's one lock to each other took more time than the requests: at 32 clients 940 tickets a
second, this way 1,760 (``docs/explanation/speed.md``).
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from greenlet import getcurrent, greenlet

T = TypeVar("T")


class Request(greenlet):  # type: ignore[misc]  # greenlet has no types
    """A request on its event loop."""

    def __init__(self, run: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(run)
        self.loop = loop

    def pause(self) -> None:
        """From inside: let the loop go on until it calls :meth:`resume`."""
        self.parent.switch()

    def resume(self) -> None:
        """From the loop: go on after the pause."""
        self.switch()


def this_request() -> Request | None:
    """The request that runs here, ``None`` on a thread that may simply wait."""
    current = getcurrent()
    return current if isinstance(current, Request) else None


async def run_here(call: Callable[[], T]) -> T:
    """What *call* returns, run on this loop; it may pause and must not wait for anything else."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = call()
        except Exception as error:  # delivered to whoever awaits
            if not outcome.done():
                outcome.set_exception(error)
        else:
            if not outcome.done():
                outcome.set_result(result)

    Request(run, loop).resume()
    return await outcome
