"""A browser as a tablet: none, asking, paused, paired, by a clock of seconds moved by hand."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server import browser_tablets
from server.accounts import token_hash
from server.asking import Asker
from server.browser_tablets import AT_ONCE, BrowserTablets, Full, Standing
from server.devices import Devices, Surroundings
from server.pairing import NotAsking, PairingFailed, TooManyTries, WrongCode
from server.routes.parts import TABLET_ASKS
from tests.server.desk import Desk, asked
from tests.server.web import web_app

ADMIN = asked(None, by=Asker("quantri", "admin", is_person=True))


@dataclass
class World:
    """A clock, and codes drawn in order: 000001, 000002, ..."""

    s: float = 1000.0
    drawn: int = 0
    kept: list[str] = field(default_factory=list)

    def draw(self) -> str:
        self.drawn += 1
        return f"{self.drawn:06d}"


class NoStore:
    """A store in which nobody is paired."""

    def row(self, sql: str, *values: Any) -> None:
        return None


def browsers(world: World, store: Any = None) -> BrowserTablets:
    return BrowserTablets(store or NoStore(), lambda: world.s, world.draw)


def roll_of(desk: Desk, world: World, found: BrowserTablets) -> Devices:
    return Devices(
        desk.store,
        desk.ledger,
        desk.office,
        Surroundings(
            heard=found.heard,
            machines=list,
            pair=lambda heard, code, counter, keep: found.pair(heard.id, code, keep),
            monotonic=lambda: world.s,
        ),
    )


def test_a_browser_asks_with_a_code_and_is_in_the_list() -> None:
    found = browsers(World())
    new = found.ask("Quầy 3")
    assert (new.state, new.code, len(new.id)) == ("asking", "000001", 16)
    assert found.standing(new.key) == new
    (heard,) = found.heard()
    assert (heard.id, heard.kind, heard.name, heard.is_asking) == (new.id, "rate", "Quầy 3", True)
    assert new.key not in repr(heard) and new.code not in repr(heard)
    assert found.standing("another") == found.standing("") == Standing()


def test_the_right_code_keeps_the_key_and_ends_the_asking() -> None:
    world = World()
    found = browsers(world)
    new = found.ask("")
    found.pair(new.id, "000001", world.kept.append)
    assert world.kept == [new.key]
    assert found.heard() == []
    with pytest.raises(NotAsking):
        found.pair(new.id, "000001", world.kept.append)


def test_five_wrong_codes_bring_a_new_code_and_a_pause() -> None:
    world = World()
    found = browsers(world)
    new = found.ask("")
    for _ in range(5):
        with pytest.raises(WrongCode):
            found.pair(new.id, "999999", world.kept.append)
    assert found.standing(new.key).code == "000002"
    world.s += 59.9
    with pytest.raises(TooManyTries):
        found.pair(new.id, "000002", world.kept.append)
    world.s += 0.2
    with pytest.raises(WrongCode):
        found.pair(new.id, "000001", world.kept.append)
    found.pair(new.id, "000002", world.kept.append)
    assert world.kept == [new.key]


@given(st.lists(st.floats(0, 90), max_size=60))
def test_nobody_has_more_than_five_guesses_a_minute(waits: list[float]) -> None:
    world = World()
    found = browsers(world)
    new = found.ask("")
    guesses = []
    for wait in waits:
        world.s += wait
        found.standing(new.key)  # the page looks on
        try:
            found.pair(new.id, "999999", world.kept.append)
        except WrongCode:
            guesses.append((found.standing(new.key).code, world.s))
        except PairingFailed:
            pass
    for first, sixth in zip(guesses, guesses[5:], strict=False):
        assert first[0] != sixth[0], "six guesses at one code"
    fifths = guesses[4::5]
    for fifth, next_first in zip(fifths, guesses[5::5], strict=False):
        assert next_first[1] - fifth[1] >= 60


def test_one_that_does_not_look_is_forgotten_and_so_is_an_old_one() -> None:
    world = World()
    found = browsers(world)
    gone, stays = found.ask("gone"), found.ask("stays")
    for _ in range(4):
        world.s += 31
        found.standing(stays.key)
    assert [each.name for each in found.heard()] == ["stays"]
    assert found.standing(gone.key).state == "none"
    for _ in range(60):
        world.s += 30
        found.standing(stays.key)
    assert found.heard() == []
    with pytest.raises(NotAsking):
        found.pair(stays.id, "000002", world.kept.append)


def test_only_so_many_ask_at_once() -> None:
    found = browsers(World())
    for _ in range(AT_ONCE):
        found.ask("")
    with pytest.raises(Full):
        found.ask("")


def test_a_paired_browser_is_a_tablet_of_its_counter_until_it_is_unpaired(desk: Desk) -> None:
    world = World()
    found = browsers(world, desk.store)
    devices = roll_of(desk, world, found)
    new = found.ask("Máy quầy 2")
    (asking,) = devices.roll()
    assert (asking.state, asking.name, asking.kind) == ("asking", "Máy quầy 2", "tablet")
    paired = devices.pair(new.id, "000001", "2", ADMIN)
    assert (paired.state, paired.counter) == ("here", "2")
    assert found.asker(new.key) == Asker(new.id, "tablet", "2")
    assert found.standing(new.key).state == "paired"
    assert desk.accounts.asker(new.key) is None, "as a bearer token it is worth nothing"
    devices.unpair(new.id, ADMIN)
    assert found.asker(new.key) is None
    assert found.standing(new.key).state == "none"


def test_a_key_of_another_tablet_is_no_cookie(desk: Desk) -> None:
    desk.store.change(
        lambda tx: tx.execute(
            "INSERT INTO tablets (id, kind, name, counter, token_hash, paired_at) "
            "VALUES ('t-9', 'rate', 'x', '2', ?, '')",
            (token_hash("secret"),),
        )
    )
    assert browsers(World(), desk.store).standing("secret").state == "none"


@dataclass
class Page:
    """A page that asks by the API as a browser does."""

    client: FlaskClient
    csrf: str

    def ask(self, path: str, body: Any = None) -> Any:
        if body is None:
            return self.client.get(f"/api/v1{path}")
        headers = {"X-CSRF-Token": self.csrf, "Idempotency-Key": f"k{path}"}
        return self.client.post(f"/api/v1{path}", json=body, headers=headers)


@pytest.fixture
def page(desk: Desk) -> Page:
    client = web_app(desk).test_client()
    html = client.get("/rate").get_data(as_text=True)
    settings = html.partition('id="settings">')[2].partition("</script>")[0]
    return Page(client, json.loads(settings)["csrf"])


def pair_page(desk: Desk, page: Page) -> Any:
    made_of = page.client.application.extensions["motcua"]
    devices = roll_of(desk, World(), made_of.browsers)
    asking = page.ask("/tablets/browser", {"name": "Quầy 2"}).json
    devices.pair(asking["id"], asking["code"], "2", ADMIN)
    return asking


def test_the_key_comes_as_a_cookie_that_no_script_and_no_other_site_has(page: Page) -> None:
    assert page.ask("/tablets/browser").json["state"] == "none"
    assert page.ask("/tablets/me/heartbeat", {}).status_code == 401
    answer = page.ask("/tablets/browser", {"name": ""})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("tablet=")
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert answer.json["state"] == "asking" and answer.json["pin"] is None
    again = page.ask("/tablets/browser", {"name": ""})
    assert (again.json["id"], again.json["code"]) == (answer.json["id"], answer.json["code"])
    assert page.ask("/tablets/me/heartbeat", {}).status_code == 401


def test_a_paired_page_reports_rates_and_leaves(desk: Desk, page: Page) -> None:
    asking = pair_page(desk, page)
    state = page.ask("/tablets/browser").json
    assert (state["state"], state["id"], state["counter"]) == ("paired", asking["id"], "2")
    assert len(state["pin"]) == 6 and state["code"] is None
    beat = page.ask("/tablets/me/heartbeat", {"screen": "idle"})
    assert (beat.status_code, beat.json["counter"]) == (200, "2")
    left = page.ask("/tablets/me/unpair", {})
    assert left.status_code == 204
    assert page.ask("/tablets/browser").json["state"] == "none"
    assert page.ask("/tablets/me/heartbeat", {}).status_code == 401


def test_the_cookie_alone_is_not_enough_to_send(desk: Desk, page: Page) -> None:
    pair_page(desk, page)
    page.csrf = "of another site"
    assert page.ask("/tablets/me/unpair", {}).status_code == 403
    assert page.ask("/tablets/me/heartbeat", {}).status_code == 403


def test_asking_is_limited_for_one_address(page: Page) -> None:
    made_of = page.client.application.extensions["motcua"]
    for _ in range(TABLET_ASKS):
        made_of.tablets.take("127.0.0.1")
    refused = page.ask("/tablets/browser", {"name": ""})
    assert refused.status_code == 429
    assert refused.json["type"] == "/problems/too_many_requests"


def test_keys_are_long_and_never_the_same() -> None:
    found = browsers(World())
    keys = {found.ask("").key for _ in range(AT_ONCE)}
    assert len(keys) == AT_ONCE
    assert all(len(each) == browser_tablets.KEY_BYTES * 4 // 3 for each in keys)
