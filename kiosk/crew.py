"""The couriers of a tablet that belongs to an office: which there are, when they come and go."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.client import Client
from kiosk.couriers import Courier, Live, Post, Pulse, Put, Sender, Status
from kiosk.identity import Home
from kiosk.outbox import Outbox
from kiosk.servertime import ServerTime
from kiosk.settings import own_version
from kiosk.take_couriers import Services
from kiosk.wire import Told


@dataclass(frozen=True)
class Cargo:
    """What is carried, whatever the office: answers, the server's time, news, how we are."""

    outbox: Outbox
    server_time: ServerTime
    put: Put
    status: Status


class Crew:
    """Couriers of one connection; start() ends those of the one before.

    :param kind: rate or take
    :param scanned: told what was shown to a kiosk, any kiosk, on the live stream's thread
    """

    def __init__(self, kind: str, cargo: Cargo, scanned: Callable[[Told], None]) -> None:
        self._kind, self._cargo, self._scanned = kind, cargo, scanned
        self._couriers: list[Courier] = []
        self._sender: Sender | None = None
        self._pulse: Pulse | None = None

    def start(self, client: Client, home: Home) -> None:
        self.stop()
        self._sender = Sender(client, self._cargo.outbox, home.owner)
        self._pulse = pulse = self._beating(client)
        self._couriers = [pulse, self._sender, *self._listeners(client, pulse)]
        for courier in self._couriers:
            courier.start()

    def stop(self) -> None:
        """Ask them to end; they say nothing any more."""
        for courier in self._couriers:
            courier.stop()
        self._couriers = []

    def end(self, timeout_s: float) -> None:
        """Wait for the sender: the outbox is closed next."""
        if self._sender:
            self._sender.join(timeout_s)

    def nudge_sender(self) -> None:
        """There is something to send."""
        if self._sender:
            self._sender.nudge()

    def nudge_pulse(self) -> None:
        """There is something to tell."""
        if self._pulse:
            self._pulse.nudge()

    def _beating(self, client: Client) -> Pulse:
        post = Post(client, self._cargo.put, self._cargo.status, own_version())
        return Pulse(post, self._cargo.server_time, self.nudge_sender)

    def _listeners(self, client: Client, pulse: Pulse) -> list[Courier]:
        if self._kind == "take":
            services = Services(client, self._cargo.put)
            return [services, Live(client, lambda counter: True, services.nudge, self._scanned)]
        return [Live(client, lambda counter: counter == pulse.counter, pulse.nudge)]
