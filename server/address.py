"""Where phones and tablets find this server."""

import socket

from hardware.addresses import look

SOMEWHERE = ("192.0.2.1", 9)
"""An address of the documentation network (RFC 5737): asked for its route, never sent anything."""


def own_address() -> str:
    """This machine's address on the office network, ``127.0.0.1`` when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return _without_gateway()
        return str(probe.getsockname()[0])


def _without_gateway() -> str:
    """An office may have a network and no way out of it."""
    try:
        return (*look().addresses, "127.0.0.1")[0]
    except OSError:
        return "127.0.0.1"
