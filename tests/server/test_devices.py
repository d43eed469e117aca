"""The roll of devices, by a clock of seconds moved by hand, and pairing as far as it is ours."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from kiosk.seal import Asked, Seal, key_of, staff_pin
from server import seals
from server.asking import Asker
from server.devices import Device, Devices, Heard, Surroundings, presence
from server.errors import Malformed, Refused, Unknown
from server.pairing import NotAsking, TabletUnreachable, TooManyTries, WrongCode
from server.seal_desk import SealDesk
from tests.server.desk import Desk, asked

EPOCH = "00112233aabbccdd"
ADMIN = asked(None, by=Asker("quantri", "admin", is_person=True))
TABLET = Heard(
    id="t-1",
    kind="rate",
    name="Máy tính bảng 1",
    address="127.0.0.1",
    port=1,
    is_asking=True,
    heard_s_ago=2.0,
)
PRINTER = Device(id="printer-hall", kind="printer", name="hall", state="ready")


@dataclass
class World:
    """What the roll hears: tablets on the network, a clock, a code."""

    heard: list[Heard] = field(default_factory=lambda: [TABLET])
    s: float = 1000.0
    code: str = "123456"
    paired: int = 0
    is_cut: bool = False
    is_paired: bool = False

    def pair(
        self, heard: Heard, code: str, counter: str | None, keep: Callable[[str], None]
    ) -> None:
        if self.is_paired:
            raise NotAsking
        if code != self.code:
            raise WrongCode
        self.paired += 1
        keep(f"token-{self.paired}")
        if self.is_cut:
            raise TabletUnreachable
        self.heard = [replace(each, is_asking=False) for each in self.heard]


def roll_of(desk: Desk, world: World) -> Devices:
    around = Surroundings(
        heard=lambda: list(world.heard),
        machines=lambda: [PRINTER],
        pair=world.pair,
        monotonic=lambda: world.s,
    )
    return Devices(desk.store, desk.ledger, desk.office, around)


def tablet(devices: Devices) -> Device:
    return next(each for each in devices.roll() if each.kind == "tablet")


@pytest.mark.parametrize(
    ("age_s", "state"),
    [(None, "away"), (0, "here"), (14.9, "here"), (15, "suspect"), (29.9, "suspect"), (30, "away")],
)
def test_presence_by_the_age_of_the_last_report(age_s: float | None, state: str) -> None:
    assert presence(age_s) == state


def test_machines_come_first_then_tablets(desk: Desk) -> None:
    devices = roll_of(desk, World())
    assert [each.kind for each in devices.roll()] == ["printer", "tablet"]


def test_a_tablet_only_heard_is_asking_or_unpaired(desk: Desk) -> None:
    world = World()
    devices = roll_of(desk, world)
    assert (tablet(devices).state, tablet(devices).last_seen_at) == (
        "asking",
        "2026-11-23T00:59:58.000Z",
    )
    world.heard = [replace(TABLET, is_asking=False)]
    assert tablet(devices).state == "unpaired"


def test_a_paired_tablet_is_as_its_reports_say(desk: Desk) -> None:
    world = World()
    devices = roll_of(desk, world)
    assert devices.pair("t-1", "123456", "2", ADMIN).state == "here"
    devices.report("t-1", "ask", "0.1", 3)
    seen = tablet(devices)
    assert (seen.state, seen.counter, seen.shows, seen.queued) == ("here", "2", "ask", 3)
    world.s += 20
    assert tablet(devices).state == "suspect"
    world.s += 20
    assert (tablet(devices).state, tablet(devices).last_seen_at) == (
        "away",
        "2026-11-23T00:59:20.000Z",
    )
    devices.report("t-1", "idle", "0.1", 0)
    assert tablet(devices).state == "here"


def who(desk: Desk, token: str) -> Asker | str:
    """Who is let in by a seal with *token*; the problem's code if nobody."""
    found = Seal("t-1", token, lambda: 0.0)
    found.learn(seals.stale(EPOCH, 0), 0.0)
    header = found.seal(Asked("GET", "/", b"", "")).header
    gate = SealDesk(desk.store, lambda: 0.0, EPOCH)
    judged = gate.judge(header, seals.Asked("GET", "/", b"", ""), "10.0.0.9")
    return judged.asker or judged.code


def test_pairing_gives_the_tablet_its_key_and_tells_the_journal(desk: Desk) -> None:
    devices = roll_of(desk, World())
    devices.pair("t-1", "123456", "2", ADMIN)
    assert who(desk, "token-1") == Asker("t-1", "tablet", "2")
    assert desk.names() == ["tablet_paired"]
    assert [each.id for each in devices.roll()] == ["printer-hall", "t-1"]


def test_a_kiosk_in_the_hall_needs_no_counter_and_may_take_numbers(desk: Desk) -> None:
    world = World(heard=[replace(TABLET, kind="take")])
    roll_of(desk, world).pair("t-1", "123456", None, ADMIN)
    assert who(desk, "token-1") == Asker("t-1", "kiosk", None)


def test_pairing_again_takes_the_old_token_away(desk: Desk) -> None:
    world = World()
    devices = roll_of(desk, world)
    devices.pair("t-1", "123456", "2", ADMIN)
    world.heard = [TABLET]
    devices.pair("t-1", "123456", "3", ADMIN)
    assert who(desk, "token-1") == "unpaired"
    assert who(desk, "token-2") == Asker("t-1", "tablet", "3")
    assert tablet(devices).counter == "3"


