"""The whole life of a ticket: parked, sent on, taken back, not present, forgotten, corrected."""

from datetime import timedelta
from typing import Any

import pytest

from server.asking import Asker
from server.errors import Malformed, Refused, Unknown
from server.events import Called, Corrected, Finished, NoShow, Parked, Transferred, Undone
from server.hours import instant, stamp
from server.ledger import NewTicket
from server.moves import Target
from server.upkeep import Upkeep
from server.verify import breaks
from tests.server.desk import CLERK, KIOSK, Desk, asked

MANAGER = Asker("minh", "manager", is_person=True)


def holds(desk: Desk) -> None:
    with desk.store.reading() as connection:
        assert list(breaks(connection)) == []


def row(desk: Desk, ticket: int) -> dict[str, Any]:
    with desk.store.reading() as connection:
        return dict(connection.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone())


@pytest.fixture
def served(desk: Desk) -> Desk:
    """A001 is being served at counter 1 since a minute; A002 waits."""
    desk.issue()
    desk.issue()
    desk.call()
    desk.counters.start("1", asked(None))
    desk.clock.pass_s(60)
    return desk


class TestParking:
    def test_a_parked_ticket_frees_the_counter_and_keeps_the_clerk(self, served: Desk) -> None:
        parked = served.counters.park("1", asked(None))
        assert (parked.state, parked.counter) == ("parked", "1")
        event = served.events()[-1]
        assert isinstance(event, Parked) and (event.clerk, event.served_s) == ("hoa", 60)
        assert served.call().label == "A002"

    def test_it_is_called_back_at_any_counter(self, served: Desk) -> None:
        served.counters.park("1", asked(None))
        back = served.counters.resume("2", 1, asked(None))
        assert (back.state, back.counter) == ("called", "2")
        holds(served)

    def test_service_before_and_after_adds_up(self, served: Desk) -> None:
        served.counters.park("1", asked(None))
        served.clock.pass_s(600)
        served.counters.resume("1", 1, asked(None))
        served.counters.start("1", asked(None))
        served.clock.pass_s(30)
        served.counters.finish("1", asked(None))
        found = row(served, 1)
        again = instant(found["finished_at"]) - instant(found["started_at"])
        assert (found["served_s"], again) == (60, timedelta(seconds=30))

    def test_a_counter_with_somebody_in_hand_calls_nobody_back(self, served: Desk) -> None:
        served.counters.park("1", asked(None))
        served.call()
        with pytest.raises(Refused, match="still_in_hand"):
            served.counters.resume("1", 1, asked(None))

    def test_who_is_not_parked_is_not_resumed(self, served: Desk) -> None:
        with pytest.raises(Refused, match="wrong_state"):
            served.counters.resume("2", 2, asked(None))

    def test_it_comes_back_by_itself_to_its_counter(self, served: Desk) -> None:
        served.counters.park("1", asked(None), return_after_s=300)
        served.clock.pass_s(299)
        assert served.upkeep.look() == 0
        served.clock.pass_s(1)
        assert served.upkeep.look() == 1
        assert served.ticket(1).state == "waiting"
        served.issue()
        assert served.call("2").label == "A002"  # A001 is kept for counter 1
        called = served.call("1")
        assert called.label == "A001"
        assert served.events()[-1].why == "reserved"  # type: ignore[attr-defined]
        holds(served)

    def test_it_comes_back_to_anybody_if_its_counter_is_closed(self, served: Desk) -> None:
        served.counters.park("1", asked(None), return_after_s=300)
        served.counters.close("1", asked(None))
        served.clock.pass_s(300)
        served.upkeep.look()
        assert served.call("2").label == "A001"

    def test_a_citizen_who_is_back_says_so_on_the_phone(self, served: Desk) -> None:
        served.counters.park("1", asked(None))
        assert served.office.requeue(1, asked(None, by=KIOSK)).state == "waiting"
        assert row(served, 1)["for_counter"] == "1"


