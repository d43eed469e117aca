"""Identity numbers: read strictly, kept never, counted for their day."""

from datetime import timedelta

import pytest

from server.errors import Malformed, Refused
from server.persons import identity_number
from tests.server.booking import AN, BINH, FRIDAY, MONDAY, TUESDAY, at, book, from_home, prepare
from tests.server.desk import Desk, asked

CARD = "001090123456|012345678|NGUYEN VAN A|01011990|Nam|Thôn 1, xã Giao Thủy|15042021"


@pytest.fixture
def office(desk: Desk) -> Desk:
    return prepare(desk)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("001090123456", "001090123456"),
        (" 001 090 123 456 ", "001090123456"),
        ("012345678", "012345678"),
        ("012.345.678", "012345678"),
        (CARD, "001090123456"),
        (CARD.replace("012345678", ""), "001090123456"),
        (CARD + "|8th field", "001090123456"),
        ("CCCD:001090123456|CMND:012345678|NGUYEN VAN A", "001090123456"),
    ],
)
def test_a_number_is_found(text: str, number: str) -> None:
    assert identity_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "0010901234567", "00109012345a", "٠٠١٠٩٠١٢٣٤٥٦", "²" * 12),
        *("|001090123456", "NGUYEN VAN A|001090123456", "DN4791234567890|4e67|01/01/1990"),
    ],
)
def test_anything_else_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(Malformed) as caught:
        identity_number(text)
    assert (caught.value.code, caught.value.about) == ("bad_identity", {})


def test_one_person_is_one_on_a_day_and_nobody_across_days(office: Desk) -> None:
    claims = [office.persons.claim(AN, MONDAY), office.persons.claim(AN, TUESDAY)]
    assert office.persons.claim(AN, MONDAY) == claims[0]
    assert office.persons.claim(f"{AN[:3]} {AN[3:]}", MONDAY) == claims[0]
    assert claims[0].hash != claims[1].hash
    assert office.persons.claim(BINH, MONDAY).hash != claims[0].hash
    assert office.count("salts") == 2


def test_a_day_that_nobody_may_ask_for_has_no_salt(office: Desk) -> None:
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=367)):
        with pytest.raises(Refused, match="day_not_offered"):
            office.persons.claim(AN, day)
    assert office.count("salts") == 0


def test_one_number_of_a_service_and_two_in_all(office: Desk) -> None:
    office.change("service", "B", {"name": "Đất đai", "home_days": 2})
    office.change("service", "C", {"name": "Y tế", "home_days": 2})
    from_home(office, service="A")
    with pytest.raises(Refused, match="person_service"):
        book(office)
    from_home(office, service="B")
    with pytest.raises(Refused, match="person_day"):
        from_home(office, service="C")
    from_home(office, TUESDAY, service="A")  # another day
    from_home(office, identity=BINH, service="A")  # somebody else


def test_zero_is_no_limit(office: Desk) -> None:
    office.change("rules", "office", {"person_day": 0, "person_service": 0})
    for _ in range(4):
        from_home(office)


def test_what_is_given_back_counts_no_more(office: Desk) -> None:
    for _ in range(3):
        ticket = from_home(office)
        office.office.cancel(ticket.id, asked(None))
        appointment = book(office)
        office.appointments.cancel(appointment.code, asked(None))
    assert office.count("claims") == 0


def test_giving_back_the_ticket_of_an_appointment_counts_too(office: Desk) -> None:
    code = book(office).code
    at(office, "09:00")
    ticket = office.appointments.arrive(code, None, asked(None))
    with pytest.raises(Refused, match="person_service"):
        from_home(office)
    office.office.cancel(ticket.id, asked(None))
    from_home(office)


def test_a_repeat_with_its_key_is_not_counted_twice(office: Desk) -> None:
    assert from_home(office, key="k") == from_home(office, key="k")
    assert office.count("claims") == 1


def test_salts_and_claims_of_past_days_are_deleted_at_night(office: Desk) -> None:
    from_home(office)
    from_home(office, TUESDAY)
    salt = office.store.row("SELECT salt FROM salts WHERE business_day = '2026-11-23'")
    at(office, "23:59")
    office.upkeep.look()
    assert office.count("claims") == office.count("salts") == 2
    at(office, "00:00", TUESDAY)
    office.upkeep.look()
    assert office.count("claims") == office.count("salts") == 1
    at(office, "09:00", FRIDAY)
    office.upkeep.look()
    assert office.count("claims") == office.count("salts") == 0
    assert salt is not None
    office.store.close()  # the log is written back into the file and goes
    kept = b"".join(path.read_bytes() for path in office.store.path.parent.iterdir())
    assert bytes(salt["salt"]) not in kept
