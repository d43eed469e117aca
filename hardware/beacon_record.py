"""What a beacon says, to and from its DNS-SD record; pure. Table: docs/reference/beacon.md."""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

TABLET_TYPE = "_motcua-kiosk._tcp.local."
SERVER_TYPE = "_motcua._tcp.local."
TYPE_BY_KIND = {"rate": TABLET_TYPE, "take": TABLET_TYPE, "server": SERVER_TYPE}

_RECORD_VERSION = "1"
_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
_MAX_NAME_BYTES = 120
_MAX_VERSION_BYTES = 20
_MAX_OTHERS = 3


@dataclass(frozen=True)
class Beacon:
    """One device on the office network. What is heard is neither trusted nor known to be alive.

    kind is "rate", "take" or "server"; address is IPv4 (when announcing, "" means this machine's
    own); others: where it may be reached too, at most three; is_asking: asks to be paired.
    """

    id: str
    kind: str
    name: str
    address: str
    port: int
    version: str
    is_asking: bool
    others: tuple[str, ...] = ()


def check(beacon: Beacon) -> Beacon:
    """The same beacon with its name in NFC. Raises ValueError when a limit is not kept."""
    name = unicodedata.normalize("NFC", beacon.name)
    if not _ID.fullmatch(beacon.id):
        raise ValueError(f"a beacon id is 1 to 40 letters, digits and '-', not {beacon.id!r}")
    if beacon.kind not in TYPE_BY_KIND:
        raise ValueError(f"a beacon is of kind rate, take or server, not {beacon.kind!r}")
    if len(name.encode()) > _MAX_NAME_BYTES or not name.isprintable():
        raise ValueError(f"a beacon name is at most {_MAX_NAME_BYTES} bytes of printable text")
    if len(beacon.version.encode()) > _MAX_VERSION_BYTES:
        raise ValueError(f"a beacon version is at most {_MAX_VERSION_BYTES} bytes")
    if not 0 < beacon.port < 65536:
        raise ValueError(f"a beacon port is 1 to 65535, not {beacon.port}")
    return replace(beacon, name=name)


def shorten(name: str) -> str:
    """As much of a name as a beacon carries: printable, in NFC, whole letters."""
    shown = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", name))
    return shown.encode()[:_MAX_NAME_BYTES].decode(errors="ignore").strip()


def instance_name(beacon: Beacon) -> str:
    """`motcua-<id>.<type>`: unique by the id, 63 bytes at most before the type."""
    return f"motcua-{beacon.id}.{TYPE_BY_KIND[beacon.kind]}"


def to_txt(beacon: Beacon) -> dict[str, str]:
    """The TXT record's keys and values, in the order of the table."""
    return {
        "v": _RECORD_VERSION,
        "id": beacon.id,
        "kind": beacon.kind,
        "name": beacon.name,
        "version": beacon.version,
        "asking": "1" if beacon.is_asking else "0",
    }


def from_txt(
    txt: Mapping[bytes, bytes | None], addresses: Sequence[str], port: int
) -> Beacon | None:
    """The beacon in a resolved record, or None when it is not a well-formed one of ours."""
    try:
        text = {key.decode(): (value or b"").decode() for key, value in txt.items()}
        if text["v"] != _RECORD_VERSION:
            return None
        address, *others = usable(addresses)
        return check(
            Beacon(
                id=text["id"],
                kind=text["kind"],
                name=text["name"],
                address=address,
                port=port,
                version=text["version"],
                is_asking=text["asking"] == "1",
                others=tuple(others[:_MAX_OTHERS]),
            )
        )
    except (KeyError, ValueError):  # UnicodeDecodeError and ipaddress errors are ValueErrors
        return None


def usable(addresses: Sequence[str]) -> tuple[str, ...]:
    """Those that another machine may reach, in their order, each once.

    Link-local ones when there is no other, and loopback when there is not even one of those. What
    is no IPv4 address of one machine is left out. :raises ValueError: one is no address at all
    """
    parsed = [ipaddress.ip_address(address) for address in dict.fromkeys(addresses) if address]
    single = [a for a in parsed if a.version == 4 and not (a.is_unspecified or a.is_multicast)]
    best = min((_rank(a) for a in single), default=0)
    return tuple(str(a) for a in single if _rank(a) == best)


def _rank(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    return 2 if address.is_loopback else 1 if address.is_link_local else 0
