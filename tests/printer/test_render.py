import pytest

from printer.profiles import PROFILES, ROUTES, PrinterProfile, profile_named
from printer.render import render
from printer.slip import QR, Big, Line, Rule, Slip, SlipError, Space
from printer.virtual import VirtualPrinter
from tests.printer.samples import SAMPLE

PLAIN = PROFILES["generic-80"]


def body(*parts: object, profile: PrinterProfile = PLAIN) -> bytes:
    """The bytes between ESC @ and the cut."""
    data = render(Slip(tuple(parts)), profile).data  # type: ignore[arg-type]
    assert data.startswith(b"\x1b@") and data.endswith(b"\x1dVB\x00")
    return data[2:-4]


def test_an_ascii_line_is_sent_as_text() -> None:
    assert body(Line("Hotline: 0228", is_centred=False)) == b"Hotline: 0228\n"


def test_style_is_sent_once_and_only_when_it_changes() -> None:
    lines = (Line("a", size=2, is_bold=True), Line("b", size=2, is_bold=True), Line("c"))
    assert body(*lines) == b"\x1d!\x11\x1bE\x01\x1ba\x01a\nb\n\x1d!\x00\x1bE\x00c\n"


def test_the_big_number_is_the_printers_own_eight_times_over() -> None:
    assert body(Big("A042")) == b"\x1d!\x77\x1bE\x01\x1ba\x01A042\n"


def test_a_longer_number_is_smaller_rather_than_cut() -> None:
    assert body(Big("AB0042"), profile=PROFILES["generic-58"]).startswith(b"\x1d!\x44")


@pytest.mark.parametrize("name", PROFILES)
def test_a_big_number_that_must_be_drawn_stays_in_one_row(name: str) -> None:
    data = body(Big("Đ042"), profile=profile_named(name, "picture"))
    widths = {int.from_bytes(part[:2], "little") for part in data.split(b"\x1dv0\x00")[1:]}
    assert len(widths) == 1, "one row of letters is one picture, in bands of one width"
    assert 300 < widths.pop() * 8 <= PROFILES[name].dots


def test_the_qr_code_is_the_printers_own() -> None:
    """The five functions of GS ( k: model 2, module 6, level M, data, print."""
    expected = (
        "1b6101 1b4a18 1d286b040031413200 1d286b0300314306 1d286b0300314531"
        "1d286b0700315030 41303432 1d286b0300315130"
    )
    assert body(QR("A042")) == bytes.fromhex(expected)


def test_white_is_gathered_into_few_feeds() -> None:
    assert body(Space(200), Space(100), Line("x", is_centred=False)) == b"\x1bJ\xff\x1bJ\x2dx\n"


def test_a_rule_is_two_thirds_of_the_paper() -> None:
    assert body(Rule()) == b"\x1ba\x01" + b"-" * 32 + b"\n"


def test_an_epson_is_told_to_count_dots() -> None:
    assert body(profile=PROFILES["TM-T82"]) == bytes((0x1D, 0x50, 203, 203))


def test_nothing_is_assumed_after_a_reset() -> None:
    """Each slip begins with ESC @, so each selects its page again; two lines share it."""
    data = render(Slip((Line("ấ"), Line("ấ"))), PROFILES["TM-T82"]).data
    assert data.startswith(b"\x1b@")
    assert data.count(b"\x1bt\x1e") == 1


def test_a_vietnamese_line_is_drawn_where_there_is_no_page() -> None:
    data = body(Line("Buổi: Sáng"))
    assert data.startswith(b"\x1ba\x01\x1bJ\x04\x1dv0\x00") and b"Bu" not in data


def test_a_foreign_letter_sends_only_its_own_line_the_picture_way() -> None:
    data = body(Line("Giấy"), Line("Señor"), profile=PROFILES["TM-T82"])
    assert b"Gi\x1bt\x1e\xcay\n" in data
    assert data.count(b"\x1dv0\x00") == 1


def test_a_letter_nobody_can_print_is_refused() -> None:
    with pytest.raises(SlipError, match=r"U\+12000"):
        render(Slip((Line("\U00012000"),)), PROFILES["TM-T82"])


@pytest.mark.parametrize(
    ("name", "route", "limit"),
    [
        ("TM-T20II", "picture", 12_000),
        ("generic-58", "picture", 12_000),
        ("TM-T20II", "tcvn3", 600),
        ("TM-T20II", "cp1258", 600),
        ("TM-T20II", "utf8", 600),
    ],
)
def test_the_sample_slip_stays_small(name: str, route: str, limit: int) -> None:
    assert len(render(SAMPLE, profile_named(name, route)).data) < limit


@pytest.mark.parametrize("name", PROFILES)
def test_the_software_printer_knows_every_byte(name: str) -> None:
    for route in ROUTES:
        try:
            profile = profile_named(name, route)
        except ValueError:
            continue
        printer = VirtualPrinter(profile)
        assert printer.feed(render(SAMPLE, profile).data) == b"", "no real-time command by accident"
        assert (printer.count, printer.unknown) == (1, 0)
