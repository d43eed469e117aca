from printer.profiles import PROFILES
from printer.virtual import VirtualPrinter

T20 = PROFILES["TM-T20II"]
BLACK = bytes.fromhex("1b26 03 4141 0c") + b"\xff" * 36  # the letter A as a black cell
ASK_KEYS = bytes.fromhex("1d284c 0400 30404b43")


def slip(data: bytes, printer: VirtualPrinter | None = None) -> bytes:
    printer = printer or VirtualPrinter(T20)
    printer.feed(data + b"\n\x1dVB\x00")
    assert printer.unknown == 0
    return printer.slips()[-1]


def test_a_letter_is_shown_only_while_the_set_is_on() -> None:
    assert slip(BLACK + b"A") == slip(b"A")
    assert slip(BLACK + b"\x1b%\x01A") != slip(b"A")
    assert slip(BLACK + b"\x1b%\x01A\x1b%\x00A\x1b%\x01B") != slip(BLACK + b"\x1b%\x01AAB")


def test_a_reset_forgets_the_letters_and_the_set() -> None:
    assert slip(BLACK + b"\x1b%\x01\x1b@A") == slip(b"A")
    assert slip(BLACK + b"\x1b@\x1b%\x01A") == slip(b"A")


def test_what_does_not_fit_the_cell_is_left_out() -> None:
    wide = bytes.fromhex("1b26 03 4141 0d") + b"\xff" * 39
    low = bytes.fromhex("1b26 02 4141 0c") + b"\xff" * 24
    assert slip(wide + low + b"\x1b%\x01A") == slip(b"A")


def test_a_broken_picture_is_not_kept() -> None:
    printer = VirtualPrinter(T20)
    printer.feed(bytes.fromhex("1d284c 0d00 304330 4142 01 1000 0100 31 ff00"))
    short = bytes.fromhex("1d284c 0c00 304330 4344 01 1000 0100 31 ff")
    assert printer.feed(short + ASK_KEYS) == b"\x37\x72\x40AB\x00"


def test_a_key_that_is_not_there_prints_nothing() -> None:
    assert slip(b"x\n" + bytes.fromhex("1d284c 0600 3045 4142 0101")) == slip(b"x\n")


def test_bars_wider_than_the_paper_are_not_printed() -> None:
    bars = b"\x1dw\x06\x1dk\x49\x14{B" + b"x" * 18
    assert slip(b"x\n" + bars) == slip(b"x\n")
    assert slip(b"x\n" + bars.replace(b"\x1dw\x06", b"\x1dw\x02")) != slip(b"x\n")
