"""Lines out, lines in, over real pipes."""

import io
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.headless import HeadlessFace, read_touch
from kiosk.screens import Screen
from kiosk.showing import Showing, as_line


@pytest.fixture
def pipe():
    reader, writer = os.pipe()
    yield reader, writer
    os.close(writer)


def until_touched(face):
    touched = []
    while not touched:
        touched = face.wait(10)
    return touched


def test_one_line_for_each_change_of_screen_and_a_drawing_for_each_change(pipe):
    out, drawn = io.StringIO(), []
    face = HeadlessFace(out, pipe[0], as_line, drawn.append)
    idle = Showing(Screen.IDLE)
    for showing in (idle, idle, Showing(Screen.IDLE, is_away=True), Showing(Screen.THANKS)):
        face.show(showing)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines == [{"screen": "idle"}, {"screen": "thanks"}] and len(drawn) == 3


def test_touches_in_pieces_and_in_a_heap(pipe):
    face = HeadlessFace(io.StringIO(), pipe[0], as_line)
    for piece in (b'{"tou', b'ch":"a"}\n'):
        os.write(pipe[1], piece)
    assert until_touched(face) == ["a"]
    os.write(pipe[1], b'{"touch":"b"}\nrubbish\n{"touch":"c"}\r\n')
    touched = until_touched(face)
    assert (touched if len(touched) == 2 else touched + until_touched(face)) == ["b", "c"]


def test_wake_ends_the_wait_and_no_time_does_too(pipe):
    face = HeadlessFace(io.StringIO(), pipe[0], as_line)
    face.wake()
    assert face.wait(None) == [] and face.wait(0.0) == []
    face.close()


@given(st.binary(max_size=60))
def test_rubbish_is_no_touch(line):
    assert read_touch(line) is None
    assert read_touch(b"[" * 5000) is None
