import threading
from dataclasses import replace

from pytest import LogCaptureFixture

from printer.job import Job, Times
from printer.profiles import PROFILES, PrinterProfile, profile_named
from printer.spool import Spool
from tests.printer.fakes import Hall

TCVN = profile_named("TM-T82")
WITH_ID = PROFILES["TM-T20II"]
MUTE = replace(PROFILES["generic-80"], is_mute=True)
PICTURE = PROFILES["generic-80"]


def hall(profile: PrinterProfile = TCVN) -> Hall:
    there = Hall(profile, Times(baud=38_400))
    there.run_for(0.1)
    return there


def test_a_slip_is_printed_when_the_printer_says_so() -> None:
    for profile in (TCVN, WITH_ID, PICTURE):
        there = hall(profile)
        there.issue(42)
        there.run_for(1)
        assert there.said == [("ticket:42", "printing", ""), ("ticket:42", "printed", "")]
        assert (there.printer.count, there.printer.unknown) == (1, 0)


def test_the_process_ids_are_the_spools_own_and_rise() -> None:
    there = hall(WITH_ID)
    for ticket in (120_042, 7):
        there.issue(ticket)
    there.run_for(2)
    asked = bytes.fromhex("1d2848060030 30")
    assert [part[:4] for part in there.cable.sent.split(asked)[1:]] == [b"0001", b"0003"]


def test_without_it_the_paper_question_follows_the_cut() -> None:
    there = hall()
    there.issue(42)
    there.run_for(1)
    assert b"\x1dVB\x00\x1dr\x01" in there.cable.sent


def test_slips_come_in_order() -> None:
    there = hall()
    for ticket in (1, 2, 3):
        there.issue(ticket)
    there.run_for(3)
    assert [(id, state) for id, state, _ in there.said] == [
        (f"ticket:{ticket}", state) for ticket in (1, 2, 3) for state in ("printing", "printed")
    ]


def test_health_of_a_good_printer() -> None:
    there = hall()
    assert there.spool.health().state == "ready"
    there.issue(1)
    assert there.spool.health().queued == 1
    there.run_for(1)
    health = there.spool.health()
    assert (health.queued, health.paper, health.printed, health.why) == (0, "plenty", 1, "")


def test_a_thin_roll_is_told_and_printing_goes_on() -> None:
    there = hall()
    there.printer.paper_near_end()
    there.issue(1)
    there.run_for(2)
    assert there.said[-1] == ("ticket:1", "printed", "")
    health = there.spool.health()
    assert (health.state, health.paper) == ("ready", "near_end")
    assert "nearly" in health.why


def test_no_paper_is_told_within_two_seconds() -> None:
    there = hall()
    there.printer.paper_out()
    there.issue(42)
    there.run_for(2)
    assert there.said == [("ticket:42", "printing", ""), ("ticket:42", "unknown", "paper_out")]
    assert there.spool.health().state == "paper_out"


def test_the_slip_the_printer_held_comes_late_and_once() -> None:
    for profile in (TCVN, WITH_ID):
        there = hall(profile)
        there.printer.paper_out()
        there.issue(42)
        there.run_for(30)
        there.printer.load_paper()
        there.run_for(12)
        assert there.said[1:] == [
            ("ticket:42", "unknown", "paper_out"),
            ("ticket:42", "printed", "late"),
        ]
        assert there.printer.count == 1


def test_slips_behind_an_empty_roll_are_told_and_never_printed() -> None:
    there = hall()
    there.printer.paper_out()
    there.run_for(1.5)
    there.issue(1)
    there.issue(2)
    there.run_for(2)
    assert there.said == [("ticket:1", "failed", "paper_out"), ("ticket:2", "failed", "paper_out")]
    there.printer.load_paper()
    there.run_for(5)
    assert there.printer.count == 0


def test_after_trouble_the_next_slip_goes() -> None:
    there = hall()
    there.printer.open_cover()
    there.run_for(1.5)
    assert there.spool.health().why == "the cover is open"
    there.printer.close_cover()
    there.run_for(1.5)
    there.issue(7)
    there.run_for(1)
    assert there.said == [("ticket:7", "printing", ""), ("ticket:7", "printed", "")]


