"""A tablet that is paired already, on both sides."""

from server.accounts import token_hash
from tests.server.desk import Desk

TOKEN = "5e" * 32
TABLET = "t-1"
AT = "2026-11-23T00:30:00.000Z"


def pair(desk: Desk, counter: str) -> None:
    """Let the tablet that holds :data:`TOKEN` stand at *counter*."""

    def change(tx):
        row = (TABLET, "rate", "Máy 1", counter, token_hash(TOKEN), AT)
        columns = "id, kind, name, counter, token_hash, paired_at"
        tx.execute(f"INSERT INTO tablets ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)

    desk.store.change(change)
