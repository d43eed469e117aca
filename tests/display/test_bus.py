import logging
import queue
import threading
from collections.abc import Callable
from itertools import pairwise

import pytest

from display.board import BLINKS, HALF_BLINK_S
from display.bus import Bus
from display.modbus import ANSWER_TIMEOUT_S, Modbus, sealed
from display.protocol import Protocol
from display.qsystem import QSystem
from tests.display.cable import Cable, Clock, Hall

TEN = {str(n): n for n in range(1, 11)}
LABELS = {n: f"A{n:03}" for n in TEN.values()}


def modbus_hall(boards: dict[str, int] = TEN, *, refresh_s: float = 10.0) -> Hall:
    """A hall whose boards have all been painted blank."""
    hall = Hall(Modbus(9600), boards, refresh_s=refresh_s)
    hall.run_for(2.0)
    return hall


def units(frames: list[tuple[float, bytes]]) -> list[int]:
    return [frame[0] for _, frame in frames]


def texts(frames: list[tuple[float, bytes]]) -> list[str]:
    return [frame[7:-2].decode() for _, frame in frames]


def state(hall: Hall, name: str) -> str:
    return next(health.state for health in hall.bus.health() if health.name == name)


def test_at_start_every_board_is_blanked() -> None:
    hall = modbus_hall()
    assert set(hall.boards.snapshot().values()) == {"    "}
    assert {health.state for health in hall.bus.health()} == {"shown"}


def test_a_call_goes_out_at_once_and_only_to_its_board() -> None:
    hall = modbus_hall()
    hall.bus.show("3", "a042")
    frames = hall.run_for(1.0)
    assert frames == [(0.0, Modbus(9600).frame(3, "A042", 4))]
    assert hall.boards.snapshot()[3] == "A042"


def test_what_is_shown_already_is_not_sent() -> None:
    hall = modbus_hall()
    hall.bus.show("3", "A042")
    hall.run_for(1.0)
    hall.bus.show("3", "A042")
    assert hall.run_for(1.0) == []


def test_the_newest_text_wins() -> None:
    hall = modbus_hall()
    for number in range(100):
        hall.bus.show("3", f"A{number:03}")
    assert texts(hall.run_for(1.0)) == ["A099"]


@pytest.mark.parametrize("protocol", [Modbus(9600), Modbus(115200), QSystem(9600)])
def test_the_demanded_silence_is_kept_and_no_more(protocol: Protocol) -> None:
    boards = {str(n): protocol.addresses[n] for n in range(5)}
    hall = Hall(protocol, boards)
    frames = hall.run_for(3.0)
    answer_s = protocol.wire_s(8) if protocol.answer_timeout_s else 0.0
    busy_s = protocol.wire_s(len(frames[0][1])) + answer_s
    starts_s = [at_s for at_s, _ in frames]
    silences_s = [b - a - busy_s for a, b in pairwise(starts_s)]
    assert silences_s == pytest.approx([protocol.gap_s] * 4)


def test_a_blink_on_the_wire_ends_steady() -> None:
    hall = modbus_hall()
    hall.bus.show("3", "A042", is_blinking=True)
    frames = hall.run_for(2 * BLINKS * HALF_BLINK_S + 0.1)
    assert texts(frames) == ["A042", "    "] * BLINKS + ["A042"]
    expected_s = [step * HALF_BLINK_S for step in range(2 * BLINKS + 1)]
    assert [at_s for at_s, _ in frames] == pytest.approx(expected_s)


def test_the_refresh_round_repaints_a_board_that_lost_power() -> None:
    hall = modbus_hall(refresh_s=10.0)
    for name, number in TEN.items():
        hall.bus.show(name, LABELS[number])
    hall.run_for(2.0)
    hall.boards.power_cut()
    hall.run_for(21.0)
    assert hall.boards.snapshot() == LABELS


def test_a_silent_board_costs_one_time_out_a_round_and_slows_no_neighbour() -> None:
    hall = modbus_hall(refresh_s=10.0)
    hall.boards.is_silent.add(5)
    hall.bus.show("5", "A005")
    hall.run_for(30.0)
    assert state(hall, "5") == "silent"
    hall.bus.show("5", "A006", is_blinking=True)
    hall.bus.show("6", "A007")
    frames = hall.run_for(20.0)
    assert units(frames).count(5) == 2
    assert texts(frames)[0] == "A007"
    assert frames[0][0] == pytest.approx(0.0)


