"""Our own bytes coming back: told from those of others, however they are cut."""

from random import Random

import pytest

from display.echo import LONGEST_BACK_OFF_S, STREAK, BackOff, Echo

FRAME = bytes.fromhex("01 22 41 34 32 07")
KEY = bytes.fromhex("01 24 31 07")


def taken(echo: Echo, data: bytes, *sizes: int) -> bytes:
    """What of ``data`` is others', given in pieces of these sizes and then the rest."""
    given = b""
    for size in sizes:
        given += echo.take(data[:size])
        data = data[size:]
    return given + echo.take(data)


def teach(echo: Echo, *, is_back: bool, times: int = STREAK) -> None:
    for _ in range(times):
        echo.send(FRAME)
        if is_back:
            echo.take(FRAME)
    echo.send(FRAME)


@pytest.mark.parametrize("cut", range(len(KEY + FRAME + KEY) + 1))
def test_our_frame_is_taken_out_wherever_the_bytes_are_cut(cut: int) -> None:
    echo = Echo()
    echo.send(FRAME)
    assert taken(echo, KEY + FRAME + KEY, cut) == KEY + KEY
    assert echo.is_back
    assert echo.others == len(KEY + KEY)


def test_byte_by_byte() -> None:
    echo = Echo()
    echo.send(FRAME)
    assert taken(echo, KEY + FRAME + KEY, *[1] * 14) == KEY + KEY


def test_what_only_began_like_our_frame_is_given_out() -> None:
    echo = Echo()
    echo.send(FRAME)
    assert echo.take(FRAME[:3]) == b""
    assert echo.take(b"\x31\x07") == FRAME[:3] + b"\x31\x07"


def test_what_was_held_back_is_given_out_with_the_next_frame() -> None:
    echo = Echo()
    echo.send(FRAME)
    echo.take(FRAME[:3])
    assert echo.send(FRAME) == FRAME[:3]


def test_a_frame_comes_back_once() -> None:
    echo = Echo()
    echo.send(FRAME)
    assert taken(echo, FRAME + FRAME) == FRAME


def test_nothing_is_lost_or_made_up_with_any_noise() -> None:
    random = Random(7)
    for _ in range(500):
        echo = Echo()
        echo.send(FRAME)
        noise = bytes(random.choice(FRAME) for _ in range(random.randrange(20)))
        given = taken(echo, noise, *(random.randrange(1, 4) for _ in range(5)))
        expected = noise.replace(FRAME, b"", 1)
        assert given + echo.send(b"") == expected


def test_an_adapter_echoes_when_every_frame_came_back() -> None:
    echo = Echo()
    teach(echo, is_back=True, times=STREAK - 1)
    assert not echo.has_echo
    teach(echo, is_back=True)
    assert echo.has_echo


def test_one_that_stops_doing_so_does_not_echo() -> None:
    echo = Echo()
    teach(echo, is_back=True)
    teach(echo, is_back=False)
    assert not echo.has_echo


def test_spoiled_frames_do_not_speak_against_an_echo() -> None:
    echo = Echo()
    teach(echo, is_back=True)
    for _ in range(3 * STREAK):
        echo.send(FRAME)
        echo.take(KEY)
    assert echo.has_echo


def test_what_the_settings_say_stays() -> None:
    echo = Echo(is_sure=True)
    teach(echo, is_back=False, times=3 * STREAK)
    echo.forget()
    assert echo.has_echo


def test_another_adapter_is_learnt_anew() -> None:
    echo = Echo()
    teach(echo, is_back=True)
    echo.forget()
    assert not echo.has_echo


def test_the_back_off_grows_is_bounded_and_begins_again() -> None:
    back_off = BackOff(0.004, lambda: 1.0)
    assert [back_off.collided() for _ in range(6)] == pytest.approx(
        [0.004, 0.008, 0.016, 0.032, 0.064, 0.064]
    )
    back_off.went_well()
    assert back_off.collided() == 0.004
    assert BackOff(0.03, lambda: 0.5).collided() == 0.015
    slow = BackOff(1.0, Random(1).random)
    assert all(0.0 <= slow.collided() <= LONGEST_BACK_OFF_S for _ in range(50))
