"""What people may ask: each verb happy, refused and unknown, and all or nothing."""

import sqlite3
from collections.abc import Callable

import pytest

from server.asking import Asker
from server.counters import Counters
from server.errors import Malformed, Refused, Unknown
from server.events import Called, Cancelled, CounterOpened, Recalled
from tests.server.desk import CLERK, KIOSK, Desk, asked

VERBS = [Counters.recall, Counters.start, Counters.finish, Counters.no_show]


def test_labels_have_no_gaps_and_each_service_its_own(desk: Desk) -> None:
    labels = [desk.issue(service).label for service in "AABAB"]
    assert labels == ["A001", "A002", "B001", "A003", "B002"]


def test_the_day_is_decided_at_issue_in_the_offices_zone(desk: Desk) -> None:
    desk.clock.at = desk.clock.at.replace(hour=16, minute=59)
    late = desk.issue()
    desk.clock.pass_s(60)
    early = desk.issue()
    assert (late.business_day, late.label) == ("2026-11-23", "A001")
    assert (early.business_day, early.label) == ("2026-11-24", "A001")


def test_yesterdays_tickets_are_not_called_today(desk: Desk) -> None:
    desk.issue()
    desk.clock.pass_s(86400)
    assert desk.counters.call_next("1", asked(None)) is None


def test_a_priority_is_one_of_the_known(desk: Desk) -> None:
    assert desk.issue(priority="elderly").priority == "elderly"
    with pytest.raises(Malformed, match="no_such_priority") as refused:
        desk.issue(priority="friend")
    assert refused.value.about["known"] == "disabled, elderly, merit, pregnant"


def test_ahead_counts_who_still_waits_before_one(desk: Desk) -> None:
    for _ in range(3):
        desk.issue()
    desk.call()
    assert [desk.ticket(n).ahead for n in (1, 2, 3)] == [0, 0, 1]


def test_a_whole_visit(desk: Desk) -> None:
    desk.issue()
    called = desk.call()
    assert (called.state, called.counter) == ("called", "1")
    assert desk.counters.recall("1", asked(None)).state == "called"
    assert desk.counters.start("1", asked(None)).state == "serving"
    desk.clock.pass_s(300)
    done = desk.counters.finish("1", asked(None))
    assert done.started_at is not None and done.finished_at is not None
    assert (done.state, done.finished_at) == ("finished", "2026-11-23T01:05:00.000Z")
    story = ["issued", "counter_opened", "called", "recalled", "started", "finished"]
    assert desk.names() == story


def test_each_recall_is_counted(desk: Desk) -> None:
    desk.issue()
    desk.call()
    for _ in range(2):
        desk.counters.recall("1", asked(None))
    calls = [event.calls for event in desk.events() if isinstance(event, Recalled)]
    assert calls == [2, 3]
    in_hand = desk.counter("1").ticket
    assert in_hand is not None and in_hand.calls == 3


def test_a_ticket_may_be_finished_without_start(desk: Desk) -> None:
    assert desk.finished().started_at is None


@pytest.mark.parametrize("verb", VERBS)
def test_a_counter_with_nobody_in_hand_refuses(desk: Desk, verb: Callable[..., object]) -> None:
    with pytest.raises(Refused, match="nothing_in_hand"):
        verb(desk.counters, "1", asked(None))


@pytest.mark.parametrize("verb", [*VERBS, Counters.call_next, Counters.open, Counters.close])
def test_a_counter_that_is_not_there_is_unknown(desk: Desk, verb: Callable[..., object]) -> None:
    with pytest.raises(Unknown, match="no_such_counter"):
        verb(desk.counters, "99", asked(None))
    assert desk.names() == []


@pytest.mark.parametrize("verb", [Counters.recall, Counters.start, Counters.no_show])
def test_who_is_being_served_is_neither_recalled_nor_missing(
    desk: Desk, verb: Callable[..., object]
) -> None:
    desk.issue()
    desk.call()
    desk.counters.start("1", asked(None))
    with pytest.raises(Refused, match="wrong_state") as refused:
        verb(desk.counters, "1", asked(None))
    assert refused.value.about == {"label": "A001", "state": "serving"}


def test_a_counter_with_somebody_in_hand_calls_nobody_else(desk: Desk) -> None:
    desk.issue()
    desk.issue()
    desk.call()
    with pytest.raises(Refused, match="still_in_hand") as refused:
        desk.call()
    assert refused.value.about == {"label": "A001", "state": "called"}
    with pytest.raises(Refused, match="still_in_hand"):
        desk.counters.call("1", 2, asked(None))


def test_finish_current_finishes_and_calls_in_one_step(desk: Desk) -> None:
    desk.issue()
    desk.issue()
    desk.call()
    assert desk.call(finish_current=True).label == "A002"
    assert desk.ticket(1).state == "finished"
    assert desk.names()[-2:] == ["finished", "called"]


