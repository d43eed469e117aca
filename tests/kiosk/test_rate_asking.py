"""How a citizen is asked: levels, languages, comments, reading; and the ways out of it."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.news import Asking, CalledInVain, Faulted, Paired, PhotoCame, Pulsed, Spoken
from kiosk.outbox import Outbox, new_rating
from kiosk.rating import RateDesk
from kiosk.reading import Reading
from kiosk.screens import Screen
from kiosk.servertime import ServerTime
from kiosk.staff import IN_VAIN, Facts, StaffHands
from kiosk.wire import Complaint, Pulse, Question, Window, read
from tests.kiosk.test_rating import HOME, NOW
from tests.kiosk.test_rating import Desk as PlainDesk

QUESTION = Question(
    has_comment=True,
    complaint=Complaint("https://pakn.example/gt", "Phản ánh"),
    languages=("vi", "en", "km"),
)


class Desk(PlainDesk):
    """With an office that asks for comments, a voice for Vietnamese, and staff."""

    def __init__(self, folder, **changes):
        super().__init__(folder, is_paired=False)
        self.said, self.done = [], []
        reading = Reading(("vi", "en"), ("vi",), self.said.append, lambda s: self.said.append(""))
        hands = StaffHands(
            lambda: "304799", lambda: Facts(server=HOME.url), lambda: self.done.append("unpair")
        )
        time = ServerTime(lambda: self.now_s)
        time.learn(NOW, 1000.0, 1000.0)
        nudge = lambda: self.nudges.append(1)  # noqa: E731
        clock = lambda: self.now_s  # noqa: E731
        self.told = []  # each time that the server is to be told
        tell = lambda: self.told.append(self.desk.question_read)  # noqa: E731
        self.desk = RateDesk(self.outbox, time, nudge, clock, hands, reading, tell)
        self.question = replace_question(**changes)
        self.desk.handle(Paired(HOME))

    def open(self, ticket=17, id="aa", closes_in_s=60.0, language=None, told=None, **reading):
        window = Window(ticket, "A017", closes_in_s, id=id, language=language, **reading)
        pulse = Pulse(NOW, "Giao Thủy", "3", window=window, question=self.question)
        self.desk.handle(Pulsed(pulse, told))

    def type(self, text):
        self.touch(*[f"key:{'space' if c == ' ' else c}" for c in text])

    @property
    def sent(self):
        return [(r.score, r.reasons, r.comment, r.window) for r in self.outbox.waiting(HOME.office)]


def replace_question(**changes):
    fields = {f: getattr(QUESTION, f) for f in QUESTION.__struct_fields__}
    return Question(**fields | changes)


@pytest.fixture
def d(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.outbox.close()


def test_three_levels_offer_three_scores(d):
    d.question = replace_question(levels=3)
    d.open()
    d.touch("very_satisfied", "very_dissatisfied")
    assert d.screen is Screen.ASK
    d.touch("dissatisfied")
    assert d.screen is Screen.REASONS


def test_reasons_are_asked_up_to_the_offices_score_and_only_its_own(d):
    d.question = replace_question(low=3, reasons=("other", "parking"))
    d.open()
    d.touch("neutral", "waiting_time", "parking", "done")
    assert d.sent == [(3, ("parking",), None, "aa")]


def test_a_comment_after_a_low_face_goes_with_its_reasons(d):
    d.open()
    d.touch("dissatisfied", "other", "comment")
    assert d.screen is Screen.COMMENT
    d.type("Cho")
    d.touch("key:dot", "back", "attitude")
    assert d.screen is Screen.REASONS and d.sent == []
    d.touch("done")
    assert d.screen is Screen.THANKS and d.sent == [(2, ("attitude", "other"), "Chọ", "aa")]


def test_a_high_face_may_be_commented_on_while_the_thanks_are_there(d):
    d.open()
    d.touch("very_satisfied")
    assert d.screen is Screen.THANKS and d.desk.showing.can_comment and d.sent == []
    d.touch("comment")
    d.type("Tôt")
    d.touch("key:acute", "done")
    assert d.screen is Screen.THANKS and not d.desk.showing.can_comment
    assert d.sent == [(5, (), "Tốt", "aa")]


def test_thanks_that_run_out_release_the_rating(d):
    d.open()
    d.touch("satisfied")
    d.later(5)
    assert d.screen is Screen.IDLE and d.sent == [(4, (), None, "aa")] and d.nudges


@pytest.mark.parametrize("way", ["skip", "timeout", "next", "corner", "fault", "unpaired"])
def test_a_comment_that_was_not_sent_is_nobodys(d, way):
    d.open()
    d.touch("very_satisfied", "comment")
    d.type("Secret")
    ways = {
        "skip": lambda: d.touch("skip"),
        "timeout": lambda: d.later(60),
        "next": lambda: d.open(18, "bb"),
        "corner": lambda: d.touch("corner"),
        "fault": lambda: d.desk.handle(Faulted("x")),
        "unpaired": lambda: d.desk.handle(Asking("123456")),
    }
    ways[way]()
    assert d.sent == [(5, (), None, "aa")] and d.desk.showing.keyboard is None


def test_skipping_reasons_takes_the_comment_along(d):
    d.open()
    d.touch("dissatisfied", "other", "comment")
    d.type("No")
    d.touch("back", "skip")
    assert d.sent == [(2, (), None, "aa")]


def test_where_to_complain_is_shown_after_a_low_face_for_half_a_minute(d):
    d.open()
    d.touch("very_dissatisfied", "done")
    assert d.desk.showing.complaint == "https://pakn.example/gt"
    d.later(29)
    assert d.screen is Screen.THANKS
    d.touch("done")
    assert d.screen is Screen.IDLE


def test_nobody_content_is_told_where_to_complain(d):
    d.open()
    d.touch("very_dissatisfied", "done", "done")
    d.open(18, "bb")
    d.touch("very_satisfied")
    assert d.desk.showing.complaint == ""


def test_languages_are_those_of_the_office_that_the_tablet_knows(d):
    d.open(language="en")
    assert d.desk.showing.languages == ("vi", "en") and d.desk.showing.prefs.language == "en"
    d.touch("language:km", "language:xx", "language:")
    assert d.desk.showing.prefs.language == "en"
    d.touch("language:vi")
    assert d.desk.showing.prefs.language == "vi"


def test_the_next_citizen_reads_as_the_office_wishes(d):
    d.open()
    d.touch("language:en", "larger", "contrast")
    prefs = d.desk.showing.prefs
    assert (prefs.language, prefs.is_large, prefs.has_contrast) == ("en", True, True)
    d.open(18, "bb")
    prefs = d.desk.showing.prefs
    assert (prefs.language, prefs.is_large, prefs.has_contrast) == ("vi", False, False)


def test_what_is_read_has_half_a_minute_left(d):
    d.open()
    d.touch("very_satisfied")
    d.later(4)
    d.touch("larger")
    d.later(29)
    assert d.screen is Screen.THANKS
    d.later(1)
    assert d.screen is Screen.IDLE


def test_the_question_does_not_outlive_its_window_though_it_is_read(d):
    d.open(closes_in_s=40.0)
    d.later(35)
    d.touch("larger", "speak")
    d.later(5)
    assert d.screen is Screen.IDLE


def test_reading_aloud_keeps_the_screen_and_ends_with_it(d):
    d.open()
    d.touch("dissatisfied", "speak")
    assert d.desk.showing.is_speaking and [s.screen for s in d.said] == [Screen.REASONS]
    d.later(25)
    d.desk.handle(Spoken())
    assert not d.desk.showing.is_speaking
    d.later(29)
    assert d.screen is Screen.REASONS
    d.touch("speak", "done")
    assert not d.desk.showing.is_speaking and d.said[-1] == ""


def test_the_next_citizen_hears_nothing_of_what_was_read_to_the_one_before(d):
    d.open()
    d.touch("speak")
    d.open(18, "bb")
    assert d.screen is Screen.ASK and not d.desk.showing.is_speaking and d.said[-1] == ""


def test_only_a_language_with_a_voice_is_read(d):
    d.open(language="en")
    d.touch("speak")
    assert d.said == [] and not d.desk.showing.is_speaking


def test_another_finish_of_the_same_ticket_is_another_visit(d):
    d.open(id="aa")
    d.touch("very_satisfied", "done")
    d.open(id="aa")
    assert d.screen is Screen.IDLE
    d.open(id="bb")
    d.touch("neutral", "done")
    assert [(score, id) for score, _, _, id in d.sent] == [(5, "aa"), (3, "bb")]


def test_a_photo_of_another_visit_is_not_shown(d):
    d.open(id="aa")
    d.desk.handle(PhotoCame("zz", "/x.jpg"))
    assert d.desk.showing.photo == ""
    d.desk.handle(PhotoCame("aa", "/x.jpg"))
    assert d.desk.showing.photo == "/x.jpg"
    d.open(18, "bb")
    assert d.desk.showing.photo == ""


def test_staff_comes_in_by_the_corner_and_a_new_citizen_waits_for_nobody(d):
    d.open()
    d.touch("corner", "key:3")
    assert d.screen is Screen.PIN and d.desk.showing.staff.digits == 1
    d.open()
    assert d.screen is Screen.PIN  # the same visit
    d.open(18, "bb")
    assert d.screen is Screen.ASK
    d.touch("corner", *[f"key:{c}" for c in "304799"])
    assert d.screen is Screen.STAFF
    d.open(19, "cc")
    assert d.screen is Screen.STAFF
    d.desk.handle(CalledInVain("http://x"))
    assert d.desk.showing.staff.said == IN_VAIN
    d.touch("unpair", "sure", "leave")
    assert d.done == ["unpair"] and d.screen is Screen.IDLE
    d.open(19, "cc")
    assert d.screen is Screen.ASK


def test_a_visit_that_was_interrupted_by_the_corner_is_asked_again(d):
    d.open()
    d.touch("corner", "leave")
    d.open()
    assert d.screen is Screen.ASK


def test_a_fault_shows_failsafe_keeps_the_rating_and_tries_again(d):
    d.open()
    d.touch("dissatisfied", "other")
    d.desk.handle(Faulted("draw"))
    assert d.screen is Screen.FAILSAFE and d.sent == [(2, ("other",), None, "aa")]
    d.later(10)
    assert d.screen is Screen.IDLE


def test_who_belongs_to_nobody_has_no_idle_screen_and_no_pin(d):
    d.desk.handle(Asking("123456"))
    d.desk.handle(Faulted("x"))
    d.later(10)
    assert d.screen is Screen.PAIRING
    d.touch("corner")
    assert d.screen is Screen.STAFF  # nothing there to protect
    d.touch("leave")
    assert d.screen is Screen.PAIRING
    d.desk.handle(Faulted("x"))
    d.touch("corner")
    assert d.screen is Screen.PAIRING


TOUCHES = [
    *("very_satisfied", "neutral", "dissatisfied", "skip", "done", "back", "comment", "other"),
    *(
        "key:a",
        "key:erase",
        "larger",
        "speak",
        "language:en",
        "glass",
        "corner",
        "leave",
        "key:1",
        "rubbish",
    ),
]
STEPS = st.one_of(
    st.sampled_from(TOUCHES),
    st.sampled_from(["=fault", "=asking", "=paired", "=away", "=spoken", "=closed"]),
    st.tuples(st.integers(1, 3), st.sampled_from(["aa", "bb"])),
    st.floats(0.1, 40.0),
)


def one_step(d, step):
    news = {"=fault": Faulted("x"), "=asking": Asking("123456"), "=paired": Paired(HOME)}
    news |= {"=spoken": Spoken(), "=closed": Pulsed(Pulse(NOW)), "=away": Pulsed(Pulse(NOW))}
    if isinstance(step, tuple):
        d.open(*step)
    elif isinstance(step, float):
        d.later(step)
    elif step in news:
        d.desk.handle(news[step])
    else:
        d.touch(step)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_whatever_happens_each_thanks_is_for_a_rating_on_the_disk(tmp_path_factory, steps):
    d = Desk(tmp_path_factory.mktemp("d"))
    is_home = True
    for step in steps:
        before, kept = d.screen, d.outbox.undelivered()
        one_step(d, step)
        is_home = (is_home or step == "=paired") and step != "=asking"
        if d.screen is Screen.THANKS and before is Screen.ASK:
            assert d.outbox.undelivered() == kept + 1
        assert d.outbox.undelivered() >= kept  # nothing is ever thrown away
        assert is_home or d.screen in (Screen.PAIRING, Screen.STAFF, Screen.FAILSAFE)
        held = d.outbox.undelivered() - len(d.outbox.waiting(HOME.office))
        is_open = d.screen in (Screen.REASONS, Screen.COMMENT, Screen.THANKS)
        assert held <= is_open  # at most one, and only while it may still grow
        assert d.screen is not Screen.IDLE or d.desk.showing.keyboard is None
    d.outbox.close()


def test_a_file_of_before_there_were_comments_is_brought_up_to_date(tmp_path):
    path = tmp_path / "outbox.db"
    with sqlite3.connect(path) as db:
        db.execute(
            "create table rating (seq integer primary key autoincrement, id text not null unique,"
            " office text not null, ticket integer not null, score integer not null, reasons text"
            " not null, rated_at text not null, state text not null, why text not null default '',"
            " unique (office, ticket))"
        )
        for seq, state in ((3, "held"), (4, "waiting"), (5, "sent")):
            row = (seq, f"id{seq}", seq, NOW, state)
            db.execute("insert into rating values (?, ?, 'x', ?, 2, '[]', ?, ?, '')", row)
    db.close()
    for _ in range(2):  # the second time there is nothing to do
        outbox = Outbox(path)
        assert [r.id for r in outbox.waiting("x")] == ["id3", "id4"] and outbox.has("x", 5)
        outbox.close()
    outbox = Outbox(path)
    again = new_rating("x", 5, 4, NOW, "w")
    assert outbox.add(again, is_held=True)
    outbox.give_comment(again.id, "Tốt")
    outbox.release(again.id)
    assert outbox.waiting("x")[-1].comment == "Tốt"
    outbox.close()


def test_the_body_of_a_rating_names_the_visit_only_when_the_server_did():
    rating = new_rating("x", 17, 2, NOW)
    assert "window" not in rating.as_body() and rating.as_body()["comment"] is None
    body = replace(rating, window="aa", comment="Tốt").as_body()
    assert (body["window"], body["comment"]) == ("aa", "Tốt")


def test_the_heartbeats_answer_is_read_as_the_server_writes_it():
    answer = b"""{"now": "2026-11-23T08:00:00+00:00", "office": "Giao Thuy", "counter": "3",
      "levels": 3,
      "question": {"levels": 3, "low": 2, "reasons": ["other"], "has_comment": true,
                   "complaint": {"url": "https://x", "name": "A", "name_en": ""},
                   "languages": ["vi", "km"], "shows_photo": true},
      "window": {"ticket": 17, "label": "A042", "id": "0011223344556677", "service": "Tu phap",
                 "clerk": "Hoa", "badge": "7", "has_photo": false, "language": null,
                 "closes_in_s": 60.0}}"""
    pulse = read(Pulse, answer)
    assert pulse.asked().complaint.url == "https://x" and pulse.asked().languages == ("vi", "km")
    assert pulse.window.badge == "7" and pulse.window.language is None
    older = read(Pulse, b'{"now": "x", "levels": 3, "window": null}')
    assert older.asked() == Question(levels=3) and not older.asked().has_comment
    none = b'{"now": "x", "question": {"levels": 5, "complaint": null}, "window": null}'
    assert read(Pulse, none).asked().complaint is None


@pytest.mark.parametrize("state", ["sent", "refused"])
def test_a_comment_is_not_kept_once_it_is_settled(tmp_path, state):
    outbox = Outbox(tmp_path / "outbox.db")
    rating = new_rating("x", 17, 2, NOW)
    outbox.add(rating, is_held=True)
    outbox.give_comment(rating.id, "Chậm quá")
    outbox.release(rating.id)
    assert outbox.waiting("x")[0].comment == "Chậm quá"
    outbox.settle(rating.id, state)
    outbox.close()
    with sqlite3.connect(tmp_path / "outbox.db") as db:
        assert db.execute("select state, comment from rating").fetchall() == [(state, None)]
    db.close()
