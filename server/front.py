"""The front door: uvicorn's event loop carries the live streams and the moves of tickets; a few
threads carry everything else that Flask answers.

Measured beside waitress, cheroot, gevent and a ready-made adapter (``bench/front_door.py``;
``docs/explanation/front-door.md``).
"""

import asyncio
import gc
import io
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from server.kept import IS_PAIRED, Connection
from server.live import Live, TooManyStreams
from server.pausing import run_here
from server.pieces import PIECE, Pieces

THREADS = 16
"""Threads for Flask.  Most of a request is waiting for a commit; 16 and 32 measured the same."""
MAX_BODY = 64 * 1024
BODY_S = 10.0
"""A body of 64 kB that takes longer is not being sent any more."""
LIVE_PATH = "/api/v1/live"
HERE = ("/api/v1/tickets", "/api/v1/counters/", "/api/v1/tablets/me/heartbeat")
"""Where a POST is a short change of the office, or a tablet's short report, and nothing else: it
runs on the loop itself, so that it costs no change of threads.  A view there must not wait for
anything but its commit: no device, no network, no password hash."""
SEND_S = 20.0
"""A screen that reads nothing for so long is not a screen any more; it may come back and resume."""
KEPT_S = 5
"""A connection without a request; a paired tablet's is kept longer (:mod:`server.kept`)."""
STOP_S = 1

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[..., Iterable[bytes]]

_TOO_LARGE = b'{"type":"/problems/too_large","title":"The request is too large.","status":413}'
_TOO_MANY = (
    b'{"type":"/problems/too_many_streams","title":"Too many live streams: try again in a moment.",'
    b'"status":503}'
)


_GET_ONLY = (
    b'{"type":"/problems/method_not_allowed",'
    b'"title":"This address does not take this kind of request.","status":405}'
)


class CutOff(Exception):
    """The asker is gone before its request was whole."""


Answer = tuple[int, list[tuple[bytes, bytes]], bytes | Pieces]


class Front:
    """An ASGI application: ``/live`` here on the loop, everything else to the WSGI application."""

    def __init__(self, app: Wsgi, live: Live, threads: int = THREADS) -> None:
        self._app = app
        self._live = live
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            if scope["path"] == LIVE_PATH and scope["method"] == "GET":
                await self._stream(scope, receive, send)
            elif scope["path"] == LIVE_PATH:
                await _answer(send, 405, _GET_ONLY, (b"allow", b"GET"))
            else:
                await self._request(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._live.start()
        gc.freeze()  # what was imported stays: looking through it again held everybody for 50 ms
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._pool.shutdown(wait=False, cancel_futures=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _request(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(BODY_S):
                body = await _body(receive)
        except (CutOff, TimeoutError):
            return  # half a request is none: nobody would hear the answer
        if body is None:
            await _answer(send, 413, _TOO_LARGE)
            return
        environ = environ_of(scope, body)
        call = partial(self._call, environ)
        if scope["method"] == "POST" and scope["path"].startswith(HERE):
            status, headers, answer = await run_here(call)
        else:
            loop = asyncio.get_running_loop()
            status, headers, answer = await loop.run_in_executor(self._pool, call)
        scope.setdefault("state", {})[IS_PAIRED] = environ.get(IS_PAIRED, False)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if isinstance(answer, Pieces):
            await self._send_pieces(answer, receive, send)
        else:
            await send({"type": "http.response.body", "body": answer})

    async def _send_pieces(self, pieces: Pieces, receive: Receive, send: Send) -> None:
        """One piece in memory at a time, and no thread while the asker is slow."""
        loop = asyncio.get_running_loop()
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while piece := await loop.run_in_executor(self._pool, pieces.read):
                await _pass_on(send, piece)
                if gone.done():
                    return
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            return  # a player that has paused: it asks for the rest again
        finally:
            gone.cancel()
            pieces.close()

    def _call(self, environ: dict[str, Any]) -> Answer:
        began: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            began[:] = [
                int(status.split(" ", 1)[0]),
                [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers],
            ]

        pieces = Pieces(self._app(environ, start_response))
        with ExitStack() as until_read:
            until_read.callback(pieces.close)
            first = pieces.read()
            if len(first) < PIECE:
                return began[0], began[1], first
            until_read.pop_all()
        pieces.put_back(first)
        return began[0], began[1], pieces

    async def _stream(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        stream = self._live.stream(last_event_id(scope))
        try:
            first = await anext(stream)
        except TooManyStreams:
            await _answer(send, 503, _TOO_MANY)
            return
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-cache"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await _pass_on(send, first)
            async for data in stream:
                if gone.done():
                    break
                await _pass_on(send, data)
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            return  # it does not read: uvicorn closes what is not answered to the end
        finally:
            gone.cancel()
            await stream.aclose()


def last_event_id(scope: MutableMapping[str, Any]) -> int | None:
    """Where a stream resumes: the ``Last-Event-ID`` header, else ``?after=``; rubbish counts as
    neither."""
    header = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    query = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    text = header or query
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def environ_of(scope: MutableMapping[str, Any], body: bytes) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI request."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "REQUEST_URI": _target(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").upper().replace("-", "_")
        if name == "CONTENT_TYPE":
            environ[name] = value.decode("latin-1")
        elif name != "CONTENT_LENGTH":
            key = f"HTTP_{name}"
            text = value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


def _target(scope: MutableMapping[str, Any]) -> str:
    """The path with its query as it came: what a seal is over."""
    query = scope["query_string"]
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    return (path + (b"?" + query if query else b"")).decode("latin-1")


async def _body(receive: Receive) -> bytes | None:
    """The whole body, ``None`` when it is larger than :data:`MAX_BODY`.

    :raises CutOff: if the asker went away before its end.
    """
    body = bytearray()
    is_more = True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CutOff
        if len(body) <= MAX_BODY:
            body += message.get("body", b"")
        is_more = message.get("more_body", False)
    return bytes(body) if len(body) <= MAX_BODY else None


async def _pass_on(send: Send, data: bytes) -> None:
    """:raises TimeoutError: if the reader takes nothing for :data:`SEND_S`."""
    async with asyncio.timeout(SEND_S):
        await send({"type": "http.response.body", "body": data, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, body: bytes, *more: tuple[bytes, bytes]) -> None:
    close = (b"connection", b"close")
    headers = [(b"content-type", b"application/problem+json"), close, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Server(uvicorn.Server):
    """uvicorn, ending its live streams first so that it ends within its time."""

    date_s = 1.0
    """How often the date in the answers changes."""

    def __init__(self, front: Front, live: Live, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                front,
                host=host,
                port=port,
                http=Connection,
                timeout_keep_alive=KEPT_S,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=STOP_S,
                backlog=2048,
            )
        )
        self._live = live
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = asyncio.Event()

    def end(self) -> None:
        """End the serving, from any thread or a signal."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ending.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        super().handle_exit(sig, frame)
        self.end()

    async def main_loop(self) -> None:
        """uvicorn looks ten times a second whether it should end; here the end wakes it."""
        self._loop = asyncio.get_running_loop()
        tenths = 0
        while not await self.on_tick(tenths):
            tenths += 10
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), self.date_s)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends the serving, no more.

        uvicorn raises it once again afterwards, which would end the process before its devices
        and its file are closed.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    async def shutdown(self, sockets: Any = None) -> None:
        self._live.close()
        await super().shutdown(sockets)
