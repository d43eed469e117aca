"""The table of a ticket's life, walked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import events, tickets

STEPS = [(state, event) for state, row in tickets.LIFE.items() for event in row]
TICKET_EVENTS = [each for each in events.EVENTS.values() if issubclass(each, events.TicketEvent)]


@pytest.mark.parametrize(("state", "event"), STEPS)
def test_every_step_of_the_table_is_taken(state: str, event: type[events.TicketEvent]) -> None:
    assert tickets.apply(state, event) == tickets.LIFE[state][event]


@pytest.mark.parametrize("state", tickets.LIFE)
@pytest.mark.parametrize("event", TICKET_EVENTS)
def test_what_is_not_in_the_table_is_refused(state: str, event: type[events.TicketEvent]) -> None:
    if event in tickets.LIFE[state] or (event in tickets.BESIDE and state != tickets.UNBORN):
        return
    with pytest.raises(tickets.NotAllowed) as refused:
        tickets.apply(state, event)
    assert (refused.value.state, refused.value.event) == (state, event)


def test_every_event_of_a_ticket_moves_it_or_is_beside_it() -> None:
    in_the_table = {event for row in tickets.LIFE.values() for event in row}
    assert in_the_table | tickets.BESIDE | {events.Undone} == set(TICKET_EVENTS)
    assert not in_the_table & tickets.BESIDE


def test_every_state_that_can_be_reached_is_in_the_table_and_used_by_it() -> None:
    reached = {state for row in tickets.LIFE.values() for state in row.values()}
    assert reached | {tickets.UNBORN} == set(tickets.LIFE)


def test_only_a_no_show_leaves_its_end() -> None:
    for state in tickets.ENDED:
        back = {tickets.WAITING} if state == tickets.NO_SHOW else set()
        assert set(tickets.LIFE[state].values()) <= {state} | back


def test_what_is_beside_it_never_moves_a_ticket_and_needs_one() -> None:
    for event in tickets.BESIDE:
        for state in set(tickets.LIFE) - {tickets.UNBORN}:
            assert tickets.apply(state, event) == state


@given(st.lists(st.sampled_from(TICKET_EVENTS), max_size=12))
def test_any_life_begins_with_issue_and_occupies_one_counter_at_most_until_it_ends(
    story: list[type[events.TicketEvent]],
) -> None:
    state = tickets.UNBORN
    for event in story:
        try:
            after = tickets.apply(state, event)
        except tickets.NotAllowed:
            continue
        assert after in tickets.LIFE
        assert state != tickets.UNBORN or event is events.Issued
        assert state not in tickets.ENDED or after == state or event is events.Requeued
        state = after


@pytest.mark.parametrize(("before", "step"), STEPS)
@pytest.mark.parametrize("state", tickets.LIFE)
def test_what_may_be_undone_is_a_step_of_the_table(
    state: str, before: str, step: type[events.TicketEvent]
) -> None:
    if step in tickets.UNDOABLE and tickets.LIFE[before][step] == state:
        assert tickets.undo(state, step, before) == before
        return
    with pytest.raises(tickets.NotAllowed):
        tickets.undo(state, step, before)


def test_a_refusal_is_a_sentence() -> None:
    with pytest.raises(tickets.NotAllowed, match="a ticket that is finished cannot be called"):
        tickets.apply(tickets.FINISHED, events.Called)
    with pytest.raises(tickets.NotAllowed, match="that is not issued cannot be called"):
        tickets.apply(tickets.UNBORN, events.Called)
