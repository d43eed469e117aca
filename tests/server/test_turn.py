"""Who is next: examples to read, then what holds on every day that can be made up.

A *day* is played with several counters: people arrive and counters call in any mixture, one step
a minute, and the rule sees only the first of each lane, as the ledger gives them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.turn import (
    APPOINTMENT,
    ORDINARY,
    PRIORITY,
    Candidate,
    Choice,
    Desk,
    Memory,
    Policy,
    chosen,
    pick,
)

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "who-is-next.md"
BY_THE_LINE = {"first_in_line", "listed_first", "weight_turn"}

# Examples


def ticket(number: int, service: str = "A", **more: object) -> Candidate:
    plain = Candidate(ticket=number, service=service, place=number, waits_s=600.0 - number)
    return replace(plain, **more)  # type: ignore[arg-type]


def lined(*services: str, **more: object) -> Desk:
    return replace(Desk(counter="3", clerk="hoa", services=services), **more)  # type: ignore[arg-type]


RATIO, STRICT = Policy(), Policy(priority="strict")
FORTY_MINUTES = Policy(max_wait_s=40 * 60)
ENGLISH = Policy(routed_languages=("en",))
ONE_EACH = Policy(ordinary_per_priority=1)
NEW = Memory()
THREE_CALLED = Memory(runs={"A": 3})

OLD_PERSON = ticket(9, kind=PRIORITY)
NINE_THIRTY = ticket(8, kind=APPOINTMENT, time="09:30", due_in_s=-60)
TEN = ticket(2, kind=APPOINTMENT, time="10:00", due_in_s=1740)


@dataclass(frozen=True, kw_only=True)
class Example:
    said: str
    line: tuple[Candidate, ...]
    desk: Desk = lined("A", "B")  # noqa: RUF009
    policy: Policy = RATIO
    memory: Memory = NEW
    ticket: int
    why: str
    about: tuple[tuple[str, str | int], ...] = ()


EXAMPLES = [
    Example(
        said="whoever came first is first, whichever service they came for",
        line=(ticket(7), ticket(3, "B")),
        ticket=3,
        why="first_in_line",
    ),
    Example(
        said="priority that came first is simply first",
        line=(ticket(10), OLD_PERSON),
        ticket=9,
        why="first_in_line",
    ),
    Example(
        said="three ordinary tickets have been called: now one with priority",
        line=(ticket(1), OLD_PERSON),
        memory=THREE_CALLED,
        ticket=9,
        why="priority_turn",
        about=(("n", 3),),
    ),
    Example(
        said="two have been called: not yet (novosga 431: ordinary tickets do not starve)",
        line=(ticket(1), OLD_PERSON),
        memory=Memory(runs={"A": 2}),
        ticket=1,
        why="first_in_line",
    ),
    Example(
        said="a counter's services are one line: three of A are enough for priority in B",
        line=(ticket(1), ticket(9, "B", kind=PRIORITY)),
        memory=THREE_CALLED,
        ticket=9,
        why="priority_turn",
        about=(("n", 3),),
    ),
    Example(
        said="an office can alternate, one and one (novosga 335)",
        line=(ticket(1), OLD_PERSON),
        policy=ONE_EACH,
        memory=Memory(runs={"A": 1}),
        ticket=9,
        why="priority_turn",
        about=(("n", 1),),
    ),
    Example(
        said="nobody else waits",
        line=(ticket(5, kind=PRIORITY), OLD_PERSON),
        ticket=5,
        why="only_priority_waits",
    ),
    Example(
        said="strict: priority before everybody (novosga 281, 299, 279: never behind)",
        line=(ticket(1), OLD_PERSON),
        policy=STRICT,
        ticket=9,
        why="priority_first",
    ),
    Example(
        said="forty minutes are over: next, whatever the ratio says (novosga 431)",
        line=(ticket(4, waits_s=2460), OLD_PERSON),
        policy=replace(FORTY_MINUTES, priority="strict"),
        memory=THREE_CALLED,
        ticket=4,
        why="waited_too_long",
        about=(("minutes", 41),),
    ),
    Example(
        said="who is in a hurry beyond all kinds is reserved or sent first, one by one (338)",
        line=(ticket(1), OLD_PERSON, ticket(20, place=-5)),
        policy=STRICT,
        ticket=20,
        why="sent_first",
    ),
    Example(
        said="sent first, an appointment does not wait for its time",
        line=(ticket(1), replace(TEN, place=-1)),
        ticket=2,
        why="sent_first",
    ),
    Example(
        said="of two whose time is up, the one that waits longer, not the one sent first",
        line=(ticket(20, place=-5, waits_s=2460), ticket(4, waits_s=2520)),
        policy=FORTY_MINUTES,
        ticket=4,
        why="waited_too_long",
        about=(("minutes", 42),),
    ),
    Example(
        said="a ticket kept for this clerk, from a service that the counter does not serve",
        line=(ticket(1), ticket(20, "C", for_clerk="hoa"), ticket(21, place=-5)),
        ticket=20,
        why="reserved",
    ),
    Example(
        said="a ticket kept for another counter is not for this one",
        line=(ticket(1, for_counter="4"), ticket(2)),
        ticket=2,
        why="first_in_line",
    ),
    Example(
        said="an appointment whose time has come goes before the line",
        line=(ticket(1), OLD_PERSON, NINE_THIRTY),
        memory=THREE_CALLED,
        ticket=8,
        why="appointment_due",
        about=(("time", "09:30"),),
    ),
    Example(
        said="two are due: the earlier time, whoever took the number first",
        line=(replace(NINE_THIRTY, ticket=4, place=4, time="09:31", due_in_s=0), NINE_THIRTY),
        ticket=8,
        why="appointment_due",
        about=(("time", "09:30"),),
    ),
    Example(
        said="an appointment before its time waits for it",
        line=(TEN, ticket(3)),
        ticket=3,
        why="first_in_line",
    ),
    Example(
        said="but nobody lets a counter stand idle for it",
        line=(replace(TEN, ticket=1, place=1, time="10:30", due_in_s=3540), TEN),
        ticket=2,
        why="appointment_early",
        about=(("time", "10:00"),),
    ),
    Example(
        said="results first, then new files: the counter has listed them so",
        line=(ticket(1, "B"), ticket(5)),
        desk=lined("A", "B", order="listed"),
        ticket=5,
        why="listed_first",
        about=(("service", "A"),),
    ),
    Example(
        said="shares: A had its turn, B with the greater share is due",
        line=(ticket(1), ticket(5, "B")),
        desk=lined("A", "B", order="weights", weights={"A": 1, "B": 2}),
        ticket=5,
        why="weight_turn",
        about=(("service", "B"), ("weight", 2)),
    ),
    Example(
        said="English goes where English is spoken, and this counter speaks Vietnamese",
        line=(ticket(1, language="en"), ticket(2)),
        policy=ENGLISH,
        ticket=2,
        why="first_in_line",
    ),
    Example(
        said="unless waiting for it has taken too long",
        line=(ticket(1, language="en", waits_s=2400), ticket(2)),
        policy=replace(FORTY_MINUTES, routed_languages=("en",)),
        ticket=1,
        why="waited_too_long",
        about=(("minutes", 40),),
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.said)
def test_examples(example: Example) -> None:
    choice = pick(example.line, example.desk, example.policy, example.memory)
    assert choice is not None
    assert (choice.ticket, choice.why) == (example.ticket, example.why)
    assert choice.about == dict(example.about)


def test_nobody_waits_or_nobody_for_this_counter() -> None:
    assert pick([], lined("A"), RATIO, THREE_CALLED) is None
    assert pick([ticket(1, "B")], lined("A"), RATIO, NEW) is None


def test_a_ticket_picked_by_hand_counts_like_any_other() -> None:
    desk = lined("A", "B")
    assert chosen(ticket(1), desk, THREE_CALLED) == Choice(
        ticket=1, why="chosen", memory=Memory(runs={"A": 4})
    )
    assert chosen(OLD_PERSON, desk, THREE_CALLED).memory.runs == {"A": 0, "B": 0}


def test_the_page_explains_every_word_and_no_other() -> None:
    section = PAGE.read_text(encoding="utf-8").split("\n## The words\n")[1].split("\n## ")[0]
    said = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    by_hand = {"chosen", "walk_direct"}
    assert sorted(said) == sorted({each.why for each in EXAMPLES} | by_hand)


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def test_the_line_of_ten_on_the_page() -> None:
    """The page says who came when, and whom one counter called when and why."""
    page = PAGE.read_text(encoding="utf-8")
    came = r"^\| (\d+) \| (\d\d:\d\d) \| (ordinary|priority|appointment)(?: at (\d\d:\d\d))? \|"
    line = {int(number): rest for number, *rest in re.findall(came, page, re.M)}
    calls = re.findall(r"^\| (\d\d:\d\d) \| (\d+) \| `(\w+)` \|", page, re.M)
    assert len(line) == len(calls) == 10
    memory = NEW
    for at, number, why in calls:
        waiting = [
            ticket(
                each,
                kind=kind,
                time=time,
                waits_s=60 * (minutes(at) - minutes(time or since)),
                due_in_s=60 * (minutes(time or since) - minutes(at)),
            )
            for each, (since, kind, time) in line.items()
        ]
        choice = pick(waiting, lined("A"), Policy(max_wait_s=45 * 60), memory)
        assert choice is not None
        assert (choice.ticket, choice.why) == (int(number), why)
        memory = choice.memory
        del line[choice.ticket]


# A day, played


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    service: str
    kind: str = ORDINARY
    language: str = "vi"
    for_counter: str | None = None
    for_clerk: str | None = None
    is_sent_first: bool = False
    due_min: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the desk, the whole line as it stood, who was called, and the memory before."""

    desk: Desk
    line: tuple[Candidate, ...]
    called: Candidate
    choice: Choice
    memory: Memory


