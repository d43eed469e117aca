"""The business days that somebody asks figures of."""

from datetime import date, timedelta

from flask import request

from server.problems import HttpRefusal

LONGEST_DAYS = 400
"""A year with some days around it: the national reports run from the 15th to the 14th."""


def asked_period(start: str, end: str) -> tuple[str, str]:
    """``from`` and ``to`` of the query, *start* and *end* where they are left out.

    :raises HttpRefusal: 422 if they are no days, in the wrong order or too far apart.
    """
    first = asked_day("from", start)
    last = asked_day("to", end if "from" not in request.args else max(end, first))
    if last < first:
        raise HttpRefusal(422, "bad_query", detail=f"to={last}: not before from={first}")
    if date.fromisoformat(last) - date.fromisoformat(first) >= timedelta(days=LONGEST_DAYS):
        detail = f"from={first}, to={last}: at most {LONGEST_DAYS} days"
        raise HttpRefusal(422, "bad_query", detail=detail)
    return first, last


def asked_day(name: str, default: str) -> str:
    """The business day *name* of the query. :raises HttpRefusal: 422 if it is none."""
    value = request.args.get(name, default)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        detail = f"{name}={value[:40]}: a day as 2026-11-23 is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail) from None


def asked_choice(name: str, known: tuple[str, ...]) -> str:
    """One of *known*, the first where it is left out. :raises HttpRefusal: 422 otherwise."""
    value = request.args.get(name, known[0])
    if value not in known:
        detail = f"{name}={value[:40]}: one of {', '.join(known)} is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail)
    return value
