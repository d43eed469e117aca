"""The port is tried before anything starts."""

import socket

import pytest

from server.address import own_address
from server.errors import SetupError
from server.running import check_port


def test_a_free_port_is_no_trouble() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    check_port("127.0.0.1", port)


def test_a_taken_port_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=f"127.0.0.1:{port} cannot be used .*choose another"):
            check_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.1", "no such host", "::ffff"])
def test_an_address_that_is_not_of_this_machine(host: str) -> None:
    with pytest.raises(SetupError, match="cannot be used"):
        check_port(host, 8080)


def test_this_machine_has_an_address() -> None:
    socket.inet_aton(own_address())
