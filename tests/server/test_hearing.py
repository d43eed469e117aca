"""Tablets at typed addresses: what is an address, what is a tablet, and how long it is near by."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk import listener
from kiosk.pairing import Handshake
from server import spots
from server.asking import Asker, Request
from server.devices import Heard
from server.errors import Refused, Unknown
from server.hearing import Hearing, ask, read_who
from server.pairing import TabletUnreachable
from server.spots import Spot
from server.store import Store
from server.tablet_addresses import TabletAddresses

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

    def __init__(self, path: Path) -> None:
        self.browsed: list[Heard] = []
        self.there: dict[Spot, Heard] = {SPOT: B1}
        self.now_s = 100.0
        self.path = path
        self.start()

    def start(self) -> None:
        self.store = Store(self.path)
        addresses = TabletAddresses(self.store, lambda: "2026-11-23T01:00:00.000Z")
        self.hearing = Hearing(lambda: list(self.browsed), self.ask, lambda: self.now_s, addresses)

    def start_anew(self) -> None:
        self.store.close()
        self.start()

    def ask(self, spot: Spot) -> Heard:
        if spot not in self.there:
            raise TabletUnreachable
        return self.there[spot]

    def hear(self, text: str) -> Heard:
        return self.hearing.hear(text, "quantri")

    def typed(self) -> list[tuple[str, str | None]]:
        return [(each.address, each.device) for each in self.hearing.typed()]

    def stop_asking(self, text: str) -> None:
        self.hearing.stop_asking(text, Request(Asker("quantri", "admin"), None, ()))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "office.db")
    yield world
    world.store.close()


def test_both_sides_mean_the_same_port() -> None:
    assert spots.USUAL_PORT == listener.USUAL_PORT


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


def test_it_is_near_by_from_then_on(world: World) -> None:
    assert world.hearing.heard() == []
    assert world.hear("10.0.0.7") == B1
    world.now_s += 12.0
    assert world.hearing.heard() == [replace(B1, heard_s_ago=12.0)]
    world.there[SPOT] = replace(B1, is_asking=False)
    world.hearing.look()
    assert world.hearing.heard() == [replace(B1, is_asking=False)]


def test_one_that_falls_silent_is_not_near_by_and_is_asked_again(world: World) -> None:
    world.hear("10.0.0.7")
    tablet = world.there.pop(SPOT)
    world.now_s += 31.0
    world.hearing.look()
    assert world.hearing.heard() == [] and world.typed() == [("10.0.0.7:47110", None)]
    world.now_s += 40_000.0
    world.hearing.look()
    world.there[SPOT] = tablet
    world.hearing.look()
    assert world.hearing.heard() == [B1] and world.typed() == [("10.0.0.7:47110", "b1")]


def test_it_is_asked_after_a_restart_until_it_is_removed(world: World) -> None:
    six = Spot("fd00::5", 47110)
    world.there[six] = replace(B1, id="b6", address="fd00::5")
    world.hear("10.0.0.7")
    world.hear("fd00::5")
    world.start_anew()
    assert world.hearing.heard() == []
    world.hearing.look()
    assert {each.id for each in world.hearing.heard()} == {"b1", "b6"}
    [first, second] = world.hearing.typed()
    assert (first.address, first.typed_by, first.name) == ("10.0.0.7:47110", "quantri", "Quầy 3")
    assert second.address == "[fd00::5]:47110"
    world.stop_asking("10.0.0.7")
    assert [each.id for each in world.hearing.heard()] == ["b6"]
    with pytest.raises(Unknown, match="no_such_address"):
        world.stop_asking("10.0.0.7")
    world.start_anew()
    world.hearing.look()
    assert world.typed() == [("[fd00::5]:47110", "b6")]


def test_one_that_answers_while_it_is_removed_is_not_near_by(world: World) -> None:
    world.hear("10.0.0.7")

    def ask(spot: Spot) -> Heard:
        world.stop_asking(str(spot))
        return B1

    hearing = Hearing(list, ask, lambda: 0.0, TabletAddresses(world.store, str))
    hearing.look()
    assert hearing.heard() == []


def test_a_typed_address_holds_before_what_was_heard(world: World) -> None:
    world.browsed = [replace(B1, address="192.0.2.9"), replace(B1, id="b2")]
    world.hear("10.0.0.7")
    assert {each.id: each.address for each in world.hearing.heard()} == {
        "b1": "10.0.0.7",
        "b2": "10.0.0.7",
    }


def test_a_tablet_that_moved_is_at_its_new_address_alone(world: World) -> None:
    world.hear("10.0.0.7")
    world.now_s += 1.0
    moved = replace(B1, address="10.0.0.8")
    world.there = {SPOT: B1, Spot("10.0.0.8", 47110): moved}
    world.hear("10.0.0.8")
    assert world.hearing.heard() == [moved]
    assert world.typed() == [("10.0.0.8:47110", "b1")]


def test_two_tablets_that_changed_their_addresses_are_both_near_by(world: World) -> None:
    other, b2 = Spot("10.0.0.8", 47110), replace(B1, id="b2", address="10.0.0.8")
    world.there[other] = b2
    world.hear("10.0.0.7")
    world.hear("10.0.0.8")
    world.there = {SPOT: replace(b2, address="10.0.0.7"), other: replace(B1, address="10.0.0.8")}
    world.hearing.look()
    assert {each.id: each.address for each in world.hearing.heard()} == {
        "b1": "10.0.0.8",
        "b2": "10.0.0.7",
    }


def test_where_nothing_answers_nothing_is_kept(world: World) -> None:
    with pytest.raises(TabletUnreachable):
        world.hear("10.0.0.9")
    assert world.hearing.heard() == [] and world.typed() == []


def test_no_more_addresses_than_can_be_asked(world: World) -> None:
    for n in range(65):
        spot = Spot("10.0.1.1", 1000 + n)
        world.there[spot] = replace(B1, id=f"t{n}", port=spot.port)
    for n in range(64):
        world.hear(f"10.0.1.1:{1000 + n}")
    world.hear("10.0.1.1:1000")
    with pytest.raises(Refused, match="too_many_addresses"):
        world.hear("10.0.1.1:1064")
    world.hearing.look()
    assert len(world.hearing.heard()) == 64


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