class Day:
    """An office that keeps everybody in lanes and remembers what the rule asks it to."""

    def __init__(self, desks: tuple[Desk, ...], policy: Policy) -> None:
        self.desks, self.policy = desks, policy
        self.calls: list[Call] = []
        self._runs: dict[str, int] = {}
        self._credits: dict[str, dict[str, int]] = {desk.counter: {} for desk in desks}
        self._waiting: list[tuple[int, Person, int]] = []
        self._now_min = self.issued = 0

    def arrive(self, person: Person) -> None:
        self.issued += 1
        self._waiting.append((self.issued, person, self._now_min))
        self._now_min += 1

    def line(self) -> list[Candidate]:
        return [self._candidate(*each) for each in self._waiting]

    def call(self, desk: Desk) -> Choice | None:
        line = self.line()
        memory = Memory(runs=dict(self._runs), credits=self._credits[desk.counter])
        choice = pick(heads(line), desk, self.policy, memory)
        self._now_min += 1
        if choice is not None:
            called = next(each for each in line if each.ticket == choice.ticket)
            self.calls.append(Call(desk, tuple(line), called, choice, memory))
            self._waiting = [each for each in self._waiting if each[0] != choice.ticket]
            self._runs = dict(choice.memory.runs)
            self._credits[desk.counter] = dict(choice.memory.credits)
        return choice

    def call_the_rest(self) -> None:
        while [desk for desk in self.desks if self.call(desk)]:
            pass

    def _candidate(self, number: int, person: Person, issued_min: int) -> Candidate:
        is_appointment = person.kind == APPOINTMENT
        since = issued_min + person.due_min * is_appointment
        return Candidate(
            ticket=number,
            service=person.service,
            place=number - 1000 * person.is_sent_first,
            waits_s=max(0, self._now_min - since) * 60,
            kind=person.kind,
            due_in_s=(since - self._now_min) * 60 if is_appointment else 0,
            time=f"{since // 60 % 24:02}:{since % 60:02}" if is_appointment else "",
            language=person.language,
            for_counter=person.for_counter,
            for_clerk=person.for_clerk,
        )


