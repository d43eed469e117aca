"""Any fault of ours: the failsafe screen, the rating kept, and a new try by itself."""

import pytest

from kiosk.identity import Home, Identity, save
from kiosk.program import Program
from kiosk.screens import Screen
from kiosk.settings import Settings

HOME = Home("http://127.0.0.1:9", "00" * 32, "Giao Thủy", "3")


class BreakingFace:
    """A face whose drawing fails for the screens it is told; each touch is handed in."""

    def __init__(self):
        self.breaks, self.shown = set(), []
        self.touches = []
        self.program = None

    def show(self, showing):
        if showing.screen in self.breaks:
            raise RuntimeError(f"{showing.screen} can not be drawn")
        if not self.shown or self.shown[-1] is not showing.screen:
            self.shown.append(showing.screen)

    def wait(self, timeout_s):
        if self.touches:
            return [step() if callable(step) else step for step in [self.touches.pop(0)]]
        self.program.stop()
        return []

    def wake(self):
        pass

    def close(self):
        pass


@pytest.fixture
def start(tmp_path):
    def start(*touches, breaks=(), home=HOME):
        save(tmp_path / "tablet.json", Identity("8fd87bfd287b6c27", home))
        face = BreakingFace()
        face.breaks, face.touches = set(breaks), list(touches)
        settings = Settings("rate", tmp_path, interfaces=["127.0.0.1"], port=0, fault_pause_s=0.0)
        face.program = Program(settings, face)
        face.program.run()
        return face

    return start


def test_a_screen_that_can_not_be_drawn_is_failsafe_and_not_the_end(start, caplog):
    face = start("corner", "leave", breaks={Screen.PIN})
    assert face.shown[-1] is Screen.FAILSAFE and "pin can not be drawn" in caplog.text


def test_when_not_even_the_failsafe_can_be_drawn_it_goes_on(start, caplog):
    face = start("corner", "leave", "leave", breaks={Screen.PIN, Screen.FAILSAFE})
    assert "could not be shown either" in caplog.text and face.touches == []


def test_a_desk_that_breaks_is_failsafe_too(start, caplog):
    def breaks():
        raise KeyError("a fault of ours")

    face = start(breaks, "rubbish")
    assert face.shown[-1] is Screen.FAILSAFE and "a fault of ours" in caplog.text


def test_a_reader_that_goes_away_ends_the_program(start):
    def gone():
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        start(gone)


def test_staff_ends_the_program_with_the_pin_that_the_office_shows(start):
    from kiosk.seal import key_of, staff_pin

    digits = [f"key:{digit}" for digit in staff_pin(key_of(HOME.token))]
    face = start("corner", *digits, "end", "never touched")
    assert face.shown[-1] is Screen.STAFF and face.touches == ["never touched"]


def test_an_unpaired_tablet_is_ended_without_a_pin(start):
    face = start("corner", "end", "never touched", home=None)
    assert face.shown == [Screen.PAIRING, Screen.STAFF] and face.touches == ["never touched"]


def test_a_real_tablet_shows_it_as_a_line(tmp_path):
    """Through the real program: a picture file that can not be written is a fault of ours."""
    from tests.kiosk.headless_tablet import HeadlessTablet

    place = tmp_path / "pictures"
    place.mkdir()
    tablet = HeadlessTablet("rate", tmp_path / "t", "--picture", str(place / "p.png"))
    tablet.sees("pairing")
    while not (place / "p.png").exists():  # the line comes before the picture
        pass
    (place / "p.png").unlink()
    place.rmdir()
    tablet.touch("corner")
    tablet.sees("staff")
    assert tablet.sees("failsafe")["why"]
    place.mkdir()
    tablet.sees("pairing")
    assert tablet.quit() == 0
