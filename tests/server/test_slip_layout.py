"""What stands on a slip: a layout that is accepted composes for any words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.profiles import PROFILES
from printer.render import render
from printer.slip import LONGEST_TEXT, QR, Barcode, Big, Line, Slip
from server.plan import Plan, SlipLayout, SlipPart
from server.plan_check import check_record
from server.slip_check import FIELDS, KINDS
from server.slip_defaults import RESULT, TICKET, USUAL, layout_in
from server.slip_layout import (
    ResultWords,
    SlipWords,
    Stationery,
    Words,
    compose,
    result_words,
    slip_of,
    ticket_words,
)
from tests.server.desk import MORNING, ZONE

STATIONERY = Stationery(
    office="Trung tâm Phục vụ",
    hotline="0228 3895 110",
    address=lambda: "http://10.0.0.5:8080",
    zone=ZONE,
    max_age=timedelta(minutes=3),
)
TICKET_WORDS = SlipWords(
    label="A042",
    secret="abcdefghijklmnop",
    service="Tư pháp",
    ahead=7,
    issued_at=MORNING,
    session="",
    is_priority=False,
)
DOSSIER = ResultWords(
    dossier="H42.50.05-261123-0975",
    due_at=MORNING + timedelta(days=2),
    made_at=MORNING,
    place="Quầy trả kết quả, tầng 1",
    counter="3",
)


def lines(slip: Slip) -> list[str]:
    return [part.text for part in slip.lines if isinstance(part, Line)]


def english(text: str) -> str:
    return text


def ticket(**more: Any) -> list[str]:
    return lines(slip_of(replace(TICKET_WORDS, **more), STATIONERY, english))


def text(vi: str, **more: Any) -> SlipPart:
    return SlipPart(kind="text", text={"vi": vi}, **more)


NUMBER, CODE = SlipPart(kind="number"), SlipPart(kind="qr")


def check(*parts: SlipPart, name: str = "ticket") -> None:
    check_record(SlipLayout(name=name, part=parts), name, "slip")


# What is said


@pytest.mark.parametrize("name", USUAL)
def test_the_usual_layouts_are_right(name: str) -> None:
    check_record(USUAL[name], name, "slip")
    assert layout_in(Plan(day=MORNING.date()), name) is USUAL[name]


def test_a_layout_of_the_office_takes_the_place_of_the_usual_one() -> None:
    own = SlipLayout(name="ticket", part=(NUMBER, CODE))
    assert layout_in(Plan(day=MORNING.date(), slips={"ticket": own}), "ticket") is own


def test_a_likely_wait_is_said_in_steps_of_five_minutes() -> None:
    assert not any("dự kiến" in line for line in ticket())
    assert "Thời gian chờ dự kiến: khoảng 15 phút" in ticket(wait_s=800.0)
    assert "Thời gian chờ dự kiến: khoảng 5 phút" in ticket(wait_s=0.0)


def test_documents_are_listed_with_their_heading_or_not_at_all() -> None:
    said = ticket(documents=("Căn cước", "Giấy chứng sinh"))
    start = said.index("Giấy tờ cần mang theo:")
    assert said[start + 1 : start + 3] == ["- Căn cước", "- Giấy chứng sinh"]
    assert "Giấy tờ cần mang theo:" not in ticket()


def test_a_reprint_says_so_at_the_top() -> None:
    assert ticket(is_reprint=True)[0] == "IN LẠI"
    assert "IN LẠI" not in ticket()


def test_a_language_without_a_text_reads_vietnamese() -> None:
    slip = slip_of(TICKET_WORDS, STATIONERY, english, TICKET, "km")
    assert "SỐ THỨ TỰ" in lines(slip)


def test_a_text_that_names_a_field_without_a_value_is_left_out() -> None:
    own = SlipLayout(name="ticket", part=(NUMBER, CODE, text("Gọi {hotline} ở {office}")))
    quiet = replace(STATIONERY, hotline="")
    assert lines(slip_of(TICKET_WORDS, quiet, english, own)) == []
    assert len(lines(slip_of(TICKET_WORDS, STATIONERY, english, own))) == 1


def test_what_somebody_typed_never_becomes_a_command_of_a_printer() -> None:
    slip = slip_of(replace(TICKET_WORDS, service="A\x1b@\nB"), STATIONERY, english)
    assert "A @ B" in lines(slip)


def test_a_label_too_long_to_be_drawn_large_is_still_the_number() -> None:
    slip = slip_of(replace(TICKET_WORDS, label="VPDK000042"), STATIONERY, english)
    assert "VPDK000042" in lines(slip)


def test_a_result_slip_says_which_dossier_when_and_where() -> None:
    slip = compose(RESULT, result_words(DOSSIER, STATIONERY), "vi")
    said = lines(slip)
    assert "08:00 25/11/2026" in said
    assert "Nơi nhận: Quầy trả kết quả, tầng 1" in said
    assert [part.data for part in slip.lines if isinstance(part, Barcode | QR)] == [
        "H42.50.05-261123-0975",
        "H42.50.05-261123-0975",
    ]
    assert not any(isinstance(part, Big) for part in slip.lines)


@pytest.mark.parametrize("model", PROFILES)
@pytest.mark.parametrize("name", USUAL)
def test_the_usual_slips_come_out_of_every_printer(name: str, model: str) -> None:
    words = {
        "ticket": ticket_words(TICKET_WORDS, STATIONERY, english),
        "result": result_words(DOSSIER, STATIONERY),
    }
    slip = compose(USUAL[name], words[name], "vi")
    assert 40 < render(slip, PROFILES[model]).length_mm < 250


# What is refused


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((), "write 1 to 40 parts"),
        ((CODE,), "one part 'number'"),
        ((NUMBER,), "one part 'qr'"),
        ((NUMBER, NUMBER, CODE), "one part 'number'"),
        ((replace(NUMBER, when="hotline"), CODE), "one part 'number', without when"),
        ((NUMBER, CODE, SlipPart(kind="picture")), "write one of text, number"),
        ((NUMBER, CODE, text("{name}")), "has no field 'name'; known: office, service"),
        ((NUMBER, CODE, text("{}")), "has no field ''"),
        ((NUMBER, CODE, text("{office")), "a brace stands alone"),
        ((NUMBER, CODE, text("")), "is empty"),
        ((NUMBER, CODE, text("x" * 201)), "201 characters are too many"),
        ((NUMBER, CODE, text("x\ny")), "visible characters"),
        ((NUMBER, CODE, text("x", size=3)), "write 1, or 2"),
        ((NUMBER, CODE, text("x", when="vip")), "no field 'vip'"),
        ((NUMBER, CODE, SlipPart(kind="text", text={"en": "x"})), "text.vi is missing"),
        ((NUMBER, CODE, SlipPart(kind="text", text={"vi": "x", "eng": "x"})), "two letters"),
        ((NUMBER, CODE, *[SlipPart(kind="rule")] * 39), "here: 41"),
        ((NUMBER, CODE, *[SlipPart(kind="barcode")] * 2), "'barcode' stands there 2 times"),
    ],
)
def test_an_impossible_layout_is_refused_in_a_sentence(
    parts: tuple[SlipPart, ...], said: str
) -> None:
    with pytest.raises(ValueError, match="slip") as refused:
        check(*parts)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "part",
    [
        text("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        text("GIẤY TIẾP NHẬN HỒ SƠ", size=2),
        text("Đây là GIẤY TIẾP NHẬN HỒ SƠ", bold=True),
        text("(Mẫu số 01)"),
        text("mau  so - 01"),
        text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        text("Độc lập - Tự do - Hạnh phúc"),
        text("Giấy tiếp nhận hồ sơ: {dossier}"),
    ],
)
def test_a_slip_never_looks_like_the_legal_receipt(part: SlipPart) -> None:
    with pytest.raises(ValueError, match="would look like the legal receipt"):
        check(*RESULT.part, part, name="result")


def test_a_slip_may_say_that_it_is_not_the_receipt() -> None:
    check(*RESULT.part, text("Phiếu này không thay giấy tiếp nhận hồ sơ"), name="result")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((NUMBER, *RESULT.part), "a slip of a result has none"),
        ((text("{dossier}"), text("{due}")), "a barcode or a qr"),
        ((CODE, text("{dossier}")), "no text says {due}"),
        ((CODE, text("{due}")), "no text says {dossier}"),
        ((CODE, text("{dossier}"), text("{due}", when="hotline")), "no text says {due}"),
        ((CODE, text("{dossier}"), text("{due} {place}")), "no text says {due}"),
    ],
)
def test_a_result_slip_always_says_what_it_is_for(parts: tuple[SlipPart, ...], said: str) -> None:
    with pytest.raises(ValueError, match=r"slip\.part") as refused:
        check(*parts, name="result")
    assert said in str(refused.value)


# Any layout, any words

anything = st.text(max_size=600)
label = st.from_regex(r"[A-Z]{0,4}[0-9]{1,6}", fullmatch=True)


def texts(name: str) -> st.SearchStrategy[str]:
    fields = st.sampled_from(FIELDS[name]).map("{{{}}}".format)
    pieces = st.lists(fields | st.text("aăđ Ộ", min_size=1, max_size=9), min_size=1, max_size=5)
    return pieces.map("".join).filter(lambda text: bool(text.strip()))


@st.composite
def layouts(draw: st.DrawFn) -> SlipLayout:
    rest = draw(
        st.lists(
            st.builds(
                SlipPart,
                kind=st.sampled_from(sorted({*KINDS} - {"number", "qr"})),
                text=st.fixed_dictionaries({"vi": texts("ticket")}, optional={"en": anything}),
                size=st.sampled_from([1, 2]),
                bold=st.booleans(),
                when=st.sampled_from(["", *FIELDS["ticket"]]),
            ),
            max_size=12,
        )
    )
    return SlipLayout(name="ticket", part=tuple(draw(st.permutations([NUMBER, CODE, *rest]))))


def is_accepted(layout: SlipLayout) -> bool:
    try:
        check_record(layout, layout.name, "slip")
    except ValueError:
        return False
    return True


@given(
    layout=layouts().filter(is_accepted),
    fields=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS["ticket"], anything)),
    number=label,
    barcode=anything,
    documents=st.lists(anything, max_size=3).map(tuple),
    language=st.sampled_from(["vi", "en", "km"]),
)
def test_any_layout_composes_for_any_words(
    layout: SlipLayout,
    fields: dict[str, str],
    number: str,
    barcode: str,
    documents: tuple[str, ...],
    language: str,
) -> None:
    words = Words(
        fields=fields, number=number, qr="http://x/t/y", barcode=barcode, documents=documents
    )
    slip = compose(layout, words, language)
    numbers = [part for part in slip.lines if isinstance(part, Big)]
    numbers += [part for part in slip.lines if isinstance(part, Line) and part.text == number][:1]
    assert len(numbers) >= 1
    assert sum(isinstance(part, QR) and part.data == "http://x/t/y" for part in slip.lines) == 1
    assert all(len(line) <= LONGEST_TEXT for line in lines(slip))
