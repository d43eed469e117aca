"""A very small office server that speaks the hall screen's wire, over real sockets."""

import json
import queue
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def counter(number, ticket=None, calls=1, called_at="2026-11-24T02:35:00.000Z", **more):
    in_hand = None
    if ticket is not None:
        label = f"A{ticket:03d}"
        in_hand = {"id": ticket, "label": label, "state": "called", "called_at": called_at}
        in_hand |= {"calls": calls}
    said = {"number": number, "name": "", "state": "open", "pause_reason": None, "services": ["A"]}
    return {**said, "ticket": in_hand, **more}


SERVICE = {"code": "A", "name": "Tư pháp", "name_en": "Justice", "waiting": 2}
SERVICE |= {"next": ["A043", "A044"], "has_ended": False}


class HallOffice:
    """Set `counters`, `zones`, `files`; read `asked`. Close and open at will."""

    def __init__(self):
        self.counters = [counter("1")]
        self.missed = []
        self.zones = {"hall": {"name": "hall", "office": "Giao Thủy", "is_whole": True}}
        self.files = {}  # path -> bytes
        self.asked = []  # (path, If-None-Match, status)
        self.office_at = datetime(2026, 11, 24, 2, 41, tzinfo=UTC)
        self.port = 0
        self._streams = []
        self.open()

    def open(self):
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        for stream in self._streams:
            stream.put(None)
        self._streams = []
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def tell(self, name, **data):
        """An event on every live stream; announcements have no id."""
        head = "" if name == "announce" else "id: 1\n"
        for stream in self._streams:
            stream.put(f"{head}event: {name}\ndata: {json.dumps(data)}\n\n")

    def listeners(self):
        return len(self._streams)

    def body(self, path):
        if path == "/api/v1/hall":
            hall = {"seq": 1, "business_day": "2026-11-24", "counters": self.counters}
            return json.dumps({**hall, "services": [SERVICE], "missed": self.missed}).encode()
        if path.startswith("/api/v1/zones/"):
            zone = self.zones.get(path.rpartition("/")[2])
            return None if zone is None else json.dumps(zone).encode()
        return self.files.get(path)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address, office):
        self.office = office
        super().__init__(address, _Handler)

    def handle_error(self, request, client_address):
        pass


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        office = self.server.office
        if self.path == "/api/v1/live":
            return self._stream()
        body = office.body(self.path)
        tag = f'"{hash(body)}"'
        asked = self.headers["If-None-Match"]
        status = 404 if body is None else 304 if asked == tag else 200
        office.asked.append((self.path, asked, status))
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Office-Time", office.office_at.isoformat())
        data = body if status == 200 else b""
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self):
        lines = queue.Queue()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b": hello\n\n")
        self.server.office._streams.append(lines)
        while (line := lines.get()) is not None:
            self.wfile.write(line.encode())

    def log_message(self, *args):
        pass