def test_finish_current_finishes_even_when_nobody_waits(desk: Desk) -> None:
    desk.issue()
    desk.call()
    assert desk.counters.call_next("1", asked(None), finish_current=True) is None
    assert desk.ticket(1).state == "finished"


def test_a_counter_calls_only_what_it_serves(desk: Desk) -> None:
    desk.issue("B")
    assert desk.counters.call_next("1", asked(None)) is None
    assert desk.call("3").label == "B001"


def test_every_fourth_call_is_priority_while_it_waits(desk: Desk) -> None:
    for _ in range(6):
        desk.issue()
    for _ in range(2):
        desk.issue(priority="elderly")
    order = [desk.call(finish_current=True).number for _ in range(8)]
    assert order == [1, 2, 3, 7, 4, 5, 6, 8]


def test_a_chosen_ticket_is_called_whoever_waits_before_it(desk: Desk) -> None:
    desk.issue()
    chosen = desk.issue()
    assert desk.counters.call("1", chosen.id, asked(None)).label == "A002"


def test_a_ticket_another_counter_has_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    desk.issue()
    desk.call("2")
    before = desk.names()
    with pytest.raises(Refused, match="wrong_state"):
        desk.counters.call("1", 1, asked(None))
    assert desk.names() == before
    assert desk.counter("1").state == "closed"


def test_a_chosen_ticket_that_is_not_there_is_unknown(desk: Desk) -> None:
    with pytest.raises(Unknown, match="no_such_ticket"):
        desk.counters.call("1", 77, asked(None))


def test_the_file_itself_refuses_two_tickets_in_one_hand(desk: Desk) -> None:
    desk.issue()
    desk.issue()
    desk.call()
    with pytest.raises(sqlite3.IntegrityError, match="counter"):
        desk.store.change(
            lambda tx: tx.execute("UPDATE tickets SET state = 'called', counter = '1'")
        )


def test_a_citizen_gives_a_number_back(desk: Desk) -> None:
    desk.issue()
    gone = desk.office.cancel(1, asked(None, by=KIOSK))
    assert gone.state == "cancelled"
    event = desk.events()[-1]
    assert isinstance(event, Cancelled) and (event.by, event.counter) == ("kiosk", None)


def test_a_called_ticket_given_back_frees_its_counter(desk: Desk) -> None:
    desk.issue()
    desk.issue()
    desk.call()
    desk.office.cancel(1, asked(None))
    assert desk.call().label == "A002"


def test_what_has_ended_is_not_given_back(desk: Desk) -> None:
    desk.finished()
    with pytest.raises(Refused, match="wrong_state"):
        desk.office.cancel(1, asked(None))
    with pytest.raises(Unknown, match="no_such_ticket"):
        desk.office.cancel(77, asked(None))


def test_a_counter_opens_pauses_and_closes(desk: Desk) -> None:
    desk.counters.open("1", asked(None))
    assert desk.counter("1").state == "open"
    desk.counters.pause("1", "Nghỉ trưa", asked(None))
    assert (desk.counter("1").state, desk.counter("1").pause_reason) == ("paused", "Nghỉ trưa")
    desk.counters.close("1", asked(None))
    assert (desk.counter("1").state, desk.counter("1").pause_reason) == ("closed", None)
    assert desk.names() == ["counter_opened", "counter_paused", "counter_closed"]


def test_what_is_so_already_is_not_written_again(desk: Desk) -> None:
    for _ in range(2):
        desk.counters.open("1", asked(None))
    for _ in range(2):
        desk.counters.pause("1", "x", asked(None))
    assert desk.names() == ["counter_opened", "counter_paused"]


def test_calling_opens_the_counter_with_its_clerk(desk: Desk) -> None:
    desk.issue()
    desk.call()
    assert desk.events()[1] == CounterOpened(counter="1", clerk="hoa")


def test_a_program_keeps_the_clerk_who_sits_there(desk: Desk) -> None:
    desk.counters.open("1", asked(None, by=CLERK))
    desk.counters.pause("1", "x", asked(None))
    desk.counters.open("1", asked(None, by=Asker("pc-1", "counter", "1")))
    assert desk.events()[-1] == CounterOpened(counter="1", clerk="hoa")


def test_a_person_who_calls_sits_there_from_then_on(desk: Desk) -> None:
    desk.counters.open("1", asked(None, by=Asker("pc-1", "counter", "1")))
    desk.issue()
    desk.issue()
    assert desk.counters.call_next("1", asked(None, by=Asker("pc-1", "counter", "1")))
    desk.counters.call_next("1", asked(None, by=CLERK), finish_current=True)
    called = [event for event in desk.events() if isinstance(event, Called)]
    assert [event.clerk for event in called] == [None, "hoa"]
