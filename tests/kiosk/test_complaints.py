"""Complaints by a clock moved by hand."""

from kiosk.complaints import AGAIN_S, Complaints


def test_the_same_is_said_once_a_minute_with_its_count():
    now_s, lines = [0.0], []
    complaints = Complaints(lines.append, lambda: now_s[0])
    for thing in ("rain", "rain", "wind", "rain"):
        complaints.about(thing)
    now_s[0] += AGAIN_S
    for thing in ("rain", "wind"):
        complaints.about(thing)
    assert lines == ["rain", "wind", "rain (2 times more before)", "wind"]


def test_it_does_not_remember_everything_for_ever():
    lines = []
    complaints = Complaints(lines.append, lambda: 0.0)
    for number in range(201):
        complaints.about(f"thing {number}")
    complaints.about("thing 0")
    complaints.about("thing 200")
    assert lines[201:] == ["thing 0"]
