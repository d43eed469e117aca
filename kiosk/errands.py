"""What a citizen at the touch kiosk wants of the server: one errand for one touch."""

from dataclasses import dataclass, field

from kiosk.wire import Card


@dataclass(frozen=True)
class Take:
    """A number of `service`. The same `key` gives the same ticket, however often it is asked."""

    key: str
    language: str
    service: str
    card: Card = field(default_factory=Card)


@dataclass(frozen=True)
class Requeue:
    """Back into line after a missed call, by the `label` on the slip."""

    key: str
    language: str
    label: str


@dataclass(frozen=True)
class Arrive:
    """Come to an appointment: by its `code`, or by the `scan` that the server told."""

    key: str
    language: str
    code: str = ""
    scan: str | None = None


@dataclass(frozen=True)
class AskHelp:
    """Somebody of the staff is to come to this kiosk."""

    key: str
    language: str


Errand = Take | Requeue | Arrive | AskHelp
