import pytest

from printer.job import Job, Times, Trouble, Waiting

EMPTY = Trouble("paper_out", since_at=100.0)


def line(*made_at: float) -> Waiting:
    waiting = Waiting(Times())
    for number, at in enumerate(made_at, start=1):
        waiting.add(Job(f"ticket:{number}", b"", 100, at))
    return waiting


def test_the_line_keeps_its_order() -> None:
    waiting = line(1.0, 2.0)
    first = waiting.first()
    assert first is not None and first.id == "ticket:1"
    waiting.take()
    second = waiting.first()
    assert second is not None and second.id == "ticket:2"
    assert len(waiting) == 1


def test_without_trouble_slips_wait_until_they_are_of_no_use() -> None:
    waiting = line(0.0, 100.0)
    assert list(waiting.hopeless(180.0, None)) == []
    assert [(job.id, why) for job, why in waiting.hopeless(181.0, None)] == [
        ("ticket:1", "too_old")
    ]
    assert len(waiting) == 1


def test_behind_an_empty_roll_a_slip_waits_one_second() -> None:
    waiting = line(90.0, 100.5)
    assert list(waiting.hopeless(100.9, EMPTY)) == []
    assert [(job.id, why) for job, why in waiting.hopeless(101.0, EMPTY)] == [
        ("ticket:1", "paper_out")
    ]
    assert [(job.id, why) for job, why in waiting.hopeless(101.5, EMPTY)] == [
        ("ticket:2", "paper_out")
    ]
    assert waiting.first() is None


def test_while_the_port_is_away_a_slip_waits_ten_seconds() -> None:
    away = Trouble("away", since_at=100.0)
    waiting = line(90.0, 105.0)
    assert list(waiting.hopeless(109.9, away)) == []
    assert [(job.id, why) for job, why in waiting.hopeless(110.0, away)] == [("ticket:1", "away")]
    assert list(waiting.hopeless(114.9, away)) == []
    assert list(waiting.hopeless(150.0, None)) == [], "a long line at a good printer is no fault"


def test_the_wire_takes_ten_bits_a_byte() -> None:
    assert Times(baud=38_400).wire_s(11_903) == pytest.approx(3.1, abs=0.01)
