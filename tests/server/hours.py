"""Hours for tests: records from the shipped sample, and made-up ones that are always right."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from server.plan import WEEKDAYS, Plan, Schedule, Season, Service, Session, SpecialDay
from server.public_holidays import vietnam

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SAMPLE = Path(__file__).parents[2] / "server" / "samples" / "office-hours.toml"
OFFICE = Service(code="A", name="Tư pháp")


def at(text: str) -> datetime:
    """An instant on the office's clock: ``at("2026-11-23 07:30")``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def sample() -> Plan:
    """The shipped hours, with the public holidays of 2026 and 2027."""
    document = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    schedules = [schedule_from(row) for row in document["schedule"]]
    days = [SpecialDay(**row) for row in document["day"]]
    return Plan(
        day=date(2026, 11, 23),
        schedules={each.name: each for each in schedules},
        days={date.fromisoformat(each.date): each for each in days},
        holidays=vietnam([2026, 2027]),
    )


def schedule_from(row: Mapping[str, Any]) -> Schedule:
    seasons = tuple(
        Season(**{**each, "session": sessions_from(each["session"])}) for each in row["season"]
    )
    return Schedule(**{**row, "session": sessions_from(row["session"]), "season": seasons})


def sessions_from(rows: list[dict[str, Any]]) -> tuple[Session, ...]:
    return tuple(Session(**{**row, "days": tuple(row.get("days", WEEKDAYS[:5]))}) for row in rows)


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@st.composite
def day_plans(draw: st.DrawFn, names: str = "abc") -> tuple[Session, ...]:
    """Up to three sessions, not in order, each with times for numbers of its own."""
    count = draw(st.integers(0, len(names)))
    # Per session: numbers from, opens, numbers until, closes; opens and until in either order.
    cuts = sorted(draw(st.sets(st.integers(0, 1439), min_size=4 * count, max_size=4 * count)))
    made = []
    for index, name in enumerate(names[:count]):
        begin, one, other, closes = (clock(minute) for minute in cuts[4 * index : 4 * index + 4])
        opens, until = (one, other) if draw(st.booleans()) else (other, one)
        days = tuple(draw(st.sets(st.sampled_from(WEEKDAYS))))
        made.append(
            Session(
                name=name,
                opens=opens,
                closes=closes,
                tickets_from=draw(st.sampled_from(["", begin])) if opens < until else begin,
                last_ticket=draw(st.sampled_from(["", until])),
                days=days,
            )
        )
    return tuple(draw(st.permutations(made)))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    month_days = [f"{date(2000, 1, 1) + timedelta(days=n):%m-%d}" for n in range(366)]
    season = Season(
        name="season",
        start=draw(st.sampled_from(month_days)),
        end=draw(st.sampled_from(month_days)),
        session=draw(day_plans()),
    )
    return Schedule(
        name="office",
        session=draw(day_plans()),
        season=draw(st.sampled_from([(), (season,)])),
        works_on_holidays=draw(st.booleans()),
    )


DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SPECIAL_DAYS = st.builds(
    SpecialDay,
    date=DATES.map(date.isoformat),
    works=st.booleans(),
    name=st.just("swap"),
    like=st.sampled_from(WEEKDAYS),
)


@st.composite
def plans(draw: st.DrawFn, near: date) -> Plan:
    """An office with hours, and holidays and special days in the fortnight after *near*."""
    around = st.integers(0, 14).map(lambda days: near + timedelta(days=days))
    days = draw(st.lists(SPECIAL_DAYS, max_size=6))
    return Plan(
        day=near,
        schedules={"office": draw(schedules())},
        days={draw(around): each for each in days},
        holidays=draw(st.dictionaries(around, st.just("holiday"), max_size=6)),
    )
