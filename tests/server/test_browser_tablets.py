"""A browser as a tablet: it asks, fetches what pairing asks it, and seals from then on."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pairing import Handshake, NotConfirmed, read_finish, read_start
from kiosk.pairing import PairingError as Refused
from server.asking import Asker
from server.browser_tablets import AT_ONCE, BrowserTablets, Full
from server.devices import Devices, Surroundings
from server.pairing import NotAsking, Offer, TabletUnreachable, WrongCode
from server.routes.parts import TABLET_ASKS
from tests.server.desk import Desk, asked
from tests.server.web import TabletClient, web_app

ADMIN = asked(None, by=Asker("quantri", "admin", is_person=True))
OFFER = Offer("http", 8080, "2", "Giao Thủy", "8f1d2c3b4a596877")


@dataclass
class World:
    """A clock of seconds, moved by hand."""

    s: float = 1000.0


def browsers(world: World, patience_s: float = 20.0) -> BrowserTablets:
    return BrowserTablets(lambda: world.s, patience_s)


@dataclass
class SoftPage:
    """A page that asks by the API; its side of pairing is the program's, which says the same."""

    client: FlaskClient
    id: str = ""
    tokens: list[str] = field(default_factory=list)
    heard: list[Any] = field(default_factory=list)

    def ask(self, name: str = "Quầy 2") -> Any:
        answer = self.client.post("/api/v1/tablets/browser", json={"name": name})
        assert answer.status_code == 200
        self.id = answer.json["id"]
        self.handshake = Handshake(self.id)
        self.code = self.handshake.ask()
        return answer.json

    def look(self) -> Any:
        return self.client.get(f"/api/v1/tablets/browser/{self.id}").json

    def answer(self, number: int, status: int, said: dict[str, str]) -> int:
        path = f"/api/v1/tablets/browser/{self.id}/answer"
        body = {"number": number, "status": status, **said}
        return self.client.post(path, json=body).status_code

    def turn(self) -> None:
        """Look once, and answer what is there."""
        letter = self.look()["letter"]
        if letter is None:
            return
        self.heard.append(letter)
        try:
            status, said = 200, self._reckon(letter)
        except Refused as error:
            status, said = error.status, {}
        assert self.answer(letter["number"], status, said) == 204

    def _reckon(self, letter: Any) -> dict[str, str]:
        if letter["start"] is not None:
            message, confirm = self.handshake.start(read_start({"message": letter["start"]}))
            return {"message": message.hex(), "confirm": confirm}
        agreed = self.handshake.finish(*read_finish(letter["finish"]))
        self.tokens.append(agreed.token)
        return {"confirm": agreed.receipt}

    @contextmanager
    def awake(self) -> Iterator[None]:
        """It looks and answers, again and again."""
        is_over = threading.Event()

        def run() -> None:
            while not is_over.wait(0.01):
                self.turn()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield
        is_over.set()
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def page(desk: Desk) -> SoftPage:
    return SoftPage(web_app(desk).test_client())


def parts_of(page: SoftPage) -> Any:
    return page.client.application.extensions["motcua"]


def roll_of(desk: Desk, page: SoftPage) -> Devices:
    found: BrowserTablets = parts_of(page).browsers
    return Devices(
        desk.store,
        desk.ledger,
        desk.office,
        Surroundings(
            heard=found.heard,
            machines=list,
            pair=lambda heard, code, counter, keep: found.pair(heard.id, code, OFFER, keep),
            monotonic=lambda: 0.0,
        ),
    )


def test_a_page_asks_is_paired_and_seals(desk: Desk, page: SoftPage) -> None:
    devices = roll_of(desk, page)
    assert page.ask("Máy quầy 2")["is_asking"]
    (asking,) = devices.roll()
    assert (asking.id, asking.state, asking.name) == (page.id, "asking", "Máy quầy 2")
    with page.awake():
        paired = devices.pair(page.id, page.code, "2", ADMIN)
    assert (paired.state, paired.counter) == ("here", "2")
    assert page.look()["is_asking"] is False
    (token,) = page.tokens
    tablet = TabletClient(page.client.application, page.id, token)
    beat = tablet.post("/api/v1/tablets/me/heartbeat", json={"screen": "idle"})
    assert (beat.status_code, beat.json["counter"]) == (200, "2")
    devices.unpair(page.id, ADMIN)
    gone = tablet.post("/api/v1/tablets/me/heartbeat", json={"screen": "idle"})
    assert (gone.status_code, gone.json["type"]) == (401, "/problems/unpaired")


def test_what_is_heard_on_the_way_is_worth_nothing(desk: Desk, page: SoftPage) -> None:
    devices = roll_of(desk, page)
    page.ask()
    with page.awake():
        devices.pair(page.id, page.code, "2", ADMIN)
    spoken = json.dumps(page.heard)
    assert page.tokens[0] not in spoken and page.code not in spoken
    page.handshake.ask()
    for letter in page.heard:
        with pytest.raises(NotConfirmed):
            page.handshake.finish(*read_finish({**asdict(OFFER), "confirm": "0" * 64}))
        assert page.answer(letter["number"], 200, {"confirm": "0" * 64}) == 404
    client = page.client
    for header in (f"Bearer {page.tokens[0]}", f'Motcua id="{page.id}"'):
        headers = {"Authorization": header}
        answer = client.post("/api/v1/tablets/me/heartbeat", json={}, headers=headers)
        assert answer.status_code in (401, 403)


