"""The listener against rude callers. Polite ones: tests/server/test_pairing.py."""

import contextlib
import http.client
import json
import os
import socket
from contextlib import contextmanager

import pytest

from kiosk.listener import USUAL_PORT, Listener, as_in_url
from kiosk.pairing import Handshake
from tests.kiosk.test_pairing import OFFER, SERVER_CONFIRM, START, asking


@contextmanager
def listening(handshake=None, on_paired=lambda agreed, address: None, port=0, who=dict):
    listener = Listener(handshake or Handshake("id"), on_paired, "127.0.0.1", port, who)
    listener.start()
    try:
        yield listener.port
    finally:
        listener.close()


def post(port, path, body, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", path, body, headers or {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"[" * 4000, b"x" * 5000])
def test_rubbish_is_answered_400(body):
    with listening() as port:
        assert post(port, "/pair/start", body) == 400
        assert post(port, "/pair/finish", body) == 400


@pytest.mark.parametrize("length", ["", "-1", "x", "٣", "99999999999"])
def test_a_length_that_is_none_is_answered_400(length):
    with listening() as port, socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(f"POST /pair/start HTTP/1.0\r\nContent-Length: {length}\r\n\r\n".encode())
        assert b" 400 " in line.makefile("rb").readline()


def test_other_paths_are_404_and_a_resting_tablet_409():
    with listening() as port:
        assert post(port, "/", b"{}") == 404
        assert post(port, "/pair/start", json.dumps({"message": START.hex()})) == 409


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_whoever_asks_hears_who_it_is():
    said = {"id": "b1", "kind": "rate", "name": "Quầy 3", "version": "0.1.0", "asking": True}
    with listening(who=lambda: said) as port:
        assert get(port, "/who") == (200, said)
        assert get(port, "/pair/start")[0] == 404


def test_the_usual_port_or_another_one():
    with socket.socket() as taken:
        # Whoever has it, it is not free: the other tablet program of this machine, or we.
        with contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", USUAL_PORT))
            taken.listen()
        with listening(port=None) as port:
            assert port != USUAL_PORT
            assert get(port, "/who")[0] == 200


def test_a_port_that_was_asked_for_is_had_or_refused():
    with listening() as port, pytest.raises(OSError, match="in use"), listening(port=port):
        pass


def test_a_tablet_that_can_not_write_says_500_and_goes_on_asking():
    def full_disk(agreed, address):
        raise OSError(28, "No space left on device")

    handshake = asking()
    finish = {"confirm": SERVER_CONFIRM, "scheme": "http", "port": 8080, "counter": "3"}
    finish |= {"office": OFFER.office, "server": OFFER.server, "spki": None}
    with listening(handshake, full_disk) as port:
        assert post(port, "/pair/start", json.dumps({"message": START.hex()})) == 200
        assert post(port, "/pair/finish", json.dumps(finish)) == 500
    assert handshake.code == "123456"


def test_silent_callers_beyond_eight_are_turned_away():
    with listening() as port:
        held = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(9)]
        assert held[8].recv(1) == b""
        for line in held:
            line.close()


def test_who_guesses_and_goes_is_told_of_once(caplog):
    handshake = asking()
    with listening(handshake) as port:
        for _ in range(3):
            assert post(port, "/pair/start", json.dumps({"message": START.hex()})) == 200
    assert caplog.messages == ["pairing begun by 127.0.0.1 was not finished"]


def test_a_refused_request_is_told_of_once(caplog):
    with listening() as port:
        for _ in range(3):
            assert post(port, "/pair/start", json.dumps({"message": START.hex()})) == 409
    assert caplog.messages == ["pairing asked by 127.0.0.1: This tablet is paired and asks nobody."]


@pytest.mark.skipif(os.name != "posix", reason="Windows lets a port be taken at once anyway")
def test_a_tablet_that_starts_again_has_its_port_at_once():
    with listening() as port:
        assert post(port, "/", b"{}") == 404  # closed by us first: the kernel remembers it
    Listener(Handshake("id"), lambda agreed, address: None, "127.0.0.1", port).close()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("10.0.0.5", "10.0.0.5"), ("::ffff:10.0.0.5", "10.0.0.5"), ("fd00::5", "[fd00::5]")],
)
def test_an_address_as_it_stands_in_a_url(address, shown):
    assert as_in_url(address) == shown


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_on_every_network_means_ipv6_too():
    who = {"id": "b1"}
    listener = Listener(Handshake("id"), lambda agreed, address: None, "0.0.0.0", 0, lambda: who)
    listener.start()
    try:
        for address in ("127.0.0.1", "::1"):
            connection = http.client.HTTPConnection(address, listener.port, timeout=5)
            connection.request("GET", "/who")
            assert json.load(connection.getresponse()) == who
            connection.close()
    finally:
        listener.close()
