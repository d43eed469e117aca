"""What a board says, by what its counter is doing and what the board is set to show."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.modbus import Modbus
from server.board_words import CLOSED, IDLES, SHOWS, Seen, Sign, text_of
from server.shapes import HallCounter, InHand


def counter(
    number: str = "3", state: str = "open", label: str = "", at: str = "", name: str = ""
) -> HallCounter:
    held = InHand(id=1, label=label, state="called", called_at=at, calls=1) if label else None
    return HallCounter(
        number=number, name=name, state=state, pause_reason=None, services=[], ticket=held
    )


def seen(
    *counters: HallCounter, waits: str = "A043", called_at: dict[str, str] | None = None
) -> Seen:
    return Seen(
        counters={each.number: each for each in counters},
        time="07:30",
        next_label=lambda number: waits,
        called_at=called_at or {},
    )


def bars(text: str) -> bool:
    """Whether seven segments have a shape for each sign."""
    return Modbus(9600).fit(text, 32).strip() == text


def sign(shows: str = "call", width: int = 8, draws: Callable[[str], bool] = str.isascii) -> Sign:
    return Sign(counters=("3",), shows=shows, width=width, draws=draws)


HELD = counter(label="A042", name="Quầy 3")
FREE = counter(name="Quay 3")
PAUSED = counter(state="paused", name="Quay 3")
SHUT = counter(state="closed", name="Quay 3")


@pytest.mark.parametrize(
    ("shows", "held", "free", "paused", "closed"),
    [
        ("call", "A042", "", "TAM DUNG", "---"),
        ("next", "A043", "A043", "TAM DUNG", "---"),
        ("name", "3", "Quay 3", "Quay 3", "Quay 3"),
        ("time", "07:30", "07:30", "07:30", "07:30"),
    ],
)
def test_the_table(shows: str, held: str, free: str, paused: str, closed: str) -> None:
    said = [text_of(sign(shows), seen(each)) for each in (HELD, FREE, PAUSED, SHUT)]
    assert said == [held, free, paused, closed]


@pytest.mark.parametrize(
    ("idle", "width", "draws", "said"),
    [
        ("", 8, str.isascii, ""),
        ("name", 8, str.isascii, "Quay 3"),
        ("name", 4, str.isascii, "3"),
        ("time", 8, str.isascii, "07:30"),
        ("time", 8, bars, "07-30"),
        ("time", 4, bars, "0730"),
        ("next", 9, str.isascii, "TIEP A043"),
        ("next", 8, str.isascii, ">A043"),
        ("next", 8, bars, "-A043"),
        ("next", 4, str.isascii, ""),
    ],
)
def test_a_free_counter(idle: str, width: int, draws: Callable[[str], bool], said: str) -> None:
    board = Sign(counters=("3",), idle=idle, width=width, draws=draws)
    assert text_of(board, seen(FREE)) == said
    assert text_of(board, seen(HELD)) == "A042"


@pytest.mark.parametrize(
    ("width", "draws", "said"),
    [(8, str.isascii, "TAM DUNG"), (8, bars, "NGHI"), (4, bars, "NGHI"), (3, bars, "NGHI")],
)
def test_a_pause(width: int, draws: Callable[[str], bool], said: str) -> None:
    assert text_of(sign(width=width, draws=draws), seen(PAUSED)) == said


def test_nobody_is_next() -> None:
    assert text_of(sign("next"), seen(FREE, waits="")) == ""
    assert text_of(Sign(counters=("3",), idle="next", width=9), seen(FREE, waits="")) == ""


def test_a_counter_that_is_not_there_is_dark_and_a_clock_goes_on() -> None:
    assert [text_of(sign(each), seen()) for each in SHOWS] == ["", "", "", "07:30"]
    assert text_of(Sign(shows="time"), seen()) == "0730"


def listed(*numbers: str, width: int = 16, idle: str = "") -> Sign:
    return Sign(counters=numbers, is_list=True, width=width, idle=idle)


EARLY = counter("1", label="A041", at="2026-11-23T01:00:00.000Z")
LATER = counter("2", label="B007", at="2026-11-23T01:05:00.000Z")
LATEST = counter("12", label="C100", at="2026-11-23T01:06:00.000Z")


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (24, "C100-12 B007-2 A041-1"),
        (20, "C100-12 B007-2"),
        (14, "C100-12 B007-2"),
        (13, "C100-12"),
        (6, "C100-12"),
    ],
)
def test_a_list_has_the_newest_calls_that_fit(width: int, said: str) -> None:
    assert text_of(listed("1", "2", "12", width=width), seen(EARLY, LATER, LATEST)) == said


def test_a_call_again_comes_to_the_front_of_a_list() -> None:
    again = seen(EARLY, LATER, called_at={"1": "2026-11-23T01:07:00.000Z"})
    assert text_of(listed("1", "2"), again) == "A041-1 B007-2"
    old = seen(EARLY, LATER, called_at={"1": "2026-11-22T01:07:00.000Z"})
    assert text_of(listed("1", "2"), old) == "B007-2 A041-1"


def test_a_list_where_nobody_is_called() -> None:
    free, shut, paused = counter("1"), counter("2", "closed"), counter("3", "paused")
    assert text_of(listed("1", "2"), seen(free, shut)) == ""
    assert text_of(listed("1", "2", idle="time"), seen(free, shut)) == "07:30"
    assert text_of(listed("2", "3"), seen(shut, paused)) == "TAM DUNG"
    assert text_of(listed("2", "9", idle="time"), seen(shut)) == CLOSED


counters = st.builds(
    counter,
    st.sampled_from(["1", "2", "12"]),
    st.sampled_from(["open", "paused", "closed"]),
    st.sampled_from(["", "A042", "K1042"]),
    st.sampled_from(["", "2026-11-23T01:00:00.000Z"]),
    st.sampled_from(["", "Quầy 3", "Tiếp nhận hồ sơ đất đai"]),
)


@given(
    here=counters,
    idle=st.sampled_from(IDLES),
    width=st.integers(1, 32),
    draws=st.sampled_from([str.isascii, bars]),
)
def test_a_label_alone_is_always_a_call(
    here: HallCounter, idle: str, width: int, draws: Callable[[str], bool]
) -> None:
    board = Sign(counters=(here.number,), idle=idle, width=width, draws=draws)
    said = text_of(board, seen(here, waits="Z999"))
    assert said != "Z999"
    assert here.ticket is None or said == here.ticket.label


@given(st.lists(counters, max_size=3), st.integers(6, 32))
def test_a_list_fits_and_names_only_who_is_called(here: list[HallCounter], width: int) -> None:
    now = seen(*here)
    said = text_of(listed("1", "2", "12", width=width), now)
    calls = {f"{each.ticket.label}-{each.number}" for each in now.counters.values() if each.ticket}
    assert len(said) <= max(width, len("K1042-12"))
    assert set(said.split()) <= calls if calls else said in ("", "---", "NGHI", "TAM DUNG")
