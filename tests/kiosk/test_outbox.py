"""The outbox: what is in it survives everything but the loss of the disk."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import outbox as module
from kiosk.outbox import Outbox, new_rating

AT = "2026-11-23T08:00:00.000+00:00"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(path):
    outbox = Outbox(path)
    yield outbox
    outbox.close()


def rating(ticket=17, score=5, office="Giao Thủy"):
    return new_rating(office, ticket, score, AT)


def test_a_rating_waits_until_it_is_sent(outbox):
    kept = rating()
    assert outbox.add(kept, is_held=False)
    assert outbox.waiting("Giao Thủy") == [kept] and outbox.undelivered() == 1
    outbox.settle(kept.id, "sent")
    assert outbox.waiting("Giao Thủy") == [] and outbox.undelivered() == 0
    assert outbox.has("Giao Thủy", 17)


def test_a_held_rating_is_not_sent_before_it_is_released(outbox):
    held = rating(score=1)
    outbox.add(held, is_held=True)
    assert outbox.waiting("Giao Thủy") == [] and outbox.undelivered() == 1
    outbox.give_reasons(held.id, {"other", "attitude"})
    outbox.release(held.id)
    outbox.give_reasons(held.id, {"equipment"})
    [waiting] = outbox.waiting("Giao Thủy")
    assert waiting.as_body() == {
        "ticket": 17,
        "score": 1,
        "reasons": ["attitude", "other"],
        "comment": None,
        "rated_at": AT,
    }


def test_one_rating_per_ticket_of_an_office(outbox):
    assert outbox.add(rating(), is_held=False)
    assert not outbox.add(rating(score=1), is_held=False)
    assert outbox.add(rating(office="Nam Định"), is_held=False)


def test_an_office_that_numbers_anew_asks_about_another_visit(outbox):
    first = new_rating("Giao Thủy", 17, 5, AT, window="5f0c1a22b3d4e5f6")
    second = new_rating("Giao Thủy", 17, 1, AT, window="0123456789abcdef")
    assert outbox.add(first, is_held=False)
    assert not outbox.has("Giao Thủy", 17, second.window)
    assert outbox.add(second, is_held=False)
    assert not outbox.add(new_rating("Giao Thủy", 17, 3, AT, second.window), is_held=False)
    windows = [each.as_body()["window"] for each in outbox.waiting("Giao Thủy")]
    assert windows == [first.window, second.window]


def test_what_was_kept_under_a_name_goes_to_the_id_of_that_office(outbox):
    outbox.add(rating(1), is_held=False)
    outbox.add(rating(2, office="a1b2c3d4e5f60718"), is_held=False)
    outbox.add(rating(2), is_held=False)  # cannot be: one rating per visit, the id's own stays
    outbox.add(rating(3, office="Nam Định"), is_held=False)
    outbox.adopt("Giao Thủy", "a1b2c3d4e5f60718")
    assert [each.ticket for each in outbox.waiting("a1b2c3d4e5f60718")] == [1, 2]
    assert [each.ticket for each in outbox.waiting("Nam Định")] == [3]


def test_a_comment_is_taken_while_the_rating_is_held(outbox):
    held = rating(score=2)
    outbox.add(held, is_held=True)
    outbox.give_comment(held.id, "Phải chờ lâu")
    outbox.release(held.id)
    outbox.give_comment(held.id, "too late")
    assert [each.comment for each in outbox.waiting("Giao Thủy")] == ["Phải chờ lâu"]


OLDER = """
create table rating (
    seq integer primary key autoincrement, id text not null unique, office text not null,
    ticket integer not null, score integer not null, reasons text not null,
    rated_at text not null, state text not null, why text not null default '',
    unique (office, ticket)
);
insert into rating (id, office, ticket, score, reasons, rated_at, state)
    values ('a', 'Giao Thủy', 1, 5, '[]', 'then', 'sent'),
           ('b', 'Giao Thủy', 2, 1, '["other"]', 'then', 'waiting'),
           ('c', 'Giao Thủy', 3, 2, '[]', 'then', 'held');
