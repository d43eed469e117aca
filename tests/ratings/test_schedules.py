"""Random kills, cuts and reconnects between a face and the office's file: nothing is lost, nothing
is doubled, nothing lands on another visit."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from kiosk.rating import FACES
from tests.ratings.line import Line
from tests.ratings.pairing import pair
from tests.ratings.world import COUNTER, World
from tests.server.desk import open_desk
from tests.server.web import web_app

SCHEDULES = 500
A_FILE = 50  # schedules of one test: a failure names its seed
STEPS = 40
# What happens, and how often of a hundred.
STEPS_OF = {
    "serve": 11,
    "beat": 22,
    "press": 21,
    "read": 4,
    "touch": 8,
    "send": 8,
    "pass": 8,
    "office dies": 4,
    "office starts": 5,
    "tablet dies": 4,
    "tablet starts": 5,
}
FAULTS = ("", "", "", "cut", "deaf")
TOUCHES = ("waiting_time", "attitude", "done", "skip")


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's file with its tablet paired, made once."""
    file = tmp_path_factory.mktemp("template") / "office.db"
    with open_desk(file) as desk:
        pair(desk, COUNTER)
    return file


@pytest.fixture(scope="module")
def app(template: Path) -> Flask:
    """Routes without an office behind them yet."""
    with open_desk(template) as desk:
        return web_app(desk)


def step(world: World, chance: random.Random) -> None:
    """One thing happens."""
    [what] = chance.choices(list(STEPS_OF), list(STEPS_OF.values()))
    match what:
        case "serve":
            world.serve()
            if chance.random() < 0.7:  # as a rule the tablet hears of it, and somebody answers
                world.beat()
                read(world, chance, 0.4)
                press(world, chance, 0.6)
        case "beat":
            world.beat()
        case "press":
            press(world, chance, 1.0)
        case "read":
            read(world, chance, 1.0)
        case "touch":
            world.touch(chance.choice(TOUCHES))
        case "send":
            world.send()
        case "pass":
            world.pass_s(chance.choice([0.5, 5, 25, 70, 7 * 24 * 3600]))
        case "office dies":
            world.kill_office()
        case "office starts":
            world.start_office()
        case "tablet dies":
            world.kill_tablet()
        case "tablet starts":
            world.start_tablet()
    world.pass_s(chance.uniform(0.05, 2))


def read(world: World, chance: random.Random, part: float) -> None:
    """Somebody reads slowly, in *part* of the cases; now and then the office is told."""
    for _ in range(chance.randint(1, 3) if chance.random() < part else 0):
        world.pass_s(chance.uniform(10, 45))
        world.read()
        if chance.random() < 0.3:
            world.beat()


def press(world: World, chance: random.Random, part: float) -> None:
    """One of the faces, in *part* of the cases."""
    if chance.random() < part:
        world.pass_s(chance.uniform(0.2, 3))
        face = chance.choice(list(FACES))
        world.press(face, FACES[face])


def settle(world: World, line: Line, chance: random.Random) -> None:
    """Everything is well again, in any order; the tablet may deliver."""
    line.fault = lambda: ""
    for start in chance.sample([world.start_office, world.start_tablet], 2):
        start()
    world.touch("done")  # a citizen who still looks at the reasons has gone by now
    world.pass_s(200)
    for _ in range(3):
        world.beat()
        world.send()


def ratings_of(world: World) -> list[tuple[int, int]]:
    """Ticket and score of each answer that the office has."""
    assert world.desk is not None
    with world.desk.store.reading() as connection:
        rows = connection.execute("SELECT ticket, score FROM ratings ORDER BY ticket").fetchall()
    return [(row["ticket"], row["score"]) for row in rows]


def check(world: World) -> None:
    """The office's file beside what the observer saw."""
    assert world.undelivered() == 0
    assert ratings_of(world) == [
        (each.ticket, each.pressed) for each in world.visits if each.counts
    ]


@pytest.mark.parametrize("first", (1000, 1025))
def test_an_office_put_back_from_a_copy_counts_no_answer_for_another_visit(
    first: int, tmp_path: Path, line: Line, template: Path, app: Flask
) -> None:
    lost = 0
    for seed in range(first, first + 25):
        chance = random.Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        world = World(folder, line, template, app)
        line.fault = lambda chance=chance: chance.choice(FAULTS)
        try:
            for _ in range(3):
                for happen in (world.copy_office, world.put_back):
                    for _ in range(STEPS // 4):
                        step(world, chance)
                    happen()
            settle(world, line, chance)
            found = ratings_of(world)
            pressed = {each.ticket: each.pressed for each in world.visits if each.counts}
            assert len(set(found)) == len(found)
            assert all(pressed.get(ticket) == score for ticket, score in found)
        except AssertionError as error:
            raise AssertionError(f"schedule {seed}: {error}") from error
        finally:
            world.close()
        lost += sum(each.pressed is not None for each in world.lost)
    assert lost > 5


@pytest.mark.parametrize("first", range(0, SCHEDULES, A_FILE))
def test_nothing_is_lost_doubled_or_misplaced(
    first: int, tmp_path: Path, line: Line, template: Path, app: Flask
) -> None:
    counted = late = read_on = 0
    for seed in range(first, first + A_FILE):
        chance = random.Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        world = World(folder, line, template, app)
        line.fault = lambda chance=chance: chance.choice(FAULTS)
        try:
            for _ in range(STEPS):
                step(world, chance)
            settle(world, line, chance)
            check(world)
        except AssertionError as error:
            raise AssertionError(f"schedule {seed}: {error}") from error
        finally:
            world.close()
        counted += sum(each.counts for each in world.visits)
        late += sum(each.pressed is not None and not each.counts for each in world.visits)
        read_on += sum(each.counts and each.has_kept_on for each in world.visits)
    # The schedules try what they are for: answers on both sides of the end, and past the first one.
    assert counted >= A_FILE * 3 // 5 and read_on > 0 and late + read_on > 5
