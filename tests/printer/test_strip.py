"""The strip a person reads: every line is a choice that a profile takes."""

from dataclasses import replace

import pytest

from printer.profiles import PROFILES
from printer.render import render
from printer.slip import Line, Slip
from printer.strip import lines, strip
from printer.virtual import VirtualPrinter
from tests.printer.samples import SAMPLE


def pieces(name: str) -> list[bytes]:
    """The strip's head and each line, as they follow their ESC @."""
    return strip(PROFILES[name]).data.split(b"\x1b@")[1:]


@pytest.mark.parametrize("name", PROFILES)
def test_the_strip_is_one_piece_of_paper_and_known_byte_by_byte(name: str) -> None:
    printer = VirtualPrinter(PROFILES[name])
    assert printer.feed(strip(PROFILES[name]).data) == b""
    assert (printer.count, printer.unknown) == (1, 0)


def test_the_lines_are_numbered_in_order() -> None:
    found = lines(PROFILES["generic-80"])
    assert [line.number for line in found] == list(range(1, 13))
    for line, piece in zip(found, pieces("generic-80")[1:-1], strict=False):
        assert f"{line.number} ".encode() in piece


def test_only_the_last_line_is_a_picture() -> None:
    assert [b"\x1dv0" in piece for piece in pieces("generic-58")] == [False] * 12 + [True]


def test_each_line_selects_the_page_it_stands_for() -> None:
    told = pieces("generic-80")[1:]
    for number, pages in ((1, (30, 31)), (2, (49, 50)), (3, (27,)), (4, (52,)), (9, (35,))):
        assert all(bytes((0x1B, 0x74, page)) in told[number - 1] for page in pages)
        assert told[number - 1].count(b"\x1bt") >= len(pages)


def test_the_head_can_be_read_on_any_printer() -> None:
    head = pieces("generic-80")[0]
    assert b"Go so cua dong" in head and max(head) < 0x80


@pytest.mark.parametrize("name", PROFILES)
def test_every_choice_can_be_printed_with(name: str) -> None:
    for line in lines(PROFILES[name]):
        profile = PROFILES[name].with_choice(line.choice)
        assert profile.vietnamese == line.choice.vietnamese
        assert render(SAMPLE, profile).length_mm > 80


def test_a_page_without_capitals_never_shows_another_pages_letters() -> None:
    small_only = PROFILES["TM-T20II"].with_choice(lines(PROFILES["TM-T20II"])[2].choice)
    assert small_only.tcvn_upper_page is None
    data = render(Slip((Line("Hồ sơ đất"), Line("Đất"))), small_only).data
    assert data.count(b"\x1dv0") == 1 and b"\x1bt\x1f" not in data


def test_a_model_without_downloaded_letters_has_no_such_line() -> None:
    without = replace(PROFILES["generic-80"], has_glyphs=False)
    assert "glyphs" not in [line.choice.vietnamese for line in lines(without)]
    with pytest.raises(ValueError, match="takes no letters"):
        replace(without, vietnamese="glyphs")
