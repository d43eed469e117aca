"""Numbers and labels: which number follows in a row, and how people read and hear it.

A *row* of numbers is a :class:`~server.plan.Numbering`; within one *period* it goes up by one from
its first number, without a gap.  Two rows never give one label, because no prefix ends in a digit:
whoever reads a label from its end finds the number, then the prefix, whatever the width.

One row can repeat itself on one day in one way only: it never restarts and has given its whole
range since the morning.  No rule can see that from the last number, so whoever keeps tickets has a
unique index on (business day, label) and refuses the number as used up.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date

from server.plan import Numbering, Plan
from server.schedule import session_names

WIDTH = 3
"""Digits of a label: A042.  A service that passes 999 in a day goes on with A1000."""
WIDEST = 6
LONGEST_PREFIX = 4
RESTARTS = ("day", "session", "never")


class UsedUp(Exception):
    """The row has no number left in this period."""


def label(prefix: str, number: int, width: int = WIDTH) -> str:
    """``label("A", 42)`` is ``"A042"``; a number wider than *width* makes a longer label."""
    return f"{prefix}{number:0{width}d}"


def period(numbering: Numbering, day: date, session: str) -> str:
    """The stretch in which the row's numbers go up: the key under which its last one is kept.

    The ISO day; with the session after a space, ``2026-11-23 morning``; ``""`` for a row that
    never restarts.
    """
    if numbering.restart == "never":
        return ""
    if numbering.restart == "session":
        return f"{day.isoformat()} {session}".rstrip()
    return day.isoformat()


def number_after(numbering: Numbering, session: str, last: int | None) -> int:
    """The number that follows *last* in its period; ``None``: the period has none yet.

    *session* is that of the ticket (:attr:`server.schedule.Standing.session`).

    :raises UsedUp: if the row restarts and has come to its end.
    """
    first, end = numbers_of(numbering, session)
    if last is None or last < first:
        return first
    if not end or last < end:
        return last + 1
    if numbering.restart != "never":
        raise UsedUp(numbering.name)
    return first


def numbers_of(numbering: Numbering, session: str) -> tuple[int, int]:
    """The first and the last number of a *session*; a last one of ``0`` is no end.

    In a row that restarts with each session, a session's numbers end before the next higher first.
    """
    if numbering.restart != "session":
        return numbering.first, numbering.last
    first = numbering.session_first.get(session, numbering.first)
    starts = (numbering.first, *numbering.session_first.values())
    higher = [other for other in starts if other > first]
    return first, min(higher) - 1 if higher else numbering.last


def check_numbering(numbering: Numbering) -> None:
    """:raises ValueError: naming the key that is wrong and what would be right."""
    where = f"numbering {numbering.name!r}"
    if not 1 <= numbering.width <= WIDEST:
        raise ValueError(f"{where}: width is {numbering.width}; say 1 to {WIDEST} digits")
    if numbering.restart not in RESTARTS:
        known = ", ".join(RESTARTS)
        raise ValueError(f"{where}: restart is {numbering.restart!r}; known: {known}")
    if numbering.first < 0:
        raise ValueError(f"{where}: first is {numbering.first}; a number is 0 or more")
    if numbering.last and numbering.last < numbering.first:
        raise ValueError(f"{where}: last is {numbering.last}, before first; say 0 for no end")
    _check_prefix(numbering.prefix, where)
    _check_session_first(numbering, where)


def _check_prefix(prefix: str, where: str) -> None:
    if len(prefix) > LONGEST_PREFIX:
        raise ValueError(f"{where}: prefix {prefix!r} is longer than {LONGEST_PREFIX} characters")
    if not all(each.isprintable() and not each.isspace() for each in prefix):
        raise ValueError(f"{where}: prefix {prefix!r} holds something that cannot be seen")
    if _as_read(prefix)[-1:].isdigit():
        raise ValueError(
            f"{where}: prefix {prefix!r} ends in a digit, which people would read as the number's"
        )


def _as_read(prefix: str) -> str:
    """Prefixes that look or sound the same are the same: ``a`` and ``A``, ``²`` and ``2``."""
    return unicodedata.normalize("NFKC", prefix).casefold()


def _check_session_first(numbering: Numbering, where: str) -> None:
    if numbering.session_first and numbering.restart != "session":
        raise ValueError(f'{where}: session_first is for restart = "session" only')
    for name, first in numbering.session_first.items():
        if first < 0 or (numbering.last and first > numbering.last):
            raise ValueError(f"{where}: session_first of {name!r} is {first}, outside the row")
    _check_apart(numbering, numbering.session_first, where)


def _check_apart(numbering: Numbering, sessions: Iterable[str], where: str) -> None:
    """Ranges end before the next first, so sessions are apart when each begins elsewhere."""
    begun: dict[int, str] = {}
    for name in sorted(sessions):
        first, _ = numbers_of(numbering, name)
        if first in begun:
            raise ValueError(
                f"{where}: sessions {begun[first]!r} and {name!r} both begin with {first}; "
                "give each a session_first of its own"
            )
        begun[first] = name


def check_numberings(plan: Plan) -> None:
    """That no two tickets of a day can get one label, whichever rows they take it from.

    Every row counts: the records, and the own rows of services without one.

    :raises ValueError: naming the row and what would be right.
    """
    own = {each.name: each for each in map(plan.numbering_of, plan.services.values())}
    rows = {**own, **plan.numberings}
    named: dict[str, str] = {}
    for row in rows.values():
        check_numbering(row)
        other = named.setdefault(_as_read(row.prefix), row.name)
        if other != row.name:
            raise ValueError(
                f"numberings {other!r} and {row.name!r} have the same prefix {row.prefix!r}; "
                "give each its own, or let the services share one row"
            )
    _check_references(plan)


def _check_references(plan: Plan) -> None:
    """Rows that services name are there, and begin elsewhere in each of their sessions."""
    held: dict[str, set[str]] = {}
    for service in plan.services.values():
        if service.numbering and service.numbering not in plan.numberings:
            raise ValueError(f"service {service.code!r}: no numbering {service.numbering!r}")
        row = plan.numbering_of(service)
        held.setdefault(row.name, set()).update(session_names(plan, service.schedule))
    for name, sessions in held.items():
        if name in plan.numberings and plan.numberings[name].restart == "session":
            _check_sessions(plan.numberings[name], sessions)


def _check_sessions(numbering: Numbering, sessions: set[str]) -> None:
    where = f"numbering {numbering.name!r}"
    for name in sorted(numbering.session_first.keys() - sessions):
        raise ValueError(f"{where}: session_first names {name!r}, which none of its services has")
    _check_apart(numbering, sessions, where)
