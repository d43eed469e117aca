"""The life of an appointment, as one table, and what each step changes in its row.  Pure.

The journal replayed through here is the table ``appointments``, but for the code and the secret,
which open an appointment and stand in no journal.
"""

from server.events import AppointmentEvent, Arrived, Booked, BookingCancelled, Expired

BOOKED = "booked"
ARRIVED = "arrived"
CANCELLED = "cancelled"
EXPIRED = "expired"

#: The state of an appointment that does not exist yet.
UNBORN = ""

LIFE: dict[str, dict[type[AppointmentEvent], str]] = {
    UNBORN: {Booked: BOOKED},
    BOOKED: {Arrived: ARRIVED, BookingCancelled: CANCELLED, Expired: EXPIRED},
    ARRIVED: {},
    CANCELLED: {},
    EXPIRED: {},
}

Columns = dict[str, str | int | None]


class NotAllowed(Exception):
    """The event cannot happen to an appointment in this state."""


def columns_after(state: str, event: AppointmentEvent, at: str) -> Columns:
    """The columns that *event*, which happened *at*, sets in the row of an appointment in *state*.

    :raises NotAllowed: if the table has no such step.
    """
    try:
        columns: Columns = {"state": LIFE[state][type(event)]}
    except KeyError:
        raise NotAllowed(
            f"an appointment that is {state or 'not booked'} cannot be {event.name}"
        ) from None
    match event:
        case Booked():
            columns |= {"service": event.service, "business_day": event.business_day}
            columns |= {"slot": event.slot, "due_at": event.due_at, "language": event.language}
            columns |= {"made_at": at, "ticket": None}
        case Arrived():
            columns["ticket"] = event.ticket
    return columns
