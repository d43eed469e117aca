"""Any order of any verbs over the real store: the promises hold, and the journal is the table."""

import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server import tickets
from server.errors import Refused, Unknown
from server.events import Cancelled, Event, Finished, NoShow, Requeued, TicketEvent, Undone
from server.ledger import NewTicket
from server.moves import Target
from server.verify import breaks
from tests.server.desk import KIOSK, asked, open_desk, rating
from tests.server.replay import replayed, stored

COUNTERS = st.sampled_from("123")
SERVICES = st.sampled_from("AB")
TICKETS = st.integers(1, 12)
VERBS = st.sampled_from(["recall", "start", "finish", "no_show", "park", "transfer", "call_next"])


class AnyDay(RuleBasedStateMachine):
    """People and clerks who do whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = ExitStack()
        folder = self.ends.enter_context(tempfile.TemporaryDirectory())
        self.desk = self.ends.enter_context(open_desk(Path(folder) / "office.db"))

    def teardown(self) -> None:
        """The day after, everybody's visit has ended, and each exactly once."""
        for seconds in (86_400, 3_600):  # the second: a clock that jumps is not believed at once
            self.desk.clock.pass_s(seconds)
            self.desk.upkeep.look()
        assert all(row["state"] in tickets.ENDED for row in stored(self.desk).values())
        assert _ends(self.desk.events()) == Counter(dict.fromkeys(stored(self.desk), 1))
        self.ends.close()

    def act(self, counter: str, verb: str) -> None:
        """One press at *counter*."""
        verbs, request = self.desk.counters, asked(None)
        if verb == "transfer":
            verbs.transfer(counter, Target(service="B", comes_back=True), request)
        else:
            getattr(verbs, verb)(counter, request)

    @rule(
        service=SERVICES,
        priority=st.sampled_from([None, None, "elderly"]),
        stops=st.sampled_from([(), (), ("A",), ("B", "A")]),
    )
    def issue(self, service: str, priority: str | None, stops: tuple[str, ...]) -> None:
        self.desk.issue(service, priority=priority, stops=stops)

    @rule(counter=COUNTERS, finish_current=st.booleans())
    def call_next(self, counter: str, finish_current: bool) -> None:
        held = self.desk.counter(counter).ticket
        try:
            self.desk.counters.call_next(counter, asked(None), finish_current=finish_current)
        except Refused:
            assert held is not None and not finish_current

    @rule(counter=COUNTERS, ticket=TICKETS, verb=st.sampled_from(["call", "resume"]))
    def call(self, counter: str, ticket: int, verb: str) -> None:
        with suppress(Refused, Unknown):
            found = getattr(self.desk.counters, verb)(counter, ticket, asked(None))
            assert found.counter == counter

    @rule(counter=COUNTERS, verb=VERBS)
    def serve(self, counter: str, verb: str) -> None:
        with suppress(Refused):
            self.act(counter, verb)

    @rule(counter=COUNTERS, seconds=st.integers(1, 600))
    def park_for_a_while(self, counter: str, seconds: int) -> None:
        with suppress(Refused):
            self.desk.counters.park(counter, asked(None), return_after_s=seconds)

    @rule(counter=COUNTERS, to=COUNTERS, service=SERVICES, is_first=st.booleans())
    def transfer(self, counter: str, to: str, service: str, is_first: bool) -> None:
        target = Target(service=service, counter=to, is_first=is_first)
        with suppress(Refused):
            self.desk.counters.transfer(counter, target, asked(None))

    @rule(counter=COUNTERS, service=SERVICES)
    def walk_direct(self, counter: str, service: str) -> None:
        with suppress(Refused):
            self.desk.counters.walk_direct(counter, NewTicket(service=service), asked(None))

    @rule(counter=COUNTERS)
    def undo(self, counter: str) -> None:
        with suppress(Refused):
            self.desk.counters.undo(counter, asked(None))

    @rule(counter=COUNTERS, verb=VERBS)
    def a_step_taken_back_at_once_changes_nothing(self, counter: str, verb: str) -> None:
        before, opened = self._everything(), len(self.desk.events())
        with suppress(Refused):
            self.act(counter, verb)
            if any(isinstance(event, TicketEvent) for event in self.desk.events(0)[opened:]):
                self.desk.counters.undo(counter, asked(None))
                assert self._everything() == before

    @rule(ticket=TICKETS, verb=st.sampled_from(["cancel", "requeue"]))
    def citizen(self, ticket: int, verb: str) -> None:
        with suppress(Refused, Unknown):
            getattr(self.desk.office, verb)(ticket, asked(None, by=KIOSK))

    @rule(counter=COUNTERS, ticket=TICKETS, id=st.sampled_from(["r1", "r2", "r3", "r4"]))
    def rate(self, counter: str, ticket: int, id: str) -> None:
        with suppress(Refused, Unknown):
            self.desk.ratings.take(rating(self.desk, ticket, id=f"{id}-{ticket}"), counter)

    @rule(counter=COUNTERS)
    def pause(self, counter: str) -> None:
        self.desk.counters.pause(counter, "x", asked(None))

    @rule(seconds=st.integers(1, 50_000))
    def time_passes(self, seconds: int) -> None:
        self.desk.clock.pass_s(seconds)
        self.desk.upkeep.look()

    @invariant()
    def labels_have_no_gaps_and_no_doubles(self) -> None:
        numbers: dict[tuple[str, str], list[int]] = {}
        for row in stored(self.desk).values():
            numbers.setdefault((row["label"][0], row["business_day"]), []).append(row["number"])
        for found in numbers.values():
            assert sorted(found) == list(range(1, len(found) + 1))

    @invariant()
    def no_ticket_is_at_two_counters_and_no_counter_has_two(self) -> None:
        hands = [row for row in stored(self.desk).values() if row["state"] in tickets.IN_HAND]
        counters = [row["counter"] for row in hands]
        assert len(set(counters)) == len(counters) and None not in counters
        shown = {n for n in "123" if self.desk.counter(n).ticket is not None}
        assert shown == set(counters)

    @invariant()
    def the_journal_replayed_is_the_table(self) -> None:
        assert replayed(self.desk) == stored(self.desk)
        with self.desk.store.reading() as connection:
            assert list(breaks(connection)) == []

    def _everything(self) -> dict[str, Any]:
        """All that a step may change but the journal, and who sits at an open counter."""
        queries = {
            "lanes": "SELECT * FROM lanes WHERE waiting != 0",
            "runs": "SELECT code, ordinary_run FROM services",
            "credits": "SELECT number, credits FROM counters",
        }
        with self.desk.store.reading() as connection:
            found = {
                name: [tuple(row) for row in connection.execute(query)]
                for name, query in queries.items()
            }
        return {**found, "tickets": stored(self.desk)}


def _ends(events: list[Event]) -> Counter[int]:
    """How often each visit ended: an end taken back, or a no-show who came back, is none."""
    ends: Counter[int] = Counter()
    absent: set[int] = set()
    for event in events:
        if isinstance(event, Finished | NoShow | Cancelled):
            ends[event.ticket] += 1
        elif (isinstance(event, Undone) and event.undone in tickets.ENDED) or (
            isinstance(event, Requeued) and event.ticket in absent
        ):
            ends[event.ticket] -= 1
        if isinstance(event, TicketEvent):
            (absent.add if isinstance(event, NoShow) else absent.discard)(event.ticket)
    return ends


AnyDay.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestAnyDay = AnyDay.TestCase
