"""A place on the network as people type it and read it; pure. Table: docs/reference/beacon.md."""

import ipaddress
import re
from dataclasses import dataclass

from server.errors import Malformed

USUAL_PORT = 47110
"""Where a tablet listens unless that port is taken."""
_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::([0-9]{1,5}))?")
_PLAIN = re.compile(r"([0-9.]*)(?::([0-9]{1,5}))?")


@dataclass(frozen=True)
class Spot:
    """An IPv4 or IPv6 address in its usual form, and a port."""

    address: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"


def read_spot(text: str) -> Spot:
    """``10.0.0.7:47110`` or ``[fd00::5]:47110``; or without the port, then ``fd00::5`` too.

    :raises Malformed: ``bad_address``, ``link_local_address``
    """
    text = text.strip()
    found = _BRACKETED.fullmatch(text) or _PLAIN.fullmatch(text)
    host, port = found.groups() if found else (text, None)  # else an IPv6 address alone
    spot = Spot(_host(host, is_six=":" in host), int(port or USUAL_PORT))
    if (text.startswith("[") and ":" not in host) or not 0 < spot.port < 65536:
        raise Malformed("bad_address")
    return spot


def _host(text: str, is_six: bool) -> str:
    try:
        address = ipaddress.IPv6Address(text) if is_six else ipaddress.IPv4Address(text)
    except ValueError:
        raise Malformed("bad_address") from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.is_link_local:
            raise Malformed("link_local_address")
        if address.scope_id is not None:
            raise Malformed("bad_address")
        address = address.ipv4_mapped or address
    if address.is_multicast or address.is_unspecified:
        raise Malformed("bad_address")
    return str(address)
