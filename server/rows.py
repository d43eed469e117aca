"""What an event changes in its ticket's row: the journal replayed through here is the table."""

from server.events import (
    Called,
    Cancelled,
    Event,
    Finished,
    NoShow,
    Recalled,
    SlipFailed,
    SlipPrinted,
    SlipPrinting,
    Started,
)

Columns = dict[str, str | int | None]


def columns_after(event: Event, at: str) -> Columns:
    """The columns that *event*, which happened *at*, sets besides ``state``."""
    match event:
        case Called():
            return {"called_at": at, "counter": event.counter, "clerk": event.clerk, "calls": 1}
        case Recalled():
            return {"calls": event.calls}
        case Started():
            return {"started_at": at}
        case Finished() | NoShow() | Cancelled():
            return {"finished_at": at}
        case SlipPrinting():
            return {"slip_state": "printing", "slip_reason": None}
        case SlipPrinted():
            return {"slip_state": "printed", "slip_reason": event.reason or None}
        case SlipFailed():
            return {"slip_state": "failed", "slip_reason": event.reason}
        case _:
            return {}
