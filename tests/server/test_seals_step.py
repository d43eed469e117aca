"""Tablets that were paired before there were seals stay paired; their tokens let nobody in."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.seal import Asked, Seal
from server import seals
from server.accounts import token_hash
from server.seal_desk import SealDesk
from tests.server.desk import open_desk

AT = "2026-11-23T01:00:00.000Z"
EPOCH = "00112233aabbccdd"
INSERT = (
    "INSERT INTO tablets (id, kind, name, counter, token_hash, paired_at) VALUES (?, ?, ?, ?, ?, ?)"
)
TABLETS = {"t-1": ("rate", "tablet", "2"), "k-1": ("take", "kiosk", None)}


def as_the_program_before_left_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE unpaired_tablets")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0010_seals'")
        for id, (kind, role, counter) in TABLETS.items():
            hashed = token_hash(f"token-of-{id}")
            row = (hashed, id, role, counter, AT)
            connection.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?)", row)
            row = (id, kind, "Máy", counter, hashed, AT)
            connection.execute(INSERT, row)
        connection.commit()


def test_paired_tablets_stay_paired_and_programs_keep_their_tokens(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with open_desk(path) as desk:
        kept = desk.accounts.make_token("kiosk-9", "kiosk")
    as_the_program_before_left_it(path)
    with open_desk(path) as desk:
        assert desk.count("tokens") == 1 and desk.accounts.asker(kept) is not None
        gate = SealDesk(desk.store, lambda: 0.0, EPOCH)
        for id, (_, role, counter) in TABLETS.items():
            assert desk.accounts.asker(f"token-of-{id}") is None
            seal = Seal(id, f"token-of-{id}", lambda: 0.0)
            seal.learn(seals.stale(EPOCH, 0), 0.0)
            header = seal.seal(Asked("GET", "/", b"", "")).header
            asker = gate.judge(header, seals.Asked("GET", "/", b"", ""), "10.0.0.9").asker
            assert asker is not None
            assert (asker.name, asker.role, asker.counter) == (id, role, counter)
            # Keys of requests sent before the step and repeated after it meet.
            assert asker.key_space == token_hash(f"token-of-{id}")[:16]


def test_browsers_that_were_paired_by_a_cookie_are_paired_anew(tmp_path: Path) -> None:
    """What their cookie was is heard by whoever listens: it must not become a key of seals."""
    path = tmp_path / "office.db"
    with open_desk(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE tablets ADD COLUMN is_browser INTEGER NOT NULL DEFAULT 0")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0013_sealed_browsers'")
        for id, is_browser in (("t-1", 0), ("b-1", 1)):
            row = (id, "rate", "Máy", "2", token_hash(f"token-of-{id}"), AT)
            connection.execute(INSERT, row)
            connection.execute("UPDATE tablets SET is_browser = ? WHERE id = ?", (is_browser, id))
        connection.commit()
    with open_desk(path) as desk:
        gate = SealDesk(desk.store, lambda: 0.0, EPOCH)
        asked = seals.Asked("GET", "/", b"", "")
        for id, status in (("t-1", "stale_seal"), ("b-1", "bad_seal")):
            seal = Seal(id, f"token-of-{id}", lambda: 0.0)
            assert (
                gate.judge(seal.seal(Asked("GET", "/", b"", "")).header, asked, "").code == status
            )
