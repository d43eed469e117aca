"""Booking, coming, giving back, and letting go of appointments."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from server.errors import Malformed, Refused, Unknown
from server.persons import Claim
from server.shapes import Ticket
from server.verify import breaks
from tests.server.booking import (
    AN,
    BINH,
    CHI,
    FRIDAY,
    MONDAY,
    TUESDAY,
    arrive,
    at,
    book,
    prepare,
    state,
)
from tests.server.desk import ADMIN, Desk, asked


@pytest.fixture
def office(desk: Desk) -> Desk:
    return prepare(desk)


def refused(code: str, *, kind: type[Exception] = Refused):  # type: ignore[no-untyped-def]
    return pytest.raises(kind, check=lambda error: getattr(error, "code", "") == code)


def offered(desk: Desk, day: object = MONDAY) -> dict[str, int]:
    with desk.store.reading() as connection:
        found = desk.appointments.offered(connection, "A", day)  # type: ignore[arg-type]
    return {each.start: each.free for each in found}


def broken(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


# Booking


def test_a_place_is_taken_and_the_list_shows_it(office: Desk) -> None:
    assert offered(office)["09:00"] == 2
    made = book(office)
    assert (made.service, made.day, made.start, made.state) == (
        "A",
        "2026-11-23",
        "09:00",
        "booked",
    )
    assert (made.due_at, made.from_at, made.until_at) == (
        "2026-11-23T02:00:00.000Z",
        "2026-11-23T01:45:00.000Z",
        "2026-11-23T02:15:00.000Z",
    )
    assert len(made.code) == 8 and made.code.isdigit() and made.code[0] != "0"
    assert offered(office)["09:00"] == 1
    assert office.names()[-1] == "booked"


def test_slots_that_have_begun_are_not_offered(office: Desk) -> None:
    assert next(iter(offered(office))) == "08:30"  # at 8 o'clock sharp, 8:00 has begun
    with refused("slot_past"):
        book(office, "08:00")


def test_a_full_slot_takes_nobody_until_somebody_gives_back(office: Desk) -> None:
    first = book(office, identity=AN)
    book(office, identity=BINH)
    with refused("slot_full"):
        book(office, identity=CHI)
    office.appointments.cancel(first.code, asked(None))
    book(office, identity=CHI)
    assert broken(office) == []


def test_what_is_not_offered_is_refused_with_a_reason(office: Desk) -> None:
    with refused("no_such_slot", kind=Unknown):
        book(office, "09:10")
    with refused("day_not_offered"):
        book(office, day=FRIDAY)
    with refused("no_such_service", kind=Unknown):
        book(office, service="X")
    with refused("no_appointments"):
        book(office, service="B")
    office.change("service", "B", {"name": "Đất đai", "slot_min": 30})
    office.change("schedule", "office", None)
    with refused("no_hours"):
        book(office, service="B")


def test_a_day_off_has_no_slots(office: Desk) -> None:
    office.change("day", "2026-11-24", {"works": False, "name": "Nghỉ"})
    assert offered(office, TUESDAY) == {}
    with refused("no_such_slot", kind=Unknown):
        book(office, day=TUESDAY)
    with office.store.reading() as connection:
        plans = office.home_numbers.plans(connection)
    days = office.appointments.days(plans, plans[0].services["A"])
    assert TUESDAY not in days and MONDAY in days and FRIDAY not in days


def test_a_set_up_that_comes_into_force_later_counts_on_its_day(office: Desk) -> None:
    office.change("service", "A", {"name": "Tư pháp", "slot_min": 60}, "2026-11-24")
    assert "08:30" in offered(office, TUESDAY) and "09:00" not in offered(office, TUESDAY)


def test_one_key_books_once_whatever_happens_in_between(office: Desk) -> None:
    first = book(office, key="k")
    assert book(office, key="k") == first
    assert office.count("appointments") == 1
    with refused("key_reused", kind=Malformed):
        book(office, "10:00", key="k")


def test_twenty_at_once_for_the_last_place_of_a_slot(office: Desk) -> None:
    claims = [Claim(business_day="2026-11-23", hash=bytes([n])) for n in range(20)]
    book(office, identity=AN)

    def one(claim: Claim) -> str:
        from server.appointments import Booking

        try:
            office.appointments.book(
                Booking(service="A", day=MONDAY, start="09:00"), claim, asked(None)
            )
        except Refused as error:
            return error.code
        return "booked"

    with ThreadPoolExecutor(20) as pool:
        assert Counter(pool.map(one, claims)) == {"booked": 1, "slot_full": 19}
    assert broken(office) == []


# Coming


def test_in_time_there_is_a_ticket_with_the_time(office: Desk) -> None:
    code = book(office).code
    at(office, "08:50")
    ticket = arrive(office, code)
    assert (ticket.label, ticket.state, ticket.slip.state) == ("A001", "waiting", "queued")
    assert office.names()[-2:] == ["issued", "arrived"]
    assert state(office, code) == "arrived"
    assert broken(office) == []


def test_coming_twice_gives_the_same_ticket_and_one_slip(office: Desk) -> None:
    code = book(office).code
    at(office, "09:00")
    first = arrive(office, code, "k-1")
    assert arrive(office, code, "k-1") == first
    assert arrive(office, code, "k-2").id == first.id
    at(office, "12:00")
    assert arrive(office, code).id == first.id
    assert office.names().count("issued") == 1


@pytest.mark.parametrize(
    ("clock", "code"),
    [("08:44", "too_early"), ("09:16", "too_late")],
)
def test_outside_the_grace_it_is_said_when_to_come(office: Desk, clock: str, code: str) -> None:
    booked = book(office).code
    at(office, clock)
    with refused(code) as caught:
        arrive(office, booked)
    assert "09:00" in str(caught.value.about["at"])  # type: ignore[attr-defined]
    assert office.count("tickets") == 0


def test_on_another_day_it_is_said_which(office: Desk) -> None:
    code = book(office, day=TUESDAY).code
    at(office, "09:00")
    with refused("other_day") as caught:
        arrive(office, code)
    assert caught.value.about == {"at": "09:00 24/11/2026"}  # type: ignore[attr-defined]
    at(office, "09:00", TUESDAY + timedelta(days=1))
    with refused("too_late"):
        arrive(office, code)


def test_limits_and_hours_of_walk_ins_are_not_in_the_way(office: Desk) -> None:
    code = book(office, "11:00").code
    office.change("service", "A", {"name": "Tư pháp", "slot_min": 30, "limit_day": 1})
    office.issue()
    with refused("quota_reached"):
        office.issue()
    at(office, "11:10")  # after the last number of the morning
    assert arrive(office, code).label == "A002"


def test_a_service_that_ended_meanwhile_says_where_to_go(office: Desk) -> None:
    code = book(office).code
    office.change("service", "A", {"name": "Tư pháp", "has_ended": True, "notice": "Tầng 2"})
    at(office, "09:00")
    with refused("service_ended"):
        arrive(office, code)


def missed(office: Desk) -> tuple[str, Ticket]:
    """Somebody who came to their appointment and was not there when called."""
    code = book(office).code
    at(office, "09:00")
    ticket = arrive(office, code)
    office.call()
    office.counters.no_show("1", asked(None))
    return code, ticket


def test_the_code_again_after_a_missed_call_is_back_in_line(office: Desk) -> None:
    code, ticket = missed(office)
    again = arrive(office, code, "k-2")
    assert (again.id, again.label, again.state) == (ticket.id, ticket.label, "waiting")
    assert office.names()[-1] == "requeued"
    assert arrive(office, code, "k-3").id == ticket.id  # and once more: in line already
    assert office.names().count("requeued") == 1
    assert office.call().id == ticket.id
    assert arrive(office, code).state == "called"


def test_the_code_again_too_long_after_the_call_is_refused(office: Desk) -> None:
    code, _ = missed(office)
    at(office, "09:31")
    with refused("too_late_to_requeue"):
        arrive(office, code)


def test_the_code_again_after_the_visit_is_over(office: Desk) -> None:
    code, _ = missed(office)
    arrive(office, code)
    office.call()
    office.counters.finish("1", asked(None))
    with refused("appointment_over"):
        arrive(office, code)


# Giving back, and letting go


def test_what_was_given_back_is_no_appointment(office: Desk) -> None:
    code = book(office).code
    office.appointments.cancel(code, asked(None, by=ADMIN))
    with refused("appointment_over"):
        office.appointments.cancel(code, asked(None))
    at(office, "09:00")
    with refused("appointment_over"):
        arrive(office, code)
    with refused("no_such_appointment", kind=Unknown):
        arrive(office, "00000000")


def test_nobody_came_so_it_expires_after_the_grace(office: Desk) -> None:
    code = book(office).code
    at(office, "09:15")
    office.upkeep.look()
    assert state(office, code) == "booked"
    office.clock.pass_s(1)
    office.upkeep.look()
    office.upkeep.look()
    assert state(office, code) == "expired"
    assert office.names().count("expired") == 1
    with refused("too_late"):
        arrive(office, code)
    assert broken(office) == []


def test_what_passed_while_the_server_was_off_expires_when_it_is_back(office: Desk) -> None:
    code = book(office).code
    at(office, "07:30", FRIDAY)
    office.upkeep.look()
    assert state(office, code) == "expired"


# One line with those who walk in


def test_due_appointments_go_before_the_line_and_early_ones_wait(office: Desk) -> None:
    first = book(office, identity=AN)
    second = book(office, "08:30", identity=BINH)
    at(office, "08:30")
    walked_in = office.issue()
    booked_second = arrive(office, second.code)
    at(office, "08:45")
    booked_first = arrive(office, first.code)
    assert [each.ahead for each in (walked_in, booked_second, booked_first)] == [0, 0, 1]
    assert office.call("1").id == booked_second.id  # its time has come
    office.counters.finish("1", asked(None))
    assert office.call("1").id == walked_in.id  # 09:00 has not come, and somebody waits
    office.counters.finish("1", asked(None))
    assert office.call("1").id == booked_first.id  # nobody else: called early
    office.counters.finish("1", asked(None))
    whys = [event.why for event in office.events() if event.name == "called"]  # type: ignore[attr-defined]
    assert whys == ["appointment_due", "first_in_line", "appointment_early"]
    assert broken(office) == []


# The journal


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        ("UPDATE appointments SET slot = '10:00' WHERE id = 1", "appointment 1: slot is '10:00'"),
        ("UPDATE appointments SET state = 'expired' WHERE id = 2", "appointment 2: state is"),
        ("DELETE FROM claims; ", ""),
        ("UPDATE slots SET taken = 9", "places taken (A, 2026-11-23, 09:00): 9 is kept"),
        ("DELETE FROM journal WHERE event = 'booked'", "cannot be arrived"),
        ("UPDATE journal SET data = replace(data, '02:00', '03:00') WHERE event = 'issued'", "has"),
    ],
)
def test_each_tampering_is_found(office: Desk, tampered: str, said: str) -> None:
    code = book(office).code
    book(office, identity=BINH)
    at(office, "09:00")
    arrive(office, code)
    office.store.change(lambda tx: tx.execute(tampered))
    found = broken(office)
    assert any(said in each for each in found) if said else found == []
