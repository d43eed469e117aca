"""The tablet's pairing states, with the worked example of docs/reference/pairing.md."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spake2 import SPAKE2_A

from kiosk.pairing import (
    Agreed,
    Chances,
    Handshake,
    Malformed,
    NotAsking,
    NotConfirmed,
    Offer,
    TooManyTries,
    mac,
    new_code,
    read_finish,
    read_start,
)

ID = "0011223344556677"
START = bytes.fromhex("4184e9372ffa14b4c3a5d8b1dbb86da69dbd72888b7c39dac0f69d5bc7042cba67")
ANSWER = bytes.fromhex("4201ec92963795d4563e7a5e071185fb20b1b8b3e855d5c79cf0518e40797a80a3")
TABLET_CONFIRM = "ceac229342a5b240c8472682e9c6c916ba289a1cb5ac10b679a5e43f69a0fded"
SERVER_CONFIRM = "9f7335c5daf64f6485b44183012b00446dda38274dcf1eaa15901b41d2d3ff25"
TOKEN = "094aada1860a90b308b47a6c97b926c4a09f079fa8a7209382c406ad3f93d140"
RECEIPT = "75a2ad8480312dc81725cf36962b8731fb50399d798309123e40ec881246e039"
OFFER = Offer("http", 8080, "3", "Giao Thủy")


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


def asking(clock=None, codes=("123456", "222222", "333333")):
    draw = iter(codes)
    chances = Chances(lambda: next(draw), lambda count: b"\x02" * count, clock or Clock())
    handshake = Handshake(ID, chances)
    handshake.ask()
    return handshake


def guess(code="999999"):
    return SPAKE2_A(code.encode(), idA=b"motcua-server", idB=ID.encode()).start()


def test_the_worked_example():
    handshake = asking()
    assert handshake.start(START) == (ANSWER, TABLET_CONFIRM)
    assert handshake.finish(OFFER, SERVER_CONFIRM) == Agreed(OFFER, TOKEN, RECEIPT)


def test_the_paper_says_these_bytes():
    paper = Path("docs/reference/pairing.md").read_text(encoding="utf-8").replace(" ", "")
    for hexa in (START.hex(), ANSWER.hex(), TABLET_CONFIRM, SERVER_CONFIRM, TOKEN, RECEIPT):
        assert hexa in paper
    assert OFFER.as_bytes().decode().replace(" ", "") in paper


def test_a_finish_is_taken_once():
    handshake = asking()
    handshake.start(START)
    handshake.finish(OFFER, SERVER_CONFIRM)
    with pytest.raises(NotConfirmed):
        handshake.finish(OFFER, SERVER_CONFIRM)


def test_an_altered_offer_does_not_fit():
    handshake = asking()
    handshake.start(START)
    with pytest.raises(NotConfirmed):
        handshake.finish(Offer("http", 8081, "3", "Giao Thủy"), SERVER_CONFIRM)


def test_an_exchange_expires_after_ten_seconds():
    clock = Clock()
    handshake = asking(clock)
    handshake.start(START)
    clock.now_s += 10.1
    with pytest.raises(NotConfirmed):
        handshake.finish(OFFER, SERVER_CONFIRM)


def test_a_new_start_kills_the_older_exchange():
    handshake = asking()
    handshake.start(START)
    handshake.start(guess())
    with pytest.raises(NotConfirmed):
        handshake.finish(OFFER, SERVER_CONFIRM)


def test_nothing_open_is_not_confirmed_even_with_the_empty_key():
    confirm = mac(b"", b"server confirms" + OFFER.as_bytes())
    with pytest.raises(NotConfirmed):
        asking().finish(OFFER, confirm)


def test_a_paired_tablet_asks_nobody():
    handshake = asking()
    handshake.rest()
    with pytest.raises(NotAsking):
        handshake.start(START)


def test_five_starts_then_a_new_code_and_a_minute_of_rest():
    clock, shown = Clock(), []
    handshake = asking(clock)
    handshake.on_code = shown.append
    for _ in range(5):
        handshake.start(guess())
    for _ in range(3):
        with pytest.raises(TooManyTries):
            handshake.start(guess())
    assert shown == ["222222"] and handshake.retry_after_s() == 60
    clock.now_s += 60
    handshake.start(guess())


def test_a_wrong_fifth_finish_uses_the_code_up_at_once():
    handshake = asking()
    for _ in range(5):
        handshake.start(guess())
    with pytest.raises(NotConfirmed):
        handshake.finish(OFFER, "0" * 64)
    assert handshake.code == "222222"


@pytest.mark.parametrize("message", [b"", b"A", b"A" + bytes(32), b"A" + b"\xff" * 32, ANSWER])
def test_what_is_not_a_point_from_the_server_costs_a_try(message):
    handshake = asking()
    for _ in range(5):
        with pytest.raises(Malformed):
            handshake.start(message)
    with pytest.raises(TooManyTries):
        handshake.start(START)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_rubbish_is_malformed(body):
    for read in (read_start, read_finish):
        with pytest.raises(Malformed):
            read(body)


GOOD = {"confirm": "0" * 64, "scheme": "http", "port": 80, "counter": None, "office": "x"}


def test_a_good_finish_is_read():
    assert read_finish({**GOOD, "spki": None}) == (Offer("http", 80, None, "x"), "0" * 64)


@pytest.mark.parametrize(
    "wrong",
    [{"port": True}, {"port": 0}, {"scheme": "https"}, {"confirm": "é" * 64}, {"more": 1}],
)
def test_a_finish_off_the_wire_is_malformed(wrong):
    with pytest.raises(Malformed):
        read_finish({**GOOD, "spki": None, **wrong})


def test_a_code_is_six_digits():
    assert all(len(code) == 6 and code.isdecimal() for code in (new_code() for _ in range(50)))


@settings(max_examples=50)
@given(st.binary(min_size=32, max_size=32))
def test_any_32_bytes_are_answered_or_malformed(point):
    try:
        ours, confirm = asking().start(b"A" + point)
    except Malformed:
        return
    assert ours == ANSWER and len(confirm) == 64
