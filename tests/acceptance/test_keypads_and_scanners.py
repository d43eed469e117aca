"""Keys, slips and cards as bytes on lines of a real server, and what must be left of a card."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hardware.keypad import Key, Light
from hardware.virtual import VirtualCable
from hardware.virtual_keypad import VirtualKeypads
from tests.acceptance.town import Stream, Town, copy_of, running, until
from tests.server_process import motcua

NAME, HOME = "Trần Thị Ngọc Ánh", "Số 1, Phường Hàng Bạc"
OLD = f"036150000001|012345678|{NAME}|01011950|Nữ|{HOME}|15042021"
NEW = f"036190000002|{NAME}|Nữ|01021990|{HOME}|01072024|012987654"
SECRETS = ("036150000001", "036190000002", "012987654", NAME, "Hàng Bạc", "01011950")
TABLES = """
[keypad_bus.pads]
url = "{pads}"
[[keypad_bus.pads.keypad]]
counter = "1"
address = 35
[scanner.door]
url = "{door}"
kiosk = "hall"
[scanner.desk]
url = "{desk}"
counter = "1"
"""


class Mute:
    """A reader takes no bytes."""

    def feed(self, data: bytes) -> bytes:
        return b""


class Told(Stream):
    """A reader of what is told and kept nowhere."""

    def scan(self) -> dict[str, Any]:
        fields = self._block()
        while fields.get("event") != "scan":
            fields = self._block()
        assert "id" not in fields
        return dict(json.loads(fields["data"]))


@dataclass(frozen=True)
class Devices:
    """The far ends of three lines."""

    keypads: VirtualKeypads
    pads: VirtualCable
    door: VirtualCable
    desk: VirtualCable


@pytest.fixture
def place(sample: Path, tmp_path: Path) -> Iterator[tuple[Town, Devices]]:
    keypads = VirtualKeypads([35])
    with ExitStack() as opened:
        pads, door, desk = (VirtualCable(each, "tcp") for each in (keypads, Mute(), Mute()))
        for cable in (pads, door, desk):
            opened.callback(cable.close)
        folder = copy_of(sample, tmp_path / "office")
        with (folder / "office.toml").open("a", encoding="utf-8") as file:
            file.write(TABLES.format(pads=pads.url, door=door.url, desk=desk.url))
        town = opened.enter_context(running(folder))
        until(lambda: states(town) == {"sent", "ready"}, "all lines are open")
        yield town, Devices(keypads, pads, door, desk)


def states(town: Town) -> set[str]:
    kinds = ("keypad", "scanner")
    return {each["state"] for each in town.get("/devices") if each["kind"] in kinds}


def in_hand(town: Town) -> tuple[str, str] | None:
    counters = town.get("/hall")["counters"]
    ticket = next(each["ticket"] for each in counters if each["number"] == "1")
    return None if ticket is None else (ticket["label"], ticket["state"])


def service_of(town: Town) -> str:
    counters = town.get("/hall")["counters"]
    return str(next(each["services"][0] for each in counters if each["number"] == "1"))


def test_a_visit_by_keys_and_a_slip_that_is_shown(place: tuple[Town, Devices]) -> None:
    town, devices = place
    service = service_of(town)
    town.post("counter-1", "/counters/1/open")
    first, second, _ = (town.issue(service) for _ in range(3))

    def face(light: Light, text: str) -> bool:
        found = devices.keypads.snapshot()[35]
        return (found.light, found.text) == (light, text)

    until(lambda: face(Light.GREEN_SLOW, "CAL"), "somebody waits")
    devices.pads.say(devices.keypads.press(35, Key.CALL) * 3)
    until(lambda: in_hand(town) == (first["label"], "called"), "called once")
    devices.pads.say(devices.keypads.press(35, Key.START))
    until(lambda: face(Light.RED, first["label"][-3:]), "serving")
    devices.pads.say(devices.keypads.press(35, Key.FINISH) * 3)
    until(lambda: in_hand(town) is None, "finished")
    figures = town.server.ask("GET", "/metrics").body.decode()
    assert 'motcua_keypad_dropped_total{cable="pads",reason="repeat"} 4.0' in figures
    devices.desk.say(f"http://10.0.0.5{second['link']}\r\n".encode())
    until(lambda: in_hand(town) == (second["label"], "called"), "called by its slip")


def test_of_a_card_nothing_is_left_but_a_ticket(place: tuple[Town, Devices]) -> None:
    town, devices = place
    service = service_of(town)
    stream = Told(town.server)
    heard = []
    for text in (OLD, NEW, OLD.replace("1950", "1951"), OLD.encode().decode("latin-1")):
        devices.door.say(text.encode() + b"\r\n")
        devices.desk.say(text.encode() + b"\r\n")
        heard.append(stream.scan())
    assert [each["kind"] for each in heard[:3]] == ["citizen_card", "citizen_card", "rubbish"]
    assert [each.get("age") for each in heard[:2]] == [75, None]
    answers = [
        town.post("kiosk", "/tickets", {"service": service, "scan": each["scan"]})
        for each in heard[:2]
    ]
    assert [each.status for each in answers] == [201, 201]
    devices.door.say(OLD.encode())  # a third reading, later, without a terminator
    once_more = stream.scan()
    refused = town.post("kiosk", "/tickets", {"service": service, "scan": once_more["scan"]})
    assert (refused.status, refused.json["type"]) == (409, "/problems/person_service")
    stream.close()
    told = json.dumps(heard, ensure_ascii=False) + "".join(
        each.body.decode() for each in (*answers, refused)
    )
    assert not [each for each in SECRETS if each in told]
    for is_running in (True, False):
        if not is_running:
            town.server.kill()
        kept = b"".join(
            path.read_bytes() for path in town.server.folder.rglob("*") if path.is_file()
        )
        assert not [each for each in SECRETS if each.encode() in kept], is_running
    exported = json.dumps(motcua("journal", str(town.server.folder), "export"))
    assert not [each for each in SECRETS if each in exported]
