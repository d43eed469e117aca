import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.status import (
    Asb,
    Condition,
    Flow,
    InOrder,
    Noise,
    ProcessId,
    RealTime,
    StatusReader,
    Token,
    announced,
    answered,
    question,
)

MIXED = bytes.fromhex("12 18000000 37223030343200 00 1e")
MIXED_TOKENS = [
    RealTime(0x12),
    Asb(bytes.fromhex("18000000")),
    ProcessId(b"0042"),
    InOrder(0x00),
    RealTime(0x1E),
]


def test_mixed_answers_are_told_apart() -> None:
    assert StatusReader().feed(MIXED) == MIXED_TOKENS


def test_byte_by_byte_says_the_same() -> None:
    reader = StatusReader()
    assert [token for byte in MIXED for token in reader.feed(bytes((byte,)))] == MIXED_TOKENS


def test_a_tail_waits_for_its_rest() -> None:
    reader = StatusReader()
    assert reader.feed(MIXED + b"\x37\x22\x30") == MIXED_TOKENS
    assert reader.feed(b"042\x00") == [ProcessId(b"0042")]


def test_rubbish_before_an_answer_does_not_hide_it() -> None:
    assert StatusReader().feed(b"\xff\x80\x37\x12") == [
        Noise(0xFF),
        Noise(0x80),
        Noise(0x37),
        RealTime(0x12),
    ]


def test_flow_control_is_heard_inside_anything() -> None:
    answer = bytes.fromhex("3722 13 3030 11 343200")
    assert StatusReader().feed(answer) == [Flow(True), Flow(False), ProcessId(b"0042")]


def test_id_characters_do_not_pass_for_automatic_status() -> None:
    """'0' is 30 hex, which looks like the first byte of an ASB."""
    assert StatusReader().feed(b"\x37\x22\x30\x30\x30\x30\x00") == [ProcessId(b"0000")]


@given(st.binary(max_size=200), st.integers(1, 9))
def test_pieces_do_not_matter_and_little_is_held(data: bytes, piece: int) -> None:
    whole, parts = StatusReader(), StatusReader()
    tokens: list[Token] = []
    for start in range(0, len(data), piece):
        tokens += parts.feed(data[start : start + piece])
    assert tokens == whole.feed(data)
    assert len(whole._held) < 7


@given(st.binary(max_size=60))
def test_after_any_rubbish_answers_are_heard_again(rubbish: bytes) -> None:
    reader = StatusReader()
    reader.feed(rubbish)
    reader.clear()
    assert reader.feed(MIXED) == MIXED_TOKENS


def test_a_question_is_three_bytes() -> None:
    assert question(4) == b"\x10\x04\x04"


@pytest.mark.parametrize(
    ("n", "byte", "cause", "paper"),
    [
        (1, 0x12, "", "unknown"),
        (1, 0x16, "", "unknown"),
        (1, 0x1A, "offline", "unknown"),
        (2, 0x16, "cover_open", "unknown"),
        (2, 0x32, "paper_out", "unknown"),
        (3, 0x1A, "cutter", "unknown"),
        (4, 0x12, "", "plenty"),
        (4, 0x1E, "", "near_end"),
        (4, 0x72, "paper_out", "out"),
        (4, 0x7E, "paper_out", "out"),
    ],
)
def test_the_manuals_bits(n: int, byte: int, cause: str, paper: str) -> None:
    condition = answered(Condition(), n, byte)
    assert (condition.cause, condition.paper) == (cause, paper)


def test_a_good_answer_ends_a_bad_one() -> None:
    stuck = answered(Condition(), 3, 0x1A)
    assert answered(stuck, 3, 0x12).cause == ""


def test_an_open_cover_comes_before_the_paper_it_hides() -> None:
    condition = answered(answered(Condition(), 4, 0x7E), 2, 0x36)
    assert condition.cause == "cover_open"


def test_automatic_status_says_the_same() -> None:
    assert announced(Condition(), bytes.fromhex("10000000")).paper == "plenty"
    assert announced(Condition(), bytes.fromhex("10000300")).paper == "near_end"
    assert announced(Condition(), bytes.fromhex("18000f00")).cause == "paper_out"
    assert announced(Condition(), bytes.fromhex("38000000")).cause == "cover_open"
    assert announced(Condition(), bytes.fromhex("18080000")).cause == "cutter"
    assert announced(Condition(), bytes.fromhex("18000000")).cause == "offline"


def test_only_four_questions_exist() -> None:
    with pytest.raises(ValueError, match="DLE EOT 9"):
        answered(Condition(), 9, 0x12)
