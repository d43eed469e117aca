"""A very small office server that speaks the tablet's wire, over real sockets."""

import json
import os
import queue
import re
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kiosk.seal import Seal, key_of
from server import seals

EPOCH = "00112233aabbccdd"
ID = f"{os.getpid():016x}"
"""Of the tablet; another process' tablets are heard, too, and are others."""


class WireOffice:
    """Set `window`, `services`, `refuse`; read `ratings`, `heartbeats`. Close and open at will.

    Its clock stands still: a tablet that lives for two minutes would notice.
    """

    def __init__(self, token="secret"):
        self.token = token
        self.window = None
        self.counter = "3"
        self.services = [{"code": "A", "name": "Tư pháp", "open": True, "waiting": 3}]
        self.slip = "printed"
        self.place = None
        self.ratings = {}  # Idempotency-Key -> body
        self.posts = []  # every rating request, repeats too
        self.heartbeats = []
        self.tickets = {}  # Idempotency-Key -> ticket
        self.groups = []
        self.hall = {"name": "hall", "timezone": "Asia/Ho_Chi_Minh", "hotline": "0228 3895 123"}
        self.missed = {}  # label -> ticket
        self.codes = {}  # of appointments -> ticket
        self.helps = []  # Idempotency-Keys
        self.is_coming = False
        self.refuse = {}  # path -> (status, title)
        self.epoch = EPOCH
        self.unpaired = None  # a token
        self.left = []  # keys of the requests to be unpaired
        self.spoil = lambda status, body, proof: (status, body, proof)
        self.is_deaf = False  # does the thing and loses the answer, and the connection
        self.seals = []  # of every request
        self.on_request = lambda: None
        self._streams = []
        self.port = 0
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
        self.hang_up()

    @property
    def connections(self):
        """How many there have been since it was opened."""
        return self._server.accepted

    def hang_up(self):
        """Close every connection, as a server does to whoever is silent for long."""
        for connection in list(self._server.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def seal(self):
        """What a tablet paired with this office seals with."""
        return Seal(ID, self.token)

    def tell(self, name, **data):
        """An event on every live stream."""
        for stream in self._streams:
            stream.put(f"id: 1\nevent: {name}\ndata: {json.dumps(data)}\n\n")

    def heartbeat(self, body, key):
        self.heartbeats.append(body)
        now = datetime.now(UTC).isoformat()
        said = {"now": now, "office": "Giao Thủy", "counter": self.counter, "levels": 5}
        return 200, {**said, "window": self.window}

    def rate(self, body, key):
        self.posts.append((key, body))
        if key not in self.ratings and any(
            body["ticket"] == other["ticket"] for other in self.ratings.values()
        ):
            return 409, {"title": "This visit was rated already."}
        self.ratings.setdefault(key, body)
        if self.window and self.window["ticket"] == body["ticket"]:
            self.window = None
        return 201, {}

    def leave(self, body, key):
        self.left.append(key)
        return 200, {}

    def issue(self, body, key):
        number = len(self.tickets) + 1
        new = {"id": number, "label": f"{body['service']}{number:03d}", "link": f"/t/{number}"}
        ticket = self.tickets.setdefault(key, {**new, "slip": {"state": "queued", "reason": None}})
        return 201, ticket

    def requeue(self, body, key):
        ticket = self.missed.get(body["label"])
        return (200, ticket) if ticket else (404, {"title": f"No {body['label']} today."})

    def arrive(self, body, key):
        ticket = self.codes.get(body.get("code") or body["scan"])
        return (201, ticket) if ticket else (404, {"title": "No such appointment."})

    def ask_help(self, body, key):
        self.helps.append(key)
        return 201, self.help()

    def help(self):
        return {"id": 7, "kiosk": "", "asked_at": "", "is_answered": self.is_coming}

    def ticket(self, number):
        [ticket] = [t for t in self.tickets.values() if t["id"] == number]
        return 200, {**ticket, "slip": {"state": self.slip, "reason": None, "place": self.place}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address, office):
        self.office, self.accepted, self.open = office, 0, set()
        super().__init__(address, _Handler)

    def process_request(self, request, client_address):
        self.accepted += 1
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        office = self.server.office
        self._data = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.loads(self._data)
        answers = {
            "/api/v1/tablets/me/heartbeat": office.heartbeat,
            "/api/v1/tablets/me/unpair": office.leave,
            "/api/v1/ratings": office.rate,
            "/api/v1/tickets": office.issue,
            "/api/v1/tickets/requeue": office.requeue,
            "/api/v1/appointments/arrive": office.arrive,
            "/api/v1/help": office.ask_help,
        }
        self._answer(lambda: answers[self.path](body, self.headers["Idempotency-Key"]))

    def do_GET(self):
        self._data = b""
        office = self.server.office
        if self.path == "/api/v1/live":
            return self._stream()
        if found := re.fullmatch(r"/api/v1/tickets/(\d+)", self.path):
            return self._answer(lambda: office.ticket(int(found[1])))
        things = {
            "/api/v1/groups": lambda: office.groups,
            "/api/v1/zones/hall": lambda: office.hall,
            "/api/v1/help/7": office.help,
        }
        self._answer(lambda: (200, things.get(self.path, lambda: office.services)()))

    def _answer(self, do):
        office = self.server.office
        office.on_request()
        office.seals.append(self.headers["Authorization"])
        seal = seals.read_seal(self.headers["Authorization"] or "")
        key, challenge = self._key(seal), ""
        if key is None:
            status, body = 401, {"title": "Who are you?"}
        elif key != key_of(office.token):
            status, body, challenge = 401, {"title": "Farewell."}, seals.UNPAIRED
        elif seal.epoch != office.epoch:
            status, body, challenge = 401, {"title": "It is later."}, seals.stale(office.epoch, 0)
        elif self.path in office.refuse:
            status, title = office.refuse[self.path]
            body = {"title": title}
        else:
            status, body = do()
        data = json.dumps(body).encode()
        proof = key and seals.answer_mac(key, seal.nonce, status, data, challenge)
        self.close_connection = self.close_connection or office.is_deaf
        if not office.is_deaf:
            self._send(*office.spoil(status, data, proof), challenge)

    def _key(self, seal):
        """Whose key fits, of the tablet's and of the one that was unpaired."""
        office = self.server.office
        sent_key = self.headers["Idempotency-Key"] or ""
        asked = seals.Asked(self.command, self.path, self._data, sent_key)
        for token in (office.token, office.unpaired):
            if seal and token and seals.is_right(key_of(token), seal, asked):
                return key_of(token)
        return None

    def _send(self, status, data, proof, challenge):
        self.send_response(status)
        if proof:
            self.send_header(seals.PROOF, proof)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self):
        lines = queue.Queue()
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b": hello\n\n")
        self.server.office._streams.append(lines)
        while (line := lines.get()) is not None:
            self.wfile.write(line.encode())

    def log_message(self, *args):
        pass
