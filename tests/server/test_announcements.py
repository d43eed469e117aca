"""The queue of calls: each row of the table in docs/explanation/voice.md, and any order of them."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.announcements import MAX_AGE_S, MOST, Announcements, Call


def call(ticket: int, counter: str = "1", *, times: int = 1, at_s: float = 0.0) -> Call:
    return Call(
        ticket=ticket, label=f"A{ticket:03d}", counter=counter, times=times, asked_at_s=at_s
    )


def asked(*calls: Call) -> Announcements:
    queue = Announcements()
    for each in calls:
        queue.ask(each)
    return queue


def taken(queue: Announcements, now_s: float = 0.0) -> list[tuple[int, str, int]]:
    """Everything that is left, as it comes."""
    found = []
    while each := queue.take(now_s):
        found.append((each.ticket, each.counter, each.times))
    return found


def test_calls_come_in_the_order_in_which_they_were_asked_for() -> None:
    assert taken(asked(call(3), call(1, "2"), call(2))) == [(3, "1", 1), (1, "2", 1), (2, "1", 1)]


def test_a_recall_of_what_still_waits_keeps_its_place_and_is_a_first_call() -> None:
    queue = asked(call(1), call(2), call(1, times=2))
    assert taken(queue) == [(1, "1", 1), (2, "1", 1)]
    assert queue.unspoken == {"merged": 1}


def test_a_recall_of_what_was_spoken_is_a_second_call() -> None:
    queue = asked(call(1))
    queue.take(0)
    assert queue.take(7) is None
    queue.ask(call(1, times=2))
    assert taken(queue) == [(1, "1", 2)]


def test_a_recall_of_what_is_being_spoken_is_that_call() -> None:
    queue = asked(call(1))
    queue.take(0)
    queue.ask(call(1, times=2))
    assert taken(queue) == []


def test_called_elsewhere_while_it_waits_it_goes_to_the_end() -> None:
    assert taken(asked(call(1), call(2), call(1, "9"))) == [(2, "1", 1), (1, "9", 1)]


def test_called_elsewhere_while_it_is_spoken_it_is_spoken_again() -> None:
    queue = asked(call(1))
    queue.take(0)
    queue.ask(call(1, "9"))
    assert taken(queue) == [(1, "9", 1)]


def test_a_ticket_that_is_gone_is_not_called() -> None:
    queue = asked(call(1), call(2))
    queue.drop(1)
    queue.drop(7)
    assert taken(queue) == [(2, "1", 1)]
    assert queue.unspoken == {"gone": 1}


def test_what_is_too_old_is_not_called() -> None:
    queue = asked(call(1, at_s=0), call(2, at_s=5))
    assert taken(queue, MAX_AGE_S + 1) == [(2, "1", 1)]
    assert queue.unspoken == {"old": 1}


def test_a_recall_makes_an_old_call_young() -> None:
    assert taken(asked(call(1), call(1, times=2, at_s=60)), MAX_AGE_S + 1) == [(1, "1", 1)]


def test_of_too_many_the_oldest_are_left_out() -> None:
    queue = asked(*(call(n) for n in range(MOST + 2)))
    assert [ticket for ticket, _, _ in taken(queue)] == list(range(2, MOST + 2))
    assert queue.unspoken == {"crowded": 2}


def test_a_hall_that_is_to_be_silent_forgets() -> None:
    queue = asked(call(1), call(2))
    queue.clear()
    assert taken(queue) == []


class QueueMachine(RuleBasedStateMachine):
    """Whatever is asked, dropped and taken in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = Announcements()
        self.now_s = 0.0
        self.newest: dict[int, Call] = {}
        self.asked = self.spoken = 0

    @rule(ticket=st.integers(1, 9), counter=st.sampled_from("12"), times=st.integers(1, 3))
    def ask(self, ticket: int, counter: str, times: int) -> None:
        self.newest[ticket] = call(ticket, counter, times=times, at_s=self.now_s)
        self.queue.ask(self.newest[ticket])
        self.asked += 1

    @rule(ticket=st.integers(1, 9))
    def drop(self, ticket: int) -> None:
        self.queue.drop(ticket)
        self.newest.pop(ticket, None)

    @rule(seconds=st.floats(0, 60))
    def wait(self, seconds: float) -> None:
        self.now_s += seconds

    @rule()
    def take(self) -> None:
        found = self.queue.take(self.now_s)
        if found is not None:
            self.spoken += 1
            wanted = self.newest.pop(found.ticket)  # once, and not after it was dropped
            assert found == replace(wanted, times=found.times)
            assert found.times <= wanted.times or found.times == 1 or wanted.times == 1
            assert self.now_s - found.asked_at_s <= MAX_AGE_S

    @invariant()
    def nothing_is_lost_without_a_reason(self) -> None:
        assert len(self.queue) <= MOST
        said = self.spoken + len(self.queue) + self.queue.unspoken.total()
        assert said == self.asked


TestQueue = QueueMachine.TestCase
