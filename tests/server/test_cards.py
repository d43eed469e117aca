"""What is shown to a scanner: cards of both kinds and their variants, slips, codes, rubbish."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import cards
from server.cards import Scan, age_on, read

TODAY = date(2026, 11, 24)
NEW = "001190123456"  # a woman of 1990
NAME = "Trần Thị Ngọc Ánh"
HOME = "Số 1, Phường Hàng Bạc, Hà Nội"
HEALTH = "DN4791234567890|5472e1baa76e20546869|01/01/1950|1|4ec6a1i|79-025|-"


@pytest.mark.parametrize(
    ("text", "identity", "age"),
    [
        (f"{NEW}|012345678|{NAME}|01021990|Nữ|{HOME}|15042021", NEW, 36),
        (f"{NEW}||{NAME}|01021990|Nữ|{HOME}|15042021", NEW, 36),
        (f"{NEW}|{NAME}|01021990|Nữ|{HOME}|15042021", NEW, 36),
        (f"{NEW}|012345678|{NAME}|01021990|Nữ|{HOME}|15042021||", NEW, 36),
        # The card of 2024: sex before birth, the old numbers last.
        (f"{NEW}|{NAME}|Nữ|01021990|{HOME}|01072024|012345678|001190999999", NEW, 36),
        (f"CCCD:{NEW}|CMND:012345678|Họ tên:{NAME}|Ngày sinh:01/02/1990", NEW, 36),
        (f"CCCD:{NEW}|CMND:|{NAME}", NEW, 35),
        (NEW, NEW, 35),  # the number alone: as old as anybody of that year
        ("036045000001||A|24111951|Nam|B|15042021", "", None),  # 1945 in the number, 1951 beside
        ("036051000001||A|24111951|Nam|B|15042021", "036051000001", 75),
        ("036051000001||A|25111951|Nam|B|15042021", "036051000001", 74),
        ("036066000001||A|24111966|Nam|B|15042021", "036066000001", 60),
    ],
)
def test_cards(text: str, identity: str, age: int | None) -> None:
    found = read(text, TODAY)
    assert (found.identity, found.age) == (identity, age)
    assert found.kind == (cards.CITIZEN_CARD if identity else cards.RUBBISH)


@pytest.mark.parametrize(
    "text",
    [
        f"{NEW}||{NAME}|01021990|Nam|{HOME}|15042021",  # sex
        f"{NEW}||{NAME}|01021991|Nữ|{HOME}|15042021",  # year of birth
        f"000{NEW[3:]}||{NAME}|01021990|Nữ|{HOME}|15042021",  # no such province
        f"0019{NEW[4:]}||{NAME}|01021990|Nữ|{HOME}|15042021",  # born in 2390
        f"{NEW[:11]}||{NAME}|01021990|Nữ|{HOME}|15042021",  # a digit was lost
        f"{NEW}|{NAME}",
        *("|||||||", "|", "", "   ", "xin chào", "x" * 501, "http://example.org/x/y"),
    ],
)
def test_what_is_read_wrongly_is_nobody(text: str) -> None:
    assert read(text, TODAY) == Scan(cards.RUBBISH)


@pytest.mark.parametrize(
    "text",
    [
        HEALTH,
        "0123456789|4e677579e1bb856e|01011950|1",
        f"{NEW}|5472e1baa76e20546869|01011990|2|||",
    ],
)
def test_a_health_insurance_card_is_told_apart_and_nothing_of_it_kept(text: str) -> None:
    assert read(text, TODAY) == Scan(cards.HEALTH_CARD)


@pytest.mark.parametrize(
    ("text", "kind", "held"),
    [
        ("http://10.0.0.5:8080/t/abcdefghij_-ABCD", cards.SLIP, "abcdefghij_-ABCD"),
        ("/a/abcdefghij_-ABCD", cards.APPOINTMENT_PAGE, "abcdefghij_-ABCD"),
        ("12345678", cards.APPOINTMENT, "12345678"),
        ("a042", cards.LABEL, "A042"),
        (" B-007 ", cards.LABEL, "B-007"),
    ],
)
def test_slips_and_codes(text: str, kind: str, held: str) -> None:
    assert read(text, TODAY) == Scan(kind, text=held)


def test_a_scan_does_not_say_who_it_was_when_it_is_printed() -> None:
    found = read(f"{NEW}||{NAME}|01021990|Nữ|{HOME}|15042021", TODAY)
    assert repr(found) == "Scan(kind='citizen_card')"


DAYS = st.dates(date(1905, 1, 1), date(2026, 11, 24))


@given(DAYS, st.sampled_from(["Nam", "Nữ"]), st.booleans(), st.data())
def test_the_age_is_exact_on_every_day_of_a_life(
    born: date, sex: str, is_new: bool, data: st.DataObject
) -> None:
    today = data.draw(st.dates(born, date(2030, 1, 1)))
    digit = 2 * (born.year // 100 - 19) + (sex == "Nữ")
    number = f"036{digit}{born.year % 100:02}000001"
    issued = data.draw(st.dates(born, today))
    order = (sex, f"{born:%d%m%Y}") if is_new else (f"{born:%d%m%Y}", sex)
    found = read("|".join([number, NAME, *order, HOME, f"{issued:%d%m%Y}"]), today)
    assert found.identity == number
    assert found.age == years(born, today)
    assert found.age_from == next((n for n in (75, 60) if years(born, today) >= n), None)


def years(born: date, today: date) -> int:
    """Counted birthday by birthday: on 29 February of common years it is the 28th."""
    count = 0
    while birthday(born, born.year + count + 1) <= today:
        count += 1
    return count


def birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


@given(DAYS, st.integers(0, 40_000))
def test_ages_never_fall_and_rise_by_one(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    assert age_on(day + timedelta(days=1), born) - age_on(day, born) in (0, 1)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 2, 27), 73),
        (date(2026, 2, 28), 74),
        (date(2028, 2, 28), 75),
        (date(2028, 2, 29), 76),
    ],
)
def test_born_on_29_february(day: date, age: int) -> None:
    assert age_on(day, date(1952, 2, 29)) == age


@given(st.text(max_size=600))
def test_any_text_is_something(text: str) -> None:
    assert read(text, TODAY).kind in cards.KINDS


@given(st.lists(st.sampled_from([NEW, "", NAME, "Nữ", "01021990", "99999999", "4e67", "A|"])))
def test_any_fields_are_something(fields: list[str]) -> None:
    found = read("|".join(fields), TODAY)
    assert found.kind in cards.KINDS
    assert found.identity in ("", NEW)
