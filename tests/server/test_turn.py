"""Who is next: arrival order, and one visible ratio."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.turn import ORDINARY_PER_PRIORITY, Candidate, Choice, pick, run_after

LINE = st.lists(st.booleans(), max_size=60).map(
    lambda kinds: [Candidate(n, is_priority) for n, is_priority in enumerate(kinds, 1)]
)


def served(line: list[Candidate], ratio: int = ORDINARY_PER_PRIORITY) -> list[Choice]:
    """Everybody of *line* in the order one counter calls them."""
    waiting, run, order = list(line), 0, []
    while (choice := pick(heads(waiting), run, ratio)) is not None:
        waiting = [each for each in waiting if each.ticket != choice.ticket]
        run = run_after(run, choice)
        order.append(choice)
    return order


def heads(waiting: list[Candidate]) -> list[Candidate]:
    firsts: dict[bool, Candidate] = {}
    for each in waiting:
        firsts.setdefault(each.is_priority, each)
    return list(firsts.values())


def test_nobody_waits() -> None:
    assert pick([], 0) is None
    assert pick([], 99) is None


def test_the_first_in_line_is_called_whichever_queue_they_are_in() -> None:
    assert pick([Candidate(7, False), Candidate(3, False)], 0) == Choice(3, False, "first_in_line")


def test_after_three_ordinary_tickets_a_priority_ticket_goes_first() -> None:
    line = [Candidate(1, False), Candidate(9, True)]
    assert pick(line, 2) == Choice(1, False, "first_in_line")
    assert pick(line, 3) == Choice(9, True, "priority_turn")


def test_a_priority_ticket_alone_is_called_at_once() -> None:
    assert pick([Candidate(9, True)], 0) == Choice(9, True, "only_priority_waits")


def test_a_worked_line() -> None:
    kinds = [False] * 6 + [True] * 2
    line = [Candidate(n, is_priority) for n, is_priority in enumerate(kinds, 1)]
    assert [each.ticket for each in served(line)] == [1, 2, 3, 7, 4, 5, 6, 8]


@given(LINE, st.integers(1, 5))
def test_everybody_is_called_once(line: list[Candidate], ratio: int) -> None:
    order = [each.ticket for each in served(line, ratio)]
    assert sorted(order) == [each.ticket for each in line]


@given(LINE, st.integers(1, 5))
def test_equals_are_called_in_order_of_arrival(line: list[Candidate], ratio: int) -> None:
    order = served(line, ratio)
    for kind in (True, False):
        of_kind = [each.ticket for each in order if each.is_priority is kind]
        assert all(a < b for a, b in pairwise(of_kind))


@given(LINE, st.integers(1, 5))
def test_no_window_has_more_ordinary_tickets_than_the_ratio_while_priority_waits(
    line: list[Candidate], ratio: int
) -> None:
    waiting_priority = {each.ticket for each in line if each.is_priority}
    run = 0
    for choice in served(line, ratio):
        if waiting_priority:
            assert run <= ratio
        waiting_priority.discard(choice.ticket)
        run = 0 if choice.is_priority else run + 1


@given(LINE, st.integers(1, 5))
def test_no_ordinary_ticket_starves_behind_later_priority(
    line: list[Candidate], ratio: int
) -> None:
    """Between two ordinary calls at most one priority ticket overtakes an earlier ordinary one."""
    waiting = {each.ticket for each in line if not each.is_priority}
    overtaken = 0
    for choice in served(line, ratio):
        waiting.discard(choice.ticket)
        is_past = choice.is_priority and any(each < choice.ticket for each in waiting)
        overtaken = overtaken + 1 if is_past else 0
        assert overtaken <= 1


@given(st.integers(0, 9), st.booleans())
def test_the_run_counts_ordinary_tickets_since_the_last_priority_one(
    run: int, is_priority: bool
) -> None:
    assert run_after(run, Choice(1, is_priority, "x")) == (0 if is_priority else run + 1)
