"""Keys at counters, over the real office: one press one act, and never one the table does not
allow."""

import queue
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from hardware.keypad import Key
from hardware.virtual_keypad import VirtualKeypads
from server import keys
from server.errors import OfficeError
from server.follow_keypads import KeypadFollower, face_of
from server.keypads import STALE_S, KeyDesk, Keys, Seat
from server.pads import Face, Pad, PadLine, Press
from tests.server.desk import Desk, asked, open_desk

PAD = Pad("west", 0x22, "2", "B")
DONE = {
    keys.CALL_NEXT: ["called"],
    keys.RECALL: ["recalled"],
    keys.BEGIN: ["started"],
    keys.TRANSFER: ["transferred"],
    keys.NO_SHOW: ["no_show"],
    keys.END: ["finished"],
}


class Office:
    """Counter 2 with a keypad that redirects to service B."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keys = Keys(desk.store, desk.office, desk.counters)

    def press(self, key: str, pad: Pad = PAD) -> str:
        return self.keys.press(pad, key)

    def seat(self) -> Seat:
        [seat] = self.keys.seats(["2"])
        return seat


@pytest.fixture
def office(desk: Desk) -> Office:
    """Counter 2 is open and two people wait for A."""
    desk.counters.open("2", asked(None))
    desk.issue()
    desk.issue()
    return Office(desk)


def test_a_visit_by_keys_alone(office: Office) -> None:
    before = office.desk.journal.newest
    assert office.press("call") == "call_next"
    assert office.press("start") == "start"
    assert office.press("finish") == "finish"
    assert office.desk.names(before) == ["called", "started", "finished"]
    called = office.desk.events(before)[0]
    assert (called.counter, called.clerk) == ("2", "hoa")  # type: ignore[attr-defined]


def test_call_again_is_a_recall_and_in_time(office: Office) -> None:
    office.press("call")
    assert office.press("call") == keys.NOTHING
    office.desk.clock.pass_s(keys.RECALL_FROM_S)
    assert office.press("call") == "recall"
    assert [t.state for t in (office.desk.ticket(1), office.desk.ticket(2))] == [
        *("called", "waiting")
    ]


def test_finish_again_finishes_nobody_else(office: Office) -> None:
    office.press("call")
    office.press("start")
    assert office.press("finish") == "finish"
    assert office.press("finish") == keys.NOTHING
    office.press("call")
    assert office.press("finish") == keys.REFUSE  # nobody crosses a hall so fast
    assert office.desk.ticket(2).state == "called"
    office.desk.clock.pass_s(keys.NO_SHOW_FROM_S)
    assert office.press("finish") == "no_show"


def test_calling_too_often_is_a_no_show_only_by_and_by(office: Office) -> None:
    office.press("call")
    for _ in range(2):
        office.desk.clock.pass_s(keys.RECALL_FROM_S)
        assert office.press("call") == "recall"
    assert office.press("call") == keys.REFUSE
    office.desk.clock.pass_s(keys.NO_SHOW_FROM_S)
    assert office.press("call") == "recall"
    assert office.desk.ticket(1).state == "no_show"


@pytest.mark.parametrize(("to", "service", "reserved"), [("B", "B", None), ("3", "A", "3")])
def test_redirect_to_a_service_or_a_counter(
    office: Office, to: str, service: str, reserved: str | None
) -> None:
    office.press("call")
    assert office.press("redirect", Pad("west", 0x22, "2", to)) == "transfer"
    sent = office.desk.events()[-1]
    assert (sent.service, sent.for_counter) == (service, reserved)  # type: ignore[attr-defined]


def test_redirect_to_nowhere(office: Office) -> None:
    office.press("call")
    assert office.press("redirect", Pad("west", 0x22, "2")) == keys.REFUSE
    assert office.press("redirect", Pad("west", 0x22, "2", "ZZ")) == keys.REFUSE
    assert office.desk.ticket(1).state == "called"


@pytest.mark.parametrize("key", keys.KEYS)
@pytest.mark.parametrize("number", ["1", "2", "99"])
def test_a_closed_or_unknown_counter_has_no_keys(office: Office, number: str, key: str) -> None:
    office.desk.counters.close("2", asked(None))
    before = office.desk.journal.newest
    assert office.press(key, Pad("west", 0x22, number, "B")) == keys.REFUSE
    assert office.desk.journal.newest == before


def test_a_paused_counter_stays_paused(office: Office) -> None:
    office.desk.counters.pause("2", "họp", asked(None))
    assert office.press("call") == keys.REFUSE
    assert office.desk.counter("2").state == "paused"


def test_nobody_waits(office: Office) -> None:
    for ticket in (1, 2):
        office.desk.office.cancel(ticket, asked(None))
    assert office.press("call") == keys.REFUSE


def test_a_clock_set_back_keeps_nobody_waiting(office: Office) -> None:
    office.press("call")
    office.desk.clock.pass_s(-3600)
    assert office.press("finish") == "no_show"


def test_somebody_acts_at_the_page_between_the_look_and_the_act(desk: Desk) -> None:
    """The key meant the ticket that was in hand: the next one is not touched."""
    desk.counters.open("2", asked(None))
    desk.issue()
    desk.issue()
    desk.call("2")
    desk.counters.start("2", asked(None))

    class Meanwhile(Keys):
        def _do(self, *args: object) -> str:  # type: ignore[override]
            desk.counters.finish("2", asked(None))
            desk.call("2")
            desk.counters.start("2", asked(None))
            return super()._do(*args)  # type: ignore[arg-type]

    assert Meanwhile(desk.store, desk.office, desk.counters).press(PAD, "finish") == keys.REFUSE
    assert [desk.ticket(1).state, desk.ticket(2).state] == ["finished", "serving"]


# What keypads show


def test_what_a_keypad_shows_through_a_visit(office: Office) -> None:
    desk, faces = office.desk, []
    pad = Pad("west", 0x22, "2")
    follower = KeypadFollower([pad], office.keys.seats, lambda: desk.journal.newest)

    def after(act: Callable[[], object]) -> None:
        before = desk.journal.newest
        act()
        for entry in desk.journal.after(before):
            follower.handle(entry)
        faces.append(pad.face)

    after(lambda: desk.issue("B"))
    after(lambda: office.press("call"))
    after(lambda: office.press("start"))
    after(lambda: office.press("finish"))
    after(lambda: [desk.office.cancel(ticket, asked(None)) for ticket in (2, 3)])
    after(lambda: desk.counters.pause("2", "", asked(None)))
    after(lambda: desk.counters.close("2", asked(None)))
    assert faces == [
        Face("green_slow", "CAL"),
        Face("red_slow", "A001"),
        Face("red", "A001"),
        Face("green_slow", "CAL"),
        Face("green", ""),
        Face("off", "NGH"),
        Face("off", "---"),
    ]


def test_an_entry_with_a_later_one_behind_it_is_not_looked_for(office: Office) -> None:
    looks: list[int] = []

    def look(numbers: object) -> list[Seat]:
        looks.append(1)
        return office.keys.seats(["2"])

    follower = KeypadFollower([PAD], look, lambda: office.desk.journal.newest)
    for entry in office.desk.journal.after(0):
        follower.handle(entry)
    assert len(looks) == 1


@given(st.sampled_from(keys.STANDINGS), st.booleans(), st.booleans())
def test_every_seat_has_a_face(state: str, has_ticket: bool, is_wanted: bool) -> None:
    label = "A042" if has_ticket and state in (keys.CALLED, keys.SERVING) else ""
    face = face_of(Seat(counter="1", state=state, label=label, is_wanted=is_wanted))
    assert face.light in ("off", "red", "green", "red_slow", "green_slow")


# The thread


def test_an_old_press_is_dropped_and_a_fault_is_a_refusal() -> None:
    now = [100.0]
    done: list[str] = []

    def act(pad: Pad, key: str) -> str:
        done.append(key)
        if key == "start":
            raise OSError("disk")
        return "call_next"

    presses: queue.Queue[Press] = queue.Queue()
    desk = KeyDesk(presses, [PAD], act, lambda: None, lambda: now[0])
    presses.put(Press(PAD, "call", now[0]))
    presses.put(Press(PAD, "finish", now[0]))
    presses.put(Press(PAD, "start", now[0] + STALE_S + 1))
    desk.step(0)
    now[0] += STALE_S + 0.1
    desk.step(0)
    with pytest.raises(OSError, match="disk"):
        desk.step(0)
    desk.step(0)
    assert done == ["call", "start"]


def test_a_fault_does_not_end_the_thread_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    stop, done = threading.Event(), list[str]()

    def act(pad: Pad, key: str) -> str:
        done.append(key)
        if len(done) == 1:
            raise OSError("disk")
        stop.set()
        return "call_next"

    presses: queue.Queue[Press] = queue.Queue()
    for key in ("call", "start"):
        presses.put(Press(PAD, key, 100.0))
    KeyDesk(presses, [PAD], act, lambda: None, lambda: 100.0).run(stop)
    assert done == ["call", "start"]
    assert "keypads: a fault of our own" in caplog.text


def test_without_keypads_there_is_nothing_to_wait_for() -> None:
    KeyDesk(queue.Queue(), [], lambda pad, key: key, lambda: None).run(threading.Event())


# Everything at once


class KeysAndPages(RuleBasedStateMachine):
    """Random keys among random acts of the counter page and the kiosk."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        folder = self.opened.enter_context(tempfile.TemporaryDirectory())
        self.desk = self.opened.enter_context(open_desk(Path(folder) / "office.db"))
        self.office = Office(self.desk)
        self.presses: queue.Queue[Press] = queue.Queue()
        self.now_s = 0.0
        self.line = PadLine("west", [PAD], self.presses, lambda: self.now_s)
        self.desk.counters.open("2", asked(None))

    def teardown(self) -> None:
        self.opened.close()

    @rule(key=st.sampled_from(keys.KEYS))
    def press(self, key: str) -> None:
        seat = self.office.seat()
        held = self.desk.counter("2").ticket
        before = self.desk.journal.newest
        done = self.office.press(key)
        names = self.desk.names(before)
        if done not in keys.ACTS:
            assert names == []
            return
        assert done == keys.TABLE[seat.state][key]
        assert names in (DONE[done], ["no_show"] if done == keys.RECALL else DONE[done])
        event = self.desk.events(before)[-1]
        assert held is None or event.ticket == held.id  # type: ignore[attr-defined]

    @rule(key=st.sampled_from(list(Key)), times=st.integers(2, 5))
    def burst(self, key: Key, times: int) -> None:
        """Frames of one key as a bouncing contact sends them: one act at the most."""
        self.now_s += 10.0
        before = self.desk.journal.newest
        self.line.hear(VirtualKeypads.press(PAD.address, key) * times)
        while not self.presses.empty():
            self.office.press(self.presses.get_nowait().key)
        assert len(self.desk.names(before)) <= 1

    @rule(service=st.sampled_from("AB"))
    def issue(self, service: str) -> None:
        self.desk.issue(service)

    @rule(seconds=st.sampled_from([0.5, 3.0, 11.0]))
    def pass_s(self, seconds: float) -> None:
        self.desk.clock.pass_s(seconds)

    @rule(
        act=st.sampled_from(
            ["start", "finish", "no_show", "recall", "park", "open", "close", "undo", "call_next"]
        )
    )
    def page(self, act: str) -> None:
        with suppress(OfficeError):
            getattr(self.desk.counters, act)("2", asked(None))

    @rule()
    def pause(self) -> None:
        self.desk.counters.pause("2", "", asked(None))

    @rule()
    def call_calls_somebody_where_the_display_says_so(self) -> None:
        seat = self.office.seat()
        if seat.state == keys.FREE:
            assert (self.office.press("call") == keys.CALL_NEXT) == seat.is_wanted


class TestKeysAndPages(KeysAndPages.TestCase):  # type: ignore[misc]
    settings = settings(max_examples=40, stateful_step_count=25)
