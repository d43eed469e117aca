"""Any order of any verbs over the real store: the promises hold, and the journal is the table."""

import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.errors import Refused, Unknown
from server.events import Called, Cancelled, Finished, NoShow
from tests.server.desk import asked, open_desk, rating
from tests.server.replay import replayed, stored

COUNTERS = st.sampled_from("123")
TICKETS = st.integers(1, 12)


class AnyDay(RuleBasedStateMachine):
    """People and clerks who do whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = ExitStack()
        folder = self.ends.enter_context(tempfile.TemporaryDirectory())
        self.desk = self.ends.enter_context(open_desk(Path(folder) / "office.db"))

    def teardown(self) -> None:
        self.ends.close()

    @rule(service=st.sampled_from("AB"), priority=st.sampled_from([None, None, "elderly"]))
    def issue(self, service: str, priority: str | None) -> None:
        self.desk.issue(service, priority=priority)

    @rule(counter=COUNTERS, finish_current=st.booleans())
    def call_next(self, counter: str, finish_current: bool) -> None:
        held = self.desk.counter(counter).ticket
        try:
            self.desk.office.call_next(counter, asked(None), finish_current=finish_current)
        except Refused:
            assert held is not None and not finish_current

    @rule(counter=COUNTERS, ticket=TICKETS)
    def call(self, counter: str, ticket: int) -> None:
        with suppress(Refused, Unknown):
            assert self.desk.office.call(counter, ticket, asked(None)).counter == counter

    @rule(counter=COUNTERS, verb=st.sampled_from(["recall", "start", "finish", "no_show"]))
    def serve(self, counter: str, verb: str) -> None:
        held = self.desk.counter(counter).ticket
        try:
            assert getattr(self.desk.office, verb)(counter, asked(None)).counter == counter
        except Refused:
            assert held is None or held.state == "serving"

    @rule(ticket=TICKETS)
    def cancel(self, ticket: int) -> None:
        with suppress(Refused, Unknown):
            self.desk.office.cancel(ticket, asked(None))

    @rule(counter=COUNTERS, ticket=TICKETS, id=st.sampled_from(["r1", "r2", "r3", "r4"]))
    def rate(self, counter: str, ticket: int, id: str) -> None:
        with suppress(Refused, Unknown):
            self.desk.ratings.take(rating(self.desk, ticket, id=f"{id}-{ticket}"), counter)

    @rule(counter=COUNTERS)
    def pause(self, counter: str) -> None:
        self.desk.office.pause(counter, "x", asked(None))

    @rule(seconds=st.integers(1, 50_000))
    def time_passes(self, seconds: int) -> None:
        self.desk.clock.pass_s(seconds)

    @invariant()
    def labels_have_no_gaps_and_no_doubles(self) -> None:
        numbers: dict[tuple[str, str], list[int]] = {}
        for row in stored(self.desk).values():
            numbers.setdefault((row["service"], row["business_day"]), []).append(row["number"])
        for found in numbers.values():
            assert sorted(found) == list(range(1, len(found) + 1))

    @invariant()
    def no_ticket_is_at_two_counters_and_no_counter_has_two(self) -> None:
        hands: dict[str, int] = {}
        for event in self.desk.events():
            match event:
                case Called(counter=counter, ticket=ticket):
                    assert counter not in hands and ticket not in hands.values()
                    hands[counter] = ticket
                case Finished(counter=counter) | NoShow(counter=counter):
                    del hands[counter]
                case Cancelled(counter=str(counter)):
                    del hands[counter]
        counters = {n: self.desk.counter(n).ticket for n in "123"}
        assert hands == {n: held.id for n, held in counters.items() if held is not None}

    @invariant()
    def the_journal_replayed_is_the_table(self) -> None:
        assert replayed(self.desk) == stored(self.desk)
        assert self.desk.journal.newest == len(self.desk.journal.after(0))


AnyDay.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestAnyDay = AnyDay.TestCase
