"""How this machine stands in its network."""

import ipaddress

from hardware.addresses import look


def test_a_look_at_this_machine() -> None:
    network = look()
    assert network.addresses and network == look()
    assert all(ipaddress.ip_address(each).version == 4 for each in network.addresses)
    assert len(set(network.addresses)) == len(network.addresses)
