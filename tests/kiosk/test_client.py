"""The client against a small real server, and against servers that are none."""

import socket
import threading
from contextlib import contextmanager

import pytest

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.outbox import new_rating
from kiosk.seal import Seal
from tests.kiosk.wire_office import WireOffice


@pytest.fixture
def office():
    office = WireOffice()
    yield office
    office.close()


@pytest.fixture
def client(office):
    return Client(office.url, office.seal())


@contextmanager
def answering(data, seal=None):
    """A client of a server that says `data` to whoever comes, and hangs up."""

    def serve():
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                line.recv(65536)
                line.sendall(data)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Client(f"http://127.0.0.1:{listener.getsockname()[1]}", seal)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_a_heartbeat_goes_there_and_back(office, client):
    office.window = {"ticket": 17, "label": "A042", "closes_in_s": 9.5}
    pulse = client.heartbeat("0.1.0", "idle", 2)
    assert (pulse.office, pulse.counter, pulse.window.ticket) == ("Giao Thủy", "3", 17)
    assert office.heartbeats == [{"version": "0.1.0", "screen": "idle", "waiting_ratings": 2}]


def test_a_rating_carries_its_id(office, client):
    rating = new_rating("Giao Thủy", 17, 1, "2026-11-23T08:00:00+00:00")
    client.rate(rating)
    client.rate(rating)
    assert office.ratings == {rating.id: rating.as_body()}


def test_services_and_a_ticket(office, client):
    assert [service.name for service in client.services()] == ["Tư pháp"]
    ticket = client.issue("A", "key")
    assert client.issue("A", "key") == ticket
    assert client.ticket(ticket.id).slip.state == "printed"


def test_what_the_server_refuses_is_said_in_its_words(office, client):
    office.refuse["/api/v1/tickets"] = (409, "No more numbers today.")
    with pytest.raises(ServerSaid, match="No more numbers today") as caught:
        client.issue("A", "key")
    assert caught.value.status == 409


def test_a_server_that_does_not_know_us_can_not_say_so(office):
    """Anybody can answer 401: it must not unpair a tablet."""
    with pytest.raises(ServerAway, match="can not prove itself"):
        Client(office.url, Seal("t-1", "wrong")).services()


def test_only_a_proven_401_means_unpaired(office, client):
    office.token, office.unpaired = "another", office.token
    with pytest.raises(ServerSaid) as caught:
        client.services()
    assert caught.value.status == 401


SPOILT = {
    "no proof": lambda status, body, proof: (status, body, ""),
    "another's proof": lambda status, body, proof: (status, body, "0" * 64),
    "a proof that is none": lambda status, body, proof: (status, body, "\xff"),
    "another status": lambda status, body, proof: (status + 1, body, proof),
    "another body": lambda status, body, proof: (status, body.replace(b"3", b"4"), proof),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_an_answer_that_is_not_our_servers_is_not_believed(office, client, spoil):
    client.services()
    office.spoil = spoil
    with pytest.raises(ServerAway, match="can not prove itself"):
        client.services()


def test_an_answer_to_another_request_is_not_believed(office, client):
    """Somebody who kept an answer gives it again."""
    kept = []
    client.services()
    office.spoil = lambda *answer: (kept.append(answer), kept[0])[1]
    client.services()
    with pytest.raises(ServerAway, match="can not prove itself"):
        client.services()


def test_a_restarted_server_is_asked_twice_and_then_once(office, client):
    told = []
    office.spoil = lambda *answer: (told.append(answer[0]), answer)[1]
    client.services()
    client.services()
    assert told == [401, 200, 200]


def test_a_server_that_restarts_all_the_time_is_asked_twice_at_the_most(office, client):
    epochs = iter("0123456789")
    office.spoil = lambda *answer: (setattr(office, "epoch", next(epochs) * 16), answer)[1]
    with pytest.raises(ServerAway, match="does not keep to the time"):
        client.services()


def test_live_events_come_as_they_are_told(office, client):
    live = client.live()
    assert next(live) is None
    while not office._streams:
        pass
    office.tell("finished", ticket=17, counter="3")
    event = next(event for event in live if event)
    assert (event.name, event.id) == ("finished", "1") and '"counter": "3"' in event.data
    live.close()


def test_a_server_that_goes_ends_the_stream(office, client):
    live = client.live()
    next(live)
    while not office._streams:
        pass
    office.close()
    assert list(live) in ([], [None])
    office.open()


def test_nobody_there(office, client):
    office.close()
    for ask in (client.services, lambda: next(client.live())):
        with pytest.raises(ServerAway):
            ask()
    office.open()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: "


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 40,
        b"220 mail ready\r\n",
        OK + b"2\r\n\r\n{}",
        OK + b"9999\r\n\r\n[",
        OK + b"14\r\n\r\n<html>\xff</html>",
        b"HTTP/1.1 302 Found\r\nLocation: http://example.org/\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_what_is_no_office_server_is_away(data):
    with answering(data) as client:
        with pytest.raises(ServerAway):
            client.services()
        with pytest.raises(ServerAway):
            client.heartbeat("0", "idle", 0)


def test_an_error_page_that_is_no_problem_document_still_tells_its_status():
    page = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>"
    with answering(page) as client, pytest.raises(ServerSaid) as caught:
        client.services()
    assert (caught.value.status, caught.value.title) == (502, "")


def test_an_endless_event_ends_the_stream():
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000
    with answering(endless) as client, pytest.raises(ServerAway):
        list(client.live())
