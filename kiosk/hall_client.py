"""HTTP to the office server as anybody may speak it: no token, one connection a request."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.connection import connect
from kiosk.live import LiveEvent

_API = "/api/v1"
_TIMEOUT_S = 5.0
HALL_BYTES = 1024 * 1024
SOUND_BYTES = 8 * 1024 * 1024  # a minute and a half of 44.1 kHz, 16 bits, mono
NOTICE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Fetched:
    """`body` is None when nothing has changed since `tag`; `office_time` is RFC 3339, or empty."""

    body: bytes | None
    tag: str
    office_time: str


@dataclass(frozen=True)
class HallClient:
    """Every method raises ServerAway and ServerSaid as those of Client do."""

    url: str

    def hall(self, tag: str) -> Fetched:
        """`GET /hall`"""
        return self.get(f"{_API}/hall", tag, HALL_BYTES)

    def zone(self, name: str, tag: str) -> Fetched:
        """`GET /zones/{zone}`"""
        return self.get(f"{_API}/zones/{quote(name, safe='')}", tag, HALL_BYTES)

    def live(self) -> Iterator[LiveEvent | None]:
        """`GET /live`"""
        return Client(self.url, None).live()

    def get(self, path: str, tag: str, most_bytes: int) -> Fetched:
        """Any path of the server; more than `most_bytes` is nonsense."""
        connection = connect(self.url, _TIMEOUT_S)
        try:
            connection.request("GET", path, headers={"If-None-Match": tag} if tag else {})
            response = connection.getresponse()
            return _fetched(response, response.read(most_bytes + 1), tag, most_bytes)
        except (OSError, http.client.HTTPException) as error:
            raise ServerAway(str(error)) from error
        finally:
            connection.close()


def _fetched(response: http.client.HTTPResponse, body: bytes, tag: str, most_bytes: int) -> Fetched:
    office_time = response.getheader("Office-Time", "")
    if response.status == 304 and tag:
        return Fetched(None, tag, office_time)
    if response.status >= 400:
        raise ServerSaid(response.status, "")
    if response.status != 200:
        raise ServerAway(f"answered with status {response.status}")
    if len(body) > most_bytes or not response.isclosed():
        raise ServerAway(f"sent more than {most_bytes} bytes, or less than it said")
    return Fetched(body, response.getheader("ETag", ""), office_time)


def is_path(url: str) -> bool:
    """Whether `url` is a plain path, which can only be on the server it came from."""
    return url.startswith("/") and not url.startswith("//") and url.isascii() and url.isprintable()