def heads(line: list[Candidate]) -> list[Candidate]:
    lanes: dict[object, Candidate] = {}
    for each in sorted(line, key=lambda each: (each.due_in_s * is_by_time(each), each.place)):
        kept = (each.for_counter, each.for_clerk, each.place < 0)
        lanes.setdefault((each.service, each.kind, each.language, *kept), each)
    return list(lanes.values())


def is_by_time(each: Candidate) -> bool:
    return each.kind == APPOINTMENT and each.place >= 0


def subsets(things: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(things), unique=True, min_size=1).map(tuple)


def people(**more: st.SearchStrategy[object]) -> st.SearchStrategy[Person]:
    service, kind = st.sampled_from("ABC"), st.sampled_from([ORDINARY, ORDINARY, PRIORITY])
    return st.builds(Person, **{"service": service, "kind": kind, **more})


PLAIN = people()
ANYBODY = people(
    kind=st.sampled_from([ORDINARY, ORDINARY, PRIORITY, APPOINTMENT]),
    language=st.sampled_from(["vi", "vi", "en"]),
    for_counter=st.sampled_from([None, None, None, "0", "1", "9"]),
    for_clerk=st.sampled_from([None, None, None, "clerk 0", "clerk 2", "on leave"]),
    is_sent_first=st.sampled_from([False, False, False, True]),
    due_min=st.integers(0, 30),
)
ORDERS = st.sampled_from(["arrival", "listed", "weights"])
POLICIES = st.builds(
    Policy,
    priority=st.sampled_from(["ratio", "strict"]),
    ordinary_per_priority=st.integers(1, 4),
    max_wait_s=st.sampled_from([0, 10 * 60, 25 * 60]),
    routed_languages=st.sampled_from([(), ("en",)]),
)
RATIOS = st.builds(Policy, ordinary_per_priority=st.integers(1, 4))


