"""Complaints by a clock moved by hand."""

from server.complaints import AGAIN_S, REMEMBERED, Complaints


class Log:
    def __init__(self) -> None:
        self.s = 0.0
        self.lines: list[str] = []
        self.complaints = Complaints(self.lines.append, lambda: self.s)


def test_the_same_is_said_once_a_minute_with_its_count() -> None:
    log = Log()
    for _ in range(5):
        log.complaints.about("rain")
    log.complaints.about("wind")
    assert log.lines == ["rain", "wind"]
    log.s += AGAIN_S
    log.complaints.about("rain")
    log.complaints.about("wind")
    assert log.lines[2:] == ["rain (4 times more before)", "wind"]


def test_it_does_not_remember_everything_for_ever() -> None:
    log = Log()
    for number in range(REMEMBERED + 1):
        log.complaints.about(f"thing {number}")
    log.complaints.about("thing 1")
    log.complaints.about("thing 0")
    assert log.lines[REMEMBERED + 1 :] == ["thing 0"]
