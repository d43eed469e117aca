"""Running the server as a program: its log, its port, its end."""

import logging
import os
import socket

from server.errors import SetupError
from server.wiring import OfficeServer

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_plainly() -> None:
    """Log to standard error, a line each, without anything that identifies a citizen."""
    # force: python-escpos configures logging when it is imported.
    logging.basicConfig(level=logging.INFO, format=LINE, force=True)
    for quiet in ("uvicorn", "zeroconf"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


def run_server(office: OfficeServer) -> None:
    """Run *office* until it is told to stop.

    :raises SetupError: if its port is taken.
    """
    try:
        check_port(office.place.host, office.place.port)
    except SetupError:
        office.close()
        raise
    office.run()


def check_port(host: str, port: int) -> None:
    """See that nobody listens there yet: uvicorn itself would end the process without a sentence.

    :raises SetupError: if the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # where it would let two programs have one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupError(
                f"{host}:{port} cannot be used ({error.strerror}): another program may have it; "
                "choose another with --port"
            ) from error