class TestTransfer:
    def test_label_and_arrival_stay(self, served: Desk) -> None:
        before = served.ticket(1)
        sent = served.counters.transfer("1", Target(service="B"), asked(None))
        assert (sent.state, sent.service, sent.label) == ("waiting", "B", "A001")
        assert sent.issued_at == before.issued_at
        assert sent.counter is None and sent.called_at is None

    def test_in_order_means_by_arrival(self, served: Desk) -> None:
        served.issue("B")
        served.counters.transfer("1", Target(service="B"), asked(None))
        served.issue("B")
        order = [served.call("3", finish_current=True).label for _ in range(3)]
        assert order == ["A001", "B001", "B002"]

    def test_first_in_line_is_before_everybody_and_in_their_own_order(self, desk: Desk) -> None:
        for _ in range(3):
            desk.issue("B")
        for service in "AA":
            desk.issue(service)
        for _ in range(2):
            desk.call("1")
            desk.counters.transfer("1", Target(service="B", is_first=True), asked(None))
        order = [desk.call("3", finish_current=True).label for _ in range(3)]
        assert order == ["A001", "A002", "B001"]
        assert [each.why for each in desk.events() if isinstance(each, Called)][2:4] == [
            *["sent_first"] * 2
        ]

    def test_to_a_counter_is_for_that_counter_alone(self, served: Desk) -> None:
        served.counters.transfer("1", Target(counter="3"), asked(None))
        assert served.call("2").label == "A002"
        assert served.call("3").label == "A001"

    def test_and_come_back_to_me(self, served: Desk) -> None:
        served.counters.transfer("1", Target(service="B", comes_back=True), asked(None))
        served.call("3")
        back = served.counters.finish("3", asked(None))
        assert (back.state, back.service, back.label) == ("waiting", "A", "A001")
        event = served.events()[-1]
        assert isinstance(event, Transferred) and event.is_done
        assert served.call("2").label == "A002"
        assert served.call("1").label == "A001"
        assert served.counters.finish("1", asked(None)).state == "finished"
        holds(served)

    def test_one_that_waits_at_the_wrong_service_is_sent_on(self, served: Desk) -> None:
        sent = served.counters.transfer("1", Target(service="B", ticket=2), asked(None))
        assert (sent.label, sent.service, sent.state) == ("A002", "B", "waiting")
        with pytest.raises(Refused, match="wrong_state"):
            served.counters.transfer("1", Target(service="B", ticket=1), asked(None))

    def test_unknown_places(self, served: Desk) -> None:
        with pytest.raises(Unknown, match="no_such_service"):
            served.counters.transfer("1", Target(service="X"), asked(None))
        with pytest.raises(Unknown, match="no_such_counter"):
            served.counters.transfer("1", Target(counter="99"), asked(None))
        assert served.ticket(1).state == "serving"


class TestStops:
    def test_one_label_and_a_list_of_stops(self, desk: Desk) -> None:
        desk.issue("A", stops=("B", "A"))
        desk.call("1")
        assert desk.counters.finish("1", asked(None)).service == "B"
        desk.call("3")
        assert desk.counters.finish("3", asked(None)).service == "A"
        desk.call("2")
        assert desk.counters.finish("2", asked(None)).state == "finished"
        assert desk.names().count("issued") == 1
        holds(desk)

    def test_finish_current_goes_on_to_the_next_stop_too(self, desk: Desk) -> None:
        desk.issue("A", stops=("B",))
        desk.call("1")
        assert desk.counters.call_next("1", asked(None), finish_current=True) is None
        assert desk.call("3").label == "A001"

    def test_a_stop_must_be_a_service(self, desk: Desk) -> None:
        with pytest.raises(Unknown, match="no_such_service"):
            desk.issue("A", stops=("X",))


class TestWalkDirect:
    def test_a_number_is_taken_and_served_at_once(self, desk: Desk) -> None:
        desk.issue()
        direct = desk.counters.walk_direct("1", NewTicket(service="A"), asked(None))
        assert (direct.label, direct.state, direct.counter) == ("A002", "serving", "1")
        assert desk.names()[-3:] == ["issued", "called", "started"]

    def test_undo_gives_it_back_as_cancelled_and_leaves_no_gap(self, desk: Desk) -> None:
        desk.counters.walk_direct("1", NewTicket(service="A"), asked(None))
        assert desk.counters.undo("1", asked(None)).state == "cancelled"
        assert desk.issue().label == "A002"
        holds(desk)


