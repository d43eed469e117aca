"""A tablet without glass: each change of screen is a JSON line out, each touch a JSON line in."""

import contextlib
import json
import logging
import os
import queue
import threading
from collections.abc import Callable
from typing import Generic, TextIO, TypeVar

_LOGGER = logging.getLogger(__name__)
_LINE_BYTES = 4096
_WAKE = ""  # not a button

T = TypeVar("T")  # what is shown


class HeadlessFace(Generic[T]):
    """Satisfies kiosk.front.Face and kiosk.boarding.Face.

    :param as_line: the JSON line of what is shown
    :param draw: called at each change of what would be seen; for a picture file
    :param descriptor: where touches are read; its end ends nothing
    """

    def __init__(
        self,
        out: TextIO,
        descriptor: int,
        as_line: Callable[[T], dict[str, object]],
        draw: Callable[[T], None] | None = None,
    ) -> None:
        self._out, self._descriptor = out, descriptor
        self._as_line, self._draw = as_line, draw
        # Reentrant, which an Event is not: wake() may be called by a signal in the midst of wait().
        self._inbox: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._showing: T | None = None
        self._line: dict[str, object] = {}
        threading.Thread(target=self._listen, name="touches", daemon=True).start()

    def show(self, showing: T) -> None:
        """:raises OSError: nobody reads the lines any more"""
        if showing == self._showing:
            return
        self._showing, line = showing, self._as_line(showing)
        if line != self._line:
            self._line = line
            print(json.dumps(line), file=self._out, flush=True)
        if self._draw:
            self._draw(showing)

    def wait(self, timeout_s: float | None) -> list[str]:
        touched = []
        with contextlib.suppress(queue.Empty):
            touched.append(self._inbox.get(timeout=timeout_s))
            while True:
                touched.append(self._inbox.get_nowait())
        return [name for name in touched if name != _WAKE]

    def wake(self) -> None:
        self._inbox.put(_WAKE)

    def close(self) -> None:
        pass

    def _listen(self) -> None:
        rest = b""
        try:
            # os.read and not sys.stdin: a reader blocked in a buffered stream would hold its
            # lock while the interpreter ends, which is a fatal error.
            while data := os.read(self._descriptor, _LINE_BYTES):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self._take(line)
                rest = rest[:_LINE_BYTES]
        except OSError as error:
            _LOGGER.info("no more touches: %s", error)

    def _take(self, line: bytes) -> None:
        name = read_touch(line)
        if name is None:
            _LOGGER.warning('a touch looks like {"touch": "done"}, not like %.80r', line)
        else:
            self._inbox.put(name)


def read_touch(line: bytes) -> str | None:
    """The button's name in a JSON line, or None."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match body:
        case {"touch": str(name)}:
            return name
    return None
