"""HTTP to the office server this tablet is paired with: one connection a request."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from uuid import uuid4

import msgspec

from kiosk.live import LiveEvent, LiveReader, TooLong
from kiosk.outbox import Rating
from kiosk.seal import PROOF, Answered, Asked, Seal, is_unpaired
from kiosk.wire import Card, Problem, Pulse, Service, T, Ticket, read

_API = "/api/v1"
_ANSWER_BYTES = 256 * 1024
_TIMEOUT_S = 5.0
# The server sends a comment at least every 15 s; silence for longer is a dead line.
_LIVE_SILENT_S = 20.0
NO_CARD = Card()


class ServerAway(OSError):
    """The office server does not answer, or it is not our office server that does."""


class ServerSaid(Exception):
    """The server refused: `status`, and its own sentence `title`."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(f"{status} {title}")
        self.status, self.title = status, title


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    body: object = None
    key: str = ""

    def data(self) -> bytes | None:
        return None if self.body is None else json.dumps(self.body).encode()

    def headers(self) -> dict[str, str]:
        headers = {} if self.body is None else {"Content-Type": "application/json"}
        return headers | ({"Idempotency-Key": self.key} if self.key else {})


@dataclass(frozen=True)
class Client:
    """What a tablet asks of its server.

    Every method raises ServerAway when the server can not be reached, talks nonsense or can not
    prove that it is ours, and ServerSaid when it answers with a status of 400 or more: 401 means
    that it has unpaired this tablet. Each blocks for at most some 10 s.
    """

    url: str
    seal: Seal | None  # None: asks as anybody may, and believes whoever answers
    language: str = "vi"

    @property
    def token(self) -> str:
        """The token that pairing gave, or empty."""
        return self.seal.token if self.seal else ""

    def heartbeat(self, version: str, screen: str, waiting_ratings: int) -> Pulse:
        """`POST /tablets/me/heartbeat`"""
        body = {"version": version, "screen": screen, "waiting_ratings": waiting_ratings}
        return _read(Pulse, self._ask("POST", "/tablets/me/heartbeat", body))

    def rate(self, rating: Rating) -> None:
        """`POST /ratings`; the same rating may be sent again, it counts once."""
        self._ask("POST", "/ratings", rating.as_body(), rating.id)

    def unpair(self) -> None:
        """`POST /tablets/me/unpair`"""
        self._ask("POST", "/tablets/me/unpair", {}, uuid4().hex)

    def services(self) -> tuple[Service, ...]:
        """`GET /services`"""
        return tuple(_read(list[Service], self._ask("GET", "/services")))

    def issue(self, service: str, key: str, card: Card = NO_CARD) -> Ticket:
        """`POST /tickets`; the same key gives the same ticket."""
        body = {"service": service, "language": self.language}
        body |= {"scan": card.scan} if card.scan else {}
        body |= {"priority": card.priority} if card.priority else {}
        return _read(Ticket, self._ask("POST", "/tickets", body, key))

    def ticket(self, ticket_id: int) -> Ticket:
        """`GET /tickets/{id}`"""
        return _read(Ticket, self._ask("GET", f"/tickets/{quote(str(ticket_id), safe='')}"))

    def live(self) -> Iterator[LiveEvent | None]:
        """`GET /live`: events as they come, and None at every sign of life."""
        connection = connect(self.url, _LIVE_SILENT_S)
        try:
            response = _open(connection, _Request("GET", "/live"), {})
            if response.status != 200:
                raise ServerAway(f"answered with status {response.status}")
            yield None
            reader = LiveReader()
            while data := response.read1(4096):
                yield None
                yield from reader.feed(data)
        except TooLong as error:
            raise ServerAway from error
        except (OSError, http.client.HTTPException) as error:
            raise ServerAway(str(error)) from error
        finally:
            connection.close()

    def _ask(self, method: str, path: str, body: object = None, key: str = "") -> bytes:
        request = _Request(method, path, body, key)
        answer = self._believed(request) if self.seal else self._send(request)
        if answer.status >= 400:
            raise ServerSaid(answer.status, _title(answer.body))
        if answer.status >= 300:  # somebody else's server: ours never redirects a program
            raise ServerAway(f"answered with status {answer.status}")
        return answer.body

    def _believed(self, request: _Request) -> Answered:
        """An answer that our server has given; asked twice when we reckoned by another time."""
        for _ in range(2):
            answer, is_late = self._sealed(request)
            if not is_late:
                return answer
        raise ServerAway("it does not keep to the time it tells")

    def _sealed(self, request: _Request) -> tuple[Answered, bool]:
        """The answer, and whether it only said what time it is."""
        assert self.seal
        asked = Asked(request.method, _API + request.path, request.data() or b"", request.key)
        asked_s, sealed = self.seal.now_s(), self.seal.seal(asked)
        answer = self._send(request, Authorization=sealed.header)
        if not self.seal.is_proven(sealed.nonce, answer):
            raise ServerAway("it can not prove itself")
        is_late = answer.status == 401 and self.seal.learn(answer.challenge, asked_s)
        if answer.status == 401 and not is_late and not is_unpaired(answer.challenge):
            raise ServerAway("it does not let us in")
        return answer, is_late

    def _send(self, request: _Request, **headers: str) -> Answered:
        connection = connect(self.url, _TIMEOUT_S)
        try:
            response = _open(connection, request, {"Accept-Language": self.language, **headers})
            body = response.read(_ANSWER_BYTES)
            challenge, proof = response.getheader("WWW-Authenticate"), response.getheader(PROOF)
            return Answered(response.status, body, challenge or "", proof or "")
        except (OSError, http.client.HTTPException) as error:
            raise ServerAway(str(error)) from error
        finally:
            connection.close()


def _open(
    connection: http.client.HTTPConnection, request: _Request, headers: dict[str, str]
) -> http.client.HTTPResponse:
    path, data = _API + request.path, request.data()
    connection.request(request.method, path, data, headers | request.headers())
    return connection.getresponse()


def connect(url: str, timeout_s: float) -> http.client.HTTPConnection:
    """A connection to the server at `url`, which is opened with its first request."""
    # http.client and not urllib: a proxy in the environment must not see the token.
    place = urlsplit(url)
    return http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout_s)


def _read(kind: type[T], data: bytes) -> T:
    try:
        return read(kind, data)
    except msgspec.MsgspecError as error:
        raise ServerAway(str(error)) from error


def _title(data: bytes) -> str:
    try:
        problem = read(Problem, data)
    except msgspec.MsgspecError:
        return ""
    return problem.detail or problem.title
