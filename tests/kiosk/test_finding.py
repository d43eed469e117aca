"""Finding the server again: which addresses are tried, when, and what moves a tablet."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.beacon import Beacon, Heard
from kiosk.finding import AT_ONCE, LONGEST_PAUSE_S, Finder, Trials, Visit, addresses_of
from kiosk.identity import Home
from kiosk.news import CalledInVain, Moved

OURS = "8f1d2c3b4a596877"
HOME = Home("http://10.0.0.5:8080", "secret", "Giao Thủy", "3", None, OURS)
SERVER = Beacon(OURS, "server", "Giao Thủy", "10.0.0.9", 8080, "0.1.0", False, ("192.168.1.9",))


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


class Ears:
    def __init__(self, *beacons):
        self.beacons, self.is_open = list(beacons), None

    def start(self):
        self.is_open = True

    def heard(self):
        return [Heard(each, 0.0) for each in self.beacons]

    def close(self):
        self.is_open = False


class World:
    """A tablet that looks for its server, which proves itself at the addresses in `true`."""

    def __init__(self, *beacons, home=HOME, known=()):
        self.ears, self.true, self.tried, self.news = Ears(*beacons), set(), [], []
        self.clock = Clock()
        self.finder = Finder(home, self.ears, self.proves, self.news.append, known, self.clock)

    def proves(self, home, url):
        self.tried.append(url)
        return url in self.true


def test_only_our_server_is_sought_and_not_where_it_is_known_to_be():
    stranger = replace(SERVER, id="00000000000000ff")
    tablet = replace(SERVER, kind="rate")
    here = replace(SERVER, address="10.0.0.5", others=())
    assert addresses_of([stranger, tablet, here], HOME) == []
    assert addresses_of([SERVER, replace(SERVER, address="10.0.0.7")], HOME) == [
        "http://10.0.0.9:8080",
        "http://10.0.0.7:8080",
        "http://192.168.1.9:8080",
    ]


def test_a_tablet_that_knows_no_id_seeks_nobody():
    assert addresses_of([replace(SERVER, id="x")], replace(HOME, server="")) == []


def test_the_one_that_proves_itself_is_taken_and_no_other():
    world = World(SERVER, replace(SERVER, address="10.0.0.66"))
    assert not world.finder.try_all() and world.news == []
    assert world.tried == [
        "http://10.0.0.9:8080",
        "http://10.0.0.66:8080",
        "http://192.168.1.9:8080",
    ]
    world.true = {"http://10.0.0.9:8080"}
    world.clock.now_s += 5.0
    assert world.finder.try_all()
    assert world.news == [Moved("http://10.0.0.9:8080", "secret")]


def test_an_address_a_person_gave_is_tried_too():
    world = World(known=["http://10.0.0.20:80", HOME.url])
    world.true = {"http://10.0.0.20:80"}
    assert world.finder.try_all()
    assert world.news == [Moved("http://10.0.0.20:80", "secret")] and len(world.tried) == 1


def test_one_that_failed_waits_longer_each_time():
    world = World(replace(SERVER, others=()))
    at_s = []
    for second in range(600):
        world.clock.now_s = 100.0 + second
        before = len(world.tried)
        world.finder.try_all()
        at_s += [second] * (len(world.tried) - before)
    assert at_s == [0, 5, 15, 35, 75, 155, 275, 395, 515]


def test_a_crowd_of_strangers_does_not_keep_a_new_address_waiting():
    crowd = [replace(SERVER, address=f"10.0.1.{n}", others=()) for n in range(200)]
    world = World(*crowd)
    for _ in range(60):
        world.finder.try_all()
    world.ears.beacons.append(SERVER)
    world.true = {"http://10.0.0.9:8080"}
    world.clock.now_s += 1.0
    world.finder.try_all()
    assert Moved("http://10.0.0.9:8080", "secret") in world.news


@given(st.lists(st.integers(0, 200), max_size=200), st.integers(1, 30))
def test_trials_are_few_and_never_stop(failing, step_s):
    clock = Clock()
    trials = Trials(clock)
    urls = [str(n) for n in set(failing)]
    for _ in range(20):
        due = trials.due(urls)
        assert len(due) <= AT_ONCE and set(due) <= set(urls)
        for url in due:
            trials.failed(url)
        clock.now_s += step_s
    clock.now_s += LONGEST_PAUSE_S
    assert bool(trials.due(urls)) == bool(urls)


def test_the_ears_are_closed_when_it_ends():
    world = World(SERVER)
    world.true = {"http://10.0.0.9:8080"}
    world.finder.work()
    assert world.ears.is_open is False and len(world.news) == 1


def test_one_that_was_stopped_says_nothing_any_more():
    world = World(SERVER)

    def proves(home, url):
        world.finder.stop()
        return True

    world.finder._proves = proves
    assert world.finder.try_all() and world.news == []


@pytest.mark.parametrize("is_there", [True, False])
def test_a_visit_ends_with_one_piece_of_news(is_there):
    news = []
    Visit(HOME, "http://10.0.0.9:80", lambda home, url: is_there, news.append).work()
    moved = Moved("http://10.0.0.9:80", "secret")
    assert news == [moved if is_there else CalledInVain("http://10.0.0.9:80")]