def test_neighbours_of_a_dead_board_wait_one_time_out_at_most() -> None:
    hall = modbus_hall({"1": 1, "2": 2})
    hall.boards.is_silent.add(1)
    hall.bus.show("1", "A001")
    hall.bus.show("2", "A002")
    (_, first), (at_s, second) = hall.run_for(0.9)
    assert (first[0], second[0]) == (1, 2)
    assert at_s < ANSWER_TIMEOUT_S + 0.05


def held_up_s(hall: Hall, text: str) -> float:
    """How long board 6 waits when it is called just as board 5 is spoken to."""
    sent = hall.cable.sent
    before = len(sent)
    while len(sent) == before:
        hall.clock.now_s += hall.bus.step()
    assert sent[-1][1][0] == 5
    hall.bus.show("6", text)
    while sent[-1][1][0] == 5:
        hall.clock.now_s += hall.bus.step()
    return sent[-1][0] - sent[-2][0]


def test_a_board_that_falls_silent_costs_one_time_out_with_its_early_retry() -> None:
    protocol = Modbus(9600)
    hall = modbus_hall(refresh_s=1000.0)
    hall.boards.is_silent.add(5)
    hall.bus.show("5", "A005")
    busy_s = held_up_s(hall, "A006") + held_up_s(hall, "A007")
    wire_s = 2 * (protocol.wire_s(13) + protocol.gap_s)
    assert busy_s <= protocol.answer_timeout_s + wire_s + 1e-9
    assert units(hall.run_for(900.0)).count(5) == 0


def test_a_slow_board_is_given_its_time() -> None:
    """Half the time-out is for boards that have never needed more than a third."""
    hall = Hall(Modbus(9600), {"5": 5})
    hall.cable.turn_s = 0.9 * ANSWER_TIMEOUT_S
    for number in range(5):
        hall.bus.show("5", f"A{number:03}")
        hall.run_for(1.0)
        assert state(hall, "5") == "shown"
    assert hall.bus.health()[0].errors == 0


def test_a_board_that_comes_back_is_repainted_and_well() -> None:
    hall = modbus_hall(refresh_s=10.0)
    hall.boards.is_silent.add(5)
    hall.bus.show("5", "A005")
    hall.run_for(5.0)
    hall.boards.is_silent.clear()
    hall.run_for(12.0)
    assert hall.boards.snapshot()[5] == "A005"
    health = next(health for health in hall.bus.health() if health.name == "5")
    assert (health.state, health.why, health.errors) == ("shown", "", 2)


def test_one_lost_frame_is_sent_again_after_a_second() -> None:
    hall = modbus_hall()
    hall.boards.is_silent.add(5)
    hall.bus.show("5", "A005")
    hall.run_for(0.5)
    hall.boards.is_silent.clear()
    hall.run_for(1.0)
    assert hall.boards.snapshot()[5] == "A005"


def test_a_port_that_goes_away_is_waited_for_and_everything_repainted() -> None:
    hall = modbus_hall()
    hall.bus.show("3", "A042")
    hall.run_for(1.0)
    hall.cable.is_away = True
    hall.bus.show("4", "A043")
    assert hall.run_for(5.0) == []
    assert {health.state for health in hall.bus.health()} == {"away"}
    assert hall.bus.health()[0].why == "the adapter is unplugged"
    hall.boards.power_cut()
    hall.cable.is_away = False
    hall.run_for(2.0)
    assert hall.boards.snapshot() == dict.fromkeys(LABELS, "    ") | {3: "A042", 4: "A043"}
    assert {health.state for health in hall.bus.health()} == {"shown"}


def test_a_port_opened_anew_behind_our_back_is_repainted() -> None:
    hall = modbus_hall(refresh_s=1000.0)
    hall.cable.openings += 1
    hall.bus.show("3", "A042")
    assert sorted(units(hall.run_for(2.0))) == sorted(LABELS)


def test_a_board_dead_from_the_start_is_tried_once_and_then_each_round() -> None:
    hall = Hall(Modbus(9600), {"1": 1, "2": 2}, refresh_s=10.0)
    hall.boards.is_silent.add(1)
    assert units(hall.run_for(9.0)) == [1, 2]
    assert units(hall.run_for(10.0)).count(1) == 1


