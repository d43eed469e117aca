"""Where phones and tablets find this server."""

import socket

SOMEWHERE = ("192.0.2.1", 9)
"""An address of the documentation network (RFC 5737): asked for its route, never sent anything."""


def own_address() -> str:
    """This machine's address on the office network, ``127.0.0.1`` when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