@st.composite
def desks(
    draw: st.DrawFn,
    orders: st.SearchStrategy[str] = ORDERS,
    services: st.SearchStrategy[tuple[str, ...]] | None = None,
) -> tuple[Desk, ...]:
    return tuple(
        Desk(
            counter=str(n),
            clerk=f"clerk {n}",
            services=draw(subsets("ABC") if services is None else services),
            order=draw(orders),
            weights=draw(st.dictionaries(st.sampled_from("ABC"), st.integers(1, 4))),
            languages=draw(st.sampled_from([("vi",), ("vi", "en")])),
        )
        for n in range(draw(st.integers(1, 3)))
    )


@st.composite
def days(
    draw: st.DrawFn,
    who: st.SearchStrategy[Person] = ANYBODY,
    at: st.SearchStrategy[tuple[Desk, ...]] | None = None,
    policies: st.SearchStrategy[Policy] = POLICIES,
) -> Day:
    """A whole day, played to its end."""
    day = Day(draw(desks() if at is None else at), draw(policies))
    steps = st.one_of(who, who, st.integers(0, len(day.desks) - 1))
    for step in draw(st.lists(steps, min_size=20, max_size=60)):
        if isinstance(step, int):
            day.call(day.desks[step])
        else:
            day.arrive(step)
    day.call_the_rest()
    return day


ONE_POOL = desks(st.just("arrival"), st.just(("A", "B", "C")))
SERVICE_BY_SERVICE = desks(st.sampled_from(["listed", "weights"]))


def may(call: Call, each: Candidate, policy: Policy) -> bool:
    """Whether *each* is one whom the desk of *call* may call at all, told the long way round."""
    if each.for_counter not in (None, call.desk.counter):
        return False
    if each.for_clerk not in (None, call.desk.clerk):
        return False
    if each.for_counter or each.for_clerk:
        return True
    is_foreign = each.language == "en" and bool(policy.routed_languages)
    can_speak = not is_foreign or "en" in call.desk.languages or is_overdue(each, policy)
    return each.service in call.desk.services and can_speak


def is_overdue(each: Candidate, policy: Policy) -> bool:
    return policy.max_wait_s > 0 and each.waits_s >= policy.max_wait_s and not is_early(each)


def is_early(each: Candidate) -> bool:
    return is_by_time(each) and each.due_in_s > 0


def others(day: Day) -> Iterator[tuple[Call, Candidate]]:
    """Every call with everybody who might have been called instead."""
    for call in day.calls:
        for each in call.line:
            if each.ticket != call.called.ticket and may(call, each, day.policy):
                yield call, each


# Everybody, once, in order


@given(days())
def test_everybody_whom_somebody_may_call_is_called_once(day: Day) -> None:
    called = [call.called.ticket for call in day.calls]
    assert len(called) == len(set(called))
    left = day.line()
    assert len(called) + len(left) == day.issued
    nobody = [
        Call(desk, (), each, Choice(ticket=0, why=""), NEW) for desk in day.desks for each in left
    ]
    assert not [call for call in nobody if may(call, call.called, day.policy)]


