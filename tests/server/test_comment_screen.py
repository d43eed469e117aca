"""What of a comment may be shown: names and numbers out, the complaint stays."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.comment_screen import FEWEST_DIGITS, KINDS, Screened, folded, screen

WORDS = {"name": "[tên]", "number": "[số]", "email": "[thư]", "link": "[trang]"}
STAFF = ("Trần Thị Hoa", "Bùi Quang Vĩ")

LEFT_OUT = [
    ("Chị Lan quầy 3 rất tốt", "Chị [tên] quầy 3 rất tốt"),
    ("CHỊ LAN QUẦY 3 RẤT TỐT", "CHỊ [tên] QUẦY 3 RẤT TỐT"),
    ("cô hoa hướng dẫn tận tình", "cô [tên] hướng dẫn tận tình"),
    ("chi lan o quay 3 hach sach", "chi [tên] o quay 3 hach sach"),
    ("nguyen van a thai do kem", "[tên] thai do kem"),
    ("cán bộ Trần Thị Thanh Hương nhiệt tình", "cán bộ [tên] nhiệt tình"),
    ("gặp Tuấn ở quầy", "gặp [tên] ở quầy"),
    ("ông Nguyễn Văn An, anh Nam", "ông [tên], anh [tên]"),
    ("hoi tran thi hoa thi duoc", "hoi [tên] thi duoc"),
    ("bạn quang vĩ ở quầy 2", "bạn [tên] ở quầy 2"),
    ("sdt 0912 345 678.", "sdt [số]."),
    ("Gọi 0912.345.678 hoặc +84 (91) 234-5678 nhé", "Gọi [số] hoặc [số] nhé"),
    ("CCCD 036099012345", "CCCD [số]"),
    ("xe 18B1-234.56 đỗ sai", "xe [số] đỗ sai"),
    ("xe 29a 12345", "xe [số]"),
    ("STK 0123 456 789 012 MB", "STK [số] MB"),
    ("hồ sơ H42.50.05-261123-0975 chậm", "hồ sơ [số] chậm"),
    ("số A042 gọi hai lần", "số [số] gọi hai lần"),
    ("không chín một hai ba bốn năm sáu bảy tám", "[số]"),
    ("０９１２３４５６７８", "[số]"),
    ("09\u200b12\u200b345678", "[số]"),
    ("٠٩١٢٣٤٥٦٧٨", "[số]"),
    ("sinh ngày 29/11/1950", "sinh ngày [số]"),
    ("gửi a.b@gmail.com hoặc lan a còng gmail.com", "gửi [thư] hoặc [thư]"),
    ("xem zalo.me/0912 hay https://x.vn/a?b", "xem [trang] hay [trang]"),
]
STAYS = [
    "Hồ sơ chậm. Lý do không rõ",
    "Hồ Sơ Chậm",
    "thu thêm 1.500.000 đồng",
    "thu 200.000đ không có biên lai",
    "chị nhân viên rất thân thiện, anh ấy cũng vậy",
    "Phải chờ hai ba lần",
    "Tôi đến lúc 8h30, chờ từ 7:30 đến 10:45 ở quầy 12",
    "bà con rất đông, Anh Chị cán bộ quan tâm",
    "em bình thường",
    "phải quay lại ba buổi sáng mới nộp được, do anh nhân viên nghỉ",
    "dang thanh toan thi mat dien, do anh nhan vien khong biet",
    "phải đi lại 3 lần trong 15 ngày",
    "The clerk was kind and explained every step.",
    "",
]


@pytest.mark.parametrize(("comment", "shown"), LEFT_OUT)
def test_what_leads_to_a_person_is_left_out(comment: str, shown: str) -> None:
    assert screen(comment, WORDS, STAFF).text == shown
    decomposed = unicodedata.normalize("NFD", comment)
    assert screen(decomposed, WORDS, STAFF).text == shown


@pytest.mark.parametrize("comment", STAYS)
def test_what_says_how_it_was_stays(comment: str) -> None:
    assert screen(comment, WORDS, STAFF) == Screened(comment, frozenset())


def test_the_reader_may_know_what_kind_was_left_out() -> None:
    found = screen("chị Lan, 0912345678, a@b.vn, www.x.vn", WORDS)
    assert found.left_out == set(KINDS)


PIECES = st.lists(
    st.sampled_from([text for text, _ in LEFT_OUT])
    | st.sampled_from(STAYS)
    | st.text(st.characters(codec="utf-8"), max_size=30)
    | st.from_regex(r"[0-9 ()+./-]{1,24}", fullmatch=True),
    max_size=5,
).map(" ".join)


@given(PIECES)
def test_no_long_number_is_left(comment: str) -> None:
    text = screen(comment, WORDS, STAFF).text
    for run in re.finditer(r"\d(?:[\s.-]?\d)*", text):
        if sum(map(str.isdigit, run.group())) >= FEWEST_DIGITS:
            after = text[run.end() : run.end() + 7].strip().lower()
            assert after.startswith(("đ", "vn", "dong", "k", "ngh", "ngà", "tr")), run.group()


@given(PIECES, st.sampled_from(STAFF), PIECES)
def test_nobody_who_works_here_is_named(before: str, name: str, after: str) -> None:
    for spelt in (name, name.upper(), name.lower(), folded(name)):
        text = screen(f"{before} {spelt} {after}", WORDS, STAFF).text
        assert folded(name) not in folded(unicodedata.normalize("NFC", text))


@given(PIECES)
def test_screening_again_changes_nothing(comment: str) -> None:
    once = screen(comment, WORDS, STAFF).text
    assert screen(once, WORDS, STAFF).text == once


@given(st.text(max_size=80))
def test_folding_keeps_the_length(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(folded(text)) == len(text)
