"""The rating desk: one citizen after another, with a clock in hand and a real outbox."""

import sqlite3

import pytest

from kiosk.identity import Home
from kiosk.news import Asking, Paired, Pulsed, Reached, Touched
from kiosk.outbox import Outbox
from kiosk.rate_asking import FACES
from kiosk.rating import RateDesk
from kiosk.screens import Screen
from kiosk.servertime import ServerTime
from kiosk.wire import Pulse, Window

HOME = Home("http://10.0.0.5:8080", "secret", "Giao Thủy", "3")
NOW = "2026-11-23T08:00:00+00:00"


class Desk:
    """The desk, what it says it kept, and shorthand for what may happen to it."""

    def __init__(self, folder, is_paired=True):
        self.now_s = 1000.0
        self.path = folder / "outbox.db"
        self.outbox = Outbox(self.path)
        self.nudges = []
        time = ServerTime(lambda: self.now_s)
        time.learn(NOW, 1000.0, 1000.0)
        self.desk = RateDesk(self.outbox, time, lambda: self.nudges.append(1), lambda: self.now_s)
        if is_paired:
            self.desk.handle(Paired(HOME))

    def window(self, ticket, closes_in_s=60.0):
        window = None if ticket is None else Window(ticket, f"A{ticket:03d}", closes_in_s)
        self.desk.handle(Pulsed(Pulse(NOW, "Giao Thủy", "3", window=window)))

    def touch(self, *names):
        for name in names:
            self.desk.handle(Touched(name))

    def later(self, seconds):
        self.now_s += seconds
        if self.desk.ends_at_s is not None and self.desk.ends_at_s <= self.now_s:
            self.desk.time_out()

    @property
    def screen(self):
        return self.desk.showing.screen

    @property
    def waiting(self):
        return [(r.ticket, r.score, r.reasons) for r in self.outbox.waiting("Giao Thủy")]


@pytest.fixture
def d(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.outbox.close()


@pytest.mark.parametrize("face", ["very_satisfied", "satisfied", "neutral"])
def test_a_high_face_is_kept_and_thanked(d, face):
    d.window(17)
    d.later(2.5)
    d.touch(face)
    assert d.screen is Screen.THANKS and d.waiting == [(17, FACES[face], ())] and d.nudges
    assert d.outbox.waiting("Giao Thủy")[0].rated_at == "2026-11-23T08:00:02.500+00:00"
    d.later(5)
    assert d.screen is Screen.IDLE


def test_a_low_face_asks_for_reasons_and_waits_with_sending(d):
    d.window(17)
    d.touch("dissatisfied", "waiting_time", "other", "waiting_time")
    assert d.screen is Screen.REASONS and d.waiting == [] and not d.nudges
    assert d.desk.showing.reasons == {"other"}
    d.touch("done")
    assert d.screen is Screen.THANKS and d.waiting == [(17, 2, ("other",))] and d.nudges


def test_skipping_the_reasons_sends_without_them(d):
    d.window(17)
    d.touch("very_dissatisfied", "other", "skip")
    assert d.screen is Screen.THANKS and d.waiting == [(17, 1, ())]


def test_reasons_left_alone_are_sent_after_thirty_seconds_since_the_last_touch(d):
    d.window(17)
    d.touch("very_dissatisfied")
    d.later(29)
    d.touch("other")
    d.later(29)
    assert d.screen is Screen.REASONS
    d.later(1)
    assert d.screen is Screen.THANKS and d.waiting == [(17, 1, ("other",))]


def test_the_next_citizen_ends_the_reasons_of_the_one_before(d):
    d.window(17)
    d.touch("very_dissatisfied", "other")
    d.window(18)
    assert d.screen is Screen.ASK and d.desk.showing.window.ticket == 18
    assert d.waiting == [(17, 1, ("other",))] and d.desk.showing.reasons == frozenset()


def test_a_second_face_counts_no_second_time(d):
    d.window(17)
    d.touch("neutral", "very_satisfied", "neutral")
    d.later(5)
    d.window(17)
    d.touch("very_satisfied")
    assert d.screen is Screen.IDLE and d.waiting == [(17, 3, ())]


@pytest.mark.parametrize("how", ["skip", "timeout"])
def test_who_does_not_answer_is_not_asked_again(d, how):
    d.window(17, closes_in_s=30.0)
    d.touch("skip") if how == "skip" else d.later(30)
    d.window(17)
    assert d.screen is Screen.IDLE and d.outbox.undelivered() == 0


def test_the_question_ends_when_the_server_says_so(d):
    d.window(17, closes_in_s=30.0)
    d.later(20)
    d.window(17, closes_in_s=40.0)
    d.later(30)
    assert d.screen is Screen.ASK
    d.window(None)
    assert d.screen is Screen.IDLE


def test_the_next_ticket_takes_the_place_of_an_unanswered_one(d):
    d.window(17)
    d.window(18)
    d.touch("satisfied")
    assert d.waiting == [(18, 4, ())]


def test_after_a_crash_the_ticket_is_not_asked_again(d, tmp_path):
    d.window(17)
    d.touch("very_dissatisfied", "other")
    d.outbox.close()
    again = Desk(tmp_path)
    again.window(17)
    assert again.screen is Screen.IDLE and again.waiting == [(17, 1, ("other",))]
    again.outbox.close()


def test_a_disk_that_does_not_take_it_is_never_thanked_for(d):
    d.window(17)
    with sqlite3.connect(d.path) as db:
        db.execute("create trigger full before insert on rating begin select raise(abort,''); end")
    db.close()
    d.touch("very_satisfied")
    assert d.screen is Screen.SORRY and d.desk.showing.why == "not kept"
    d.later(30)
    assert d.screen is Screen.IDLE


def test_unpaired_it_shows_the_code_and_touches_do_nothing(d):
    d.window(17)
    d.desk.handle(Asking("123456"))
    d.touch("very_satisfied", "skip", "done", "other", "again", "service:A")
    d.window(18)
    assert d.screen is Screen.PAIRING and d.desk.showing.code == "123456"
    assert d.outbox.undelivered() == 0


def test_a_rating_belongs_to_the_office_that_paired_the_tablet(d):
    d.window(17)
    d.touch("neutral")
    d.desk.handle(Asking("123456"))
    d.desk.handle(Paired(Home("http://10.0.0.9:80", "x", "Nam Định", "1")))
    d.window(17)
    d.touch("satisfied")
    assert d.waiting == [(17, 3, ())]
    assert [r.score for r in d.outbox.waiting("Nam Định")] == [4]


def test_a_lost_server_is_shown_and_the_question_stays(d):
    d.window(17)
    d.desk.handle(Reached(is_away=True))
    assert d.screen is Screen.ASK and d.desk.showing.is_away
