"""How a tablet is found on the network: its listener, where it is paired, and its beacon."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.belonging import Belonging
from kiosk.listener import Listener
from kiosk.places import own_addresses
from kiosk.settings import Settings, own_version

if TYPE_CHECKING:
    from hardware.beacon import Announcer, Beacon


class Presence:
    """Listens from start() on, is announced from announce() on; close() ends both.

    :param placed: called when our address may have changed, on the announcer's thread
    :raises OSError: the port can not be used
    """

    def __init__(
        self, settings: Settings, belonging: Belonging, placed: Callable[[], None]
    ) -> None:
        self._settings, self._belonging, self._placed = settings, belonging, placed
        self._listener = Listener(
            belonging.handshake, belonging.agreed, settings.host, settings.port, self._who
        )
        self._addresses = own_addresses(settings.interfaces)
        self._announcer: Announcer | None = None

    @property
    def place(self) -> str:
        """Where the listener is, `10.0.0.7:47110`; "" without a network."""
        return f"{self._addresses[0]}:{self._listener.port}" if self._addresses else ""

    def start(self) -> None:
        self._listener.start()

    def announce(self) -> None:
        from hardware.beacon import Announcer  # 90 ms: after the first screen is there

        self._announcer = Announcer(
            self._beacon(), self._settings.interfaces, on_move=self._moved_house
        )
        self._announcer.start()

    def update(self) -> None:
        """Tell the network that we ask, or do no longer."""
        if self._announcer:
            self._announcer.update(self._beacon())

    def close(self) -> None:
        self._listener.close()
        if self._announcer:
            self._announcer.close()

    def _moved_house(self, addresses: Sequence[str]) -> None:
        """Runs on the announcer's thread, after a change of the network and at its start."""
        self._addresses = tuple(addresses)
        self._placed()

    def _who(self) -> dict[str, object]:
        """What we say of ourselves to a server that asks; as much as the beacon tells to all."""
        said = self._beacon()
        return {
            "id": said.id,
            "kind": said.kind,
            "name": said.name,
            "version": said.version,
            "asking": said.is_asking,
        }

    def _beacon(self) -> "Beacon":
        from hardware.beacon import Beacon

        identity, kind = self._belonging.identity, self._settings.kind
        return Beacon(
            id=identity.id,
            kind=kind,
            name=self._settings.name or f"{kind} {identity.id[:4]}",
            address="",
            port=self._listener.port,
            version=own_version(),
            is_asking=identity.home is None,
        )
