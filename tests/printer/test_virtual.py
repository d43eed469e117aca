from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from printer.profiles import PROFILES, profile_named
from printer.render import render
from printer.virtual import VirtualPrinter
from tests.printer.samples import SAMPLE

T20 = PROFILES["TM-T20II"]
SLIP = render(SAMPLE, T20).data
ASK_ALL = bytes.fromhex("100401 100402 100403 100404")
PNG = b"\x89PNG"


def test_a_slip_becomes_a_picture() -> None:
    printer = VirtualPrinter(T20)
    assert printer.feed(SLIP) == b""
    assert (printer.count, printer.unknown) == (1, 0)
    assert [slip[:4] for slip in printer.slips()] == [PNG]


def test_only_the_last_slips_are_kept() -> None:
    printer = VirtualPrinter(T20)
    for _ in range(22):
        printer.feed(b"x\n\x1dVB\x00")
    assert (printer.count, len(printer.slips())) == (22, 20)


def test_a_ready_printer_answers_as_the_manual_says() -> None:
    assert VirtualPrinter(T20).feed(ASK_ALL).hex(" ") == "12 12 12 12"


def test_without_paper_and_with_an_open_cover() -> None:
    printer = VirtualPrinter(T20)
    printer.paper_out()
    assert printer.feed(ASK_ALL).hex(" ") == "1a 32 12 7e"
    printer.open_cover()
    assert printer.feed(ASK_ALL).hex(" ") == "1a 36 12 7e"
    printer.load_paper()
    printer.close_cover()
    printer.paper_near_end()
    assert printer.feed(ASK_ALL).hex(" ") == "12 12 12 1e"


def test_without_paper_it_holds_the_slip_and_prints_on() -> None:
    printer = VirtualPrinter(T20)
    printer.feed(SLIP[:100])
    printer.paper_out()
    assert printer.feed(SLIP[100:] + b"\x1dr\x01") == b""
    assert printer.count == 0
    printer.load_paper()
    assert printer.feed(b"") == b"\x00"
    assert printer.count == 1


def test_the_end_of_a_slip_is_told_by_its_id() -> None:
    printer = VirtualPrinter(T20)
    asked = bytes.fromhex("1d28480600 3030") + b"0042"
    assert printer.feed(SLIP + asked) == b"\x37\x220042\x00"
    assert VirtualPrinter(profile_named("TM-T82")).feed(asked) == b""


def test_automatic_status_comes_with_every_change() -> None:
    printer = VirtualPrinter(T20)
    assert printer.feed(b"\x1da\x0f").hex(" ") == "10 00 00 00"
    printer.paper_out()
    assert printer.feed(b"").hex(" ") == "18 00 0f 00"


def test_switched_off_it_forgets_and_says_nothing() -> None:
    printer = VirtualPrinter(T20)
    printer.paper_out()
    printer.feed(SLIP)
    printer.power_off()
    assert printer.feed(ASK_ALL) == b""
    printer.power_on()
    printer.load_paper()
    assert printer.feed(ASK_ALL).hex() == "12121212"
    assert printer.count == 0


def test_a_mute_printer_prints_and_says_nothing() -> None:
    printer = VirtualPrinter(replace(T20, is_mute=True))
    assert printer.feed(SLIP + ASK_ALL) == b""
    assert printer.count == 1


def test_it_can_hold_only_so_much() -> None:
    printer = VirtualPrinter(T20)
    printer.paper_out()
    printer.feed(b"x" * 70_000)
    assert printer.lost == 70_000 - 4_096


def test_a_question_is_heard_in_two_pieces_and_once() -> None:
    printer = VirtualPrinter(T20)
    assert [printer.feed(bytes((byte,))) for byte in b"\x10\x04\x01\x12"] == [
        b"",
        b"",
        b"\x12",
        b"",
    ]


PIECES = [
    *(b"\x1d(k", b"\x1d(H", b"\x1c(C", b"\x1dv0\x00", b"\x1d!", b"\x1ba", b"\x1dVB", b"\x1dr\x01"),
    *(b"\x1b&\x03", b"!!", b"\x1b%\x01", b"\x1d(L", b"0C0AB\x01", b"0EAB", b"0@KC", b"\x1dk\x49"),
    *(b"\x1dw", b"\x1dh", b"\x05{BAB", b"{C\x10", b"\x08\x00", b"\x10\x00\x01\x00"),
    *(b"\x03\x00", b"1C\x00", b"1E\x00", b"1P0", b"1Q0", b"\x00", b"\xff\x00", b"\n", b"x\xd5"),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=40))
def test_no_rubbish_breaks_it(pieces: list[bytes]) -> None:
    printer = VirtualPrinter(T20)
    printer.feed(b"".join(pieces))
    printer.feed(bytes(65_536))
    printer.feed(bytes(65_536) + b"\x1b@A042\n\x1dVB\x00")
    assert printer.count >= 1
