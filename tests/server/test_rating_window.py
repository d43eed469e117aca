"""The window of a visit: who may answer, until when, and for which visit."""

import re
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.errors import Malformed, OfficeError, Refused
from server.rating_window import Open, window_id_of
from server.readings import Reading
from server.tablet_view import open_window
from server.verify import breaks
from tests.server.desk import ADMIN, Desk, asked, open_desk, rating

ROOT = Path(__file__).parents[2]


def window(desk: Desk, counter: str = "1") -> Open | None:
    with desk.store.reading() as connection:
        return open_window(connection, desk.office, counter)


def window_id(desk: Desk) -> str:
    found = window(desk)
    assert found is not None
    return found.end.id


def row(desk: Desk) -> dict[str, object]:
    with desk.store.reading() as connection:
        return dict(connection.execute("SELECT * FROM ratings").fetchone())


def test_the_window_has_an_id_that_goes_back_with_the_answer(desk: Desk) -> None:
    ticket = desk.finished()
    id = window_id(desk)
    assert len(id) == 16 and int(id, 16) >= 0
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id, window="0" * 16), "1")
    assert desk.ratings.take(rating(desk, ticket.id, window=id), "1")


def test_an_end_that_is_taken_back_closes_it_and_the_next_one_has_another_id(desk: Desk) -> None:
    ticket = desk.finished()
    first = window_id(desk)
    desk.counters.undo("1", asked(None))
    assert window(desk) is None
    with pytest.raises(Refused, match="not_served"):
        desk.ratings.take(rating(desk, ticket.id, window=first), "1")
    desk.counters.finish("1", asked(None))
    assert window_id(desk) != first
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id, window=first), "1")


def test_an_office_that_was_restored_takes_no_answer_for_another_visit(tmp_path: Path) -> None:
    """Yesterday's backup gives the same numbers and ids out again, to other people."""
    with open_desk(tmp_path / "lost.db") as desk:
        ticket = desk.finished()
        answer = rating(desk, ticket.id, window=window_id(desk))
    with open_desk(tmp_path / "restored.db") as desk:
        assert desk.finished().id == ticket.id
        with pytest.raises(Refused, match="window_closed"):
            desk.ratings.take(answer, "1")


def test_a_week_late_it_counts_by_the_moment_it_was_given(desk: Desk) -> None:
    ticket = desk.finished()
    in_time = rating(desk, ticket.id, window=window_id(desk))
    for _ in range(3):
        desk.clock.pass_s(120)
        desk.finished()
    desk.clock.pass_s(7 * 86400)
    assert desk.ratings.take(in_time, "1")
    assert row(desk)["rated_at"] == "2026-11-23T01:00:00.000Z"


def test_a_time_that_is_corrected_later_does_not_move_the_window(desk: Desk) -> None:
    ticket = desk.finished()
    desk.clock.pass_s(30)
    in_time = rating(desk, ticket.id, window=window_id(desk))
    desk.clock.pass_s(3600)
    earlier = desk.clock.at - timedelta(seconds=1800)
    desk.office.correct(ticket.id, "finished_at", earlier, "quên bấm", asked(None, by=ADMIN))
    assert desk.ratings.take(in_time, "1")
    assert row(desk)["rated_at"] == "2026-11-23T01:00:30.000Z"


def test_one_who_comes_back_to_the_counter_closes_the_window(desk: Desk) -> None:
    desk.issue()
    parked = desk.call()
    desk.counters.park("1", asked(None))
    desk.finished()
    desk.clock.pass_s(5)
    assert window(desk) is not None
    desk.counters.resume("1", parked.id, asked(None))
    assert window(desk) is None


def test_a_call_that_was_taken_back_closes_nothing(desk: Desk) -> None:
    ticket = desk.finished()
    desk.clock.pass_s(5)
    desk.issue()
    desk.call()
    assert window(desk) is None
    desk.counters.undo("1", asked(None))
    assert window(desk) is not None
    assert desk.ratings.take(rating(desk, ticket.id), "1")


def test_a_forgotten_visit_asks_nobody_at_the_counter(desk: Desk) -> None:
    desk.issue()
    desk.call()
    desk.clock.pass_s(5 * 3600)
    desk.upkeep.look()
    assert desk.ticket(1).state == "finished"
    assert window(desk) is None


# By the settings of its day


def test_a_window_lasts_as_long_as_its_day_says(desk: Desk) -> None:
    desk.change("rating", "office", {"window_s": 20})
    desk.change("rating", "office", {"window_s": 300}, "2026-11-24")
    ticket = desk.finished()
    desk.clock.pass_s(20)
    assert window(desk) is None
    desk.clock.pass_s(86400)
    later = desk.finished()
    desk.clock.pass_s(299)
    assert window(desk) is not None
    assert desk.ratings.take(rating(desk, later.id), "1")
    with pytest.raises(Refused, match="window_closed"):
        in_old_time = desk.clock.at - timedelta(days=1, seconds=299)
        desk.ratings.take(rating(desk, ticket.id, id="r-2", rated_at=in_old_time), "1")


