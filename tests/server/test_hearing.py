"""Tablets at typed addresses: what is an address, what is a tablet, and how long it is near by."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk import listener
from kiosk.pairing import Handshake
from server import hearing
from server.devices import Heard
from server.errors import Malformed, Refused, Unknown
from server.hearing import Hearing, Spot, ask, read_spot, read_who
from server.pairing import TabletUnreachable

SPOT = Spot("10.0.0.7", 47110)
SAID = {"id": "b1", "kind": "rate", "name": "Quầy 3", "version": "0.1.0", "asking": True}
B1 = Heard(
    id="b1",
    kind="rate",
    name="Quầy 3",
    address="10.0.0.7",
    port=47110,
    is_asking=True,
    heard_s_ago=0.0,
)


class World:
    """A network where `there` answers, and a clock moved by hand."""

    def __init__(self) -> None:
        self.browsed: list[Heard] = []
        self.there: dict[Spot, Heard] = {SPOT: B1}
        self.now_s = 100.0
        self.hearing = Hearing(lambda: list(self.browsed), self.ask, lambda: self.now_s)

    def ask(self, spot: Spot) -> Heard:
        if spot not in self.there:
            raise TabletUnreachable
        return self.there[spot]


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("10.0.0.7:47110", SPOT),
        (" 10.0.0.7 ", SPOT),
        ("127.0.0.1:1", Spot("127.0.0.1", 1)),
    ],
)
def test_an_address_and_its_port(text: str, spot: Spot) -> None:
    assert read_spot(text) == spot


@given(st.text(alphabet="0123456789.: -+abx_٣", max_size=21))
@example("10.0.0.7:")
@example("10.0.0.7:0")
@example("10.0.0.7:65536")
@example("10.0.0.7:+80")
@example("10.0.0.7:٣")
@example("10.0.0.7:8_0")
@example("10.0.0.7: 80")
@example("224.0.0.251:80")
@example("0.0.0.0:80")
@example("[::1]:80")
@example("tablet.local:80")
def test_what_is_no_address_is_said_so(text: str) -> None:
    try:
        spot = read_spot(text)
    except Malformed as error:
        assert error.code == "bad_address"
    else:
        assert text.strip() in (spot.address, f"{spot.address}:{text.strip().partition(':')[2]}")
        assert 0 < spot.port < 65536


def test_both_sides_mean_the_same_port() -> None:
    assert hearing.USUAL_PORT == listener.USUAL_PORT


def test_a_tablets_answer_is_read() -> None:
    assert read_who(SPOT, json.dumps(SAID).encode()) == B1
    assert read_who(SPOT, json.dumps({**SAID, "battery": 80}).encode()) == B1


@pytest.mark.parametrize(
    "change",
    [
        {"id": "quầy"},
        {"id": 1},
        {"kind": "server"},
        {"name": "a\nb"},
        {"name": "x" * 121},
        {"version": None},
        {"asking": 1},
        {"asking": None},
    ],
)
def test_an_answer_of_something_else_is_no_tablet(change: dict[str, object]) -> None:
    assert read_who(SPOT, json.dumps({**SAID, **change}).encode()) is None


@given(st.binary())
@example(b"[" * 4000)
def test_rubbish_is_no_tablet(data: bytes) -> None:
    assert read_who(SPOT, data) is None


def test_it_is_near_by_from_then_on() -> None:
    world = World()
    assert world.hearing.heard() == []
    assert world.hearing.hear("10.0.0.7") == B1
    world.now_s += 12.0
    assert world.hearing.heard() == [replace(B1, heard_s_ago=12.0)]
    world.there[SPOT] = replace(B1, is_asking=False)
    world.hearing.look()
    assert world.hearing.heard() == [replace(B1, is_asking=False)]


def test_one_that_falls_silent_is_not_near_by_and_is_asked_again_for_ten_minutes() -> None:
    world = World()
    world.hearing.hear("10.0.0.7")
    tablet = world.there.pop(SPOT)
    world.now_s += 31.0
    world.hearing.look()
    assert world.hearing.heard() == []
    world.there[SPOT] = tablet
    world.hearing.look()
    assert world.hearing.heard() == [B1]
    del world.there[SPOT]
    world.now_s += 600.0
    world.hearing.look()
    world.there[SPOT] = tablet
    world.hearing.look()
    assert world.hearing.heard() == []


def test_what_answers_there_holds_over_what_is_announced() -> None:
    world = World()
    world.browsed = [replace(B1, address="10.6.6.6"), replace(B1, id="b2")]
    world.hearing.hear("10.0.0.7")
    assert {each.id: each.address for each in world.hearing.heard()} == {
        "b1": "10.0.0.7",
        "b2": "10.0.0.7",
    }


def test_a_tablet_that_moved_is_at_one_address() -> None:
    world = World()
    world.hearing.hear("10.0.0.7")
    moved = replace(B1, address="10.0.0.8")
    world.there = {SPOT: B1, Spot("10.0.0.8", 47110): moved}
    world.hearing.hear("10.0.0.8")
    assert world.hearing.heard() == [moved]


def test_where_nothing_answers_nothing_is_remembered() -> None:
    world = World()
    with pytest.raises(TabletUnreachable):
        world.hearing.hear("10.0.0.9")
    assert world.hearing.heard() == []


def test_so_many_addresses_and_no_more() -> None:
    world = World()
    for n in range(65):
        spot = Spot("10.0.1.1", 1000 + n)
        world.there[spot] = replace(B1, id=f"b{n}", address="10.0.1.1", port=1000 + n)
    for n in range(64):
        world.hearing.hear(f"10.0.1.1:{1000 + n}")
    world.hearing.hear("10.0.1.1:1000")
    with pytest.raises(Refused, match="too_many_addresses"):
        world.hearing.hear("10.0.1.1:1064")


def test_a_real_tablet_answers() -> None:
    tablet = listener.Listener(
        Handshake("b1"), lambda agreed, peer: None, "127.0.0.1", 0, lambda: dict(SAID)
    )
    tablet.start()
    try:
        found = ask(Spot("127.0.0.1", tablet.port))
    finally:
        tablet.close()
    assert found == replace(B1, address="127.0.0.1", port=tablet.port)


@contextmanager
def answering(status: int, data: bytes) -> Iterator[Spot]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield Spot("127.0.0.1", server.server_address[1])
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "data"),
    [
        (404, json.dumps(SAID).encode()),
        (200, b"<h1>Router</h1>"),
        (200, json.dumps({**SAID, "name": "x" * 5000}).encode()),
    ],
)
def test_another_machine_is_no_tablet(status: int, data: bytes) -> None:
    with answering(status, data) as spot, pytest.raises(Unknown, match="no_tablet_there"):
        ask(spot)


def test_where_nobody_listens_there_is_no_answer() -> None:
    with answering(200, b"") as spot:
        pass
    with pytest.raises(TabletUnreachable):
        ask(spot)
