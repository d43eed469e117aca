"""A question that is being read stays: the rule, and the rating tablet that keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.news import Pulsed, Spoken
from kiosk.screens import STAY_S, Screen
from kiosk.signs import MOST, Signs
from kiosk.wire import Pulse, QuestionRead, Window
from tests.kiosk.test_rate_asking import Desk
from tests.kiosk.test_rating import HOME, NOW

READ = {"read_s": 60.0, "longest_s": 660.0}
WINDOW = Window(17, "A017", 60.0, id="aa", **READ)
INSTANTS = st.lists(st.floats(0, 900), max_size=30).map(sorted)


def opened():
    return Signs().heard(WINDOW, 0.0, None)


def read_at(signs, instants):
    for at_s in instants:
        signs = signs.read(at_s, str(at_s))
    return signs


@given(INSTANTS)
def test_the_signs_that_are_noted_tell_the_server_the_end(instants):
    """By the rule of docs/reference/ratings.md, which the server follows."""
    signs = read_at(opened(), instants)
    end_s = 60.0
    for at_s in signs.at_s:
        assert at_s < end_s
        end_s = max(end_s, min(at_s + 60.0, 660.0))
    assert signs.ends_s == end_s
    assert all(b - a >= 15.0 for a, b in zip(signs.at_s, signs.at_s[1:], strict=False))
    assert len(signs.said) == len(signs.at_s) <= MOST


@given(INSTANTS)
def test_whoever_reads_has_three_quarters_of_a_window_left(instants):
    signs = opened()
    for at_s in instants:
        was_open = at_s < signs.ends_s
        signs = signs.read(at_s, str(at_s))
        assert not was_open or signs.ends_s >= min(at_s + 45.0, 660.0)


@given(INSTANTS, st.integers(0, 30), st.floats(0, 900))
def test_the_servers_word_and_the_signs_that_it_was_not_told(instants, known, now_s):
    """Whatever the server was told, the end is the same when it reckons by the same rule."""
    signs = read_at(opened(), [each for each in instants if each <= now_s])
    told = QuestionRead("aa", signs.said[:known])
    by_server = read_at(opened(), signs.at_s[:known])
    left_s = max(by_server.ends_s - now_s, 0.0)
    window = Window(17, "A017", left_s, id="aa", read_s=60.0, longest_s=660.0 - now_s)
    heard = signs.heard(window, now_s, told)
    if now_s < by_server.ends_s:  # else it says that nothing is asked
        assert heard.ends_s == pytest.approx(signs.ends_s)
    assert heard.at_s == signs.at_s


def test_another_window_begins_without_signs():
    signs = read_at(opened(), [30.0])
    other = signs.heard(Window(18, "A018", 60.0, id="bb", **READ), 40.0, None)
    assert (other.at_s, other.said, other.ends_s) == ((), (), 100.0)


@pytest.fixture
def asked(tmp_path):
    d = Desk(tmp_path)
    d.open(**READ)
    yield d
    d.outbox.close()


def test_an_older_server_is_told_nothing(tmp_path):
    d = Desk(tmp_path)
    d.open()
    d.later(40)
    d.touch("glass", "larger")
    assert d.told == [] and d.desk.question_read is None
    d.later(20)
    assert d.screen is Screen.IDLE
    d.outbox.close()


@pytest.mark.parametrize("sign", ["glass", "larger", "contrast", "language:en", "speak"])
def test_every_sign_keeps_the_question_and_tells_the_server(asked, sign):
    asked.later(50)
    asked.touch(sign)
    [told] = asked.told
    assert told.window == "aa" and len(told.at) == 1
    asked.desk.handle(Spoken())
    asked.later(59)
    assert asked.screen is Screen.ASK
    asked.later(1)
    assert asked.screen is Screen.IDLE and asked.desk.question_read is None


def test_a_touch_on_nothing_is_no_answer_and_elsewhere_no_sign(asked):
    asked.later(20)
    asked.touch("glass", "very_dissatisfied", "glass")
    assert asked.screen is Screen.REASONS and len(asked.told) == 1
    [rating] = _kept(asked)
    assert len(rating.as_body()["read_at"]) == 1


def _kept(asked):
    asked.touch("done", "done")
    return asked.outbox.waiting(HOME.office)


def test_signs_close_to_each_other_are_told_once(asked):
    asked.touch("glass")  # nothing moves yet
    for _ in range(15):
        asked.later(1)
        asked.touch("glass")
    assert len(asked.told) == 1
    asked.later(1)
    asked.touch("glass")
    assert len(asked.told) == 2


def test_what_is_spoken_is_listened_to(asked):
    asked.touch("speak")
    for _ in range(600):
        asked.later(1)
    assert asked.screen is Screen.ASK and len(asked.told) == 40
    for _ in range(61):  # a voice that never ends does not keep it for ever
        asked.later(1)
    assert asked.screen is Screen.IDLE


def test_with_the_server_away_it_stays_by_the_same_rule_and_the_answer_tells(asked):
    for _ in range(12):
        asked.later(50)
        asked.touch("glass")
    assert asked.screen is Screen.ASK
    asked.touch("satisfied")
    [rating] = _kept(asked)
    assert len(rating.read_at) == 12
    asked.later(60)


def test_the_limit_holds_with_the_server_away(asked):
    for _ in range(13):
        asked.later(50)
        asked.touch("glass")
    assert asked.screen is Screen.ASK
    asked.later(10)
    assert asked.screen is Screen.IDLE


def test_a_heartbeat_that_was_under_way_does_not_end_it(asked):
    asked.later(59)
    asked.touch("glass")
    asked.desk.handle(Pulsed(Pulse(NOW, "Giao Thủy", "3"), None))
    assert asked.screen is Screen.ASK
    asked.desk.handle(Pulsed(Pulse(NOW, "Giao Thủy", "3"), asked.desk.question_read))
    assert asked.screen is Screen.IDLE


def test_the_next_citizen_is_asked_although_the_last_one_read(asked):
    asked.touch("glass", "larger")
    asked.open(ticket=18, id="bb", **READ)
    assert asked.desk.showing.window.ticket == 18 and asked.desk.question_read is None
    asked.later(60)
    assert asked.screen is Screen.IDLE


def test_behind_staffs_door_nobody_reads_and_what_was_read_is_not_forgotten(asked):
    asked.later(50)
    asked.touch("glass", "corner")
    assert asked.desk.question_read is None
    asked.touch("glass", "leave")
    asked.open(closes_in_s=10.0, read_s=60.0, longest_s=610.0)
    assert asked.screen is Screen.ASK and len(asked.desk.question_read.at) == 1
    asked.later(59)
    assert asked.screen is Screen.ASK


def test_a_long_window_is_shown_within_the_tables_bound(tmp_path):
    d = Desk(tmp_path)
    d.open(closes_in_s=3600.0, read_s=3600.0, longest_s=3600.0)
    d.later(STAY_S[Screen.ASK] - 1)
    d.touch("glass")
    d.later(STAY_S[Screen.ASK] - 1)
    assert d.screen is Screen.ASK
    d.later(1)
    assert d.screen is Screen.IDLE
    d.outbox.close()
