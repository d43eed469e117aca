"""What a tablet is told: the question of the office, and whether to ask it now."""

import sqlite3

from server import queries, rating_window, wire
from server.hours import stamp
from server.office import Office
from server.photos import Photos
from server.plan import Rating


def state(
    connection: sqlite3.Connection, name: str, office: Office, photos: Photos, counter: str | None
) -> wire.TabletState:
    """What the tablet of *counter* in the office *name* needs to know now.

    While a visit is asked about the question is that of its day, otherwise that of today.
    """
    found = None if counter is None else open_window(connection, office, counter)
    asked = (office.plan(connection) if found is None else found.plan).rating
    return wire.TabletState(
        now=stamp(office.now()),
        office=name,
        counter=counter,
        levels=asked.levels,
        question=question(asked),
        window=None if found is None else _window(found, office, photos),
    )


def open_window(
    connection: sqlite3.Connection, office: Office, counter: str
) -> rating_window.Open | None:
    """The window that is open at *counter*, if one is."""
    plan_of = office.settings.plan
    return rating_window.open_at(connection, plan_of, counter, office.now(), office.site.speed)


def question(asked: Rating) -> wire.Question:
    """What is asked after a visit."""
    complaint = wire.Complaint(
        url=asked.complaint_url, name=asked.complaint_name, name_en=asked.complaint_name_en
    )
    return wire.Question(
        levels=asked.levels,
        low=asked.low,
        reasons=list(asked.reasons),
        has_comment=asked.has_comment,
        complaint=complaint if asked.complaint_url else None,
        languages=list(asked.languages),
    )


def photo_of(found: rating_window.Open | None, photos: Photos) -> str | None:
    """The name of the photo of whoever served, where the office shows it."""
    if found is None or not found.plan.rating.shows_photo:
        return None
    name = found.row["clerk_photo"]
    return name if name and photos.has(name) else None


def _window(found: rating_window.Open, office: Office, photos: Photos) -> wire.Window:
    row = found.row
    asked, now, speed = found.plan.rating, office.now(), office.site.speed
    left_s = (found.closes_at - now).total_seconds() / speed
    longest_s = (found.end.limit(asked, speed) - now).total_seconds() / speed
    return wire.Window(
        ticket=row["id"],
        label=row["label"],
        id=found.end.id,
        service=queries.service_in(found.plan, row["service"]).name_in(row["language"]),
        clerk=row["clerk_name"],
        badge=row["clerk_badge"] or None,
        has_photo=photo_of(found, photos) is not None,
        language=row["language"],
        closes_in_s=round(left_s, 1),
        read_s=asked.window_s,
        longest_s=round(longest_s, 1),
    )
