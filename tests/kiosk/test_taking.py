"""The touch kiosk's desk: one tap, one ticket."""

import pytest

from kiosk.identity import Home
from kiosk.news import (
    Asking,
    Issued,
    Offered,
    Paired,
    Pulsed,
    Reached,
    Refused,
    Scanned,
    SlipKnown,
    Touched,
)
from kiosk.screens import Screen
from kiosk.taking import TakeDesk
from kiosk.wire import Card, Pulse, Service, Ticket, Told

HOME = Home("http://10.0.0.5:8080", "secret", "Giao Thủy", None)
SERVICES = (Service("A", "Tư pháp"), Service("B", "Đất đai", is_open=False))
TICKET = Ticket(1, "A042", link="/t/x")


class Desk:
    def __init__(self):
        self.now_s = 0.0
        self.asked = []
        self.cards = []
        self.desk = TakeDesk(self._issue, "http://s{}".format, lambda: self.now_s)
        self.hear(Paired(HOME), Offered(SERVICES))

    def _issue(self, service, key, card):
        self.asked.append((service, key))
        self.cards.append(card)

    def hear(self, *news):
        for piece in news:
            self.desk.handle(piece)

    def touch(self, *names):
        self.hear(*map(Touched, names))

    @property
    def screen(self):
        return self.desk.showing.screen

    @property
    def key(self):
        return self.asked[-1][1]


@pytest.fixture
def d():
    return Desk()


def test_two_taps_are_one_ticket(d):
    d.touch("service:A", "service:A")
    assert d.screen is Screen.ISSUING and [service for service, _ in d.asked] == ["A"]


@pytest.mark.parametrize("name", ["service:B", "service:Z", "service:", "A", "very_satisfied"])
def test_what_is_not_offered_asks_for_nothing(d, name):
    d.touch(name)
    assert d.screen is Screen.SERVICES and d.asked == []


def test_before_the_list_is_there_a_program_may_name_a_service(d):
    d.hear(Offered(()))
    d.touch("service:A")
    assert d.screen is Screen.ISSUING and d.asked


def test_the_number_is_shown_before_the_slip_is_out(d):
    d.touch("service:A")
    d.hear(Issued(d.key, TICKET))
    assert d.screen is Screen.NUMBER and d.desk.showing.slip == "queued"
    d.hear(SlipKnown(d.key, "printed"))
    assert d.screen is Screen.NUMBER and d.desk.showing.slip == "printed"


def test_where_the_slip_comes_out_is_shown_until_the_next_number(d):
    d.touch("service:A")
    d.hear(Issued(d.key, TICKET), SlipKnown(d.key, "queued", "Bàn hướng dẫn"))
    assert (d.screen, d.desk.showing.place) == (Screen.NUMBER, "Bàn hướng dẫn")
    d.hear(SlipKnown(d.key, "printed", "Bàn hướng dẫn"))
    assert (d.desk.showing.slip, d.desk.showing.place) == ("printed", "Bàn hướng dẫn")
    d.touch("again")
    d.touch("service:A")
    d.hear(Issued(d.key, TICKET))
    assert d.desk.showing.place == ""


@pytest.mark.parametrize("state", ["failed", "none", "late"])
def test_without_a_slip_the_number_stays_with_a_link(d, state):
    d.touch("service:A")
    d.hear(Issued(d.key, TICKET), SlipKnown(d.key, state))
    assert d.screen is Screen.PAPERLESS and d.desk.showing.link == "http://s/t/x"


def test_a_refusal_says_why_in_the_servers_words(d):
    d.touch("service:A")
    d.hear(Refused(d.key, "closed", "No numbers now. Next numbers: 13:00 23/11."))
    assert d.screen is Screen.SORRY and d.desk.showing.why == "closed"
    assert d.desk.showing.said == "No numbers now. Next numbers: 13:00 23/11."
    d.touch("again")
    assert d.screen is Screen.SERVICES


