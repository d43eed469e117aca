"""A line between a tablet and an office of one process: real sockets, and faults on request."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flask import Flask

HOP = frozenset({"connection", "server", "date", "content-length", "transfer-encoding"})


class Line:
    """*app* is the office behind it, ``None`` while it is dead.

    Of each request *fault* says what happens to it: ``""`` nothing, ``cut`` it does not arrive,
    ``deaf`` it arrives and the answer is lost.
    """

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.fault: Callable[[], str] = lambda: ""
        self._server = _Server(("127.0.0.1", 0), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()

    def close(self) -> None:
        """No more requests."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], line: Line) -> None:
        self.line = line
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        line = self.server.line
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = line.fault()
        if line.app is None or fault == "cut":
            return
        answer = line.app.test_client().open(
            self.path, method="POST", headers=list(self.headers.items()), data=body
        )
        if fault == "deaf":
            return
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()
        self.wfile.write(answer.data)

    def log_message(self, *args: Any) -> None:
        """Quiet."""
