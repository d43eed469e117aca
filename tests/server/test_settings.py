"""Settings change while the office runs: from a day on, with a line in the journal, never stale."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.errors import Malformed, Refused, StoreFailed, Unknown
from server.events import SettingChanged
from server.plan import ALWAYS
from server.setting_rows import changes
from server.settings import Change, Settings
from server.verify import breaks
from tests.server.desk import ADMIN, ZONE, Desk, asked, open_desk

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def broken(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


def exported(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    with desk.store.reading() as connection:
        return desk.settings.export(connection)


def detail(raised: pytest.ExceptionInfo[Malformed]) -> str:
    return str(raised.value.about["detail"])


def test_a_change_holds_from_its_day_and_says_who_when_from_and_to(desk: Desk) -> None:
    desk.change("service", "A", {"name": "Hộ tịch"}, TOMORROW)
    assert desk.plan().services["A"].name == "Tư pháp"
    assert desk.plan(TOMORROW).services["A"].name == "Hộ tịch"
    [event] = desk.events()
    assert isinstance(event, SettingChanged)
    assert (event.kind, event.key, event.effective_from) == ("service", "A", TOMORROW)
    assert event.old is not None and event.new is not None
    assert (event.old["name"], event.new["name"]) == ("Tư pháp", "Hộ tịch")
    assert event.by == ADMIN.name
    desk.clock.pass_s(86400)
    assert desk.plan().services["A"].name == "Hộ tịch"
    assert broken(desk) == []


def test_what_changes_nothing_writes_nothing(desk: Desk) -> None:
    same = {"code": "A", "name": "Tư pháp", "name_en": "Justice"}
    desk.change("service", "A", same)
    desk.change("service", "A", same, TOMORROW)
    assert desk.names() == []


def test_a_new_service_and_counter_work_at_once(desk: Desk) -> None:
    desk.change("service", "C", {"name": "Nội vụ"})
    desk.change("counter", "9", {"name": "Quầy 9", "services": ["C"]})
    assert desk.issue("C").label == "C001"
    assert desk.call("9").label == "C001"
    assert broken(desk) == []


def test_what_has_ended_is_not_there_and_what_it_had_is_kept(desk: Desk) -> None:
    desk.issue("A")
    desk.call("1")
    desk.change("counter", "1", None)
    assert desk.counter("1").services == []
    desk.counters.finish("1", asked(None))
    with pytest.raises(Unknown, match="no_such_counter"):
        desk.counters.open("1", asked(None))
    desk.change("counter", "2", {"services": ["B"]})
    desk.change("service", "A", None)
    with pytest.raises(Unknown, match="no_such_service"):
        desk.issue("A")
    assert desk.ticket(1).state == "finished"
    assert broken(desk) == []


def test_a_record_that_came_back_goes_on_with_its_numbers(desk: Desk) -> None:
    desk.change("service", "C", {"name": "Nội vụ"})
    desk.issue("C")
    desk.change("service", "C", None)
    desk.change("service", "C", {"name": "Nội vụ"})
    assert desk.issue("C").label == "C002"


def test_a_planned_change_is_taken_back_by_saying_what_holds(desk: Desk) -> None:
    before = exported(desk)
    desk.change("service", "A", {"name": "Hộ tịch"}, TOMORROW)
    desk.change("service", "A", {"name": "Tư pháp", "name_en": "Justice"}, TOMORROW)
    assert exported(desk) == before


def test_old_days_are_read_by_old_rules(desk: Desk) -> None:
    for value in ({"name": "Hộ tịch"}, None):
        with pytest.raises(Refused, match="setting_past") as refused:
            desk.change("service", "A", value, "2026-11-22")
        assert refused.value.about == {"key": "A", "today": TODAY}
    off = {"date": "2026-01-02", "works": False, "name": "Nghỉ bù"}
    desk.change("day", "2026-01-02", off, ALWAYS)  # nothing was said before
    assert not desk.plan("2026-01-01").days[date(2026, 1, 2)].works
    assert broken(desk) == []


@pytest.mark.parametrize(
    ("kind", "key", "value", "wrong"),
    [
        ("service", "C", {}, "service.name is missing"),
        ("service", "C", {"name": "x", "code": "D"}, "service: 'D' in the record"),
        ("service", "A/B", {"name": "x"}, "has a slash"),
        ("counter", "1", {"services": ["Z"]}, "'Z' is not there on 2026-11-23; there: A, B"),
        ("counter", "1", {"service": ["A"]}, "unknown key 'counter.service'; did you mean"),
        ("service", "A", None, "counter '1'.services: 'A' is not there on 2026-11-23"),
        ("service", "A", {"name": "x", "schedule": "summer"}, "'summer' is not there"),
        ("rules", "other", {}, "rules: 'office' in the record, 'other' in the address"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    desk: Desk, kind: str, key: str, value: Any, wrong: str
) -> None:
    with pytest.raises(Malformed, match="bad_setup") as raised:
        desk.change(kind, key, value)
    assert wrong in detail(raised)
    assert desk.names() == []


def test_a_later_day_must_be_right_too(desk: Desk) -> None:
    desk.change("counter", "9", {"services": ["A"]}, "2026-12-01")
    for number in ("1", "2"):
        desk.change("counter", number, {"services": ["B"]})
    with pytest.raises(Malformed) as raised:
        desk.change("service", "A", None)
    assert "counter '9'.services: 'A' is not there on 2026-12-01" in detail(raised)


@pytest.mark.parametrize(("kind", "key"), [("service", "Z"), ("colour", "A")])
def test_what_was_never_there_cannot_end(desk: Desk, kind: str, key: str) -> None:
    with pytest.raises(Unknown, match="no_such_setting"):
        desk.change(kind, key, None)


def test_a_request_repeated_with_its_key_is_done_once(desk: Desk) -> None:
    change = Change(kind="service", key="A", value={"name": "Hộ tịch"})
    desk.settings.change(change, asked("k", "x", by=ADMIN))
    desk.change("service", "A", {"name": "Tư pháp"})
    desk.settings.change(change, asked("k", "x", by=ADMIN))
    assert desk.plan().services["A"].name == "Tư pháp"
    with pytest.raises(Malformed, match="key_reused"):
        desk.settings.change(change, asked("k", "y", by=ADMIN))


# Import


def test_an_import_is_whole_for_the_kinds_it_has(desk: Desk) -> None:
    document = {"counter": [{"number": "1", "name": "Một", "services": ["A"]}]}
    desk.settings.import_(document, asked(None, by=ADMIN))
    assert list(desk.plan().counters) == ["1"]
    assert list(desk.plan().services) == ["A", "B"]
    assert list(desk.plan("2026-11-22").counters) == ["1", "2", "3"]
    assert broken(desk) == []


def test_an_export_imported_changes_nothing_and_gives_a_new_office_the_same(
    desk: Desk, tmp_path: Path
) -> None:
    desk.change("service", "A", {"name": "Hộ tịch"}, TOMORROW)
    desk.change("counter", "3", None, "2026-12-01")
    document = exported(desk)
    seen = desk.names()
    assert desk.settings.import_(document, asked(None, by=ADMIN)) == 0
    assert desk.names() == seen
    with open_desk(tmp_path / "other.db") as other:
        other.store.change(lambda tx: tx.execute("DELETE FROM settings"))
        other.settings.import_(document, asked(None, by=ADMIN))
        assert exported(other) == document


def test_an_import_with_one_thing_wrong_changes_nothing(desk: Desk) -> None:
    document = exported(desk)
    document["service"][0]["name"] = "Hộ tịch"
    document["counter"].append({"number": "9", "services": ["Z"]})
    with pytest.raises(Malformed) as raised:
        desk.settings.import_(document, asked(None, by=ADMIN))
    assert "counter '9'.services: 'Z' is not there" in detail(raised)
    assert desk.names() == []
    assert desk.plan().services["A"].name == "Tư pháp"


# Never stale


def test_a_change_by_another_process_is_seen(desk: Desk) -> None:
    assert desk.plan().services["A"].name == "Tư pháp"
    with open_desk(desk.store.path) as other:
        other.change("service", "A", {"name": "Hộ tịch"})
    assert desk.plan().services["A"].name == "Hộ tịch"


def test_a_plan_is_kept_until_something_changes(desk: Desk) -> None:
    assert desk.plan() is desk.plan()
    before = desk.plan()
    desk.change("service", "A", {"name": "Hộ tịch"})
    assert desk.plan() is desk.plan() is not before


class FullDisk:
    """A store whose shared commit fails, after another job of it has had a *look*."""

    def __init__(self, desk: Desk, look: Callable[[sqlite3.Connection], None]) -> None:
        self._path = desk.store.path
        self._look = look

    def change(self, work: Callable[[sqlite3.Connection], Any]) -> None:
        with closing(sqlite3.connect(self._path, isolation_level=None)) as tx:
            tx.row_factory = sqlite3.Row
            tx.execute("BEGIN IMMEDIATE")
            work(tx)
            self._look(tx)
            tx.rollback()
        raise StoreFailed("disk full")


def test_a_change_that_came_to_nothing_is_forgotten(desk: Desk) -> None:
    """Its id is given again, to other words: what was seen in between must not be kept."""
    seen: list[str] = []

    def look(tx: sqlite3.Connection) -> None:
        seen.append(desk.settings.plan(tx, TODAY).services["A"].name)

    kept = desk.settings._store
    desk.settings._store = FullDisk(desk, look)  # type: ignore[assignment]
    with pytest.raises(StoreFailed):
        desk.change("service", "A", {"name": "Hộ tịch"})
    desk.settings._store = kept
    desk.change("service", "A", {"name": "Nội vụ"})
    assert seen == ["Hộ tịch"]
    assert desk.plan().services["A"].name == "Nội vụ"


def test_many_threads_see_what_is_committed(desk: Desk) -> None:
    def change(n: int) -> None:
        desk.change("service", "A", {"name": f"{n}"})

    def look(_: int) -> str:
        return desk.plan().services["A"].name

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(40)))
        pool.map(look, range(200))
    with desk.store.reading() as connection:
        last = changes(connection, "service", "A")[0]
    assert last.new == desk.plan().services["A"]
    assert broken(desk) == []


def test_who_changed_what_comes_last_first(desk: Desk) -> None:
    desk.change("service", "A", {"name": "Hộ tịch"})
    desk.change("counter", "1", None, TOMORROW)
    with desk.store.reading() as connection:
        both = changes(connection, "", "")[:2]
        assert [each.name for each in both] == [("counter", "1"), ("service", "A")]
        assert both[0].new is None and both[0].old == desk.plan().counters["1"]
        assert [each.by for each in changes(connection, "service", "A")] == [
            ADMIN.name,
            "motcua init",
        ]


def test_the_holidays_of_the_years_around_are_asked_for(desk: Desk) -> None:
    asked_for: list[list[int]] = []

    def holidays(years: Any) -> dict[Any, str]:
        asked_for.append(list(years))
        return {}

    settings = Settings(desk.store, desk.ledger, ZONE, desk.clock, holidays)
    with desk.store.reading() as connection:
        for day in (TODAY, ALWAYS, "9999-12-31"):
            settings.plan(connection, day)
    assert asked_for == [[2025, 2026, 2027], [1, 2], [9998, 9999]]


ROW = {"name": "A", "prefix": "A", "first": 500}


def test_a_row_is_not_changed_on_a_day_whose_numbers_are_given(desk: Desk) -> None:
    desk.issue()
    with pytest.raises(Refused, match="numbers_given") as refused:
        desk.change("numbering", "A", ROW)
    assert refused.value.about == {"key": "A", "day": TODAY}
    desk.change("numbering", "A", ROW, TOMORROW)
    assert desk.issue().label == "A002"


def test_a_service_does_not_change_its_row_on_such_a_day_either(desk: Desk) -> None:
    desk.change("numbering", "common", {"name": "common", "prefix": "C"})
    desk.issue()
    shared = {"code": "A", "name": "Tư pháp", "numbering": "common"}
    with pytest.raises(Refused, match="numbers_given"):
        desk.change("service", "A", shared)
    desk.change("service", "A", shared, TOMORROW)


def test_a_row_that_never_restarts_does_not_jump(desk: Desk) -> None:
    desk.change("numbering", "A", {"name": "A", "prefix": "A", "restart": "never"})
    desk.issue()
    with pytest.raises(Refused, match="numbers_given"):
        desk.change(
            "numbering", "A", {"name": "A", "prefix": "A", "restart": "never", "first": 500}
        )
    assert desk.issue().label == "A002"
    assert broken(desk) == []
