"""The table of what becomes of a slip, and the two rules about a second try."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import slips
from server.events import (
    Event,
    Recalled,
    SlipAskedAgain,
    SlipFailed,
    SlipMoved,
    SlipPrinted,
    SlipPrinting,
)

A = {"ticket": 1, "label": "A001"}
CHAIN = {"hall": "desk", "desk": "office", "office": "hall"}
STATES = st.sampled_from(sorted(slips.MOVES))
WORDS = st.sampled_from(["", "hall", "desk", "office", "attic"])


def test_every_event_about_paper_is_a_move() -> None:
    events: list[tuple[Event, str | None]] = [
        (SlipPrinting(**A, printer="hall"), "begin"),
        (SlipPrinted(**A, printer="hall", reason=""), "out"),
        (SlipFailed(**A, printer="hall", reason="away"), "fail"),
        (SlipFailed(**A, printer="hall", reason="away", has_begun=True), "lose"),
        (
            SlipMoved(
                **A, printer="hall", to="desk", place="", reason="away", copy=0, tried=["hall"]
            ),
            "stand in",
        ),
        (SlipAskedAgain(**A, printer="hall", place="", copy=1, by="hoa"), "again"),
        (Recalled(**A, counter="1", calls=2), None),
    ]
    assert [slips.move_of(event) for event, _ in events] == [move for _, move in events]
    assert slips.after("queued", events[0][0]) == "printing"
    assert slips.after("printed", events[2][0]) is None
    assert slips.after("printed", events[6][0]) == "printed"


def test_a_slip_that_has_begun_never_goes_to_another_printer() -> None:
    assert [state for state in slips.MOVES if "stand in" in slips.MOVES[state]] == ["queued"]
    assert [state for state in slips.MOVES if "begin" in slips.MOVES[state]] == ["queued"]


@given(st.lists(st.sampled_from(["begin", "out", "fail", "lose", "stand in", "again"])))
def test_a_slip_is_begun_once_for_each_time_somebody_asked(moves: list[str]) -> None:
    state, begun, asked = slips.QUEUED, 0, 1
    for move in moves:
        to = slips.MOVES[state].get(move)
        if to is None:
            continue
        begun += move == "begin"
        asked += move == "again"
        assert to in slips.MOVES
        state = to
    assert begun <= asked


@pytest.mark.parametrize("ticket", [1, 17, 2**53 - 1])
@pytest.mark.parametrize("copy", [0, 1, 12])
def test_a_job_says_whose_slip_it_is(ticket: int, copy: int) -> None:
    assert slips.read_job(slips.job(ticket, copy)) == (ticket, copy)
    assert slips.read_job("strip:1") is None


@given(st.dictionaries(WORDS, WORDS), WORDS, st.sets(WORDS), st.sets(WORDS))
def test_a_stand_in_is_another_well_printer_that_has_not_been_tried(
    chain: dict[str, str], printer: str, tried: set[str], well: set[str]
) -> None:
    found = slips.stand_in(printer, chain, tried, well.__contains__)
    assert found is None or (found != printer and found in well - tried and found != "")


@pytest.mark.parametrize(
    ("tried", "well", "found"),
    [
        ((), {"desk", "office"}, "desk"),
        ((), {"office"}, "office"),
        (("desk",), {"desk", "office"}, "office"),
        (("desk", "office"), {"desk", "office"}, None),
        ((), {"hall"}, None),
        ((), set(), None),
    ],
)
def test_the_first_well_one_of_the_chain_stands_in(
    tried: tuple[str, ...], well: set[str], found: str | None
) -> None:
    assert slips.stand_in("hall", CHAIN, tried, well.__contains__) == found


@pytest.mark.parametrize(
    ("slip", "visit", "copies", "is_held", "code"),
    [
        ("none", "waiting", 0, False, "no_slip"),
        ("failed", "finished", 0, False, "visit_ended"),
        ("queued", "waiting", 0, False, "slip_under_way"),
        ("printing", "waiting", 0, True, "slip_under_way"),
        ("unknown", "waiting", 0, True, "slip_held"),
        ("unknown", "waiting", 3, False, "copies_used_up"),
        ("unknown", "waiting", 2, False, None),
        ("failed", "called", 0, False, None),
        ("printed", "waiting", 0, False, None),
    ],
)
def test_another_slip_is_refused_while_the_first_may_come_out(
    slip: str, visit: str, copies: int, is_held: bool, code: str | None
) -> None:
    assert slips.refusal_of_another(slip, visit, copies, 3, is_held=is_held) == code


@dataclass
class Model:
    """What lies in front of two printers when everything that may go wrong does."""

    state: str = slips.QUEUED
    copy: int = 0
    held: set[int] = field(default_factory=set)
    paper: list[int] = field(default_factory=list)

    def move(self, move: str) -> None:
        """One thing happens; a printer that was given a slip may bring it out later."""
        if move == "again":
            is_held = self.copy in self.held
            refused = slips.refusal_of_another(self.state, "waiting", self.copy, 9, is_held=is_held)
            if refused is not None:
                return
        to = slips.MOVES[self.state].get(move)
        if to is None:
            return
        self._on_paper(move)
        self.state = to

    def _on_paper(self, move: str) -> None:
        match move:
            case "begin":
                self.held.add(self.copy)
            case "out":
                self.paper.append(self.copy)
                self.held.discard(self.copy)
            case "again":
                self.copy += 1

    def printer_lets_go(self) -> None:
        """Switched off: what it held is gone."""
        self.held.clear()


@given(st.lists(st.sampled_from(["begin", "out", "fail", "lose", "stand in", "again", "lets go"])))
def test_no_number_is_on_two_slips_unless_the_second_says_so(moves: list[str]) -> None:
    model = Model()
    for move in moves:
        model.printer_lets_go() if move == "lets go" else model.move(move)
    assert len(model.paper) == len(set(model.paper))
    assert model.paper.count(0) <= 1