def test_a_wrong_code_changes_nothing(desk: Desk) -> None:
    devices = roll_of(desk, World())
    with pytest.raises(WrongCode):
        devices.pair("t-1", "000000", "2", ADMIN)
    assert desk.count("tablets") == desk.count("unpaired_tablets") == 0


def test_after_five_wrong_codes_the_office_itself_waits(desk: Desk) -> None:
    """A tablet that somebody else plays would answer as often as it is asked."""
    world = World()
    devices = roll_of(desk, world)
    for _ in range(5):
        with pytest.raises(WrongCode):
            devices.pair("t-1", "000000", "2", ADMIN)
        world.s += 1
    for _ in range(2):
        with pytest.raises(TooManyTries):
            devices.pair("t-1", "123456", "2", ADMIN)
    world.s += 55.5
    devices.pair("t-1", "123456", "2", ADMIN)


def test_wrong_codes_of_one_tablet_do_not_hold_up_another(desk: Desk) -> None:
    world = World(heard=[TABLET, replace(TABLET, id="t-2")])
    devices = roll_of(desk, world)
    for _ in range(5):
        with pytest.raises(WrongCode):
            devices.pair("t-1", "000000", "2", ADMIN)
    devices.pair("t-2", "123456", "3", ADMIN)


def test_the_pin_is_the_one_that_the_tablet_reckons(desk: Desk) -> None:
    devices = roll_of(desk, World())
    with pytest.raises(Unknown, match="no_such_device"):
        devices.pin("t-1")
    devices.pair("t-1", "123456", "2", ADMIN)
    assert devices.pin("t-1") == staff_pin(key_of("token-1"))


def test_a_handshake_that_breaks_off_leaves_no_token(desk: Desk) -> None:
    devices = roll_of(desk, World(is_cut=True))
    with pytest.raises(TabletUnreachable):
        devices.pair("t-1", "123456", "2", ADMIN)
    assert who(desk, "token-1") == "unpaired"
    assert desk.names() == []


def test_what_cannot_be_paired(desk: Desk) -> None:
    world = World()
    devices = roll_of(desk, world)
    with pytest.raises(Unknown, match="no_such_device"):
        devices.pair("t-9", "123456", "2", ADMIN)
    with pytest.raises(Unknown, match="no_such_counter"):
        devices.pair("t-1", "123456", "99", ADMIN)
    with pytest.raises(Malformed, match="counter_needed"):
        devices.pair("t-1", "123456", None, ADMIN)
    world.heard = [replace(TABLET, is_asking=False)]
    with pytest.raises(Refused, match="not_asking"):
        devices.pair("t-1", "123456", "2", ADMIN)
    assert world.paired == 0


def test_a_paired_tablet_that_is_silent_is_not_asking(desk: Desk) -> None:
    world = World()
    devices = roll_of(desk, world)
    devices.pair("t-1", "123456", "2", ADMIN)
    world.heard = []
    with pytest.raises(Refused, match="not_asking"):
        devices.pair("t-1", "123456", "2", ADMIN)


def test_unpairing_makes_the_token_worthless(desk: Desk) -> None:
    devices = roll_of(desk, World())
    devices.pair("t-1", "123456", "2", ADMIN)
    devices.unpair("t-1", ADMIN)
    assert who(desk, "token-1") == "unpaired"
    assert tablet(devices).state == "unpaired"
    assert desk.names() == ["tablet_paired", "tablet_unpaired"]
    with pytest.raises(Unknown, match="no_such_device"):
        devices.unpair("t-1", ADMIN)


def test_pairing_asked_twice_is_done_once(desk: Desk) -> None:
    world = World()
    devices = roll_of(desk, world)
    first = devices.pair("t-1", "123456", "2", asked("p", "pair"))
    world.heard = []
    assert devices.pair("t-1", "123456", "2", asked("p", "pair")) == first
    assert world.paired == 1
    for _ in range(2):
        devices.unpair("t-1", asked("u", "unpair"))
    assert desk.names() == ["tablet_paired", "tablet_unpaired"]
    with pytest.raises(Unknown, match="no_such_device"):
        devices.pair("t-1", "123456", "2", asked("p", "pair"))


def test_a_tablet_whose_pairing_broke_off_is_seen_asking(desk: Desk) -> None:
    """The power went between the token kept here and the word to the tablet."""
    world = World()
    roll_of(desk, world).pair("t-1", "123456", "2", ADMIN)
    world.heard = [TABLET]
    restarted = roll_of(desk, world)
    assert tablet(restarted).state == "asking"
    restarted.report("t-1", "idle", "0.1.0", 0)
    assert tablet(restarted).state == "here"


def test_pairing_pressed_twice_leaves_the_tablet_paired(desk: Desk) -> None:
    """The second press finds a tablet that asks no more, before its beacon says so."""
    world = World()
    devices = roll_of(desk, world)
    devices.pair("t-1", "123456", "2", ADMIN)
    world.heard, world.is_paired = [TABLET], True
    with pytest.raises(NotAsking):
        devices.pair("t-1", "123456", "2", replace(ADMIN, key="again"))
    assert who(desk, "token-1") == Asker("t-1", "tablet", "2")
