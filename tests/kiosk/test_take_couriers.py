"""The touch kiosk's errands, against a small real server."""

import pytest

from kiosk.client import Client
from kiosk.errands import Arrive, AskHelp, Requeue, Take
from kiosk.news import BackInLine, HelpKnown, Issued, Offered, Refused, SlipKnown
from kiosk.take_couriers import Services, run
from kiosk.wire import Card, Group
from tests.kiosk.wire_office import WireOffice


@pytest.fixture
def office():
    office = WireOffice()
    yield office
    office.close()


def do(office, told, errand):
    """The whole errand, on this thread."""
    run(errand, Client(office.url, office.seal()), told.append).work()


def take(office):
    told = []
    do(office, told, Take("key", "vi", "A"))
    return told


@pytest.mark.parametrize("state", ["printed", "failed", "none"])
def test_a_number_and_how_its_slip_ended(office, state):
    office.slip = state
    issued, slip = take(office)
    assert isinstance(issued, Issued) and slip == SlipKnown("key", state)


def test_a_slip_that_comes_out_elsewhere_says_where(office):
    office.place = "Bàn hướng dẫn"
    assert take(office)[1:] == [
        SlipKnown("key", "queued", "Bàn hướng dẫn"),
        SlipKnown("key", "printed", "Bàn hướng dẫn"),
    ]


@pytest.mark.parametrize(("status", "why"), [(409, "closed"), (404, "failed"), (422, "failed")])
def test_a_refused_number_is_not_asked_again(office, status, why):
    office.refuse["/api/v1/tickets"] = (status, "no")
    assert take(office) == [Refused("key", why, "no")]


def test_a_lost_answer_is_asked_again_with_the_same_key(office):
    issue = office.issue

    def lose_the_first(body, key):
        office.is_deaf = not office.tickets
        return issue(body, key)

    office.issue = lose_the_first
    assert take(office)[0].ticket.label == "A001" and len(office.tickets) == 1


def test_a_card_goes_with_its_number_and_only_then(office):
    bodies = []
    issue = office.issue
    office.issue = lambda body, key: bodies.append(body) or issue(body, key)
    for card in (Card(), Card("token"), Card("token", "elderly")):
        key = f"key {card}"
        do(office, [], Take(key, "vi", "A", card))
    plain = {"service": "A", "language": "vi"}
    assert bodies == [
        plain,
        {**plain, "scan": "token"},
        {**plain, "scan": "token", "priority": "elderly"},
    ]


def old(label, state="printed"):
    return {"id": 1, "label": label, "link": "/t/1", "slip": {"state": state, "reason": None}}


def test_who_missed_a_call_is_back_and_a_wrong_label_is_not(office):
    office.missed["A042"] = old("A042")
    told = []
    do(office, told, Requeue("key", "vi", "A042"))
    do(office, told, Requeue("other", "vi", "A04"))
    back, wrong = told
    assert isinstance(back, BackInLine) and back.ticket.label == "A042"
    assert wrong == Refused("other", "failed", "No A04 today.")


def test_an_appointment_gives_a_number_and_shown_again_it_is_back_in_line(office):
    office.tickets["old"] = {**old("H001", "queued"), "id": 1}
    office.codes = {"12345678": office.tickets["old"], "token": old("H001")}
    told = []
    do(office, told, Arrive("key", "vi", "12345678"))
    do(office, told, Arrive("again", "vi", scan="token"))
    issued, slip, back = told
    assert (issued.ticket.label, slip) == ("H001", SlipKnown("key", "printed"))
    assert isinstance(back, BackInLine) and back.key == "again"


def test_help_is_told_and_then_somebody_comes(office):
    told = []
    office.on_request = lambda: setattr(office, "is_coming", bool(told))
    do(office, told, AskHelp("key", "vi"))
    assert told == [HelpKnown("key", "told"), HelpKnown("key", "coming")]
    assert office.helps == ["key"]


def test_help_that_is_on_its_way_already_is_said_at_once(office):
    office.is_coming = True
    told = []
    do(office, told, AskHelp("key", "vi"))
    assert told == [HelpKnown("key", "coming")]


@pytest.mark.parametrize("status", [404, 429, 500])
def test_help_that_nobody_heard_of_is_said_so(office, status):
    office.refuse["/api/v1/help"] = (status, "no")
    told = []
    do(office, told, AskHelp("key", "vi"))
    assert told == [HelpKnown("key", "failed")]


def test_the_slip_and_the_sentences_are_in_the_citizens_language(office):
    bodies, issue = [], office.issue
    office.issue = lambda body, key: bodies.append(body) or issue(body, key)
    do(office, [], Take("key", "en", "A"))
    assert bodies == [{"service": "A", "language": "en"}]


def listed(office):
    """What the list says first."""
    told = []
    Services(Client(office.url, office.seal()), told.append).look()
    return told[0]


def test_the_list_comes_with_its_groups_and_the_halls_facts(office):
    office.groups = [{"code": "p", "name": "Hộ tịch", "name_en": "", "services": ["A"]}]
    offered = listed(office)
    assert offered.groups == (Group("p", "Hộ tịch", services=["A"]),)
    assert (offered.hall.timezone, offered.hall.hotline) == ("Asia/Ho_Chi_Minh", "0228 3895 123")


def test_the_groups_are_asked_for_once_a_minute_and_the_list_each_time(office):
    asked, told, now_s = [], [], [0.0]
    services = Services(Client(office.url, office.seal()), told.append, lambda: now_s[0])
    services.look()  # with the first word of the server, what time it is
    office.on_request = lambda: asked.append(1)
    for later_s, many in ((59.0, 1), (60.0, 1 + 3), (61.0, 1 + 3 + 1)):
        now_s[0] = later_s
        services.look()
        assert len(asked) == many
    assert len(told) == 4


def test_a_server_that_knows_no_groups_still_gives_numbers(office):
    office.refuse["/api/v1/groups"] = (404, "There is no such page.")
    offered = listed(office)
    assert isinstance(offered, Offered) and offered.groups == ()
    assert [each.code for each in offered.services] == ["A"]
