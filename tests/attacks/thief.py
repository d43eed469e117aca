"""Somebody on the same link: in the server's place, in a tablet's, and with an accomplice who is
somewhere else and brings the real server what was heard."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from spake2 import SPAKE2_B
from zeroconf import ServiceInfo, Zeroconf

from hardware.beacon_record import TYPE_BY_KIND, Beacon, instance_name, to_txt
from server.pairing import _mac
from tests.attacks.link import Link

PORT = 8080


@dataclass(frozen=True)
class Overheard:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Said:
    """An answer, as it goes."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


Act = Callable[[Overheard], Said]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    act: Act

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever is attacked may hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        asked = Overheard(self.command, self.path, dict(self.headers.items()), body)
        said = self.server.act(asked)
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def answering(link: Link, machine: str, act: Act, port: int = 0) -> Iterator[_Server]:
    """An HTTP server on *machine*, on all its addresses."""
    with link.on(machine):
        server = _Server(("0.0.0.0", port), _Handler)
        server.act = act
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def deliver(link: Link, machine: str, asked: Overheard) -> Said:
    """Bring a request, byte by byte, from *machine* to the real server; its answer."""
    with link.on(machine):
        wire = http.client.HTTPConnection(link.address("office"), PORT, timeout=10)
        wire.connect()
    headers = {k: v for k, v in asked.headers.items() if k.lower() not in ("host", "connection")}
    wire.request(asked.method, asked.path, asked.body or None, headers)
    answer = wire.getresponse()
    body = answer.read()
    wire.close()
    left_out = {"content-length", "connection", "date", "server", "transfer-encoding"}
    kept = {k: v for k, v in answer.headers.items() if k.lower() not in left_out}
    return Said(answer.status, body, kept)


class FalseServer:
    """In the server's place: *act* says what becomes of a request; *heard* is all that came.

    It makes the tablet ask as often as it likes: the live stream is nobody's secret.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self.heard: list[Overheard] = []
        self.act: Act = self.refuse

    def __call__(self, asked: Overheard) -> Said:
        if asked.path.endswith("/live"):
            event = b'id: 1\nevent: finished\ndata: {"counter": "3"}\n\n'
            return Said(200, event * 3, {"Content-Type": "text/event-stream"})
        self.heard.append(asked)
        return self.act(asked)

    def refuse(self, asked: Overheard) -> Said:
        """What once made a tablet forget its office."""
        return Said(401, b'{"title": "Who are you?"}', {"WWW-Authenticate": "Bearer"})

    def unpair(self, asked: Overheard) -> Said:
        """The right words, without the proof."""
        words = {"WWW-Authenticate": 'Motcua error="unpaired"', "Motcua-Proof": "0" * 64}
        return Said(401, b"{}", words)

    def invent(self, asked: Overheard) -> Said:
        """A window that nobody opened."""
        window = {"ticket": 1, "label": "A001", "closes_in_s": 60.0}
        body = {"now": "2026-11-23T08:00:00Z", "counter": "3", "levels": 5, "window": window}
        return Said(200, json.dumps(body).encode(), {"Motcua-Proof": "f" * 64})

    def relay(self, asked: Overheard) -> Said:
        """As it came, both ways."""
        return deliver(self._link, "accomplice", asked)

    def alter_answers(self, asked: Overheard) -> Said:
        """The real answer with its proof, and one byte more."""
        said = self.relay(asked)
        return Said(said.status, said.body + b" ", said.headers)

    def alter_ratings(self, asked: Overheard) -> Said:
        """Another score to the server, and thanks to the tablet."""
        if not asked.path.endswith("/ratings"):
            return self.relay(asked)
        body = asked.body.replace(b'"score": 5', b'"score": 1')
        assert body != asked.body
        self.relay(Overheard(asked.method, asked.path, asked.headers, body))
        return Said(201, json.dumps({"id": "x", "ticket": 1}).encode())


class FalseTablet:
    """In a tablet's place: announced under its id, and answers pairing with guesses."""

    def __init__(self, link: Link, tablet: str) -> None:
        self._link, self._tablet = link, tablet
        self.asked: list[str] = []

    def __call__(self, asked: Overheard) -> Said:
        self.asked.append(asked.path)
        if asked.path != "/pair/start":
            return Said(200)
        guess = f"{len(self.asked):06d}".encode()
        side = SPAKE2_B(guess, idA=b"motcua-server", idB=self._tablet.encode())
        message = side.start()
        key = side.finish(bytes.fromhex(json.loads(asked.body)["message"]))
        confirm = _mac(key, b"tablet confirms")
        return Said(200, json.dumps({"message": message.hex(), "confirm": confirm}).encode())

    @contextmanager
    def announced(self, port: int) -> Iterator[None]:
        """Louder than the real one."""
        address = self._link.address("thief")
        beacon = Beacon(
            id=self._tablet,
            kind="rate",
            name="Quầy 3",
            address=address,
            port=port,
            version="0",
            is_asking=True,
        )
        info = ServiceInfo(
            TYPE_BY_KIND["rate"],
            instance_name(beacon),
            port=port,
            properties=to_txt(beacon),
            server="motcua-thief.local.",
            addresses=[socket.inet_aton(address)],
        )
        with self._link.on("thief"):
            radio = Zeroconf(interfaces=[address])
            radio.register_service(info, cooperating_responders=True)
        try:
            yield
        finally:
            radio.close()
