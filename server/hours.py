"""The office's day: which business day and which session an instant belongs to.

The day is decided in the office's own time zone at the moment a ticket is issued and is never
computed again; nothing has to happen at midnight.
"""

from datetime import UTC, date, datetime, time, tzinfo

NOON = time(12, 0)


def business_day(at: datetime, zone: tzinfo) -> date:
    """The office's date at the aware instant *at*.

    :raises ValueError: if *at* is naive.
    """
    return _local(at, zone).date()


def session(at: datetime, zone: tzinfo) -> str:
    """``"morning"`` until noon on the office's clock, ``"afternoon"`` after."""
    return "morning" if _local(at, zone).time() < NOON else "afternoon"


def _local(at: datetime, zone: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant without a zone does not say which day it is")
    return at.astimezone(zone)


def stamp(at: datetime) -> str:
    """The aware instant as RFC 3339 text in UTC, to the millisecond; such texts sort as time does.

    :raises ValueError: if *at* is naive.
    """
    if at.tzinfo is None:
        raise ValueError("an instant without a zone cannot be written down")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def instant(text: str) -> datetime:
    """The aware instant that :func:`stamp`, or any RFC 3339 writer, wrote.

    :raises ValueError: if *text* is not an instant with a zone.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone, as in 2026-11-23T07:30:00+07:00")
    try:
        at.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text}: there is no such time in UTC") from None
    return at
