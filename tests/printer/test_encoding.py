"""The long hex strings come from glibc's iconv, not from this product's tables."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.encoding import LETTERS, TCVN_LOWER, TCVN_UPPER, cp1258_bytes, encode
from printer.profiles import PROFILES, PrinterProfile, Route, profile_named
from tests.printer.samples import TEST_LINE

SMALL = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
ICONV_TCVN_SMALL = (
    "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbcccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4ab"
    "e5e6e7e8e9aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfeae"
)
ICONV_CP1258_SMALL = (
    "e061d261dee161f2e3e3cce3d2e3dee3ece3f2e2e2cce2d2e2dee2ece2f2e865d265dee965f2eaeaccead2eade"
    "eaeceaf269cc69d269deed69f26fcc6fd26fdef36ff2f4f4ccf4d2f4def4ecf4f2f5f5ccf5d2f5def5ecf5f2f9"
    "75d275defa75f2fdfdccfdd2fddefdecfdf279cc79d279de79ec79f2f0"
)
ICONV_CP1258_CAPITAL = (
    "c041d241dec141f2c3c3ccc3d2c3dec3ecc3f2c2c2ccc2d2c2dec2ecc2f2c845d245dec945f2cacaccc"
    "ad2cadecaeccaf249cc49d249decd49f24fcc4fd24fded34ff2d4d4ccd4d2d4ded4ecd4f2d5d5ccd5d2d5ded5"
    "ecd5f2d955d255deda55f2ddddccddd2dddeddecddf259cc59d259de59ec59f2d0"
)
LINE_TCVN = (
    "4769 1b741e ca7920 7469d570 20 6e68cb6e 20 68e5 20 73ac 20 76b5 20 68d16e 20 7472b6 20"
    "6bd574 20 7175b6 20 2d 20 5472c76e 20 5468de 20 4e67e463 20 1b741f b86e68"
)
LINE_CP1258 = (
    "4769e2ec79207469eaec70206e68e2f26e2068f4cc2073f52076e0206865f26e20747261d2206beaec74"
    "20717561d22097205472e2cc6e20546869f2204e676ff26320c16e68"
)


def on(route: Route) -> PrinterProfile:
    return profile_named("TM-T20II", route)


def sent(text: str, route: Route) -> bytes:
    encoded = encode(text, on(route), None)
    assert encoded is not None
    return encoded.data


def test_the_tcvn_line_is_as_iconv_and_the_pages_say() -> None:
    assert sent(TEST_LINE, "tcvn3") == bytes.fromhex(LINE_TCVN)


def test_the_cp1258_line_is_as_iconv_says() -> None:
    assert sent(TEST_LINE, "cp1258") == b"\x1bt\x34" + bytes.fromhex(LINE_CP1258)


def test_the_utf8_line_switches_the_mode_on_once() -> None:
    mode_on = bytes.fromhex("1c28430200 3032")
    assert sent(TEST_LINE, "utf8") == mode_on + TEST_LINE.encode()
    first = encode("ấ", on("utf8"), None)
    assert first is not None
    again = encode("ấ", on("utf8"), first.page)
    assert again is not None and again.data == "ấ".encode()


def test_a_published_vector() -> None:
    """escpos-php's testVietnamese, written for an Epson's page 30."""
    expected = b"Ti\x1bt\x1e\xd5ng Vi\xd6t, c\xdfn g\xe4i"
    assert sent("Tiếng Việt, còn gọi", "tcvn3") == expected


def test_all_small_letters_are_as_iconv_says() -> None:
    assert bytes(TCVN_LOWER[letter] for letter in SMALL) == bytes.fromhex(ICONV_TCVN_SMALL)
    assert cp1258_bytes(SMALL) == bytes.fromhex(ICONV_CP1258_SMALL)


def test_all_capitals_are_as_iconv_says() -> None:
    assert cp1258_bytes(SMALL.upper()) == bytes.fromhex(ICONV_CP1258_CAPITAL)


def test_capital_d_with_stroke_is_the_vietnamese_one() -> None:
    assert TCVN_UPPER["\u0110"] == 0xA7
    assert "\u00d0" not in TCVN_UPPER
    assert sent("ĐINH ĐỨC", "tcvn3") == b"\x1bt\x1f\xa7INH \xa7\xf8C"


def test_there_are_134_letters_and_no_place_is_taken_twice() -> None:
    assert len(LETTERS) == 134
    for table in (TCVN_LOWER, TCVN_UPPER):
        assert len(table) == len(set(table.values())) == 67
        assert all(code >= 0xA1 for code in table.values())


def test_cp1258_bytes_read_back_as_every_letter() -> None:
    for letter in LETTERS:
        data = cp1258_bytes(letter)
        assert data is not None
        assert unicodedata.normalize("NFC", data.decode("cp1258")) == letter


def test_pages_are_switched_only_when_they_change() -> None:
    profile = on("tcvn3")
    first = encode("ấ", profile, None)
    assert first is not None and first.data == b"\x1bt\x1e\xca"
    second = encode("A ấ Ấ", profile, first.page)
    assert second is not None and second.data == b"A \xca \x1bt\x1f\xca"


@pytest.mark.parametrize("text", ["中", "ភាសា", "Ð", "ñ", "Giấy 中"])
def test_what_a_page_cannot_carry_is_drawn(text: str) -> None:
    assert encode(text, on("tcvn3"), None) is None
    assert encode(text, on("utf8"), None) is None


def test_the_picture_route_sends_only_ascii_as_text() -> None:
    profile = PROFILES["generic-80"]
    assert encode("Giấy", profile, None) is None
    plain = encode("Hotline: 0228", profile, None)
    assert plain is not None and plain.data == b"Hotline: 0228" and plain.page is None


def test_a_model_with_other_page_numbers_gets_its_own() -> None:
    bixolon = replace(on("tcvn3"), tcvn_lower_page=49, tcvn_upper_page=50)
    encoded = encode("ấẤ", bixolon, None)
    assert encoded is not None and encoded.data == b"\x1bt\x31\xca\x1bt\x32\xca"


@given(st.text(max_size=20), st.sampled_from(["tcvn3", "cp1258", "utf8"]))
def test_no_question_mark_appears_that_was_not_there(text: str, route: Route) -> None:
    encoded = encode(unicodedata.normalize("NFC", text), on(route), None)
    if encoded is not None:
        assert encoded.data.count(b"?") == text.count("?")
