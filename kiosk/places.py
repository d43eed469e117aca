"""Where this tablet is on the network, as far as it can tell."""

import logging
from collections.abc import Sequence

_LOGGER = logging.getLogger(__name__)


def own_addresses(interfaces: Sequence[str] | None) -> tuple[str, ...]:
    """The address to show first; those pinned, or all that this machine has, or none."""
    if interfaces:
        return tuple(interfaces)
    from hardware.addresses import look

    try:
        return look().addresses
    except OSError as error:
        _LOGGER.warning("this machine does not tell its addresses: %s", error)
        return ()
