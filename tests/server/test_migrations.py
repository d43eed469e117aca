"""An office of an older program, opened by this one: nothing is lost and the journal follows."""

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from server.store import DATABASE, Store, statements
from server.verify import breaks
from tests.server.desk import Desk, asked, open_desk

ROWS = """
INSERT INTO services VALUES ('A', 'Tư pháp', 'Justice', 1), ('B', 'Đất đai', 'Land', 0);
INSERT INTO counters (number, name, position, state, clerk, ordinary_run)
    VALUES ('1', 'Quầy 1', 0, 'open', 'hoa', 2), ('2', 'Quầy "hai"', 1, 'closed', NULL, 0);
INSERT INTO counter_services VALUES ('1', 'B'), ('1', 'A'), ('2', 'B');
INSERT INTO numbers VALUES ('A', '2026-11-23', 1);
INSERT INTO tickets (secret, service, business_day, number, label, state, is_assisted, language,
        issued_at, slip_state)
    VALUES ('s', 'A', '2026-11-23', 1, 'A001', 'waiting', 0, 'vi', '2026-11-23T01:00:00.000Z',
        'none');
INSERT INTO journal (at, event, ticket, schema, data)
    VALUES ('2026-11-23T01:00:00.000Z', 'issued', 1, 1, '{"ticket":1,"label":"A001","service":"A",'
        || '"business_day":"2026-11-23","number":1,"is_priority":false,"is_assisted":false,'
        || '"language":"vi","printer":null}');
INSERT INTO numbers VALUES ('B', '2026-11-23', 1);
INSERT INTO tickets (secret, service, business_day, number, label, state, is_assisted, language,
        issued_at, called_at, counter, calls, slip_state)
    VALUES ('t', 'B', '2026-11-23', 1, 'B001', 'called', 0, 'vi', '2026-11-23T01:00:01.000Z',
        '2026-11-23T01:00:02.000Z', '2', 2, 'none');
INSERT INTO journal (at, event, ticket, counter, schema, data) VALUES
    ('2026-11-23T01:00:01.000Z', 'issued', 2, NULL, 1, '{"ticket":2,"label":"B001","service":"B",'
        || '"business_day":"2026-11-23","number":1,"is_priority":false,"is_assisted":false,'
        || '"language":"vi","printer":null}'),
    ('2026-11-23T01:00:02.000Z', 'called', 2, '2', 1, '{"ticket":2,"label":"B001","counter":"2",'
        || '"clerk":null,"why":"first_in_line"}'),
    ('2026-11-23T01:00:03.000Z', 'recalled', 2, '2', 1,
        '{"ticket":2,"label":"B001","counter":"2","calls":2}');
"""


STORY = ["issued", "issued", "called", "recalled"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of an office made by the program of step 1."""
    sql = files("server").joinpath("migrations", "0001_office.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        for statement in statements(sql + ROWS):
            connection.execute(statement)
        connection.execute(
            "CREATE TABLE _sqlite_migrations "
            "(id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
        )
        connection.execute(
            "INSERT INTO _sqlite_migrations VALUES (1, 'office', '0001_office', '2026-11-01')"
        )
        connection.commit()
    return tmp_path / DATABASE


def test_what_an_older_program_knew_is_the_plan(path: Path) -> None:
    with open_desk(path) as desk:
        plan = desk.plan()
        assert [(s.code, s.name, s.name_en) for s in plan.services.values()] == [
            ("B", "Đất đai", "Land"),
            ("A", "Tư pháp", "Justice"),
        ]
        assert [(c.number, c.name, c.services) for c in plan.counters.values()] == [
            ("1", "Quầy 1", ("A", "B")),
            ("2", 'Quầy "hai"', ("B",)),
        ]
        assert desk.counter("1").state == "open"
        assert desk.names() == [*STORY, *["setting_changed"] * 4]
        assert promises_broken(desk) == []


def test_the_office_goes_on_where_it_was(path: Path) -> None:
    with open_desk(path) as desk:
        assert desk.issue("A").label == "A002"
        assert desk.call("1").label == "A001"
        desk.counters.finish("1", asked(None))
        desk.change("service", "A", {"name": "Tư pháp - Hộ tịch"})
        assert promises_broken(desk) == []


@pytest.mark.parametrize(
    ("codes", "prefixes"),
    [
        (["A1", "042"], ["A1-", "042-"]),  # A1 and 001 would read like A and 1001
        (["Tư pháp", "B"], ["Tưp-", "B"]),
        (["AB12", "ab13", "C9"], ["X1-", "X2-", "C9-"]),  # both would be AB1-
    ],
)
def test_codes_that_cannot_be_prefixes_get_one_each(
    path: Path, codes: list[str], prefixes: list[str]
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for n, code in enumerate(codes, 2):
            connection.execute("INSERT OR IGNORE INTO services VALUES (?, 'x', 'x', ?)", (code, n))
        connection.commit()
    with open_desk(path) as desk:
        plan = desk.plan()
        found = [plan.numbering_of(plan.services[code]).prefix for code in codes]
        assert found == prefixes
        labels = {desk.issue(code).label for code in codes}
        assert len(labels) == len(codes)
        desk.change("counter", "9", {"services": codes})  # what was made fits together
        assert promises_broken(desk) == []


def test_a_second_start_does_nothing_more(path: Path) -> None:
    Store(path).close()
    before = path.read_bytes()
    Store(path).close()
    assert path.read_bytes() == before


def promises_broken(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))