class TestUndo:
    @pytest.mark.parametrize("verb", ["recall", "start", "finish", "no_show", "park"])
    def test_a_step_taken_back_leaves_the_ticket_as_it_was(self, desk: Desk, verb: str) -> None:
        desk.issue()
        desk.call()
        before = row(desk, 1)
        desk.clock.pass_s(5)
        getattr(desk.counters, verb)("1", asked(None))
        desk.counters.undo("1", asked(None))
        assert row(desk, 1) == before
        holds(desk)

    def test_a_call_taken_back_is_in_line_where_it_was(self, desk: Desk) -> None:
        desk.issue()
        desk.issue()
        before = row(desk, 1)
        desk.call()
        assert desk.counters.undo("1", asked(None)).ahead == 0
        assert row(desk, 1) == before
        assert desk.counter("1").ticket is None
        assert desk.call().label == "A001"
        holds(desk)

    def test_a_call_that_finished_another_is_taken_back_whole(self, served: Desk) -> None:
        before = row(served, 1)
        served.call(finish_current=True)
        assert served.counters.undo("1", asked(None)).label == "A001"
        assert row(served, 1) == before
        assert served.ticket(2).state == "waiting"
        undone = [each.undone for each in served.events() if isinstance(each, Undone)]
        assert undone == ["called", "finished"]

    def test_a_transfer_is_taken_back(self, served: Desk) -> None:
        before = row(served, 1)
        served.counters.transfer("1", Target(service="B", comes_back=True), asked(None))
        served.counters.undo("1", asked(None))
        assert row(served, 1) == before
        holds(served)

    def test_the_ratio_forgets_a_call_that_was_taken_back(self, desk: Desk) -> None:
        for _ in range(5):
            desk.issue()
        desk.issue(priority="elderly")
        for _ in range(3):
            desk.call()
            desk.counters.undo("1", asked(None))
        order = [desk.call(finish_current=True).label for _ in range(4)]
        assert order == ["A001", "A002", "A003", "A006"]

    def test_only_for_a_while(self, served: Desk) -> None:
        served.counters.finish("1", asked(None))
        served.clock.pass_s(61)
        with pytest.raises(Refused, match="too_late_to_undo"):
            served.counters.undo("1", asked(None))
        assert served.ticket(1).state == "finished"

    def test_only_once(self, served: Desk) -> None:
        served.counters.undo("1", asked(None))
        with pytest.raises(Refused, match="nothing_to_undo"):
            served.counters.undo("1", asked(None))

    def test_not_what_somebody_has_touched_since(self, served: Desk) -> None:
        served.counters.transfer("1", Target(service="B"), asked(None))
        served.call("3")
        with pytest.raises(Refused, match="changed_since"):
            served.counters.undo("1", asked(None))
        assert served.ticket(1).counter == "3"

    def test_not_what_was_rated(self, served: Desk) -> None:
        served.counters.finish("1", asked(None))
        served.rate(1)
        with pytest.raises(Refused, match="already_rated"):
            served.counters.undo("1", asked(None))


class TestMisclick:
    def test_a_clock_set_back_does_not_keep_a_person_waiting(self, desk: Desk) -> None:
        desk.change("rules", "office", {"guard_s": 2})
        desk.issue()
        desk.issue()
        desk.call()
        desk.clock.pass_s(-3600)
        assert desk.call(finish_current=True).label == "A002"

    def test_a_person_who_presses_twice_finishes_nobody(self, desk: Desk) -> None:
        desk.change("rules", "office", {"guard_s": 2})
        desk.issue()
        desk.issue()
        desk.call()
        with pytest.raises(Refused, match="too_soon"):
            desk.call(finish_current=True)
        desk.clock.pass_s(2)
        assert desk.call(finish_current=True).label == "A002"


