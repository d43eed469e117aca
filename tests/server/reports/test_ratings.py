"""Satisfaction in figures, worked by hand; null is not zero, and few are not spoken of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.reports.ratings import Figure, Finished, Judged, figures, national_points
from server.shares import rounded

LEAST = 10


def rated(score: int, group: str = "all", least: int = LEAST, **more: object) -> Finished:
    judged = Judged(score=score, is_positive=score >= 4, **more)  # type: ignore[arg-type]
    return Finished(group=group, least=least, rating=judged)


def silent(group: str = "all") -> Finished:
    return Finished(group=group, least=LEAST)


def named(visits: list[Finished], **more: bool) -> dict[str, Figure]:
    """The figures of one group, by name."""
    return {each.name: each for each in figures(visits, **more)}


def test_figures_worked_by_hand() -> None:
    found = named([*[rated(5)] * 7, *[rated(4)] * 20, *[rated(1)] * 3, *[silent()] * 20])
    assert (found["finished"].value, found["ratings"].value) == (50, 30)
    assert (found["response"].value, found["response"].numerator) == (0.6, 30)
    satisfied = found["satisfied"]
    assert (satisfied.value, satisfied.numerator, satisfied.denominator) == (0.9, 27, 30)
    assert (satisfied.low, satisfied.high) == (0.7438, 0.9654)
    assert [found[f"score_{n}"].numerator for n in (5, 4, 3, 2, 1)] == [7, 20, 0, 0, 3]
    assert found["score_3"].value == 0.0


def test_no_ratings_are_neither_all_nor_nothing() -> None:
    found = named([silent()], is_office=True)
    satisfied = found["satisfied"]
    assert (satisfied.value, satisfied.numerator, satisfied.denominator) == (None, 0, 0)
    assert (satisfied.low, satisfied.high, satisfied.reason) == (None, None, "no_ratings")
    national = found["national"]
    assert (national.value, national.reason) == (0.0, "no_ratings")


def test_one_angry_answer_of_thousands_is_no_hundred_percent() -> None:
    found = named([rated(1), *[silent()] * 8144])
    for name in ("satisfied", "satisfied_plain", "score_1", "score_5"):
        assert (found[name].value, found[name].reason) == (None, "too_few")
        assert found[name].denominator == 1
    assert found["response"].value == 0.0001


@pytest.mark.parametrize("is_personal", [False, True])
def test_few_answers_of_one_person_are_not_even_counted(is_personal: bool) -> None:
    few = named([rated(5)] * (LEAST - 1), is_personal=is_personal)["satisfied"]
    assert few.value is None and few.numerator == (None if is_personal else LEAST - 1)
    enough = named([rated(5)] * LEAST, is_personal=is_personal)["satisfied"]
    assert (enough.value, enough.numerator) == (1.0, LEAST)


def test_the_strictest_day_decides_how_many_are_enough() -> None:
    visits = [*[rated(5)] * 12, rated(5, least=20)]
    assert named(visits)["satisfied"].reason == "too_few"


def test_what_stands_out_is_counted_with_and_without() -> None:
    doubted = [
        rated(5, marks=frozenset({"burst", "instant"})),
        rated(5, marks=frozenset({"always"})),
        rated(1, contest="upheld"),
    ]
    plain = [*[rated(5)] * 8, rated(1, contest="rejected"), rated(1, contest="open")]
    found = named([*plain, *doubted])
    assert (found["satisfied"].numerator, found["satisfied"].denominator) == (10, 13)
    assert (found["satisfied_plain"].numerator, found["satisfied_plain"].denominator) == (8, 10)
    marked = [found[f"marked_{kind}"].value for kind in ("burst", "instant", "always")]
    assert marked == [1, 1, 1]
    assert (found["contested"].value, found["upheld"].value) == (3, 1)


def test_the_rule_of_its_own_day_says_what_is_positive() -> None:
    three = Finished(group="all", least=1, rating=Judged(score=3, is_positive=True))
    assert named([three, rated(3, least=1)])["satisfied"].numerator == 1


def test_groups_are_in_the_order_of_their_names() -> None:
    visits = [rated(1, "c"), rated(5, "a"), silent("b")]
    assert list(dict.fromkeys(each.group for each in figures(visits))) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("positive", "ratings", "points"),
    [(466, 467, 6.0), (9, 10, 6.0), (8, 10, 5.333), (0, 1, 0.0), (0, 0, 0.0), (899, 1000, 5.993)],
)
def test_national_points(positive: int, ratings: int, points: float) -> None:
    assert national_points(positive, ratings) == points


RATINGS = st.builds(
    rated,
    st.integers(1, 5),
    st.sampled_from("ab"),
    marks=st.frozensets(st.sampled_from(["burst", "instant", "always"])),
    contest=st.sampled_from(["", "open", "upheld", "rejected"]),
)


@given(st.lists(RATINGS | st.builds(silent, st.sampled_from("ab")), max_size=60), st.booleans())
def test_every_share_is_its_counts_or_says_why_not(visits, is_personal: bool) -> None:
    found = figures(visits, is_personal=is_personal)
    for each in found:
        assert each.rule
        if each.unit == "share" and each.value is not None:
            assert each.denominator and each.numerator is not None and not each.reason
            assert each.value == rounded(each.numerator, each.denominator)
        if each.value is None:
            assert each.reason in ("too_few", "no_ratings", "no_visits")
        if each.low is not None and each.high is not None and each.value is not None:
            assert each.low - 0.0001 <= each.value <= each.high + 0.0001
    for group in {each.group for each in found}:
        own = {each.name: each for each in found if each.group == group}
        parts = [own[f"score_{n}"].numerator for n in range(1, 6)]
        if None not in parts:
            assert sum(parts) == own["ratings"].value
        assert own["satisfied_plain"].denominator <= own["satisfied"].denominator
