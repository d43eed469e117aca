"""What an event changes in its ticket's row: the journal replayed through here is the table."""

import json

from server.events import (
    Called,
    Cancelled,
    Corrected,
    Event,
    Finished,
    Issued,
    NoShow,
    Parked,
    Recalled,
    Reminded,
    Requeued,
    Resumed,
    SlipAskedAgain,
    SlipFailed,
    SlipMoved,
    SlipPrinted,
    SlipPrinting,
    Started,
    Transferred,
    Undone,
)
from server.hours import instant

Columns = dict[str, str | int | None]

_NOT_AT_A_COUNTER: Columns = {
    **{"counter": None, "clerk": None, "called_at": None, "recalled_at": None},
    **{"started_at": None, "calls": 0, "why": None},
}


def own_place(due_at: str | None) -> int:
    """The place in its lane that a ticket has by itself: of an appointment its time."""
    return 0 if due_at is None else int(instant(due_at).timestamp())


def columns_at_issue(event: Issued, at: str) -> Columns:
    """The columns of a ticket issued *at*, besides its state, its secret and why it has priority.

    An appointment's place is its time in Unix seconds: the earliest of its lane is first.
    """
    return {
        "service": event.service,
        "business_day": event.business_day,
        "session": event.session,
        "number": event.number,
        "label": event.label,
        "is_assisted": int(event.is_assisted),
        "language": event.language,
        "issued_at": at,
        "slip_state": "queued" if event.printer else "none",
        "slip_at": at,
        "printer": event.printer,
        "kiosk": event.kiosk,
        "place": own_place(event.due_at),
        "due_at": event.due_at,
        "for_counter": event.for_counter,
        "for_clerk": event.for_clerk,
        "stops": json.dumps(event.stops) if event.stops else "[]",
    }


#: What a new ticket has besides: the columns' defaults.
FRESH: Columns = {
    **_NOT_AT_A_COUNTER,
    **dict.fromkeys(("finished_at", "return_at", "reminded_at", "corrected_at", "slip_reason")),
    **{"served_s": 0, "is_forgotten": 0},
    **{"slip_place": None, "slip_tried": "[]", "slip_copies": 0},
}


def columns_after(event: Event, at: str) -> Columns:
    """The columns that *event*, which happened *at*, sets besides ``state``."""
    match event:
        case SlipPrinting() | SlipPrinted() | SlipFailed() | SlipMoved() | SlipAskedAgain():
            return {"slip_at": at, **_paper(event)}
        case Undone():
            return {name: event.restored[name] for name in event.restored if name != "state"}
        case Corrected():
            is_right_now: Columns = {"is_forgotten": 0} if event.what == "finished_at" else {}
            return {event.what: event.now, "corrected_at": at, **is_right_now}
        case _:
            return _step(event, at)


def _paper(event: Event) -> Columns:
    match event:
        case SlipPrinting():
            return {"slip_state": "printing", "slip_reason": None}
        case SlipPrinted():
            return {"slip_state": "printed", "slip_reason": event.reason or None}
        case SlipFailed():
            state = "unknown" if event.has_begun else "failed"
            return {"slip_state": state, "slip_reason": event.reason}
        case SlipMoved():
            tried = json.dumps(event.tried)
            goes: Columns = {"printer": event.to, "slip_place": event.place}
            return {**goes, "slip_state": "queued", "slip_reason": None, "slip_tried": tried}
        case SlipAskedAgain():
            goes = {"printer": event.printer, "slip_place": event.place, "slip_copies": event.copy}
            return {**goes, "slip_state": "queued", "slip_reason": None, "slip_tried": "[]"}
        case _:
            return {}


def _step(event: Event, at: str) -> Columns:
    match event:
        case Called():
            why = json.dumps({"why": event.why, **event.about}, ensure_ascii=False)
            return {**_called(event, at), "why": why}
        case Resumed():
            return {**_called(event, at), "return_at": None}
        case Recalled():
            return {"calls": event.calls, "recalled_at": at}
        case Started():
            return {"started_at": at}
        case Parked():
            return {"started_at": None, "served_s": event.served_s, "return_at": event.return_at}
        case Transferred():
            return _moved(event)
        case Requeued():
            back: Columns = {"finished_at": None, "return_at": None}
            return {**_NOT_AT_A_COUNTER, **back, "for_counter": event.for_counter}
        case Finished():
            return {"finished_at": at, "is_forgotten": int(event.is_forgotten)}
        case NoShow():
            return {"finished_at": at}
        case Cancelled():
            return {"finished_at": at, "return_at": None}
        case Reminded():
            return {"reminded_at": at}
        case _:
            return {}


def _called(event: Called | Resumed, at: str) -> Columns:
    return {
        **{"called_at": at, "counter": event.counter, "clerk": event.clerk},
        **{"calls": 1, "recalled_at": None, "reminded_at": None},
    }


def _moved(event: Transferred) -> Columns:
    return {
        **_NOT_AT_A_COUNTER,
        "service": event.service,
        "for_counter": event.for_counter,
        "for_clerk": None,
        "place": event.place,
        "stops": json.dumps(event.stops),
        "served_s": event.served_s,
    }
