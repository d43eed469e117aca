"""The turn rule over the real store: order, ratio, nobody left behind, on random days."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.events import Called, Issued
from tests.server.desk import Desk, asked, open_desk

RATIO = 3
#: What happens next: somebody comes in, with priority or not, or a counter calls.
STEPS = st.lists(
    st.sampled_from(["ordinary", "ordinary", "priority", "call 1", "call 2"]), max_size=60
)


def played(desk: Desk, steps: list[str], service: str = "A") -> list[Any]:
    """The issues and calls of a day, in their order; at the end everybody is called."""
    for step in steps:
        if step.startswith("call"):
            desk.counters.call_next(step[-1], asked(None), finish_current=True)
        else:
            desk.issue(service, priority="elderly" if step == "priority" else None)
    while desk.counters.call_next("2", asked(None), finish_current=True) is not None:
        pass
    return [each for each in desk.events() if isinstance(each, Issued | Called)]


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_order_ratio_and_everybody_once(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder) / "office.db") as desk:
        story = played(desk, steps)
    has_priority = {each.ticket: each.is_priority for each in story if isinstance(each, Issued)}
    called = [each.ticket for each in story if isinstance(each, Called)]
    assert sorted(called) == sorted(has_priority)
    for kind in (True, False):
        of_kind = [ticket for ticket in called if has_priority[ticket] is kind]
        assert of_kind == sorted(of_kind)
    check_ratio(story, has_priority)


def check_ratio(story: list[Any], has_priority: dict[int, bool]) -> None:
    """While somebody with priority waits, never more ordinary calls in a row than the ratio; and
    priority overtakes earlier ordinary tickets only after that many."""
    waiting: set[int] = set()
    run = 0
    for event in story:
        if isinstance(event, Issued):
            waiting.add(event.ticket)
            continue
        waits_with_priority = any(has_priority[ticket] for ticket in waiting)
        overtakes = any(ticket < event.ticket for ticket in waiting)
        waiting.discard(event.ticket)
        if has_priority[event.ticket]:
            assert not overtakes or run >= RATIO
            run = 0
        else:
            assert not waits_with_priority or run < RATIO
            run += 1


def test_nobody_waits_longer_than_the_office_says_while_a_counter_calls(desk: Desk) -> None:
    desk.change("rules", "office", {"guard_s": 0, "priority": "strict", "max_wait_min": 10})
    first = desk.issue()
    for _ in range(6):
        desk.issue(priority="elderly")
    order = []
    for _ in range(4):
        desk.clock.pass_s(200)
        order.append(desk.call(finish_current=True).id)
    assert order[:3] == [2, 3, first.id]
    why = [each.why for each in desk.events() if isinstance(each, Called)]
    assert why == ["priority_first", "priority_first", "waited_too_long", "waited_too_long"]


def test_shares_of_services_at_one_counter(desk: Desk) -> None:
    shares = {"number": "2", "services": ["A", "B"], "order": "weights", "weights": {"A": 3}}
    desk.change("counter", "2", shares)
    for service in "AAAAAAABBB":
        desk.issue(service)
    order = "".join(desk.call("2", finish_current=True).service for _ in range(8))
    assert (order[:4].count("A"), order[4:].count("A")) == (3, 3)


def test_a_speaker_of_the_language_serves_those_who_need_one(desk: Desk) -> None:
    desk.change("rules", "office", {"guard_s": 0, "routed_languages": ["km"]})
    desk.change("counter", "1", {"number": "1", "services": ["A"], "languages": ["vi", "km"]})
    desk.issue(language="km")
    desk.issue()
    assert desk.call("2").id == 2
    assert desk.call("1").id == 1
