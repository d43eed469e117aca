"""Which bytes may be played."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wav import NotASound, length_s
from tests.kiosk.sounds import wav

GOOD = wav(1.5)


@pytest.mark.parametrize("data", [GOOD, wav(1.5, 44100, 2), wav(1.5, 8000)])
def test_how_long_it_is(data):
    assert length_s(data, 1.5) == 1.5


@pytest.mark.parametrize(
    ("data", "told_s"),
    [
        pytest.param(b"", 1.5, id="nothing"),
        pytest.param(b"<html>not found</html>", 1.5, id="a page"),
        pytest.param(GOOD[:-2000], 1.5, id="cut off"),
        pytest.param(GOOD[:30], 1.5, id="cut off in its head"),
        pytest.param(GOOD, 7.2, id="not as long as told"),
        pytest.param(wav(0), 0.0, id="empty"),
        pytest.param(wav(61, 8000), 61.0, id="too long"),
        pytest.param(wav(1.5, width=1), 1.5, id="8 bits"),
        pytest.param(wav(1.5, 4000), 1.5, id="too slow"),
        pytest.param(wav(0.2, channels=3), 0.2, id="three channels"),
        pytest.param(GOOD[:20] + b"\x55\x00" + GOOD[22:], 1.5, id="MP3 in a wav"),
    ],
)
def test_what_is_not_played(data, told_s):
    with pytest.raises(NotASound):
        length_s(data, told_s)


@given(st.binary(max_size=300), st.integers(0, 44))
def test_rubbish_is_refused_and_nothing_else_happens(rubbish, kept):
    with pytest.raises(NotASound):
        length_s(GOOD[:kept] + rubbish, 1.5)
