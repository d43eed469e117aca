"""Somebody plugs into the tablets' network, and gets nothing: real programs, real packets.

Each machine is a network namespace on one switch; the attacker has two, so that one can be in the
server's place while the other still reaches the server.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hardware.beacon import Browser
from server import pairing
from server.seal_desk import TRIES
from server.store import DATABASE
from tests.acceptance.town import Town, make_tokens, until
from tests.attacks.link import Link, need_namespaces
from tests.attacks.thief import (
    PORT,
    FalseServer,
    FalseTablet,
    Overheard,
    Said,
    answering,
    deliver,
)
from tests.kiosk.headless_tablet import HeadlessTablet
from tests.server_process import SERVE, Answer, ServerProcess, init_office

pytestmark = pytest.mark.timeout(180)
TABLET_PORT = 47110


def sees(tablet: HeadlessTablet, screen: str) -> dict[str, Any]:
    """The tablet's next line, which must be of this screen; a busy machine has its time."""
    line = dict(tablet.lines.get(timeout=60))
    assert line["screen"] == screen, (line, tablet.errors)
    return line


@dataclass
class Scene:
    """The link, the office on it, and the tablet there now."""

    link: Link
    town: Town
    folder: Path
    tablets: list[HeadlessTablet] = field(default_factory=list)

    def ask(self, method: str, path: str, body: Any = None, role: str = "admin") -> Answer:
        """Of the office, at the office itself."""
        with self.link.on("office"):
            if method == "POST":
                return self.town.post(role, path, body)
            return self.town.ask(role, method, path)

    def tablet(self, folder: Path) -> tuple[HeadlessTablet, dict[str, Any]]:
        """A new tablet, and what it shows."""
        with self.link.on("tablet"):
            where = ("--interface", self.link.address("tablet"), "--port", str(TABLET_PORT))
            found = HeadlessTablet("rate", folder, *where, interface=None)
        self.tablets.append(found)
        shown = sees(found, "pairing")
        until(lambda: self.state(shown["id"]) == "asking", "the tablet asks")
        return found, shown

    def state(self, tablet: str) -> str | None:
        return self.device(tablet).get("state")

    def device(self, tablet: str) -> dict[str, Any]:
        roll = self.ask("GET", "/devices").json
        return next((dict(each) for each in roll if each["id"] == tablet), {})

    def pair(self, tablet: str, code: str) -> Answer:
        return self.ask("POST", f"/devices/{tablet}/pair", {"code": code, "counter": "3"})

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.folder / DATABASE) as connection:
            return connection.execute(sql, values).fetchall()

    def lines(self, *words: str) -> int:
        """How many lines of the server's log have all these words."""
        log = self.town.server.log().splitlines()
        return sum(all(word in line for word in words) for line in log)

    def finish_a_visit(self) -> int:
        """A citizen was served at counter 3; the ticket."""
        services = self.ask("GET", "/counters/3").json["services"]
        ticket = self.ask("POST", "/tickets", {"service": services[0]}).json["id"]
        verbs = {"open": {}, "call": {"ticket": ticket}, "start": {}, "finish": {}}
        for verb, body in verbs.items():
            answer = self.ask("POST", f"/counters/3/{verb}", body)
            assert answer.status == 200, (verb, answer)
        return int(ticket)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    need_namespaces()
    folder = tmp_path_factory.mktemp("attacks") / "office"
    init_office(folder)
    tokens = make_tokens(folder)
    with Link(office=1, tablet=2, thief=66, accomplice=67) as link:
        with (folder / "office.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[network]\ninterfaces = ["{link.address("office")}"]\n')
        link.knows("accomplice", "office")
        program = (*SERVE, "--host", "0.0.0.0")
        server = ServerProcess(folder, port=PORT, program=program)
        with link.on("office"):
            server.start()
        found = Scene(link, Town(server, tokens), folder)
        try:
            yield found
        finally:
            server.stop()
    assert "Traceback" not in server.log(), server.log()


@pytest.fixture(autouse=True)
def tablets_end(scene: Scene) -> Iterator[None]:
    yield
    for tablet in scene.tablets:
        tablet.kill()
    scene.tablets.clear()


def test_a_false_tablet_that_is_heard_instead_is_never_paired(scene: Scene, tmp_path: Path) -> None:
    _, shown = scene.tablet(tmp_path / "t")
    false, id = FalseTablet(scene.link, shown["id"]), shown["id"]
    with scene.link.on("office"):
        browser = Browser([scene.link.address("office")])
        browser.start()

    def is_heard(machine: str) -> bool:
        places = {each.beacon.address for each in browser.heard() if each.beacon.id == id}
        return scene.link.address(machine) in places

    until(lambda: is_heard("tablet"), "the real tablet is heard")
    with (
        answering(scene.link, "thief", false) as listener,
        false.announced(listener.server_address[1]),
    ):
        until(
            lambda: is_heard("thief"), "the false tablet is heard by whoever listens at the office"
        )
        answers = [scene.pair(id, shown["code"]) for _ in range(7)]
    browser.close()
    assert [each.status for each in answers] == [403] * 5 + [429] * 2
    assert false.asked == ["/pair/start"] * 5  # beyond that it is not even asked
    assert scene.rows("SELECT id FROM tablets WHERE id = ?", id) == []
    assert scene.ask("GET", f"/devices/{id}/pin").status == 404


def test_a_false_office_guesses_five_codes_and_waits(scene: Scene, tmp_path: Path) -> None:
    tablet, shown = scene.tablet(tmp_path / "t")
    offer = pairing.Offer("http", PORT, "3", "Giao Thủy", "8f1d2c3b4a596877")
    where = pairing.Tablet(shown["id"], scene.link.address("tablet"), TABLET_PORT)
    wrong = f"{(int(shown['code']) + 1) % 10**6:06d}"
    with scene.link.on("thief"):
        for _ in range(5):
            with pytest.raises(pairing.WrongCode):
                pairing.pair(where, wrong, offer)
        assert where.post("/pair/finish", _finish(offer))[0] == 403
        for _ in range(3):
            with pytest.raises(pairing.TooManyTries):
                pairing.pair(where, wrong, offer)
    sees(tablet, "pairing")  # with a new code
    assert tablet.quit() == 0
    thief = scene.link.address("thief")
    lines = [line.decode() for line in tablet.errors if thief in line.decode()]
    assert sorted(line.partition(thief)[2].strip() for line in lines) == [
        ": No pairing was started here with the code on the screen.",
        ": Too many tries: read the new code on the tablet and wait a minute.",
        "was not finished",
    ]
    assert scene.rows("SELECT id FROM tablets WHERE id = ?", shown["id"]) == []


def _finish(offer: pairing.Offer) -> dict[str, object]:
    return {"confirm": "0" * 64, **asdict(offer)}


def test_in_the_servers_place_nobody_is_believed(scene: Scene, tmp_path: Path) -> None:
    tablet, shown = scene.tablet(tmp_path / "t")
    id, thief = shown["id"], FalseServer(scene.link)
    assert scene.pair(id, shown["code"]).status == 200
    sees(tablet, "idle")
    until(lambda: scene.state(id) == "here", "the tablet reports")
    with (
        answering(scene.link, "thief", thief, PORT),
        scene.link.taking_over("thief", "office", "tablet"),
    ):
        for act in (thief.refuse, thief.unpair, thief.invent, thief.alter_answers):
            _watch(thief, act, 3)
        _replay_answers(thief)
        # It relays what it hears and alters the answer of the citizen.
        thief.act = thief.alter_ratings
        ticket = scene.finish_a_visit()
        assert sees(tablet, "ask")["ticket"] == ticket  # not one of the windows of before
        tablet.touch("very_satisfied")
        sees(tablet, "thanks")
        until(lambda: len(_ratings(thief)) >= 2, "the tablet does not believe the thanks")
        assert scene.rows("SELECT score FROM ratings WHERE ticket = ?", ticket) == []
        # It lets the rating pass and keeps a copy, which it sends again and again.
        thief.act = thief.relay
        rated = ("SELECT score FROM ratings WHERE ticket = ?", ticket)
        until(lambda: scene.rows(*rated) == [(5,)], "the rating comes as it was given")
        statuses = [
            deliver(scene.link, "accomplice", copy).status
            for copy in [_ratings(thief)[-1]] * (TRIES + 2)
        ]
        assert set(statuses) == {401, 429} and statuses[-1] == 429
        _watch(thief, thief.relay, 2)
        assert scene.state(id) == "here"  # from the very address that sends too many wrong ones
    assert _invented(scene, id, thief) == [401, 401, 401]
    until(lambda: scene.device(id).get("queued") == 0, "the tablet has its server back")
    assert scene.rows(*rated) == [(5,)]
    assert tablet.quit() == 0
    while not tablet.lines.empty():
        assert tablet.lines.get()["screen"] == "idle"
    events = "SELECT event FROM journal WHERE data LIKE ? ORDER BY seq"
    assert scene.rows(events, f"%{id}%") == [("tablet_paired",)]
    for kind, machine in (
        ("a request sent before", "accomplice"),
        ("a request that was invented or altered", "accomplice"),
        ("a request that was invented or altered", "thief"),
        ("a seal that is none", "thief"),
    ):
        assert scene.lines("refused: " + kind, scene.link.address(machine)) == 1, kind


def _watch(thief: FalseServer, act: Callable[[Overheard], Any], times: int) -> None:
    """Do so to the next requests of the tablet."""
    thief.act, before = act, len(thief.heard)
    until(lambda: len(thief.heard) >= before + times, "the tablet goes on asking")


def _replay_answers(thief: FalseServer) -> None:
    """Give a real, proven answer to every request but the one it was for."""
    kept: list[Said] = []

    def keep(asked: Overheard) -> Said:
        kept.append(thief.relay(asked))
        return kept[-1]

    thief.act = keep
    until(lambda: bool(kept), "the tablet goes on asking")
    assert "motcua-proof" in kept[0].headers
    _watch(thief, lambda asked: kept[0], 3)


def _ratings(thief: FalseServer) -> list[Overheard]:
    return [each for each in thief.heard if each.path.endswith("/ratings")]


def _invented(scene: Scene, id: str, thief: FalseServer) -> list[int]:
    """Statuses of requests in the tablet's name by somebody who has read everything it sent."""
    seen = thief.heard[-1].headers["Authorization"]
    other_nonce = re.sub(r'nonce="[0-9a-f]{4}', 'nonce="0000', seen)
    told = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    asked = [
        Overheard("POST", f"/api/v1{path}", {**told, "Authorization": header}, b"{}")
        for path, header in (
            ("/tablets/me/unpair", seen),
            ("/tablets/me/heartbeat", other_nonce),
            ("/tablets/me/unpair", f'Motcua id="{id}"'),
        )
    ]
    return [deliver(scene.link, "thief", each).status for each in asked]
