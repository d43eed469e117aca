"""What a beacon says, by the table and the worked example of docs/reference/beacon.md."""

import unicodedata
from dataclasses import replace
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import ServiceInfo

from hardware.beacon_record import (
    TYPE_BY_KIND,
    Beacon,
    check,
    from_txt,
    instance_name,
    to_txt,
    usable,
)

B1 = Beacon("b1", "rate", "Quầy 3", "192.168.1.20", 8090, "0.1.0", True)
# docs/reference/beacon.md
B1_TXT = bytes.fromhex(
    "03 763D31 05 69643D6231 09 6B696E643D72617465 0D 6E616D653D5175E1BAA7792033"
    "0D 76657273696F6E3D302E312E30 08 61736B696E673D31"
)
TXT = {key.encode(): value.encode() for key, value in to_txt(B1).items()}

beacons = st.builds(
    Beacon,
    id=st.from_regex(r"[A-Za-z0-9-]{1,40}", fullmatch=True),
    kind=st.sampled_from(sorted(TYPE_BY_KIND)),
    name=st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=30).map(
        lambda name: unicodedata.normalize("NFC", name)
    ),
    address=st.ip_addresses(v=4, network="10.0.0.0/8").map(str),
    port=st.integers(1, 65535),
    version=st.from_regex(r"[0-9.]{1,20}", fullmatch=True),
    is_asking=st.booleans(),
).filter(lambda beacon: len(beacon.name.encode()) <= 120)


def test_the_worked_example() -> None:
    info = ServiceInfo(TYPE_BY_KIND["rate"], instance_name(B1), properties=to_txt(B1))
    assert info.text == B1_TXT
    assert info.name == "motcua-b1._motcua-kiosk._tcp.local."
    heard = ServiceInfo(info.type, info.name, properties=B1_TXT)
    assert from_txt(heard.properties, [B1.address], B1.port) == B1


@given(beacons)
def test_a_beacon_goes_round_in_a_small_record(beacon: Beacon) -> None:
    info = ServiceInfo(TYPE_BY_KIND[beacon.kind], instance_name(beacon), properties=to_txt(beacon))
    assert info.text is not None and len(info.text) <= 247
    assert len(instance_name(beacon).split(".")[0].encode()) <= 63
    assert from_txt(info.properties, [beacon.address], beacon.port) == check(beacon) == beacon


@given(st.dictionaries(st.sampled_from([*TXT, b"x"]), st.none() | st.binary(max_size=60)))
def test_rubbish_is_passed_over(changes: dict[bytes, bytes | None]) -> None:
    heard = from_txt({**TXT, **changes}, ["192.168.1.20"], 8090)
    assert heard is None or check(heard) == heard


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (b"v", b"2"),
        (b"id", b""),
        (b"id", b"../etc"),
        (b"kind", b"toaster"),
        (b"name", b"\xff"),
        (b"name", b"a\nb"),
        (b"name", None),
    ],
)
def test_a_wrong_record_is_not_heard(key: bytes, value: bytes | None) -> None:
    heard = from_txt({**TXT, key: value}, ["192.168.1.20"], 8090)
    assert heard is None or (value is None and heard.name == "")


@pytest.mark.parametrize("key", sorted(TXT))
def test_a_record_with_a_key_missing_is_not_heard(key: bytes) -> None:
    assert from_txt({k: v for k, v in TXT.items() if k != key}, ["192.168.1.20"], 8090) is None


def test_without_an_address_or_a_port_it_is_not_heard() -> None:
    assert from_txt(TXT, [], 8090) is None
    assert from_txt(TXT, ["192.168.1.20"], 0) is None


@pytest.mark.parametrize(
    ("addresses", "chosen"),
    [
        (["127.0.0.1", "192.168.1.20"], "192.168.1.20"),
        (["::1", "169.254.3.4", "10.0.0.9"], "10.0.0.9"),
        (["127.0.0.1", "169.254.3.4"], "169.254.3.4"),
        (["127.0.0.1"], "127.0.0.1"),
        (["10.0.0.9", "10.0.0.8"], "10.0.0.9"),
    ],
)
def test_loopback_is_the_last_choice(addresses: list[str], chosen: str) -> None:
    assert usable(addresses)[0] == chosen


@pytest.mark.parametrize("addresses", [[], ["::1"], ["0.0.0.0"], ["224.0.0.251"]])
def test_what_can_not_be_reached_is_not_heard(addresses: list[str]) -> None:
    assert usable(addresses) == ()
    assert from_txt(TXT, addresses, 8090) is None


@given(st.lists(st.ip_addresses().map(str)))
def test_usable_addresses_keep_their_order_and_are_of_one_rank(addresses: list[str]) -> None:
    found = usable(addresses)
    assert list(found) == [each for each in dict.fromkeys(addresses) if each in found]
    parsed = [ip_address(each) for each in found]
    assert len({(each.is_loopback, each.is_link_local) for each in parsed}) <= 1
    assert all(each.version == 4 for each in parsed)


def test_other_addresses_are_heard_too_and_not_many() -> None:
    many = [f"10.0.0.{n}" for n in range(9, 0, -1)]
    heard = from_txt(TXT, ["127.0.0.1", *many], 8090)
    assert heard and (heard.address, heard.others) == (many[0], tuple(many[1:4]))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "quầy-3"},
        {"id": "x" * 41},
        {"kind": "board"},
        {"name": "ế" * 41},
        {"name": "a\tb"},
        {"version": "1" * 21},
        {"port": 65536},
    ],
)
def test_a_beacon_beyond_its_limits_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a beacon"):
        check(replace(B1, **change))  # type: ignore[arg-type]


def test_a_name_is_composed() -> None:
    assert check(replace(B1, name=unicodedata.normalize("NFD", "Quầy 3"))) == B1
