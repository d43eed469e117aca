"""The front door between ASGI and WSGI."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.front import MAX_BODY, Front, environ_of, last_event_id
from server.live import Live
from server.pieces import PIECE
from tests.server.desk import Desk

Sent = list[dict[str, Any]]


def scope(path: str = "/", **more: Any) -> dict[str, Any]:
    base = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "headers": [],
        "server": ("127.0.0.1", 8080),
        "client": ("127.0.0.1", 50000),
    }
    return base | more


def answer(front: Front, about: dict[str, Any], messages: Iterable[dict[str, Any]]) -> Sent:
    """What the front door sends for one request."""
    incoming = iter(messages)
    sent: Sent = []

    async def receive() -> dict[str, Any]:
        return next(incoming, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(front(about, receive, send))
    return sent


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("X-Method", environ["REQUEST_METHOD"])])
    return [environ["wsgi.input"].read(), b"!"]


def body(*parts: bytes) -> list[dict[str, Any]]:
    last = len(parts) - 1
    return [
        {"type": "http.request", "body": part, "more_body": n < last}
        for n, part in enumerate(parts)
    ]


@pytest.fixture
def front(desk: Desk) -> Front:
    return Front(echo, Live(desk.journal), threads=1)


def test_a_request_goes_through_whole(front: Front) -> None:
    start, end = answer(front, scope(method="POST"), body(b"ab", b"cd"))
    assert (start["status"], start["headers"]) == (200, [(b"x-method", b"POST")])
    assert end["body"] == b"abcd!"


def test_the_largest_body_passes_and_one_byte_more_does_not(front: Front) -> None:
    assert answer(front, scope(), body(b"x" * MAX_BODY))[0]["status"] == 200
    start, end = answer(front, scope(), body(b"x" * MAX_BODY, b"x", b"x" * MAX_BODY))
    assert start["status"] == 413
    assert b"too large" in end["body"]


class Film:
    """A body of five pieces that knows whether it was closed."""

    def __init__(self) -> None:
        self.left = 5
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        while self.left:
            self.left -= 1
            yield bytes([self.left]) * PIECE

    def close(self) -> None:
        self.is_closed = True


def shown(desk: Desk, film: Film, *, stays: bool) -> Sent:
    """What a player gets that stays to the end, or leaves as soon as it has asked."""
    sent: Sent = []

    def play(environ: dict[str, Any], start_response: Any) -> Film:
        start_response("206 Partial Content", [])
        return film

    async def play_it() -> None:
        incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        for message in (*body(b""), *([] if stays else [{"type": "http.disconnect"}])):
            incoming.put_nowait(message)

        async def send(message: Any) -> None:
            sent.append(dict(message))

        await Front(play, Live(desk.journal), threads=1)(scope(), incoming.get, send)

    asyncio.run(play_it())
    return sent


def test_a_long_answer_goes_out_piece_by_piece(desk: Desk) -> None:
    film = Film()
    start, *rest = shown(desk, film, stays=True)
    assert start["status"] == 206
    assert [len(each["body"]) for each in rest] == [PIECE] * 5 + [0]
    assert [each.get("more_body", False) for each in rest] == [True] * 5 + [False]
    assert film.is_closed


def test_a_file_is_let_go_of_when_its_reader_has_gone(desk: Desk) -> None:
    film = Film()
    shown(desk, film, stays=False)
    assert film.left and film.is_closed


def test_one_stream_too_many_is_told_to_come_back(desk: Desk) -> None:
    streams = Live(desk.journal)
    streams.close()
    start, end = answer(Front(echo, streams), scope("/api/v1/live"), [])
    assert (start["status"], start["headers"][0][1]) == (503, b"application/problem+json")
    assert b"try again in a moment" in end["body"]


def test_a_stream_ends_when_its_reader_goes(desk: Desk) -> None:
    streams = Live(desk.journal)

    async def run() -> Sent:
        streams.start()
        sent: Sent = []
        gone = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(dict(message))
            if len(sent) == 2:
                gone.set()
                desk.issue()
                await asyncio.sleep(0)
                streams.handle(desk.journal.after(0)[0])

        await asyncio.wait_for(Front(echo, streams)(scope("/api/v1/live"), receive, send), 10)
        return sent

    sent = asyncio.run(run())
    assert sent[0]["headers"][0] == (b"content-type", b"text/event-stream; charset=utf-8")
    assert sent[1]["body"] == b"retry: 1000\nid: 0\n\n"
    assert streams.count == 0


@pytest.mark.parametrize(
    ("header", "query", "seq"),
    [
        (b"7", b"", 7),
        (b"", b"after=9", 9),
        (b"7", b"after=9", 7),
        (b"", b"", None),
        (b"-1", b"", None),
        (b"7.5", b"", None),
        (b"1e3", b"", None),
        (b"9" * 40, b"", None),
        ("٣".encode(), b"", None),
        (b"", b"after=%D9%A3", None),
        (b"", b"after=&after=4", 4),
    ],
)
def test_where_a_stream_resumes(header: bytes, query: bytes, seq: int | None) -> None:
    headers = [(b"last-event-id", header)] if header else []
    assert last_event_id(scope(headers=headers, query_string=query)) == seq


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_rubbish_is_never_an_error(header: bytes, query: bytes) -> None:
    seq = last_event_id(scope(headers=[(b"last-event-id", header)], query_string=query))
    assert seq is None or seq >= 0


def test_the_environment_of_pep_3333() -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"999"),
        (b"x-csrf-token", b"t"),
        (b"accept", b"a"),
        (b"accept", b"b"),
    ]
    environ = environ_of(
        scope("/t/ấ", method="POST", query_string=b"x=1", headers=headers), b"body"
    )
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/t/ấ"
    assert environ["QUERY_STRING"] == "x=1"
    assert environ["CONTENT_TYPE"] == "application/json"
    assert environ["CONTENT_LENGTH"] == "4"
    assert environ["HTTP_X_CSRF_TOKEN"] == "t"
    assert environ["HTTP_ACCEPT"] == "a,b"
    assert environ["wsgi.input"].read() == b"body"
    assert "HTTP_CONTENT_LENGTH" not in environ


def test_a_socket_without_addresses_has_some() -> None:
    environ = environ_of(scope(server=None, client=None), b"")
    assert (environ["SERVER_NAME"], environ["REMOTE_ADDR"]) == ("localhost", "")


def test_a_request_cut_off_in_its_body_is_not_carried_out(desk: Desk) -> None:
    asked: list[str] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return echo(environ, start_response)

    front = Front(app, Live(desk.journal))
    half = [{"type": "http.request", "body": b"{", "more_body": True}]
    assert answer(front, scope("/x", method="POST"), half) == []
    assert answer(front, scope("/x", method="POST"), []) == []
    assert asked == []


def test_live_is_only_to_be_read(desk: Desk) -> None:
    front = Front(echo, Live(desk.journal))
    sent = answer(front, scope("/api/v1/live", method="POST"), body(b""))
    assert (sent[0]["status"], (b"allow", b"GET") in sent[0]["headers"]) == (405, True)


@pytest.mark.parametrize(
    ("method", "path", "is_on_the_loop"),
    [
        ("POST", "/api/v1/tickets", True),
        ("POST", "/api/v1/counters/3/call-next", True),
        ("GET", "/api/v1/tickets/3", False),
        ("POST", "/api/v1/devices/x/pair", False),
        ("POST", "/api/v1/session", False),
    ],
)
def test_moves_run_on_the_loop_and_the_rest_where_it_may_wait(
    desk: Desk, method: str, path: str, is_on_the_loop: bool
) -> None:
    ran_on: list[threading.Thread] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        ran_on.append(threading.current_thread())
        start_response("204 No Content", [])
        return []

    front = Front(app, Live(desk.journal), threads=1)
    answer(front, scope(path, method=method), body(b""))
    assert [each is threading.current_thread() for each in ran_on] == [is_on_the_loop]


def test_a_move_that_changes_the_office_is_answered_after_its_commit(desk: Desk) -> None:
    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        label = desk.issue().label
        start_response("201 Created", [])
        return [label.encode()]

    front = Front(app, Live(desk.journal), threads=1)
    start, end = answer(front, scope("/api/v1/tickets", method="POST"), body(b""))
    assert (start["status"], end["body"]) == (201, b"A001")
    assert desk.count("tickets") == 1