class TestNoShow:
    def test_after_the_offices_number_of_calls_the_next_is_a_no_show(self, desk: Desk) -> None:
        desk.issue()
        desk.call()
        states = [desk.counters.recall("1", asked(None)).state for _ in range(3)]
        assert states == ["called", "called", "no_show"]
        event = desk.events()[-1]
        assert isinstance(event, NoShow) and event.by == "rule"

    def test_or_by_itself_some_time_after_the_last_call(self, desk: Desk) -> None:
        desk.change("rules", "office", {"max_calls": 2, "no_show_after_s": 90})
        desk.issue()
        desk.call()
        desk.clock.pass_s(100)
        assert desk.upkeep.look() == 0
        desk.counters.recall("1", asked(None))
        desk.clock.pass_s(90)
        assert desk.upkeep.look() == 1
        assert desk.ticket(1).state == "no_show"

    def test_back_into_line_where_the_arrival_puts_them(self, desk: Desk) -> None:
        for _ in range(3):
            desk.issue()
        desk.call()
        desk.counters.no_show("1", asked(None))
        desk.call()
        desk.clock.pass_s(29 * 60)
        assert desk.office.requeue(1, asked(None, by=KIOSK)).ahead == 0
        assert desk.call(finish_current=True).label == "A001"
        holds(desk)

    def test_only_for_a_while(self, desk: Desk) -> None:
        desk.issue()
        desk.call()
        desk.counters.no_show("1", asked(None))
        desk.clock.pass_s(30 * 60 + 1)
        with pytest.raises(Refused, match="too_late_to_requeue"):
            desk.office.requeue(1, asked(None, by=KIOSK))

    def test_who_was_served_does_not_come_back(self, served: Desk) -> None:
        served.counters.finish("1", asked(None))
        with pytest.raises(Refused, match="wrong_state"):
            served.office.requeue(1, asked(None, by=KIOSK))


class TestReserved:
    def test_a_ticket_for_one_clerk_waits_for_them(self, desk: Desk) -> None:
        desk.person("hoa")
        desk.issue(for_clerk="hoa")
        desk.issue()
        other = Asker("lan", "clerk", "2", is_person=True)
        found = desk.counters.call_next("2", asked(None, by=other))
        assert found is not None and found.label == "A002"
        assert desk.call("1").label == "A001"

    def test_the_clerk_must_be_somebody(self, desk: Desk) -> None:
        with pytest.raises(Malformed, match="no_such_clerk"):
            desk.issue(for_clerk="nobody")


class TestForgotten:
    def test_the_clerk_is_reminded_then_the_visit_is_closed_with_a_flag(self, served: Desk) -> None:
        served.clock.pass_s(90 * 60)
        assert served.upkeep.look() == 1
        assert served.names()[-1] == "reminded"
        assert served.upkeep.look() == 0
        served.clock.pass_s(150 * 60)
        assert served.upkeep.look() == 1
        event = served.events()[-1]
        assert isinstance(event, Finished) and event.is_forgotten
        assert row(served, 1)["is_forgotten"] == 1
        holds(served)

    def test_nobody_is_in_hand_or_in_line_the_day_after(self, served: Desk) -> None:
        served.issue()
        served.call("2")
        served.counters.park("2", asked(None))
        served.clock.pass_s(86_400)
        served.upkeep.look()
        served.clock.pass_s(600)
        served.upkeep.look()
        states = [served.ticket(n).state for n in (1, 2, 3)]
        assert states == ["finished", "cancelled", "cancelled"]
        holds(served)

    def test_the_next_call_of_a_new_day_closes_what_was_left_in_hand(self, served: Desk) -> None:
        served.clock.pass_s(86_400)
        served.issue()
        assert served.call().business_day == "2026-11-24"
        assert row(served, 1)["is_forgotten"] == 1
        holds(served)

    def test_a_correction_says_who_why_from_and_to(self, served: Desk) -> None:
        served.clock.pass_s(300 * 60)
        served.upkeep.look()
        right = served.clock() - timedelta(minutes=280)
        fixed = served.office.correct(
            1, "finished_at", right, "Quên bấm kết thúc", asked(None, by=MANAGER)
        )
        assert instant(str(fixed.finished_at)) == right
        event = served.events()[-1]
        assert isinstance(event, Corrected)
        assert (event.by, event.why, event.what) == ("minh", "Quên bấm kết thúc", "finished_at")
        assert row(served, 1)["is_forgotten"] == 0
        holds(served)

    def test_a_correction_keeps_the_times_in_order(self, served: Desk) -> None:
        served.counters.finish("1", asked(None))
        with pytest.raises(Refused, match="wrong_order"):
            served.office.correct(
                1, "finished_at", served.clock() - timedelta(hours=1), "x", asked(None, by=MANAGER)
            )
        with pytest.raises(Malformed, match="reason_needed"):
            served.office.correct(1, "finished_at", served.clock(), " ", asked(None, by=MANAGER))
        with pytest.raises(Refused, match="wrong_state"):
            served.office.correct(2, "called_at", served.clock(), "x", asked(None, by=MANAGER))


