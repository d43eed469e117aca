"""What does not look like a citizen's own answer: each mark on both sides of its numbers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rating_marks import (
    ALWAYS_VISITS,
    BURST_COUNT,
    Answered,
    Mark,
    Served,
    by_rating,
    marks,
)
from tests.server.desk import MORNING

DAY = "2026-11-23"


def visit(
    at_s: float = 0.0,
    after_s: float | None = 20.0,
    *,
    counter: str = "1",
    clerk: str | None = "hoa",
    day: str = DAY,
    channel: str = "tablet",
) -> Served:
    """Finished *at_s* after eight, answered *after_s* later, not at all for ``None``."""
    finished_at = MORNING + timedelta(seconds=at_s)
    rated_at = None if after_s is None else finished_at + timedelta(seconds=after_s)
    answer = None
    if rated_at is not None:
        answer = Answered(id=f"{counter}-{clerk}-{at_s}-{day}", rated_at=rated_at, channel=channel)
    return Served(day=day, counter=counter, clerk=clerk, finished_at=finished_at, answer=answer)


def many(answered: int, visits: int, clerk: str, day: str = DAY) -> list[Served]:
    """Visits ten minutes apart; the first *answered* have an answer."""
    return [
        visit(600 * n, 20 if n < answered else None, clerk=clerk, counter=clerk, day=day)
        for n in range(visits)
    ]


def kinds(visits: Sequence[Served]) -> list[tuple[str, int]]:
    return [(mark.kind, mark.count) for mark in marks(visits)]


@pytest.mark.parametrize(
    ("gaps", "found"),
    [
        ((30, 30), [("burst", 3)]),
        ((30, 31), []),
        ((30,), []),
        ((5, 5, 40, 5, 5, 5), [("burst", 3), ("burst", 4)]),
    ],
)
def test_a_series_faster_than_visits_can_be(
    gaps: Sequence[int], found: list[tuple[str, int]]
) -> None:
    at = [sum(gaps[:n]) for n in range(len(gaps) + 1)]
    assert kinds([visit(each) for each in at]) == found


def test_a_series_is_of_one_tablet_and_not_of_phones() -> None:
    assert kinds([visit(n, counter=str(n)) for n in range(5)]) == []
    assert kinds([visit(n, channel="phone") for n in range(5)]) == []


def test_a_series_over_a_change_of_clerks_accuses_neither() -> None:
    (mark,) = marks([visit(n, clerk=clerk) for n, clerk in enumerate(("hoa", "hoa", "lan"))])
    assert (mark.kind, mark.clerk, mark.counter) == ("burst", None, "1")


@pytest.mark.parametrize(("after_s", "found"), [(0, 1), (1.0, 1), (1.001, 0)])
@pytest.mark.parametrize("channel", ["tablet", "phone"])
def test_an_answer_that_was_there_as_the_visit_ended(
    after_s: float, found: int, channel: str
) -> None:
    visits = [visit(0, after_s, channel=channel), visit(900, 20)]
    assert kinds(visits) == [("instant", 1)] * found


@pytest.mark.parametrize(
    ("own", "others", "is_marked"),
    [
        ((60, 60), (60, 200), True),
        ((28, 31), (60, 200), True),
        ((28, 31), (110, 200), False),
        ((60, 60), (180, 200), False),  # an office where all answer
        ((ALWAYS_VISITS - 1, ALWAYS_VISITS - 1), (10, 200), False),
        ((30, 30), (0, ALWAYS_VISITS - 1), False),
        ((26, 30), (0, 200), False),  # under nine of ten
    ],
)
def test_one_clerks_tablet_is_nearly_always_answered(
    own: tuple[int, int], others: tuple[int, int], is_marked: bool
) -> None:
    visits = [*many(*own, "hoa"), *many(*others, "lan")]
    found = [mark for mark in marks(visits) if mark.kind == "always"]
    assert [mark.clerk for mark in found] == ["hoa"] * is_marked
    if is_marked:
        assert (found[0].count, found[0].of, found[0].since) == (*own, "2026-11-01")
        assert found[0].others == others[0] / others[1]


def test_months_do_not_add_up() -> None:
    halves = [visit for day in ("2026-10-30", "2026-11-02") for visit in many(20, 20, "hoa", day)]
    assert kinds([*halves, *many(20, 200, "lan"), *many(20, 200, "lan", "2026-10-30")]) == []


def test_a_rating_may_have_several_marks() -> None:
    found = by_rating(marks([visit(n, 0.5) for n in range(BURST_COUNT)]))
    assert set(found.values()) == {frozenset({"burst", "instant"})}


VISITS = st.lists(
    st.builds(
        visit,
        st.floats(0, 400),
        st.none() | st.floats(0, 30),
        counter=st.sampled_from("12"),
        clerk=st.sampled_from(["hoa", "lan", None]),
    ),
    max_size=40,
    unique_by=lambda each: (each.counter, each.clerk, each.finished_at),
)


def spaced(times: Sequence[datetime]) -> list[float]:
    return [(b - a).total_seconds() for a, b in pairwise(times)]


@given(VISITS, st.randoms())
def test_marks_do_not_depend_on_the_order_and_only_name_what_is_there(visits, random) -> None:
    found = marks(visits)
    mixed = list(visits)
    random.shuffle(mixed)
    assert marks(mixed) == found
    there = {visit.answer.id: visit.answer for visit in visits if visit.answer}
    for mark in found:
        assert mark.count <= mark.of and set(mark.ids) <= there.keys()
        if mark.kind == "burst":
            assert mark.count >= 3
            assert max(spaced([there[id].rated_at for id in mark.ids])) <= 30


@given(VISITS)
def test_every_answer_within_a_second_is_marked_and_no_other(visits) -> None:
    instant = {id for id, kinds in by_rating(marks(visits)).items() if "instant" in kinds}
    assert instant == {
        visit.answer.id
        for visit in visits
        if visit.answer and visit.answer.rated_at - visit.finished_at <= timedelta(seconds=1)
    }


def test_a_mark_counts_its_ratings() -> None:
    mark = Mark(kind="burst", since=DAY, counter="1", clerk=None, ids=("a", "b", "c"), of=9)
    assert mark.count == 3