"""


def test_the_file_of_an_earlier_program_is_carried_over(path):
    older = sqlite3.connect(path)
    older.executescript(OLDER)
    older.close()
    for _ in range(2):
        outbox = Outbox(path)
        waiting = outbox.waiting("Giao Thủy")
        assert [(each.id, each.score, each.reasons) for each in waiting] == [
            ("b", 1, ("other",)),
            ("c", 2, ()),
        ]
        assert outbox.has("Giao Thủy", 1) and outbox.undelivered() == 2
        outbox.close()


def test_a_file_of_before_signs_were_kept_is_brought_up_to_date(outbox, path):
    outbox.add(rating(), is_held=False)
    outbox.close()
    with sqlite3.connect(path) as db:
        db.execute("alter table rating drop column read_at")
        db.execute("pragma user_version = 1")
    db.close()
    for _ in range(2):  # the second time there is nothing to do
        Outbox(path).close()
    later = Outbox(path)
    read = replace(rating(ticket=18), read_at=(AT, AT))
    later.add(read, is_held=False)
    older, newer = later.waiting("Giao Thủy")
    assert (older.read_at, "read_at" in older.as_body()) == ((), False)
    assert newer == read and newer.as_body()["read_at"] == [AT, AT]
    later.close()


def test_a_rating_is_never_for_another_office(outbox):
    outbox.add(rating(), is_held=False)
    assert outbox.waiting("Nam Định") == []


def test_a_settled_rating_stays_settled(outbox):
    kept = rating()
    outbox.add(kept, is_held=False)
    outbox.settle(kept.id, "refused", "409")
    outbox.settle(kept.id, "sent")
    outbox.release(kept.id)
    assert outbox.undelivered() == 0 and outbox.waiting("Giao Thủy") == []


def test_a_score_out_of_range_is_refused_by_the_file(outbox):
    with pytest.raises(sqlite3.IntegrityError):
        outbox.add(rating(score=6), is_held=False)


def test_only_its_owner_may_read_it(outbox, path):
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_settled_ratings_beyond_the_newest_thousand_are_dropped_at_start(path):
    outbox = Outbox(path)
    for ticket in range(module.KEEP_ROWS + 20):
        kept = rating(ticket)
        outbox.add(kept, is_held=False)
        if ticket:
            outbox.settle(kept.id, "sent")
    outbox.close()
    outbox = Outbox(path)
    assert outbox.has("Giao Thủy", 0) and not outbox.has("Giao Thủy", 19)
    assert outbox.has("Giao Thủy", 20)
    outbox.close()


KILLED = """
import sys
from pathlib import Path
from kiosk.outbox import Outbox, new_rating
outbox = Outbox(Path(sys.argv[1]))
for ticket in range(10**6):
    rating = new_rating("x", ticket, 1 + ticket % 5, "2026-11-23T08:00:00+00:00")
    outbox.add(rating, is_held=ticket % 2 == 0)
    outbox.give_reasons(rating.id, ["other"])
    print(ticket, flush=True)
"""


def test_what_was_said_to_be_kept_survives_kill_9(path):
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True
        )
        said = [int(child.stdout.readline()) for _ in range(40)][-1]
        child.kill()
        said = max([said, *map(int, child.stdout.read().split("\n")[:-1])])
        child.wait()
        child.stdout.close()
        outbox = Outbox(path)
        assert all(outbox.has("x", ticket) for ticket in range(said + 1))
        tickets = [rating.ticket for rating in outbox.waiting("x")]
        assert tickets == list(range(len(tickets)))
        outbox.close()
        path.unlink()
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)


steps = st.lists(
    st.tuples(st.sampled_from(["add", "hold", "release", "send", "restart"]), st.integers(0, 3)),
    max_size=15,
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_no_walk_loses_or_doubles_a_rating(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("walk") / "outbox.db"
    outbox, kept, sent = Outbox(path), {}, []
    for step, ticket in steps:
        if step in ("add", "hold"):
            new = rating(ticket)
            if outbox.add(new, is_held=step == "hold"):
                kept[ticket] = new.id
        elif step == "release":
            outbox.release(kept.get(ticket, ""))
        elif step == "send":
            for waiting in outbox.waiting("Giao Thủy"):
                sent.append(waiting.id)
                outbox.settle(waiting.id, "sent")
        else:
            outbox.close()
            outbox = Outbox(path)
    outbox.close()
    outbox = Outbox(path)
    sent += [waiting.id for waiting in outbox.waiting("Giao Thủy")]
    outbox.close()
    assert sorted(sent) == sorted(kept.values())


def test_the_reasons_are_json(outbox, path):
    held = rating(score=2)
    outbox.add(held, is_held=True)
    outbox.give_reasons(held.id, ["other"])
    with sqlite3.connect(path) as db:
        [(reasons,)] = db.execute("select reasons from rating").fetchall()
    db.close()
    assert json.loads(reasons) == ["other"]
