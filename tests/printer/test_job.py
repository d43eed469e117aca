import pytest

from printer.job import Job, Times, Trouble, Waiting

EMPTY = Trouble("paper_out", since_at=100.0)


def line(*made_at: float) -> Waiting:
    waiting = Waiting(Times())
    for number, at in enumerate(made_at, start=1):
        waiting.add(Job(number, b"", at))
    return waiting


def test_the_line_keeps_its_order() -> None:
    waiting = line(1.0, 2.0)
    first = waiting.first()
    assert first is not None and first.id == 1
    waiting.take()
    second = waiting.first()
    assert second is not None and second.id == 2
    assert len(waiting) == 1


def test_without_trouble_slips_wait_until_they_are_of_no_use() -> None:
    waiting = line(0.0, 100.0)
    assert list(waiting.hopeless(180.0, None)) == []
    assert [(job.id, why) for job, why in waiting.hopeless(181.0, None)] == [(1, "too_old")]
    assert len(waiting) == 1


def test_behind_an_empty_roll_a_slip_waits_one_second() -> None:
    waiting = line(90.0, 100.5)
    assert list(waiting.hopeless(100.9, EMPTY)) == []
    assert [(job.id, why) for job, why in waiting.hopeless(101.0, EMPTY)] == [(1, "paper_out")]
    assert [(job.id, why) for job, why in waiting.hopeless(101.5, EMPTY)] == [(2, "paper_out")]
    assert waiting.first() is None


@pytest.mark.parametrize(("ticket", "id"), [(42, b"0042"), (10_042, b"0042"), (9_999, b"9999")])
def test_a_process_id_is_four_digits(ticket: int, id: bytes) -> None:
    assert Job(ticket, b"", 0.0).process_id == id


def test_the_wire_takes_ten_bits_a_byte() -> None:
    assert Times(baud=38_400).wire_s(11_903) == pytest.approx(3.1, abs=0.01)