def test_a_cover_closed_at_once_costs_nobody_a_slip() -> None:
    there = hall()
    there.printer.open_cover()
    there.run_for(1.0)
    there.issue(7)
    there.printer.close_cover()
    there.run_for(2)
    assert there.said == [("ticket:7", "printing", ""), ("ticket:7", "printed", "")]


def test_a_printer_switched_off_is_silent_and_comes_back() -> None:
    there = hall()
    there.printer.power_off()
    there.run_for(1.5)
    assert there.spool.health().state == "silent"
    there.issue(1)
    there.run_for(2)
    assert there.said == [("ticket:1", "failed", "silent")]
    there.printer.power_on()
    there.issue(2)
    there.run_for(2)
    assert there.said[1:] == [("ticket:2", "printing", ""), ("ticket:2", "printed", "")]


def test_power_lost_with_a_slip_in_the_buffer_is_not_called_printed() -> None:
    there = hall()
    there.printer.paper_out()
    there.issue(1)
    there.run_for(3)
    there.printer.power_off()
    there.printer.load_paper()
    there.printer.power_on()
    there.run_for(20)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "unknown", "paper_out")]
    assert there.printer.count == 0


def test_a_printer_that_never_answers_is_not_believed() -> None:
    there = Hall(PICTURE, Times(baud=38_400))
    there.printer.profile = MUTE
    there.issue(1)
    there.run_for(13)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "unknown", "silent")]
    assert there.spool.health().state == "unknown"


def test_a_mute_printer_is_believed_and_it_is_said() -> None:
    there = hall(MUTE)
    there.issue(1)
    there.issue(2)
    there.run_for(4)
    assert [words for words in there.said if words[1] == "printed"] == [
        ("ticket:1", "printed", "unconfirmed"),
        ("ticket:2", "printed", "unconfirmed"),
    ]
    assert (there.printer.count, there.printer.unknown) == (2, 0)


def test_a_printer_that_answers_only_in_real_time_is_unconfirmed() -> None:
    there = hall(WITH_ID)
    there.printer.profile = TCVN
    there.issue(1)
    there.run_for(12)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "unknown", "unconfirmed")]


def test_a_port_away_before_the_first_byte_keeps_the_slip() -> None:
    there = hall()
    there.cable.is_cut = True
    there.issue(1)
    there.run_for(9)
    assert there.said == []
    assert there.spool.health().state == "away"
    assert there.spool.health().why == "unplugged"
    there.cable.is_cut = False
    there.run_for(2)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "printed", "")]


def test_a_slip_too_old_is_not_printed_after_an_outage() -> None:
    there = hall()
    there.cable.is_cut = True
    there.issue(1)
    there.run_for(150)
    assert there.said == [("ticket:1", "failed", "away")], "after ten seconds somebody else may"
    there.issue(2)
    there.run_for(9)
    there.cable.is_cut = False
    there.run_for(2)
    assert there.said[1:] == [("ticket:2", "printing", ""), ("ticket:2", "printed", "")]


def test_a_slip_cut_off_in_the_middle_is_not_doubled() -> None:
    there = hall(PICTURE)
    there.issue(1)
    there.cable.writes_left = 8
    there.run_for(1)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "unknown", "cut_off")]
    there.cable.is_cut, there.cable.writes_left = False, 1_000_000
    there.run_for(3)
    halves = there.printer.count
    there.issue(2)
    there.run_for(8)
    assert there.said[2:] == [("ticket:2", "printing", ""), ("ticket:2", "printed", "")]
    assert (halves, there.printer.count) == (1, 2), "the half slip fell off before the next"
    assert there.printer.unknown == 0


def test_a_cable_pulled_while_it_prints_is_told() -> None:
    there = hall()
    there.printer.paper_out()
    there.issue(1)
    there.spool.step()
    there.cable.is_cut = True
    there.run_for(1)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "unknown", "away")]


def test_our_own_echo_is_not_taken_for_an_answer() -> None:
    for profile in (TCVN, PICTURE, WITH_ID):
        there = hall(profile)
        there.cable.echoes, there.printer.profile = True, MUTE
        there.issue(1)
        there.run_for(15)
        assert [state for _, state, _ in there.said] == ["printing", "unknown"]