class TestWrongClock:
    def test_a_clock_set_to_tomorrow_and_back_ends_no_visit(self, served: Desk) -> None:
        jumps = [timedelta(0)]
        upkeep = Upkeep(served.store, served.office, jumped=lambda: jumps.pop())
        upkeep.look()
        for set_s in (86_400, -86_400):
            served.clock.pass_s(set_s)
            jumps.append(timedelta(seconds=set_s))
            upkeep.look()
        assert [served.ticket(n).state for n in (1, 2)] == ["serving", "waiting"]
        assert served.issue().label == "A003"

    def test_a_clock_that_stays_forward_is_believed_in_the_end(self, served: Desk) -> None:
        jumps = [timedelta(0), timedelta(days=1)]
        upkeep = Upkeep(served.store, served.office, jumped=lambda: jumps.pop())
        served.clock.pass_s(86_400)
        upkeep.look()
        assert [served.ticket(n).state for n in (1, 2)] == ["serving", "waiting"]
        served.clock.pass_s(600)
        assert upkeep.look() == 2
        assert [served.ticket(n).state for n in (1, 2)] == ["finished", "cancelled"]
        holds(served)

    def test_service_is_never_less_than_nothing(self, served: Desk) -> None:
        served.clock.pass_s(-3600)
        served.counters.park("1", asked(None))
        assert row(served, 1)["served_s"] == 0

    def test_order_labels_and_seq_go_on_when_it_goes_back(self, served: Desk) -> None:
        before = served.journal.newest
        served.clock.pass_s(-3600)
        assert served.issue().label == "A003"
        assert served.journal.newest == before + 1
        assert [served.call("2").label, served.call("2", finish_current=True).label] == [
            "A002",
            "A003",
        ]
        holds(served)


def test_the_clerk_who_acts_is_named(served: Desk) -> None:
    served.counters.park("1", asked(None, by=CLERK))
    event = served.events()[-1]
    assert isinstance(event, Parked) and event.clerk == "hoa"


class TestNobodyIsLeftInLimbo:
    def test_who_comes_back_to_a_closed_counter_is_kept_for_none(self, served: Desk) -> None:
        served.counters.transfer("1", Target(service="B", comes_back=True), asked(None))
        served.counters.close("1", asked(None))
        served.call("3")
        served.counters.finish("3", asked(None))
        assert row(served, 1)["for_counter"] is None
        assert served.call("2").label == "A001"

    def test_nobody_is_kept_for_ever_for_a_counter_that_is_closed(self, served: Desk) -> None:
        served.counters.transfer("1", Target(counter="3"), asked(None))
        assert served.call("2").label == "A002"
        served.clock.pass_s(600)
        assert served.call("2", finish_current=True).label == "A001"

    def test_a_parked_ticket_of_yesterday_is_not_resumed(self, served: Desk) -> None:
        served.counters.park("1", asked(None))
        served.clock.pass_s(86_400)
        with pytest.raises(Refused, match="not_today"):
            served.counters.resume("1", 1, asked(None))

    def test_walk_direct_knows_priorities_too(self, desk: Desk) -> None:
        with pytest.raises(Malformed, match="no_such_priority"):
            new = NewTicket(service="A", priority="friend")
            desk.counters.walk_direct("1", new, asked(None))

    def test_another_time_put_right_leaves_a_false_end_marked(self, served: Desk) -> None:
        served.clock.pass_s(300 * 60)
        served.upkeep.look()
        begun = instant(row(served, 1)["started_at"]) + timedelta(seconds=1)
        served.office.correct(1, "started_at", begun, "x", asked(None, by=MANAGER))
        assert row(served, 1)["is_forgotten"] == 1
        holds(served)

    def test_an_appointment_sent_on_keeps_its_place_by_time(self, served: Desk) -> None:
        due = [served.clock() + timedelta(minutes=n) for n in (30, 1)]
        later, sooner = (served.issue("B", due_at=stamp(each)) for each in due)
        served.call("3", finish_current=True)
        served.counters.undo("3", asked(None))
        served.counters.transfer("3", Target(service="B", ticket=later.id), asked(None))
        served.clock.pass_s(60)
        assert served.call("3").id == sooner.id
