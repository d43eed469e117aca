"""HTTP to the office server this tablet is paired with: one connection a request, or one kept for
many (docs/reference/seals.md, *The connection*)."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from urllib.parse import quote
from uuid import uuid4

import msgspec

from kiosk.connection import Connection, connect
from kiosk.hall_wire import Zone
from kiosk.live import LiveEvent, LiveReader, TooLong
from kiosk.outbox import Rating
from kiosk.seal import PROOF, Answered, Asked, Seal, is_unpaired
from kiosk.wire import Card, Condition, Group, Helped, Problem, Pulse, Service, T, Ticket, read

_API = "/api/v1"
_HEARTBEAT = "/tablets/me/heartbeat"
_ANSWER_BYTES = 256 * 1024
_TIMEOUT_S = 5.0
# The server sends a comment at least every 15 s; silence for longer is a dead line.
_LIVE_SILENT_S = 20.0
NO_CARD = Card()


class ServerAway(OSError):
    """The office server does not answer, or it is not our office server that does."""


class Unheard(ServerAway):
    """The kept connection was closed before the answer: nobody knows whether we were heard."""


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

    @property
    def is_repeatable(self) -> bool:
        """Whether heard twice is no more than heard once: it asks, has a key, or says what is."""
        return self.method == "GET" or bool(self.key) or self.path == _HEARTBEAT

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
    kept: Connection | None = None

    @contextmanager
    def keeping(self) -> Iterator["Client"]:
        """This client with one connection for all its requests, for one thread."""
        with closing(Connection(self.url, _TIMEOUT_S)) as kept:
            yield replace(self, kept=kept)

    @property
    def token(self) -> str:
        """The token that pairing gave, or empty."""
        return self.seal.token if self.seal else ""

    def heartbeat(self, version: str, condition: Condition) -> Pulse:
        """`POST /tablets/me/heartbeat`"""
        body = {"version": version, **msgspec.to_builtins(condition)}
        return _read(Pulse, self._ask("POST", _HEARTBEAT, body))

    def rate(self, rating: Rating) -> None:
        """`POST /ratings`; the same rating may be sent again, it counts once."""
        self._ask("POST", "/ratings", rating.as_body(), rating.id)

    def unpair(self) -> None:
        """`POST /tablets/me/unpair`"""
        self._ask("POST", "/tablets/me/unpair", {}, uuid4().hex)

    def photo(self) -> bytes:
        """`GET /tablets/me/photo`: a picture of who serves at this tablet's open window."""
        return self._ask("GET", "/tablets/me/photo")

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

    def groups(self) -> tuple[Group, ...]:
        """`GET /groups`"""
        return tuple(_read(list[Group], self._ask("GET", "/groups")))

    def hall(self) -> Zone:
        """`GET /zones/hall`: the whole hall, which every office has."""
        return _read(Zone, self._ask("GET", "/zones/hall"))

    def requeue(self, label: str, key: str) -> Ticket:
        """`POST /tickets/requeue`: who missed a call is back."""
        return _read(Ticket, self._ask("POST", "/tickets/requeue", {"label": label}, key))

    def arrive(self, by: dict[str, str], key: str) -> Ticket:
        """`POST /appointments/arrive`; `by` is {"code": …} or {"scan": …}."""
        return _read(Ticket, self._ask("POST", "/appointments/arrive", by, key))

    def ask_help(self, key: str) -> Helped:
        """`POST /help`; asked again within a minute it is the same call."""
        return _read(Helped, self._ask("POST", "/help", {}, key))

    def helped(self, help_id: int) -> Helped:
        """`GET /help/{id}`"""
        return _read(Helped, self._ask("GET", f"/help/{quote(str(help_id), safe='')}"))

    def live(self) -> Iterator[LiveEvent | None]:
        """`GET /live`: events as they come, and None at every sign of life."""
        connection = connect(self.url, _LIVE_SILENT_S)
        try:
            connection.request("GET", f"{_API}/live")
            response = connection.getresponse()
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
        try:
            return self._seal_and_send(request)
        except Unheard:
            if not request.is_repeatable:
                raise
            return self._seal_and_send(request)  # with a nonce of its own, on a new connection

    def _seal_and_send(self, request: _Request) -> tuple[Answered, bool]:
        assert self.seal
        asked = Asked(request.method, _API + request.path, request.data() or b"", request.key)
        asked_s, sealed = self.seal.now_s(), self.seal.seal(asked)
        answer = self._send(request, Authorization=sealed.header)
        if not self.seal.is_proven(sealed.nonce, answer):
            if self.kept:
                self.kept.close()  # the next request looks again for who is at that address
            raise ServerAway("it can not prove itself")
        is_late = answer.status == 401 and self.seal.learn(answer.challenge, asked_s)
        if answer.status == 401 and not is_late and not is_unpaired(answer.challenge):
            raise ServerAway("it does not let us in")
        return answer, is_late

    def _send(self, request: _Request, **headers: str) -> Answered:
        connection = self.kept or Connection(self.url, _TIMEOUT_S)
        try:
            return _answer(connection, request, {"Accept-Language": self.language, **headers})
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            is_unheard = connection.was_kept and isinstance(error, ConnectionError)
            raise (Unheard if is_unheard else ServerAway)(str(error)) from error
        finally:
            if connection is not self.kept:
                connection.close()


def _answer(connection: Connection, request: _Request, headers: dict[str, str]) -> Answered:
    response, body = connection.ask(
        *(request.method, _API + request.path, request.data(), headers | request.headers()),
        _ANSWER_BYTES,
    )
    challenge, proof = response.getheader("WWW-Authenticate"), response.getheader(PROOF)
    return Answered(response.status, body, challenge or "", proof or "")


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
