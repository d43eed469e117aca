"""What the server announces of itself, so that its tablets find it again."""

import importlib.metadata
from collections.abc import Sequence
from ipaddress import AddressValueError, IPv4Address

from hardware.beacon_record import Beacon, shorten

EVERYWHERE = ("", "0.0.0.0", "::")
_LOOPBACK = "127.0.0.1"


def calling_card(office_id: str, name: str, port: int) -> Beacon:
    """The beacon of the office *name*, whose tablets know it by *office_id*."""
    return Beacon(office_id, "server", shorten(name), "", port, _version(), is_asking=False)


def where_to_call(host: str, interfaces: Sequence[str] | None) -> Sequence[str] | None:
    """On which addresses a server that listens at *host* is announced; ``None``: on all.

    *interfaces* are those that the set-up names.  What nobody else can reach is told to nobody
    else: a server at 127.0.0.1 is heard on this machine only.
    """
    if host in EVERYWHERE:
        return interfaces
    if host == "localhost":
        return (_LOOPBACK,)
    try:
        return (str(IPv4Address(host)),)
    except AddressValueError:  # a name, or IPv6, which beacons do not carry
        return (_LOOPBACK,) if host == "::1" else interfaces


def listen_at(host: str) -> str:
    """As asyncio takes it: ``::`` there would leave IPv4 out, nothing means both."""
    return "" if host == "::" else host


def _version() -> str:
    try:
        return importlib.metadata.version("motcua")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
