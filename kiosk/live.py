"""Server-Sent Events, bytes in, events out (WHATWG HTML, section 9.2.6); no I/O."""

from dataclasses import dataclass

MAX_EVENT_BYTES = 64 * 1024  # an event of ours is some 200 bytes


class TooLong(ValueError):
    """An event is longer than any the server sends."""


@dataclass(frozen=True)
class LiveEvent:
    """One event: its name, the last id seen, and its data (UTF-8 text)."""

    name: str
    id: str
    data: str


class LiveReader:
    """Give it the stream in pieces of any size. Knows LF and CRLF line ends (ours sends LF)."""

    def __init__(self) -> None:
        self._rest = b""
        self._name = ""
        self._id = ""
        self._data: list[bytes] = []
        self._held_bytes = 0

    def feed(self, data: bytes) -> list[LiveEvent]:
        """The events that `data` completes. :raises TooLong: see MAX_EVENT_BYTES"""
        *lines, self._rest = (self._rest + data).split(b"\n")
        events = [event for line in lines if (event := self._line(line.removesuffix(b"\r")))]
        if len(self._rest) + self._held_bytes > MAX_EVENT_BYTES:
            raise TooLong
        return events

    def _line(self, line: bytes) -> LiveEvent | None:
        if not line:
            return self._dispatch()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match field:
            case b"event":
                self._name = value.decode("utf-8", "replace")
            case b"id":
                self._id = value.decode("utf-8", "replace")
            case b"data":
                self._data.append(value)
                self._held_bytes += len(value) + 1
                if self._held_bytes > MAX_EVENT_BYTES:
                    raise TooLong
        return None  # a comment, or a field nobody knows

    def _dispatch(self) -> LiveEvent | None:
        name, data = self._name or "message", self._data
        self._name, self._data, self._held_bytes = "", [], 0
        if not data:
            return None
        return LiveEvent(name, self._id, b"\n".join(data).decode("utf-8", "replace"))
