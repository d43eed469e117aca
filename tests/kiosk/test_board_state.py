"""The hall screen's desk on a clock of the test's own."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.board_news import Announced, HallSeen, Heard, NoticesSeen, ZoneSeen
from kiosk.board_showing import BoardScreen
from kiosk.board_state import FLASH_S, STALE_S, BoardDesk
from kiosk.board_turns import Still
from kiosk.hall_wire import (
    Announcement,
    Hall,
    HallCounter,
    HallService,
    InHand,
    Missed,
    Zone,
)

AT = datetime(2026, 11, 24, 2, 41, tzinfo=UTC)
WEST = Zone("west", counters=("2",), is_whole=False)


class Hand:
    """Moves the clock, gives news, looks at the picture."""

    def __init__(self, zone="hall", languages=("vi", "en")):
        self.now_s = 1000.0
        self.desk = BoardDesk(zone, "http://10.0.0.5:8080", languages)

    def give(self, news):
        self.desk.handle(news, self.now_s)
        return self.look()

    def see(self, hall=None):
        return self.give(HallSeen(hall, AT + timedelta(seconds=self.now_s - 1000.0)))

    def after(self, seconds):
        self.now_s += seconds
        return self.look()

    def look(self):
        return self.desk.showing(self.now_s)


def hall(*tickets, missed=(), **states):
    """:param tickets: (counter, ticket, calls, seconds ago)"""
    held = {
        number: InHand(ticket, f"A{ticket:03d}", _ago(seconds), calls)
        for number, ticket, calls, seconds in tickets
    }
    counters = tuple(
        HallCounter(n, state=states.get(f"c{n}", "open"), services=("AB"[i],), ticket=held.get(n))
        for i, n in enumerate("12")
    )
    services = (HallService("A", "Tư pháp", waiting=2), HallService("B", "Đất đai", waiting=1))
    return Hall(counters, services, missed)


def _ago(seconds):
    return (AT - timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


@pytest.fixture
def hand():
    return Hand()


def flashing(showing):
    return [call.label for call in showing.calls if call.is_flashing]


def test_nothing_is_known_at_first(hand):
    assert hand.look().screen is BoardScreen.CONNECTING
    assert hand.desk.next_change_s(hand.now_s) == float("inf")


def test_the_newest_call_is_first_and_old_ones_do_not_flash(hand):
    showing = hand.see(hall(("1", 5, 1, 300), ("2", 6, 1, 60)))
    assert [(c.label, c.counter) for c in showing.calls] == [("A006", "2"), ("A005", "1")]
    assert flashing(showing) == []


def test_a_screen_that_starts_in_the_midst_of_a_call_flashes_it(hand):
    assert flashing(hand.see(hall(("1", 5, 1, 300), ("2", 6, 1, 3)))) == ["A006"]


def test_a_new_call_and_a_call_again_flash_and_end(hand):
    hand.see(hall(("1", 5, 1, 300)))
    assert flashing(hand.see(hall(("1", 5, 1, 300), ("2", 6, 1, 0)))) == ["A006"]
    assert flashing(hand.after(FLASH_S - 0.1)) == ["A006"]
    assert flashing(hand.after(0.2)) == []
    assert flashing(hand.see(hall(("1", 5, 2, 300), ("2", 6, 1, 0)))) == ["A005"]
    assert flashing(hand.see(hall(("2", 6, 1, 0)))) == []


def test_a_flash_is_lit_at_once_and_half_of_the_time(hand):
    hand.see(hall())
    assert hand.see(hall(("1", 5, 1, 0))).calls[0].is_lit
    assert not hand.after(0.6).calls[0].is_lit
    assert hand.after(0.5).calls[0].is_lit


def test_stale_says_since_when_and_nothing_flashes(hand):
    hand.see(hall())
    hand.see(hall(("1", 5, 1, 0)))
    showing = hand.after(STALE_S - 6)
    assert showing.stale_since == "" and flashing(showing) == ["A005"]
    hand.give(Announced(Announcement(1, "hall", "/x", 30.0, ticket=5)))
    showing = hand.after(6.1)
    assert showing.stale_since == "09:41" and flashing(showing) == []


def test_back_after_a_break_only_what_is_new_by_the_office_clock_flashes(hand):
    hand.see(hall(("1", 5, 1, 60)))
    hand.after(600)
    old, new = ("1", 7, 1, -300), ("2", 8, 1, -597)
    showing = hand.see(hall(old, new))
    assert showing.stale_since == "" and flashing(showing) == ["A008"]


def test_an_answer_that_nothing_changed_keeps_it_fresh(hand):
    hand.see(hall(("1", 5, 1, 300)))
    for _ in range(10):
        hand.after(10)
        assert hand.see().stale_since == ""
    assert [c.label for c in hand.look().calls] == ["A005"]


def test_a_zone_has_its_own_counters_services_and_missed():
    hand = Hand("west")
    hand.give(ZoneSeen(WEST))
    missed = (Missed("A001", "1"), Missed("B002", "2"))
    showing = hand.see(
        hall(("1", 5, 1, 9), ("2", 6, 1, 9), missed=missed, c1="paused", c2="paused")
    )
    assert [c.label for c in showing.calls] == ["A006"]
    assert [s.code for s in showing.services] == ["B"]
    assert showing.missed == ("B002",) and showing.paused == ("2",) and showing.counters == 1


def test_a_closed_counter_is_said_unless_it_still_has_somebody(hand):
    showing = hand.see(hall(("1", 5, 1, 9), c1="closed", c2="closed"))
    assert showing.closed == ("2",) and showing.paused == ()


def test_there_is_no_such_zone(hand):
    hand.see(hall())
    assert hand.give(ZoneSeen(None)).screen is BoardScreen.NO_ZONE
    assert hand.give(ZoneSeen(Zone("hall"))).screen is BoardScreen.HALL


def test_languages_take_turns_and_unknown_ones_are_left_out(hand):
    hand.give(ZoneSeen(Zone("hall", languages=("en", "km", "vi"))))
    hand.see(hall())
    assert [hand.after(10).language for _ in range(4)] == ["vi", "en", "vi", "en"]
    hand.give(ZoneSeen(Zone("hall", languages=("km",))))
    assert {hand.after(10).language for _ in range(4)} == {"vi"}


def test_the_clock_is_the_office_s(hand):
    showing = hand.see(hall())
    assert (showing.clock, showing.date) == ("09:41", "24/11/2026")
    assert hand.desk.next_change_s(hand.now_s) <= hand.now_s + 60.1
    hand.give(ZoneSeen(Zone("hall", timezone="Asia/Tokyo")))
    assert hand.look().clock == "11:41"
    hand.give(ZoneSeen(Zone("hall", timezone="nowhere")))
    assert hand.look().clock == "09:41"


PICTURES = NoticesSeen((Still("/n/a.png", 12.0),))


def test_a_notice_takes_turns_with_the_list_and_gives_way_to_a_call(hand):
    hand.give(PICTURES)
    hand.see(hall(("1", 5, 1, 300)))
    seen = {hand.after(1).notice for _ in range(27)}
    assert seen == {"", "/n/a.png"}
    while not hand.look().notice:
        hand.after(1)
        hand.see()
    assert hand.see(hall(("1", 5, 1, 300), ("2", 6, 1, 0))).notice == ""


def test_nobody_is_called_so_the_notice_stays(hand):
    hand.give(PICTURES)
    hand.see(hall())
    assert {hand.after(1).notice for _ in range(60)} == {"/n/a.png"}
    hand.give(Announced(Announcement(3, "hall", "/x", 5.0)))
    assert hand.look().notice == ""


def test_a_call_flashes_as_long_as_it_is_spoken(hand):
    hand.see(hall(("1", 5, 1, 300)))
    showing = hand.give(Announced(Announcement(17, "hall", "/x", 12.0, ticket=5)))
    assert showing.announcing == 17 and flashing(showing) == ["A005"]
    hand.after(11.9)
    hand.see()
    assert flashing(hand.look()) == ["A005"]
    showing = hand.after(0.2)
    assert showing.announcing is None and flashing(showing) == []


def test_another_zone_s_call_is_not_ours(hand):
    hand.see(hall(("1", 5, 1, 300)))
    said = Announcement(17, "west", "/x", 12.0, ticket=5)
    assert hand.give(Announced(said)).announcing is None


@pytest.mark.parametrize(("told_s", "s"), [(1e9, 60.0), (-5.0, 0.0)])
def test_a_length_beyond_reason_is_cut(hand, told_s, s):
    hand.see(hall())
    hand.give(Announced(Announcement(17, "hall", "/x", told_s)))
    assert hand.after(s - 0.1 if s else 0.0).announcing == (17 if s else None)
    assert hand.after(0.2).announcing is None


@pytest.mark.parametrize(("voice", "is_told"), [("screens", True), ("both", True), ("none", False)])
def test_silence_is_told_only_where_there_should_be_sound(hand, voice, is_told):
    hand.give(ZoneSeen(Zone("hall", voice=voice)))
    hand.give(Heard(is_silent=True))
    assert hand.see(hall()).is_silent is is_told


def test_an_instant_that_is_none_is_old(hand):
    broken = Hall((HallCounter("1", ticket=InHand(5, "A005", "yesterday")),), ())
    assert flashing(hand.see(broken)) == []


def test_the_picture_changes_only_when_it_said_it_would(hand):
    """Asked every 10 ms over some minutes, it is never another one before its time."""
    hand.give(PICTURES)
    hand.see(hall())
    hand.see(hall(("1", 5, 1, 0)))
    shown, until_s = hand.look(), hand.desk.next_change_s(hand.now_s)
    changes = 0
    for step in range(12000):
        showing = hand.after(0.01)
        if step % 900 == 899:
            showing = hand.see()
        elif hand.now_s < until_s - 0.002:
            assert showing == shown, step
        if hand.now_s >= until_s or step % 900 == 899:
            changes += showing != shown
            shown, until_s = showing, hand.desk.next_change_s(hand.now_s)
            assert until_s > hand.now_s
    assert changes < 80  # 20 of the flash, then languages, pages, notices, minutes