@given(days())
def test_equals_are_called_in_order_of_their_place(day: Day) -> None:
    def alike(each: Candidate) -> tuple[object, ...]:
        return each.service, each.kind, each.for_counter, each.for_clerk

    for call, each in others(day):
        if alike(each) == alike(call.called) and each.kind != APPOINTMENT:
            assert each.place > call.called.place or call.choice.why == "waited_too_long"


@given(days())
def test_everybody_called_may_be_called_there(day: Day) -> None:
    """Reservations never leak, routed languages and services are kept, at every single call."""
    assert all(may(call, call.called, day.policy) for call in day.calls)


@given(days())
def test_the_same_line_gives_the_same_choice_in_whatever_order_it_is_read(day: Day) -> None:
    for call in day.calls:
        for line in (heads(list(call.line)), heads(list(call.line))[::-1]):
            assert pick(line, call.desk, day.policy, call.memory) == call.choice


@given(days())
def test_the_memory_is_small_and_plain(day: Day) -> None:
    for call in day.calls:
        memory = call.choice.memory
        waits = {each.service for each in call.line}
        assert memory.runs.keys() <= set("ABC")
        assert memory.credits.keys() <= waits & set(call.desk.services) | call.memory.credits.keys()
        assert Memory(**json.loads(json.dumps(asdict(memory)))) == memory
        assert all(run >= 0 for run in memory.runs.values())


# Who goes before the line


@given(days())
def test_nobody_overdue_is_passed_over_by_one_who_waits_less(day: Day) -> None:
    for call, each in others(day):
        if is_overdue(each, day.policy):
            assert call.choice.why == "waited_too_long"
            assert call.called.waits_s >= each.waits_s


@given(days())
def test_each_rule_waits_for_those_above_it(day: Day) -> None:
    def rank(each: Candidate) -> int:
        marks = (
            is_overdue(each, day.policy),
            bool(each.for_counter or each.for_clerk),
            each.place < 0,
            each.kind == APPOINTMENT,
            each.kind == PRIORITY and day.policy.priority == "strict",
            True,
        )
        return len(marks) if is_early(each) else marks.index(True)

    for call, each in others(day):
        assert rank(call.called) <= rank(each)


BOOKED = people(
    kind=st.sampled_from([APPOINTMENT, ORDINARY]), due_min=st.sampled_from([0, 4, 9, 60])
)


@given(days(BOOKED))
def test_appointments_are_called_by_their_time(day: Day) -> None:
    for call, each in others(day):
        if call.choice.why == "appointment_due" and is_by_time(each):
            assert (call.called.due_in_s, call.called.place) < (each.due_in_s, each.place)
        if call.choice.why == "appointment_early":
            assert each.due_in_s >= call.called.due_in_s > 0


# The ratio


WITH_APPOINTMENTS = people(
    kind=st.sampled_from([ORDINARY, ORDINARY, PRIORITY, APPOINTMENT]), due_min=st.integers(0, 30)
)


@given(days(WITH_APPOINTMENTS, ONE_POOL, RATIOS))
def test_after_n_tickets_without_priority_no_other_goes_before_one_with_priority(day: Day) -> None:
    """One line, many counters.  An appointment counts; only an appointment goes all the same."""
    run = 0
    for call in day.calls:
        if call.choice.why == "first_in_line" and call.called.kind == ORDINARY:
            waits = any(each.kind == PRIORITY for each in call.line)
            assert not waits or run < day.policy.ordinary_per_priority
        run = 0 if call.called.kind == PRIORITY else run + 1


@given(days(PLAIN, SERVICE_BY_SERVICE, RATIOS))
def test_service_by_service_the_ratio_is_that_of_each_service(day: Day) -> None:
    for service in "ABC":
        run = 0
        for call in (each for each in day.calls if each.called.service == service):
            waits = any(each.kind == PRIORITY for each in call.line if each.service == service)
            if waits and call.called.kind == ORDINARY:
                assert run < day.policy.ordinary_per_priority
            run = 0 if call.called.kind == PRIORITY else run + 1


