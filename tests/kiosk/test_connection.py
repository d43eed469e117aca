"""Requests over one connection, and what becomes of them when it is closed."""

import socket
import threading
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.client import Client, ServerAway
from kiosk.connection import KEPT_S, Connection
from kiosk.couriers import Post, Pulse
from kiosk.news import Pulsed, Reached
from kiosk.servertime import ServerTime
from kiosk.wire import Condition
from tests.kiosk.wire_office import WireOffice

IDLE = Condition("idle", 0)


@pytest.fixture(scope="module")
def office():
    office = WireOffice()
    yield office
    office.close()


@pytest.fixture
def tablet(office):
    """A client that keeps its connection and knows what time it is."""
    with Client(office.url, office.seal()).keeping() as tablet:
        tablet.heartbeat("0", IDLE)
        office.seals.clear()
        office.heartbeats.clear()
        yield tablet


@pytest.fixture(autouse=True)
def without_faults(office):
    yield
    office.is_deaf, office.on_request, office.spoil = False, lambda: None, lambda *answer: answer


def test_two_heartbeats_go_over_one_connection(office, tablet):
    before = office.connections
    tablet.heartbeat("0", IDLE)
    tablet.heartbeat("0", IDLE)
    assert (office.connections - before, len(office.heartbeats)) == (0, 2)


def test_who_does_not_keep_it_opens_one_each_time(office):
    seal, before = office.seal(), office.connections
    Client(office.url, seal).heartbeat("0", IDLE)  # twice: it has to learn the time
    Client(office.url, seal).heartbeat("0", IDLE)
    assert office.connections - before == 3


def test_what_was_closed_in_between_loses_nothing(office, tablet):
    before = office.connections
    office.hang_up()
    tablet.heartbeat("0", IDLE)
    assert (office.connections - before, len(office.heartbeats), len(office.seals)) == (1, 1, 1)


def lose(office, answers):
    """Of the next `answers` the tablet hears nothing, and its connection is closed."""
    left = [True] * answers

    def on_request():
        office.is_deaf = bool(left) and left.pop()

    office.on_request = on_request


def test_closed_while_it_is_asked_it_is_asked_once_more_and_sealed_anew(office, tablet):
    lose(office, 1)
    assert tablet.heartbeat("0", IDLE).office == "Giao Thủy"
    assert len(office.heartbeats) == len(set(office.seals)) == 2


def test_closed_on_both_the_server_is_away(office, tablet):
    lose(office, 2)
    with pytest.raises(ServerAway):
        tablet.heartbeat("0", IDLE)
    assert len(office.seals) == 2
    tablet.heartbeat("0", IDLE)
    assert len(office.seals) == 3


def test_what_may_not_be_heard_twice_is_not_repeated(office, tablet):
    lose(office, 1)
    with pytest.raises(ServerAway):
        tablet._ask("POST", "/help", {})  # without a key: none of ours is so
    assert len(office.seals) == 1


def test_a_new_connection_that_is_closed_is_not_tried_again(office):
    seal = office.seal()
    Client(office.url, seal).services()
    office.seals.clear()
    lose(office, 1)
    with pytest.raises(ServerAway):
        Client(office.url, seal).services()
    assert len(office.seals) == 1


def test_an_answer_without_a_proof_ends_the_connection(office, tablet):
    before = office.connections
    office.spoil = lambda status, body, proof: (status, body, "")
    with pytest.raises(ServerAway):
        tablet.heartbeat("0", IDLE)
    office.spoil = lambda *answer: answer
    tablet.heartbeat("0", IDLE)
    assert office.connections - before == 1


def test_what_was_silent_for_long_is_left_alone(office):
    now_s = [0.0]
    headers = {"Authorization": ""}
    with closing(Connection(office.url, 5.0, lambda: now_s[0])) as connection:
        before = office.connections
        for pause_s, connections in ((0, 1), (KEPT_S, 1), (KEPT_S + 0.1, 2)):
            now_s[0] += pause_s
            response, _ = connection.ask("GET", "/api/v1/services", None, headers, 1000)
            assert (response.status, office.connections - before) == (401, connections)


def test_a_body_that_is_longer_than_wanted_ends_the_connection(office):
    headers = {"Authorization": ""}
    with closing(Connection(office.url, 5.0)) as connection:
        before = office.connections
        for _ in range(2):
            _, data = connection.ask("GET", "/api/v1/services", None, headers, 3)
            assert data == b'{"t'
        assert office.connections - before == 2


FAULTS = st.sampled_from(["none", "closed between", "cut once", "cut twice", "restarted"])


@settings(max_examples=20, deadline=None)
@given(st.lists(FAULTS, max_size=6))
def test_whatever_the_network_does_a_heartbeat_is_heard_or_known_to_be_lost(faults):
    office = WireOffice()
    try:
        with Client(office.url, office.seal()).keeping() as tablet:
            tablet.heartbeat("0", IDLE)
            for number, fault in enumerate(faults):
                lose(office, {"cut once": 1, "cut twice": 2}.get(fault, 0))
                if fault == "closed between":
                    office.hang_up()
                if fault == "restarted":
                    office.close()
                    office.epoch = f"{number:016x}"
                    office.open()
                office.heartbeats.clear()
                was_kept = tablet.kept._http.sock is not None
                try:
                    tablet.heartbeat("0", IDLE)
                    assert office.heartbeats
                except ServerAway:
                    assert fault == "cut twice" or (fault == "cut once" and not was_kept)
                assert len(office.heartbeats) <= 2
        assert len(set(office.seals)) == len(office.seals)
    finally:
        office.close()


def test_a_tablet_whose_server_restarts_goes_on_and_nobody_is_told(office):
    told = []

    def put(news):
        told.append(news)
        if len(told) == 2:
            office.close()
            office.epoch = "ffffffffffffffff"
            office.open()
        if len(told) == 4:
            courier.stop()

    courier = Pulse(
        Post(Client(office.url, office.seal()), put, lambda: IDLE, "0"),
        ServerTime(),
        lambda: None,
    )
    office.on_request = courier.nudge  # it does not wait 10 s for its next beat
    courier.work()
    assert [type(news) for news in told] == [Pulsed] * 4
    assert not any(isinstance(news, Reached) for news in told)
    assert office.connections == 1  # since it was opened again


def test_head_and_body_go_out_in_one_piece():
    """The server wakes for what comes: `recv` gives what was sent at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        got = []

        def answer():
            line, _ = listener.accept()
            with line:
                got.append(line.recv(65536))
                line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with closing(Connection(url, 5.0)) as connection:
            connection.ask("POST", "/x", b"{}", {}, 10)
        thread.join()
    assert got[0].startswith(b"POST /x HTTP/1.1\r\n") and got[0].endswith(b"\r\n\r\n{}")
