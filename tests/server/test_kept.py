"""How long a connection may be silent: a paired tablet's from one heartbeat to the next."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from kiosk.client import Client
from kiosk.seal import Seal
from kiosk.wire import Condition
from server.front import KEPT_S, Front, Server
from server.kept import IS_PAIRED, PAIRED_S, Connection
from server.live import Live
from tests.server.desk import Desk
from tests.server.web import client, web_app
from tests.server_process import free_port

IDLE = Condition("idle", 0)
BEAT = "/api/v1/tablets/me/heartbeat"


class Wire(asyncio.Transport):
    """The other end of a connection."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.is_closed = b"", False

    def write(self, data: Any) -> None:
        self.said += data

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True


def silences(desk: Desk, paths: list[str]) -> list[float]:
    """How long it may be silent after each answer, where ``/paired`` is what a tablet asks."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/paired":
            environ[IS_PAIRED] = True
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    async def ask() -> list[float]:
        config = Config(
            Front(app, Live(desk.journal), threads=1), timeout_keep_alive=KEPT_S, log_config=None
        )
        config.load()
        state, wire, found = ServerState(), Wire(), []
        connection = Connection(config, state, {})
        connection.connection_made(wire)
        for path in paths:
            connection.data_received(b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n" % path.encode())
            await asyncio.gather(*state.tasks)
            timer = connection.timeout_keep_alive_task
            assert timer is not None
            found.append(round(timer.when() - connection.loop.time()))
        connection.timeout_keep_alive_handler()
        assert wire.said.count(b"200 OK") == len(paths) and wire.is_closed
        return found

    return asyncio.run(ask())


def test_only_what_a_paired_tablet_has_proven_is_kept_longer(desk: Desk) -> None:
    short, long = KEPT_S, PAIRED_S
    asked = ["/", "/paired", "/", "/paired", "/paired"]
    assert silences(desk, asked) == [short, long, short, long, long]


@pytest.mark.parametrize(("token", "is_paired"), [("token-of-t-1", True), ("guess", False)])
def test_a_right_seal_says_so_and_no_other(desk: Desk, token: str, is_paired: bool) -> None:
    tablet, told = paired(desk, token), []

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        try:
            return web(environ, start_response)
        finally:
            told.append((environ["PATH_INFO"], environ.get(IS_PAIRED, False)))

    web = web_app(desk).wsgi_app
    with serving(app, desk) as (url, _), Client(url, tablet).keeping() as kept:
        try:
            kept.heartbeat("0", IDLE)
        except OSError:
            assert not is_paired
    assert told[-1] == (BEAT, is_paired)


def test_two_heartbeats_use_one_connection_and_a_restart_loses_none(desk: Desk) -> None:
    seal, port = paired(desk, "token-of-t-1"), free_port()
    with Client(f"http://127.0.0.1:{port}", seal).keeping() as tablet:
        with serving(web_app(desk).wsgi_app, desk, port) as (_, server):
            seen = []
            for _ in range(3):
                tablet.heartbeat("0", IDLE)
                seen += list(server.server_state.connections)
            assert len(seen) == 3 and len(set(seen)) == 1
        with serving(web_app(desk).wsgi_app, desk, port):  # a new epoch
            assert tablet.heartbeat("0", IDLE).counter == "1"


def paired(desk: Desk, token: str) -> Seal:
    """What a tablet at counter 1 seals with, if that is its *token*."""
    asked = {"code": "123456", "counter": "1"}
    answer = client(desk, "admin").post(
        "/api/v1/devices/t-1/pair", json=asked, headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 200
    return Seal("t-1", token)


class Endless(Server):
    """It looks by itself only when the test has long failed: its end has to wake it."""

    date_s = 3600.0


@contextmanager
def serving(app: Any, desk: Desk, port: int = 0) -> Iterator[tuple[str, Server]]:
    """*app* behind the front door, on a port."""
    port = port or free_port()
    live = Live(desk.journal)
    server = Endless(Front(app, live, threads=1), live, "127.0.0.1", port)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    try:
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.end()
        thread.join(60)
        assert not thread.is_alive()