@given(days(PLAIN, None, RATIOS))
def test_whatever_the_counters_serve_a_priority_ticket_is_passed_by_n_for_each_before_it(
    day: Day,
) -> None:
    """Lines that overlap in part: at most n of its service, and n more per priority call."""
    for last, call in enumerate(day.calls):
        if call.called.kind == PRIORITY:
            before = [
                each.called
                for each in day.calls[:last]
                if call.called.ticket in {waits.ticket for waits in each.line}
            ]
            passed = [x for x in before if x.kind == ORDINARY and x.service == call.called.service]
            calls = 1 + sum(each.kind == PRIORITY for each in before)
            assert len(passed) <= day.policy.ordinary_per_priority * calls


@given(days(PLAIN, ONE_POOL, RATIOS))
def test_priority_goes_out_of_order_once_in_n_tickets(day: Day) -> None:
    run = day.policy.ordinary_per_priority
    for call in day.calls:
        if call.called.kind == ORDINARY:
            run += 1
        elif any(each.place < call.called.place for each in call.line):
            assert run >= day.policy.ordinary_per_priority
            run = 0


@given(days(PLAIN, ONE_POOL, RATIOS))
def test_an_ordinary_ticket_is_overtaken_once_and_once_more_for_each_n_before_it(day: Day) -> None:
    for number in {call.called.ticket for call in day.calls if call.called.kind == ORDINARY}:
        before = [
            call.called.kind if call.called.ticket < number else "overtakes"
            for call in day.calls
            if call.called.ticket != number and number in {each.ticket for each in call.line}
        ]
        bound = 1 + before.count(ORDINARY) // day.policy.ordinary_per_priority
        assert before.count("overtakes") <= bound


@given(days(policies=st.builds(Policy, priority=st.just("strict"))))
def test_strict_is_strict(day: Day) -> None:
    for call, each in others(day):
        if call.choice.why in BY_THE_LINE:
            assert each.kind != PRIORITY


@given(days())
def test_every_call_counts_once(day: Day) -> None:
    for call in day.calls:
        before, after = Counter(call.memory.runs), Counter(call.choice.memory.runs)
        if call.called.kind == PRIORITY:
            assert after[call.called.service] == 0
            assert after <= before
        else:
            assert after - before == Counter(call.called.service)
            assert not before - after
        assert chosen(call.called, call.desk, call.memory).memory.runs == call.choice.memory.runs


# Listed and shares


@given(days(PLAIN, desks(st.just("listed")), RATIOS))
def test_a_later_service_waits_for_the_earlier_ones(day: Day) -> None:
    for call, each in others(day):
        listed = call.desk.services
        assert listed.index(call.called.service) <= listed.index(each.service)


WEIGHTS = st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 6), min_size=1)


@given(WEIGHTS, st.integers(1, 4))
def test_while_all_wait_every_window_holds_each_services_share(
    weights: dict[str, int], ratio: int
) -> None:
    desk = lined(*weights, order="weights", weights=weights)
    day = Day((desk,), Policy(ordinary_per_priority=ratio))
    total = sum(weights.values())
    for service in weights:
        for n in range(3 * weights[service] + 1):
            day.arrive(Person(service=service, kind=PRIORITY if n % 3 else ORDINARY))
    for _ in range(3 * total):
        day.call(desk)
    services = [call.called.service for call in day.calls]
    for start in range(2 * total + 1):
        assert Counter(services[start : start + total]) == weights


@given(WEIGHTS, st.lists(st.sets(st.sampled_from("BCD")), min_size=30, max_size=60))
def test_a_service_with_somebody_waiting_gets_its_turn_however_the_others_come_and_go(
    weights: dict[str, int], others_waiting: list[set[str]]
) -> None:
    """In A somebody waits always; in the others as they please."""
    desk = lined("D", "C", "B", "A", order="weights", weights=weights)
    total = sum(desk.weight(service) for service in desk.services)
    memory, passed = NEW, 0
    for here in others_waiting:
        line = [ticket(1), *(ticket(2, service) for service in sorted(here))]
        choice = pick(line, desk, RATIO, memory)
        assert choice is not None
        memory = choice.memory
        passed = 0 if choice.about["service"] == "A" else passed + 1
        assert passed <= 3 * total // desk.weight("A") + 4
        assert memory.credits.keys() == {"A", *here}
