"""What takes turns, by the clock alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.board_turns import Still, is_lit, lit_until, notice_turn, pages, turn

TIMES = st.floats(0, 1e7)


def test_languages_in_turn():
    assert [turn(t, 10.0, 2).index for t in (0, 9.9, 10, 19.9, 20)] == [0, 0, 1, 1, 0]
    assert turn(25, 10.0, 2).ends_at_s == 30
    assert turn(25, 10.0, 1).ends_at_s == float("inf")


STILLS = (Still("a", 12.0), Still("b", 5.0))


def test_notices_in_turn_with_a_pause_between_two_rounds():
    seen = [notice_turn(t, STILLS, 15.0) for t in (0, 14.9, 15, 26.9, 27, 31.9, 32)]
    assert [file for file, _ in seen] == ["", "", "a", "a", "b", "b", ""]
    assert [until for _, until in seen] == [15, 15, 27, 27, 32, 32, 47]


def test_without_a_pause_a_picture_is_always_there():
    assert {notice_turn(t / 10, STILLS, 0.0)[0] for t in range(500)} == {"a", "b"}
    assert notice_turn(3.0, (), 0.0) == ("", float("inf"))


@given(TIMES, st.lists(st.floats(3, 600), min_size=1, max_size=5), st.sampled_from([0.0, 15.0]))
def test_a_notice_ends_after_now(now_s, seconds, between_s):
    stills = [Still(str(n), each) for n, each in enumerate(seconds)]
    _, until = notice_turn(now_s, stills, between_s)
    assert now_s < until <= now_s + 601


@given(TIMES, st.floats(0, 20))
def test_the_light_changes_when_it_says(since_s, after_s):
    now_s = since_s + after_s
    until = lit_until(now_s, since_s)
    assert now_s < until <= now_s + 0.51


def test_one_flash_a_second():
    lit = [is_lit(t / 100, 0.0) for t in range(1000)]
    assert sum(not a and b for a, b in itertools.pairwise(lit)) == 9
    assert lit[0]  # at once


NEWS = "Bản sao nộp trước 15 giờ được trả trong ngày. Có thể đặt lịch hẹn tại nhà. Xin cảm ơn."


@pytest.mark.parametrize("most", [20, 40, 60, 200])
def test_pages_say_everything_in_order(most):
    found = pages(NEWS, most)
    assert " ".join(found) == NEWS and all(len(page) <= most for page in found)


def test_a_page_ends_with_its_sentence():
    assert pages(NEWS, 60) == [
        "Bản sao nộp trước 15 giờ được trả trong ngày.",
        "Có thể đặt lịch hẹn tại nhà. Xin cảm ơn.",
    ]
    assert pages("", 60) == pages(" \n ", 60) == []


@given(st.text(max_size=200), st.integers(1, 80))
def test_no_word_is_lost(text, most):
    assert " ".join(pages(text, most)).split() == text.split()
