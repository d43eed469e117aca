"""A clerk contests an answer, somebody else decides; the answer stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.asking import Asker
from server.comment_words import screener
from server.contest_rules import CONTEST, LIFE, NONE, VERDICTS, NotAllowed, after
from server.contests import Contests, ref_of
from server.errors import Malformed, Refused, Unknown
from server.events import RatingContested, RatingJudged
from server.verify import breaks
from tests.server.desk import CLERK, Desk, asked
from tests.server.rated import NAM, next_day, visit

JUDGED = "event = 'rating_judged', data = json_set(data, '$.verdict', 'upheld')"
MANAGER = Asker("quanly", "manager", is_person=True)


@pytest.fixture
def contests(desk: Desk) -> Contests:
    """Two clerks with one answer each, yesterday."""
    desk.person("Trần Thị Hoa")
    visit(desk, 1)
    visit(desk, 2, counter="2", by=NAM)
    next_day(desk)
    return Contests(desk.store, desk.ledger, desk.office, screener(lambda english: english))


def row(desk: Desk) -> dict[str, object]:
    with desk.store.reading() as connection:
        found = connection.execute("SELECT * FROM contests").fetchone()
    return dict(found)


def broken(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


def test_a_contest_from_the_clerk_to_the_verdict(desk: Desk, contests: Contests) -> None:
    ref = contests.ref("r-1")
    before = len(desk.events())
    contests.contest(ref, "  Ông Nguyễn Văn An bấm nhầm, 0912 345 678 ", asked(None))
    assert row(desk) | {"contested_at": ""} == {
        **{"ref": ref, "rating": "r-1", "clerk": "hoa", "contested_at": "", "state": "open"},
        **{"reason": "Ông [name] bấm nhầm, [number]"},
        **{"judged_by": None, "judged_at": None, "note": None},
    }
    contests.judge(ref, "upheld", "Hỏi chị Hoa", asked(None, by=MANAGER))
    assert (row(desk)["state"], row(desk)["judged_by"]) == ("upheld", "quanly")
    assert row(desk)["note"] == "Hỏi chị [name]"
    assert desk.events()[before:] == [
        RatingContested(ref=ref, by="hoa"),
        RatingJudged(ref=ref, verdict="upheld", by="quanly"),
    ]
    assert desk.count("ratings") == 2
    assert broken(desk) == []


def test_only_ones_own_answers_of_days_that_are_over(desk: Desk, contests: Contests) -> None:
    visit(desk, 1)  # today
    for id in ("r-2", "r-3", "r-99"):
        with pytest.raises(Unknown, match="no_such_answer"):
            contests.contest(contests.ref(id), "Không phải tôi", asked(None))
    next_day(desk)
    contests.contest(contests.ref("r-3"), "Không phải tôi", asked(None))
    assert row(desk)["rating"] == "r-3"


def test_an_answer_is_contested_once_and_decided_once(desk: Desk, contests: Contests) -> None:
    ref = contests.ref("r-1")
    contests.contest(ref, "Không phải tôi", asked(None))
    with pytest.raises(Refused, match="already_contested"):
        contests.contest(ref, "Vẫn không phải tôi", asked(None))
    contests.judge(ref, "rejected", "", asked(None, by=MANAGER))
    for verdict in VERDICTS:
        with pytest.raises(Refused, match="already_judged"):
            contests.judge(ref, verdict, "", asked(None, by=MANAGER))
    with pytest.raises(Refused, match="already_contested"):
        contests.contest(ref, "Vẫn không phải tôi", asked(None))


def test_the_same_request_twice_is_one_contest(desk: Desk, contests: Contests) -> None:
    ref = contests.ref("r-1")
    for _ in range(2):
        contests.contest(ref, "Không phải tôi", asked("k", "contest", ref))
    for _ in range(2):
        contests.judge(ref, "upheld", "", asked("k", "judge", ref, by=MANAGER))
    assert desk.names().count("rating_contested") == 1
    assert desk.names().count("rating_judged") == 1
    with pytest.raises(Malformed, match="key_reused"):
        contests.judge(ref, "rejected", "", asked("k", "judge", "other", by=MANAGER))


def test_nobody_decides_their_own_contest(desk: Desk, contests: Contests) -> None:
    ref = contests.ref("r-1")
    contests.contest(ref, "Không phải tôi", asked(None))
    own = Asker(CLERK.name, "admin", is_person=True)
    with pytest.raises(Refused, match="own_contest"):
        contests.judge(ref, "upheld", "", asked(None, by=own))
    with pytest.raises(Unknown, match="no_such_answer"):
        contests.judge("0" * 16, "upheld", "", asked(None, by=MANAGER))


@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_a_contest_needs_a_reason(contests: Contests, reason: str) -> None:
    with pytest.raises(Malformed, match="why_needed"):
        contests.contest(contests.ref("r-1"), reason, asked(None))


def test_refs_are_of_this_office_and_stay(desk: Desk, contests: Contests) -> None:
    ref = contests.ref("r-1")
    again = Contests(desk.store, desk.ledger, desk.office, lambda _, text: text)
    assert again.ref("r-1") == ref and len(ref) == 16
    assert ref_of("r-1", "00" * 32) == "821c6a4ac0a7b752" != ref


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        ("DELETE FROM contests", "is None, by the journal open"),
        ("UPDATE contests SET state = 'upheld'", "is upheld, by the journal open"),
        ("UPDATE contests SET clerk = 'nam'", "is nam's, by the journal hoa's"),
        ("DELETE FROM journal WHERE event = 'rating_contested'", "is open, by the journal None"),
        (f"UPDATE journal SET {JUDGED} WHERE event = 'rating_contested'", "not_contested"),
    ],
)
def test_each_tampering_is_found(desk: Desk, contests: Contests, tampered: str, said: str) -> None:
    contests.contest(contests.ref("r-1"), "Không phải tôi", asked(None))
    assert broken(desk) == []
    desk.store.change(lambda tx: tx.execute(tampered))
    assert any(said in each for each in broken(desk)), broken(desk)


@given(st.lists(st.sampled_from([CONTEST, *VERDICTS]), max_size=6))
def test_a_contest_has_at_most_one_verdict(acts: list[str]) -> None:
    state, done = NONE, []
    for act in acts:
        try:
            state = after(state, act)
        except NotAllowed as why:
            assert str(why) in ("already_contested", "already_judged", "not_contested")
            continue
        done.append(act)
    assert done[:1] in ([], [CONTEST]) and len(done) <= 2
    assert state in LIFE
