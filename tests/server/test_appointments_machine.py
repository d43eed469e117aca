"""Days of booking, coming, giving back and taking numbers in any order, over the real store.

After every step: no slot has more bookings than places, nobody holds more than they may, an
appointment has at most one ticket, and the tables follow from the journal.
"""

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from server.appointments import Booking
from server.errors import OfficeError
from server.home import HomeNumber
from server.persons import Claim
from server.verify import breaks
from tests.server.booking import MONDAY, prepare
from tests.server.desk import asked, open_desk

CAPACITY, PERSON_DAY, PERSON_SERVICE = 2, 3, 2
PEOPLE = st.integers(0, 3)
DAYS = st.integers(0, 2).map(lambda days: MONDAY + timedelta(days=days))
STARTS = st.sampled_from(["08:00", "09:00", "09:30", "16:30", "09:10"])


class Citizens(RuleBasedStateMachine):
    """Four people, three days, two services."""

    codes = Bundle("codes")
    tickets = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        folder = self.opened.enter_context(tempfile.TemporaryDirectory())
        self.desk = self.opened.enter_context(open_desk(Path(folder) / "office.db"))
        prepare(self.desk, slot_capacity=CAPACITY)
        self.desk.change("service", "B", {"name": "Đất đai", "home_days": 1, "limit_session": 2})
        rules = {"person_day": PERSON_DAY, "person_service": PERSON_SERVICE, "guard_s": 0}
        self.desk.change("rules", "office", rules)

    def teardown(self) -> None:
        self.opened.close()

    @rule(target=codes, person=PEOPLE, day=DAYS, start=STARTS)
    def book(self, person, day, start):  # type: ignore[no-untyped-def]
        claim = Claim(business_day=day.isoformat(), hash=bytes([person]))
        try:
            wanted = Booking(service="A", day=day, start=start)
            return self.desk.appointments.book(wanted, claim, asked(None)).code
        except OfficeError:
            return multiple()

    @rule(target=tickets, person=PEOPLE, day=DAYS, service=st.sampled_from("AB"))
    def take(self, person, day, service):  # type: ignore[no-untyped-def]
        claim = Claim(business_day=day.isoformat(), hash=bytes([person]))
        try:
            wanted = HomeNumber(service=service, day=day)
            return self.desk.home_numbers.take(wanted, claim, asked(None)).id
        except OfficeError:
            return multiple()

    @rule(target=tickets, code=codes)
    def arrive(self, code):  # type: ignore[no-untyped-def]
        try:
            return self.desk.appointments.arrive(code, None, asked(None)).id
        except OfficeError:
            return multiple()

    @rule(code=codes)
    def cancel(self, code):  # type: ignore[no-untyped-def]
        self._try(lambda: self.desk.appointments.cancel(code, asked(None)))

    @rule(ticket=tickets)
    def give_back(self, ticket):  # type: ignore[no-untyped-def]
        self._try(lambda: self.desk.office.cancel(ticket, asked(None)))

    @rule()
    def walk_in(self):  # type: ignore[no-untyped-def]
        self._try(self.desk.issue)

    @rule()
    def call(self):  # type: ignore[no-untyped-def]
        self._try(lambda: self.desk.counters.call_next("2", asked(None), finish_current=True))

    @rule(minutes=st.sampled_from([1, 14, 31, 240, 1440]))
    def time_passes(self, minutes):  # type: ignore[no-untyped-def]
        self.desk.clock.pass_s(minutes * 60)
        self.desk.upkeep.look()

    @invariant()
    def promises_hold(self) -> None:
        with self.desk.store.reading() as connection:
            assert list(breaks(connection)) == []
            booked = connection.execute(
                "SELECT count(*) AS n FROM appointments WHERE state != 'cancelled' "
                "GROUP BY service, business_day, slot"
            ).fetchall()
            held = connection.execute(
                "SELECT business_day, count(*) AS n FROM claims GROUP BY business_day, hash"
            ).fetchall()
            held_of = connection.execute(
                "SELECT count(*) AS n FROM claims GROUP BY business_day, hash, service"
            ).fetchall()
            lost = connection.execute(
                "SELECT 1 FROM claims c LEFT JOIN tickets t ON t.id = c.ticket "
                "LEFT JOIN appointments a ON a.id = c.appointment "
                "WHERE t.state = 'cancelled' OR a.state = 'cancelled'"
            ).fetchall()
        assert all(row["n"] <= CAPACITY for row in booked)
        assert all(row["n"] <= PERSON_DAY for row in held)
        assert all(row["n"] <= PERSON_SERVICE for row in held_of)
        assert all(row["business_day"] >= self.desk.office.today() for row in held)
        assert lost == []

    def _try(self, ask):  # type: ignore[no-untyped-def]
        try:
            ask()
        except OfficeError:
            return


Citizens.TestCase.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
TestCitizens = Citizens.TestCase
