"""Numbers that follow, labels as people read them, and rows that never give one label twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.labels import (
    UsedUp,
    check_numbering,
    check_numberings,
    label,
    number_after,
    numbers_of,
    period,
)
from server.plan import Numbering, Plan, Schedule, Service, Session

DAY = date(2026, 11, 23)
MORNING, AFTERNOON = "morning", "afternoon"
HALVES = Schedule(
    name="office",
    session=(
        Session(name=MORNING, opens="07:30", closes="11:30"),
        Session(name=AFTERNOON, opens="13:00", closes="17:00"),
    ),
)
ROW = Numbering(name="row", prefix="A")


def given_in(row: Numbering, session: str = "", last: int | None = None) -> Iterator[int]:
    """The numbers of one period after *last*, until they are used up."""
    while True:
        try:
            last = number_after(row, session, last)
        except UsedUp:
            return
        yield last


# Labels


def test_three_digits() -> None:
    assert label("A", 42) == "A042"


def test_a_day_with_more_than_999_goes_on() -> None:
    assert [label("A", 999), label("A", 1000)] == ["A999", "A1000"]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 6))
def test_two_numbers_never_have_one_label(one: int, other: int, width: int) -> None:
    assert (label("A", one, width) == label("A", other, width)) is (one == other)


# Numbers


@pytest.mark.parametrize(
    ("restart", "key"),
    [("day", "2026-11-23"), ("session", "2026-11-23 morning"), ("never", "")],
)
def test_the_period_is_the_key_of_the_last_number(restart: str, key: str) -> None:
    assert period(replace(ROW, restart=restart), DAY, MORNING) == key


def test_the_period_of_an_office_without_sessions_is_the_day() -> None:
    assert period(replace(ROW, restart="session"), DAY, "") == "2026-11-23"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ROW, [1, 2, 3, 4]),
        (replace(ROW, first=100), [100, 101, 102, 103]),
        (replace(ROW, first=0), [0, 1, 2, 3]),
        (replace(ROW, last=3), [1, 2, 3]),
        (replace(ROW, first=7, last=7), [7]),
        (replace(ROW, restart="never", last=3), [1, 2, 3, 1]),
        (replace(ROW, restart="never", first=5, last=5), [5, 5, 5, 5]),
        (replace(ROW, restart="never"), [1, 2, 3, 4]),
    ],
)
def test_the_first_numbers_of_a_row(row: Numbering, expected: list[int]) -> None:
    assert list(islice(given_in(row), 4)) == expected


def test_a_session_ends_before_the_next_begins_and_the_last_at_the_end() -> None:
    row = replace(ROW, restart="session", last=6, session_first={MORNING: 1, AFTERNOON: 4})
    assert list(given_in(row, MORNING)) == [1, 2, 3]
    assert list(given_in(row, AFTERNOON)) == [4, 5, 6]
    backwards = replace(row, session_first={MORNING: 4, AFTERNOON: 1})
    assert list(given_in(backwards, MORNING)) == [4, 5, 6]
    assert list(given_in(backwards, AFTERNOON)) == [1, 2, 3]


def test_a_session_without_a_first_of_its_own_begins_with_the_rows() -> None:
    row = replace(ROW, restart="session", session_first={AFTERNOON: 501})
    assert (numbers_of(row, MORNING), numbers_of(row, AFTERNOON)) == ((1, 500), (501, 0))


def test_a_row_that_was_moved_up_goes_on_with_its_new_first() -> None:
    for restart in ("day", "never"):
        assert number_after(replace(ROW, first=500, restart=restart), "", 42) == 500
    assert number_after(replace(ROW, last=30, restart="never"), "", 42) == 1


@given(st.integers(0, 50), st.integers(0, 60), st.integers(1, 200))
def test_a_row_that_never_restarts_repeats_no_number_within_its_range(
    first: int, size: int, last: int
) -> None:
    """Wherever it stands in the morning; the number after a whole range is the repeat."""
    row = replace(ROW, restart="never", first=first, last=first + size)
    assume(row.last)
    day = list(islice(given_in(row, last=last), size + 2))
    assert len(set(day[:-1])) == size + 1
    assert day[-1] == day[0]


# Rows as somebody wrote them


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"width": 0}, "numbering 'row': width is 0; say 1 to 6 digits"),
        ({"width": 7}, "width is 7"),
        ({"restart": "week"}, "restart is 'week'; known: day, session, never"),
        ({"first": -1}, "first is -1; a number is 0 or more"),
        ({"first": 5, "last": 4}, "last is 4, before first"),
        ({"prefix": "ABCDE"}, "prefix 'ABCDE' is longer than 4 characters"),
        ({"prefix": "A B"}, "holds something that cannot be seen"),
        ({"prefix": "A\u200b"}, "holds something that cannot be seen"),
        ({"prefix": "A1"}, "prefix 'A1' ends in a digit"),
        ({"prefix": "A²"}, "ends in a digit"),
        ({"session_first": {"x": 5}}, 'session_first is for restart = "session" only'),
        ({"restart": "session", "session_first": {"x": -1}}, "session_first of 'x' is -1"),
        ({"restart": "session", "last": 9, "session_first": {"x": 10}}, "is 10, outside the row"),
        (
            {"restart": "session", "session_first": {"x": 5, "y": 5}},
            "sessions 'x' and 'y' both begin with 5; give each a session_first of its own",
        ),
    ],
)
def test_wrong_rows_are_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as fault:
        check_numbering(replace(ROW, **wrong))
    assert sentence in str(fault.value)


@pytest.mark.parametrize("prefix", ["", "A", "Đ", "A1B", "TP-", "9-"])
def test_prefixes_of_all_kinds_are_right(prefix: str) -> None:
    check_numbering(replace(ROW, prefix=prefix))


def office(*rows: Numbering, **numberings: str) -> Plan:
    """An office with *rows*, and services by code with the row that each names."""
    return Plan(
        day=DAY,
        services={
            code: Service(code=code, name=code, numbering=row) for code, row in numberings.items()
        },
        numberings={each.name: each for each in rows},
        schedules={"office": HALVES},
    )


SPLIT = Numbering(name="split", restart="session", session_first={AFTERNOON: 501})


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (office(A="", A1=""), "numbering 'A1': prefix 'A1' ends in a digit"),
        (office(A="", a=""), "numberings 'A' and 'a' have the same prefix 'a'"),
        (office(ROW, A="", B="row"), "'A' and 'row' have the same prefix 'A'"),
        (office(replace(ROW, prefix=""), SPLIT), "have the same prefix ''"),
        (office(A="common"), "service 'A': no numbering 'common'"),
        (office(replace(SPLIT, session_first={}), A="split"), "both begin with 1"),
        (
            office(replace(SPLIT, session_first={"afternon": 501}), A="split"),
            "session_first names 'afternon', which none of its services has",
        ),
    ],
)
def test_rows_that_could_give_one_label_are_refused(plan: Plan, sentence: str) -> None:
    with pytest.raises(ValueError) as fault:
        check_numberings(plan)
    assert sentence in str(fault.value)


@pytest.mark.parametrize(
    "plan",
    [
        office(A="", B="", Đ=""),
        office(replace(ROW, prefix=""), A="row", B="row", C=""),
        office(SPLIT, A="split", B="split"),
        replace(office(Numbering(name="A", restart="session"), A=""), schedules={}),
    ],
)
def test_rows_that_are_apart_are_right(plan: Plan) -> None:
    check_numberings(plan)


def test_services_with_and_without_hours_do_not_share_a_row_of_sessions() -> None:
    plan = office(SPLIT, A="split", B="split")
    always = replace(plan.services["B"], schedule="none")
    with pytest.raises(ValueError, match="sessions '' and 'morning' both begin with 1"):
        check_numberings(replace(plan, services={**plan.services, "B": always}))


# The promise: any office whose rows pass gives each label of a day once, without a gap

FIRSTS = st.integers(0, 12)
SESSION_FIRSTS: st.SearchStrategy[Mapping[str, int]] = st.dictionaries(
    st.sampled_from([MORNING, AFTERNOON]), FIRSTS
)
ROWS = st.builds(
    Numbering,
    name=st.sampled_from(["r", "s", "t"]),
    prefix=st.sampled_from(["", "A", "a", "B", "A1", "AA", "1", "1A"]),
    width=st.integers(1, 3),
    first=FIRSTS,
    last=st.sampled_from([0, 0, 12, 15]),
    restart=st.sampled_from(["day", "session", "never"]),
)


@st.composite
def offices(draw: st.DrawFn) -> Plan:
    rows = draw(st.lists(ROWS, max_size=3, unique_by=lambda row: row.name))
    split = [
        replace(row, session_first=draw(SESSION_FIRSTS)) if row.restart == "session" else row
        for row in rows
    ]
    names = ["", *(row.name for row in split)]
    codes = draw(st.sets(st.sampled_from(["A", "B", "AA", "r"]), min_size=1))
    return office(*split, **{code: draw(st.sampled_from(names)) for code in sorted(codes)})


def right_offices() -> st.SearchStrategy[Plan]:
    return offices().filter(passes)


def passes(plan: Plan) -> bool:
    try:
        check_numberings(plan)
    except ValueError:
        return False
    return True


@given(right_offices())
def test_no_two_rows_and_no_two_sessions_can_give_one_label(plan: Plan) -> None:
    rows = {row.name: row for row in map(plan.numbering_of, plan.services.values())}
    stretches = {
        (row.name, period(row, DAY, session)): (row, session)
        for row in rows.values()
        for session in (MORNING, AFTERNOON)
    }
    labels: set[str] = set()
    for row, session in stretches.values():
        numbers = set(islice(given_in(row, session), 30))
        own = {label(row.prefix, number, row.width) for number in numbers}
        assert len(own) == len(numbers)
        assert not own & labels
        labels |= own


@given(right_offices(), st.data())
def test_a_day_of_any_office_gives_each_label_once_and_without_a_gap(
    plan: Plan, data: st.DataObject
) -> None:
    codes = st.lists(st.sampled_from(sorted(plan.services)), max_size=40)
    visits = [(each.name, code) for each in HALVES.session for code in data.draw(codes)]
    handed_out = hand_out(plan, visits)
    labels = [text for given_labels in handed_out.values() for text in given_labels.values()]
    assert len(labels) == len(set(labels))
    for numbers in handed_out.values():
        assert list(numbers) == list(range(min(numbers), max(numbers) + 1))


def hand_out(plan: Plan, visits: list[tuple[str, str]]) -> dict[tuple[str, str], dict[int, str]]:
    """Labels by number by row and period, as a kiosk gives them to *visits* in one day."""
    handed_out: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for session, code in visits:
        row = plan.numbering_of(plan.services[code])
        numbers = handed_out[row.name, period(row, DAY, session)]
        try:
            number = number_after(row, session, max(numbers, default=None))
        except UsedUp:
            continue
        if number in numbers:
            # The one repeat there can be: the index on (business day, label) refuses it.
            assert row.restart == "never" and len(numbers) == row.last - row.first + 1
            continue
        numbers[number] = label(row.prefix, number, row.width)
    return {key: numbers for key, numbers in handed_out.items() if numbers}
