import io

from PIL import Image

from printer.profiles import PROFILES
from printer.virtual_paper import UTF8, Paper, Style

T20 = PROFILES["TM-T20II"]


def drawn(paper: Paper) -> Image.Image:
    png = paper.cut()
    assert png is not None
    return Image.open(io.BytesIO(png))


def written(data: bytes, style: Style) -> bytes:
    paper = Paper(T20)
    paper.text(data, style, {})
    paper.end_row(style)
    return drawn(paper).tobytes()


def test_a_slip_is_as_wide_as_its_paper_and_has_margins() -> None:
    paper = Paper(T20)
    paper.text(b"A042", Style(8, 8), {})
    paper.end_row(Style(8, 8))
    assert drawn(paper).size == (576 + 64, 192 + 64)


def test_white_paper_is_no_slip() -> None:
    paper = Paper(T20)
    paper.feed(100)
    assert paper.cut() is None


def test_a_byte_is_what_its_page_says() -> None:
    in_unicode = written("ế".encode(), Style(page=UTF8))
    assert written(b"\xd5", Style(page=30)) == in_unicode
    assert written(b"\xea\xec", Style(page=52)) == in_unicode
    assert written(b"\xd5", Style(page=0)) != in_unicode, "page 0 has a box-drawing sign there"
    assert written(b"\xd5", Style(page=31)) == written("Ế".encode(), Style(page=UTF8))


def test_a_full_row_goes_on_below() -> None:
    paper = Paper(T20)
    paper.text(b"x" * 49, Style(), {})
    paper.end_row(Style())
    assert drawn(paper).height == 2 * 34 + 64


def test_a_picture_is_black_where_the_bits_are_set_and_stands_at_its_side() -> None:
    paper = Paper(T20)
    paper.raster(bytes.fromhex("00 0100 0100 80"), side=2)
    slip = drawn(paper)
    assert slip.getpixel((32 + 568, 32)) == 0
    assert slip.getpixel((32 + 569, 32)) == 255


def test_a_qr_code_has_the_asked_size() -> None:
    paper = Paper(T20)
    paper.qr(b"A042", (6, 0x31), side=1)
    assert drawn(paper).height == 21 * 6 + 64


def test_a_slip_that_never_ends_is_cut_short() -> None:
    paper = Paper(T20)
    paper.raster(bytes.fromhex("00 0100 0100 80"), side=0)
    for _ in range(100):
        paper.feed(100)
    assert drawn(paper).height == 6_000 + 64