def test_what_was_not_asked_is_not_kept(desk: Desk) -> None:
    desk.change("rating", "office", {"reasons": ["attitude"], "has_comment": False})
    new = rating(desk, desk.finished().id, score=1, reasons=("attitude", "equipment"), comment="x")
    desk.ratings.take(new, "1")
    kept = row(desk)
    assert (kept["reasons"], kept["comment"], kept["levels"]) == ('["attitude"]', None, 5)


@pytest.mark.parametrize("score", [1, 5])
def test_three_faces_have_three_scores(desk: Desk, score: int) -> None:
    desk.change("rating", "office", {"levels": 3}, "2026-11-24")
    desk.clock.pass_s(86400)
    ticket = desk.finished()
    with pytest.raises(Malformed, match="no_such_score"):
        desk.ratings.take(rating(desk, ticket.id, score=score), "1")
    desk.ratings.take(rating(desk, ticket.id, score=3), "1")
    assert row(desk)["levels"] == 3


def test_an_answer_to_the_faces_of_this_morning_is_kept_as_such(desk: Desk) -> None:
    ticket = desk.finished()
    desk.change("rating", "office", {"levels": 3})
    desk.ratings.take(rating(desk, ticket.id, score=5), "1")
    assert (row(desk)["score"], row(desk)["levels"]) == (5, 5)


# From a phone


def test_a_phone_may_answer_until_its_time_is_over_whoever_is_called(desk: Desk) -> None:
    ticket = desk.finished()
    for _ in range(2):
        desk.clock.pass_s(600)
        desk.finished()
    desk.clock.pass_s(86400 - 1201)
    assert desk.ratings.take(rating(desk, ticket.id, channel="phone"), None)
    kept = row(desk)
    assert (kept["channel"], kept["counter"]) == ("phone", "1")
    assert kept["closes_at"] == "2026-11-24T01:00:00.000Z"


def test_a_phone_is_too_late_after_it(desk: Desk) -> None:
    ticket = desk.finished()
    desk.clock.pass_s(86400)
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id, channel="phone"), None)


@pytest.mark.parametrize(("first", "second"), [("tablet", "phone"), ("phone", "tablet")])
def test_a_visit_is_rated_once_over_both(desk: Desk, first: str, second: str) -> None:
    ticket = desk.finished()
    desk.ratings.take(rating(desk, ticket.id, channel=first), "1")
    assert window(desk) is None
    with pytest.raises(Refused, match="already_rated"):
        desk.ratings.take(rating(desk, ticket.id, id="r-2", channel=second), "1")


# What is offered is what is taken

ACTS = st.sampled_from(
    ("visit", "call", "finish", "undo", "park", "resume", "no_show", "pass", "rate", "set", "read")
)


def act(desk: Desk, name: str, taken: list[str]) -> None:
    if name == "visit":
        desk.issue()
    elif name == "call":
        desk.counters.call_next("1", asked(None))
    elif name == "resume":
        desk.counters.resume("1", last_parked(desk), asked(None))
    elif name == "pass":
        desk.clock.pass_s(25)
    elif name == "set":
        desk.change("rating", "office", {"window_s": 10 + desk.count("settings")})
    elif name == "rate":
        rate(desk, taken)
    elif name == "read":
        read(desk)
    else:
        getattr(desk.counters, name)("1", asked(None))


def rate(desk: Desk, taken: list[str]) -> None:
    if (found := window(desk)) is not None:
        new = rating(desk, found.row["id"], id=f"r-{len(taken)}", window=found.end.id)
        assert desk.ratings.take(new, "1")
        taken.append(new.id)
        assert window(desk) is None


def read(desk: Desk) -> None:
    if (found := window(desk)) is not None:
        at = (desk.clock.at, desk.clock.at - timedelta(seconds=20))
        desk.readings.hear(Reading(window=found.end.id, at=at), "1")


def last_parked(desk: Desk) -> int:
    """The ticket parked last, 0 when there is none."""
    there = range(desk.count("tickets"), 0, -1)
    return next((each for each in there if desk.ticket(each).state == "parked"), 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=25))
def test_what_a_tablet_is_offered_is_taken_and_nothing_else(acts: list[str]) -> None:
    """Whatever a counter does: the one visit that is asked about can be rated, all others of this
    counter cannot be rated now, and the journal agrees with every rating there is."""
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder) / "office.db") as desk:
        taken: list[str] = []
        for name in ["visit", "call", "finish", *acts]:
            with suppress(*(OfficeError,) * (name != "rate")):  # a counter may press anything
                act(desk, name, taken)
            offered = window(desk)
            for ticket in range(1, desk.count("tickets") + 1):
                if offered is not None and offered.row["id"] == ticket:
                    continue
                with pytest.raises(Refused):
                    desk.ratings.take(rating(desk, ticket, id="never"), "1")
        assert desk.count("ratings") == len(taken)
        with desk.store.reading() as connection:
            assert list(breaks(connection)) == []


def test_the_worked_example_of_the_id() -> None:
    page = (ROOT / "docs" / "reference" / "ratings.md").read_text(encoding="utf-8")
    secret = re.search(r"^\| secret \| `(.+)` \|$", page, re.M)
    entry = re.search(r"^\| journal \| `(.+)`, seq `(\d+)` \|$", page, re.M)
    id = re.search(r"^\| id \| `(.+)` \|$", page, re.M)
    assert secret and entry and id
    assert window_id_of(secret[1], entry[1], int(entry[2])) == id[1]
