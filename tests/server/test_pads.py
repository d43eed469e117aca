"""Keypads on their line: bounce, strangers, collisions; what is put on the line and when."""

import queue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.keypad import Key, KeypadDecoder, Light, display, light
from hardware.virtual_keypad import VirtualKeypads
from server import keys
from server.follow_keypads import face_of
from server.keypads import Seat
from server.keys import REPEAT_S
from server.pads import (
    MOST_WAITING,
    REFUSAL,
    REFUSAL_S,
    WORDS,
    Face,
    Pad,
    PadLine,
    Press,
)

press = VirtualKeypads.press


class Clock:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


class Cable:
    """Remembers what was put on it."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def put(self, key: str, frame: bytes) -> None:
        self.frames.append(frame)

    def taken(self) -> list[bytes]:
        frames, self.frames = self.frames, []
        return frames


class Bench:
    """Two keypads, at counters 3 and 4."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.pads = [Pad("west", 0x23, "3"), Pad("west", 0x24, "4", "B")]
        self.presses: queue.Queue[Press] = queue.Queue(MOST_WAITING)
        self.line = PadLine("west", self.pads, self.presses, self.clock)

    def pressed(self) -> list[tuple[str, str]]:
        found = []
        while not self.presses.empty():
            each = self.presses.get_nowait()
            found.append((each.pad.counter, each.key))
        return found


def test_each_key_of_each_keypad() -> None:
    bench = Bench()
    bench.line.hear(b"".join(press(0x23, key) for key in Key) + press(0x24, Key.CALL))
    words = ["call", "start", "redirect", "finish"]
    assert bench.pressed() == [*(("3", word) for word in words), ("4", "call")]
    assert not any(bench.line.dropped.values())


def test_a_burst_of_one_key_is_one_press_however_long_it_lasts() -> None:
    bench = Bench()
    for _ in range(50):
        bench.line.hear(press(0x23, Key.FINISH))
        bench.clock.at_s += REPEAT_S * 0.9
    assert bench.pressed() == [("3", "finish")]
    assert bench.line.dropped["repeat"] == 49
    bench.clock.at_s += REPEAT_S
    bench.line.hear(press(0x23, Key.FINISH))
    assert bench.pressed() == [("3", "finish")]


def test_strangers_and_collisions_are_counted_and_nothing_else() -> None:
    bench = Bench()
    bench.line.hear(press(0x50, Key.CALL) + bytes.fromhex("01 23 24 31 31 07"))
    assert bench.pressed() == []
    assert bench.line.dropped == {"collision": 1, "repeat": 0, "stranger": 1, "overrun": 0}


def test_a_keypad_gone_mad_fills_its_queue_and_waits_for_nobody() -> None:
    bench = Bench()
    for _ in range(MOST_WAITING + 5):
        bench.line.hear(press(0x23, Key.CALL))
        bench.clock.at_s += REPEAT_S
    assert len(bench.pressed()) == MOST_WAITING
    assert bench.line.dropped["overrun"] == 5


@given(st.lists(st.tuples(st.sampled_from(list(Key)), st.floats(0, 3)), max_size=30))
def test_two_presses_of_one_key_are_never_closer_than_a_repeat(
    told: list[tuple[Key, float]],
) -> None:
    bench = Bench()
    heard: dict[str, float] = {}
    for key, wait_s in told:
        bench.clock.at_s += wait_s
        bench.line.hear(press(0x23, key))
        for _, word in bench.pressed():
            assert bench.clock.at_s - heard.get(word, 0.0) >= REPEAT_S
            heard[word] = bench.clock.at_s


def test_only_a_difference_is_put_on_the_line() -> None:
    cable, pad = Cable(), Pad("west", 0x23, "3")
    pad.plug(cable)
    pad.show(Face("green", ""))
    assert cable.taken() == [light(0x23, Light.GREEN)]
    pad.show(Face("green", "CAL"))
    assert cable.taken() == [display(0x23, "CAL")]
    pad.show(Face("green", "CAL"))
    assert cable.taken() == []
    pad.repaint()
    assert cable.taken() == [light(0x23, Light.GREEN), display(0x23, "CAL")]


def test_a_refusal_is_seen_and_heard_and_ends() -> None:
    cable, pad = Cable(), Pad("west", 0x23, "3")
    pad.plug(cable)
    pad.show(Face("red", "A042"))
    cable.taken()
    pad.refuse(100.0)
    refusal = light(0x23, Light.RED_SLOW, has_beep=True)
    assert cable.taken() == [refusal, display(0x23, "042", blinks=3)]
    pad.show(Face("green", "A042"))  # the light waits until the refusal is over
    pad.settle(100.0 + REFUSAL_S / 2)
    assert cable.taken() == []
    pad.settle(100.0 + REFUSAL_S)
    assert cable.taken() == [light(0x23, Light.GREEN)]


def test_no_light_is_the_frame_of_a_key_that_would_do_something_then() -> None:
    """On a line that echoes, before that is known, a light may come back as a key."""
    sounds = light(0x23, REFUSAL, has_beep=True)
    assert KeypadDecoder().feed(sounds) == []
    for state in keys.STANDINGS:
        for is_wanted in (False, True):
            label = "A001" if state in (keys.CALLED, keys.SERVING) else ""
            face = face_of(Seat(counter="1", state=state, label=label, is_wanted=is_wanted))
            frame = light(0x23, Light[face.light.upper()])
            for pressed in KeypadDecoder().feed(frame):
                assert keys.TABLE[state][WORDS[pressed.key]] in (keys.NOTHING, keys.REFUSE)


def test_an_address_that_no_keypad_has() -> None:
    with pytest.raises(ValueError, match="32 to 254"):
        Pad("west", 7, "3")
