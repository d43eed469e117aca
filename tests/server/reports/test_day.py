"""The day in figures, worked by hand; nothing over nothing is not zero."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.reports.day import Fraction, Visit, figures
from tests.server.desk import MORNING


def visit(state: str = "finished", group: str = "all", score: int | None = None) -> Visit:
    """Issued at eight, called after 5 minutes, started after 6, finished after 16."""
    was_called = state not in ("waiting", "cancelled")
    return Visit(
        group=group,
        state=state,
        issued_at=MORNING,
        called_at=MORNING + timedelta(minutes=5) if was_called else None,
        started_at=MORNING + timedelta(minutes=6) if state == "finished" else None,
        finished_at=MORNING + timedelta(minutes=16) if state == "finished" else None,
        score=score,
        is_positive=score is not None and score >= 4,
    )


def by_name(visits: list[Visit], group: str = "all") -> dict[str, Fraction]:
    return {each.name: each for each in figures(visits) if each.group == group}


def test_a_worked_day() -> None:
    day = by_name(
        [
            visit(score=5),
            visit(score=4),
            visit(score=2),
            visit(),
            visit("no_show"),
            visit("cancelled"),
            visit("waiting"),
        ]
    )
    assert {name: day[name].value for name in day} == {
        "issued": 7,
        "waiting": 1,
        "called": 0,
        "serving": 0,
        "finished": 4,
        "no_show": 1,
        "cancelled": 1,
        "wait": 300,
        "service": 600,
        "response": 0.75,
        "satisfied": 0.6667,
    }
    assert (day["wait"].numerator, day["wait"].denominator) == (1500, 5)
    assert (day["satisfied"].numerator, day["satisfied"].denominator) == (2, 3)


def test_a_rate_over_nothing_is_null_and_a_count_of_nothing_is_zero() -> None:
    day = by_name([visit("waiting")])
    for name in ("wait", "service", "response", "satisfied"):
        assert (day[name].value, day[name].denominator) == (None, 0)
    assert day["finished"].value == 0


def test_nobody_satisfied_is_zero_which_is_not_null() -> None:
    assert by_name([visit(score=1)])["satisfied"].value == 0.0


def test_of_few_ratings_nothing_is_said() -> None:
    few = by_name([replace(visit(score=1), least=2), visit()])["satisfied"]
    assert (few.value, few.numerator, few.denominator) == (None, 0, 1)
    assert by_name([replace(visit(score=1), least=2)] * 2)["satisfied"].value == 0.0


def test_of_what_one_person_did_no_satisfaction_is_told() -> None:
    names = [each.name for each in figures([visit(score=1)], is_personal=True)]
    assert "satisfied" not in names and "response" in names


def test_a_day_without_tickets_has_no_groups() -> None:
    assert figures([]) == []


def test_groups_are_apart_and_in_order() -> None:
    found = figures([visit(group="B"), visit(group="A", score=5), visit(group="B")])
    assert [each.group for each in found if each.name == "issued"] == ["A", "B"]
    assert by_name([visit(group="B"), visit(group="A")], "B")["issued"].value == 1


def test_a_visit_finished_without_start_has_no_service_time() -> None:
    unstarted = Visit(
        group="all",
        state="finished",
        issued_at=MORNING,
        called_at=MORNING,
        started_at=None,
        finished_at=MORNING,
        score=None,
    )
    assert by_name([unstarted])["service"].denominator == 0


def test_service_before_a_parking_counts() -> None:
    assert by_name([replace(visit(), served_s=90)])["service"].value == 690


def test_forgotten_visits_are_left_out_of_what_was_not_pressed_only() -> None:
    eight_hours = timedelta(hours=8)
    forgotten = replace(visit(), is_forgotten=True, finished_at=MORNING + eight_hours)
    rated = replace(visit(score=5), is_forgotten=True)
    everything = figures([visit(score=4), forgotten, rated])
    counted = {each.name: each for each in everything}
    less = {each.name: each for each in figures([visit(score=4), forgotten, rated], leave_out=True)}
    assert (counted["service"].denominator, less["service"].denominator) == (3, 1)
    assert (less["service"].value, less["service"].left_out) == (600, 2)
    assert less["service"].rule == "from start to finish, both pressed; 2 closed by rule left out"
    assert (less["response"].numerator, less["response"].denominator) == (1, 1)
    same = counted.keys() - {"service", "response"}
    assert all(counted[name] == less[name] for name in same)
    assert figures([visit()], leave_out=True) == figures([visit()])


@given(st.lists(st.tuples(st.sampled_from(["finished", "waiting"]), st.none() | st.integers(1, 5))))
def test_shares_are_between_nothing_and_all(answers: list[tuple[str, int | None]]) -> None:
    visits = [
        visit(state, score=score if state == "finished" else None) for state, score in answers
    ]
    for figure in figures(visits):
        if figure.unit == "share" and figure.value is not None:
            assert 0 <= figure.value <= 1
    assert sum(each.name == "issued" for each in figures(visits)) == bool(visits)
