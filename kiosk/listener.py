"""The tablet's small HTTP listener: /who, /pair/start, /pair/finish (docs/reference/pairing.md)."""

import contextlib
import ipaddress
import json
import logging
import os
import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

from kiosk.complaints import Complaints
from kiosk.pairing import Agreed, Handshake, Malformed, PairingError, read_finish, read_start

_LOGGER = logging.getLogger(__name__)
_BODY_BYTES = 4096
_SILENT_FOR_S = 5.0
_CONNECTIONS = 8

# Where a server asks for a tablet that it does not hear; any other port if this one is taken.
USUAL_PORT = 47110

Paired = Callable[[Agreed, str], None]
Who = Callable[[], dict[str, object]]


class Listener:
    """Answers pairing requests on its own threads.

    `on_paired(agreed, server_address)` runs before the 200 is sent: when it returns, the pairing
    is on disk and the handshake is at rest. It may raise OSError, which becomes a 500.
    """

    def __init__(
        self,
        handshake: Handshake,
        on_paired: Paired,
        host: str,
        port: int | None,
        who: Who = dict,
    ) -> None:
        """
        :param host: an address of this machine; 0.0.0.0 is all of them, IPv6 ones too
        :param port: 0 for any; None for the usual one if it is free, and else for any
        :param who: what this tablet says of itself to whoever asks
        :raises OSError: the port is taken
        """
        self._server = _listen(host, port, handshake, on_paired, who)
        self.port: int = self._server.server_address[1]
        self._is_over = False
        self._thread = threading.Thread(target=self._serve, name="pairing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._is_over = True
        if self._thread.is_alive():
            self._wake()
            self._thread.join(_SILENT_FOR_S)
        self._server.server_close()
        self._server.tell_of_unfinished()

    def _serve(self) -> None:
        # Not serve_forever, which looks around twice a second for its end.
        while not self._is_over:
            self._server.handle_request()

    def _wake(self) -> None:
        host = self._server.server_address[0]
        with contextlib.suppress(OSError):
            address = "127.0.0.1" if host in ("0.0.0.0", "::") else str(host)
            socket.create_connection((address, self.port), 1.0).close()


def _listen(
    host: str, port: int | None, handshake: Handshake, on_paired: Paired, who: Who
) -> "_Server":
    if port is not None:
        return _Server((host, port), handshake, on_paired, who)
    try:
        return _Server((host, USUAL_PORT), handshake, on_paired, who)
    except OSError:  # a second tablet program on this machine
        return _Server((host, 0), handshake, on_paired, who)


def as_in_url(address: str) -> str:
    """An address as it stands in a URL; IPv4 in the clothes of IPv6 is IPv4."""
    if ":" not in address:
        return address
    four = ipaddress.IPv6Address(address).ipv4_mapped
    return str(four) if four else f"[{address}]"


class _Server(socketserver.ThreadingTCPServer):
    # Not http.server.HTTPServer: its bind asks the name server for our own name, which takes
    # seconds in an office without one.
    daemon_threads = True
    block_on_close = False
    # Back on its port at once after a restart. Not on Windows: there it lets two listen.
    allow_reuse_address = os.name == "posix"

    def __init__(
        self, address: tuple[str, int], handshake: Handshake, on_paired: Paired, who: Who
    ) -> None:
        self.handshake, self.on_paired, self.who = handshake, on_paired, who
        self.complaints = Complaints(_LOGGER.warning)
        self._begun_by = ""  # who has an exchange open, as far as the log does not tell of it yet
        self._places = threading.Semaphore(_CONNECTIONS)
        if address[0] == "0.0.0.0" and socket.has_dualstack_ipv6():
            self.address_family, address = socket.AF_INET6, ("::", address[1])
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        request, address = super().get_request()
        return request, (as_in_url(address[0]), address[1])

    def begin(self, address: str) -> None:
        """`address` has begun an exchange."""
        self.tell_of_unfinished()
        self._begun_by = address

    def end(self) -> None:
        """The open exchange has come to an end that is told elsewhere."""
        self._begun_by = ""

    def tell_of_unfinished(self) -> None:
        """Who guesses a code needs no second request to learn whether it was right."""
        begun_by, self._begun_by = self._begun_by, ""
        if begun_by:
            self.complaints.about(f"pairing begun by {begun_by} was not finished")

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        _LOGGER.warning("a pairing request from %s broke off", client_address[0], exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SILENT_FOR_S
    server_version, sys_version = "motcua-kiosk", ""

    def do_GET(self) -> None:
        if self.path == "/who":
            return self._send(200, self.server.who())
        self._send(404, {"title": "There is no such request."})

    def do_POST(self) -> None:
        answers = {"/pair/start": self._start, "/pair/finish": self._finish}
        answer = answers.get(self.path)
        if answer is None:
            return self._send(404, {"title": "There is no such request."})
        try:
            self._send(200, answer(self._body()))
        except PairingError as error:
            self.server.complaints.about(
                f"pairing asked by {self.client_address[0]}: {error.__doc__}"
            )
            self._send(error.status, {"title": str(error.__doc__)})
        except OSError as error:
            _LOGGER.error("pairing with %s could not be kept: %s", self.client_address[0], error)
            self._send(500, {"title": "The tablet could not write this down."})

    def _start(self, body: object) -> dict[str, str]:
        message, confirm = self.server.handshake.start(read_start(body))
        self.server.begin(str(self.client_address[0]))
        return {"message": message.hex(), "confirm": confirm}

    def _finish(self, body: object) -> dict[str, str]:
        offer, confirm = read_finish(body)
        self.server.end()
        agreed = self.server.handshake.finish(offer, confirm)
        self.server.on_paired(agreed, str(self.client_address[0]))
        return {"confirm": agreed.receipt}

    def _body(self) -> object:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or not length.isascii() or int(length) > _BODY_BYTES:
            self.close_connection = True
            raise Malformed
        try:
            body: object = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError) as error:
            raise Malformed from error
        return body

    def _send(self, status: int, body: Mapping[str, object]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if status == 429:
            self.send_header("Retry-After", str(self.server.handshake.retry_after_s()))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        _LOGGER.debug(format, *args)
