"""A tablet at a typed address, as the roll and the wire tell of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.devices import Devices, Heard, Surroundings
from server.errors import Unknown
from server.hours import stamp
from server.spots import Spot
from server.tablet_addresses import TabletAddresses
from tests.server.desk import Desk
from tests.server.test_devices import ADMIN, TABLET, World, roll_of
from tests.server.web import client

PATH = "/api/v1/devices/hear"
SIX = Spot("fd00::5", 47110)


def typed(desk: Desk, world: World, found: Callable[[], Heard]) -> Devices:
    around = Surroundings(
        heard=lambda: list(world.heard),
        machines=list,
        pair=world.pair,
        monotonic=lambda: world.s,
        hear=lambda address, by: found(),
    )
    return Devices(desk.store, desk.ledger, desk.office, around)


def test_what_is_found_is_told_as_it_is(desk: Desk) -> None:
    world = World()
    resting = replace(TABLET, is_asking=False)
    asking = typed(desk, world, lambda: TABLET).hear("10.0.0.7", "quantri")
    assert (asking.id, asking.state, asking.address) == ("t-1", "asking", "127.0.0.1:1")
    assert typed(desk, world, lambda: resting).hear("10.0.0.7", "quantri").state == "unpaired"
    roll_of(desk, world).pair("t-1", "123456", "2", ADMIN)
    assert typed(desk, world, lambda: resting).hear("10.0.0.7", "quantri").state == "away"


def test_where_there_is_no_tablet(desk: Desk) -> None:
    with pytest.raises(Unknown, match="no_tablet_there"):
        roll_of(desk, World()).hear("10.0.0.7", "quantri")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"address": "10.0.0.7:47110"}, 404, "no_tablet_there"),
        ({"address": "10"}, 422, "bad_body"),
        ({"address": "10.0.0.7", "port": 1}, 422, "bad_body"),
        ({}, 422, "bad_body"),
    ],
)
def test_the_wire(desk: Desk, body: dict[str, object], status: int, code: str) -> None:
    answer = client(desk, "admin").post(PATH, json=body)
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{code}")


def test_only_an_administrator_asks_around(desk: Desk) -> None:
    assert client(desk, "kiosk").post(PATH, json={"address": "10.0.0.7"}).status_code == 403


REMOVE = f"{PATH.removesuffix('hear')}addresses/remove"
"""Of the addresses, which are told of by ``GET /devices/addresses``."""


def test_the_list_of_addresses_and_removing_one(desk: Desk) -> None:
    TabletAddresses(desk.store, lambda: stamp(desk.clock())).keep(SIX, "t-6", "quantri")
    admin = client(desk, "admin")
    listed = {
        "address": "[fd00::5]:47110",
        "typed_at": "2026-11-23T01:00:00.000Z",
        "typed_by": "quantri",
        "device": None,
        "name": None,
    }
    assert admin.get(REMOVE.removesuffix("/remove")).json == [listed]

    def remove(address: str, key: str) -> int:
        sent = {"Idempotency-Key": key}
        return admin.post(REMOVE, json={"address": address}, headers=sent).status_code

    assert remove("fd00::6", "a") == 404
    assert [remove("fd00::5", "b"), remove("fd00::5", "b"), remove("fd00::5", "c")] == [
        *(204, 204, 404)
    ]
    assert admin.get(REMOVE.removesuffix("/remove")).json == []
    assert remove("fe80::1", "d") == 422
