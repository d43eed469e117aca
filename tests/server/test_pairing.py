"""Both ends of the pairing against each other, over real loopback sockets."""

import http.client
import json
import socketserver
import threading
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.listener import Listener
from kiosk.pairing import Handshake, read_finish, read_start
from server.pairing import (
    NotAsking,
    Offer,
    Tablet,
    TabletUnreachable,
    TooManyTries,
    WrongCode,
    pair,
)

ID = "0011223344556677"
OFFER = Offer("http", 8080, "3", "Trung tâm Phục vụ hành chính công xã Giao Thủy")


class SoftTablet:
    def __init__(self):
        self.handshake = Handshake(ID)
        self.code = self.handshake.ask()
        self.paired = []
        self.listener = Listener(self.handshake, self.keep, "127.0.0.1", 0)
        self.port = self.listener.port
        self.wrong = f"{(int(self.code) + 1) % 10**6:06d}"

    def keep(self, agreed, peer):
        self.paired.append((agreed, peer))
        self.handshake.rest()


@pytest.fixture
def tablet():
    tablet = SoftTablet()
    tablet.listener.start()
    yield tablet
    tablet.listener.close()


@contextmanager
def between(tablet, alter):
    """Somebody on the wire: `alter(path, request, answer)` changes either; keeps what was said."""
    said = []

    class Middle(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = alter(self.path, request, None) or request
            status, answer = post(tablet.port, self.path, request)
            said.append((self.path, request, answer))
            data = json.dumps(alter(self.path, None, answer) or answer).encode()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Middle) as middle:
        threading.Thread(target=middle.serve_forever, args=(0.05,), daemon=True).start()
        yield middle.server_address[1], said
        middle.shutdown()


def post(port, path, body):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", path, json.dumps(body))
    answer = connection.getresponse()
    said = answer.status, json.loads(answer.read())
    connection.close()
    return said


def test_the_right_code_gives_both_the_same_token(tablet):
    token = pair(Tablet(ID, "127.0.0.1", tablet.port), tablet.code, OFFER)
    [(agreed, peer)] = tablet.paired
    assert agreed.token == token and len(token) == 64
    assert (agreed.offer.counter, agreed.offer.office, peer) == ("3", OFFER.office, "127.0.0.1")


def test_a_paired_tablet_asks_nobody(tablet):
    pair(Tablet(ID, "127.0.0.1", tablet.port), tablet.code, OFFER)
    with pytest.raises(NotAsking):
        pair(Tablet(ID, "127.0.0.1", tablet.port), tablet.code, OFFER)


def test_a_wrong_code_pairs_nobody_and_the_right_one_still_does(tablet):
    with pytest.raises(WrongCode, match="not the one on the tablet's screen"):
        pair(Tablet(ID, "127.0.0.1", tablet.port), tablet.wrong, OFFER)
    assert tablet.paired == []
    pair(Tablet(ID, "127.0.0.1", tablet.port), tablet.code, OFFER)


@pytest.mark.parametrize("code", ["", "12345", "một hai", "1" * 500])
def test_what_is_no_code_is_a_wrong_code(tablet, code):
    with pytest.raises(WrongCode):
        pair(Tablet(ID, "127.0.0.1", tablet.port), code, OFFER)


def test_the_code_of_another_tablet_is_wrong_here(tablet):
    with pytest.raises(WrongCode):
        pair(Tablet("ffffffffffffffff", "127.0.0.1", tablet.port), tablet.code, OFFER)


def test_five_wrong_codes_and_even_the_right_one_must_wait(tablet):
    for _ in range(5):
        with pytest.raises(WrongCode):
            pair(Tablet(ID, "127.0.0.1", tablet.port), tablet.wrong, OFFER)
    right = tablet.handshake.code
    with pytest.raises(TooManyTries):
        pair(Tablet(ID, "127.0.0.1", tablet.port), right, OFFER)
    assert tablet.handshake.code != right or len(right) == 6
    assert tablet.paired == []