def test_a_fault_in_the_office_costs_no_slip_and_is_logged(caplog: LogCaptureFixture) -> None:
    there, stop, faults = hall(), threading.Event(), ["database is locked"]

    def report(id: str, state: str, reason: str) -> None:
        if faults:
            raise RuntimeError(faults.pop())
        there.said.append((id, state, reason))
        if state == "printed":
            stop.set()

    spool = Spool(there.cable, TCVN, report, monotonic=there.clock, wait=there.clock.wait)
    spool.put(Job("ticket:1", b"A042\n", 10, there.clock.now))
    spool.run(stop)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "printed", "")]
    assert "database is locked" in caplog.text


def test_the_thread_ends_when_asked() -> None:
    there = hall()
    stop = threading.Event()
    thread = threading.Thread(target=there.spool.run, args=(stop,))
    thread.start()
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_line_held_for_minutes_is_told_early_and_prints_once() -> None:
    there = hall(PICTURE)
    there.issue(1)
    there.spool.step()
    there.printer.paper_out()
    there.issue(2)
    there.cable.stalls_after = 1000
    there.run_for(3)
    assert there.said[2:] == [("ticket:2", "printing", ""), ("ticket:2", "unknown", "stalled")]
    assert (there.spool.health().state, there.spool.holds("ticket:2")) == ("stalled", True)
    there.run_for(60)
    there.printer.load_paper()
    there.cable.stalls_after = None
    there.run_for(10)
    assert there.said[4:] == [("ticket:2", "printed", "late")]
    assert there.printer.count == 2
    assert not there.spool.holds("ticket:2")


def test_a_line_that_takes_no_first_byte_keeps_the_slip_then_fails_it() -> None:
    there = hall()
    there.cable.stalls_after = 0
    there.issue(1)
    there.run_for(6)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "failed", "stalled")]
    there.cable.stalls_after = None
    there.run_for(10)
    assert there.printer.count == 0


def test_zeros_on_the_line_are_not_a_printed_slip() -> None:
    for profile in (TCVN, WITH_ID):
        for zeros in (b"\0", b"\0\0", b"\0\0\0\0"):
            there = hall(profile)
            there.printer.power_off()
            there.issue(1)
            there.spool.step()
            there.cable.say(zeros)
            there.run_for(15)
            assert "printed" not in [state for _, state, _ in there.said]


def test_power_lost_in_hand_is_settled_soon_after_it_is_back() -> None:
    for profile in (TCVN, WITH_ID):
        there = hall(profile)
        there.printer.open_cover()
        there.issue(1)
        there.run_for(2)
        assert there.spool.holds("ticket:1")
        there.printer.power_off()
        there.printer.close_cover()
        there.printer.power_on()
        there.run_for(5)
        assert not there.spool.holds("ticket:1")
        there.issue(2)
        there.run_for(2)
        assert there.said[2:] == [("ticket:2", "printing", ""), ("ticket:2", "printed", "")]


def test_a_slip_whole_when_the_cable_went_is_printed_late() -> None:
    for profile in (TCVN, WITH_ID):
        there = hall(profile)
        there.printer.open_cover()
        there.issue(1)
        there.spool.step()
        there.cable.is_cut = True
        there.run_for(3)
        there.cable.is_cut = False
        there.run_for(2)
        there.printer.close_cover()
        there.run_for(12)
        assert there.said[1:] == [("ticket:1", "unknown", "away"), ("ticket:1", "printed", "late")]


def test_it_finds_out_whether_process_ids_are_known() -> None:
    there = Hall(TCVN, Times(baud=38_400))
    there.printer.profile = WITH_ID
    there.issue(1)
    there.run_for(3)
    assert there.said == [("ticket:1", "printing", ""), ("ticket:1", "printed", "")]
    assert b"\x1dr\x01" not in there.cable.sent


def test_the_paper_used_is_counted() -> None:
    there = hall()
    there.issue(1)
    there.run_for(2)
    assert 50 < there.spool.health().used_mm < 200


def test_a_slip_leaves_in_one_piece() -> None:
    there = hall(PICTURE)
    before = len(there.cable.sent)
    there.issue(1)
    there.spool.step()
    sent = bytes(there.cable.sent[before:])
    assert sent.endswith(b"\x1dVB\x00" + b"\x1dr\x01" * 2)
    assert b"\x10\x04" not in sent
