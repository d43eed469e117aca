"""Appointments: a place in a slot, booked ahead; who comes in time gets a ticket that keeps it.

Like the verbs of :mod:`server.office`, each is all or nothing.  How appointments and walk-ins are
one line is the turn's affair (``docs/explanation/who-is-next.md``).
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from server import appointment_rows as rows
from server import bookings, queries, slots
from server.asking import Request
from server.errors import Refused, Unknown
from server.events import AppointmentEvent, Arrived, Booked, BookingCancelled, Expired
from server.hours import instant, stamp
from server.ledger import NewTicket, Taking
from server.office import Office, service_of
from server.persons import Claim, Persons, hold
from server.plan import Plan, Service
from server.schedule import session_name
from server.shapes import Appointment, Slot, Ticket
from server.store import Store
from server.tickets import ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What is wanted: a place at *start* (``HH:MM``) on *day*."""

    service: str
    day: date
    start: str
    language: str = "vi"


class Appointments:
    """The verbs of appointments."""

    def __init__(self, store: Store, office: Office, persons: Persons) -> None:
        self._store = store
        self._office = office
        self._persons = persons

    def offered(self, connection: sqlite3.Connection, code: str, day: date) -> list[Slot]:
        """The slots of *day* that can still be booked, in their order; full ones too.

        :raises Unknown: ``no_such_service``.
        """
        service = service_of(self._office.plan(connection), code)
        today = self._office.local().date()
        if not today <= day <= slots.last_day(service, today):
            return []
        plan = self._office.settings.plan(connection, day)
        if code not in plan.services:
            return []
        return [
            Slot(start=each.start, free=each.free, capacity=each.capacity)
            for each in self._slots(connection, plan, plan.services[code])
            if each.due > self._office.now()
        ]

    def days(self, plans: Sequence[Plan], service: Service) -> list[date]:
        """The days of *plans*, the first of which is today's, with slots that have not begun."""
        zone, now = self._office.site.zone, self._office.now()
        return [
            plan.day
            for plan in plans[: service.slot_days + 1]
            if (then := plan.services.get(service.code)) is not None
            and (starts := slots.starts(plan, then, plan.day))
            and slots.due(plan.day, starts[-1], zone) > now
        ]

    def book(self, wanted: Booking, claim: Claim, request: Request) -> Appointment:
        """Take a place.

        :raises Unknown: ``no_such_service``, ``no_such_slot``.
        :raises Refused: ``no_appointments``, ``no_hours``, ``service_ended``,
            ``day_not_offered``, ``slot_past``, ``slot_full``, ``person_service``, ``person_day``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Appointment:
            plan, service = self._offered(tx, wanted)
            slot = self._place(tx, plan, service, wanted.start)
            self._persons.check(tx, claim, service, plan.rules)
            event = Booked(
                appointment=0,
                service=service.code,
                business_day=wanted.day.isoformat(),
                slot=wanted.start,
                due_at=stamp(slot.due),
                language=wanted.language,
            )
            columns = bookings.columns_after(bookings.UNBORN, event, at)
            appointment = rows.insert(tx, columns)
            self._office.ledger.note(tx, at, replace(event, appointment=appointment))
            hold(tx, claim, service.code, appointment=appointment)
            return self._shown(tx, appointment)

        return self._office.once(request, change, Appointment)

    def cancel(self, code: str, request: Request) -> Appointment:
        """Give the place back.

        :raises Unknown: ``no_such_appointment``. :raises Refused: ``appointment_over``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Appointment:
            row = rows.by_code(tx, code)
            if row["state"] != bookings.BOOKED:
                raise Refused("appointment_over", state=row["state"])
            self._happen(
                tx, at, row, BookingCancelled(appointment=row["id"], by=request.asker.role)
            )
            return self._shown(tx, row["id"])

        return self._office.once(request, change, Appointment)

    def arrive(self, code: str, printer: str | None, request: Request) -> Ticket:
        """The citizen is here: the ticket of the appointment, the same one each time.

        Neither hours nor limits of walk-ins stand in the way; the place was promised.

        :raises Unknown: ``no_such_appointment``, ``no_such_service``.
        :raises Refused: ``other_day``, ``too_early``, ``too_late``, ``appointment_over``,
            ``service_ended``, ``numbers_used_up``, ``too_late_to_requeue``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            row = rows.by_code(tx, code)
            if row["ticket"] is not None:
                return self._again(tx, at, row["ticket"], request)
            plan = self._office.plan(tx)
            service = self._in_time(plan, row)
            ticket = self._issue(tx, at, plan, service, row, printer)
            event = Arrived(appointment=row["id"], ticket=ticket.id, label=ticket.label)
            self._happen(tx, at, row, event)
            return ticket

        return self._office.once(request, change)

    def _again(self, tx: sqlite3.Connection, at: str, ticket: int, request: Request) -> Ticket:
        """The code once more: somebody who missed the call is back in line."""
        found = queries.ticket_by_id(tx, ticket)
        if found.state == "no_show":
            return self._office.back_in_line(tx, at, ticket, by=request.asker.role)
        if found.state in ENDED:
            raise Refused("appointment_over", state=found.state)
        return found

    def expire(self, now: datetime) -> None:
        """Let go of appointments nobody came to: a chore of every second."""
        if self._store.row(_DUE, stamp(now)) is None:
            return
        with self._store.reading() as connection:
            is_any = bool(self._missed(connection, now))
        if is_any:
            self._store.change(lambda tx: self._expire(tx, now))

    def _expire(self, tx: sqlite3.Connection, now: datetime) -> None:
        for row in self._missed(tx, now):
            self._happen(tx, stamp(now), row, Expired(appointment=row["id"]))

    def _missed(self, connection: sqlite3.Connection, now: datetime) -> list[sqlite3.Row]:
        return [
            row
            for row in connection.execute(_DUE, (stamp(now),)).fetchall()
            if self._standing(connection, row, now) == slots.LATE
        ]

    def _standing(self, connection: sqlite3.Connection, row: sqlite3.Row, now: datetime) -> str:
        plan = self._office.settings.plan(connection, row["business_day"])
        grace = queries.service_in(plan, row["service"]).grace_min
        return slots.arrival(now, instant(row["due_at"]), grace)

    # How

    def _offered(self, tx: sqlite3.Connection, wanted: Booking) -> tuple[Plan, Service]:
        """The plan of the day wanted, if it can be booked already."""
        now = service_of(self._office.plan(tx), wanted.service)
        if not now.slot_min:
            raise Refused("no_appointments", name=now.names)
        today = self._office.local().date()
        until = slots.last_day(now, today)
        if not today <= wanted.day <= until:
            raise Refused("day_not_offered", until=f"{until:%d/%m/%Y}")
        plan = self._office.settings.plan(tx, wanted.day)
        service = service_of(plan, wanted.service)
        if service.has_ended:
            raise Refused("service_ended", name=service.names, notice=service.notices)
        if service.schedule not in plan.schedules:
            raise Refused("no_hours", name=service.names)
        return plan, service

    def _place(
        self, tx: sqlite3.Connection, plan: Plan, service: Service, start: str
    ) -> slots.Slot:
        found = {each.start: each for each in self._slots(tx, plan, service)}
        if start not in found:
            raise Unknown("no_such_slot", start=start, day=f"{plan.day:%d/%m/%Y}")
        slot = found[start]
        if slot.due <= self._office.now():
            raise Refused("slot_past", start=start)
        if not slot.free:
            raise Refused("slot_full", start=start)
        return slot

    def _slots(
        self, connection: sqlite3.Connection, plan: Plan, service: Service
    ) -> list[slots.Slot]:
        counts = connection.execute(
            "SELECT slot, taken FROM slots WHERE service = ? AND business_day = ?",
            (service.code, plan.day.isoformat()),
        )
        taken = {row["slot"]: int(row["taken"]) for row in counts}
        return slots.slots(plan, service, plan.day, self._office.site.zone, taken)

    def _in_time(self, plan: Plan, row: sqlite3.Row) -> Service:
        """The service, if the appointment of *row* can be kept now; what to do otherwise."""
        due = instant(row["due_at"]).astimezone(self._office.site.zone)
        if row["state"] == bookings.CANCELLED:
            raise Refused("appointment_over", state=row["state"])
        if row["business_day"] > plan.day.isoformat():
            raise Refused("other_day", at=f"{due:%H:%M %d/%m/%Y}")
        service = service_of(plan, row["service"])
        now, grace = self._office.now(), service.grace_min
        standing = slots.arrival(now, due, grace)
        if row["state"] == bookings.EXPIRED or standing == slots.LATE:
            raise Refused("too_late", at=f"{due:%H:%M %d/%m/%Y}", minutes=grace)
        if standing == slots.EARLY:
            come = due - timedelta(minutes=grace)
            raise Refused("too_early", at=f"{due:%H:%M}", come=f"{come:%H:%M}")
        if service.has_ended:
            raise Refused("service_ended", name=service.names, notice=service.notices)
        return service

    def _issue(
        self,
        tx: sqlite3.Connection,
        at: str,
        plan: Plan,
        service: Service,
        row: sqlite3.Row,
        printer: str | None,
    ) -> Ticket:
        due = instant(row["due_at"]).astimezone(self._office.site.zone)
        taking = Taking(
            business_day=plan.day,
            session=session_name(plan, service.schedule, due),
            numbering=plan.numbering_of(service),
        )
        new = NewTicket(
            service=service.code, language=row["language"], printer=printer, due_at=row["due_at"]
        )
        return self._office.ledger.issue(tx, at, new, taking)

    def _happen(
        self, tx: sqlite3.Connection, at: str, row: sqlite3.Row, event: AppointmentEvent
    ) -> None:
        """State and journal, together."""
        columns = bookings.columns_after(row["state"], event, at)
        assignments = ", ".join(f"{name} = ?" for name in columns)
        tx.execute(
            f"UPDATE appointments SET {assignments} WHERE id = ?", (*columns.values(), row["id"])
        )
        self._office.ledger.note(tx, at, event)

    def _shown(self, connection: sqlite3.Connection, appointment: int) -> Appointment:
        row = rows.by_id(connection, appointment)
        return rows.shown(row, self._office.settings.plan(connection, row["business_day"]))


_DUE = "SELECT * FROM appointments WHERE state = 'booked' AND due_at < ?"