def flip(hexa):
    return hexa[:-1] + ("0" if hexa[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("path", "field", "is_answer"),
    [
        ("/pair/start", "message", False),
        ("/pair/start", "message", True),
        ("/pair/start", "confirm", True),
        ("/pair/finish", "confirm", False),
        ("/pair/finish", "confirm", True),
    ],
)
def test_altered_bytes_pair_nobody(tablet, path, field, is_answer):
    def alter(at, request, answer):
        body = answer if is_answer else request
        return {**body, field: flip(body[field])} if at == path and body else None

    with between(tablet, alter) as (port, _), pytest.raises(WrongCode):
        pair(Tablet(ID, "127.0.0.1", port), tablet.code, OFFER)
    assert tablet.paired == [] or (path, is_answer) == ("/pair/finish", True)


@pytest.mark.parametrize("change", [{"port": 6666}, {"counter": "4"}, {"office": "x"}])
def test_an_altered_offer_pairs_nobody(tablet, change):
    def alter(path, request, answer):
        return {**request, **change} if path == "/pair/finish" and request else None

    with between(tablet, alter) as (port, _), pytest.raises(WrongCode):
        pair(Tablet(ID, "127.0.0.1", port), tablet.code, OFFER)
    assert tablet.paired == []


def test_a_recording_played_again_pairs_nobody_and_never_held_the_token(tablet):
    with between(tablet, lambda *said: None) as (port, said):
        token = pair(Tablet(ID, "127.0.0.1", port), tablet.code, OFFER)
    assert token not in json.dumps(said)
    tablet.handshake.ask()
    for path, request, answer in said:
        status, again = post(tablet.port, path, request)
        assert again.get("confirm") != answer.get("confirm") or status == 403
    assert len(tablet.paired) == 1


def test_nobody_there(tablet):
    tablet.listener.close()
    with pytest.raises(TabletUnreachable, match="does not answer"):
        pair(Tablet(ID, "127.0.0.1", tablet.port, timeout_s=1), tablet.code, OFFER)


@pytest.mark.parametrize("answer", [{}, [], {"message": "zz", "confirm": ""}, {"message": 1}])
def test_an_answer_no_tablet_would_give(tablet, answer):
    def alter(path, request, said):
        return (answer or {"x": 1}) if said is not None else None

    with between(tablet, alter) as (port, _), pytest.raises(WrongCode):
        pair(Tablet(ID, "127.0.0.1", port), tablet.code, OFFER)


@dataclass
class Altering:
    """The two sides without sockets; `alter(path, answer)` has the last word."""

    handshake: Handshake
    alter: Callable[[str, dict], dict]
    id: str = ID

    def post(self, path, body):
        body = json.loads(json.dumps(body))
        if path == "/pair/start":
            message, confirm = self.handshake.start(read_start(body))
            return 200, self.alter(path, {"message": message.hex(), "confirm": confirm})
        agreed = self.handshake.finish(*read_finish(body))
        return 200, self.alter(path, {"confirm": agreed.receipt})


JSON = st.recursive(st.none() | st.integers() | st.text(), lambda one: st.lists(one, max_size=2))
HEX = st.text("0123456789abcdef", min_size=64, max_size=66)


@settings(max_examples=60, deadline=None)
@given(
    path=st.sampled_from(["/pair/start", "/pair/finish"]),
    fields=st.dictionaries(st.sampled_from(["message", "confirm"]), JSON | HEX, min_size=1),
)
def test_whatever_is_answered_instead_it_is_a_wrong_code_and_says_no_more(path, fields):
    handshake = Handshake(ID)
    code = handshake.ask()
    heard = Altering(handshake, lambda at, said: {**said, **fields} if at == path else said)
    kept = []
    if path == "/pair/finish" and "confirm" not in fields:
        return  # nothing of it is altered
    with pytest.raises(WrongCode) as caught:
        pair(heard, code, OFFER, kept.append)
    told = "".join(traceback.format_exception(caught.value))
    assert code not in str(caught.value)
    assert not any(token in told for token in kept)
    assert kept == [] or path == "/pair/finish"
