import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer.encoding import LETTERS
from printer.profiles import PROFILES, ROUTES, PrinterProfile, Route, profile_named
from printer.render import render
from printer.slip import QR, Barcode, Big, Line, Logo, Part, Rule, Slip, SlipError, Space
from printer.virtual import VirtualPrinter
from tests.printer.samples import RESULT, SAMPLE, TICKET

PLAIN = PROFILES["generic-80"]
MARGIN = 32  # dots of white that the software printer's pictures have around them
PAGES = {"tcvn_lower_page": 30, "tcvn_upper_page": 31, "cp1258_page": 52}
TEXTS = st.text(st.sampled_from([*sorted(LETTERS), *map(chr, range(0x20, 0x7F)), "–"]), max_size=60)
PARTS = st.one_of(
    st.builds(Line, TEXTS, st.sampled_from((1, 2)), st.booleans(), st.booleans()),
    st.builds(Big, st.text(st.sampled_from("AĐ0123456789"), min_size=1, max_size=8)),
    st.builds(QR, st.text(st.sampled_from("https://é4"), min_size=1, max_size=90), TEXTS),
    st.builds(Barcode, st.text(st.sampled_from("H1604520-{"), min_size=1, max_size=30)),
    st.builds(Logo, st.just(2), st.just(4), st.binary(min_size=8, max_size=8)),
    st.just(Rule()),
    st.builds(Space, st.integers(0, 400)),
)


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


@pytest.mark.parametrize("name", PROFILES)
def test_the_length_is_the_paper_that_was_used(name: str) -> None:
    """What the software printer fed to the cut, and 15 mm from the head to the knife."""
    for slip in (SAMPLE, TICKET, RESULT):
        printout = render(slip, PROFILES[name])
        printer = VirtualPrinter(PROFILES[name])
        printer.feed(printout.data)
        with Image.open(io.BytesIO(printer.slips()[0])) as picture:
            drawn_mm = (picture.height - 2 * MARGIN) * 25.4 / PROFILES[name].dpi
        knife_mm = 15 if PROFILES[name].has_cutter else 0
        assert abs(printout.length_mm - drawn_mm - knife_mm) <= 1


@settings(deadline=None)
@given(st.lists(PARTS, max_size=6), st.sampled_from(list(PROFILES)), st.sampled_from(ROUTES))
def test_no_slip_holds_a_real_time_command_or_an_unknown_byte(
    parts: list[Part], name: str, route: Route
) -> None:
    profile = replace(PROFILES[name], vietnamese=route, **PAGES)
    data = render(Slip(tuple(parts)), profile).data
    assert not any(word in data for word in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    printer = VirtualPrinter(profile)
    assert printer.feed(data) == b"" and printer.unknown == 0
