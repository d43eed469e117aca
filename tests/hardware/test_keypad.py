"""Keypads: worked frames both ways; a decoder that whole, split and garbled bytes cannot upset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.keypad import (
    ADDRESSES,
    Key,
    KeypadDecoder,
    Light,
    Pressed,
    display,
    light,
    scan,
    set_address,
)
from hardware.virtual_keypad import VirtualKeypads

CALL = bytes.fromhex("01 23 31 07")
PRESSED = Pressed(0x23, Key.CALL)


@pytest.mark.parametrize(
    ("frame", "worked"),
    [
        (light(0x23, Light.OFF), "01 23 30 07"),
        (light(0x23, Light.RED), "01 23 31 07"),
        (light(0x23, Light.GREEN), "01 23 32 07"),
        (light(0x23, Light.GREEN_SLOW), "01 23 36 07"),
        (light(0x23, Light.GREEN_SLOW, has_beep=True), "01 23 3D 07"),
        (display(0x23, "A042"), "01 23 20 30 34 32 07"),
        (display(0x23, "CAL"), "01 23 20 43 41 4C 07"),
        (display(0x23, "CAL", blinks=None), "01 23 21 43 41 4C 07"),
        (display(0x23, "CAL", blinks=3), "01 23 24 43 41 4C 07"),
        (display(0x23, "7"), "01 23 20 20 20 37 07"),
        (display(0x23, "Đ\x07\x01"), "01 23 20 20 20 20 07"),
        (set_address(0x20, 0x23), "03 20 23 07"),
        (scan(0x23), "04 23 07"),
    ],
)
def test_worked_frames(frame: bytes, worked: str) -> None:
    assert frame == bytes.fromhex(worked)


@pytest.mark.parametrize("address", [0, 0x1F, 0xFF, 300])
def test_an_address_that_is_none(address: int) -> None:
    for make in (lambda at: light(at, Light.RED), lambda at: display(at, "A"), scan):
        with pytest.raises(ValueError, match="32 to 254"):
            make(address)
    with pytest.raises(ValueError, match="32 to 254"):
        set_address(0x20, address)


@pytest.mark.parametrize("blinks", [-1, 95])
def test_a_number_of_blinks_that_is_none(blinks: int) -> None:
    with pytest.raises(ValueError, match="0 to 94"):
        display(0x23, "A", blinks=blinks)


def test_decoder_whole_with_a_tail_and_byte_by_byte() -> None:
    decoder = KeypadDecoder()
    assert decoder.feed(CALL + CALL + CALL[:3]) == [PRESSED, PRESSED]
    assert decoder.feed(CALL[3:]) == [PRESSED]
    assert [decoder.feed(CALL[at : at + 1]) for at in range(4)] == [[], [], [], [PRESSED]]
    assert decoder.dropped == 0


@pytest.mark.parametrize(
    ("rubbish", "dropped"),
    [
        ("01 23 31 31 07", 1),  # five bytes: two keypads at once
        ("01 23 07", 1),  # three
        ("01 01 01", 2),  # begun again and again; the last may still become a frame
        ("01 23 39 07", 1),  # no key
        ("01 1F 31 07", 1),  # no address
        ("01 23 20 30 34 32 07", 1),  # a display's frame, as an echo brings it
        ("41 42 07 07", 0),  # nothing was begun
    ],
)
def test_what_is_no_key_is_dropped_and_counted(rubbish: str, dropped: int) -> None:
    decoder = KeypadDecoder()
    assert decoder.feed(bytes.fromhex(rubbish)) == []
    assert decoder.dropped == dropped
    assert decoder.feed(CALL) == [PRESSED]


@given(st.lists(st.binary(max_size=12), max_size=8))
def test_any_bytes_are_survived_and_little_is_held(pieces: list[bytes]) -> None:
    decoder = KeypadDecoder()
    heard = [each for piece in pieces for each in decoder.feed(piece)]
    assert all(each.address in ADDRESSES for each in heard)
    assert decoder.held < 4
    whole = KeypadDecoder()
    assert whole.feed(b"".join(pieces)) == heard


@given(st.binary(max_size=40))
def test_software_keypads_survive_any_bytes(data: bytes) -> None:
    keypads = VirtualKeypads([0x23])
    keypads.feed(data)
    keypads.feed(light(0x23, Light.RED) if 0x23 in keypads.snapshot() else b"")
    assert len(keypads.snapshot()) == 1


def test_software_keypads_do_what_frames_say() -> None:
    keypads = VirtualKeypads([0x23, 0x24])
    keypads.feed(light(0x23, Light.RED_SLOW, has_beep=True) + display(0x23, "A042", blinks=3))
    face = keypads.snapshot()[0x23]
    assert (face.light, face.text, face.mode, face.beeps) == (Light.RED_SLOW, "042", 0x24, 1)
    assert keypads.feed(scan(0x24) + scan(0x30)) == scan(0x24)
    keypads.feed(set_address(0x24, 0x30))
    assert set(keypads.snapshot()) == {0x23, 0x30}
    assert keypads.press(0x23, Key.CALL) == CALL