def test_a_port_missing_at_start_is_away() -> None:
    hall = Hall(Modbus(9600), TEN)
    hall.cable.is_away = True
    hall.run_for(1.0)
    assert state(hall, "3") == "away"


def test_without_acknowledgement_boards_are_sent_and_never_silent() -> None:
    hall = Hall(QSystem(9600), {"1": 0x21})
    hall.boards.is_silent.add(0x21)
    hall.bus.show("1", "A042")
    hall.run_for(1.0)
    assert state(hall, "1") == "sent"


@pytest.mark.parametrize("text", ["", "\x00\x01\x07", "🎉" * 9, "\ud800", "А042", "x" * 100_000])
def test_odd_texts_are_drawn_somehow(text: str) -> None:
    hall = modbus_hall()
    hall.bus.show("3", text)
    hall.bus.show("4", "A042")
    hall.run_for(1.0)
    assert hall.boards.snapshot()[4] == "A042"
    assert state(hall, "3") == "shown"


class Poisoned(Modbus):
    """A protocol with a hole in it: it cannot send 666."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(9600)
        self.fault = fault

    def frame(self, address: int, text: str, width: int) -> bytes:
        if "666" in text:
            raise self.fault
        return super().frame(address, text, width)


def test_a_text_the_protocol_refuses_is_reported_and_the_others_go_on() -> None:
    hall = Hall(Poisoned(ValueError("it cannot be drawn")), TEN)
    hall.bus.show("3", "A666")
    hall.bus.show("4", "A042")
    hall.run_for(2.0)
    assert hall.boards.snapshot()[4] == "A042"
    health = next(health for health in hall.bus.health() if health.name == "3")
    assert (health.state, health.why) == ("silent", "it cannot be drawn")
    hall.bus.show("3", "A001")
    hall.run_for(21.0)
    assert hall.boards.snapshot()[3] == "A001"


def test_an_unknown_board_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        modbus_hall().bus.show("99", "A042")


@pytest.mark.parametrize(
    ("boards", "why"),
    [({"1": 0}, "1 to 247, not 0"), ({"1": 5, "2": 5}, "'1' and '2' both have address 5")],
)
def test_impossible_addresses(boards: dict[str, int], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Hall(Modbus(9600), boards)


def test_an_impossible_width() -> None:
    clock, protocol = Clock(), Modbus(9600)
    with pytest.raises(ValueError, match="signs wide"):
        Bus(Cable(bytes, protocol, clock), protocol, TEN, width=0, monotonic=clock)


class LivePort:
    """Hands each frame to the test's thread; ``feed`` answers."""

    def __init__(self, feed: Callable[[bytes], bytes]) -> None:
        self.feed = feed
        self.frames: queue.Queue[bytes] = queue.Queue()
        self.arrived: queue.Queue[bytes] = queue.Queue()

    def write(self, data: bytes) -> None:
        self.frames.put(data)
        self.arrived.put(self.feed(data))

    def read(self, limit: int, timeout_s: float) -> bytes:
        return b"" if self.arrived.empty() else self.arrived.get()


def running(bus: Bus) -> tuple[threading.Thread, threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=bus.run, args=(stop,))
    thread.start()
    return thread, stop


def test_the_thread_wakes_for_a_call_and_ends_when_told() -> None:
    port = LivePort(lambda frame: sealed(frame[:6]))
    bus = Bus(port, Modbus(115200), {"3": 3})
    thread, stop = running(bus)
    port.frames.get(timeout=10)
    for number in range(5):
        bus.show("3", f"A{number:03}")
        assert port.frames.get(timeout=10)[7:-2] == b"A%03d" % number
    stop.set()
    bus.wake()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_fault_of_our_own_is_logged_and_does_not_end_the_thread(
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = LivePort(lambda frame: sealed(frame[:6]))
    with caplog.at_level(logging.ERROR):
        bus = Bus(port, Poisoned(RuntimeError("a hole")), {"3": 3, "4": 4})
        bus.show("3", "A666")
        bus.show("4", "A042")
        thread, stop = running(bus)
        assert port.frames.get(timeout=10)[7:-2] == b"A042"
        stop.set()
        bus.wake()
        thread.join(timeout=10)
    assert "a hole" in caplog.text