def test_a_wrong_code_pairs_nobody_and_the_page_asks_on(desk: Desk, page: SoftPage) -> None:
    devices = roll_of(desk, page)
    page.ask()
    wrong = f"{(int(page.code) + 1) % 10**6:06d}"
    with page.awake(), pytest.raises(WrongCode):
        devices.pair(page.id, wrong, "2", ADMIN)
    assert page.tokens == [] and page.look()["is_asking"]
    assert [each.state for each in devices.roll()] == ["asking"]
    with page.awake():
        devices.pair(page.id, page.code, "2", ADMIN)
    assert len(page.tokens) == 1


def test_whoever_answers_for_the_page_has_one_guess_for_each_try(page: SoftPage) -> None:
    found: BrowserTablets = parts_of(page).browsers
    page.ask()
    other = Handshake(page.id)
    other.ask()  # a code of its own: it does not know the one on the screen
    page.handshake = other
    kept: list[str] = []
    with page.awake(), pytest.raises(WrongCode):
        found.pair(page.id, page.code, OFFER, kept.append)
    assert kept == []


def test_a_page_that_does_not_answer_is_away(page: SoftPage) -> None:
    world = World()
    found = browsers(world, patience_s=0.01)
    id = found.ask("")
    with pytest.raises(TabletUnreachable):
        found.pair(id, "123456", OFFER, lambda token: None)
    assert found.look(id) == (True, None), "nothing is left lying there"
    with pytest.raises(NotAsking):
        found.pair("0" * 16, "123456", OFFER, lambda token: None)


def test_a_pairing_whose_end_is_not_heard_is_forgotten(desk: Desk, page: SoftPage) -> None:
    """The page has the key, its last answer is lost: it is told with proof that it is unpaired."""
    object.__setattr__(parts_of(page), "browsers", browsers(World(), patience_s=1.0))
    devices = roll_of(desk, page)
    page.ask()
    answer = page.answer
    page.answer = lambda number, status, said: (  # type: ignore[method-assign]
        204 if page.tokens else answer(number, status, said)
    )
    with page.awake(), pytest.raises(TabletUnreachable):
        devices.pair(page.id, page.code, "2", ADMIN)
    tablet = TabletClient(page.client.application, page.id, page.tokens[0])
    told = tablet.post("/api/v1/tablets/me/heartbeat", json={})
    assert (told.status_code, told.json["type"]) == (401, "/problems/unpaired")


def test_an_answer_is_taken_once_and_only_to_what_was_asked() -> None:
    found = browsers(World())
    id = found.ask("")
    assert not found.answer(id, 1, (200, {}))
    done = threading.Thread(target=lambda: found.send(id, "/pair/start", {"message": "00"}))
    done.start()
    while (letter := found.look(id)[1]) is None:
        pass
    assert not found.answer(id, letter.number + 1, (200, {}))
    assert not found.answer("0" * 16, letter.number, (200, {}))
    assert found.answer(id, letter.number, (200, {}))
    done.join(20)
    assert not found.answer(id, letter.number, (200, {}))
    assert found.look(id) == (True, None)


@given(st.lists(st.floats(0, 200), max_size=40))
def test_one_that_does_not_look_is_forgotten_and_so_is_an_old_one(waits: list[float]) -> None:
    world = World()
    found = browsers(world)
    id = found.ask("")
    asked_at = looked_at = world.s
    for wait in waits:
        world.s += wait
        is_asking, _ = found.look(id)
        assert is_asking == (world.s - looked_at < 120 and world.s - asked_at < 1800)
        if not is_asking:
            assert found.heard() == []
            return
        looked_at = world.s


def test_only_so_many_ask_at_once() -> None:
    found = browsers(World())
    ids = {found.ask("") for _ in range(AT_ONCE)}
    assert len(ids) == AT_ONCE == len(found.heard())
    with pytest.raises(Full):
        found.ask("")


def test_asking_is_limited_for_one_address(page: SoftPage) -> None:
    for _ in range(TABLET_ASKS):
        parts_of(page).tablets.take("127.0.0.1")
    refused = page.client.post("/api/v1/tablets/browser", json={"name": ""})
    assert (refused.status_code, refused.json["type"]) == (429, "/problems/too_many_requests")


def test_no_cookie_is_set_and_none_makes_a_tablet(page: SoftPage) -> None:
    answer = page.client.post("/api/v1/tablets/browser", json={"name": ""})
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in page.client.get("/rate").headers
    page.client.set_cookie("tablet", "anything")
    assert page.client.post("/api/v1/tablets/me/heartbeat", json={}).status_code == 401
