"""The touch kiosk's desk: three touches, one ticket, and what else people come for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errands import Arrive, AskHelp, Requeue, Take
from kiosk.identity import Home
from kiosk.news import (
    Asking,
    BackInLine,
    CalledInVain,
    Faulted,
    HelpKnown,
    Issued,
    Moved,
    Offered,
    Paired,
    Pulsed,
    Reached,
    Refused,
    Scanned,
    SlipKnown,
    Spoken,
    Touched,
)
from kiosk.reading import Reading
from kiosk.screens import Screen
from kiosk.showing import Prefs
from kiosk.staff import Facts, StaffHands
from kiosk.taking import TakeDesk
from kiosk.visit import Offer, Visit
from kiosk.wire import Card, Group, Pulse, Service, Ticket, Told

HOME = Home("http://10.0.0.5:8080", "secret", "Giao Thủy", None)
SERVICES = (
    Service("A", "Tư pháp", prefix="A"),
    Service("B", "Đất đai", is_open=False, prefix="B"),
)
TICKET = Ticket(1, "A042", link="/t/x")


class Desk:
    """The desk, and whom it sends on errands; without `groups` unless they are heard of."""

    def __init__(self, **hands):
        self.now_s = 0.0
        self.errands, self.said = [], []
        hands = StaffHands(pin=lambda: "123456", **hands)
        reading = Reading(
            ("vi", "en"),
            ("vi",),
            lambda s: self.said.append(s.screen),
            lambda s: self.said.append(""),
        )
        now_s = lambda: self.now_s  # noqa: E731
        self.desk = TakeDesk(self.errands.append, "http://s{}".format, now_s, hands, reading)
        self.hear(Paired(HOME), Offered(SERVICES))

    def hear(self, *news):
        for piece in news:
            self.desk.handle(piece)

    def touch(self, *names):
        self.hear(*map(Touched, names))

    @property
    def screen(self):
        return self.desk.showing.screen

    @property
    def visit(self):
        return self.desk.showing.visit

    @property
    def last(self):
        return self.errands[-1]

    @property
    def key(self):
        return self.last.key

    def asked(self):
        """Of every number asked for: the service and the card."""
        return [(each.service, each.card) for each in self.errands if isinstance(each, Take)]

    def take(self, service="A"):
        self.touch(f"service:{service}", "take")


@pytest.fixture
def d():
    return Desk()


def test_two_touches_are_one_ticket_and_a_second_tap_is_none(d):
    d.touch("service:A")
    assert d.screen is Screen.CONFIRM and not d.errands
    d.touch("take", "take", "service:A")
    assert d.screen is Screen.ISSUING and d.asked() == [("A", Card())]


@pytest.mark.parametrize("name", ["service:B", "service:Z", "service:", "A", "very_satisfied"])
def test_what_is_not_offered_leads_nowhere(d, name):
    d.touch(name)
    assert d.screen is Screen.SERVICES and d.errands == []


def test_before_the_list_is_there_a_program_may_name_a_service(d):
    d.hear(Offered(()))
    d.take()
    assert d.screen is Screen.ISSUING and d.asked()


def test_the_number_is_shown_before_the_slip_is_out(d):
    d.take()
    d.hear(Issued(d.key, TICKET))
    assert d.screen is Screen.NUMBER and d.desk.showing.slip == "queued"
    d.hear(SlipKnown(d.key, "printed"))
    assert d.screen is Screen.NUMBER and d.desk.showing.slip == "printed"


def test_where_the_slip_comes_out_is_shown_until_the_next_number(d):
    d.take()
    d.hear(Issued(d.key, TICKET), SlipKnown(d.key, "queued", "Bàn hướng dẫn"))
    assert (d.screen, d.desk.showing.place) == (Screen.NUMBER, "Bàn hướng dẫn")
    d.hear(SlipKnown(d.key, "printed", "Bàn hướng dẫn"))
    assert (d.desk.showing.slip, d.desk.showing.place) == ("printed", "Bàn hướng dẫn")
    d.touch("again")
    d.take()
    d.hear(Issued(d.key, TICKET))
    assert d.desk.showing.place == ""


@pytest.mark.parametrize("state", ["failed", "none", "late"])
def test_without_a_slip_the_number_stays_with_a_link(d, state):
    d.take()
    d.hear(Issued(d.key, TICKET), SlipKnown(d.key, state))
    assert d.screen is Screen.PAPERLESS and d.desk.showing.link == "http://s/t/x"


def test_a_refusal_says_why_in_the_servers_words_and_offers_no_second_try(d):
    d.take()
    d.hear(Refused(d.key, "closed", "No numbers now. Next numbers: 13:00 23/11."))
    assert d.screen is Screen.SORRY and d.desk.showing.why == "closed"
    assert d.desk.showing.said == "No numbers now. Next numbers: 13:00 23/11."
    d.touch("retry")
    assert d.screen is Screen.SORRY and len(d.errands) == 1
    d.touch("again")
    assert d.screen is Screen.SERVICES


def test_no_answer_at_all_is_away_and_is_tried_again_with_the_same_key(d):
    d.take()
    d.desk.time_out()
    assert d.screen is Screen.SORRY and d.desk.showing.why == "away"
    assert d.desk.showing.said == ""
    d.touch("retry", "retry")
    assert d.screen is Screen.ISSUING and d.errands[0] == d.errands[1] and len(d.errands) == 2
    d.hear(Issued(d.key, TICKET))
    assert d.screen is Screen.NUMBER


def test_what_the_server_says_to_a_program_is_not_said_to_people(d):
    d.take()
    d.hear(Refused(d.key, "failed", "body: unknown field"))
    assert (d.screen, d.desk.showing.said) == (Screen.SORRY, "")


def test_a_service_that_has_ended_is_not_offered_but_its_notice_is(d):
    ended = Service(code="B", name="Land", is_open=False, why="ended", notice="Go next door.")
    d.hear(Offered((Service(code="A", name="Justice"), ended)))
    offer = d.desk.showing.offer
    assert [each.code for each in offer.services] == ["A"] and offer.ended == (ended,)
    d.touch("service:B")
    assert d.screen is Screen.SERVICES


def test_answers_to_an_older_touch_change_nothing(d):
    d.take()
    old = d.key
    d.hear(Issued(old, TICKET))
    d.touch("again", "service:A", "take")
    d.hear(SlipKnown(old, "failed"), Issued(old, TICKET), Refused(old, "closed"))
    assert d.screen is Screen.ISSUING and d.key != old


def test_the_number_goes_after_ten_seconds(d):
    d.take()
    d.hear(Issued(d.key, TICKET))
    assert d.desk.ends_at_s == 10.0
    d.desk.time_out()
    assert d.screen is Screen.SERVICES


def test_unpaired_it_asks_and_forgets_the_services(d):
    d.hear(Reached(is_away=True), Pulsed(Pulse("", "Tên mới")), Asking("123456"))
    shown = d.desk.showing
    assert (shown.screen, shown.code, shown.offer) == (Screen.PAIRING, "123456", Offer())
    assert shown.is_away and shown.office == "Tên mới"


GROUPS = (Group("land", "Đất đai", services=["B"]), Group("people", "Tư pháp", services=["A"]))


def test_with_groups_a_number_is_three_touches_away(d):
    d.hear(Offered(SERVICES, GROUPS))
    assert d.screen is Screen.GROUPS
    d.touch("group:people")
    assert (d.screen, d.visit.group) == (Screen.SERVICES, "people")
    d.touch("service:A", "take")
    assert d.asked() == [("A", Card())]
    d.hear(Issued(d.key, TICKET))
    d.touch("again")
    assert d.screen is Screen.GROUPS and d.visit == Visit()


def test_a_change_of_groups_takes_nobody_away_from_what_they_read(d):
    d.touch("service:A")
    d.hear(Offered(SERVICES, GROUPS))
    assert d.screen is Screen.CONFIRM
    d.touch("back")
    d.hear(Offered(SERVICES, GROUPS))
    assert d.screen is Screen.GROUPS
    d.touch("group:people")
    d.hear(Offered(SERVICES, GROUPS))
    assert d.screen is Screen.SERVICES
    d.touch("back")
    d.hear(Offered(SERVICES))
    d.desk.time_out()
    assert d.screen is Screen.SERVICES


@pytest.mark.parametrize("name", ["group:nothing", "group:", "group"])
def test_no_such_group(d, name):
    d.hear(Offered(SERVICES, GROUPS))
    d.touch(name)
    assert d.screen is Screen.GROUPS


def test_a_service_is_found_by_typing_and_back_leads_to_what_was_found(d):
    d.hear(Offered(SERVICES, GROUPS))
    d.touch("find", "key:t", "key:u", "key:x", "key:erase", "key:space", "key:é")
    assert (d.screen, d.visit.typed) == (Screen.SEARCH, "tu ")
    d.touch("service:A", "back")
    assert (d.screen, d.visit.typed) == (Screen.SEARCH, "tu ")
    d.touch("back")
    assert d.screen is Screen.GROUPS
    d.touch("find")
    assert d.visit.typed == ""


def test_a_page_turns_and_the_next_visit_begins_with_the_first(d):
    d.hear(Offered(SERVICES, GROUPS))
    d.touch("page", "page")
    assert d.visit.page == 2
    d.touch("group:people")
    assert d.visit.page == 0


def test_priority_is_said_in_plain_words_and_one_may_go_back(d):
    d.touch("service:A", "priority")
    assert d.screen is Screen.CATEGORY
    d.touch("back", "priority", "because:rich", "because:disabled")
    assert d.screen is Screen.ISSUING and d.asked() == [("A", Card(None, "disabled"))]


def test_who_has_no_reason_takes_a_number_without_priority(d):
    d.touch("service:A", "priority", "because:none")
    assert d.asked() == [("A", Card())]


def test_a_missed_call_comes_back_by_the_number_on_the_slip(d):
    d.touch("keypad:missed", "key:Z", "key:A", "key:A", "key:0", "key:4", "key:3", "key:erase")
    d.touch("key:2", "send", "send")
    assert d.errands == [Requeue(d.key, "vi", "A042")]
    d.hear(BackInLine(d.key, TICKET))
    assert (d.screen, d.desk.showing.ticket) == (Screen.RETURNED, TICKET)


@pytest.mark.parametrize("why", ["closed", "failed"])
def test_what_was_mistyped_stays_to_be_put_right(d, why):
    d.touch("keypad:appointment", "send")
    assert d.screen is Screen.KEYPAD and not d.errands  # nothing was typed
    d.touch(*(f"key:{each}" for each in "12345678"), "send")
    assert d.last == Arrive(d.key, "vi", "12345678")
    d.hear(Refused(d.key, why, "There is no such appointment."))
    assert (d.screen, d.visit.typed) == (Screen.KEYPAD, "12345678")
    assert d.visit.problem == "There is no such appointment."
    d.touch("key:erase")
    assert d.visit.problem == ""
    d.touch("key:9", "send")
    d.hear(Issued(d.key, TICKET))
    assert d.screen is Screen.NUMBER


def test_a_typed_code_that_nobody_answered_is_tried_again(d):
    d.touch("keypad:missed", "key:7", "send")
    d.hear(Refused(d.key, "away"))
    assert d.screen is Screen.SORRY
    d.touch("retry")
    assert d.screen is Screen.ISSUING and d.errands[0] == d.errands[1]


def test_a_slip_that_is_shown_comes_back_and_an_appointment_arrives(d):
    d.touch("service:A")
    d.hear(Scanned(Told("k-1", "slip", label="A042")))
    assert d.screen is Screen.ISSUING and d.last == Requeue(d.key, "vi", "A042")
    d.hear(Refused(d.key, "closed", "A042 did not miss a call."))
    assert (d.screen, d.desk.showing.said) == (Screen.SORRY, "A042 did not miss a call.")
    d.hear(Scanned(Told("k-1", "appointment", scan="token")))
    assert d.last == Arrive(d.key, "vi", scan="token")
    d.hear(Issued(d.key, TICKET), SlipKnown(d.key, "none"))
    assert d.screen is Screen.PAPERLESS


@pytest.mark.parametrize("told", [Told("k-1", "slip"), Told("k-1", "appointment")])
def test_what_the_server_could_not_name_is_only_said(d, told):
    d.hear(Scanned(told))
    assert d.screen is Screen.SERVICES and d.visit.note == told.kind and not d.errands


def test_help_is_asked_for_once_and_somebody_comes(d):
    d.touch("service:A", "help", "help")
    assert (d.screen, d.visit.help) == (Screen.HELP, "asking")
    assert d.errands == [AskHelp(d.key, "vi")]
    d.hear(HelpKnown(d.key, "told"))
    assert d.visit.help == "told"
    d.now_s = 15.0
    d.hear(HelpKnown(d.key, "coming"))
    assert d.visit.help == "coming" and d.desk.ends_at_s == 35.0
    d.touch("again")
    d.hear(HelpKnown(d.key, "told"))
    assert d.screen is Screen.SERVICES and d.visit.help == ""


def test_help_does_not_lose_the_answer_to_a_number_nor_mix_with_it(d):
    d.take()
    number = d.key
    d.hear(Refused(number, "away"))
    d.touch("help")
    d.hear(HelpKnown(number, "coming"), Issued(d.key, TICKET))
    assert (d.screen, d.visit.help) == (Screen.HELP, "asking")


def test_language_and_letters_hold_for_one_citizen_and_the_slip_speaks_it_too(d):
    d.touch("language:en", "larger", "contrast", "language:xx")
    assert d.desk.showing.prefs == Prefs("en", is_large=True, has_contrast=True)
    d.take()
    assert d.last.language == "en"
    d.hear(Issued(d.key, TICKET))
    d.touch("larger", "again")
    assert d.desk.showing.prefs == Prefs("vi")
    d.take()
    assert d.last.language == "vi"


def test_a_touch_that_changes_how_it_looks_gives_the_screen_its_time_anew(d):
    d.touch("service:A")
    d.now_s = 50.0
    d.touch("larger")
    assert (d.screen, d.desk.ends_at_s) == (Screen.CONFIRM, 110.0)


def test_a_language_does_not_lose_what_was_chosen(d):
    d.hear(Offered(SERVICES, GROUPS), Scanned(YOUNG))
    d.touch("page", "language:en")
    assert d.visit.page == 1 and d.visit.card == Card("other")


def test_staff_comes_in_by_the_pin_and_a_citizen_does_not(d):
    d.touch("service:A", "corner")
    assert d.screen is Screen.PIN
    d.touch(*(f"key:{each}" for each in "000000"))
    assert (d.screen, d.desk.showing.staff.is_wrong) == (Screen.PIN, True)
    d.touch(*(f"key:{each}" for each in "123456"))
    assert d.screen is Screen.STAFF
    d.touch("service:A", "take", "leave")
    assert d.screen is Screen.SERVICES and not d.errands


def test_staff_types_where_the_server_is(d):
    d.touch("corner", *(f"key:{each}" for each in "123456"))
    d.hear(CalledInVain("http://10.0.0.9"))
    assert d.screen is Screen.STAFF and d.desk.showing.staff.said
    d.hear(Moved("http://10.0.0.6:8080", "secret"))
    assert d.screen is Screen.SERVICES
    d.touch("service:A")
    d.hear(Moved("http://10.0.0.5:8080", "secret"))
    assert d.screen is Screen.CONFIRM  # found by itself: nobody is disturbed


def test_staff_unpairs_only_when_sure():
    gone = []
    facts = Facts(server="http://s")
    d = Desk(facts=lambda: facts, unpair=lambda: gone.append(1))
    d.touch("corner", *(f"key:{each}" for each in "123456"), "unpair")
    assert gone == []
    d.touch("sure")
    assert gone == [1]


def test_a_kiosk_that_belongs_to_nobody_shows_its_code_and_asks_for_no_pin(d):
    d.hear(Asking("123456"))
    d.touch("corner")
    assert d.screen is Screen.STAFF
    d.touch("leave")
    assert d.screen is Screen.PAIRING
    d.hear(Faulted("drawing"))
    d.desk.time_out()
    assert d.screen is Screen.PAIRING


def test_after_a_fault_it_begins_anew_by_itself(d):
    d.touch("service:A")
    d.hear(Faulted("no font"))
    assert (d.screen, d.desk.showing.why) == (Screen.FAILSAFE, "no font")
    d.desk.time_out()
    assert d.screen is Screen.SERVICES and d.visit == Visit()


OLD = Told("k-1", "citizen_card", "token", "elderly", 75)
YOUNG = Told("k-1", "citizen_card", "other")


def test_a_card_that_gives_priority_asks_first(d):
    d.hear(Scanned(OLD))
    assert (d.screen, d.visit.told.age) == (Screen.CARD, 75)
    d.touch("service:A")
    assert d.screen is Screen.CARD and not d.errands
    d.touch("accept")
    assert (d.screen, d.visit.note) == (Screen.SERVICES, "priority")
    d.take()
    assert d.screen is Screen.ISSUING and d.asked() == [("A", Card("token", "elderly"))]


def test_priority_is_not_taken_without_a_yes(d):
    d.hear(Scanned(OLD))
    d.touch("decline", "service:A", "take")
    assert d.asked() == [("A", Card("token"))]


def test_a_card_stays_with_its_citizen_from_group_to_group(d):
    d.hear(Offered(SERVICES, GROUPS), Scanned(OLD))
    d.touch("accept", "group:land", "back", "find", "back", "group:people", "service:A", "take")
    assert d.asked() == [("A", Card("token", "elderly"))]


def test_a_reason_given_by_hand_goes_with_the_card(d):
    d.hear(Scanned(YOUNG))
    d.touch("service:A", "priority", "because:pregnant")
    assert d.asked() == [("A", Card("other", "pregnant"))]


def test_a_card_without_priority_goes_straight_to_the_services(d):
    d.hear(Scanned(YOUNG))
    assert (d.screen, d.visit.note) == (Screen.SERVICES, "citizen_card")
    d.touch("accept")
    d.take()
    assert d.asked() == [("A", Card("other"))]


@pytest.mark.parametrize("kind", ["child", "health_card", "rubbish", "anything new"])
def test_what_is_no_card_goes_with_no_number(d, kind):
    d.hear(Scanned(Told("k-1", kind, "token")))
    assert d.visit.note == kind
    d.take()
    assert d.asked() == [("A", Card())]


@pytest.mark.parametrize("steps", [["accept"], []])
def test_the_next_citizen_does_not_have_the_last_ones_card(d, steps):
    d.hear(Scanned(OLD))
    d.touch(*steps)
    d.desk.time_out()
    assert (d.screen, d.visit) == (Screen.SERVICES, Visit())
    d.take()
    assert d.asked() == [("A", Card())]


def test_a_card_goes_with_one_number(d):
    d.hear(Scanned(YOUNG))
    d.take()
    d.hear(Scanned(OLD))  # while a number is being given nobody begins anew
    assert d.screen is Screen.ISSUING
    d.hear(Issued(d.key, TICKET))
    d.touch("again")
    d.take()
    assert d.asked() == [("A", Card("other")), ("A", Card())]


def test_a_screen_is_read_when_it_is_asked_for_and_silent_at_the_second_touch(d):
    d.touch("service:A", "speak")
    assert d.desk.showing.is_speaking and d.said == [Screen.CONFIRM]
    d.touch("speak")
    assert not d.desk.showing.is_speaking and d.said[1:] == [""]


def test_a_language_without_a_voice_is_not_read(d):
    d.touch("language:en", "speak")
    assert d.said == [] and not d.desk.showing.is_speaking


def test_a_screen_that_is_read_stays_and_half_a_minute_after_it(d):
    d.take()
    d.hear(Issued(d.key, TICKET))
    d.touch("speak")
    d.hear(SlipKnown(d.key, "printed"))  # which gives the screen its usual 10 s
    assert d.desk.ends_at_s == 120.0 and d.desk.showing.is_speaking
    d.now_s = 20.0
    d.hear(Spoken())
    assert d.desk.ends_at_s == 50.0 and not d.desk.showing.is_speaking


@pytest.mark.parametrize(
    ("start", "way"),
    [
        ([Touched("service:A")], Touched("back")),
        ([Touched("service:A")], Scanned(Told("rubbish"))),
        ([], Touched("page")),
        ([], Touched("language:en")),
        ([Touched("find")], Touched("key:a")),
        ([Touched("service:A")], Touched("corner")),
        ([Touched("service:A")], Faulted("x")),
        ([Touched("service:A")], Asking("123456")),
    ],
)
def test_nothing_is_read_that_stands_there_no_more(d, start, way):
    d.hear(*start, Touched("speak"))
    assert d.desk.showing.is_speaking
    d.hear(way)
    assert not d.desk.showing.is_speaking and d.said[-1] == ""
    ends_at_s = d.desk.ends_at_s
    d.hear(Spoken())  # it was over at that very moment
    assert d.desk.ends_at_s == ends_at_s


def test_the_next_citizen_on_the_same_screen_hears_nothing_of_the_one_before(d):
    d.hear(Offered(SERVICES, GROUPS))
    d.touch("speak")
    assert d.screen is Screen.GROUPS and d.desk.showing.is_speaking
    d.desk.time_out()
    assert d.screen is Screen.GROUPS and not d.desk.showing.is_speaking and d.said[-1] == ""


def test_a_second_citizen_may_show_a_card_while_the_first_reads_a_number(d):
    d.take()
    d.hear(Issued(d.key, TICKET), Scanned(OLD))
    assert d.screen is Screen.CARD
    d.hear(SlipKnown(d.key, "printed"))
    assert d.screen is Screen.CARD


touches = st.lists(
    st.sampled_from(
        [
            *("service:A", "take", "priority", "because:elderly", "because:none", "back", "again"),
            *("find", "key:a", "key:1", "page", "keypad:missed", "keypad:appointment", "send"),
            *(
                "help",
                "retry",
                "corner",
                "leave",
                "language:en",
                "larger",
                "group:people",
                "accept",
            ),
            *("TIMEOUT", "ISSUED", "AWAY", "REFUSED", "OLD", "GROUPS", "ENDED"),
        ]
    ),
    max_size=40,
)


@given(touches)
def test_whatever_is_touched_nobody_takes_a_number_with_the_card_of_the_one_before(names):
    """A card goes with a number only between its showing and the end of that visit."""
    d, is_held = Desk(), False
    news = {
        "ISSUED": lambda: Issued(d.key, TICKET),
        "AWAY": lambda: Refused(d.key, "away"),
        "REFUSED": lambda: Refused(d.key, "closed", "No."),
        "OLD": lambda: Scanned(OLD),
        "GROUPS": lambda: Offered(SERVICES, GROUPS),
        "ENDED": lambda: Asking("123456"),
    }
    for name in names:
        before = len(d.asked())
        if name == "TIMEOUT":
            d.desk.time_out()
        elif name not in news:
            d.touch(name)
        elif d.errands or name in ("OLD", "GROUPS", "ENDED"):
            d.hear(news[name]())
        is_held = is_held or name == "OLD"
        for _, card in d.asked()[before:]:
            assert is_held or card.scan is None or name == "retry"
        is_start = d.visit == Visit() and d.screen in (Screen.GROUPS, Screen.SERVICES)
        is_held = is_held and not is_start
