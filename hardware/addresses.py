"""How this machine stands in its network: its IPv4 addresses, and whether anything changed."""

import socket
from dataclasses import dataclass
from pathlib import Path

import ifaddr

from hardware.beacon_record import usable

# Any address in the documentation network (RFC 5737): asked for its route, never sent anything.
_SOMEWHERE = ("192.0.2.1", 9)
_LINKS = Path("/sys/class/net")


@dataclass(frozen=True)
class Network:
    """One look at the network; two equal ones mean that nothing happened in between.

    addresses: IPv4, the one of the way out first; loopback and link-local ones only when there is
    no other. links: each interface and how often its link went up or down; a cable that was out
    and in again changes nothing else (python-zeroconf#976). Only Linux counts that.
    """

    addresses: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


def look() -> Network:
    """The network as it is now, in some 2 ms. :raises OSError: the system does not tell"""
    adapters = ifaddr.get_adapters()
    found = [(a.name, str(ip.ip)) for a in adapters for ip in a.ips if ip.is_IPv4]
    links = sorted({(name, _changes(name)) for name, _ in found})
    return Network(usable([_way_out(), *(address for _, address in found)]), tuple(links))


def _way_out() -> str:
    """The address that goes out to other networks; "" in an office without a gateway."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _changes(name: str) -> str:
    try:
        return (_LINKS / name / "carrier_changes").read_text().strip()
    except (OSError, ValueError):  # not Linux, or the interface went away this moment
        return ""
