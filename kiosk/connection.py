"""A connection to the office server that is kept from one request to the next."""

import http.client
import select
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

KEPT_S = 25.0
"""The server closes a paired tablet's connection 30 s after its last answer: sooner than that it is
left alone, so that a request and the closing seldom meet on the way."""


class Connection:
    """For one thread.  It is opened with the first request and kept while the server keeps it; a
    request after that opens another.

    :param monotonic: seconds
    """

    def __init__(
        self, url: str, timeout_s: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._http = _InOnePiece(*_place(url), timeout=timeout_s)
        self._monotonic = monotonic
        self._answered_s = 0.0
        self.was_kept = False
        """Whether the last request went over a connection that had answered one before."""

    def ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], most: int
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer, with `most` bytes of its body.

        Raises OSError and HTTPException; whoever catches them closes.
        """
        if not self._is_fit():
            self.close()
        self.was_kept = self._http.sock is not None
        self._http.request(method, path, body, dict(headers))
        response = self._http.getresponse()
        data = response.read(most)
        self._answered_s = self._monotonic()
        if not response.isclosed():  # more than that, or less than it said: nothing can follow
            self.close()
        return response, data

    def close(self) -> None:
        self._http.close()

    def _is_fit(self) -> bool:
        """Whether a request may go over what is open. Nobody says anything unasked: what is to be
        read is the other end's closing, or nonsense."""
        sock = self._http.sock
        if sock is None or self._monotonic() - self._answered_s > KEPT_S:
            return False
        return not select.select([sock], [], [], 0)[0]


class _InOnePiece(http.client.HTTPConnection):
    """Sends head and body together, so that the server wakes once for them and not twice."""

    _held = b""

    def send(self, data: Any) -> None:
        self._held += data

    def getresponse(self) -> http.client.HTTPResponse:
        held, self._held = self._held, b""
        super().send(held)
        return super().getresponse()

    def close(self) -> None:
        self._held = b""
        super().close()


def connect(url: str, timeout_s: float) -> http.client.HTTPConnection:
    """A connection to the server at `url`, which is opened with its first request."""
    # http.client and not urllib: a proxy in the environment must not see the token.
    return http.client.HTTPConnection(*_place(url), timeout=timeout_s)


def _place(url: str) -> tuple[str, int | None]:
    place = urlsplit(url)
    return place.hostname or "", place.port
