"""An office that makes appointments and gives numbers from home, and people who ask for them."""

from datetime import date, datetime
from typing import Any

from server.appointments import Booking
from server.asking import Asker
from server.home import HomeNumber
from server.shapes import Appointment, Ticket
from tests.server.desk import KIOSK, ZONE, Desk, asked

HOURS = {
    "name": "office",
    "session": [
        {"name": "morning", "opens": "07:30", "closes": "11:30", "last_ticket": "11:00"},
        {"name": "afternoon", "opens": "13:00", "closes": "17:00", "last_ticket": "16:30"},
    ],
}
SERVICE = {
    "name": "Tư pháp",
    **{"slot_min": 30, "slot_capacity": 2, "slot_days": 3, "grace_min": 15, "home_days": 2},
}
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
AN, BINH, CHI = "001090000001", "001090000002", "001090000003"
HOME = Asker("home", "home", key_space="b-1")


def prepare(desk: Desk, **more: Any) -> Desk:
    """Monday, 8 o'clock: A has slots of half an hour and numbers from home, B has neither."""
    desk.change("schedule", "office", HOURS)
    desk.change("service", "A", {**SERVICE, **more})
    return desk


def at(desk: Desk, clock: str, day: date = MONDAY) -> None:
    """Let the office's clock say *clock*."""
    desk.clock.at = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZONE)


def book(
    desk: Desk,
    start: str = "09:00",
    day: date = MONDAY,
    identity: str = AN,
    key: str | None = None,
    service: str = "A",
) -> Appointment:
    """A place booked by *identity*."""
    claim = desk.persons.claim(identity, day)
    words = ("book", service, day.isoformat(), start, claim.hash.hex())
    wanted = Booking(service=service, day=day, start=start)
    return desk.appointments.book(wanted, claim, asked(key, *words, by=HOME))


def arrive(desk: Desk, code: str, key: str | None = None) -> Ticket:
    """Whoever booked *code* is at the kiosk."""
    return desk.appointments.arrive(code, "hall", asked(key, "arrive", code, by=KIOSK))


def from_home(
    desk: Desk,
    day: date = MONDAY,
    identity: str = AN,
    key: str | None = None,
    service: str = "A",
) -> Ticket:
    """A number taken from home by *identity*."""
    claim = desk.persons.claim(identity, day)
    words = ("home", service, day.isoformat(), claim.hash.hex())
    return desk.home_numbers.take(
        HomeNumber(service=service, day=day), claim, asked(key, *words, by=HOME)
    )


def state(desk: Desk, code: str) -> str:
    """The state of the appointment with that code."""
    with desk.store.reading() as connection:
        row = connection.execute("SELECT state FROM appointments WHERE code = ?", (code,))
        return str(row.fetchone()["state"])
