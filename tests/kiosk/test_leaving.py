"""A tablet that is unpaired at its own screen, against a real, small server."""

import threading

import pytest

from kiosk.identity import load
from kiosk.outbox import Outbox, new_rating
from kiosk.program import Program
from kiosk.settings import Settings
from tests.kiosk.headless_tablet import paired_folder
from tests.kiosk.wire_office import WireOffice

PATIENCE_S = 30


class Glass:
    """A face that nobody touches; `screens` are those shown, each once."""

    def __init__(self):
        self.screens = []
        self._woken = threading.Event()
        self._changed = threading.Condition()

    def show(self, showing):
        with self._changed:
            if not self.screens or self.screens[-1] != str(showing.screen):
                self.screens.append(str(showing.screen))
            self._changed.notify_all()

    def wait(self, timeout_s):
        self._woken.wait(timeout_s)
        self._woken.clear()
        return []

    def wake(self):
        self._woken.set()

    def close(self):
        pass

    def sees(self, *screens):
        with self._changed:
            assert self._changed.wait_for(lambda: self.screens == list(screens), PATIENCE_S), (
                self.screens
            )


@pytest.fixture
def office():
    office = WireOffice()
    yield office
    office.close()


@pytest.fixture
def started(office, tmp_path):
    """The program, its glass and its folder; one rating waits in the outbox."""
    folder = paired_folder(tmp_path / "t", office)
    outbox = Outbox(folder / "outbox.db")
    outbox.add(new_rating("Giao Thủy", 17, 5, "2026-11-23T08:00:00+00:00"), is_held=False)
    outbox.close()
    office.refuse["/api/v1/ratings"] = (503, "later")
    glass = Glass()
    program = Program(Settings("rate", folder, interfaces=["127.0.0.1"]), glass)
    thread = threading.Thread(target=program.run)
    thread.start()
    glass.sees("idle")
    yield program, glass, folder
    program.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def is_kept(folder):
    outbox = Outbox(folder / "outbox.db")
    try:
        return [rating.ticket for rating in outbox.waiting("Giao Thủy")] == [17]
    finally:
        outbox.close()


def test_it_tells_the_office_and_asks_to_be_paired(office, started):
    program, glass, folder = started
    program.unpair()
    program.unpair()  # pressed twice
    glass.sees("idle", "pairing")
    assert 1 <= len(office.left) <= 2
    assert load(folder / "tablet.json").home is None
    assert is_kept(folder)
    program.unpair()  # belongs to nobody any more
    assert glass.screens == ["idle", "pairing"]


def test_it_leaves_although_its_server_is_away(office, started):
    program, glass, folder = started
    office.close()
    program.unpair()
    glass.sees("idle", "pairing")
    assert load(folder / "tablet.json").home is None and is_kept(folder)
    office.open()
