"""The stream whole, byte by byte, with a tail, and with rubbish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.live import MAX_EVENT_BYTES, LiveEvent, LiveReader, TooLong

STREAM = (
    ": hello\n\n"
    'id: 41\nevent: finished\ndata: {"seq":41,"counter":"3"}\n\n'
    "event:called\r\ndata:một\r\ndata: hai\r\n\r\n"
    "retry: 1000\nid: 43\n\n"
    "data\n\n"
).encode()
EVENTS = [
    LiveEvent("finished", "41", '{"seq":41,"counter":"3"}'),
    LiveEvent("called", "41", "một\nhai"),
    LiveEvent("message", "43", ""),
]


def test_whole():
    assert LiveReader().feed(STREAM) == EVENTS


def test_byte_by_byte():
    reader = LiveReader()
    assert [e for i in range(len(STREAM)) for e in reader.feed(STREAM[i : i + 1])] == EVENTS


def test_with_a_tail():
    reader = LiveReader()
    assert reader.feed(STREAM + b"data: half") == EVENTS
    assert reader.feed(b"\n\n") == [LiveEvent("message", "43", "half")]


@given(st.binary(max_size=400), st.integers(0, 400))
def test_rubbish_is_the_same_in_any_pieces(rubbish, cut):
    whole, pieces = LiveReader(), LiveReader()
    assert whole.feed(rubbish) == pieces.feed(rubbish[:cut]) + pieces.feed(rubbish[cut:])


@pytest.mark.parametrize("endless", [b"x" * 5000, b"data: " + b"x" * 5000 + b"\n"])
def test_an_endless_event_is_too_long(endless):
    reader = LiveReader()
    with pytest.raises(TooLong):
        for _ in range(MAX_EVENT_BYTES // 5000 + 2):
            reader.feed(endless)
