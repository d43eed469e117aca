"""The life of an appointment, as its table says."""

import itertools

import pytest

from server import bookings
from server.events import Arrived, Booked, BookingCancelled, Expired

AT = "2026-11-23T01:00:00.000Z"
EVENTS = (
    Booked(
        appointment=1,
        service="A",
        business_day="2026-11-23",
        slot="09:00",
        due_at="2026-11-23T02:00:00.000Z",
        language="vi",
    ),
    BookingCancelled(appointment=1, by="citizen"),
    Arrived(appointment=1, ticket=7, label="A007"),
    Expired(appointment=1),
)


@pytest.mark.parametrize(
    ("state", "event"),
    list(itertools.product(bookings.LIFE, EVENTS)),
    ids=lambda each: str(each)[:9],
)
def test_only_the_steps_of_the_table_are_taken(
    state: str, event: bookings.AppointmentEvent
) -> None:
    if type(event) in bookings.LIFE[state]:
        columns = bookings.columns_after(state, event, AT)
        assert columns["state"] == bookings.LIFE[state][type(event)]
    else:
        with pytest.raises(bookings.NotAllowed, match=event.name):
            bookings.columns_after(state, event, AT)


def test_every_way_ends() -> None:
    ends = {state for state, after in bookings.LIFE.items() if not after}
    assert ends == {bookings.ARRIVED, bookings.CANCELLED, bookings.EXPIRED}


def test_arriving_sets_the_ticket() -> None:
    assert bookings.columns_after(bookings.BOOKED, EVENTS[2], AT) == {
        "state": "arrived",
        "ticket": 7,
    }