def test_no_answer_at_all_is_away(d):
    d.touch("service:A")
    d.desk.time_out()
    assert d.screen is Screen.SORRY and d.desk.showing.why == "away"
    assert d.desk.showing.said == ""


def test_a_service_that_has_ended_is_not_offered(d):
    ended = Service(code="B", name="Land", is_open=False, why="ended")
    d.hear(Offered((Service(code="A", name="Justice"), ended)))
    assert [each.code for each in d.desk.showing.services] == ["A"]
    d.touch("service:B")
    assert d.screen is Screen.SERVICES


def test_answers_to_an_older_touch_change_nothing(d):
    d.touch("service:A")
    old = d.key
    d.hear(Issued(old, TICKET))
    d.touch("again", "service:A")
    d.hear(SlipKnown(old, "failed"), Issued(old, TICKET), Refused(old, "closed"))
    assert d.screen is Screen.ISSUING and d.key != old


def test_the_number_goes_after_ten_seconds(d):
    d.touch("service:A")
    d.hear(Issued(d.key, TICKET))
    assert d.desk.ends_at_s == 10.0
    d.desk.time_out()
    assert d.screen is Screen.SERVICES


def test_unpaired_it_asks_and_forgets_the_services(d):
    d.hear(Reached(is_away=True), Pulsed(Pulse("", "Tên mới")), Asking("123456"))
    shown = d.desk.showing
    assert (shown.screen, shown.code, shown.services) == (Screen.PAIRING, "123456", ())
    assert shown.is_away and shown.office == "Tên mới"


OLD = Told("k-1", "citizen_card", "token", "elderly", 75)
YOUNG = Told("k-1", "citizen_card", "other")


def test_a_card_that_gives_priority_asks_first(d):
    d.hear(Scanned(OLD))
    assert (d.screen, d.desk.showing.age) == (Screen.CARD, 75)
    d.touch("service:A")
    assert d.screen is Screen.CARD and not d.asked
    d.touch("accept")
    assert (d.screen, d.desk.showing.note) == (Screen.WITH_CARD, "priority")
    d.touch("service:A")
    assert d.screen is Screen.ISSUING and d.cards == [Card("token", "elderly")]


def test_priority_is_not_taken_without_a_yes(d):
    d.hear(Scanned(OLD))
    d.touch("decline", "service:A")
    assert d.cards == [Card("token")]


def test_a_card_without_priority_goes_straight_to_the_services(d):
    d.hear(Scanned(YOUNG))
    assert (d.screen, d.desk.showing.note) == (Screen.WITH_CARD, "citizen_card")
    d.touch("accept")
    d.touch("service:A")
    assert d.cards == [Card("other")]


@pytest.mark.parametrize("kind", ["child", "health_card", "rubbish", "slip", "anything new"])
def test_what_is_no_card_goes_with_no_number(d, kind):
    d.hear(Scanned(Told("k-1", kind, "token")))
    assert d.desk.showing.note == kind
    d.touch("service:A")
    assert d.cards == [Card()]


@pytest.mark.parametrize("steps", [["accept"], []])
def test_the_next_citizen_does_not_have_the_last_ones_card(d, steps):
    d.hear(Scanned(OLD))
    d.touch(*steps)
    d.desk.time_out()
    assert (d.screen, d.desk.showing.note) == (Screen.SERVICES, "")
    d.touch("service:A")
    assert d.cards == [Card()]


def test_a_card_goes_with_one_number(d):
    d.hear(Scanned(YOUNG))
    d.touch("service:A")
    d.hear(Scanned(OLD))  # while a number is being given nobody begins anew
    assert d.screen is Screen.ISSUING
    d.hear(Issued(d.key, TICKET))
    d.touch("again", "service:A")
    assert d.cards == [Card("other"), Card()]


def test_a_second_citizen_may_show_a_card_while_the_first_reads_a_number(d):
    d.touch("service:A")
    d.hear(Issued(d.key, TICKET), Scanned(OLD))
    assert d.screen is Screen.CARD
    d.hear(SlipKnown(d.key, "printed"))
    assert d.screen is Screen.CARD
