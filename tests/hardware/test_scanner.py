"""Scanners: codes whole, split and run together; old code pages; a port that goes and comes."""

import threading
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.ports import Line, ReconnectingPort
from hardware.rehearsal import RecordingPort
from hardware.scanner import IDLE_S, MAX_BYTES, Code, Framer, Scanner, decode
from hardware.virtual import VirtualCable

NAME = "Trần Thị Ngọc Ánh|Nữ"
CARD = f"001190000001||{NAME}".encode()


def texts(codes: list[Code]) -> list[str]:
    return [each.text for each in codes]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_a_code_ends_with_its_terminator(end: bytes) -> None:
    framer = Framer()
    assert texts(framer.feed(CARD + end + b"A042" + end + b"B0", 0.0)) == [
        *(CARD.decode(), "A042"),
    ]
    assert texts(framer.feed(b"07" + end, 0.01)) == ["B007"]


def test_a_code_without_a_terminator_ends_with_silence() -> None:
    framer = Framer()
    assert framer.feed(b"A0", 0.0) == framer.feed(b"42", IDLE_S * 0.9) == []
    assert framer.idle(IDLE_S * 1.8) == []
    assert texts(framer.idle(IDLE_S * 2)) == ["A042"]
    framer.feed(b"B", 10.0)
    assert texts(framer.feed(b"C\r", 10.0 + 2 * IDLE_S)) == ["B", "C"]


def test_what_is_too_long_is_dropped_to_its_end_and_counted() -> None:
    framer = Framer()
    assert framer.feed(b"x" * (MAX_BYTES + 1), 0.0) == []
    assert framer.held == MAX_BYTES
    assert texts(framer.feed(b"yyy\rA042\r", 0.01)) == ["A042"]
    assert framer.dropped == 1
    assert len(framer.feed(b"z" * MAX_BYTES + b"\r", 0.02)) == 1


def test_marks_on_their_own_become_letters() -> None:
    decomposed = unicodedata.normalize("NFD", NAME)
    assert decomposed != NAME
    assert decode(decomposed.encode()) == Code(NAME)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("á à é".encode("gbk"), "it sends GBK, not UTF-8"),
        ("TrÇn ThÞ Ngäc".encode("latin-1"), "it sends Latin-1 or another old code page"),
        (b"Tran Thi", ""),
    ],
)
def test_a_reader_that_is_not_set_to_utf_8_is_told_apart(raw: bytes, why: str) -> None:
    code = decode(b"001190000001||" + raw)
    assert code.why == why
    assert code.text.startswith("001190000001||")


@given(st.lists(st.tuples(st.binary(max_size=600), st.floats(0, 0.2)), max_size=6))
def test_any_bytes_are_survived_and_little_is_held(pieces: list[tuple[bytes, float]]) -> None:
    framer, now_s = Framer(), 0.0
    for data, wait_s in pieces:
        now_s += wait_s
        assert all(code.text for code in framer.feed(data, now_s))
        assert framer.held <= MAX_BYTES


@given(st.binary(max_size=200), st.integers(1, 20))
def test_pieces_are_as_the_whole(data: bytes, size: int) -> None:
    whole, split = Framer(), Framer()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert [code for piece in pieces for code in split.feed(piece, 0.0)] == whole.feed(data, 0.0)


def until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.01)


class Mute:
    """A reader takes no bytes."""

    def feed(self, data: bytes) -> bytes:
        return b""


@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_a_reader_that_is_pulled_and_plugged_again(kind: str) -> None:
    cable, heard, stop = VirtualCable(Mute(), kind), list[str](), threading.Event()
    port = ReconnectingPort(Line(cable.url))
    scanner = Scanner("hall", port, heard.append)
    thread = threading.Thread(target=scanner.run, args=(stop,))
    thread.start()
    try:
        until(lambda: scanner.state == "ready", "ready")
        cable.say(CARD + b"\r\n")
        until(lambda: heard == [CARD.decode()], "read")
        cable.unplug()
        until(lambda: scanner.state == "away" and bool(scanner.why), "away")
        cable.plug()
        until(lambda: scanner.state == "ready", "ready again")
        cable.say(b"A042")
        until(lambda: heard[1:] == ["A042"], "read again")
    finally:
        stop.set()
        thread.join()
        port.close()
        cable.close()


def test_a_fault_of_our_own_is_logged_without_what_was_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = threading.Event()

    def take(text: str) -> None:
        stop.set()
        raise ValueError(text)

    Scanner("hall", RecordingPort(CARD + b"\r"), take).run(stop)
    assert "scanner hall: ValueError in take" in caplog.text
    assert "001190000001" not in caplog.text
    assert "Ngọc" not in caplog.text
